"""How the tests run: on which channels, by which clock, and which of them are tables."""
