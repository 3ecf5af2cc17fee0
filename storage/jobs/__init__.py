"""Long work, done in batches."""
