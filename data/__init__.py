"""Digits to learn from: MNIST once downloaded, the embedded digits, and the hand that drew them."""
