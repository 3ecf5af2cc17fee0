"""What is for managers or admins is refused to others at every run, wherever they found it."""

from collections.abc import AsyncIterator
from contextlib import ExitStack

import pytest
from sqlalchemy import update

import storage
from handlers.chat import ACTIONS, COMMANDS, FORMS, Field, Form, Line, Reply, Request, button, command, open_to
from storage.models import Rep, Role
from tests.support import recording
from tests.support.recording import Caller, Recorder
from tests.support.world import World

ORDERED = (Role.REP, Role.MANAGER, Role.ADMIN)
REFUSED = {Role.MANAGER: "Only managers and admins can do that.", Role.ADMIN: "Only an admin can do that."}


@pytest.fixture(autouse=True, params=[Role.MANAGER, Role.ADMIN])
async def needed(request: pytest.FixtureRequest) -> AsyncIterator[Role]:
    """A command, a button and a form for people of that role."""
    role: Role = request.param
    form = Form("frobnicate", "Frobnicate", (Field("what", "What?"),), role=role)

    @command("frobnicate", "Frobnicate", role=role)
    async def frobnicate(_req: Request, _line: Line) -> Reply:
        return form

    @button("frobnicate", role=role)
    def frobnicate_once(number: int) -> None: ...

    @frobnicate_once.handler
    async def press(_req: Request, number: int) -> Reply:
        return f"frobnicated {number}"

    @form.submit
    async def make(_req: Request, what: str | None) -> Reply:
        return f"frobnicated {what}"

    with ExitStack() as forgotten:
        for registry in (COMMANDS, ACTIONS, FORMS):
            forgotten.callback(registry.pop, "frobnicate")
        yield role


async def _at_her_desk(world: World, role: Role) -> tuple[Caller, Recorder]:
    channel = Recorder()
    world.delivery.add(channel)
    await recording.settle_in(world, role=role)
    return Caller(world), channel


@pytest.mark.parametrize("role", ORDERED)
async def test_a_word_a_button_and_a_form_are_done_for_whom_they_are(
    world: World, role: Role, needed: Role
) -> None:
    ann, channel = await _at_her_desk(world, role)
    may = ORDERED.index(role) >= ORDERED.index(needed)
    answer = ann.types("7")
    for event in (ann.types("/frobnicate"), answer, ann.presses("frobnicate:7")):
        shown = await world.dispatcher.handle(event)
        await world.delivery.drain()
        said = f"{shown} {channel.texts()[-1:]}"
        assert (REFUSED[needed] in said) is (not may and event is not answer), said
    assert ("frobnicated 7" in str(channel.texts())) is may
    assert ("frobnicate" in open_to(role)) is may


async def test_a_form_that_is_open_asks_again_who_submits_it(world: World, needed: Role) -> None:
    ann, channel = await _at_her_desk(world, Role.ADMIN)
    await world.dispatcher.handle(ann.types("/frobnicate"))
    async with storage.transaction(world.database) as db:
        await db.execute(update(Rep).values(role=Role.REP))
    await world.dispatcher.handle(ann.types("everything"))
    await world.delivery.drain()
    assert REFUSED[needed] in channel.texts()[-1]
    assert "frobnicated" not in str(channel.texts())


async def test_help_and_a_word_without_a_slash_know_only_what_one_may_use(world: World, needed: Role) -> None:
    ann, channel = await _at_her_desk(world, Role.REP)
    await world.dispatcher.handle(ann.types("/help"))
    await world.dispatcher.handle(ann.types("frobnicate"))
    await world.delivery.drain()
    _help, search = channel.texts()
    assert "/frobnicate" not in str(channel.texts())
    assert "Nothing found" in search
    assert REFUSED[needed] not in search
