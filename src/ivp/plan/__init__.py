"""What the municipality chooses: ranking, goals, programme, capacity and how they hang together."""
