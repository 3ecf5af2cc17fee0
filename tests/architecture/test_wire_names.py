"""What was drawn once must answer for ever: names of buttons, forms, commands and reminders."""

import itertools
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any, Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

import storage
from bot.inbound.responses import Shown
from handlers.buttons.forms import answer_field, pick_field, previous_field, skip_field
from handlers.buttons.recurrence import Scope
from handlers.buttons.search import ResultKind
from handlers.buttons.team import SettingGroup, Setup
from handlers.chat import (
    ACTIONS,
    BUTTON_LIMIT,
    COMMANDS,
    FORMS,
    OLD_BUTTON,
    Action,
    Card,
    Form,
    Offset,
    Request,
    Toast,
    UserError,
)
from handlers.chat.button_data import LARGEST
from handlers.forms.fields import Choice
from handlers.i18n import _, speaking
from handlers.working_time import Step
from reminders import DRAWS
from storage.audit.history import HistoryKind
from storage.messaging import drafts
from storage.models import Draft, InteractionKind, Outcome, Rep, Role
from tests.paths import ROOT
from tests.support import recording
from tests.support.recording import Caller, Recorder, snapshot
from tests.support.world import BEGINNING, World

SHIPPED = [
    (kind, name)
    for line in (ROOT / "tests" / "wire_names.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for kind, _space, name in [line.partition(" ")]
]
BUTTONS = [name for kind, name in SHIPPED if kind == "button"]
BIG = 10**9
LATE = datetime(2099, 12, 31, 23, 59, tzinfo=UTC)
BROKE = "Something went wrong"

VISIBLE: tuple[Literal["L", "M", "N", "P", "S", "Z", "Cc"], ...] = ("L", "M", "N", "P", "S", "Z", "Cc")
# What the adapters let through: no zero bytes, no halves of a character.
letters = st.characters(categories=VISIBLE, exclude_characters="\0")
texts = st.text(letters, max_size=24)
emoji = st.text("🎂🚀👩‍👩‍👧‍👦🇺🇦", min_size=1, max_size=16)
numbers = st.integers(-(10**40), 10**40) | st.integers(-3, 3) | st.integers(2**31 - 2, 2**31 + 2)
words = (
    texts | emoji | numbers.map(str) | st.sampled_from([*Step, *Outcome, "1e9", "0x1", "１２", "1_0", " 7 "])
)
QUICK = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def _shipped(kind: str) -> set[str]:
    return {name.partition(":")[0] for shipped, name in SHIPPED if shipped == kind}


@pytest.mark.parametrize(
    ("kind", "registry"), [("button", ACTIONS), ("form", FORMS), ("command", COMMANDS), ("reminder", DRAWS)]
)
def test_every_name_ever_shipped_is_known_and_every_known_name_is_written_down(
    kind: str, registry: dict[str, Any]
) -> None:
    assert _shipped(kind) - set(registry) == set(), "a name that was shipped does not answer any more"
    assert set(registry) - _shipped(kind) == set(), "a new name: write it into tests/wire_names.txt"


@pytest.mark.parametrize("name", sorted({name.partition(":")[0] for _kind, name in SHIPPED}))
def test_names_are_plain(name: str) -> None:
    assert re.fullmatch(r"[a-z_.]+", name)


def _biggest(kind: Any) -> Any:
    if kind is int:
        return BIG
    if kind is Offset:
        return LARGEST[Offset]
    if kind is datetime:
        return LATE
    if kind is date:
        return LATE.date()
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return max(kind, key=lambda word: len(word.value))
    assert kind is str, f"how big can a {kind} be?"
    return "x" * 8  # what takes words sees to their length itself


@pytest.mark.parametrize("name", ACTIONS)
def test_a_button_has_room_for_big_numbers(name: str) -> None:
    action = ACTIONS[name]
    button = action.button("label", *map(_biggest, action.kinds))
    assert len(button.data.encode()) <= BUTTON_LIMIT


@pytest.mark.parametrize("name", FORMS)
def test_every_question_of_a_form_has_room_on_its_buttons(name: str) -> None:
    form, _submit = FORMS[name]
    for each in form.fields:
        values = [value for value, _label in each.options] if isinstance(each, Choice) else []
        for value in (*values, str(BIG)):
            answer_field.button("label", BIG, each.name, value)
        for action in (skip_field, pick_field, previous_field):
            action.button("label", BIG, each.name)


def test_a_button_that_says_too_much_is_never_drawn() -> None:
    with pytest.raises(ValueError, match="too much"):
        ACTIONS["line.create"].button("label", BIG, "я" * BUTTON_LIMIT)


KINDS: dict[Any, st.SearchStrategy[Any]] = {
    int: st.integers(0, 2**53),
    Offset: st.integers(0, LARGEST[Offset]),
    bool: st.booleans(),
    str: st.text(letters, max_size=5),  # beside three of the longest words there is room for no more
    date: st.dates(date(1900, 1, 1), date(2200, 1, 1)),
    datetime: st.integers(0, 10**8).map(lambda n: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(minutes=n)),
    Step: st.sampled_from(Step),
    ResultKind: st.sampled_from(ResultKind),
    Outcome: st.sampled_from(Outcome),
    SettingGroup: st.sampled_from(SettingGroup),
    Setup: st.sampled_from(Setup),
    HistoryKind: st.sampled_from(HistoryKind),
    Role: st.sampled_from(Role),
    InteractionKind: st.sampled_from(InteractionKind),
    Scope: st.sampled_from(Scope),
}


def test_every_kind_that_a_button_carries_is_tried_below() -> None:
    assert {kind for action in ACTIONS.values() for kind in action.kinds} <= set(KINDS)


@given(st.data())
@QUICK
async def test_what_a_button_carries_comes_back_as_it_was(data: st.DataObject) -> None:
    kinds = data.draw(st.lists(st.sampled_from([kind for kind in KINDS if kind is not str]), max_size=3))
    kinds += data.draw(st.sampled_from([[], [str]]))  # words with colons are understood at the end
    values = [data.draw(KINDS[kind]) for kind in kinds]
    got: list[Any] = []

    async def run(_req: Request, *args: Any) -> Toast:
        got.extend(args)
        return Toast("")

    action: Action[Any] = Action("x", True, tuple(kinds), run=run)
    button = action.button("label", *values)
    await action.press(_request(), button.data.split(":")[1:])
    assert got == values
    assert [type(value) for value in got] == [type(value) for value in values]


@pytest.mark.parametrize("data", BUTTONS)
async def test_a_button_as_it_was_shipped_still_decodes(data: str) -> None:
    name, *carried = data.split(":")
    got: list[Any] = []

    async def run(_req: Request, *args: Any) -> Toast:
        got.extend(args)
        return Toast("")

    known = ACTIONS[name]
    await Action(name, known.reads, known.kinds, run=run).press(_request(), carried)
    assert known.button("label", *got).data == data


def _request() -> Request:
    rep = Rep(id=1, name="Ann", role=Role.REP, locale="en", timezone="UTC", created_at=BEGINNING)
    return Request(db=AsyncSession(), rep=rep, now=BEGINNING, place=recording.place())


def test_a_button_too_old_says_so_in_the_language_of_who_pressed_it() -> None:
    with speaking("ru"):
        assert _(OLD_BUTTON) != OLD_BUTTON
        with pytest.raises(UserError) as told:
            Form.from_json({"form": "gone"})
        assert told.value.text == _(OLD_BUTTON)


@dataclass
class Desk:
    """Ann at her desk, and what her chat shows."""

    world: World
    channel: Recorder
    ann: Caller
    messages: Iterator[int] = field(default_factory=itertools.count)

    async def gets(self, data: str) -> tuple[Shown, str]:
        """Press, on a message of its own; what is shown at once, and what is sent."""
        self.channel.sent.clear()
        shown = await self.world.dispatcher.handle(self.ann.presses(data, str(next(self.messages))))
        return await self._heard(shown)

    async def submits(self, form: dict[str, Any], values: dict[str, str]) -> tuple[Shown, str]:
        self.channel.sent.clear()
        shown = await self.world.dispatcher.handle(self.ann.submits(form, values), modals=True)
        return await self._heard(shown)

    async def _heard(self, shown: Shown) -> tuple[Shown, str]:
        await self.world.delivery.drain()
        said = [*self.channel.texts(), shown.text if isinstance(shown, Toast) else str(shown or "")]
        return shown, "\n".join(said)


# A claimed key is no change, an answer is there to be sent, and a form that begins has asked its question.
WRITTEN = ("inbox", "outbox", "drafts")


@pytest.fixture
async def desk(world: World) -> Desk:
    channel = Recorder()
    world.delivery.add(channel)
    await recording.settle_in(world)
    return Desk(world, channel, Caller(world))


@pytest.fixture
async def untouched(desk: Desk) -> AsyncIterator[Desk]:
    """Whatever comes to this desk, it changes nothing."""
    before = await snapshot(desk.world.database, but=WRITTEN)
    yield desk
    assert await snapshot(desk.world.database, but=WRITTEN) == before


@pytest.mark.parametrize("data", [":", "gone", "gone:1", "deal.mov:1", "DEAL:1", "🎂" * 16, "a" * 64, "deal "])
async def test_a_button_nobody_knows_is_refused_politely(desk: Desk, data: str) -> None:
    shown, _said = await desk.gets(data)
    assert shown == Toast(OLD_BUTTON)


@pytest.mark.parametrize("garble", ["too much", "too little", "letters", "nothing", "huge", "negative"])
async def test_a_garbled_button_is_too_old(untouched: Desk, garble: str) -> None:
    for name, action in ACTIONS.items():
        numbers = [index for index, kind in enumerate(action.kinds) if kind is not str]
        data = _garbled(name, len(action.kinds), garble)
        if action.kinds[-1:] == (str,) and garble == "too much":
            continue  # the rest is words
        if numbers or garble.startswith("too"):
            shown, said = await untouched.gets(data)
            assert shown == Toast(OLD_BUTTON), (data, said)


@pytest.mark.parametrize("number", [2**31, 9_999_999_999, 2**63 - 1])
async def test_a_forged_offset_is_an_old_button(untouched: Desk, number: int) -> None:
    """On PostgreSQL an offset is no such large number, whatever the type it is declared as."""
    await untouched.world.dispatcher.handle(untouched.ann.types("/find acme"))
    for name, action in ACTIONS.items():
        if Offset in action.kinds:
            carried = [str(number) if kind is Offset else "1" for kind in action.kinds]
            shown, said = await untouched.gets(":".join((name, *carried)))
            assert shown == Toast(OLD_BUTTON), (name, said)


def _garbled(name: str, count: int, how: str) -> str:
    carried = {
        "too much": ["7"] * (count + 1),
        "too little": ["7"] * (count - 1) if count else ["7"],
        "letters": ["x"] * count,
        "nothing": [""] * count,
        "huge": ["9" * 30] * count,
        "negative": ["-1"] * count,
    }
    return ":".join((name, *carried[how]))


@given(name=st.sampled_from(sorted(ACTIONS)), carried=st.lists(words, max_size=4))
@QUICK
async def test_a_forged_press_hears_a_polite_word_and_changes_nothing(
    untouched: Desk, name: str, carried: list[str]
) -> None:
    shown, said = await untouched.gets(":".join((name, *carried)))
    assert BROKE not in said
    assert isinstance(shown, Toast) or ACTIONS[name].reads
    assert said, "no answer at all"


@dataclass
class Drawer:
    """What Ann has begun and not finished, to be put back as it was as often as needed."""

    desk: Desk
    kept: list[Draft]

    async def put_back(self, which: int) -> int:
        """A draft as it was; return its id."""
        was = self.kept[which]
        async with storage.transaction(self.desk.world.database) as db:
            return (await drafts.add(db, self.desk.ann.place, was.kind, was.data, was.at)).id


@pytest.fixture
async def drawer(desk: Desk) -> Drawer:
    """An open form, one that changes what is there, and a line that lacks its client."""
    kept = []
    for typed in ("/call", "/settings", "/call Nobody: hm"):
        await desk.world.dispatcher.handle(desk.ann.types(typed))
        async with storage.reading(desk.world.database) as db:
            kept.append((await db.scalars(select(Draft).order_by(Draft.id.desc()).limit(1))).one())
    await desk.world.delivery.drain()
    return Drawer(desk, kept)


FORM_WORDS = sorted({field.name for form, _submit in FORMS.values() for field in form.fields})


@given(
    name=st.sampled_from([name for name in sorted(ACTIONS) if name.startswith(("form.", "line."))]),
    which=st.integers(0, 2),
    carried=st.lists(words | st.sampled_from(FORM_WORDS), max_size=3),
)
@QUICK
async def test_forged_answers_in_an_open_form_break_nothing(
    drawer: Drawer, name: str, which: int, carried: list[str]
) -> None:
    draft = await drawer.put_back(which)
    _shown, said = await drawer.desk.gets(":".join((name, str(draft), *carried)))
    assert BROKE not in said
    assert said


@given(which=st.integers(0, 1), typed=words)
@QUICK
async def test_whatever_is_typed_into_a_form_is_answered(drawer: Drawer, which: int, typed: str) -> None:
    await drawer.put_back(which)
    drawer.desk.channel.sent.clear()
    await drawer.desk.world.dispatcher.handle(drawer.desk.ann.types(typed))
    await drawer.desk.world.delivery.drain()
    assert BROKE not in "\n".join(drawer.desk.channel.texts())


CONTEXTS: dict[str, dict[str, Any]] = {
    "client.edit": {"client_id": BIG},
    "deal.amount": {"deal_id": BIG},
    "deal.lose": {"deal_id": BIG, "was": 1, "to": 6},
    "follow_up.date": {"follow_up_id": BIG, "due_at": BEGINNING.isoformat()},
    "log": {"kind": "call"},
    "log.edit": {"interaction_id": BIG},
    "team.new": {"rep_id": BIG, "was": 0},
}


def _as_sent(name: str, unknown: list[str]) -> dict[str, Any]:
    """The form as a modal carries it, with names of fields that are not there any more."""
    form = FORMS[name][0] if name in FORMS else Form(name, "Gone", ())
    sent = form.concerning(**CONTEXTS.get(name, {})).to_json()
    return {**sent, "fields": [*sent["fields"], *unknown]}


@given(
    name=st.sampled_from(sorted(FORMS)) | texts,
    values=st.dictionaries(st.sampled_from(FORM_WORDS) | texts, words, max_size=6),
    unknown=st.lists(texts, max_size=2),
)
@QUICK
async def test_a_forged_submission_hears_a_polite_word(
    desk: Desk, name: str, values: dict[str, str], unknown: list[str]
) -> None:
    _shown, said = await desk.submits(_as_sent(name, unknown), values)
    assert BROKE not in said
    assert said


@given(name=st.sampled_from(sorted(CONTEXTS)), values=st.dictionaries(st.sampled_from(FORM_WORDS), words))
@QUICK
async def test_a_form_about_something_that_is_gone_changes_nothing(
    untouched: Desk, name: str, values: dict[str, str]
) -> None:
    _shown, said = await untouched.submits(_as_sent(name, []), values)
    assert BROKE not in said


async def test_a_form_of_an_older_release_is_refused_politely(desk: Desk) -> None:
    older = {**_as_sent("follow_up.date", []), "context": {"snooze": 1}}
    _shown, said = await desk.submits(older, {"when": "tomorrow 10:00"})
    assert "expired" in said


async def test_a_form_nobody_knows_any_more_is_refused_politely(desk: Desk) -> None:
    form = {"form": "gone", "fields": ["name"], "title": "Gone", "context": {}, "values": {}, "options": {}}
    _shown, said = await desk.submits(form, {"name": "Ivan"})
    assert OLD_BUTTON in said


async def test_a_kept_card_is_read_as_it_was_written() -> None:
    card = Card("title", (("a", "b"),), "body", ((ACTIONS["deals"].button("My deals", 0),),), client=7)
    assert Card.from_json(card.to_json()) == card


async def test_an_old_button_says_so_to_whoever_calls_it() -> None:
    with pytest.raises(UserError, match="expired"):
        await ACTIONS["deal"].press(_request(), ["seven"])
