"""Laws: what every function owes, asked of every function from the declaration of its shapes."""
