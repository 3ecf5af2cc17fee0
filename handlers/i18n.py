"""Translation and formatting of texts, numbers, money, dates and times in the reader's language.

The English text is the key. Texts at module level are marked with N_ and translated where they are drawn.
"""

import gettext
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import (
    format_date,
    format_interval,
    format_skeleton,
    get_day_names,
    get_timezone_location,
)
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import (
    format_currency,
    format_decimal,
    format_percent,
    get_currency_precision,
    get_decimal_symbol,
)

CATALOGUES = Path(__file__).parent.parent / "locales"
DOMAIN = "rapport"
ENGLISH = "en"
ANY_LEAP_YEAR = 2000
MAX_MONTH_DAYS = 31  # days
DAYS_OF_WEEK = 7
MAX_FORMATTED = 4096  # dates: lists and cards show the same ones again and again
NO_BREAK_SPACE = "\u00a0"
COMMAS = {"zh": "，"}  # between parts; of the other languages: ", "
# Between a currency code and a number, where Babel ignores CLDR's rule (currencySpacing): "PLN8".
SPACELESS = re.compile(r"(?<=[A-Za-z])(?=\d)")

_speaking: ContextVar[str] = ContextVar("locale", default=ENGLISH)


@contextmanager
def speaking(locale: str) -> Iterator[None]:
    """Translate everything into this language within the block."""
    token = _speaking.set(locale)
    try:
        yield
    finally:
        _speaking.reset(token)


def locale() -> str:
    return _speaking.get()


def _(text: str) -> str:
    return _catalogue(_speaking.get()).gettext(text) if text else ""


def ngettext(one: str, many: str, n: int) -> str:
    return _catalogue(_speaking.get()).ngettext(one, many, n)


def N_(text: str) -> str:  # noqa: N802
    """Mark a text for the catalogues; it is translated later."""
    return text


NEAR_DAYS = {-1: N_("yesterday {time}"), 0: N_("today {time}"), 1: N_("tomorrow {time}")}


def commas(*parts: str) -> str:
    """Those that are not empty, on one line."""
    return COMMAS.get(locale(), ", ").join(filter(None, parts))


@cache
def languages() -> tuple[str, ...]:
    """The languages that have a catalogue, English first."""
    return ENGLISH, *sorted(po.parent.parent.name for po in CATALOGUES.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def nearest(wanted: str | None, default: str = ENGLISH) -> str:
    """The supported language that a platform calls `wanted` ('ru-RU', 'zh_Hans', None), else `default`."""
    language = (wanted or default).replace("_", "-").split("-")[0].lower()
    return language if language in languages() else default


def language_name(code: str) -> str:
    """The name of a language in that language."""
    return (Locale.parse(code).get_display_name(code) or code).capitalize()


def country_name(code: str) -> str:
    """A country's name in the current language. `code`: ISO 3166."""
    return str(Locale.parse(locale()).territories.get(code, code))


def city_name(zone: str) -> str:
    """The city of an IANA time zone, in the current language."""
    # CLDR names some cities under an older name of the zone (Europe/Kiev), where Babel does not look.
    known = Locale.parse(locale()).time_zones
    older = (old for old, new in get_global("zone_aliases").items() if new == zone)
    names = (known[each]["city"] for each in older if "city" in known.get(each, {}))
    return next(names, "") or get_timezone_location(zone, locale=locale(), return_city=True).rpartition("/")[2]


def money(amount: int | None, currency: str) -> str:
    """`amount` is in minor units of `currency`; None: not known yet."""
    if amount is None:
        return _("no amount yet")
    whole = Decimal(amount).scaleb(-get_currency_precision(currency))
    style = Locale.parse(locale()).currency_formats["standard"].pattern
    if whole == whole.to_integral():
        style = style.replace(".00", "")
    said = format_currency(whole, currency, format=style, locale=locale(), currency_digits=whole % 1 != 0)
    return SPACELESS.sub(NO_BREAK_SPACE, said)


def in_hundredths(amount: int, currency: str) -> int:
    """An amount in minor units of `currency` as hundredths of it: yen have no minor unit."""
    return int(Decimal(amount).scaleb(2 - get_currency_precision(currency)))


def number(amount: int) -> str:
    """Hundredths as a number without a currency: "300,000", "9.50"."""
    whole = Decimal(amount).scaleb(-2)
    style = "#,##0" if whole == whole.to_integral() else "#,##0.00"
    return str(format_decimal(whole, format=style, locale=locale()))


def decimal_symbol() -> str:
    """What stands before the decimals of a number: "." or ","."""
    return str(get_decimal_symbol(locale()))


def percent(share: int) -> str:
    """60 as "60%", in some languages with a space that does not break."""
    return str(format_percent(Decimal(share) / 100, locale=locale()))


def moment(at: datetime, zone: str, now: datetime) -> str:
    """A local date and time, 'Thu 12 Mar 15:00', with the year if it is not the current one."""
    local, today = at.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone))
    return f"{day(local.date(), today.date())} {clock(local)}"


