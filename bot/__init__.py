"""How Rapport meets the world: the way in, the way out, and one folder per channel."""
