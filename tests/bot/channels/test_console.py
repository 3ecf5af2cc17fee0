"""The console: a conversation in lines, on a terminal and through a pipe."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext

import pytest

import storage
from bot.channels.console import HERE, Console, sit_down
from bot.channels.console.keyboards import Terminal
from bot.channels.console.render import Part, card_lines
from bot.channels.console.wrap import wrapped
from handlers.chat import Button, Card, listed
from storage.clients import clients
from storage.clients.new_client import NewClient
from storage.models import Role
from storage.team import accounts, teams
from tests.support import people
from tests.support.chat import BUTTON
from tests.support.world import World

ANN = Card(
    title="Ann Lee",
    fields=(("Company", "Acme"), ("Owner", "Boris")),
    body="likes tea",
    buttons=((Button("Won", "w"), Button("Lost", "l")), (Button("Back", "b"),)),
)


class Script:
    """A keyboard at which the lines are known beforehand."""

    def __init__(self, *lines: str) -> None:
        self.lines = list(lines)
        self.shown: list[str] = []

    def open(self) -> AbstractContextManager[None]:
        return nullcontext()

    async def read(self) -> str | None:
        return self.lines.pop(0) if self.lines else None

    def show(self, parts: Sequence[Part]) -> None:
        self.shown.append(text(parts))


def text(parts: Sequence[Part]) -> str:
    return "".join(said for _style, said in parts)


def numbers(shown: str) -> dict[str, str]:
    """The numbers of the buttons below what is shown, by their labels."""
    return {label.strip(): number for number, label in BUTTON.findall(shown)}


async def typed(world: World, *lines: str) -> list[str]:
    """What is shown when the admin sits down and types these lines."""
    script = Script(*lines)
    console = Console(script, world.dispatcher, ready=lambda _name: None, settle=world.delivery.drain)
    world.delivery.add(console)
    async with storage.transaction(world.database) as db:
        await sit_down(db, world.dispatcher.defaults, world.clock())
    await console.run()
    assert not script.lines
    return script.shown


async def with_clients(world: World, *names: str) -> None:
    async with storage.transaction(world.database) as db:
        rep = await sit_down(db, world.dispatcher.defaults, world.clock())
        for name in names:
            await clients.add(db, rep, NewClient(name), world.clock())


def test_a_card_is_lines_and_its_buttons_are_numbers() -> None:
    assert text(card_lines(ANN)).splitlines() == [
        "Ann Lee",
        "Company: Acme",
        "Owner: Boris",
        "likes tea",
        "[1] Won  [2] Lost",
        "[3] Back",
    ]


LIST = Card(
    title="2 clients",
    fields=(("Overdue", "Mon 11:00 Ann Lee: ring\nTue 12:00 Bo Carr: write"),),
    body="Lead: 2 · £900\nWon: 1",
    buttons=(
        (Button("Ann Lee", "a"), Button("Done", "d")),
        (Button("Bo Carr", "b"), Button("Done", "e")),
        (Button("Lead (2)", "l"),),
        (Button("More", "m"),),
        (Button("Won (1)", "w"),),
    ),
)


def test_a_list_stands_once_with_its_numbers_before_the_lines() -> None:
    assert text(card_lines(LIST)).splitlines() == [
        "2 clients",
        "Overdue:",
        "[1] Mon 11:00 Ann Lee: ring  [2] Done",
        "[3] Tue 12:00 Bo Carr: write  [4] Done",
        "[5] Lead: 2 · £900",
        "Won: 1",
        "[6] More",
        "[7] Won (1)",
    ]


def test_numbers_stand_before_the_lines_that_begin_with_them() -> None:
    lines = (
        ("Tue, 2 Mar (2)", listed(("1. 12:00 Ann Lee: ring", "2. 17:00 Bo Carr: write"))),
        ("Wed, 3 Mar (1)", listed(("3. 9:00 Ann Lee",))),
    )
    numbers = tuple(Button(str(number), f"b{number}") for number in (1, 2, 3))
    assert text(card_lines(Card("3 follow-ups", lines, buttons=(numbers,)))).splitlines() == [
        "3 follow-ups",
        "Tue, 2 Mar (2):",
        "[1] 1. 12:00 Ann Lee: ring",
        "[2] 2. 17:00 Bo Carr: write",
        "Wed, 3 Mar (1):",
        "[3] 3. 9:00 Ann Lee",
    ]


def test_a_heading_is_what_a_button_is_about_only_if_it_says_the_same() -> None:
    lines = (("Add clients", listed(("/new",))), ("Lead", listed(("▰▰ 2",))), ("Won", listed(("▰ 1",))))
    buttons = ((Button("clients", "c"),), (Button("Lead (2)", "l"), Button("Won (1)", "w")))
    assert text(card_lines(Card(fields=lines, buttons=buttons))).splitlines()[::2] == [
        "Add clients:",
        "[2] Lead:",
        "[3] Won:",
        "[1] clients",
    ]


def test_a_button_that_is_about_no_list_stays_below() -> None:
    card = Card(title="Ann", body="wants to see our History of prices", buttons=((Button("History", "h"),),))
    assert text(card_lines(card)).splitlines()[-1] == "[1] History"


def test_bars_have_a_colour_of_their_own() -> None:
    assert ("ansigreen", "▰▰") in card_lines(Card(body="Lead ▰▰ 2"))


def test_no_word_is_broken_at_the_edge() -> None:
    parts = [("bold", "call Ann Lee "), ("", "in 3 days about the annual licence\nok")]
    shown = text(wrapped(parts, 20)).split("\n")
    assert shown == ["call Ann Lee in 3 ", "  days about the ", "  annual licence", "ok"]
    assert text(wrapped(parts, 10)) == text(parts)  # too narrow for it to help


def test_chinese_is_broken_between_letters_that_are_two_wide() -> None:
    shown = text(wrapped([("", "周二十点给王伟打电话谈一谈价格")], 20)).split("\n")
    assert shown == ["周二十点给王伟打电话", "  谈一谈价格"]


def test_a_client_s_name_steers_no_terminal() -> None:
    shown = text(card_lines(Card(title="\x1b[2J\x07<b>Ann\r</b>[red]", body="\x9b31m")))
    assert shown == "[2J<b>Ann</b>[red]\n31m"


async def test_whoever_sits_at_the_keyboard_first_is_the_admin(world: World) -> None:
    assert any("Welcome" in shown for shown in await typed(world, "/start"))
    async with storage.reading(world.database) as db:
        rep = await accounts.find_by_account(db, HERE)
        assert rep and rep.role is Role.ADMIN


async def test_at_the_keyboard_one_is_the_admin_who_is_there(world: World) -> None:
    async with storage.transaction(world.database) as db:
        ann = await accounts.join(db, "Ann", Role.ADMIN, locale="ru", timezone="UTC", at=world.clock())
        assert (await sit_down(db, world.dispatcher.defaults, world.clock())).id == ann.id
        assert (await sit_down(db, world.dispatcher.defaults, world.clock())).id == ann.id


async def test_a_number_presses_the_button_of_the_card_above(world: World) -> None:
    await with_clients(world, "Ann Lee", "Ann Moss")
    for press in ("2", "#2"):
        found, card = await typed(world, "find ann", press)
        assert "[2] Ann Moss" in found
        assert card.startswith("Ann Moss")


@pytest.mark.parametrize("number", ["417", "4417", "44-17"])
async def test_a_number_too_long_for_a_button_is_a_search(world: World, number: str) -> None:
    await with_clients(world, "Ann Lee", "Ann Moss")
    _found, answer = await typed(world, "find ann", number)
    assert f"Nothing found for “{number}”" in answer


@pytest.mark.parametrize("number", ["17", "0", "#8", "01"])
async def test_a_number_that_is_on_no_button_is_mistyped(world: World, number: str) -> None:
    await with_clients(world, "Ann Lee", "Ann Moss")
    _found, answer, again = await typed(world, "find ann", number, "1")
    assert answer == f"(There is no button {number.lstrip('#')}.)"
    assert again.startswith("Ann Lee")


async def test_where_there_are_no_buttons_a_number_is_a_search(world: World) -> None:
    assert "Nothing found for “8”" in (await typed(world, "8"))[0]


async def test_a_number_answers_a_question_that_is_open(world: World) -> None:
    name, company = await typed(world, "/new", "77")
    assert "Name" in name and "Company" in company


async def test_a_wrong_answer_can_be_given_up_however_far_the_question_is(world: World) -> None:
    *_shown, wrong, cancelled, _nobody = await typed(world, "/deal", "none", "none", "1", "none")
    assert wrong.splitlines()[0] == "New deal" and wrong.splitlines()[2:] == ["[1] Cancel"]
    assert cancelled.startswith("Cancelled")


async def test_an_empty_line_skips_what_can_be_skipped(world: World) -> None:
    _name, needed, *_others, card = await typed(world, "/new", "", "Bo Li", "", "", "bo@volvo.example", "")
    assert needed == "(This field is required.)"
    assert card.startswith("Bo Li") and "bo@volvo.example" in card
    assert len(await typed(world, "/today", "", "/new", "1", "")) == 3  # cancelled: nothing is asked


async def test_an_empty_line_leaves_what_is_there_as_it_is(world: World) -> None:
    await with_clients(world, "Bo Li")
    *_shown, company, menu = await typed(world, "find bo li", "5", "6", "2", "Volvo", "5", "6", "2", "")
    assert "Now: Volvo" in company
    assert "Company: Volvo" in menu and "[2] Company" in menu
    *_shown, card = await typed(world, "find bo li", "5", "6", "5", "")  # there is no birthday to be left
    assert card.startswith("Bo Li")


@pytest.mark.parametrize(
    ("locale", "said"), [("en", "There is no button 99."), ("ru", "Кнопки 99 нет."), ("uk", "Кнопки 99 немає.")]
)
async def test_a_passing_word_is_in_the_language_of_whoever_sits_here(
    world: World, locale: str, said: str
) -> None:
    await with_clients(world, "Ann Lee")
    async with storage.transaction(world.database) as db:
        (await sit_down(db, world.dispatcher.defaults, world.clock())).locale = locale
    assert said in (await typed(world, "find ann", "99"))[-1]


async def test_commands_work_with_and_without_a_slash(world: World) -> None:
    one, other = await typed(world, "deals", "/deals")
    assert one == other


async def test_a_form_asks_one_question_at_a_time(world: World) -> None:
    shown = await typed(world, "/new", "Ivan Petrov")
    assert len(shown) == 2
    assert all("Cancel" in question for question in shown)


@pytest.mark.parametrize("word", ["quit", "exit", "/quit"])
async def test_a_word_ends_the_conversation(world: World, word: str) -> None:
    script = Script(word, "find ann")
    console = Console(script, world.dispatcher, ready=lambda _name: None, settle=world.delivery.drain)
    await console.run()
    assert (script.lines, console.ended_with) == (["find ann"], word)


async def test_a_reminder_is_shown_and_can_be_pressed(world: World) -> None:
    await with_clients(world, "Ann Lee")
    script = Script("/remind Ann Lee: in 2 hours send the offer")
    console = Console(script, world.dispatcher, ready=lambda _name: None, settle=world.delivery.drain)
    world.delivery.add(console)
    await console.run()
    await world.wait(hours=2, minutes=1)
    assert "send the offer" in script.shown[-1]
    script.lines = ["1"]
    before = len(script.shown)
    await console.run()
    await world.delivery.drain()
    assert len(script.shown) > before


async def test_what_comes_unasked_takes_over_no_number(world: World) -> None:
    await with_clients(world, "Ann Lee")
    script = Script("/remind Ann Lee: in 2 hours send the offer", "find ann lee")
    console = Console(script, world.dispatcher, ready=lambda _name: None, settle=world.delivery.drain)
    world.delivery.add(console)
    await console.run()
    last = int(numbers(script.shown[-1])["More…"])
    await world.wait(hours=2, minutes=1)
    assert "Follow up with Ann Lee" in script.shown[-1]
    assert numbers(script.shown[-1])["Done"] == str(last + 1)
    script.lines = ["4"]  # of the card, which the eyes are still on
    await console.run()
    assert script.shown[-1].startswith("History: Ann Lee")


async def test_what_has_come_unasked_can_be_pressed_by_its_own_number(world: World) -> None:
    await with_clients(world, "Ann Lee")
    script = Script("/remind Ann Lee: in 2 hours send the offer", "find ann lee")
    console = Console(script, world.dispatcher, ready=lambda _name: None, settle=world.delivery.drain)
    world.delivery.add(console)
    await console.run()
    await world.wait(hours=2, minutes=1)
    script.lines = [numbers(script.shown[-1])["Done"]]
    await console.run()
    await world.delivery.drain()
    assert "How did it go?" in script.shown[-1]


async def test_on_a_terminal_lines_are_read_and_cards_are_shown(world: World) -> None:
    from prompt_toolkit.application import create_app_session
    from prompt_toolkit.input import create_pipe_input
    from prompt_toolkit.output import DummyOutput

    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        terminal = Terminal(["find", "deals"])
        keys.send_text("find ann\r")
        keys.send_text("\x04")
        with terminal.open():
            assert await terminal.read() == "find ann"
            terminal.show(card_lines(ANN))
            assert await terminal.read() is None


async def test_the_seat_is_taken_by_the_first_admin_who_is_still_here(world: World) -> None:
    async with storage.transaction(world.database) as db:
        ann, boris = [await people.rep(db, name, world.clock(), role=Role.ADMIN) for name in ("Ann", "Boris")]
        assert (await sit_down(db, world.dispatcher.defaults, world.clock())).id == ann.id
        assert await teams.remove(db, boris, ann.id, world.clock())
        assert (await sit_down(db, world.dispatcher.defaults, world.clock())).id == boris.id
