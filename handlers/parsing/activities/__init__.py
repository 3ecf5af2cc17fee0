"""Parse interactions from one line: what happened, how long, how it went, what comes next."""
