"""What the Telegram channel promises, with Telegram's good and bad days."""
