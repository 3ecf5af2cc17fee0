"""Forms and their fields: several values asked for at once."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from handlers.chat.access import guarded
from handlers.chat.replies import OLD_BUTTON, Card, Post, Redraw, Toast, UserError
from handlers.chat.requests import Request
from handlers.i18n import _
from handlers.text import colon
from storage.models import Client, Role

FORMS: dict[str, tuple["Form", "Submit"]] = {}


@dataclass(frozen=True)
class Field:
    """One thing a form asks for. Labels are marked with N_ and translated where they are drawn."""

    name: str
    label: str
    required: bool = False  # if it is asked at all
    hint: str = ""
    only_if: tuple[str, tuple[str, ...]] | None = None  # asked when that field has one of these values

    async def parse(self, req: Request, text: str) -> Any:
        """The value meant by `text` (never empty). Raises UserError."""
        return text

    def shown(self, value: str) -> str:
        """A value as people read it, with its unit."""
        return value

    async def also(self, req: Request, text: str) -> Mapping[str, str]:
        """Answers to other questions that `text` gives, by the names of their fields."""
        return {}


@dataclass(frozen=True)
class Form:
    """Ask for several things: a modal in Slack, one question at a time elsewhere."""

    name: str
    title: str
    fields: tuple[Field, ...]
    context: Mapping[str, Any] = field(default_factory=dict)  # what it is about; passed to the submit handler
    values: Mapping[str, str] = field(default_factory=dict)  # known values, as text
    options: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)  # of choice fields
    picks: bool = False  # edits existing values: without modals, people pick one field to change
    role: Role = Role.REP  # the least role that may submit it
    back: Callable[[Request], Awaitable[Card]] | None = None  # draws the card that cancelling it leads back to

    def concerning(self, **context: Any) -> "Form":
        return replace(self, context={**self.context, **context})

    def filled(self, **values: str) -> "Form":
        """With initial values: shown, and used where nothing else is entered."""
        return replace(self, values={**self.values, **{name: v for name, v in values.items() if v}})

    def without(self, *names: str) -> "Form":
        return replace(self, fields=tuple(f for f in self.fields if f.name not in names))

    def about(self, client: Client) -> "Form":
        """For a known client: named in the title and not asked for."""
        said = colon(_(self.title), client.name)
        return replace(self.without("client").concerning(client=client.id), title=said)

    def offering(self, name: str, options: tuple[tuple[str, str], ...]) -> "Form":
        """With choices (value, label) that are known only when it is opened."""
        return replace(self, options={**self.options, name: options})

    def submit(self, run: "Submit") -> "Submit":
        """Decorate the submit handler: it gets the parsed values and the context, by name."""
        FORMS[self.name] = (self, guarded(self.role, run))
        return run

    def to_json(self) -> dict[str, Any]:
        names = [asked.name for asked in self.fields]
        given = {"title": self.title, "context": dict(self.context), "values": dict(self.values)}
        return {"form": self.name, "fields": names, **given, "options": dict(self.options)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Form":
        """Raises UserError if the form no longer exists."""
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
