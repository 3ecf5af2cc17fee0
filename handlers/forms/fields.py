"""Form fields: each parses a typed answer, a button's value and a modal's value."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from handlers.chat import Ambiguous, Field, Request, UserError, requests, shorten
from handlers.chat.max_length import check_tags
from handlers.i18n import _
from handlers.parsing.contacts.birthdays import birthday
from handlers.parsing.contacts.contact_line import emails
from handlers.parsing.contacts.phones import phones
from handlers.parsing.money import amount_reader
from handlers.parsing.money.amount_reader import money
from handlers.parsing.time.durations import duration
from handlers.parsing.time.times import when
from handlers.text import ECHO, NAME, TEXT
from handlers.working_time import local
from storage.clients import clients
from storage.clients.new_client import Birthday, Point
from storage.search import client_search

CANDIDATES = 6
MAX_PERCENT = 100
CHOSEN = re.compile(r"=(\d{1,18})", re.ASCII)  # never typed by people; digits alone may be the end of a phone


@dataclass(frozen=True)
class Text(Field):
    long: bool = False  # several lines
    most: int = NAME  # letters, if it is not long


@dataclass(frozen=True)
class Tags(Field):
    """Tags separated by commas."""

    async def parse(self, req: Request, text: str) -> str:
        return check_tags(text)


@dataclass(frozen=True)
class Choice(Field):
    """One of a few options: (value, label), with values short enough for a button."""

    options: tuple[tuple[str, str], ...] = ()

    def other(self, text: str) -> str:
        """The value of a text that is none of the options; "" if there is none."""
        return ""


@dataclass(frozen=True)
class Moment(Field):
    """A future time (UTC)."""

    async def parse(self, req: Request, text: str) -> datetime:
        at = when(text, requests.scene(req))
        if at is None:
            raise UserError(_("I couldn't read that date. Try: tomorrow 10:00, friday, in 3 days, 15.03."))
        return at


@dataclass(frozen=True)
class PastMoment(Field):
    """A past time (UTC)."""

    async def parse(self, req: Request, text: str) -> datetime:
        at = when(text, requests.scene(req), past=True)
        if at is None or at > req.now:
            raise UserError(_("I couldn't read that date. Try: yesterday 15:00, 2 hours ago, 12.03."))
        return at


@dataclass(frozen=True)
class Day(Field):
    """A future day in the rep's time zone."""

    async def parse(self, req: Request, text: str) -> date:
        at = when(text, requests.scene(req))
        if at is None:
            raise UserError(_("I couldn't read that date. Try: tomorrow, friday, in 3 days, 15.03."))
        return local(at, req.rep.timezone).date()


@dataclass(frozen=True)
class Duration(Field):
    """A duration in seconds."""

    async def parse(self, req: Request, text: str) -> int:
        seconds = duration(text, hour=True)
        if seconds is None:
            raise UserError(_("I couldn't read that duration. Try: 15 min, 1 h 20 min."))
        return seconds


@dataclass(frozen=True)
class Money(Field):
    """An amount in minor units, with its currency."""

    async def parse(self, req: Request, text: str) -> amount_reader.Money:
        amount = money(text, req.currency, req.rep.locale)
        if amount is None:
            raise UserError(_("I couldn't read that amount. Try: 12 000, 12k, 1.2m USD."))
        return amount


@dataclass(frozen=True)
class Percent(Field):
    """A whole number of percent, 0 to 100."""

    async def parse(self, req: Request, text: str) -> int:
        number = text.rstrip(" %％")
        if not (number.isdecimal() and int(number) <= MAX_PERCENT):
            raise UserError(_("I couldn't read that. Type a number from 0 to 100, like 60%."))
        return int(number)


@dataclass(frozen=True)
class BirthdayField(Field):
    async def parse(self, req: Request, text: str) -> Birthday:
        day = birthday(text, req.rep.locale, local(req.now, req.rep.timezone).date())
        if day is None:
            raise UserError(_("I couldn't read that date. Try: 12.03.1985, or 12.03 without the year."))
        return day


@dataclass(frozen=True)
class Phones(Field):
    async def parse(self, req: Request, text: str) -> tuple[Point, ...]:
        found, rest = phones(text, requests.scene(req).region)
        if not found or rest.strip(" ,;"):
            raise UserError(_("That's not a phone number. For example: +7 912 345-67-89."))
        return found


@dataclass(frozen=True)
class Emails(Field):
    async def parse(self, req: Request, text: str) -> tuple[Point, ...]:
        found, rest = emails(text)
        if not found or rest.strip(" ,;"):
            raise UserError(_("That's not an e-mail address. For example: ivan@acme.io."))
        return found


@dataclass(frozen=True)
class Person(Field):
    """A client, typed as any of their data or chosen from a list; the value is the id."""

    async def parse(self, req: Request, text: str) -> int:
        client_id = chosen_client(text)
        if client_id is not None and await clients.get(req.db, req.rep, client_id):
            return client_id
        found = await client_search.find_named(req.db, req.rep, text, limit=CANDIDATES)
        if not found:
            said = _("No client called “{words}”. Check the spelling, or add one: /new.")
            raise UserError(said.format(words=shorten(text, ECHO)))
        if len(found) > 1:
            options = tuple((choice(client.id), client.name) for client in found)
            raise Ambiguous(_("Which one?"), options)
        return found[0].id


def choice(client_id: int) -> str:
    """A client's id as the value of a button, a menu or a saved form."""
    return f"={client_id}"


def chosen_client(value: str) -> int | None:
    """The id of a chosen client; None if the text was typed."""
    match = CHOSEN.fullmatch(value)
    return int(match[1]) if match else None


def max_letters(field: Field) -> int:
    """How many letters may be entered."""
    match field:
        case Text(long=True) | Phones() | Emails() | Tags():
            return TEXT
        case Text():
            return field.most
        case _:
            return NAME