def near(at: datetime, zone: str, now: datetime) -> str:
    """The same in as few words as will do: 'today 15:00', 'Tue 10:00'; a week or more away, as `moment`."""
    local, today = at.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    ahead = (local.date() - today).days
    if ahead in NEAR_DAYS:
        return _(NEAR_DAYS[ahead]).format(time=clock(local))
    if abs(ahead) < DAYS_OF_WEEK:
        return f"{_formatted('E', local.date(), locale())} {clock(local)}"
    return moment(at, zone, now)


def day(on: date, today: date) -> str:
    """A day with its weekday; without the year if it is the current one."""
    return _formatted("MMMEd" if on.year == today.year else "yMMMEd", on, locale())


def days(first: date, last: date, today: date) -> str:
    """A range of days: "2026", "March 2026", "Mar 9 – 15"."""
    if first == last:
        return day(first, today)
    after = last + timedelta(1)
    is_year = (first.month, first.day) == (after.month, after.day) == (1, 1) and first.year + 1 == after.year
    is_month = first.day == after.day == 1 and (after - first).days <= MAX_MONTH_DAYS
    if is_year or is_month:
        return _formatted("y" if is_year else "yMMMM", first, locale())
    skeleton = "MMMd" if first.year == last.year == today.year else "yMMMd"
    return format_interval(first, last, skeleton, locale=locale())


def weekday_names(days: str) -> str:
    """ISO weekdays: "24" is "Tue, Thu"."""
    names = get_day_names("abbreviated", context="stand-alone", locale=locale())
    return ", ".join(names[int(day) - 1] for day in days)


def clock(at: datetime | time) -> str:
    return f"{at.hour:02}:{at.minute:02}"


def birthday(month: int, on: int, year: int | None) -> str:
    """A birthday; the year is often unknown."""
    if year is None:
        return _formatted("MMMMd", date(ANY_LEAP_YEAR, month, on), locale())
    return format_date(date(year, month, on), format="long", locale=locale())


def duration(seconds: int) -> str:
    """'1 h 20 min'."""
    hours, minutes = divmod(max(seconds, 60) // 60, 60)
    parts = [ngettext("{n} h", "{n} h", hours).format(n=hours)] if hours else []
    return " ".join([*parts, _("{n} min").format(n=minutes)] if minutes or not hours else parts)


@lru_cache(MAX_FORMATTED)
def _formatted(skeleton: str, on: date, locale: str) -> str:
    return format_skeleton(skeleton, datetime(on.year, on.month, on.day), locale=locale)


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    try:
        path = CATALOGUES / str(Locale.parse(code)) / "LC_MESSAGES" / f"{DOMAIN}.po"
    except (UnknownLocaleError, ValueError):
        return gettext.NullTranslations()
    if not path.exists():
        return gettext.NullTranslations()
    # Compiled on first use (tens of milliseconds per language), so that a language needs only its .po file.
    compiled = io.BytesIO()
    with path.open("rb") as po:
        write_mo(compiled, read_po(po, locale=code, domain=DOMAIN))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
