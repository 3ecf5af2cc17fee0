"""The manifest asks for all that is used, and for nothing else: the fake Slack allows no more than that."""

from bot.channels.slack import events
from bot.channels.slack.manifest import HEARD, SCOPES, manifest
from bot.channels.slack.payload_filter import is_for_us
from handlers.chat import ACTIONS
from tests.fakes import slack_grants as grants
from tests.fakes import slack_web
from tests.support.chat import on_slack
from tests.support.world import World

ADDRESS = "https://crm.example.com:8443/rapport"


def test_every_scope_has_a_user_and_every_user_its_scope() -> None:
    needed = {*grants.METHODS.values(), *grants.EVENTS.values(), grants.COMMANDS} - {""}
    assert set(SCOPES) == needed
    assert len(SCOPES) == len(set(SCOPES))


def test_every_method_that_the_fake_knows_has_its_scope_told() -> None:
    assert set(grants.METHODS) == set(slack_web.METHODS)


def test_every_event_that_is_heard_is_subscribed_to() -> None:
    assert set(HEARD) == set(grants.EVENTS)
    heard = [
        {"type": "message", "channel_type": "im", "user": "U1"},
        {"type": "app_mention", "channel": "C1", "user": "U1"},
        {"type": "app_home_opened", "tab": "home", "user": "U1"},
        {"type": "app_uninstalled"},
        {"type": "tokens_revoked", "tokens": {"bot": ["UBOT"]}},
        {"type": "link_shared", "links": [{"domain": "x.io", "url": "https://x.io/c1"}], "user": "U1"},
        {"type": "reaction_added", "item": {"type": "message", "channel": "C1", "ts": "1.1"}, "user": "U1"},
    ]
    bodies = [{"type": "event_callback", "event_id": "Ev1", "event": event} for event in heard]
    assert all(is_for_us(body) for body in bodies)
    assert sorted(map(grants.event_name, bodies)) == sorted(HEARD)


def test_links_are_heard_of_where_clients_have_an_address_and_only_there() -> None:
    of_links = {"links:read", "links:write", "link_shared"}
    for address, domains, wanted in ((None, [], set()), (ADDRESS, ["crm.example.com"], of_links)):
        told = manifest(address)
        asked = {*told["oauth_config"]["scopes"]["bot"], *told["settings"]["event_subscriptions"]["bot_events"]}
        assert asked & of_links == wanted
        assert asked | of_links == {*SCOPES, *HEARD}
        assert told["features"].get("unfurl_domains", []) == domains


def test_it_can_be_installed_for_a_whole_organisation() -> None:
    """What is told then is understood: tests/contract/test_slack.py."""
    assert manifest(None)["settings"]["org_deploy_enabled"] is True


def test_every_shortcut_is_a_button_that_answers() -> None:
    offered = {shortcut["callback_id"] for shortcut in manifest(None)["features"]["shortcuts"]}
    assert offered == set(events.SHORTCUTS)
    assert {*events.SHORTCUTS.values(), events.KEEP, events.UNFOLD} <= set(ACTIONS)


def test_the_texts_of_shortcuts_and_commands_fit() -> None:
    """https://docs.slack.dev/reference/app-manifest"""
    features = manifest(None)["features"]
    for shortcut in features["shortcuts"]:
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150
    for command in features["slash_commands"]:
        assert len(command["description"]) <= 2000
        assert len(command["usage_hint"]) <= 1000


async def test_what_is_called_is_noticed(world: World) -> None:
    async with on_slack(world) as ann:
        ann.fake.grants.scopes.discard("im:write")
        await ann.says("/find acme")
        await ann.looks()
        assert any("im:write" in problem for problem in ann.fake.problems)
        ann.fake.problems.clear()
