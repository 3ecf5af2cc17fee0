"""Several days of the week in words: "mon-sat", "вт, чт", "周一到周五"."""

from handlers.parsing.lexicon import Kind
from handlers.parsing.time.tokens import read_phrase

WEEKDAYS = (Kind.WEEKDAY, Kind.LOOSE_WEEKDAY)
UNTIL = frozenset(("-", "–", "—", "to", "till", "until", "through", "по", "до", "do", "到", "至"))
WEEK = 7  # days
ISO_DAYS = "1234567"  # 1 = Monday


def weekdays(text: str) -> str:
    """The days as ISO digits in the order of the text, each once; "" if it says anything else."""
    if text and len({*text}) == len(text) and {*text} <= {*ISO_DAYS}:
        return text
    found: list[int] = []
    is_range = False
    for token in read_phrase(text.casefold().removeprefix("from ")):
        if token.kind in WEEKDAYS:
            day = int(token.value) % WEEK
            begins = token.text.split()[0] in UNTIL and len(token.text.split()) > 1  # "do piątku"
            found += _between(found[-1], day) if found and (is_range or begins) else [day]
            is_range = False
        elif token.text in UNTIL:
            is_range = True
        elif any(map(str.isalnum, token.text)) and len(token.text) > len("and"):
            return ""
    return "".join(str(day + 1) for day in dict.fromkeys(found))


def _between(first: int, last: int) -> list[int]:
    """The days after `first` up to `last`; Sunday to Thursday goes over the end of a week."""
    return [(first + n) % WEEK for n in range(1, (last - first) % WEEK + 1)]
