"""Outbound: rate limits, sending, retries and results."""
