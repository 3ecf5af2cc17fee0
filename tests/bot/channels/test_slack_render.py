"""What cards and forms look like in Slack, and how what was typed is read."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.bidi import FIRST_STRONG_ISOLATE, POP_ISOLATE
from bot.channels.slack import events, modal
from bot.channels.slack.limits import MAX_MENU
from bot.channels.slack.manifest import manifest
from bot.channels.slack.payloads.unescape import unescape, unescape_command
from bot.channels.slack.render import home, messages, notice
from handlers.chat import COMMANDS, Button, Card, Contact, Field, Form, listed, open_to
from handlers.forms.fields import Choice, Moment, Person, Text
from handlers.text import clean
from storage.models import Role
from tests.fakes.slack_blocks import escaped, message_problems, view_problems, words
from tests.fakes.slack_payloads import View
from tests.support.world import BEGINNING

NASTY = [
    "<!channel>",
    "<@U1>",
    "&amp;",
    "*bold*",
    "_x_",
    "`x`",
    "<b>",
    "\n",
    "  ",
    "😀",
    "\ud83d",
    "\0",
    ":tada:",
]
texts = st.lists(st.one_of(st.text(max_size=30), st.sampled_from(NASTY)), max_size=30).map("".join)
buttons = st.builds(Button, texts, st.text(min_size=1, max_size=64))
cards = st.builds(
    Card,
    title=texts,
    fields=st.lists(st.tuples(texts, texts), max_size=12).map(tuple),
    body=st.one_of(texts, texts.map(lambda text: text * 200)),
    buttons=st.lists(st.lists(buttons, max_size=30).map(tuple), max_size=60).map(tuple),
    subtitle=texts,
    contacts=st.lists(st.builds(Contact, text=texts, url=st.sampled_from(["", "tel:+1"])), max_size=3).map(
        tuple
    ),
    lead=texts,
    footer=texts,
)
FORM = Form(
    "a form",
    "A title that is longer than a modal's",
    (
        Person("client", "Which client?", required=True, hint="A name"),
        Choice("outcome", "How did it go?", options=(("reached", "Reached"), ("busy", "Busy"))),
        Choice("stage", "Stage", required=True),
        Text("text", "What did you talk about?", long=True),
        Moment("when", "When?", required=True, only_if=("outcome", ("busy",))),
    ),
).offering("stage", (("1", "Lead <b>"), ("2", "Offer")))


def test_the_address_of_a_card_is_its_last_line_and_can_be_pressed() -> None:
    url = "https://crm.example.com/c12"
    [message] = messages(Card("Acme", buttons=((Button("Edit", "client.edit:12"),),), address=url))
    link = {"type": "rich_text_section", "elements": [{"type": "link", "url": url, "text": url}]}
    assert message["blocks"][-1] == {"type": "rich_text", "elements": [link]}
    assert message_problems(message["text"], message["blocks"]) == []


def test_a_card_is_a_header_lines_words_and_rows_of_buttons() -> None:
    card = Card(
        "Acme & Sons",
        (("Stage", "Offer <b>"), ("Amount", "*12*")),
        "They want a discount.",
        ((Button("Won", "deal.move:7:3:5"), Button("Lost", "deal.move:7:3:6")), (Button("Back", "deals"),)),
    )
    assert messages(card) == [
        {
            "text": "Acme &amp; Sons\nStage: Offer &lt;b&gt;\nAmount: *12*\nThey want a discount.",
            "blocks": [
                {"type": "header", "text": {"type": "plain_text", "text": "Acme & Sons"}},
                {
                    "type": "rich_text",
                    "elements": [
                        {
                            "type": "rich_text_section",
                            "elements": [
                                {"type": "text", "text": "Stage: "},
                                {"type": "text", "text": "Offer <b>\n"},
                                {"type": "text", "text": "Amount: "},
                                {"type": "text", "text": "*12*"},
                            ],
                        }
                    ],
                },
                {"type": "section", "text": {"type": "plain_text", "text": "They want a discount."}},
                {
                    "type": "actions",
                    "elements": [
                        _button("press.0", "Won", "deal.move:7:3:5"),
                        _button("press.1", "Lost", "deal.move:7:3:6"),
                    ],
                },
                {"type": "actions", "elements": [_button("press.2", "Back", "deals")]},
            ],
        }
    ]


def test_a_menu_is_slacks_own_where_it_fits() -> None:
    more, edit = Button("More…", "client.more:7"), Button("Edit", "client.edit:7")
    card = Card("Acme", buttons=((Button("Log a call", "log:7"),),)).with_menu(more, (edit,))
    [message] = messages(card)
    menu = message["blocks"][-1]["elements"][-1]
    option = {"text": {"type": "plain_text", "text": "Edit"}, "value": "client.edit:7"}
    assert menu == {"type": "overflow", "action_id": "press.1", "options": [option]}
    assert message_problems(message["text"], message["blocks"]) == []
    [message] = messages(card.with_menu(more, (edit,) * (MAX_MENU + 1)))
    assert [each["type"] for each in message["blocks"][-1]["elements"]] == ["button", "button", "button"]


def test_the_buttons_of_a_card_with_a_menu_are_one_row() -> None:
    rows = ((Button("Log a call", "log:7"),), (Button("New deal", "deal.new:7"),))
    card = Card("Acme", buttons=rows).with_menu(Button("More…", "client.more:7"), (Button("Edit", "e"),))
    [message] = messages(card)
    [row] = [block for block in message["blocks"] if block["type"] == "actions"]
    assert [each["type"] for each in row["elements"]] == ["button", "button", "overflow"]


def test_a_list_is_a_block_with_a_bold_heading() -> None:
    [message] = messages(Card("Today", (("Overdue", listed(("Ann Lee",))), ("Weighted", "£9"))))
    overdue, weighted = (block["elements"][0]["elements"] for block in message["blocks"][1:])
    assert overdue[0] == {"type": "text", "text": "Overdue\n", "style": {"bold": True}}
    assert overdue[1] == {"type": "text", "text": "Ann Lee"}
    assert weighted[0] == {"type": "text", "text": "Weighted: "}
    assert message_problems(message["text"], message["blocks"]) == []


def test_commands_are_named_as_they_are_typed_here() -> None:
    COMMANDS["find"]
    assert "Try /crm find x, or (/crm help)." in notice("Try /find x, or (/help).")["text"]
    assert "and/or /unknown" in notice("and/or /unknown")["text"]


def test_the_words_of_a_client_are_left_alone() -> None:
    assert "see /find" in messages(Card(body="see /find", client=7))[0]["text"]


@given(cards)
def test_whatever_is_in_a_card_slack_takes_it(card: Card) -> None:
    for message in messages(card):
        assert message_problems(message["text"], message["blocks"]) == []


@given(cards)
def test_whatever_is_in_a_card_it_can_be_a_page(card: Card) -> None:
    page = home(card)
    assert not page["blocks"] or view_problems(page, "home") == []


def test_a_page_that_would_be_too_long_is_cut() -> None:
    rows = tuple((Button(str(n), f"x:{n}"),) for n in range(200))
    assert view_problems(home(Card("My day", buttons=rows)), "home") == []


@given(texts.filter(str.strip))
def test_no_word_of_a_long_text_is_lost(text: str) -> None:
    shown = "".join(words(message["blocks"]) for message in messages(Card(body=text * 300, client=1)))
    kept = shown.replace(FIRST_STRONG_ISOLATE, "").replace(POP_ISOLATE, "")
    assert "".join(kept.split()) == "".join(clean(text * 300).split())


def test_no_button_is_lost_however_many_there_are() -> None:
    rows = (tuple(Button(str(n), f"x:{n}") for n in range(60)), *((Button("y", f"y:{n}"),) for n in range(80)))
    parts = messages(Card(body="Much", buttons=rows))
    shown = [each["value"] for part in parts for block in part["blocks"] for each in block.get("elements", [])]
    assert shown == [button.data for row in rows for button in row]
    assert all(message_problems(part["text"], part["blocks"]) == [] for part in parts)


def test_a_form_is_a_modal_with_an_input_for_each_field() -> None:
    shown = modal.view(FORM.filled(outcome="busy", text="hello", client="7"), {"client": "Acme"})
    assert view_problems(shown) == []
    view = View("V1", "h", shown)
    assert view.labels() == ["Which client?", "How did it go?", "Stage", "What did you talk about?", "When?"]
    assert [view.value(block) for block in view.inputs()] == ["Acme", "Busy", "", "hello", ""]
    assert [block["optional"] for block in view.inputs()] == [False, True, False, True, True]
    assert shown["title"]["text"] == "A title that is longer…"
    assert shown["blocks"][0]["text"]["text"] == "A title that is longer than a modal's"


def test_what_was_filled_in_comes_back() -> None:
    view = View("V1", "h", modal.view(FORM.concerning(deal_id=3), {}))
    view.fill(view.input("stage"), "Offer")
    view.fill(view.input("text"), "a\nb")
    view.choose(view.input("client"), "7", "Acme")
    submission = modal.submission(view.shown())
    assert submission.values == {"client": "7", "outcome": "", "stage": "2", "text": "a\nb", "when": ""}
    assert submission.form["form"] == "a form"
    assert submission.form["context"] == {"deal_id": 3}
    assert submission.form["options"]["stage"] == [["1", "Lead <b>"], ["2", "Offer"]]


@pytest.mark.parametrize("length", [2999, 3000, 3001, 12_000])
def test_a_text_too_long_for_one_input_comes_back_whole(length: int) -> None:
    text = "".join(str(n % 10) for n in range(length))
    form = Form("f", "Edit", (Text("text", "Text", long=True),)).filled(text=text)
    shown = modal.view(form, {})
    assert view_problems(shown) == []
    view = View("V1", "h", shown)
    view.state = dict(reversed(view.state.items()))
    assert modal.submission(view.shown()).values == {"text": text}


def test_many_choices_and_long_labels_fit() -> None:
    options = tuple((str(n), f"{n} " + "x" * 100) for n in range(150))
    form = Form("f", "Edit", (Choice("c", "L" * 3000), Choice("none", "None"))).offering("c", options)
    assert view_problems(modal.view(form, {})) == []


def test_an_error_without_a_field_stands_under_the_first() -> None:
    shown = modal.view(Form("f", "Edit", (Field("a", "A"), Field("b", "B"))), {})
    assert modal.errors(shown, {"b": "Bad.", "": "Worse.", "gone": "Too."}) == {"b": "Bad.", "a": "Worse. Too."}


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("R&amp;D &lt;b&gt;", "R&D <b>"),
        ("&amp;lt;", "&lt;"),
        (
            "<http://acme.io|acme.io> and <https://acme.io/x?a=1&amp;b=2>",
            "acme.io and https://acme.io/x?a=1&b=2",
        ),
        ("<mailto:a@b.io|a@b.io>, <mailto:c@d.io>", "a@b.io, c@d.io"),
        ("<tel:+79123456789|+7 912 345-67-89>", "+7 912 345-67-89"),
        ("<@U1|ann> in <#C1|sales>, <!here>", "@ann in #sales, @here"),
        ("<!subteam^S1|@team> <@U2>", "@team @U2"),
    ],
)
def test_what_was_typed_is_read_as_it_was_typed(sent: str, meant: str) -> None:
    assert unescape(sent) == meant


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("Olga <!channel> <b>, R&D", "Olga <!channel> <b>, R&D"),
        ("Olga &lt;!channel&gt; &lt;b&gt;, R&amp;D", "Olga <!channel> <b>, R&D"),
        ("see <https://acme.io|acme.io>, <@U1|ann> & co", "see acme.io, @ann & co"),
    ],
)
def test_a_command_is_read_escaped_or_not(sent: str, meant: str) -> None:
    assert unescape_command(sent) == meant


@given(st.text())
def test_whatever_is_typed_survives_slacks_escaping(text: str) -> None:
    assert unescape(escaped(text)) == text


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("find acme", "/find acme"),
        ("/find acme", "/find acme"),
        ("Find acme", "/Find acme"),
        ("acme", "acme"),
        ("", "/help"),
        ("find\nacme", "/find\nacme"),
    ],
)
def test_a_command_may_be_any_word_of_ours(text: str, meant: str) -> None:
    body = {"text": text, "user_id": "U1", "team_id": "T1", "trigger_id": "1.1"}
    assert events.command(body, BEGINNING).text == meant


def test_where_an_app_is_installed_for_all_workspaces_the_organisation_is_the_space() -> None:
    body = {"team": None, "enterprise": {"id": "E1"}, "user": {"id": "U1"}, "is_enterprise_install": True}
    assert events.place(body).space == "E1"
    in_a_workspace = {**body, "team": {"id": "T1"}}
    assert events.place(in_a_workspace).space == "E1"
    assert events.place({**in_a_workspace, "is_enterprise_install": "true"}).space == "E1"
    assert events.place({**in_a_workspace, "is_enterprise_install": False}).space == "T1"


def test_the_manifest_is_written_from_the_registry() -> None:
    [command] = manifest(None)["features"]["slash_commands"]
    assert command["command"] == "/crm"
    assert all(name in command["usage_hint"] for name in open_to(Role.REP))


def test_over_http_the_manifest_says_where_we_are_and_in_socket_mode_nothing() -> None:
    url = "https://crm.example.org/slack/events"
    assert json.dumps(manifest("https://crm.example.org/")).count(url) == 4
    assert manifest("https://crm.example.org/")["settings"]["socket_mode_enabled"] is False
    assert manifest(None)["settings"]["socket_mode_enabled"] is True
    assert "http" not in json.dumps(manifest(None))


def _button(action_id: str, label: str, value: str) -> dict[str, object]:
    text = {"type": "plain_text", "text": label}
    return {"type": "button", "action_id": action_id, "value": value, "text": text}
