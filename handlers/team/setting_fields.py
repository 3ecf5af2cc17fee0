"""Fields of settings: time zones, hours, numbers of days, countries and currencies, as people type them."""

import re
from dataclasses import dataclass
from datetime import time
from functools import cache

from handlers.chat import Ambiguous, Field, Request, UserError, requests, shorten
from handlers.forms.fields import Choice
from handlers.holidays import has_holidays
from handlers.i18n import N_, _, city_name, country_name, ngettext, weekday_names
from handlers.parsing.money.amount_reader import money
from handlers.parsing.places import countries
from handlers.parsing.places.time_zones import find_zones, zones_called
from handlers.parsing.time.times import when
from handlers.parsing.time.weekdays import weekdays
from handlers.text import ECHO
from handlers.working_time import local

MAX_WAIT = 720  # hours
NO_HOLIDAYS = N_("no public holidays known")
CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:([ap])\.?m\.?|点)?", re.IGNORECASE)
FROM = re.compile(r"\A(?:from|between|со|с|между|від|між|з|od|między|从)\s*(?=\S)", re.IGNORECASE)
NEVER = (  # answers for “none”
    *("off", "none", "no", "never", "выкл", "нет", "никогда", "вимк", "немає", "ні", "ніколи"),
    *("brak", "wyłącz", "nie", "nigdy", "无", "没有", "关闭"),
)
UNTIL = re.compile(r"\s*[-–—到至]\s*|\s+(?:to|till|until|and|до|и|і|та|do|i|a)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Zone(Field):
    """An IANA time zone, typed as its name or a city in it."""

    async def parse(self, req: Request, text: str) -> str:
        found = find_zones(text, req.rep.locale)
        if found.is_certain:
            return found.zones[0][0]
        if found.zones:
            names = ", ".join(zone for zone, _name in found.zones)
            options = tuple((zone, f"{name}: {zone}") for zone, name in found.zones)
            raise Ambiguous(_("Which one: {zones}?").format(zones=names), options)
        if found.is_offset:
            said = _("“{words}” doesn't say when the clocks change. Which city are you in? For example: Kyiv.")
            options = tuple((zone, city_name(zone)) for zone in zones_called(text))
            raise Ambiguous(said.format(words=shorten(text, ECHO)), options)
        raise UserError(_("I don't know that time zone. Try: Europe/Warsaw, or a city: Kyiv."))


@dataclass(frozen=True)
class Hours(Field):
    """Quiet hours: local start and end; equal times mean none."""

    async def parse(self, req: Request, text: str) -> tuple[time, time]:
        if text.strip().casefold() in (*NEVER, _("no quiet hours").casefold()):
            return time(), time()
        ends = UNTIL.split(FROM.sub("", text.strip()))  # "21:00-08:00", "с 22 до 7", "10 in the evening to 7am"
        if len(ends) != len(("from", "to")):
            raise UserError(_("I couldn't read those hours. Try: 21:00-08:00."))
        return _hour(req, ends[0]), _hour(req, ends[1])


@dataclass(frozen=True)
class WorkingDays(Choice):
    """ISO weekdays: one of the usual weeks, or any days as people write them: "mon-sat", "вт, чт"."""

    def other(self, text: str) -> str:
        days = weekdays(text)
        return next((value for value, _label in self.options if {*value} == {*days}), days)

    def shown(self, value: str) -> str:
        return weekday_names(value)


@dataclass(frozen=True)
class Clock(Field):
    """A local time of day."""

    async def parse(self, req: Request, text: str) -> time:
        return _clock(text)


@dataclass(frozen=True)
class Days(Field):
    """A number of days, 0 to 14."""

    async def parse(self, req: Request, text: str) -> int:
        if not text.isdecimal() or int(text) > 14:
            raise UserError(_("How many days before? Type a number from 0 (only on the day) to 14."))
        return int(text)

    def shown(self, value: str) -> str:
        count = int(value) if value.isdecimal() else 0
        before = ngettext("{n} day before", "{n} days before", count).format(n=count)
        return before if count else _("only on the day")


@dataclass(frozen=True)
class Wait(Field):
    """A number of hours, 0 to 720."""

    async def parse(self, req: Request, text: str) -> int:
        if not text.isdecimal() or int(text) > MAX_WAIT:
            raise UserError(_("After how many hours? Type a number up to 720, or 0 for never."))
        return int(text)

    def shown(self, value: str) -> str:
        hours = int(value) if value.isdecimal() else 0
        return ngettext("{n} h", "{n} h", hours).format(n=hours) if hours else _("never")


@dataclass(frozen=True)
class Country(Field):
    """An ISO 3166 code, typed as itself or as the country's name in any supported language."""

    async def parse(self, req: Request, text: str) -> str:
        code = countries.country(text)
        if code is None and text.strip().casefold() not in NEVER:
            raise UserError(_("I don't know that country. Try: Poland, or PL."))
        return code or ""


@dataclass(frozen=True)
class OwnCountry(Country):
    """The rep's own country, as `own_country` writes it or as people type it."""

    async def parse(self, req: Request, text: str) -> str:
        return await super().parse(req, text.strip().removesuffix(_no_holidays()))


def own_country(code: str, year: int) -> str:
    """Its name, and whether its holidays are unknown: "Ukraine (no public holidays known)"."""
    return country_name(code) + ("" if has_holidays(code, year) else _no_holidays()) if code else ""


def _no_holidays() -> str:
    return f" ({_(NO_HOLIDAYS)})"


@dataclass(frozen=True)
class Currency(Field):
    """An ISO 4217 code, typed as itself or as people write the currency: "zł", "euro"."""

    async def parse(self, req: Request, text: str) -> str:
        code = text.strip().upper()
        if code in currencies_in_use():
            return code
        if found := money(f"1 {text}", "", req.rep.locale):
            return found.currency
        if text.strip().casefold() in NEVER:
            return ""
        raise UserError(_("I don't know that currency. Try: EUR, or zł."))


@cache
def currencies_in_use() -> frozenset[str]:
    """The ISO 4217 codes of current currencies."""
    from babel.core import get_global

    used = get_global("territory_currencies").values()
    return frozenset(
        code for each in used for code, _since, until, is_tender in each if until is None and is_tender
    )


def _hour(req: Request, text: str) -> time:
    """A local time of day, typed as on a clock or in words: "10 вечера", "9 in the evening"."""
    said = when(text, requests.scene(req))
    return local(said, req.rep.timezone).time() if said and not CLOCK.fullmatch(text.strip()) else _clock(text)


def _clock(text: str) -> time:
    found = CLOCK.fullmatch(text.strip())
    if found is None:
        return _no_clock()
    hour, half = int(found[1]), (found[3] or "").lower()
    try:
        return time(hour % 12 + 12 * (half == "p") if half and hour <= 12 else hour, int(found[2] or 0))
    except ValueError:
        return _no_clock()


def _no_clock() -> time:
    raise UserError(_("I couldn't read that time. Try: 9:00."))
