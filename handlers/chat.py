"""The small language handlers speak: plain words in named places, which every channel renders natively."""

import inspect
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, Generic, ParamSpec

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import button_data
from handlers.button_data import Offset
from handlers.hidden_links import Link
from handlers.i18n import N_, _
from handlers.replies import (
    Ambiguous,
    Attached,
    Button,
    Card,
    Line,
    Post,
    Redraw,
    Row,
    Toast,
    Unfinished,
    UserError,
    shorten,
)
from storage.accounts import Place
from storage.models import Client, Rep, Role
from storage.rights import covers

# Handlers speak it whole: they import all of it from here.
__all__ = [
    "Ambiguous",
    "Attached",
    "Button",
    "Card",
    "Line",
    "Offset",
    "Post",
    "Redraw",
    "Row",
    "Toast",
    "Unfinished",
    "UserError",
    "shorten",
]

P = ParamSpec("P")

BUTTON_LIMIT = 64  # bytes: Telegram's callback_data, https://core.telegram.org/bots/api#inlinekeyboardbutton


@dataclass(frozen=True)
class Request:
    """Who asks, when (UTC), where, in which transaction; and which client this chat has looked at."""

    db: AsyncSession
    rep: Rep
    now: datetime
    place: Place
    currency: str = "USD"  # ISO 4217: what an amount without a currency is in
    looked_at: int | None = None  # in the last half hour: what a sentence without a name means
    looked_before: int | None = None  # longer ago: offered, never assumed
    about: int | None = None  # the client on the card that this is a reply to
    about_deal: int | None = None  # and the deal
    handed: str = ""  # words of someone else, to be kept
    in_room: bool = False  # others are there, too: a card can be shared with them
    room: str = ""  # the chat of several people where it was said, wherever it is answered
    address: str = ""  # what the web addresses of clients and deals begin with, where they have any
    links: tuple[Link, ...] = ()  # behind words of what was typed
    country: str = ""  # ISO 3166: of phones without one; empty: nobody has said
    guessed_timezone: str = ""  # only the machine's: it tells nothing of a country


@dataclass(frozen=True)
class Field:
    """One thing a form asks for. Labels are marked with N_ and translated where they are drawn."""

    name: str
    label: str
    required: bool = False  # where it is asked at all
    hint: str = ""
    only_if: tuple[str, tuple[str, ...]] | None = None  # asked when that field has one of these values

    async def parse(self, req: Request, text: str) -> Any:
        """The value meant by `text` (never empty). Raises UserError."""
        return text


