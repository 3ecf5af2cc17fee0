"""What is there when all is over: in the base, and in what the platforms took."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

import storage
from bot.channels.slack import render as slack_render
from bot.channels.telegram import render as telegram_render
from handlers.chat import Card
from storage.models import Deal, FollowUp, FollowUpState, Interaction, Move, Outbox, Recurrence
from tests.crash.ledger import Ledger
from tests.crash.weather import Weather
from tests.fakes.faults import Taken
from tests.fakes.slack import FakeSlack
from tests.fakes.slack_payloads import Message
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_content import parsed

MARK = re.compile(r"(?:note|deal|form|ring) n\d{6}")
DUE = "Follow up with "  # how a reminder begins

Key = tuple[str, str, tuple[str, ...], str | None]  # chat, text, buttons, in place of


@dataclass
class Evidence:
    database: storage.Database
    telegram: FakeTelegram
    slack: FakeSlack
    ledger: Ledger
    clients: Mapping[str, str]  # by chat
    kills: Sequence[tuple[float, float]]  # from the kill until what was on its way has arrived, monotonic
    weather: Weather
    exits: Sequence[int]
    crashes: int
    took: float


@dataclass
class Remembered:
    notes: list[tuple[str, int]]  # text, client
    deals: dict[int, tuple[str, int | None]]  # title, amount
    moves: list[tuple[int, int | None, int]]
    promises: dict[int, str]
    rules: list[str]  # of follow-ups that recur; their texts
    occurrences: list[tuple[str, date, bool]]  # text, day, whether it is open
    rows: list[Outbox]


@dataclass
class Parcel:
    """The rows that say the same, and the messages that came of them."""

    rows: list[Outbox] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)


async def remembered(database: storage.Database) -> Remembered:
    async with storage.reading(database) as db:
        notes = (
            await db.execute(select(Interaction.text, Interaction.client_id).order_by(Interaction.id))
        ).all()
        deals = (await db.execute(select(Deal.id, Deal.title, Deal.amount))).all()
        moves = (await db.execute(select(Move.deal_id, Move.was_id, Move.now_id).order_by(Move.id))).all()
        promises = (await db.execute(select(FollowUp.id, FollowUp.text).order_by(FollowUp.id))).all()
        rules = (await db.scalars(select(Recurrence.text).order_by(Recurrence.id))).all()
        occurrences = (
            await db.execute(
                select(FollowUp.id, FollowUp.text, FollowUp.occurs_on, FollowUp.state)
                .where(FollowUp.occurs_on.is_not(None))
                .order_by(FollowUp.id)
            )
        ).all()
        rows = (await db.scalars(select(Outbox).order_by(Outbox.id))).all()
    return Remembered(
        [(text, client) for text, client in notes],
        {id_: (title, amount) for id_, title, amount in deals},
        [(deal, was, to) for deal, was, to in moves],
        {id_: text for id_, text in promises if id_ not in {each.id for each in occurrences}},
        list(rules),
        [(each.text, each.occurs_on, each.state is FollowUpState.OPEN) for each in occurrences],
        list(rows),
    )


def sort(evidence: Evidence, known: Remembered) -> tuple[dict[Key, Parcel], Counter[str]]:
    """Messages by what they say; and how many answers to look-ups there were, by chat."""
    parcels: dict[Key, Parcel] = defaultdict(Parcel)
    looks: Counter[str] = Counter()
    for row in known.rows:
        parcels[_key_of_row(row, known)].rows.append(row)
    for taken in (*evidence.telegram.taken, *evidence.slack.taken):
        if taken.text.splitlines()[0] == evidence.clients.get(taken.chat):
            looks[taken.chat] += 1
        else:
            parcels[_key_of_message(taken)].taken.append(taken)
    cards = {key for key in parcels if key[1].splitlines()[:1] == [evidence.clients.get(key[0])]}
    return {key: parcel for key, parcel in parcels.items() if key not in cards}, looks


def _key_of_message(taken: Taken) -> Key:
    if taken.text.startswith(DUE) and (mark := MARK.search(taken.text)):
        return taken.chat, f"{DUE}{mark.group()}", (), None
    return taken.chat, taken.text, taken.buttons, taken.replaces


def _key_of_row(row: Outbox, known: Remembered) -> Key:
    chat = str(row.chat) if row.channel == "telegram" else f"D{row.chat}"
    if row.reminder:
        return chat, f"{DUE}{known.promises[(row.args or {})['follow_up_id']]}", (), None
    card = Card.from_json(row.card or {})
    text, buttons = _on_telegram(card) if row.channel == "telegram" else _on_slack(card)
    return chat, text, buttons, row.replaces


def _on_telegram(card: Card) -> tuple[str, tuple[str, ...]]:
    board = telegram_render.keyboard(card)
    rows = board["inline_keyboard"] if board else []
    return parsed(telegram_render.pages(card)[0]), tuple(b["callback_data"] for row in rows for b in row)


def _on_slack(card: Card) -> tuple[str, tuple[str, ...]]:
    blocks: list[dict[str, Any]] = slack_render.messages(card)[0]["blocks"]
    drawn = Message("", "", "", blocks)
    return drawn.text, tuple(value for _label, value in drawn.buttons)
