"""A place in a month, in words: "on the 1st", "15-го числа", "the last day", "第一个周一"."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.parsing.lexicon import Kind
from handlers.parsing.time.tokens import Token
from storage.activities.recurrence_days import LAST

SKIPPED = (Kind.AT, Kind.ON, Kind.WEEKS_OR_AT, Kind.FILLER, Kind.AT_OR_ABOUT)
ORDINALS = (Kind.NTH, Kind.ORDINAL, Kind.DAY_NAME, Kind.HOUR_NAME)
DAYS = (Kind.DAYS, Kind.AFTERNOON_DAYS)
WEEKDAYS = (Kind.WEEKDAY, Kind.LOOSE_WEEKDAY)
PLAIN_NUMBERS = (Kind.NUMBER, Kind.QUANTITY)
# After a plain number: it is the number of a day, and counts nothing.
AFTER_A_DAY = (Kind.COMMA, Kind.AT, Kind.AT_OR_ABOUT)
MAX_DAY, MAX_WEEKDAY = 31, 4


@dataclass(frozen=True)
class Place:
    """A day of the month (31: the last), or with an ISO weekday which of them; and where its words end."""

    day: int
    weekdays: str
    edge: int


def place_after(tokens: Sequence[Token], here: int, *, is_sure: bool = False) -> Place | None:
    """The place that begins there. `is_sure`: a plain number is none."""
    while here < len(tokens) and tokens[here].kind in SKIPPED:
        here += 1
    kinds = [token.kind for token in tokens[here : here + 3]]
    if not kinds:
        return None
    if kinds[0] is Kind.END_OF or kinds[0] is Kind.START_OF:
        return Place(MAX_DAY if kinds[0] is Kind.END_OF else 1, "", here + 1)
    if place := _named(tokens[here : here + 2], here):
        return place
    number = tokens[here]
    if kinds[0] in PLAIN_NUMBERS and kinds[1:2] == [Kind.OF_MONTH]:
        return _numbered(number, here + 2)
    if (
        kinds[0] in PLAIN_NUMBERS
        and tokens[here + 1 : here + 2]
        and tokens[here + 1].text == "."
        and not is_sure
    ):
        return _numbered(number, here + 2)
    is_alone = len(kinds) == 1 or kinds[1] in AFTER_A_DAY
    return _numbered(number, here + 1) if kinds[0] is Kind.NUMBER and is_alone and not is_sure else None


def place_before(tokens: Sequence[Token], end: int) -> Place | None:
    """The place that ends there: "on the 1st of", "последний день"."""
    last = end
    while last and tokens[last - 1].kind is Kind.FILLER:
        last -= 1
    if last and tokens[last - 1].kind in (Kind.END_OF, Kind.START_OF):
        is_end = tokens[last - 1].kind is Kind.END_OF
        return Place(MAX_DAY if is_end else 1, "", _first(tokens, last - 1))
    for size in (2, 1):
        begin = last - size
        if begin >= 0 and (place := _named(tokens[begin:last], begin)) and place.edge == last:
            return Place(place.day, place.weekdays, _first(tokens, begin))
    if last > 1 and tokens[last - 1].kind is Kind.OF_MONTH and tokens[last - 2].kind in PLAIN_NUMBERS:
        place = _numbered(tokens[last - 2], last)
        return place and Place(place.day, "", _first(tokens, last - 2))
    return _dotted_before(tokens, last)


def _dotted_before(tokens: Sequence[Token], end: int) -> Place | None:
    """ "1.", "1. dnia"."""
    last = end - 1 if end and tokens[end - 1].kind in DAYS else end
    if last < len("1.") or tokens[last - 1].text != "." or tokens[last - 2].kind not in PLAIN_NUMBERS:
        return None
    place = _numbered(tokens[last - 2], end)
    return place and Place(place.day, "", _first(tokens, last - 2))


def _named(tokens: Sequence[Token], here: int) -> Place | None:
    """ "1st", "first monday", "последний день", "первого числа"."""
    is_last = tokens[:1] and tokens[0].kind is Kind.NEXT and tokens[0].value < 0
    if not tokens or not (is_last or tokens[0].kind in ORDINALS):
        return None
    number, after = int(tokens[0].value), tokens[1] if len(tokens) > 1 else None
    if after and after.kind in WEEKDAYS and after.value < len("1234567"):
        which = LAST if number < 0 else number
        return Place(which, str(int(after.value) + 1), here + 2) if which <= MAX_WEEKDAY or number < 0 else None
    if after and after.kind in (*DAYS, Kind.OF_MONTH):
        return Place(MAX_DAY, "", here + 2) if number < 0 else _numbered(tokens[0], here + 2)
    return _numbered(tokens[0], here + 1) if tokens[0].kind in (Kind.ORDINAL, Kind.DAY_NAME) else None


def _numbered(token: Token, edge: int) -> Place | None:
    day = int(token.value)
    return Place(day, "", edge) if 1 <= day <= MAX_DAY else None


def _first(tokens: Sequence[Token], here: int) -> int:
    """Where the words begin that lead to a place: "on the"."""
    while here and tokens[here - 1].kind in SKIPPED:
        here -= 1
    return here
