"""/link: one person on several channels."""

from collections.abc import Sequence

from handlers.chat import Card, Line, Redraw, Reply, Request, Row, UserError, action, command
from handlers.i18n import N_, _
from handlers.undo import undo_button
from storage import accounts
from storage.accounts import Place
from storage.models import Account
from storage.outbox import CONSOLE


@command("link", N_("Use me on another channel too, or no more"))
async def link(req: Request, _line: Line) -> Reply:
    """A second channel for the same person comes in with a code of the same kind."""
    code = await accounts.invite(req.db, req.rep.role, req.now, by=req.rep, to=req.rep)
    text = _("On the other channel send me this in private, within 7 days:\nstart {code}")
    mine = await accounts.of(req.db, req.rep)
    fields = ((_("Channels"), ", ".join(names(mine))),)
    return Card(fields=fields, body=text.format(code=code), buttons=_unlink_rows(req, mine), secret=True)


@action("link.drop")
async def unlink(req: Request, account_id: int) -> Reply:
    mine = {account.id: account for account in await accounts.of(req.db, req.rep)}
    if account_id not in mine:
        raise UserError(_("That channel is not linked any more."))
    account = mine.pop(account_id)
    if _is_here(req.place, account):
        raise UserError(_("You are writing to me from there. Unlink it from another channel."))
    await accounts.drop(req.db, account)
    text = _("I do not know you there any more. I still do here: {channels}.")
    body = text.format(channels=", ".join(names(list(mine.values()))))
    title = _("Unlinked: {channel}").format(channel=names([account])[0])
    return Redraw(Card(title=title, body=body, buttons=undo_button(req)))


def called(channel: str) -> str:
    """A channel as people call it."""
    return _("Console") if channel == CONSOLE else channel.capitalize()


def names(found: Sequence[Account]) -> list[str]:
    """Each as people call it; two of a kind with what tells them apart."""
    kinds = [account.channel for account in found]
    return [
        called(account.channel) + (f" ({account.user})" if kinds.count(account.channel) > 1 else "")
        for account in found
    ]


def _unlink_rows(req: Request, mine: Sequence[Account]) -> tuple[Row, ...]:
    return tuple(
        (unlink.button(_("Unlink {channel}").format(channel=name), account.id),)
        for name, account in zip(names(mine), mine, strict=True)
        if not _is_here(req.place, account)
    )


def _is_here(place: Place, account: Account) -> bool:
    return (account.channel, account.space, account.user) == (place.channel, place.space, place.user)
