"""Amounts in words and figures."""
