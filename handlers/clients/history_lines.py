"""Entries of a history in words: who did what, with the old and the new values."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from handlers.activities.interaction_lines import line
from handlers.chat import Request, shorten
from handlers.enum_labels import POINT_KINDS
from handlers.file_names import label as label_of_file
from handlers.i18n import N_, _, birthday, commas, day, moment, money, near, percent
from handlers.recurrence.rule_texts import interval_text
from handlers.text import colon
from handlers.working_time import local
from storage.activities import files
from storage.audit import history
from storage.audit.history import Entry, HistoryKind, MoveEntry, Source, Subject
from storage.models import Change, Deal, File, FollowUpState, Interaction, PointKind, Rep

MAX_VALUE = 100  # letters of a value
NOTHING = "—"
LABELS = {
    "name": N_("Name"),
    "company": N_("Company"),
    "title": N_("Role"),
    "prefers": N_("Preferred contact"),
    "hours": N_("Best time to call"),
    "address_as": N_("Salutation"),
    "about": N_("About"),
    "tags": N_("Tags"),
    "contact_every": N_("Keep in touch"),
    "owner_id": N_("Owner"),
    "expected_close": N_("Expected close"),
    "lost_reason": N_("Lost reason"),
    "probability": N_("Probability"),
}
DEAL_LABELS = {**LABELS, "title": N_("Deal")}
BORN = ("birth_month", "birth_day", "birth_year")
DONE = {FollowUpState.DONE.value: N_("Follow-up done"), FollowUpState.DROPPED.value: N_("Follow-up dropped")}


@dataclass(frozen=True)
class Page:
    """The lines of a page, and what can be opened from it."""

    lines: Sequence[str]
    interactions: Sequence[Interaction]
    files: Sequence[File]


@dataclass(frozen=True)
class Known:
    """What changes name by number: people, and the deals that were changed."""

    names: Mapping[int, str]
    deals: Mapping[int, Deal]


async def page_of(req: Request, of: Subject, kind: HistoryKind, entries: Sequence[Entry]) -> Page:
    """Loads all that the entries are about: a statement for each source."""
    ids = {source: [entry.row_id for entry in entries if entry.source is source] for source in Source}
    talks = await history.get_interactions(req.db, req.rep, ids[Source.INTERACTION])
    kept = [*await files.of_interactions(req.db, req.rep, [*talks])] if talks else []
    shown = await history.get_files(req.db, req.rep, ids[Source.FILE])
    moves = await history.get_moves(req.db, req.rep, ids[Source.MOVE])
    acts = await history.get_changes(req.db, req.rep, of, kind, ids[Source.ACT])
    gone = await history.get_deletions(req.db, req.rep, ids[Source.DELETION])
    known = Known(
        names=await history.rep_names(req.db, [*_owners(acts)]),
        deals=await history.get_deals(req.db, req.rep, [*_deal_ids(acts)]),
    )
    lines, shown_talks = [], []
    for entry in entries:
        when = near(entry.at, req.rep.timezone, req.now)
        match entry.source:
            case Source.INTERACTION if talk := talks.get(entry.row_id):
                shown_talks.append(talk)
                lines.append(line(req, talk, [file for file in kept if file.interaction_id == talk.id]))
            case Source.FILE if file := shown.get(entry.row_id):
                lines.append(commas(when, label_of_file(file)))
            case Source.MOVE if move := moves.get(entry.row_id):
                lines.append(commas(when, _move(move)))
            case Source.ACT if act := acts.get(entry.row_id):
                said = "; ".join(_changes_text(req, act[1], known))
                lines.append(colon(commas(when, act[0].name), said) if said else "")
            case Source.DELETION if deleted := gone.get(entry.row_id):
                text = _("deleted: {what}").format(what=shorten(deleted[0].name, MAX_VALUE) or NOTHING)
                lines.append(colon(commas(when, deleted[1].name), text))
    return Page([*filter(None, lines)], shown_talks, [*kept, *shown.values()])


def _move(entry: MoveEntry) -> str:
    way = f"{_(entry.was.name)} → {_(entry.now.name)}" if entry.was else _("New deal")
    reason = f" ({shorten(entry.move.reason, MAX_VALUE)})" if entry.move.reason else ""
    return colon(entry.by.name, colon(entry.title, f"{way}{reason}"))


def _changes_text(req: Request, changes: Sequence[Change], known: Known) -> Iterator[str]:
    """What one act changed. A new client's contact points go without saying."""
    added = any(change.noun == "clients" and change.before is None for change in changes)
    for change in changes:
        before, after = change.before or {}, change.after or {}
        match change.noun:
            case "clients" if change.before is None:
                yield _("client added")
            case "clients":
                yield from _fields(req, LABELS, before, after, known.names)
            case "deals" if deal := known.deals.get(change.row_id):
                currency = {"currency": deal.currency}
                lines = _fields(req, DEAL_LABELS, currency | before, currency | after, known.names)
                if said := "; ".join(lines):
                    yield colon(deal.title, said)
            case "contact_points" if not added:
                yield _point(change)
            case "follow_ups":
                yield from _follow_up(req, change, before, after, known.names)


