"""What Slack sends, made plain."""
