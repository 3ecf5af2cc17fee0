"""What was promised, and what was found: in the base, and in what the platforms took."""

import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bot.channels.slack.form_lookups import NO_FORM
from bot.channels.slack.listeners import COMMAND, PRESS
from tests.crash.evidence import Evidence, Key, Parcel, Remembered, remembered, sort
from tests.crash.ledger import Deed, Kind, Ledger, Owed

EASED = 1.5  # seconds around an outage which count to it
# What a kill or a bad day explains: a press comes again, a form is opened late.
EXPLAINED = ("was answered twice", "expired_trigger_id", "exchanged_trigger_id")
# What Slack's adapter says by itself, when a form could not be opened or nothing was saved.
PASSING = tuple(text.partition("{")[0] for text in (NO_FORM, *COMMAND.values(), *PRESS.values()) if text)


@dataclass(frozen=True)
class Finding:
    what: str
    found: int | float | str
    allowed: str = ""
    examples: tuple[str, ...] = ()
    is_well: bool = True


async def judge(evidence: Evidence) -> list[Finding]:
    known = await remembered(evidence.database)
    parcels, looks = sort(evidence, known)
    return [
        *_figures(evidence, known),
        *_effects(evidence.ledger, known),
        *_answers(evidence, known, parcels),
        *_repeats(evidence, parcels),
        *_looks(evidence.ledger, looks),
        *_manners(evidence),
    ]


# Effects


def _effects(ledger: Ledger, known: Remembered) -> Iterable[Finding]:
    found = Counter(text for text, _client in known.notes)
    found += Counter(title for title, _amount in known.deals.values())
    found += Counter(known.promises.values()) + Counter(known.rules)
    deeds = [deed for deed in ledger.deeds if deed.kind not in (Kind.MOVE, Kind.DONE)]
    lost = [deed.mark for deed in deeds if deed.owed is Owed.ONCE and found[deed.mark] < 1]
    again = [deed.mark for deed in deeds if found[deed.mark] > 1]
    false = [deed.mark for deed in deeds if deed.owed is Owed.NEVER and found[deed.mark]]
    unasked = [mark for mark in found if mark not in {deed.mark for deed in deeds}]
    yield _none("effects lost", lost)
    yield _none("effects twice", again)
    yield _none("'not saved', and saved", false)
    yield _none("effects nobody asked for", unasked)
    amounts = dict(known.deals.values())
    forms = [deed.mark for deed in deeds if deed.kind is Kind.FORM and deed.mark in amounts]
    yield _none("forms filled in wrongly", [mark for mark in forms if amounts[mark] != 50_000])
    yield _none("notes out of order", _disordered(ledger, known))
    yield _none("occurrences lost or made twice", _wrong_occurrences(ledger, known))
    yield _none("moves lost, twice or unexplained", _wrong_moves(ledger, known))


def _disordered(ledger: Ledger, known: Remembered) -> list[str]:
    """On Telegram: on Slack, what was not answered in time may come to pass later."""
    telegram = {deed.mark for deed in ledger.deeds if deed.chat.isdecimal()}
    last: dict[int, str] = {}
    wrong = []
    for text, client in known.notes:
        if text in telegram:
            if text < last.get(client, ""):
                wrong.append(text)
            last[client] = text
    return wrong


def _wrong_occurrences(ledger: Ledger, known: Remembered) -> list[str]:
    """Of each rule there is one for each that was done, on days that follow each other, and the open one."""
    done = Counter(deed.mark for deed in ledger.deeds if deed.kind is Kind.DONE)
    wrong = []
    for mark in known.rules:
        found = sorted((day, is_open) for text, day, is_open in known.occurrences if text == mark)
        first = found[0][0] if found else date.min
        if found != [(first + timedelta(n), n == done[mark]) for n in range(done[mark] + 1)]:
            wrong.append(f"{mark}: {done[mark]} done, {found}")
    return wrong


def _wrong_moves(ledger: Ledger, known: Remembered) -> list[str]:
    ways = defaultdict(list)
    for deal, was, to in known.moves:
        if was is not None:
            ways[known.deals[deal][0]].append((was, to))
    pressed = defaultdict(list)
    for deed in ledger.deeds:
        if deed.kind is Kind.MOVE:
            pressed[deed.mark].append(deed)
    return [title for title in {*ways, *pressed} if not _explains(pressed[title], ways[title])]


def _explains(pressed: list[Deed], way: list[tuple[int, int]]) -> bool:
    left = list(way)
    for deed in pressed:
        if left[:1] == [deed.move]:
            left.pop(0)
        elif deed.owed is Owed.ONCE:
            return False
    return not left


# Answers


def _answers(evidence: Evidence, known: Remembered, parcels: dict[Key, Parcel]) -> Iterable[Finding]:
    missing = [key[1] for key, parcel in parcels.items() if parcel.rows and not parcel.taken]
    fewer = [key[1] for key, parcel in parcels.items() if 0 < len(parcel.taken) < len(parcel.rows)]
    strange = [key[1] for key, parcel in parcels.items() if not parcel.rows and not key[1].startswith(PASSING)]
    yield _none("rows never sent", [*missing, *fewer])
    yield _none("messages of no row", strange)
    yield _none("rows given up", [row.error for row in known.rows if row.error or row.sent is None])
    yield _none("effects not answered, or more than once", _unanswered(evidence, parcels))
    yield _none("answers out of order", _overtaken(parcels))


