"""What properties draw, and the oracles that know the answers."""
