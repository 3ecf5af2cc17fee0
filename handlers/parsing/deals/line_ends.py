"""Cut words out of a line, and close the gap."""

COMMAS = ",;，；"
EDGES = f" \t\n{COMMAS}"


def join_around(text: str, start: int, end: int) -> str:
    """The text without what stands from `start` to `end`, with one comma or space in its place."""
    before, after = text[:start].rstrip(EDGES), text[end:].lstrip(EDGES)
    gap = text[len(before) : start] + text[end : len(text) - len(after)]
    if not before or not after:
        return before or after
    comma = next((letter for letter in gap if letter in COMMAS), "")
    return f"{before}{comma}{'' if comma in '，；' and comma else ' '}{after}"
