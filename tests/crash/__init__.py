"""Rapport as a real process, killed at random moments, while people write: nothing is lost or done twice."""
