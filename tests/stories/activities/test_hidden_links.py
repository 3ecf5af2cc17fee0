"""A link behind words keeps its address, beside the words it stands behind, wherever the words are kept."""

import pytest
from sqlalchemy import select

import storage
from handlers.chat.hidden_links import with_addresses
from storage.models import Client, Deal, FollowUp, Interaction
from tests.fakes import slack_payloads as payloads
from tests.fakes.slack_web import permalink
from tests.stories.on_slack import writes
from tests.stories.on_telegram import edits, sent, sent_file
from tests.support.chat import OnSlack, OnTelegram, Person
from tests.support.world import World

ONLY_ON = ("telegram", "telegram-webhook", "slack", "slack-http")
URL = "https://acme.example/q?a=1"
FROM = {"type": "user", "date": 1, "sender_user": {"id": 9, "is_bot": False, "first_name": "Walter"}}


def entities(text: str, *links: tuple[str, str], kind: str = "text_link") -> list[dict[str, object]]:
    """As Telegram counts: https://core.telegram.org/api/entities#entity-length"""
    units = [(len(text[: text.index(words)].encode("utf-16-le")) // 2, words, url) for words, url in links]
    return [
        {"type": kind, "offset": at, "length": len(words.encode("utf-16-le")) // 2, "url": url}
        for at, words, url in units
    ]


async def writes_link(person: Person, text: str, *links: tuple[str, str]) -> None:
    """Text with links behind words of it, in the way of the platform."""
    if isinstance(person, OnTelegram):
        await sent(person, text, entities=entities(text, *links))
        return
    assert isinstance(person, OnSlack)
    for words, url in links:
        text = text.replace(words, f"<{url.replace('&', '&amp;')}|{words}>", 1)
    await writes(person, text)


def _rich(*elements: dict[str, str]) -> list[dict[str, object]]:
    """https://docs.slack.dev/reference/block-kit/blocks/rich-text-block"""
    return [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [*elements]}]}]


async def _kept(world: World) -> list[str]:
    async with storage.reading(world.database) as db:
        return list(await db.scalars(select(Interaction.text).order_by(Interaction.id)))


@pytest.mark.parametrize(
    ("text", "links", "kept"),
    [
        ("/note Acme: see the page", [("the page", URL)], f"see the page ({URL})"),
        ("note Acme: see the page, then ring", [("the page", URL)], f"see the page ({URL}), then ring"),
        ("/note Acme: 😀🇺🇦 see the page", [("the page", URL)], f"😀🇺🇦 see the page ({URL})"),
        (
            "/call Acme: wants this and that",
            [("this", "https://a.example/?x=1&y=2"), ("that", "https://b.example")],
            "wants this (https://a.example/?x=1&y=2) and that (https://b.example)",
        ),
        ("/call Acme: wants a discount", [("Acme", URL)], f"wants a discount ({URL})"),
        ("/note Acme: see acme.example", [("acme.example", "https://acme.example/")], "see acme.example"),
        ("/note Acme: see the page", [("see", "https://acme.example"), ("page", URL)], None),
    ],
)
async def test_the_address_is_kept_beside_the_words(
    ann: Person, world: World, text: str, links: list[tuple[str, str]], kept: str | None
) -> None:
    await ann.says("/new Acme Ltd")
    await writes_link(ann, text, *links)
    ann.sees("Acme Ltd")
    assert await _kept(world) == [kept or f"see (https://acme.example) the page ({URL})"]


async def test_the_address_is_kept_after_a_question(ann: Person, world: World) -> None:
    await ann.says("/new Acme Ltd")
    await ann.says("/new Acme Partners")
    await writes_link(ann, "/note Acme: see the page", ("the page", URL))
    await ann.presses("Acme Ltd")
    assert await _kept(world) == [f"see the page ({URL})"]


async def test_a_name_with_a_link_is_still_found(ann: Person) -> None:
    await ann.says("/new Acme Ltd")
    await writes_link(ann, "find acme", ("acme", URL))
    ann.sees("Acme Ltd")
    await writes_link(ann, "acme", ("acme", URL))
    ann.sees("Acme Ltd")


async def test_what_is_to_be_done_and_what_is_known_of_a_client_keep_the_address(
    ann: Person, world: World
) -> None:
    await writes_link(ann, "/new Acme Ltd, +7 912 345-67-89", ("Acme Ltd", URL))
    await writes_link(ann, "/remind Acme Ltd: tomorrow 10:00 send the offer", ("the offer", URL))
    await writes_link(ann, "/call Acme Ltd: ok; next: friday send the draft", ("the draft", URL))
    async with storage.reading(world.database) as db:
        assert [client.about for client in await db.scalars(select(Client))] == [URL]
        promised = [each.text for each in await db.scalars(select(FollowUp).order_by(FollowUp.id))]
    assert promised == [f"send the offer ({URL})", f"send the draft ({URL})"]
    assert await _kept(world) == ["ok"]


