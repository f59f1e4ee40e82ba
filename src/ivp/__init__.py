"""A reproducible integral safety plan: from official and local data to the book."""

__version__ = "0.1.0"
