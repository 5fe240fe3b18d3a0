"""Many submissions at once: a class, a term's applicants."""
