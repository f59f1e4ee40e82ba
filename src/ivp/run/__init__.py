"""Run the notebooks that are stale, and make what they show ready for the book."""
