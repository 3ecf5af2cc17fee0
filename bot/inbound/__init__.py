"""The way in: events claimed, handled and answered."""
