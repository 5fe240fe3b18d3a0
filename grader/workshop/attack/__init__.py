"""Attacks on the judge: hostile submissions, each with the verdict that it declares."""
