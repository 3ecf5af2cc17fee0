"""/assign gives a client to another rep; /handover gives all clients of a rep to others."""

from collections.abc import Mapping, Sequence

from handlers.audit.undo import undo_button, undo_row
from handlers.buttons.clients import (
    assign_client,
    choose_owner,
    confirm_handover,
    distribute_clients,
    list_received_clients,
    open_client,
    preview_handover,
)
from handlers.chat import (
    NOT_YOURS,
    Card,
    Line,
    Offset,
    Redraw,
    Reply,
    Request,
    Row,
    UserError,
    command,
    shorten,
)
from handlers.chat.paging import pager
from handlers.clients.offers import offer_rows, offer_to_team
from handlers.i18n import N_, _, moment, ngettext
from handlers.resolve.client import names_somebody, resolve_client
from handlers.resolve.visible_client import get_client, label
from handlers.text import ECHO
from handlers.working_time import after_quiet
from storage.audit import changes
from storage.clients import clients, handover
from storage.clients.handover import Brief, Load
from storage.messaging import outbox
from storage.models import Client, Rep, Role
from storage.rights import NotAllowed, may_pass_on
from storage.team import accounts, teams

PAGE = 8


@command(
    "assign",
    N_("Reassign a client"),
    example=N_("/assign Acme: Boris"),
    plain=names_somebody,
)
async def assign(req: Request, line: Line) -> Reply:
    named = await resolve_client(req, line)
    if named is None:
        raise UserError(_("Which client, and to whom? For example: /assign Acme: Boris."))
    client, rest = named
    others = [rep for rep in await _takers(req, client) if not rest.rest or _is_called(rep, rest.rest)]
    if not others and (team := await teams.find(req.db, rest.rest)):
        return await offer_to_team(req, client, team)
    if rest.rest and len(others) == 1:
        return await _assigned(req, client, others[0], client.owner_id)
    if not others:
        raise UserError(_("No one here is called “{name}”.").format(name=shorten(rest.rest, ECHO)))
    return await _ask(req, client, others, 0)


@choose_owner.handler
async def choose(req: Request, client_id: int, offset: Offset) -> Reply:
    """Choose the new owner from the client's card."""
    client = await get_client(req, client_id)
    return Redraw(await _ask(req, client, await _takers(req, client), offset))


@assign_client.handler
async def assign_to(req: Request, client_id: int, rep_id: int, was: int) -> Reply:
    client = await get_client(req, client_id)
    to = next((rep for rep in await _takers(req, client) if rep.id == rep_id), None)
    if to is None:
        raise UserError(_("That person is no longer here."))
    return Redraw(await _assigned(req, client, to, was))


@command("handover", N_("Hand over all of someone's clients"), example=N_("/handover Boris"), role=Role.MANAGER)
async def handover_clients(req: Request, line: Line) -> Reply:
    found = await handover.owners(req.db, req.rep, limit=100)
    named = [(rep, n) for rep, n in found if not line.rest or _is_called(rep, line.rest)]
    if line.rest and len(named) == 1:
        return await _preview(req, named[0][0], 0)
    if not named:
        raise UserError(_("No one by that name has clients to hand over. /team lists everyone."))
    rows = tuple((preview_handover.button(f"{rep.name} · {n}", rep.id, 0),) for rep, n in named[:PAGE])
    more = _("There are more. Type /handover and a name to find one.") if len(named) > PAGE else ""
    return Card(title=_("Whose clients?"), body=more, buttons=rows)


@preview_handover.handler
async def preview(req: Request, rep_id: int, offset: Offset) -> Reply:
    return Redraw(await _preview(req, await _owner(req, rep_id), offset))


@confirm_handover.handler
async def handover_to(req: Request, rep_id: int, to_id: int, count: int) -> Reply:
    owner = await _owner(req, rep_id)
    to = [rep for rep in await handover.takers(req.db, req.rep) if rep.id == to_id != rep_id]
    return await _handover_done(req, owner, to, count)


@distribute_clients.handler
async def share_out(req: Request, rep_id: int, count: int) -> Reply:
    owner = await _owner(req, rep_id)
    return await _handover_done(req, owner, _sharers(owner, await handover.takers(req.db, req.rep)), count)


@list_received_clients.handler
async def list_received(req: Request, act_id: int, offset: Offset) -> Reply:
    drawn = await brief(req, act_id, offset)
    if drawn is None:
        raise UserError(_("You no longer own any of these clients."))
    return Redraw(drawn)


async def brief(req: Request, act_id: int, offset: int = 0) -> Card | None:
    """The clients the rep received by a handover; None if none of them is left."""
    found, total = await handover.get_received(req.db, req.rep, act_id, limit=PAGE, offset=offset)
    act = await changes.get(req.db, act_id)
    by = await accounts.get(req.db, act.rep_id) if act else None
    if not found or by is None:
        return None
    rows: list[Row] = [(open_client.button(label(each.client), each.client.id),) for each in found]
    rows += pager(lambda text, at: list_received_clients.button(text, act_id, at), offset, PAGE, total)
    title = ngettext("{n} client is yours now", "{n} clients are yours now", total).format(n=total)
    body = "\n".join(_brief(req, each) for each in found)
    return Card(title=title, fields=((_("From"), by.name),), body=body, buttons=tuple(rows))


def _brief(req: Request, told: Brief) -> str:
    count = ngettext("{n} open deal", "{n} open deals", told.deals).format(n=told.deals)
    next_step, spoken = _("next step {when}"), _("last contact {when}")
    zone = req.rep.timezone
    parts = (
        count if told.deals else "",
        next_step.format(when=moment(told.due_at, zone, req.now)) if told.due_at else "",
        spoken.format(when=moment(told.spoken_at, zone, req.now)) if told.spoken_at else "",
    )
    return ": ".join(filter(None, (label(told.client), ", ".join(filter(None, parts)))))


