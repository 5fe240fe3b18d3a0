"""Explains failures of objects (layers, variables, tensors), step by step."""