def _unanswered(evidence: Evidence, parcels: dict[Key, Parcel]) -> list[str]:
    """In each chat there are as many answers as updates with effects. Of what Slack may have lost: at most."""
    least: Counter[str] = Counter()
    most: Counter[str] = Counter()
    for deed in evidence.ledger.deeds:
        updates = deed.updates
        least[deed.chat] += updates if deed.owed is Owed.ONCE else 0
        most[deed.chat] += updates if deed.owed is not Owed.NEVER else 0
    rows = Counter(key[0] for key, parcel in parcels.items() for row in parcel.rows if not row.reminder)
    return [
        f"{chat}: {rows[chat]} instead of {least[chat]} to {most[chat]}"
        for chat in evidence.clients
        if not least[chat] <= rows[chat] <= most[chat]
    ]


def _overtaken(parcels: dict[Key, Parcel]) -> list[str]:
    last: dict[str, int] = {}
    single = [
        (parcel.taken[0].at, key, parcel.rows[0])
        for key, parcel in parcels.items()
        if parcel.taken and len(parcel.rows) == 1 and not parcel.rows[0].reminder
    ]
    wrong = []
    for _at, key, row in sorted(single, key=lambda each: each[0]):
        if row.id < last.get(key[0], 0):
            wrong.append(f"{key[0]}: {key[1]}")
        last[key[0]] = row.id
    return wrong


# Repeats


def _repeats(evidence: Evidence, parcels: dict[Key, Parcel]) -> Iterable[Finding]:
    """A kill between sending a message and writing that down repeats it: at most one in each chat."""
    by_kill: Counter[tuple[str, int]] = Counter()
    by_outage: Counter[tuple[str, float]] = Counter()
    other: Counter[str] = Counter()
    seen: dict[str, str] = {}
    for (chat, *_rest), parcel in parcels.items():
        extra = len(parcel.taken) - len(parcel.rows) if parcel.rows else 0  # else in passing
        for before, after in list(zip(parcel.taken, parcel.taken[1:], strict=False))[:extra]:
            kill = _kill(evidence, before.at, after.at)
            if outage := _outage(evidence, before.at):
                by_outage[chat, outage] += 1
            elif kill is not None:
                by_kill[chat, kill] += 1
            else:
                other[chat] += 1
                seen[chat] = f"row {parcel.rows[0].id}, {_clock(before.at)} and {_clock(after.at)}"
    excess: Counter[str] = Counter()
    for (chat, _when), count in [*by_kill.items(), *by_outage.items()]:
        excess[chat] += count - 1
    lost = Counter(evidence.telegram.lost) + Counter(evidence.slack.lost)
    most = max([*by_kill.values(), *by_outage.values()], default=0)
    total = sum(by_kill.values()) + sum(by_outage.values()) + other.total()
    yield Finding("messages repeated", total)
    yield Finding("… after a kill", sum(by_kill.values()))
    yield Finding("… as the base was away", sum(by_outage.values()))
    yield Finding("… as their answer was lost", other.total(), f"{lost.total()} were")
    yield Finding("most repeats in one chat by one kill", most)
    unexplained = [f"{chat}: {n} ({seen.get(chat)})" for chat, n in (excess + other).items() if n > lost[chat]]
    yield _none("repeats that nothing explains", unexplained)


def _kill(evidence: Evidence, before: float, after: float) -> int | None:
    """Which kill lies between the two: another process may speak before all that was on its way has arrived."""
    between = (n for n, (began, ended) in enumerate(evidence.kills) if before <= ended and began <= after)
    return next(between, None)


def _clock(at: float) -> str:
    """As the logs have it."""
    return f"{datetime.fromtimestamp(time.time() - time.monotonic() + at, UTC):%H:%M:%S.%f}"


def _outage(evidence: Evidence, at: float) -> float | None:
    for began, ended in evidence.weather.outages:
        if began - EASED < at < ended + EASED:
            return began
    return None


def _looks(ledger: Ledger, looks: Counter[str]) -> Iterable[Finding]:
    yield Finding("look-ups", ledger.looked.total())
    yield Finding("look-ups Slack got no answer for", ledger.unheard)
    yield Finding("look-ups answered again", (looks - ledger.looked).total())
    yield Finding("look-ups not answered", (ledger.looked - looks).total())


# The rest


def _figures(evidence: Evidence, known: Remembered) -> Iterable[Finding]:
    ledger = evidence.ledger
    owed = Counter(deed.owed for deed in ledger.deeds)
    yield Finding("seconds", round(evidence.took))
    yield Finding("kills", len(evidence.kills))
    yield Finding("updates", ledger.updates)
    yield Finding("effects owed once", owed[Owed.ONCE])
    yield Finding("effects owed at most once", owed[Owed.AT_MOST_ONCE])
    yield Finding("outbox rows", len(known.rows))
    yield Finding("messages taken", len(evidence.telegram.taken) + len(evidence.slack.taken))
    yield Finding("faults at the wire", evidence.weather.faults)
    yield Finding("outages of the base", len(evidence.weather.outages))


def _manners(evidence: Evidence) -> Iterable[Finding]:
    problems = [*evidence.telegram.problems, *evidence.slack.problems]
    yield _none("what the platforms complain of", [p for p in problems if not p.endswith(EXPLAINED)])
    yield _none("ended by themselves", ["a process"] * evidence.crashes)
    yield _none("did not stop when told", [str(code) for code in evidence.exits if code])


def _none(what: str, found: list[str]) -> Finding:
    return Finding(what, len(found), "0", tuple(found[:5]), is_well=not found)
