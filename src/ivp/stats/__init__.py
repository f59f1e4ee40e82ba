"""Statistics as pure functions: no files, no YAML, no text for readers."""
