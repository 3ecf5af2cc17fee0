"""Migrating a base, and copying it to another."""
