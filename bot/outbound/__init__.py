"""The way out: messages paced, sent, retried and marked."""
