"""What a person did on a channel, as every channel reports it: one class for each kind of event."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from handlers.chat.command_text import command_text
from handlers.chat.contact_rows import ReceivedContacts
from handlers.chat.hidden_links import Link
from handlers.chat.replies import Attached
from handlers.text import normalise
from storage.models import Place


@dataclass(frozen=True)
class Submission:
    """A form filled in natively: the result of `Form.to_json`, and the values as text."""

    form: Mapping[str, Any]
    values: Mapping[str, str]

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", {name: normalise(value) for name, value in self.values.items()})


@dataclass(frozen=True)
class SharedChat:
    """A group or channel: what is shown there is for all its members to see."""

    chat: str
    shown_at: str | None = None  # the position in it, as the channel names it: `replaces` of Channel.send


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """Something a person did; the classes below say what. `key` is the platform's own id of the event.

    Its texts are cleaned, so that any database can store them and any chat can show them.
    """

    place: Place
    key: str
    heard_in: str = ""  # the group where it happened; it is answered in `place` all the same
    answers_at: str | None = None  # where the answer is shown, if not in the chat: `replaces` of Channel.send
    room: SharedChat | None = None  # the group or channel where it can be shared
    name: str = ""  # of the person, as the platform knows it
    locale: str | None = None
    timezone: str | None = None
    is_member: bool | None = None  # a full member of the company's workspace, where there is such a thing
    order: int = 0  # a later event of the channel has a higher one; 0 where the platform does not tell
    raw: Mapping[str, Any] = field(default_factory=dict)  # `storable` already: it is large
    introduce: "Callable[[Incoming], Awaitable[Incoming]] | None" = field(default=None, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", normalise(self.name))

    async def introduced(self) -> "Incoming":
        """With the person's name and language from the platform; only needed for people we do not know."""
        return await self.introduce(self) if self.introduce else self

    @property
    def kind(self) -> str:
        """What the person did, for logs and metrics."""
        return "text"


@dataclass(frozen=True, kw_only=True)
class SentMessage(Incoming):
    """Something written or sent. `message_id` is empty where the platform has no edits."""

    text: str = ""
    links: tuple[Link, ...] = ()  # behind words of the text
    message_id: str = ""
    replied: str | None = None  # the message that this is a reply to
    linked: str = ""  # the link of the visiting card that this is a reply to

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "text", normalise(self.text))


@dataclass(frozen=True, kw_only=True)
class TextMessage(SentMessage):
    """Text, files or both; a command begins with a slash, whatever the platform calls it."""

    files: tuple[Attached, ...] = ()
    album: str = ""  # id shared by files that were sent together
    is_edit: bool = False  # it was sent before, and has been changed
    is_forwarded: bool = False  # somebody else's words: no command
    author: str = ""  # of forwarded words

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "author", normalise(self.author))
        if not self.is_forwarded:
            object.__setattr__(self, "text", command_text(self.text))

    @property
    def kind(self) -> str:
        if self.files:
            return "file"
        return "command" if self.text.lstrip().startswith("/") else "text"


@dataclass(frozen=True, kw_only=True)
class ContentMessage(SentMessage):
    """A place, a poll and the like, as text: kept with a client, no command and no answer."""


@dataclass(frozen=True, kw_only=True)
class ContactsMessage(Incoming):
    """Contacts, or a file of them that is fetched only for people we know."""

    contacts: ReceivedContacts | None = None
    fetch: Callable[[], Awaitable[ReceivedContacts]] | None = field(default=None, compare=False)

    async def fetched(self) -> "ContactsMessage":
        return replace(self, contacts=await self.fetch(), fetch=None) if self.fetch else self

    @property
    def kind(self) -> str:
        return "file"


@dataclass(frozen=True, kw_only=True)
class UnsupportedMessage(Incoming):
    """Something that cannot be kept."""


@dataclass(frozen=True, kw_only=True)
class ButtonPress(Incoming):
    """`data` is what the button carries; `message_id` is the message it is on."""

    data: str
    message_id: str | None = None
    handed: str = ""  # somebody else's words, to be kept by what the button calls

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "data", normalise(self.data))
        object.__setattr__(self, "handed", normalise(self.handed))

    @property
    def kind(self) -> str:
        return "button"


@dataclass(frozen=True, kw_only=True)
class Reaction(Incoming):
    """A message was given a sign that it is done."""

    message_id: str

    @property
    def kind(self) -> str:
        return "reaction"


@dataclass(frozen=True, kw_only=True)
class FormSubmission(Incoming):
    submission: Submission

    @property
    def kind(self) -> str:
        return "form"


@dataclass(frozen=True, kw_only=True)
class HomeOpened(Incoming):
    """The person looks at their home page."""


@dataclass(frozen=True)
class FieldErrors:
    """What is wrong with a submitted form, by field name."""

    errors: Mapping[str, str]
