"""Team activity figures."""