async def test_the_title_of_a_deal_keeps_the_address_and_what_does_not_fit_is_named(
    ann: Person, world: World
) -> None:
    await ann.says("/new Acme Ltd")
    await writes_link(ann, "/deal Acme: annual licence 500 USD", ("annual licence", URL))
    ann.sees(f"annual licence ({URL})", "$500")
    await writes_link(ann, "/deal Acme: hosting 500 USD", ("500 USD", URL))
    ann.sees(f"hosting ({URL})", "$500")
    long = f"https://acme.example/{'x' * 200}"
    await writes_link(ann, "/deal Acme: support 300 USD", ("support", long))
    ann.sees("Not used", long)
    async with storage.reading(world.database) as db:
        titles = list(await db.scalars(select(Deal.title).order_by(Deal.id)))
    assert titles == [f"annual licence ({URL})", f"hosting ({URL})", "support"]


@pytest.fixture
def telegram(ann: Person) -> OnTelegram:
    if not isinstance(ann, OnTelegram):
        pytest.skip("of Telegram")
    return ann


@pytest.fixture
def slack(ann: Person) -> OnSlack:
    if not isinstance(ann, OnSlack):
        pytest.skip("of Slack")
    return ann


async def test_captions_replies_and_forwarded_words_keep_the_address(
    telegram: OnTelegram, world: World
) -> None:
    await telegram.says("/new Acme Ltd")
    card = {"message_id": int(telegram.news[-1].id), "date": 1, "chat": {"id": 11, "type": "private"}}
    said = "the page"
    links = entities(said, (said, URL))
    await sent_file(telegram, "", kind="photo", caption=said, caption_entities=links)
    await telegram.presses("Acme Ltd")
    await sent(telegram, said, entities=links, reply_to_message=card)
    await sent(telegram, said, entities=links, forward_origin=FROM)
    await telegram.presses("Acme Ltd")
    kept = f"the page ({URL})"
    assert await _kept(world) == [kept, kept, f"Walter: {kept}"]


async def test_a_change_of_the_address_alone_is_a_change(telegram: OnTelegram, world: World) -> None:
    await telegram.says("/new Acme Ltd")
    text = "/note Acme Ltd: the page"
    number = await sent(telegram, text, entities=entities(text, ("the page", "https://old.example")))
    await edits(telegram, number, text, entities=entities(text, ("the page", URL)))
    assert await _kept(world) == [f"the page ({URL})"]


async def test_in_a_group_the_address_is_kept_too(telegram: OnTelegram, world: World) -> None:
    await telegram.says("/new Acme Ltd")
    group = telegram.fake.group(-1005, "Sales")
    text = "/note@rapport_test_bot Acme Ltd: the page"
    await telegram.fake.says(telegram.user, text, group, entities=entities(text, ("the page", URL)))
    await telegram.looks()
    assert await _kept(world) == [f"the page ({URL})"]


async def test_a_message_kept_by_the_shortcut_keeps_its_addresses(slack: OnSlack, world: World) -> None:
    await slack.says("/new Acme Ltd")
    slack.fake.channel("C1", slack.user)
    boris = slack.beside("Boris")
    link = {"type": "link", "url": "https://b.example/x", "text": "the draft"}
    ts = slack.fake.writes(boris.user, "C1", "", blocks=_rich(link))
    slack.fake.written["C1", ts]["text"] = f"see <{URL}|the page> and the draft"
    await slack.fake.shortcut_on(slack.user, "log_message", "C1", ts)
    await slack.fills({"Which client?": "acme"})
    said = f"Boris: see the page ({URL}) and the draft (https://b.example/x)"
    assert await _kept(world) == [f"{said}\n{permalink('C1', ts)}"]


async def test_links_of_rich_text_and_of_a_mention_are_kept(slack: OnSlack, world: World) -> None:
    await slack.says("/new Acme Ltd")
    link = {"type": "link", "url": URL, "text": "the page"}
    await writes(slack, "note Acme Ltd: see the page", blocks=_rich(link))
    slack.fake.channel("C1", slack.user)
    slack.goes_to("C1")
    text = f"<@UBOT> note Acme Ltd: see <{URL}|the page> of <mailto:ann@acme.io|ann@acme.io>"
    said = {"type": "app_mention", "channel": "C1", "user": slack.user.id, "text": text, "ts": "1700000000.1"}
    await slack.fake.event(payloads.event("EvM", said))
    assert await _kept(world) == [f"see the page ({URL})", f"see the page ({URL}) of ann@acme.io"]


@pytest.mark.parametrize(
    ("text", "links", "whole"),
    [
        (
            "here and here",
            [("here", "https://a"), ("here", "https://b")],
            "here (https://a) and here (https://b)",
        ),
        ("see https://a.example/x", [("x", "https://a.example/x")], "see https://a.example/x"),
        ("www.a.example", [("www.a.example", "http://a.example/")], "www.a.example"),
        ("", [("Acme", "https://a.example")], "https://a.example"),
        ("x", [("x", "")], "x"),
        ("x", [("x", "https://" + "a" * 3000)], "x"),
    ],
)
def test_addresses_are_put_beside_words_once(text: str, links: list[tuple[str, str]], whole: str) -> None:
    assert with_addresses(text, links) == whole
