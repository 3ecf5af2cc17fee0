"""Home pages, group notices, failed updates, and housekeeping."""
