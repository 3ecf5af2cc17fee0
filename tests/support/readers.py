"""Everything that reads what is typed, sent or posted, as it is called, and how long its text may be."""

from collections.abc import Callable
from contextlib import suppress
from itertools import islice
from typing import Any, NamedTuple

from aiogram.types import Chat, Message
from aiogram.types import User as TelegramUser

from bot.channels import bidi
from bot.channels.slack import events, modal
from bot.channels.slack.payloads import unescape
from bot.channels.telegram import groups
from bot.channels.telegram.events import MAX_CARDS
from handlers.chat import command_text, contact_rows, hidden_links
from handlers.chat.events import Submission, TextMessage
from handlers.forms import fields
from handlers.imports import columns, csv_reader, import_clients, vcards
from handlers.parsing.activities import (
    agenda_line,
    decline_line,
    follow_up_kinds,
    follow_up_line,
    interaction_kinds,
    interaction_line,
    mentioned_time,
    outcomes,
    planned_talk,
    reminder_line,
    sentences,
)
from handlers.parsing.commands import command_line, deal_sentence, status_question
from handlers.parsing.contacts import change_line
from handlers.parsing.contacts.birthdays import birthday
from handlers.parsing.contacts.contact_line import emails, new_client
from handlers.parsing.contacts.phones import phone, phones
from handlers.parsing.deals import close_date, deal_line
from handlers.parsing.filters import filter_line
from handlers.parsing.money import amounts
from handlers.parsing.money.amount_reader import money
from handlers.parsing.places import time_zones
from handlers.parsing.recurrence import recurrence_line
from handlers.parsing.time import durations
from handlers.parsing.time.durations import duration
from handlers.parsing.time.time_at_edge import split_when
from handlers.parsing.time.times import when
from handlers.resolve import names
from handlers.search import activity_statements
from handlers.search.excerpt import excerpt
from handlers.team import invite, setting_fields
from handlers.text import NAME, TEXT
from handlers.text import normalise as normalise_text
from storage.models import Place
from storage.search import client_search, normalise
from tests.handlers.parsing.test_phrases import scene
from tests.support.world import BEGINNING

TELEGRAM_TEXT, TELEGRAM_CAPTION = 4_096, 1_024  # https://core.telegram.org/bots/api
FILE = 1024 * 1024  # bytes
PART = 64 * 1024  # of a file that is gone through row by row
EN, RU, ZH = scene("en"), scene("ru"), scene("zh")
COLUMNS = ("Name", "Company", "Phone", "E-mail", "Birthday", "Address", "Tags", "Notes", "Status")
GROUP, STRANGER = Chat(id=-5, type="supergroup"), TelegramUser(id=5, is_bot=False, first_name="A")


class Reader(NamedTuple):
    """`longest`: characters. `is_normalized`: on the way in, before it is read (bot/channel.py, imports)."""

    read: Callable[[str], object]
    longest: int = TEXT
    is_normalized: bool = True

    def given(self, text: str) -> str:
        return normalise_text(text) if self.is_normalized else text


def _arrived(text: str) -> object:
    return TextMessage(place=Place("slack", "T1", "U1", "U1"), key="1", text=text, raw={"text": text})


def _message(text: str) -> object:
    event = {"type": "message", "user": "U1", "ts": "1.1", "text": text}
    return events.event({"event": event, "event_id": "E1", "team_id": "T1"}, "memo", BEGINNING)


def _mention(text: str) -> object:
    event = {"type": "app_mention", "user": "U1", "channel": "C1", "ts": "1.1", "text": text}
    body = {"event": event, "event_id": "E1", "team_id": "T1", "authed_users": ["U2"]}
    return events.event(body, "memo", BEGINNING)


def _command(text: str) -> object:
    return events.command({"user_id": "U1", "trigger_id": "1", "team_id": "T1", "text": text}, BEGINNING)


def _modal(text: str) -> object:
    blocks: list[dict[str, Any]] = [{"type": "input", "block_id": "about", "element": {"initial_value": text}}]
    state = {"values": {"about": {"about": {"value": text}}}}
    return modal.submission({"private_metadata": "{}", "blocks": blocks, "state": state})


def _in_a_group(text: str) -> object:
    message = Message(message_id=1, date=BEGINNING, chat=GROUP, from_user=STRANGER, text=text)
    return groups.text_to_us(message, 7, "rapport_bot")


def _cells(text: str) -> object:
    return import_clients.client_of(contact_rows.ContactRow(1, tuple((name, text) for name in COLUMNS)), "GB")


def _quiet_hours(text: str) -> object:
    return setting_fields.UNTIL.split(setting_fields.FROM.sub("", text)), setting_fields.CLOCK.fullmatch(text)


def _in_cyrillic(text: str) -> object:
    with suppress(UnicodeError):  # in which what cannot be read is refused
        return csv_reader.text_of(text.encode("cp1251", "replace"))
    return None


def _searched(text: str) -> object:
    """As the search reads what was typed: nothing of what is too long to be a name."""
    if not client_search.parts(text):
        return None
    readings, others = normalise.readings(text), normalise.sound_readings(text)
    return readings, others, normalise.on_other_keyboards(text), normalise.without_form(text)


