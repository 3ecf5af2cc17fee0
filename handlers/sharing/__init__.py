"""What others see: shared cards, visiting cards, notices in groups and channels."""