@dataclass(frozen=True)
class Form:
    """Ask for several things: a modal in Slack, one question at a time elsewhere."""

    name: str
    title: str
    fields: tuple[Field, ...]
    context: Mapping[str, Any] = field(default_factory=dict)  # what it is about; goes to the submit
    values: Mapping[str, str] = field(default_factory=dict)  # what is known already, as text
    options: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)  # of choices
    picks: bool = False  # changing what is there: where there are no modals, one field is picked
    role: Role = Role.REP  # at least, of who may submit it

    def concerning(self, **context: Any) -> "Form":
        return replace(self, context={**self.context, **context})

    def filled(self, **values: str) -> "Form":
        """With values to start from: shown, and kept where nothing else is given."""
        return replace(self, values={**self.values, **{name: v for name, v in values.items() if v}})

    def without(self, *names: str) -> "Form":
        return replace(self, fields=tuple(f for f in self.fields if f.name not in names))

    def about(self, client: Client) -> "Form":
        """With the client known: it is named in the title and not asked for."""
        said = f"{_(self.title)}: {client.name}"
        return replace(self.without("client").concerning(client=client.id), title=said)

    def offering(self, name: str, options: tuple[tuple[str, str], ...]) -> "Form":
        """With choices (value, label) that are known only when it is opened."""
        return replace(self, options={**self.options, name: options})

    def submit(self, run: "Submit") -> "Submit":
        """Decorate what is done with the values, typed, by name, together with the context."""
        FORMS[self.name] = (self, _guarded(self.role, run))
        return run

    def to_json(self) -> dict[str, Any]:
        names = [asked.name for asked in self.fields]
        given = {"title": self.title, "context": dict(self.context), "values": dict(self.values)}
        return {"form": self.name, "fields": names, **given, "options": dict(self.options)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Form":
        """Raises UserError if no such form is known any more."""
        if data["form"] not in FORMS:
            raise UserError(_(OLD_BUTTON))
        form, _run = FORMS[data["form"]]
        return replace(
            form,
            title=data["title"],
            fields=tuple(asked for asked in form.fields if asked.name in data["fields"]),
            context=data["context"],
            values=data["values"],
            options={name: tuple((v, t) for v, t in choices) for name, choices in data["options"].items()},
        )


Reply = str | Card | Redraw | Post | Toast | Form
Submit = Callable[..., Awaitable[Reply]]
Run = Callable[[Request, Line], Awaitable[Reply]]
Plain = Callable[[Request, str], Awaitable[bool]]


async def never(_req: Request, _rest: str) -> bool:
    return False


async def alone(_req: Request, rest: str) -> bool:
    """Without a slash the word counts only when nothing follows it."""
    return not rest


@dataclass(frozen=True)
class Command:
    """A word one can type. `plain` tells whether a line without a slash is meant so."""

    name: str
    about: str
    example: str
    run: Run
    reads: bool
    plain: Plain
    role: Role = Role.REP
    more: tuple[str, ...] = ()  # other examples, in its own help
    stands_alone: bool = False  # words that follow it say nothing to it


@dataclass(frozen=True)
class Action(Generic[P]):
    """What a button calls."""

    name: str
    run: Callable[Concatenate[Request, P], Awaitable[Reply]]
    reads: bool
    kinds: tuple[Any, ...]  # of what it is called with, after the request
    role: Role = Role.REP

    def button(self, label: str, *args: P.args, **kwargs: P.kwargs) -> Button:
        """A button that will call this. Raises ValueError if it says more than 64 bytes."""
        data = ":".join((self.name, *map(button_data.written, args)))
        if kwargs or len(data.encode()) > BUTTON_LIMIT:
            raise ValueError(f"too much for a button: {data} {kwargs}")
        return Button(label, data)

    async def press(self, req: Request, words: list[str]) -> Reply:
        """Call it with what the button carried. Raises UserError where that makes no sense."""
        if len(words) > len(self.kinds) > 0 and self.kinds[-1] is str:
            last = len(self.kinds) - 1
            words = [*words[:last], ":".join(words[last:])]
        try:
            values = [button_data.read(kind, word) for kind, word in zip(self.kinds, words, strict=True)]
        except (ValueError, OverflowError) as error:
            raise UserError(_(OLD_BUTTON)) from error
        run: Callable[..., Awaitable[Reply]] = self.run
        return await run(req, *values)


COMMANDS: dict[str, Command] = {}
ACTIONS: dict[str, Action[Any]] = {}
FORMS: dict[str, tuple[Form, Submit]] = {}
OLD_BUTTON = N_("This button is too old. Please ask again.")
NOT_YOURS = {
    Role.MANAGER: N_("Only managers and admins can do that."),
    Role.ADMIN: N_("Only an admin can do that."),
}


def command(
    name: str,
    about: str,
    *,
    example: str = "",
    reads: bool = False,
    plain: Plain = alone,
    role: Role = Role.REP,
    more: tuple[str, ...] = (),
    stands_alone: bool = False,
) -> Callable[[Run], Run]:
    """Declare what a word does, for whom (`role`: at least); `plain`: whether a line without a slash is one."""

    def declare(run: Run) -> Run:
        guarded = _guarded(role, run)
        COMMANDS[name] = Command(name, about, example, guarded, reads, plain, role, more, stands_alone)
        return run

    return declare


def action(
    name: str, *, reads: bool = False, role: Role = Role.REP
) -> Callable[[Callable[Concatenate[Request, P], Awaitable[Reply]]], Action[P]]:
    """Declare what a button does, for whom. Its name is never changed: buttons outlive releases."""

    def declare(run: Callable[Concatenate[Request, P], Awaitable[Reply]]) -> Action[P]:
        kinds = tuple(p.annotation for p in inspect.signature(run).parameters.values())[1:]
        made = Action(name, _guarded(role, run), reads, kinds, role)
        ACTIONS[name] = made
        return made

    return declare


def open_to(role: Role) -> dict[str, Command]:
    """The commands that people of this role may use."""
    return {name: command for name, command in COMMANDS.items() if covers(role, command.role)}


def _guarded(
    role: Role, run: Callable[Concatenate[Request, P], Awaitable[Reply]]
) -> Callable[Concatenate[Request, P], Awaitable[Reply]]:
    """The same for those who may: whoever could when a button was drawn may not be able to any more."""
    if role is Role.REP:
        return run

    @wraps(run)
    async def checked(req: Request, /, *args: P.args, **kwargs: P.kwargs) -> Reply:
        if not covers(req.rep.role, role):
            raise UserError(_(NOT_YOURS[role]))
        return await run(req, *args, **kwargs)

    return checked
