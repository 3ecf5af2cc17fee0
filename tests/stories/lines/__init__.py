"""Lines of a rep's days, written before anybody looked at the parser, and what became of them."""
