"""A long note is read whole, part by part, by everyone who may see the client."""

from tests.support.chat import Person

WORDS = " ".join(f"word{number}" for number in range(1, 901))  # 7,000 letters


async def test_a_long_note_is_read_whole_from_the_answer_and_from_the_history(ann: Person) -> None:
    await ann.says("/new Ivan Petrov, Acme Ltd")
    await ann.says(f"/note Ivan Petrov: {WORDS}")
    ann.sees("Note saved", "word1 ")
    await ann.presses("Read more")
    ann.sees("(1/3)", "word1 ", "word300 ")
    await ann.presses("More ›")
    ann.sees("(2/3)", "word500 ")
    await ann.presses("More ›")
    ann.sees("(3/3)", "word900")
    await ann.presses("‹ Earlier")
    ann.sees("(2/3)")
    await ann.presses("‹ Back to the card")
    await ann.presses("History")
    await ann.presses("Read more: Mon, Mar 2 10:00")
    ann.sees("(1/3)", "word300 ")


async def test_a_short_note_has_nothing_more_to_read(ann: Person) -> None:
    await ann.says("/new Ivan Petrov, Acme Ltd")
    await ann.says("/note Ivan Petrov: likes golf")
    assert "Read more" not in ann.news[-1].buttons
    await ann.says("ivan")
    await ann.presses("History")
    assert not [label for label in ann.news[-1].buttons if label.startswith("Read more")]


async def test_a_note_that_is_gone_is_not_shown(ann: Person) -> None:
    await ann.says("/new Ivan Petrov, Acme Ltd")
    await ann.says(f"/note Ivan Petrov: {WORDS}")
    answer = ann.last("Read more")
    await ann.says("/undo")
    await ann.presses_again(answer, "Read more")
    ann.sees("That entry is gone.")
