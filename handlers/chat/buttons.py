"""What a button carries, and what it calls. Buttons are declared in handlers/buttons/."""

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Concatenate, Generic, ParamSpec

from handlers.chat import button_data
from handlers.chat.access import guarded
from handlers.chat.forms import Reply
from handlers.chat.replies import OLD_BUTTON, Button, UserError
from handlers.chat.requests import Request
from handlers.i18n import _
from storage.models import Role

P = ParamSpec("P")
BUTTON_LIMIT = 64  # bytes: Telegram's callback_data, https://core.telegram.org/bots/api#inlinekeyboardbutton
ACTIONS: dict[str, "Action[Any]"] = {}


@dataclass(eq=False)
class Action(Generic[P]):
    """What a button calls: declared here, done by its handler."""

    name: str
    reads: bool
    kinds: tuple[Any, ...]  # of what it is called with, after the request
    role: Role = Role.REP
    run: Callable[Concatenate[Request, P], Awaitable[Reply]] | None = None

    def handler(
        self, run: Callable[Concatenate[Request, P], Awaitable[Reply]]
    ) -> Callable[Concatenate[Request, P], Awaitable[Reply]]:
        """Decorate what is done when the button is pressed, by those who may."""
        self.run = guarded(self.role, run)
        return self.run

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
        run: Callable[..., Awaitable[Reply]] | None = self.run
        assert run, f"no handler for {self.name}"
        return await run(req, *values)


def button(
    name: str, *, reads: bool = False, role: Role = Role.REP
) -> Callable[[Callable[P, None]], Action[P]]:
    """Declare what a button carries, and whom it is for. Its name never changes: buttons outlive releases."""

    def declare(carries: Callable[P, None]) -> Action[P]:
        kinds = tuple(p.annotation for p in inspect.signature(carries).parameters.values())
        made: Action[P] = Action(name, reads, kinds, role)
        ACTIONS[name] = made
        return made

    return declare
