"""The plan: from scores and ranking to goals, programme and means, each as a table."""
