"""Per chapter: the tables, sentences and figures of its notebook that have a test of their own."""
