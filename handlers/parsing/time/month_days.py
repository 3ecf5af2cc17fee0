"""Days by their place in a month or a year: 'end of month', 'mid january', 'first monday of april', 'Q2'."""

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from handlers.parsing.lexicon import Ask, Kind
from handlers.parsing.time.reference_time import Look
from handlers.parsing.time.tokens import Token
from handlers.working_time import EVERY_DAY, MAX_IDLE, is_working, working_day

NUMBERS_OF_DAYS = (Kind.NTH, Kind.NEXT, Kind.HOUR_NAME, Kind.DAY_NAME, Kind.ORDINAL)
AWAY = (Kind.NEXT, Kind.WEEK_AWAY)
MIDDLE = 15  # day of the month
QUARTER_LONG = 3  # months
AFTER_NEW_YEAR = 2  # the day of January from which on people work, where it is a working day


def edge_of(edge: Token, by: Mapping[Kind | Ask, Token], look: Look) -> date:
    """The first or last working day of the week, the month or the year. Raises ValueError where it has none."""
    today, away = look.now.date(), by.get(Kind.NEXT) or by.get(Kind.WEEK_AWAY)
    way = int(away.value) if away else 0
    if edge.kind == Kind.START_OF and edge.value and not (Kind.MONTH in by or Kind.NUMBER in by):
        raise ValueError(f"{edge.text}, on no day in particular")
    if Kind.WEEKS in by or edge.value == 7:
        first, after = monday(today, way), monday(today, way + 1)
    elif Kind.MONTH in by or Kind.NUMBER in by:
        month = int((by.get(Kind.MONTH) or by[Kind.NUMBER]).value)
        count = (today.year + (month < today.month)) * 12 + month
        first, after = month_at(count - 1, 1), month_at(count, 1)
    else:
        size = int((by.get(Kind.MONTHS) or by.get(Kind.MONTH_AFTER) or edge).value)
        if size == 0:
            raise ValueError("the end of what?")
        count = today.year * 12 + today.month - 1
        count += way * size - count % size
        first, after = month_at(count, 1), month_at(count + size, 1)
    if edge.kind == Kind.MIDDLE_OF and Kind.NUMBER in by and not (edge.value or Kind.MONTH_AFTER in by):
        raise ValueError("a number, and perhaps no month")
    if edge.kind == Kind.MIDDLE_OF:
        return working_day(first.replace(day=MIDDLE), look.working_days, look.country)
    if edge.kind == Kind.START_OF:
        days = (first + timedelta(on) for on in range(MAX_IDLE))
        return next(day for day in days if is_working(day, look.working_days or EVERY_DAY, look.country))
    return _last_working_day(after, look)


def nth_days(tokens: Sequence[Token], by: Mapping[Kind | Ask, Token], look: Look) -> Iterator[date]:
    """The first monday, or working day, of a month: of one by its name, that of this year and of the next."""
    number = next(token for token in tokens if token.kind in NUMBERS_OF_DAYS)
    which = 2 if number.text.lower() == "second" else int(number.value)
    today, named = look.now.date(), by.get(Kind.MONTH)
    if number.kind == Kind.NEXT and which > 0:
        raise ValueError(f"the {number.text} of a month")
    if Kind.MONTHS in by and by[Kind.MONTHS].value != 1:
        raise ValueError(f"of the {by[Kind.MONTHS].text}")
    away = next((token for token in tokens if token.kind in AWAY and token is not number), None)
    count = today.year * 12 + today.month - 1 + (int(away.value) if away else 0)
    if named or (Kind.MONTH_AFTER in by and Kind.NUMBER in by):
        month = int((named or by[Kind.NUMBER]).value)
        yield from (
            _nth_day(which, by, month_at((today.year + more) * 12 + month - 1, 1), look)
            for more in (0, look.way)
        )
    else:
        yield _nth_day(which, by, month_at(count, 1), look)


def after_new_year(look: Look) -> Iterator[date]:
    """The first working day after the first of January, of this year or the next. ValueError looking back."""
    if look.past:
        raise ValueError("of which year?")
    for away in (0, 1):
        yield working_day(date(look.now.year + away, 1, AFTER_NEW_YEAR), look.working_days, look.country)


def _nth_day(which: int, by: Mapping[Kind | Ask, Token], first: date, look: Look) -> date:
    """Raises ValueError where the month has no such day."""
    weekday = by.get(Kind.WEEKDAY) or by.get(Kind.LOOSE_WEEKDAY)
    month = [first.replace(day=day) for day in range(1, monthrange(first.year, first.month)[1] + 1)]
    if weekday:
        days = [day for day in month if day.weekday() == weekday.value % 7]
    else:
        days = [day for day in month if is_working(day, look.working_days or EVERY_DAY, look.country)]
    if which == 0 or which > len(days):
        raise ValueError(f"{which} of {len(days)}")
    return days[which - 1 if which > 0 else -1]


def in_quarter(by: Mapping[Kind | Ask, Token], look: Look) -> date:
    """The first working day of the quarter, or its last one. Raises ValueError where it has begun already."""
    today, number = look.now.date(), int(by[Kind.QUARTER].value)
    written, this_or_next = by.get(Kind.FOUR_DIGITS), today.year + (number * QUARTER_LONG < today.month)
    year = int(written.value) if written else this_or_next
    count = year * 12 + (number - 1) * QUARTER_LONG
    if Kind.END_OF in by:
        return _last_working_day(month_at(count + QUARTER_LONG, 1), look)
    first = month_at(count, 1)
    if first <= today or look.past:
        raise ValueError(f"{by[Kind.QUARTER].text} has begun")
    return working_day(
        first.replace(day=AFTER_NEW_YEAR) if first.month == 1 else first, look.working_days, look.country
    )


def _last_working_day(after: date, look: Look) -> date:
    days = (after - timedelta(back) for back in range(1, MAX_IDLE))
    return next(day for day in days if is_working(day, look.working_days or EVERY_DAY, look.country))


def monday(today: date, weeks: float) -> date:
    """The monday of this week, or of one that is so many weeks from it."""
    return today + timedelta(7 * weeks - today.weekday())


def month_at(count: int, day: int) -> date:
    """The day of the month that is `count` months after the year 0; its last day where it is shorter."""
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day, monthrange(year, month + 1)[1]))
