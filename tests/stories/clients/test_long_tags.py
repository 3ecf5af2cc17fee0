"""A tag is a word or two: one that is longer is not kept, and whoever typed it is told so."""

from handlers.text import MAX_TAG
from tests.support.chat import Person


async def test_a_tag_that_is_too_long_is_asked_to_be_shorter(ann: Person) -> None:
    await ann.says("/new X1, #" + "щ" * (MAX_TAG + 1))
    ann.sees(f"is too long: {MAX_TAG + 1} characters, and the limit is {MAX_TAG}.")
    await ann.says("/new X1, #" + "щ" * MAX_TAG)
    ann.sees("X1", "щ" * MAX_TAG)
