"""The words of the language handlers speak: what they answer with, and what was typed."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from handlers.chat.hidden_links import Link
from handlers.i18n import N_
from storage.models import FileKind

OLD_BUTTON = N_("This button is too old. Please ask again.")


@dataclass(frozen=True)
class Button:
    """A call that happens later. `data` is a wire format: it outlives the code that drew it."""

    label: str
    data: str


Row = tuple[Button, ...]


@dataclass(frozen=True)
class Attached:
    """A file, as the platform has it that it was sent on. `size` in bytes.

    `otherwise`: what is said when the platform has it no more.
    """

    kind: FileKind
    id: str
    name: str = ""
    mime: str = ""
    size: int | None = None
    otherwise: str = ""

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Attached":
        return cls(**{**data, "kind": FileKind(data["kind"])})


@dataclass(frozen=True)
class Card:
    """Something to look at and act on. `client`, `deal`: whose it is, so that the chat remembers.

    `fields`: labels and values; those without a value are left out.

    `secret`: once it is sent it is kept nowhere. `file`: comes after it, where the platform has that.
    `address`: where it is found on the web, for who wants to tell others of it. `linked`: cards that are shown
    below links to them, which somebody has posted, and nowhere else.
    """

    title: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    body: str = ""
    buttons: tuple[Row, ...] = ()
    client: int | None = None
    secret: bool = False
    deal: int | None = None
    file: Attached | None = None
    address: str = ""
    linked: "tuple[Card, ...]" = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "fields", tuple((label, value) for label, value in self.fields if value))

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
            deal=data.get("deal"),
            file=Attached.from_json(data["file"]) if data.get("file") else None,
            address=data.get("address", ""),
            linked=tuple(cls.from_json(card) for card in data.get("linked", ())),
        )


@dataclass(frozen=True)
class Redraw:
    """The card that was pressed, drawn afresh; `word` is said in passing."""

    card: Card
    word: str = ""


@dataclass(frozen=True)
class Post:
    """A card for all who are where it was pressed; `word` is said in passing."""

    card: Card
    word: str


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
    asks: str = ""  # what was asked about it: "client", "when" (which can be answered in words) or "deal"
    among: tuple[int, ...] = ()  # the clients offered to "Which one?": no other answers it
    files: tuple[Attached, ...] = ()  # to be kept with it
    verbatim: bool = False  # somebody else's words: nothing is taken out of them
    room: str = ""  # the chat of several people that it is about, kept over a question
    links: tuple[Link, ...] = ()  # behind words of it

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"when": self.when and self.when.isoformat()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Line":
        files = tuple(Attached.from_json(file) for file in data.get("files", ()))
        when = data["when"] and datetime.fromisoformat(data["when"])
        links = tuple((words, address) for words, address in data.get("links", ()))
        given = {"when": when, "files": files, "links": links, "among": tuple(data.get("among", ()))}
        return cls(**{**data, **given})


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
