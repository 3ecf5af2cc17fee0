"""Roles: who may run a command, press a button or submit a form."""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from handlers.chat.replies import UserError
from handlers.chat.requests import Request
from handlers.i18n import N_, _
from storage.models import Role
from storage.rights import includes_role

P = ParamSpec("P")
R = TypeVar("R")
NOT_YOURS = {
    Role.MANAGER: N_("Only managers and admins can do that."),
    Role.ADMIN: N_("Only an admin can do that."),
}


def guarded(
    role: Role, run: Callable[Concatenate[Request, P], Awaitable[R]]
) -> Callable[Concatenate[Request, P], Awaitable[R]]:
    """Wrap `run` so that the role is checked at every call: a button outlives the role it was drawn for."""
    if role is Role.REP:
        return run

    @wraps(run)
    async def checked(req: Request, /, *args: P.args, **kwargs: P.kwargs) -> R:
        if not includes_role(req.rep.role, role):
            raise UserError(_(NOT_YOURS[role]))
        return await run(req, *args, **kwargs)

    return checked
