"""A name in Arabic or Hebrew keeps the numbers beside it in their place, on every channel."""

import pytest

from bot.channels.bidi import isolate_text, isolate_within
from tests.stories.on_telegram import sent_file
from tests.support.chat import OnTelegram, Person
from tests.support.world import World

SARA, FIRM = "\u2068שרה כהן\u2069", "\u2068מאפיית הגליל\u2069"


async def test_a_name_is_isolated_on_cards_in_lists_and_on_buttons(ann: Person) -> None:
    await ann.says("/new שרה כהן, מאפיית הגליל, +972 50 123 4567, sara@galil.example")
    ann.sees(SARA, FIRM, "+972 50-123-4567", "sara@galil.example")
    await ann.says("/new שרה לוי")
    await ann.says("/deal שרה כהן: 40 boxes 9 000 USD")
    await ann.says("/deals")
    ann.sees(f"{SARA}: 40 boxes")
    ann.sees_button(f"40 boxes · {SARA}")
    await ann.says("find שרה")
    ann.sees("2 clients: \u2068שרה\u2069")
    await ann.says("find רות 5550100")
    ann.sees("“\u2068רות\u2069 5550100”")


async def test_a_reminder_and_a_form_isolate_the_name(ann: Person, world: World) -> None:
    await ann.says("/new محمد علي")
    await ann.says("/remind محمد علي: tomorrow 10:00 2 samples")
    await world.wait(days=1)
    await ann.looks()
    ann.sees("\u2068محمد علي\u2069", "2 samples")


async def test_a_name_that_is_copied_with_its_isolates_is_found(ann: Person) -> None:
    await ann.says("/new שרה כהן, Galil Bakery")
    await ann.says(f"find {SARA}")
    ann.sees("Galil Bakery")
    await ann.says(f"/call {SARA}: 15 min, wants 3 more")
    ann.sees("Call logged", f"{SARA}", "wants 3 more")


@pytest.mark.parametrize("mark", ["\u202e", "\u202b", "\u2067", "\u200f", "\u061c"])
async def test_a_name_that_turns_what_follows_is_kept_without_that(ann: Person, mark: str) -> None:
    await ann.says(f"/new Ivan {mark}Petrov, Acme Ltd, +7 912 345-67-89")
    ann.sees("Ivan Petrov", "+7 912 345-67-89")
    assert not any(mark in seen.text for seen in ann.news)


async def test_a_kept_file_is_named_in_the_language_of_whoever_reads(ann: Person, world: World) -> None:
    if not isinstance(ann, OnTelegram):
        pytest.skip("of Telegram")
    await ann.says("/new Ivan Petrov")
    await sent_file(ann, "", kind="photo")
    await ann.presses("Ivan Petrov")
    ann.sees("Note saved", "Photo")
    await sent_file(ann, "offer.pdf")
    await ann.presses("Ivan Petrov")
    await ann.says("/note Ivan Petrov: Photo: not of a file")
    piotr = ann.beside("Piotr")
    assert isinstance(piotr, OnTelegram)
    piotr.user.language_code = "pl"
    await piotr.says(f"/start {await world.invite()}")
    await piotr.says("petrov")
    await piotr.presses("Historia")
    piotr.sees("Zdjęcie", "Dokument: offer.pdf")
    piotr.sees("Photo: not of a file")
    assert not any("Document" in seen.text or "Photo\n" in seen.text for seen in piotr.news)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Acme", "Acme"),
        ("דוד, 3 deals", "<דוד>, 3 deals"),
        ("10:00 דוד, 11:00 משה", "10:00 <דוד>, 11:00 <משה>"),
        ("דוד · 12,000 · משה", "<דוד> · 12,000 · <משה>"),
        ("דוד +972 50 123 4567", "<דוד> +972 50 123 4567"),
        ("דוד 10:00", "<דוד> 10:00"),
        ("דוד (לוי) 4", "<דוד> (<לוי>) 4"),
        ("רחוב הרצל 5, תל אביב", "<רחוב הרצל 5, תל אביב>"),
        ("Note: פגישה עם 5 אנשים", "Note: <פגישה עם 5 אנשים>"),
        ('צה"ל 3 days', '<צה"ל> 3 days'),
        ("see https://a.example/שלום דוד@b.example", "see https://a.example/שלום דוד@b.example"),
        ("דוד 5\nמשה 6", "<דוד 5>\n<משה 6>"),
        ("محمد علي، 3 deals", "<محمد علي>، 3 deals"),
    ],
)
def test_only_what_runs_from_right_to_left_is_isolated(text: str, shown: str) -> None:
    assert isolate_text(text) == shown.replace("<", "\u2068").replace(">", "\u2069")


@pytest.mark.parametrize("most", [2, 3, 10, 24, 75])
def test_what_is_isolated_is_no_longer_than_it_may_be(most: int) -> None:
    for text in ("דוד כהן" * 30, "א a " * 100, "דוד", "a" * 100):
        shown = isolate_within(text, most)
        assert len(shown) <= most or most < 3
        assert shown.count("\u2068") == shown.count("\u2069")
