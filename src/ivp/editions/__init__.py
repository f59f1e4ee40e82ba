"""Editions: what a book was made from, whether it is untouched, and what changed since the last."""
