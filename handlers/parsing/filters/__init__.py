"""Filters in words."""
