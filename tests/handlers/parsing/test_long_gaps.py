"""Runs of blanks are cut to a few before anything reads them; line ends stay line ends."""

from handlers.chat.contact_rows import ContactRow
from handlers.chat.events import ButtonPress, Submission, TextMessage
from handlers.imports.import_clients import client_of
from handlers.text import MAX_BLANKS, normalise
from storage.models import Place
from tests.running.tables import each_row

PLACE = Place("telegram", "", "1", "1")
GAPS = (
    ("licence" + " " * 3_900 + "x", "licence" + " " * MAX_BLANKS + "x"),
    ("licence" + "\t" * 3_900 + "x", "licence" + "\t" * MAX_BLANKS + "x"),
    ("licence" + "\u00a0" * 3_900 + "x", "licence" + "\u00a0" * MAX_BLANKS + "x"),
    ("first" + "\n" * 3_900 + "second", "first\n\n\nsecond"),
    ("first" + " \u3000\n\t" * 900 + "second", "first\n\n\n\tsecond"),
    ("first\r\n\r\nsecond", "first\n\nsecond"),
    ("prices:\n        1. licence\n    2. support", "prices:\n        1. licence\n    2. support"),
    ("a  b\t\tc", "a  b\t\tc"),
)


@each_row(("given", "kept"), GAPS)
def test_a_long_gap_is_cut_wherever_it_comes_in(given: str, kept: str) -> None:
    assert normalise(given) == kept
    assert normalise(kept) == kept
    assert TextMessage(place=PLACE, key="1", text=given).text == kept
    assert ButtonPress(place=PLACE, key="1", data="log", handed=given).handed == kept
    assert Submission({}, {"about": given}).values == {"about": kept}


def test_a_cell_that_is_nested_without_end_is_kept_as_it_is() -> None:
    nested = "[" * 5_000
    new = client_of(ContactRow(1, (("Name", "Ivan"), ("Notes", nested))), "GB")
    assert new
    assert nested in new.about


def test_a_tag_of_a_file_that_is_too_long_is_kept_among_the_notes() -> None:
    new = client_of(ContactRow(1, (("Name", "Ivan"), ("Tags", f"vip, {'a' * 200}, warm"))), "GB")
    assert new
    assert (new.tags, new.about) == ("vip, warm", "a" * 200)
