"""Button actions: the values a button carries, and its handler. Buttons are declared in handlers/buttons/."""

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
    """What a button does: declared in handlers/buttons/, run by its handler."""

    name: str
    reads: bool
    kinds: tuple[Any, ...]  # types of the handler's arguments after the request
    role: Role = Role.REP
    run: Callable[Concatenate[Request, P], Awaitable[Reply]] | None = None

    def handler(
        self, run: Callable[Concatenate[Request, P], Awaitable[Reply]]
    ) -> Callable[Concatenate[Request, P], Awaitable[Reply]]:
        """Decorate the handler of a press; the role is checked at every press."""
        self.run = guarded(self.role, run)
        return self.run

    def button(self, label: str, *args: P.args, **kwargs: P.kwargs) -> Button:
        """A button that runs this action. Raises ValueError if its data is over 64 bytes."""
        data = ":".join((self.name, *map(button_data.encode, args)))
        if kwargs or len(data.encode()) > BUTTON_LIMIT:
            raise ValueError(f"too much for a button: {data} {kwargs}")
        return Button(label, data)

    async def press(self, req: Request, words: list[str]) -> Reply:
        """Run the handler with the button's values. Raises UserError if they are invalid."""
        if len(words) > len(self.kinds) > 0 and self.kinds[-1] is str:
            last = len(self.kinds) - 1
            words = [*words[:last], ":".join(words[last:])]
        try:
            values = [button_data.decode(kind, word) for kind, word in zip(self.kinds, words, strict=True)]
        except (ValueError, OverflowError) as error:
            raise UserError(_(OLD_BUTTON)) from error
        run: Callable[..., Awaitable[Reply]] | None = self.run
        assert run, f"no handler for {self.name}"
        return await run(req, *values)


def button(
    name: str, *, reads: bool = False, role: Role = Role.REP
) -> Callable[[Callable[P, None]], Action[P]]:
    """Declare a button's values and role. Its name must never change: buttons outlive releases."""

    def declare(carries: Callable[P, None]) -> Action[P]:
        kinds = tuple(p.annotation for p in inspect.signature(carries).parameters.values())
        made: Action[P] = Action(name, reads, kinds, role)
        ACTIONS[name] = made
        return made

    return declare
