"""From snapshots to the one tidy indicator table, and from that table to a chapter's input."""
