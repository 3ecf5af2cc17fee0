"""What a card looks like in Telegram."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.limits import LABEL_LENGTH, MAX_TEXT_UNITS
from bot.channels.telegram.render import keyboard, pages, shorten_units
from handlers.chat import Button, Card, Contact, listed
from tests.fakes.telegram_content import parsed, rows

WORD_BREAKERS = [
    "<b>",
    "&amp;",
    "</b>",
    "<!channel>",
    '"',
    "\u202eevil",
    "\0",
    "\ud83d",
    "😀",
    "e\u0301",
    "\r\n",
    "\t",
]
texts = st.lists(st.one_of(st.text(max_size=30), st.sampled_from(WORD_BREAKERS)), max_size=30).map("".join)
cards = st.builds(
    Card,
    title=texts,
    fields=st.lists(st.tuples(texts, texts), max_size=4).map(tuple),
    body=st.one_of(texts, texts.map(lambda text: text * 200)),
    subtitle=texts,
    lead=texts,
    footer=texts,
)


def shown(card: Card) -> list[str]:
    return [parsed(html) for html in pages(card)]


def test_a_card_has_a_bold_title_plain_values_and_a_body() -> None:
    card = Card("Acme & Sons", (("Stage", "Offer"), ("Amount", "€12,000")), "They want a discount.")
    assert pages(card) == ["<b>Acme &amp; Sons</b>\n\nStage: Offer\nAmount: €12,000\n\nThey want a discount."]


def test_what_to_act_on_is_bold_and_the_rest_is_plain() -> None:
    card = Card(
        "Ivan Petrov",
        (("", "annual licence"), ("Last", "today")),
        subtitle="director, Acme",
        contacts=(Contact("+7 912 345-67-89", "tel:+79123456789"),),
        lead="Next: Tue 10:00",
        footer="#vip",
    )
    assert pages(card) == [
        "<b>Ivan Petrov</b>\ndirector, Acme\n+7 912 345-67-89\n\n<b>Next: Tue 10:00</b>\nannual licence\n"
        "Last: today\n\n#vip"
    ]


def test_a_list_stands_below_its_heading_also_if_it_is_one_line() -> None:
    card = Card("My day", (("Overdue", listed(("Ann Lee",))), ("Weighted", "£9"), ("加权金额", "¥9")))
    assert pages(card) == ["<b>My day</b>\n\n<b>Overdue</b>\nAnn Lee\n\nWeighted: £9\n加权金额：¥9"]


def test_a_bar_stays_on_the_line_of_its_stage() -> None:
    assert pages(Card(body="Lead ▰▱ 50%, later")) == ["Lead\u00a0▰▱\u00a050%, later"]


def test_what_is_missing_leaves_no_gap() -> None:
    assert pages(Card(body="Only this.")) == ["Only this."]
    assert pages(Card(title="Only this")) == ["<b>Only this</b>"]
    assert pages(Card(fields=(("Phone", "1"), ("", "2")))) == ["Phone: 1\n2"]
    assert pages(Card(title="Ann", body="Hello")) == ["<b>Ann</b>\n\nHello"]


@pytest.mark.parametrize("name", ["<b>", "</b>", "&lt;", "<a href='x'>", "<!channel>", '"&"', "a < b > c"])
def test_a_name_is_never_markup(name: str) -> None:
    card = Card(name, ((name, name),), name)
    assert shown(card) == [f"{name}\n\n{name}: {name}\n\n{name}"]


def test_control_characters_are_left_out_and_halves_of_characters_replaced() -> None:
    assert pages(Card(body="a\0b\x1bc\u202ed\ud83de\tf\r\ng\x85h")) == ["abcd\ufffde f\ng\nh"]


def test_joined_emoji_stay_joined() -> None:
    assert pages(Card(body="👩\u200d💻 ok")) == ["👩\u200d💻 ok"]


@pytest.mark.parametrize("nothing", ["", " \n\t", "\0", "\u200b\u2060", "\ufe0f"])
def test_a_text_with_nothing_to_see_is_a_dash(nothing: str) -> None:
    assert pages(Card(title=nothing, body=nothing)) == ["—"]


def test_a_text_of_exactly_the_limit_is_one_message() -> None:
    assert len(pages(Card(body="😀" * (MAX_TEXT_UNITS // 2)))) == 1
    assert len(pages(Card(body="&" * MAX_TEXT_UNITS))) == 1
    assert len(pages(Card(body="😀" * (MAX_TEXT_UNITS // 2) + "!"))) == 2


def test_a_long_text_is_cut_between_lines() -> None:
    lines = [f"line {number} with <some> words" for number in range(500)]
    parts = shown(Card(body="\n".join(lines)))
    assert len(parts) > 1
    assert "\n".join(parts).split("\n") == lines


def test_a_long_line_is_cut_between_words() -> None:
    words = [f"word{number}" for number in range(3000)]
    assert " ".join(shown(Card(body=" ".join(words)))).split() == words


def test_a_long_bold_line_is_bold_in_every_part() -> None:
    parts = pages(Card(lead="tall tale " * 900))
    assert len(parts) == 3
    assert all(part.endswith("</b>") and "<b>" in part for part in parts)


@given(cards)
def test_whatever_is_in_a_card_telegram_takes_it(card: Card) -> None:
    assert all(shown(card))


@given(texts)
def test_no_letter_of_a_long_text_is_lost(text: str) -> None:
    body = "start " + text.replace("\0", "") * 300 + " end"
    whole = "".join(pages(Card(body=body)))
    once = pages(Card(body="start " + text + " end"))[0]
    assert whole.count("😀") == 300 * once.count("😀")


def test_rows_are_kept() -> None:
    card = Card("x", buttons=((Button("Won", "a:1"), Button("Lost", "a:2")), (Button("Back", "b"),)))
    assert drawn(card) == [[("Won", "a:1"), ("Lost", "a:2")], [("Back", "b")]]


def test_no_buttons_are_no_keyboard() -> None:
    assert keyboard(Card("x")) is None


def test_there_are_at_most_eight_buttons_in_a_row_and_a_hundred_in_all() -> None:
    many = tuple(Button(str(number), f"a:{number}") for number in range(30))
    found = drawn(Card("x", buttons=(many,) * 4))
    assert max(map(len, found)) == 8
    assert sum(map(len, found)) == 100


def test_a_long_label_is_cut_where_it_can_still_be_read() -> None:
    [[(label, _data)]] = drawn(Card("x", buttons=((Button("Annual licence, " * 10, "a"),),)))
    assert len(label) <= LABEL_LENGTH
    assert label.startswith("Annual licence,") and label.endswith("…")


@pytest.mark.parametrize("label", ["", " ", "\n", "\u200b"])
def test_a_label_is_never_empty(label: str) -> None:
    assert drawn(Card("x", buttons=((Button(label, "a"),),))) == [[("—", "a")]]


@given(texts, st.integers(min_value=2, max_value=300))
def test_a_shortened_text_fits(text: str, most: int) -> None:
    short = shorten_units(text, most)
    assert len(short.encode("utf-16-le")) // 2 <= most
    assert "\n" not in short


def drawn(card: Card) -> list[list[tuple[str, str]]]:
    markup = keyboard(card)
    assert markup
    return rows(json.dumps(markup))
