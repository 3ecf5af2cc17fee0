"""Today's agenda, birthdays and the home page."""
