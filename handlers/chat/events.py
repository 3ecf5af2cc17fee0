"""What a person did on a channel, as every channel reports it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from handlers.chat import Attached
from handlers.chat.command_text import command_text
from handlers.chat.contact_rows import ReceivedContacts
from handlers.chat.hidden_links import Link
from handlers.text import normalized, storable
from storage.models import Place


@dataclass(frozen=True)
class Submission:
    """A form that was filled in natively: what `Form.to_json` gave, and the values as text."""

    form: Mapping[str, Any]
    values: Mapping[str, str]

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", {name: normalized(value) for name, value in self.values.items()})


@dataclass(frozen=True)
class SharedChat:
    """Where others are, too: what is shown there is for all of them to see."""

    chat: str
    shown_at: str | None = None  # where in it, in the channel's own words: `replaces` of Channel.send


@dataclass(frozen=True)
class Incoming:
    """Something a person did. `key` is the platform's own id of the event.

    Whatever a platform or a person puts into it, a base takes it and a chat can show it.
    """

    place: Place
    key: str
    text: str = ""  # typed; a command begins with a slash, whatever the platform calls it
    pressed: str = ""  # the data of a button
    message: str | None = None  # the message the button is on
    typed: str | None = None  # the message with the text
    edited: bool = False  # it was sent before, and has been changed
    heard_in: str = ""  # the group where it was said or pressed; it is answered in `place` all the same
    replied: str | None = None  # the message that this is a reply to
    marked: bool = False  # `replied` was given a sign that it is done
    linked: str = ""  # what the visiting card leads to that this is a reply to
    submission: Submission | None = None
    handed: str = ""  # words of someone else, to be kept by what is pressed
    quoted: bool = False  # the words of someone else, handed on: no command
    origin: str = ""  # whose words those are
    files: tuple[Attached, ...] = ()  # sent with it
    album: str = ""  # sent together with others that have the same
    links: tuple[Link, ...] = ()  # behind words of the text
    as_is: bool = False  # a place, a poll: to be kept with a client, no command and no answer
    unsupported: bool = False  # something that cannot be kept
    shared: ReceivedContacts | None = None  # contacts, handed on
    name: str = ""  # of the person, as the platform knows it
    locale: str | None = None
    timezone: str | None = None
    order: int = 0  # a later event of the channel has a higher one; 0 where the platform does not tell
    raw: Mapping[str, Any] = field(default_factory=dict)
    answers_at: str | None = None  # where the answer is shown, if not in the chat: `replaces` of Channel.send
    room: "SharedChat | None" = None  # where others are, too
    is_member: bool | None = None  # a full member of the company's workspace, where there is such a thing
    introduce: "Callable[[Incoming], Awaitable[Incoming]] | None" = field(default=None, compare=False)
    fetch: "Callable[[Incoming], Awaitable[Incoming]] | None" = field(default=None, compare=False)

    def __post_init__(self) -> None:
        for name in ("text", "pressed", "handed", "name", "origin"):
            object.__setattr__(self, name, normalized(getattr(self, name)))
        if not self.quoted and not self.as_is:
            object.__setattr__(self, "text", command_text(self.text))
        object.__setattr__(self, "raw", storable(dict(self.raw)))

    async def introduced(self) -> "Incoming":
        """With what the platform tells of the person: asked of those we do not know."""
        return await self.introduce(self) if self.introduce else self

    async def fetched(self) -> "Incoming":
        """With the file that came with it: asked for those we know, and in no transaction."""
        return await self.fetch(self) if self.fetch else self

    @property
    def kind(self) -> str:
        """What the person did."""
        if self.submission:
            return "form"
        if self.shared or self.fetch or self.files:
            return "file"
        if self.pressed:
            return "button"
        if self.marked:
            return "reaction"
        return "command" if self.text.lstrip().startswith("/") else "text"


@dataclass(frozen=True)
class FieldErrors:
    """What is wrong with a submitted form, by field name."""

    errors: Mapping[str, str]
