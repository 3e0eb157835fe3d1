"""Synthetic data in bulk, for measuring. Nobody in it exists."""