def _fields(
    req: Request,
    labels: Mapping[str, str],
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    names: Mapping[int, str],
) -> Iterator[str]:
    for name, label in labels.items():
        if name in after:
            yield _changed(
                _(label), _value(req, name, before[name], names), _value(req, name, after[name], names)
            )
    if any(name in after for name in BORN) and (_born(before) or _born(after)):
        yield _changed(_("Birthday"), _born(before), _born(after))
    if "amount" in after:
        yield _changed(_("Amount"), _amount(before), _amount(after))


def _changed(label: str, old: str, new: str) -> str:
    return colon(label, f"{old or NOTHING} → {new or NOTHING}")


def _value(req: Request, name: str, value: Any, names: Mapping[int, str]) -> str:
    if value is None or value == "":
        return ""
    if name == "owner_id":
        return names.get(value, "")
    if name == "contact_every":
        return interval_text(value)
    if name == "expected_close":
        return day(date.fromisoformat(value), local(req.now, req.rep.timezone).date())
    return percent(value) if name == "probability" else shorten(" ".join(str(value).split()), MAX_VALUE)


def _born(told: Mapping[str, Any]) -> str:
    month, on = told.get("birth_month"), told.get("birth_day")
    return birthday(month, on, told.get("birth_year")) if month and on else ""


def _amount(told: Mapping[str, Any]) -> str:
    return money(told["amount"], told["currency"]) if told["amount"] is not None else ""


def _point(change: Change) -> str:
    told = change.after or change.before or {}
    label = _(POINT_KINDS[PointKind(told["kind"])]) if "kind" in told else _("Contact point")
    old, new = ((each or {}).get("typed", "") for each in (change.before, change.after))
    return _changed(label, shorten(old, MAX_VALUE), shorten(new, MAX_VALUE))


def _follow_up(
    req: Request, change: Change, before: Mapping[str, Any], after: Mapping[str, Any], names: Mapping[int, str]
) -> Iterator[str]:
    said = shorten(" ".join(after.get("text", "").split()), MAX_VALUE)
    if change.before is None:
        yield colon(_("Follow-up"), f"{_due(req, after)} {said}".strip())
        return
    if (state := after.get("state")) in DONE:
        yield _(DONE[state])
    if "due_at" in after:
        yield _("Follow-up moved: {old} → {new}").format(old=_due(req, before), new=_due(req, after))
    if "owner_id" in after:
        old, new = (names.get(each.get("owner_id", 0), "") for each in (before, after))
        yield _changed(_("Follow-up"), old, new)


def _due(req: Request, told: Mapping[str, Any]) -> str:
    return moment(datetime.fromisoformat(told["due_at"]), req.rep.timezone, req.now)


def _deal_ids(acts: Mapping[int, tuple[Rep, Sequence[Change]]]) -> Iterator[int]:
    for _by, changes in acts.values():
        yield from (change.row_id for change in changes if change.noun == "deals")


def _owners(acts: Mapping[int, tuple[Rep, Sequence[Change]]]) -> Iterator[int]:
    for _by, changes in acts.values():
        for change in changes:
            told = [each["owner_id"] for each in (change.before, change.after) if each and "owner_id" in each]
            yield from told if change.before else ()
