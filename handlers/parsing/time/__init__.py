"""Days, times, durations and periods in words."""
