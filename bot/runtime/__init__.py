"""Running: the server, leadership, logging and threads."""
