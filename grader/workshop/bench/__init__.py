"""How fast plain Python learns, and what the judge costs: all that `make bench` measures."""
