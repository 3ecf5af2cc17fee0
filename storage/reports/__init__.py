"""Figures about what a team did."""
