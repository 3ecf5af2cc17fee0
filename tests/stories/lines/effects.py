"""Whether what a line was to do has been done: the rows of the base before and after, and the answer."""

import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.stories.lines.cases import Effect

Row = Mapping[str, Any]
Tables = Mapping[str, Mapping[int, Row]]
READ = ("clients", "contact_points", "interactions", "deals", "stages", "follow_ups", "recurrences")
NAMES = {"reps": "SELECT id, name FROM reps"}  # the rest of a rep changes with every line
TALKS = ("call", "meeting", "email", "message", "note")
PROMISES = ("next", "task", "repeat", "touch", "moved", "done", "stage")
# What may be written without being meant, as the effects say only what all readings have in common.
ALLOWED = {
    "interactions": TALKS,
    "follow_ups": (*TALKS, *PROMISES),
    "recurrences": ("repeat",),
    "deals": ("deal", "stage"),
    "clients": ("client", "deal", "set"),
}
MINOR = 100
CALLED = {"Proposal": "Offer"}  # what the lines call a stage, and what it is called here
DELETED = "deleted_at"
NOBODY = "-"
MONTHS = 12  # of a year


@dataclass(frozen=True)
class Seen:
    """The base before and after a line, and what was answered, without the line repeated in it."""

    before: Tables
    after: Tables
    answer: str
    asks: bool = False  # whether the answer only asks what the line is

    def new(self, table: str) -> list[Row]:
        return [row for key, row in self.after[table].items() if key not in self.before[table]]

    def client(self, row: Row) -> Row:
        return self.after["clients"].get(row["client_id"] or 0, {})


def read_tables(path: Path) -> Tables:
    with sqlite3.connect(path) as base:
        base.row_factory = sqlite3.Row
        queries = {name: f"SELECT * FROM {name}" for name in READ} | NAMES
        read = {name: base.execute(query).fetchall() for name, query in queries.items()}
    base.close()
    return {name: {row["id"]: dict(row) for row in found} for name, found in read.items()}


def is_true(effect: Effect, seen: Seen) -> bool:
    return CHECKS[effect.verb](effect, seen)


def is_extra(effects: tuple[Effect, ...], seen: Seen) -> bool:
    """Whether something was written that nothing in the effects speaks of."""
    verbs = {effect.verb for effect in effects}
    return any(seen.new(table) and not verbs & {*allowed} for table, allowed in ALLOWED.items())


def is_written(seen: Seen) -> bool:
    return seen.before != seen.after


def _talk(effect: Effect, seen: Seen) -> bool:
    return any(_is_talk(effect, row, seen) for row in seen.new("interactions"))


def _is_talk(effect: Effect, row: Row, seen: Seen) -> bool:
    told = effect.values
    return (
        row["kind"] == effect.verb
        and is_called(effect.about, seen.client(row))
        and ("min" not in told or row["seconds"] == int(told["min"]) * 60)
        and ("outcome" not in told or row["outcome"] == told["outcome"])
        and _is_when(told, row["at"])
        and _says(told, row["text"])
    )


def _next(effect: Effect, seen: Seen) -> bool:
    return any(
        is_called(effect.about, seen.client(row)) and _is_promise(effect, row) for row in seen.new("follow_ups")
    )


def _task(effect: Effect, seen: Seen) -> bool:
    return any(row["client_id"] is None and _is_promise(effect, row) for row in seen.new("follow_ups"))


def _is_promise(effect: Effect, row: Row) -> bool:
    told = effect.values
    kind = row.get("kind")  # follow-ups may come to have kinds
    return (
        row["state"] == "open"
        and ("kind" not in told or kind is None or kind == told["kind"])
        and _is_when(told, row["due_at"])
        and _says(told, row["text"])
    )


def _moved(effect: Effect, seen: Seen) -> bool:
    return any(
        row["state"] == "open" and row["due_at"] != was["due_at"] and _is_when(effect.values, row["due_at"])
        for was, row in _known_follow_ups(effect, seen)
    )


def _done(effect: Effect, seen: Seen) -> bool:
    return any(
        was["state"] == "open" and row["state"] == "done" for was, row in _known_follow_ups(effect, seen)
    )


def _known_follow_ups(effect: Effect, seen: Seen) -> Iterator[tuple[Row, Row]]:
    for key, was in seen.before["follow_ups"].items():
        row = seen.after["follow_ups"].get(key)
        if row and is_called(effect.about, seen.client(row)):
            yield was, row


def _client(effect: Effect, seen: Seen) -> bool:
    return any(
        is_plainly(effect.about, row["name"]) and all(_has(row, *told, seen) for told in effect.values.items())
        for row in seen.new("clients")
    )


def _set(effect: Effect, seen: Seen) -> bool:
    return any(
        is_called(effect.about, seen.before["clients"].get(key, row))
        and all(_has(row, *told, seen) for told in effect.values.items())
        for key, row in seen.after["clients"].items()
    )