async def _takers(req: Request, client: Client) -> Sequence[Rep]:
    """The reps who can get the client, if the rep may give it away. Raises UserError."""
    owner = await accounts.get(req.db, client.owner_id)
    if owner is None or not may_pass_on(req.rep, owner):
        raise UserError(_("Only the client's owner, their manager or an admin can reassign it."))
    others = [rep for rep in await handover.takers(req.db, req.rep) if rep.id != client.owner_id]
    if not others:
        raise UserError(_("There's no one else to reassign it to."))
    return others


async def _ask(req: Request, client: Client, others: Sequence[Rep], offset: int) -> Card:
    page = others[offset : offset + PAGE]
    rows: list[Row] = [(assign_client.button(rep.name, client.id, rep.id, client.owner_id),) for rep in page]
    if offset + PAGE < len(others):
        rows.append((choose_owner.button(_("More ›"), client.id, offset + PAGE),))
    rows += () if offset else await offer_rows(req, client)
    rows.append((open_client.button(_("‹ Back to the card"), client.id),))
    title = _("Who should {name} be reassigned to?").format(name=client.name)
    return Card(title=title, buttons=tuple(rows), client=client.id)


async def _assigned(req: Request, client: Client, to: Rep, was: int) -> Card:
    try:
        done = await handover.assign(req.db, req.rep, client.id, was, to, req.now)
    except NotAllowed as error:
        raise UserError(_(NOT_YOURS[Role.MANAGER])) from error
    if not done:
        raise UserError(_("That has already changed. Nothing was done."))
    await _tell(req, {to.id: 1})
    sees = await clients.get(req.db, req.rep, client.id) is not None
    opened = (open_client.button(_("Open card"), client.id),) if sees else ()
    said = _("{name} is now the owner of {client}.").format(client=client.name, name=to.name)
    return Card(body=said, buttons=((*opened, *undo_row(req)),), client=client.id if sees else None)


async def _preview(req: Request, owner: Rep, offset: int) -> Card:
    load = await handover.count_load(req.db, req.rep, owner)
    everybody = await handover.takers(req.db, req.rep)
    others = [rep for rep in everybody if rep.id != owner.id]
    page, shared = others[offset : offset + PAGE], _sharers(owner, everybody)
    rows: list[Row] = [(confirm_handover.button(rep.name, owner.id, rep.id, load.clients),) for rep in page]
    if offset + PAGE < len(others):
        rows.append((preview_handover.button(_("More ›"), owner.id, offset + PAGE),))
    if len(shared) > 1:
        text = ngettext("Give all to {n} rep", "Split evenly among {n} reps", len(shared))
        rows.append((distribute_clients.button(text.format(n=len(shared)), owner.id, load.clients),))
    title = _("Hand over {name}'s clients").format(name=owner.name)
    return Card(
        title=title, fields=_fields(load), body=_("Who should get them?") if others else "", buttons=tuple(rows)
    )


def _fields(load: Load) -> tuple[tuple[str, str], ...]:
    return (
        (_("Clients"), str(load.clients)),
        (_("Open deals"), str(load.deals)),
        (_("Follow-ups"), str(load.follow_ups)),
    )


async def _handover_done(req: Request, owner: Rep, to: Sequence[Rep], count: int) -> Reply:
    """`count`: the number of clients the rep was shown."""
    if not to:
        raise UserError(_("That person is no longer here."))
    if (await handover.count_load(req.db, req.rep, owner)).clients != count:
        return Redraw(
            await _preview(req, owner, 0), _("Something has changed in the meantime. Please check again.")
        )
    try:
        given = await handover.handover(req.db, req.rep, owner, to)
    except NotAllowed as error:
        raise UserError(_(NOT_YOURS[Role.MANAGER])) from error
    await _tell(req, given)
    shares = tuple((rep.name, _clients(given[rep.id])) for rep in to)
    title = _("Clients handed over: {name}").format(name=owner.name)
    return Redraw(Card(title=title, fields=shares, buttons=undo_button(req)))


async def _tell(req: Request, given: Mapping[int, int]) -> None:
    """Notify each new owner once, in one message."""
    act_id = changes.act_id(req.db)
    for rep_id in (rep_id for rep_id, count in given.items() if count and rep_id != req.rep.id):
        rep = await accounts.get(req.db, rep_id)
        if rep is not None and act_id is not None:
            send_at = after_quiet(req.now, rep.timezone, rep.quiet_from, rep.quiet_to)
            key = f"handover:{act_id}:{rep_id}"
            await outbox.put_reminder(req.db, key, rep_id, "handover", {"act_id": act_id}, send_at)


def _clients(count: int) -> str:
    return ngettext("{n} client", "{n} clients", count).format(n=count)


def _sharers(owner: Rep, takers: Sequence[Rep]) -> Sequence[Rep]:
    """Who gets shares of a rep's clients: the reps of the same team or company, else anybody there."""
    others = [rep for rep in takers if rep.id != owner.id]
    mates = [rep for rep in others if rep.team_id == owner.team_id] if owner.team_id else others
    return [rep for rep in mates if rep.role is Role.REP] or mates


def _is_called(rep: Rep, said: str) -> bool:
    """Whether this is the rep's whole name or one word of it."""
    wanted = " ".join(said.split()).casefold()
    name = rep.name.casefold()
    return name == wanted or wanted in name.split()


async def _owner(req: Request, rep_id: int) -> Rep:
    found = await handover.owner(req.db, req.rep, rep_id)
    if found is None:
        raise UserError(_("You can't hand over their clients."))
    return found
