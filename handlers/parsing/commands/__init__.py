"""Lines that begin with a word for a command, in any language."""
