"""Parsing of Slack payloads."""
