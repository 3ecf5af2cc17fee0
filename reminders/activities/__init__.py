"""Follow-ups that are due, the morning digest, and escalations."""
