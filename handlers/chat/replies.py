"""What handlers reply with: cards, toasts and errors; and the line that was typed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from handlers.chat.hidden_links import Link
from handlers.i18n import N_
from storage.models import FileKind

OLD_BUTTON = N_("This button has expired. Please ask again.")


@dataclass(frozen=True)
class Button:
    """A button of a card. `data` is a wire format: it outlives the code that drew it.

    `style`: "primary" for what is done most, "danger" for what cannot be taken back, else "".
    """

    label: str
    data: str
    style: str = ""

    def styled(self, style: str) -> "Button":
        return replace(self, style=style)


Row = tuple[Button, ...]


@dataclass(frozen=True)
class Menu:
    """Buttons behind another one: a menu where the channel has one; elsewhere pressing `button` shows them."""

    button: Button
    items: Row


@dataclass(frozen=True)
class Contact:
    """A way to reach a client, as it is shown; `url`: what a press on it opens ("tel:…", "mailto:…"), or ""."""

    text: str
    url: str = ""


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
class MadeFile:
    """A file that Rapport made (storage/messaging/attachments.py): sent with the card, as one message."""

    id: int
    name: str
    mime: str
    size: int  # bytes


@dataclass(frozen=True)
class Card:
    """A message with buttons. `client`, `deal`: what it shows, remembered by the chat as last viewed.

    From top to bottom: `title`; `subtitle`, who or what that is; `contacts`; `lead`, what to act on next;
    `fields`, labels ("": none) and values, without those that have no value; `body`; `footer`, what matters
    least. A value of several lines, or one that is `listed`, stands below its label, a heading. `menu`: its
    button is one of `buttons`.

    `secret`: not stored after it is sent. `file`: sent after it, where the platform supports that.
    `made`: a file of ours, which the card is the caption of.
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
    subtitle: str = ""
    contacts: tuple[Contact, ...] = ()
    lead: str = ""
    footer: str = ""
    menu: Menu | None = None
    made: MadeFile | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "fields", tuple((label, value) for label, value in self.fields if value))

    def with_last(self, last: Row) -> "Card":
        """With these buttons at the end of the last row."""
        *rows, row = self.buttons or ((),)
        return replace(self, buttons=(*rows, (*row, *last)))

    def with_menu(self, opened: Button, items: Row, beside: Row = ()) -> "Card":
        """With `items` behind the button `opened`, which is in a last row, after those `beside` it."""
        return replace(self, buttons=(*self.buttons, (*beside, opened)), menu=Menu(opened, items))

    def with_items(self, items: Row, closed: Button) -> "Card":
        """With what was behind a button as rows of two; `closed`, the last, hides them again."""
        shown = (*items, closed)
        rows = tuple(shown[start : start + 2] for start in range(0, len(shown), 2))
        return replace(self, buttons=(*self.buttons, *rows))

    def to_json(self) -> dict[str, Any]:
        """Not by dataclasses.asdict, which takes ten times as long: it copies every value."""
        return vars(self) | {
            "buttons": [_plain(row) for row in self.buttons],
            "contacts": [vars(contact) for contact in self.contacts],
            "menu": self.menu and {"button": vars(self.menu.button), "items": _plain(self.menu.items)},
            "file": self.file and vars(self.file),
            "made": self.made and vars(self.made),
            "linked": [card.to_json() for card in self.linked],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Card":
        return cls(
            title=data["title"],
            subtitle=data.get("subtitle", ""),
            contacts=tuple(Contact(**contact) for contact in data.get("contacts", ())),
            lead=data.get("lead", ""),
            fields=tuple((label, value) for label, value in data["fields"]),
            body=data["body"],
            footer=data.get("footer", ""),
            buttons=tuple(_row(row) for row in data["buttons"]),
            menu=_menu(data["menu"]) if data.get("menu") else None,
            client=data["client"],
            secret=data.get("secret", False),
            deal=data.get("deal"),
            file=Attached.from_json(data["file"]) if data.get("file") else None,
            made=MadeFile(**data["made"]) if data.get("made") else None,
            address=data.get("address", ""),
            linked=tuple(cls.from_json(card) for card in data.get("linked", ())),
        )


def listed(lines: Sequence[str]) -> str:
    """A field's value that stands below its label, even if it is only one line."""
    return "\n".join(("", *lines)) if lines else ""


def _plain(row: Row) -> list[dict[str, str]]:
    return [vars(button) for button in row]


def _row(row: Sequence[Mapping[str, str]]) -> Row:
    return tuple(Button(**button) for button in row)


def _menu(menu: Mapping[str, Any]) -> Menu:
    return Menu(Button(**menu["button"]), _row(menu["items"]))


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
    to: int | None = None  # the colleague it is for
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
