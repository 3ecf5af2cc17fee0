"""Encode a filter in a button's data: short, and stable, since buttons outlive the code that drew them."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from string import ascii_lowercase, digits
from typing import TypeVar

from handlers.chat import BUTTON_LIMIT, OLD_BUTTON, Request, UserError
from handlers.chat.button_data import EPOCH
from handlers.i18n import _
from handlers.parsing.money.amount_reader import LARGEST
from handlers.parsing.time.periods import FIRST_YEAR
from handlers.parsing.time.reference_time import LAST_YEAR
from storage.models import InteractionKind, StageState
from storage.search.filters import Dealing, Filter, Talk, Whose

T = TypeVar("T")

DIGITS = digits + ascii_lowercase
HIGHEST_ID = 2**62
MAX_ID, MAX_OFFSET = 10**9, 10**5  # in a button's data
PART, VALUE = ".", "-"
WHOSE = {"m": Whose.MINE, "t": Whose.TEAM}
KINDS = {"a": None, "c": InteractionKind.CALL, "m": InteractionKind.MEETING}
STATES = {"a": None, "o": StageState.OPEN, "w": StageState.WON, "l": StageState.LOST}
CURRENCY = re.compile("([A-Z]{3})?")
SILENT, SPOKEN, DEALING, UNPLANNED, OVERDUE, BORN, OWNER, CLIENTS, COLD = "nsduobrkc"
NAMES = {*WHOSE, SILENT, SPOKEN, DEALING, UNPLANNED, OVERDUE, BORN, OWNER, CLIENTS, COLD}


def code(asked: Filter) -> str:
    """ "m.nchjao0": mine, no call since then."""
    return PART.join(_parts(asked))


def _parts(asked: Filter) -> Iterator[str]:
    if asked.whose:
        yield _letter(WHOSE, asked.whose)
    for name, talk in ((SILENT, asked.silent), (SPOKEN, asked.spoken)):
        if talk:
            yield name + _letter(KINDS, talk.kind) + _values(_at(talk.since), _at(talk.until))
    if of := asked.dealing:
        closes = map(_on, of.closes or (None, None))
        worth = (_number(of.least), _number(of.most), of.currency, _number(of.stage))
        yield DEALING + _letter(STATES, of.state) + _values(_at(of.since), _at(of.until), *closes, *worth)
    if asked.unplanned:
        yield UNPLANNED
    if asked.overdue_at:
        yield OVERDUE
    if asked.born:
        yield BORN + _values(*map(_on, asked.born))
    if asked.owner is not None:
        yield OWNER + _number(asked.owner)
    if asked.clients:
        yield CLIENTS
    if asked.cold_on:
        yield COLD + _on(asked.cold_on)


def decode_filter(told: str, now: datetime) -> Filter:
    """Decode a button's filter. Raises ValueError, LookupError or OverflowError if it is invalid."""
    parts = {part[0]: part[1:] for part in told.split(PART) if part}
    whose = [WHOSE[name] for name in parts if name in WHOSE]
    if not parts or parts.keys() - NAMES:
        raise ValueError(f"no filter: {told}")
    return Filter(
        whose[0] if whose else None,
        _talk(parts[SILENT]) if SILENT in parts else None,
        _talk(parts[SPOKEN]) if SPOKEN in parts else None,
        _dealing(parts[DEALING]) if DEALING in parts else None,
        UNPLANNED in parts,
        now if OVERDUE in parts else None,
        _born(parts[BORN]) if BORN in parts else None,
        _id(parts[OWNER]) if OWNER in parts else None,
        CLIENTS in parts,
        _day(parts[COLD]) if COLD in parts else None,
    )


def from_code(req: Request, told: str) -> Filter:
    """Decode the filter of a pressed button. Raises UserError."""
    try:
        return decode_filter(told, req.now)
    except (ValueError, LookupError, OverflowError) as error:
        raise UserError(_(OLD_BUTTON)) from error


def fits_on_button(action: str, told: str, words: str) -> bool:
    """Whether the filter and the words fit into buttons of that action, for the way back to the list."""
    return len(f"{action}:{MAX_ID}:{MAX_OFFSET}:{told}:{words}".encode()) <= BUTTON_LIMIT


def _talk(told: str) -> Talk:
    since, until = _read(told[1:], 2)
    return Talk(KINDS[told[0]], _moment(since), _moment(until))


def _dealing(told: str) -> Dealing:
    since, until, first, last, least, most, currency, stage = _read(told[1:], 8)
    closes = (_day(first), _day(last)) if first else None
    if not CURRENCY.fullmatch(currency):
        raise ValueError(f"no currency: {currency}")
    return Dealing(
        STATES[told[0]],
        _moment(since),
        _moment(until),
        closes,
        _amount(least),
        _amount(most),
        currency,
        _id(stage) if stage else None,
    )


def _born(told: str) -> tuple[date, date]:
    first, last = map(_day, _read(told, 2))
    if not timedelta(0) <= last - first < timedelta(366):
        raise ValueError(f"from {first} to {last}")
    return first, last


def _letter(letters: dict[str, T], value: T) -> str:
    return next(letter for letter, meant in letters.items() if meant == value)


def _values(*told: str) -> str:
    return VALUE.join(told).rstrip(VALUE)


def _read(told: str, count: int) -> list[str]:
    values = told.split(VALUE)
    return [*values, *[""] * (count - len(values))]


def _at(moment: datetime | None) -> str:
    return "" if moment is None else _number((moment - EPOCH) // timedelta(minutes=1))


def _moment(told: str) -> datetime | None:
    if not told:
        return None
    at = EPOCH + timedelta(minutes=int(told, 36))
    return at.replace(year=_year(at.year))


def _on(day: date | None) -> str:
    return "" if day is None else _number(day.toordinal())


def _day(told: str) -> date:
    on = date.fromordinal(int(told, 36))
    return on.replace(year=_year(on.year))


def _year(year: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR + 1:
        raise ValueError(f"in {year}")
    return year


def _id(told: str) -> int:
    if (number := int(told, 36)) > HIGHEST_ID:
        raise OverflowError(told)
    return number


def _amount(told: str) -> int | None:
    if told and int(told, 36) > LARGEST:
        raise OverflowError(told)
    return int(told, 36) if told else None


def _number(value: int | None) -> str:
    if value is None:
        return ""
    written = ""
    while value or not written:
        value, at = divmod(value, len(DIGITS))
        written = DIGITS[at] + written
    return written