def _has(row: Row, field: str, value: str, seen: Seen) -> bool:
    match field:
        case "phone" | "email":
            points = (
                point for point in seen.after["contact_points"].values() if point["client_id"] == row["id"]
            )
            return any(point["kind"] == field and point["value"] == value.lower() for point in points)
        case "birthday":
            return f"{row['birth_month'] or 0:02}-{row['birth_day'] or 0:02}" == value[-5:]
        case "owner":
            return is_plainly(value, seen.after["reps"][row["owner_id"]]["name"])
        case "tag":
            return is_plainly(value.lstrip("#"), row["tags"])
        case _:
            return is_plainly(value, row[field])


def _deal(effect: Effect, seen: Seen) -> bool:
    return any(
        is_called(effect.about, seen.client(row))
        and is_plainly(effect.values.get("title", ""), row["title"])
        and _is_deal(effect.values, row)
        for row in seen.new("deals")
    )


def _stage(effect: Effect, seen: Seen) -> bool:
    title, _space, stage = effect.about.rpartition(" ")
    return any(
        is_plainly(title, row["title"])
        and seen.after["stages"][row["stage_id"]]["name"] == CALLED.get(stage, stage)
        and _is_deal(effect.values, row)
        and is_plainly(effect.values.get("reason", ""), row["lost_reason"])
        for row in seen.after["deals"].values()
    )


def _is_deal(told: Mapping[str, str], row: Row) -> bool:
    return (
        ("amount" not in told or any(_is_amount(one, row) for one in told["amount"].split("|")))
        and ("close" not in told or row["expected_close"] in told["close"].split("|"))
        and ("probability" not in told or row.get("probability") == int(told["probability"]))
    )


def _is_amount(told: str, row: Row) -> bool:
    number, _space, currency = told.partition(" ")
    return row["amount"] == round(float(number) * MINOR) and currency in ("", row["currency"])


def _delete(effect: Effect, seen: Seen) -> bool:
    return _is_gone("clients", lambda row: is_called(effect.about, row), seen)


def _delete_deal(effect: Effect, seen: Seen) -> bool:
    return _is_gone("deals", lambda row: is_plainly(effect.about, row["title"]), seen)


def _is_gone(table: str, is_meant: Callable[[Row], bool], seen: Seen) -> bool:
    meant = [key for key, row in seen.before[table].items() if is_meant(row)]
    left = (seen.after[table].get(key) for key in meant)
    return bool(meant) and all(row is None or row.get(DELETED) for row in left)


def _shows(effect: Effect, seen: Seen) -> bool:
    return not seen.asks and is_plainly(effect.about, seen.answer)


def _hides(effect: Effect, seen: Seen) -> bool:
    return bool(seen.answer) and not seen.asks and not is_plainly(effect.about, seen.answer)


def _repeat(effect: Effect, seen: Seen) -> bool:
    """Whether there is a new rule of that interval, and the first of its follow-ups is when the line says."""
    return any(_is_repeated(effect, row, seen) for row in seen.new("follow_ups"))


def _is_repeated(effect: Effect, first: Row, seen: Seen) -> bool:
    rule = seen.after["recurrences"].get(first["recurrence_id"] or 0)
    client = seen.client(first)
    return (
        rule is not None
        and (not client if effect.about == NOBODY else is_called(effect.about, client))
        and (rule["every"], rule["unit"]) == _interval(effect.values["every"])
        and _is_promise(effect, first)
    )


def _interval(told: str) -> tuple[int, str]:
    """How many of which unit: "6weeks", "week", "year"."""
    unit = told.lstrip("0123456789").removesuffix("s")
    every = int(told.removesuffix("s").removesuffix(unit) or 1)
    return (every * MONTHS, "month") if unit == "year" else (every, unit)


def _touch(effect: Effect, seen: Seen) -> bool:
    return any(
        is_called(effect.about, row) and row["contact_every"] == int(effect.values["every"])
        for row in seen.after["clients"].values()
    )


def is_called(about: str, client: Row) -> bool:
    """Whether these words are of the client's name, or of the company."""
    return bool(client) and (is_plainly(about, client["name"]) or is_plainly(about, client["company"]))


def is_plainly(words: str, text: str) -> bool:
    """Whether the text has these words, whatever the case; numbers stand alone ("39" is not in "1390")."""
    folded, said = words.casefold().replace("ё", "е"), text.casefold().replace("ё", "е")
    if folded.isdecimal():
        return re.search(rf"(?<!\d){folded}(?!\d)", said) is not None
    return folded in said


def _is_when(told: Mapping[str, str], at: str) -> bool:
    day, _space, hour = at.partition(" ")
    return ("day" not in told or day in told["day"].split("|")) and (
        "at" not in told or hour[:5] in told["at"].split("|")
    )


def _says(told: Mapping[str, str], text: str) -> bool:
    return any(is_plainly(word, text) for word in told.get("says", "").split("|"))


CHECKS: Mapping[str, Callable[[Effect, Seen], bool]] = {
    **dict.fromkeys(TALKS, _talk),
    "next": _next,
    "task": _task,
    "repeat": _repeat,
    "touch": _touch,
    "moved": _moved,
    "done": _done,
    "client": _client,
    "set": _set,
    "deal": _deal,
    "stage": _stage,
    "delete": _delete,
    "delete-deal": _delete_deal,
    "shows": _shows,
    "hides": _hides,
}
