"""Deals, their pipelines and lists of them."""
