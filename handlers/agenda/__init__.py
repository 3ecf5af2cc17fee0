"""What is due today, whose birthday is next, and the home page."""
