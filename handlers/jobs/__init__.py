"""Long work: kinds of jobs, their batches, and the card that shows how far one has come."""
