"""Reports that are sent."""
