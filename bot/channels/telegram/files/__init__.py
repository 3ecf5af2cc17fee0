"""Files: download them, and keep copies."""
