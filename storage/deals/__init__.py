"""Deals, pipelines and deal lists."""
