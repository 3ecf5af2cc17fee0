"""Resolve a parsed filter, and describe it in words: 'Mine · “москва” · no call for 30 days'."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from handlers.chat import Request, UserError, shorten
from handlers.i18n import _, day, days, in_hundredths, money, ngettext, number
from handlers.parsing.filters.filter_line import ParsedFilter
from handlers.parsing.lexicon import Ask
from handlers.parsing.time.periods import Span, ahead, to_come
from handlers.text import ECHO
from handlers.working_time import at_local, local
from storage.models import InteractionKind, StageState
from storage.search.filters import Dealing, Filter, Talk, Whose

SILENT = {
    Ask.NO_CALL: InteractionKind.CALL,
    Ask.NEVER_CALLED: InteractionKind.CALL,
    Ask.NO_MEETING: InteractionKind.MEETING,
    Ask.NO_TALK: None,
    Ask.NEVER_SPOKEN: None,
}
SPOKEN = {Ask.CALLED: InteractionKind.CALL, Ask.MET: InteractionKind.MEETING, Ask.SPOKEN: None}
STATES = {Ask.OPEN: StageState.OPEN, Ask.WON: StageState.WON, Ask.LOST: StageState.LOST}


class Called(NamedTuple):
    """The names of the colleague and the stage of a filter."""

    owner: str = ""
    stage: str = ""


NOBODY = Called()


def resolve_filter(req: Request, asked: ParsedFilter) -> Filter:
    """The filter with the rep's days as UTC times. Raises UserError."""
    whose = Whose.MINE if Ask.MINE in asked.asks else Whose.TEAM if Ask.TEAM in asked.asks else None
    if whose is Whose.TEAM and req.rep.team_id is None:
        raise UserError(_("You're not in a team. Ask an admin to add you to one."))
    birthday = asked.spans.get(Ask.BIRTHDAY)
    return Filter(
        whose,
        next((_talk(req, asked, ask, kind) for ask, kind in SILENT.items() if ask in asked.asks), None),
        next((_talk(req, asked, ask, kind) for ask, kind in SPOKEN.items() if ask in asked.asks), None),
        _dealing(req, asked) if asked.asks & {Ask.DEALS, *STATES} else None,
        Ask.NO_STEP in asked.asks,
        req.now if Ask.OVERDUE in asked.asks else None,
        (birthday.first, birthday.last) if birthday else None,
        asked.owner,
        asked.clients and bool(asked.asks & {Ask.DEALS, *STATES}),
        local(req.now, req.rep.timezone).date() if Ask.GOING_COLD in asked.asks else None,
    )


def _talk(req: Request, asked: ParsedFilter, ask: Ask, kind: InteractionKind | None) -> Talk:
    span = asked.spans.get(ask)
    if span and span.quarter and ask in SPOKEN:
        span = span.quarter
    return Talk(kind, *_moments(req, span))


def _dealing(req: Request, asked: ParsedFilter) -> Dealing:
    """The filter for deals: open ones, unless it asks for a state, a stage or a time."""
    state = next((state for ask, state in STATES.items() if ask in asked.asks), None)
    span = next((asked.spans[ask] for ask in (Ask.CLOSING, *STATES, Ask.DEALS) if ask in asked.spans), None)
    span = span and (span.quarter or span)
    if state is None and (span is None or Ask.CLOSING in asked.asks) and asked.stage is None:
        state = StageState.OPEN
    worth = replace(_worth(asked), state=state, stage=asked.stage)
    today = local(req.now, req.rep.timezone).date()
    if span and Ask.CLOSING in asked.spans:
        return replace(worth, closes=ahead(span, today))
    if span and state is StageState.OPEN and not span.until_now:
        return replace(worth, closes=to_come(span, today))
    since, until = _moments(req, span)
    return replace(worth, since=since, until=until)


def _worth(asked: ParsedFilter) -> Dealing:
    """The amount limits; without a currency each deal counts in its own, and the limits are in hundredths."""
    limit = asked.min_amount or asked.max_amount
    if limit and not asked.any_currency:
        least, most = (each.amount if each else None for each in (asked.min_amount, asked.max_amount))
        return Dealing(least=least, most=most, currency=limit.currency)
    least, most = (
        in_hundredths(each.amount, each.currency) if each else None
        for each in (asked.min_amount, asked.max_amount)
    )
    return Dealing(least=least, most=most)


