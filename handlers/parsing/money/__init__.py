"""Parse amounts of money in words and figures."""
