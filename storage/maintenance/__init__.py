"""Migrating a database, and copying it to another."""
