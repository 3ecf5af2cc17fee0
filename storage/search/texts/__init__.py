"""What was said: the full-text index of interactions, and the search in it."""
