"""What handlers reply with: cards, toasts and errors; and the line that was typed."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from handlers.chat.hidden_links import Link
from handlers.i18n import N_
from storage.models import FileKind

OLD_BUTTON = N_("This button has expired. Please ask again.")


@dataclass(frozen=True)
class Button:
    """A button of a card. `data` is a wire format: it outlives the code that drew it."""

    label: str
    data: str


Row = tuple[Button, ...]


@dataclass(frozen=True)
class Attached:
    """A file on the platform where it was sent. `size` in bytes.

    `otherwise`: the text to show if the platform no longer has it.
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
    """A message with buttons. `client`, `deal`: what it shows, remembered by the chat as last viewed.

    `fields`: labels and values; those without a value are left out.

    `secret`: not stored after it is sent. `file`: sent after it, where the platform supports that.
    `address`: its address on the web, to be shared with others. `linked`: cards shown only below links to them
    that somebody has posted.
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
        """Not by dataclasses.asdict, which takes ten times as long: it copies every value."""
        return vars(self) | {
            "buttons": [[vars(button) for button in row] for row in self.buttons],
            "file": self.file and vars(self.file),
            "linked": [card.to_json() for card in self.linked],
        }

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
    """Replaces the card that was pressed; `word`: a short notice shown with it."""

    card: Card
    word: str = ""


@dataclass(frozen=True)
class Post:
    """A card for everybody in the chat where the button was pressed; `word`: a short notice to the rep."""

    card: Card
    word: str


@dataclass(frozen=True)
class Toast:
    """A short notice that does not stay in the chat."""

    text: str


@dataclass(frozen=True)
class Line:
    """A command as it was typed, and what presses have added to it since: the client, the deal, the time."""

    command: str
    rest: str = ""
    client: int | None = None
    deal: int | None = None
    when: datetime | None = None  # UTC
    anyway: bool = False  # confirmed despite a warning
    bare: bool = False  # it names nobody: a colon right after the command, or so chosen
    slash: bool = True  # certainly a command, as with a slash
    named: str | None = None  # a name in it that no client has ("": it names nobody); None once it is removed
    asks: str = ""  # what was asked about it: "client", "when" (which can be answered in words) or "deal"
    among: tuple[int, ...] = ()  # ids of the clients offered by "Which one?": only they can answer it
    files: tuple[Attached, ...] = ()  # to be saved with it
    verbatim: bool = False  # somebody else's words: nothing is removed from them
    room: str = ""  # the group chat it is about, remembered while a question is open
    links: tuple[Link, ...] = ()  # behind words of `rest`

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
    """An error shown to the rep, who can do something about it; the transaction rolls back.

    `buttons`: other actions, shown below the text if it answers something typed.
    """

    def __init__(self, text: str, buttons: tuple[Row, ...] = ()) -> None:
        super().__init__(text)
        self.text = text
        self.buttons = buttons


class Unfinished(UserError):
    """The line lacks something a press can add. It is saved; `ask` draws the buttons for its draft's id."""

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
