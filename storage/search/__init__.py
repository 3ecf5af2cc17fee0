"""Finding clients: the index, spelling, ranking and filters."""
