"""/link connects one person's accounts on several channels."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from handlers.audit.undo import undo_button
from handlers.buttons.team import unlink_account
from handlers.chat import Card, Line, Redraw, Reply, Request, Row, UserError, command
from handlers.i18n import N_, _, moment
from storage.messaging.outbox import CONSOLE
from storage.models import Account, Place
from storage.team import accounts, invitations

MAY_UNLINK_AFTER = timedelta(hours=1)  # since the account that unlinks was linked itself


@command("link", N_("Link or unlink Telegram and Slack"), stands_alone=True)
async def link(req: Request, _line: Line) -> Reply:
    """Create a code that links another channel to the same person."""
    code = await invitations.put_link_code(req.db, req.rep, req.now)
    text = _("On the other channel, send me this privately within {minutes} minutes:\nstart {code}")
    minutes = invitations.LINK_CODE_LIFE // timedelta(minutes=1)
    mine = await accounts.get_of(req.db, req.rep)
    fields = ((_("Channels"), ", ".join(names(mine))),)
    return Card(
        fields=fields,
        body=text.format(code=code, minutes=minutes),
        buttons=_unlink_rows(req, mine),
        secret=True,
    )


@unlink_account.handler
async def unlink(req: Request, account_id: int) -> Reply:
    mine = {account.id: account for account in await accounts.get_of(req.db, req.rep)}
    if account_id not in mine:
        raise UserError(_("That channel is no longer linked."))
    account = mine.pop(account_id)
    if _is_here(req.place, account):
        raise UserError(_("You're using that channel right now. Unlink it from another one."))
    _refuse_newcomer(req, account, mine.values())
    await invitations.end_link_codes(req.db, req.rep.id, req.now)
    await accounts.drop(req.db, account)
    text = _("That channel is no longer linked. You can still use: {channels}.")
    body = text.format(channels=", ".join(names(list(mine.values()))))
    title = _("Unlinked: {channel}").format(channel=names([account])[0])
    return Redraw(Card(title=title, body=body, buttons=undo_button(req)))


def notice(account: Account, name: str) -> Card:
    """Notice on the person's other channels: this account, called `name` there, was just linked."""
    channel = names([account])[0]
    text = _(
        "{channel} ({name}) was just linked to your account and can do everything you can. Not you?"
        " Press the button to unlink it right away."
    )
    button = unlink_account.button(_("Unlink {channel}").format(channel=channel), account.id)
    return Card(title=_("A new channel"), body=text.format(channel=channel, name=name), buttons=((button,),))


def channel_name(channel: str) -> str:
    """The display name of a channel."""
    return _("Console") if channel == CONSOLE else channel.capitalize()


def names(found: Sequence[Account]) -> list[str]:
    """Display names of the accounts; with the user id if there are several on one channel."""
    kinds = [account.channel for account in found]
    return [
        channel_name(account.channel) + (f" ({account.user})" if kinds.count(account.channel) > 1 else "")
        for account in found
    ]


def _refuse_newcomer(req: Request, account: Account, others: Collection[Account]) -> None:
    """Somebody who linked with a stolen code must not lock the owner out. Raises UserError."""
    here = next((other for other in others if _is_here(req.place, other)), None)
    if here and here.created_at > req.now - MAY_UNLINK_AFTER and account.id < here.id:
        text = _("This channel was just linked. You can unlink {channel} from here at {when} or later.")
        when = moment(here.created_at + MAY_UNLINK_AFTER, req.rep.timezone, req.now)
        raise UserError(text.format(channel=names([account])[0], when=when))


def _unlink_rows(req: Request, mine: Sequence[Account]) -> tuple[Row, ...]:
    return tuple(
        (unlink_account.button(_("Unlink {channel}").format(channel=name), account.id),)
        for name, account in zip(names(mine), mine, strict=True)
        if not _is_here(req.place, account)
    )


def _is_here(place: Place, account: Account) -> bool:
    return (account.channel, account.space, account.user) == (place.channel, place.space, place.user)
