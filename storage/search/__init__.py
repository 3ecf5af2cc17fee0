"""Client search: index, spelling, ranking and filters."""
