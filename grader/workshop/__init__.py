"""What only maintainers run; it imports the rest, and nobody imports it."""
