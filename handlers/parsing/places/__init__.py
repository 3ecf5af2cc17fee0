"""Recognise countries, cities and time zones by their names."""
