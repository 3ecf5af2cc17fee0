"""Finding clients and deals by words and filters."""
