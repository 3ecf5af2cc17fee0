"""Audit log and undo."""
