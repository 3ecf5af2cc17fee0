"""The small language handlers speak: plain words in named places, which every channel renders natively."""

import inspect
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any, Concatenate, Generic, ParamSpec

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.i18n import N_, _
from storage.accounts import Place
from storage.models import Client, Rep

P = ParamSpec("P")

BUTTON_LIMIT = 64  # bytes: Telegram's callback_data, https://core.telegram.org/bots/api#inlinekeyboardbutton
BIGGEST = 2**63 - 1  # of the numbers a base takes
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


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


@dataclass(frozen=True)
class Button:
    """A call that happens later. `data` is a wire format: it outlives the code that drew it."""

    label: str
    data: str


Row = tuple[Button, ...]


@dataclass(frozen=True)
class Card:
    """Something to look at and act on. `client`: whose it is, so that the chat remembers.

    `secret`: once it is sent it is kept nowhere.
    """

    title: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    body: str = ""
    buttons: tuple[Row, ...] = ()
    client: int | None = None
    secret: bool = False

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Card":
        return cls(
            title=data["title"],
            fields=tuple((label, value) for label, value in data["fields"]),
            body=data["body"],
            buttons=tuple(tuple(Button(**button) for button in row) for row in data["buttons"]),
            client=data["client"],
            secret=data.get("secret", False),
        )


@dataclass(frozen=True)
class Redraw:
    """The card that was pressed, drawn afresh; `word` is said in passing."""

    card: Card
    word: str = ""


@dataclass(frozen=True)
class Toast:
    """A passing word."""

    text: str


@dataclass(frozen=True)
class Line:
    """A command as it was typed, and what presses have added to it since: the client, the deal, the time."""

    command: str
    rest: str = ""
    client: int | None = None
    deal: int | None = None
    when: datetime | None = None  # UTC
    anyway: bool = False  # asked about and wanted all the same
    slash: bool = True  # plainly meant as a command
    named: str | None = None  # whom it names and nobody is called so ("": nobody); None once that is cut off
    asks: str = ""  # what was asked about it: "client" or "when", so that it can be answered in words

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"when": self.when and self.when.isoformat()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Line":
        return cls(**{**data, "when": data["when"] and datetime.fromisoformat(data["when"])})


class UserError(Exception):
    """The rep should know, and can do something about it: what was written rolls back.

    `buttons`: what else can be done, under the text where it is an answer to something typed.
    """

    def __init__(self, text: str, buttons: tuple[Row, ...] = ()) -> None:
        super().__init__(text)
        self.text = text
        self.buttons = buttons


class Unfinished(UserError):
    """A press can add what the line lacks. The line is kept; `ask` draws the buttons, given its draft's id."""

    def __init__(self, card: Card, line: Line, ask: Callable[[int], tuple[Row, ...]]) -> None:
        super().__init__(card.title or card.body)
        self.card = card
        self.line = line
        self.ask = ask


class Ambiguous(UserError):
    """A field's text may mean several things: `options` are (value, label), the likeliest first."""

    def __init__(self, text: str, options: tuple[tuple[str, str], ...]) -> None:
        super().__init__(text)
        self.options = options


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
        FORMS[self.name] = (self, run)
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


Reply = str | Card | Redraw | Toast | Form
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


@dataclass(frozen=True)
class Action(Generic[P]):
    """What a button calls."""

    name: str
    run: Callable[Concatenate[Request, P], Awaitable[Reply]]
    reads: bool
    kinds: tuple[Any, ...]  # of what it is called with, after the request

    def button(self, label: str, *args: P.args, **kwargs: P.kwargs) -> Button:
        """A button that will call this. Raises ValueError if it says more than 64 bytes."""
        data = ":".join((self.name, *map(_word, args)))
        if kwargs or len(data.encode()) > BUTTON_LIMIT:
            raise ValueError(f"too much for a button: {data} {kwargs}")
        return Button(label, data)

    async def press(self, req: Request, words: list[str]) -> Reply:
        """Call it with what the button carried. Raises UserError where that makes no sense."""
        if len(words) > len(self.kinds) > 0 and self.kinds[-1] is str:
            last = len(self.kinds) - 1
            words = [*words[:last], ":".join(words[last:])]
        try:
            values = [_value(kind, word) for kind, word in zip(self.kinds, words, strict=True)]
        except (ValueError, OverflowError) as error:
            raise UserError(_(OLD_BUTTON)) from error
        run: Callable[..., Awaitable[Reply]] = self.run
        return await run(req, *values)


COMMANDS: dict[str, Command] = {}
ACTIONS: dict[str, Action[Any]] = {}
FORMS: dict[str, tuple[Form, Submit]] = {}
OLD_BUTTON = N_("This button is too old. Please ask again.")


def shorten(text: str, most: int) -> str:
    """At most so many letters."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def command(
    name: str, about: str, *, example: str = "", reads: bool = False, plain: Plain = alone
) -> Callable[[Run], Run]:
    """Declare what a word does. `plain` tells whether the rest of a line without a slash makes it one."""

    def declare(run: Run) -> Run:
        COMMANDS[name] = Command(name, about, example, run, reads, plain)
        return run

    return declare


def action(
    name: str, *, reads: bool = False
) -> Callable[[Callable[Concatenate[Request, P], Awaitable[Reply]]], Action[P]]:
    """Declare what a button does. Its name is never changed: buttons outlive releases."""

    def declare(run: Callable[Concatenate[Request, P], Awaitable[Reply]]) -> Action[P]:
        kinds = tuple(p.annotation for p in inspect.signature(run).parameters.values())[1:]
        made = Action(name, run, reads, kinds)
        ACTIONS[name] = made
        return made

    return declare


def _word(value: Any) -> str:
    match value:
        case datetime():
            return str(int((value - EPOCH) // timedelta(minutes=1)))
        case date():
            return value.strftime("%Y%m%d")
        case StrEnum():
            return value.value
        case bool():
            return str(int(value))
        case _:
            return str(value)


def _value(kind: Any, word: str) -> Any:
    if kind is datetime:
        return EPOCH + timedelta(minutes=int(word))
    if kind is date:
        return datetime.strptime(word, "%Y%m%d").date()
    if kind is bool:
        return bool(int(word))
    if kind is int and not 0 <= int(word) <= BIGGEST:
        raise ValueError("neither a row's number nor an offset")
    return kind(word)
