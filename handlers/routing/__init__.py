"""Which handler an event is for."""
