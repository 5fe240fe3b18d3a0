"""Forms of a verdict: each module turns one verdict into one form."""
