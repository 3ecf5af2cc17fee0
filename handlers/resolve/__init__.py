"""Find the client or deal that a typed line is about."""
