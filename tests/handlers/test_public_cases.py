"""Lines that came out wrong in other CRMs, typed as they were: the whole answer is compared."""

from collections.abc import Iterator

import pytest

from tests.paths import DATA
from tests.support.recording import Caller, Recorder, settle_in
from tests.support.world import World

CASES = DATA / "public_cases.txt"
ZONES = {
    "en": "America/New_York",
    "ru": "Europe/Moscow",
    "uk": "Europe/Kyiv",
    "pl": "Europe/Warsaw",
    "zh": "Asia/Shanghai",
}


def _cases() -> Iterator[tuple[str, str, str]]:
    text = "\n".join(line for line in CASES.read_text(encoding="utf-8").split("\n") if line[:1] != "#")
    for block in filter(None, map(str.strip, text.split("\n\n"))):
        locale, typed, answer = block.split("\n")
        yield locale, typed, answer


@pytest.mark.parametrize("bases", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("locale", "typed", "answer"), list(_cases()))
async def test_what_was_misread_elsewhere_is_read_right(
    locale: str, typed: str, answer: str, world: World
) -> None:
    channel = Recorder()
    world.delivery.add(channel)
    await settle_in(world, locale=locale, timezone=ZONES[locale], name="Owner")
    ann = Caller(world)
    lines = typed.replace("→", "\t").split(" ⏎ ")
    if "Acme" in typed and not typed.startswith("/new"):
        lines.insert(0, "/new Acme Ltd")
    for line in lines:
        await world.dispatcher.handle(ann.types(line))
        await world.delivery.drain()
    card = channel.sent[-1].card
    fields = [f"{name}: {value}" if name else value for name, value in card.fields]
    contacts = [contact.text for contact in card.contacts]
    footer = card.footer.removesuffix("Owner").removesuffix(" · ")
    shown = [card.title, card.subtitle, *contacts, card.lead, *fields, card.body.replace("\n", " / "), footer]
    assert " | ".join(filter(None, shown)) == answer
