"""A heap of due reminders, against a Telegram that refuses whoever is too fast."""
