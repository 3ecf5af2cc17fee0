"""Home pages, notices in groups, failed updates, and housekeeping."""
