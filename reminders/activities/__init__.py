"""Due follow-ups, the morning digest, and escalations."""
