"""The web server, and what it serves."""
