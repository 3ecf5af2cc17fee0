"""Settings: read, checked, and where the base is."""