def _moments(req: Request, span: Span | None) -> tuple[datetime | None, datetime | None]:
    """When the first day begins and the last one ends (UTC)."""
    if span is None:
        return None, None
    since, until = (at_local(on, time(0), req.rep.timezone) for on in (span.first, span.last + timedelta(1)))
    return since, None if span.until_now else until


def filter_text(req: Request, asked: Filter, words: str, called: Called = NOBODY) -> str:
    """The filter in words, as it was understood."""
    parts = list(filter(None, _parts(req, asked, words, called))) or [_("Clients")]
    return " · ".join([parts[0][:1].upper() + parts[0][1:], *parts[1:]])


def _parts(req: Request, asked: Filter, words: str, called: Called) -> Iterator[str]:
    today = local(req.now, req.rep.timezone).date()
    match asked.whose:
        case Whose.MINE:
            yield _("mine")
        case Whose.TEAM:
            yield _("my team's")
    if asked.owner is not None:
        yield _("owner: {name}").format(name=shorten(called.owner or "?", ECHO))
    if words:
        yield _("“{words}”").format(words=shorten(words, ECHO))
    if asked.silent:
        yield _silent(req, asked.silent, today)
    if asked.spoken:
        yield _with(_spoken(asked.spoken), _when(req, asked.spoken, today))
    if asked.dealing:
        yield from _deals(req, asked.dealing, today)
        if asked.dealing.stage is not None:
            yield _("stage: {name}").format(name=_(called.stage) if called.stage else "?")
    if asked.unplanned:
        yield _("no next step")
    if asked.overdue_at:
        yield _("overdue follow-ups")
    if asked.cold_on:
        yield _("going cold")
    if asked.born:
        yield _with(_("birthday"), days(*asked.born, today))


def _silent(req: Request, talk: Talk, today: date) -> str:
    n = (today - local(talk.since, req.rep.timezone).date()).days if talk.since else 0
    never, without, so_long = _without(talk.kind, n)
    if talk.since is None:
        return never
    return _with(without, _when(req, talk, today)) if talk.until else so_long.format(n=n)


def _without(kind: InteractionKind | None, n: int) -> tuple[str, str, str]:
    """Texts for: none ever, none in a period, none for `n` days."""
    match kind:
        case InteractionKind.CALL:
            so_long = ngettext("no call for {n} day", "no call for {n} days", n)
            return _("never called"), _("no call"), so_long
        case InteractionKind.MEETING:
            so_long = ngettext("no meeting for {n} day", "no meeting for {n} days", n)
            return _("never met"), _("no meeting"), so_long
        case _:
            so_long = ngettext("no contact for {n} day", "no contact for {n} days", n)
            return _("never spoken with"), _("no contact"), so_long


def _spoken(talk: Talk) -> str:
    match talk.kind:
        case InteractionKind.CALL:
            return _("call")
        case InteractionKind.MEETING:
            return _("meeting")
        case _:
            return _("contact")


def _deals(req: Request, dealing: Dealing, today: date) -> Iterator[str]:
    match dealing.state:
        case StageState.OPEN:
            text = _("open deals")
        case StageState.WON:
            text = _("won deals")
        case StageState.LOST:
            text = _("lost deals")
        case None:
            text = _("deals")
    yield _with(text, _when(req, dealing, today))
    if dealing.closes:
        yield _with(_("expected close"), days(*dealing.closes, today))
    if dealing.least is not None:
        yield _("at least {amount}").format(amount=_amount(dealing.least, dealing.currency))
    if dealing.most is not None:
        yield _("at most {amount}").format(amount=_amount(dealing.most, dealing.currency))


def _amount(amount: int, currency: str) -> str:
    return money(amount, currency) if currency else number(amount)


def _when(req: Request, of: Talk | Dealing, today: date) -> str:
    if of.since is None:
        return ""
    first = local(of.since, req.rep.timezone).date()
    if of.until is None:
        return _("since {day}").format(day=day(first, today))
    return days(first, local(of.until, req.rep.timezone).date() - timedelta(1), today)


def _with(text: str, when: str) -> str:
    return f"{text} ({when})" if when else text