TYPED = {
    "way in": Reader(_arrived, is_normalized=False),
    "form filled in": Reader(lambda text: Submission({}, {"about": text}), is_normalized=False),
    "log line": Reader(lambda text: interaction_line.read_logged(text, EN)),
    "talk to come": Reader(lambda text: planned_talk.read_interaction(text, EN), TELEGRAM_TEXT),
    "promise spoken of": Reader(lambda text: mentioned_time.find_mentioned_time(text, EN), TELEGRAM_TEXT),
    "sentence": Reader(lambda text: (sentences.is_to_come(text, ZH), sentences.to_do(text)), TELEGRAM_TEXT),
    "sentence with a promise": Reader(lambda text: sentences.split_due(text, EN), TELEGRAM_TEXT),
    "sentence with a time": Reader(lambda text: sentences.time_first(text, EN), TELEGRAM_TEXT),
    "length of a sentence": Reader(activity_statements.FEWEST_SIGNS.match),
    "amount at an edge": Reader(lambda text: amounts.split_money(text, "USD", "en")),
    "amount at an edge in Chinese": Reader(lambda text: amounts.split_money(text, "CNY", "zh")),
    "time at an edge": Reader(lambda text: split_when(text, EN)),
    "time gone by at an edge": Reader(lambda text: split_when(text, RU, past=True), TELEGRAM_TEXT),
    "change": Reader(lambda text: [*change_line.read_changes(text, EN)]),
    "expected close": Reader(lambda text: close_date.expected_close(EN, text)),
    "deal": Reader(lambda text: deal_line.read_deal(text, EN)),
    "deal in Chinese": Reader(lambda text: deal_line.read_deal(text, ZH)),
    "client in a line": Reader(lambda text: new_client(text, EN), TELEGRAM_TEXT),
    "name before a colon": Reader(names.split_name),
    "first words": Reader(lambda text: names.cut_words(text, names.MAX_NAME_WORDS)),
    "name in capitals": Reader(names.as_names_are_written),
    "filter": Reader(lambda text: filter_line.read_filter(text, EN), filter_line.MAX_FILTER),
    "search": Reader(_searched),
    "command": Reader(command_text.command_text, is_normalized=False),
    "unclear amount": Reader(amounts.unclear_amount),
    "kind of a talk": Reader(lambda text: (interaction_kinds.stated_kind(text), outcomes.outcome_within(text))),
    "names from right to left": Reader(lambda text: bidi.isolate_text(f"{text}א{text}"), TEXT // 2),
    "hidden links": Reader(
        lambda text: hidden_links.with_addresses(text, [(text[:9], f"https://{text[-9:]}")])
    ),
    "command in words": Reader(lambda text: (command_line.read_command(text), command_line.request_in(text))),
    "question about a client": Reader(
        lambda text: (command_line.client_in_question(text), command_line.sought(text))
    ),
    "what became of a deal": Reader(deal_sentence.read_deal_sentence),
    "question about somebody": Reader(
        lambda text: (status_question.status_subject(text), status_question.history_subject(text)),
        status_question.MAX_QUESTION,
    ),
    "declining": Reader(decline_line.read_decline, decline_line.MAX_LINE),
    "agenda": Reader(lambda text: agenda_line.read_agenda(text, EN), agenda_line.MAX_LINE),
    "line of a follow-up": Reader(
        lambda text: follow_up_line.read_follow_up_line(text, EN), follow_up_line.MAX_LINE
    ),
    "asked to remind": Reader(lambda text: reminder_line.reminded_of(text, EN), TELEGRAM_TEXT),
    "kind of a follow-up": Reader(follow_up_kinds.kind_of),
    "what recurs": Reader(lambda text: recurrence_line.read_recurring(text, EN), recurrence_line.MAX_LINE),
    "agreed step": Reader(lambda text: mentioned_time.find_agreed_step(text, EN), TELEGRAM_TEXT),
    "excerpt": Reader(lambda text: excerpt(text, "laptops", 80)),
    "invitation": Reader(lambda text: invite.DAYS.sub(" ", text)),
}
FORMS = {
    "phones": Reader(lambda text: phones(text, "GB")),
    "one phone": Reader(lambda text: phone(text, "PL")),
    "e-mails": Reader(emails),
    "birthday": Reader(birthday),
    "moment": Reader(lambda text: when(text, EN)),
    "duration": Reader(lambda text: (duration(text), durations.duration_beside(text))),
    "money": Reader(lambda text: money(text, "USD", "zh")),
    "time zone": Reader(lambda text: (time_zones.find_zones(text, "en"), time_zones.near_names(text)), NAME),
    "quiet hours": Reader(_quiet_hours, NAME),
    "chosen client": Reader(fields.chosen_client),
    "tags, as they are found by": Reader(normalise.index_words),
}
POSTED = {
    "Slack message": Reader(_message, is_normalized=False),
    "Slack mention": Reader(_mention, is_normalized=False),
    "Slack command": Reader(_command, is_normalized=False),
    "Slack text": Reader(
        lambda text: (unescape.unescape(text), unescape.unescape_command(text)), is_normalized=False
    ),
    "Slack modal": Reader(_modal, is_normalized=False),
    "Telegram message in a group": Reader(_in_a_group, TELEGRAM_TEXT, is_normalized=False),
}
IMPORTED = {
    "cells of a row": Reader(_cells, TELEGRAM_CAPTION, is_normalized=False),
    "name of a column": Reader(columns.meaning, is_normalized=False),
}
FILES = {
    "vCards": Reader(lambda text: list(islice(vcards.rows(text), MAX_CARDS)), FILE, is_normalized=False),
    "vCards to the last": Reader(lambda text: list(vcards.rows(text)), PART, is_normalized=False),
    "CSV": Reader(lambda text: list(csv_reader.rows_of(text)), PART, is_normalized=False),
    "encoding": Reader(_in_cyrillic, FILE, is_normalized=False),
}
READERS = {**TYPED, **FORMS, **POSTED, **IMPORTED, **FILES}
