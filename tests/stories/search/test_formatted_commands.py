"""A command is one however it is formatted, quoted, spaced, or typed on a Chinese keyboard."""

import pytest

from tests.stories.on_slack import writes
from tests.support.chat import OnSlack, Person

ANYWHERE = (
    "`find bo`",
    "*find bo*",
    "_find_ bo",
    "**find bo**",
    "```find bo```",
    "“find bo”",
    "«find bo»",
    "- find bo",
    "• find bo",
    "> find bo",
    "1. find bo",
    "\ufefffind bo",
    "\u200bfind bo",
    "find\u00a0bo",
    "find\u3000bo",
    "／find bo",
    "／ｆｉｎｄ bo",
)
IN_SLACK = (
    "`find bo`",
    "*find* _bo_",
    "&gt; find bo",
    "```\nfind bo```",
    "crm find bo",
    "/crm find bo",
    "/crm bo carr",
    "*crm find bo*",
    "\u200b/crm find bo",
)


async def _has_bo(ann: Person) -> None:
    await ann.says("/new Bo Carr, Acme Ltd")
    ann.sees("Bo Carr")


async def test_what_is_around_a_command_does_not_hide_it(ann: Person) -> None:
    await _has_bo(ann)
    for typed in ANYWHERE:
        await ann.says(typed)
        ann.sees("Bo Carr", "Acme Ltd")


async def test_a_full_width_slash_adds_a_client(ann: Person) -> None:
    await ann.says("／new Bo Carr")
    ann.sees("Bo Carr")
    ann.sees_button("Undo")


async def test_marks_that_format_no_command_are_kept(ann: Person) -> None:
    await _has_bo(ann)
    await ann.says("/note Bo Carr: 2*3*4, snake_case, - a dash")
    ann.sees("2*3*4, snake_case, - a dash")


async def test_slack_formats_what_is_pasted_and_people_type_its_command(ann: Person) -> None:
    if not isinstance(ann, OnSlack):
        pytest.skip("of Slack")
    await _has_bo(ann)
    for typed in IN_SLACK:
        await writes(ann, typed)
        ann.sees("Bo Carr", "Acme Ltd")


async def test_what_slack_shows_without_marks_is_kept_without_them(ann: Person) -> None:
    if not isinstance(ann, OnSlack):
        pytest.skip("of Slack")
    await _has_bo(ann)
    await writes(ann, "*note* Bo Carr: wants *the big one*, see <https://a.example/_b_/c>")
    ann.sees("Note saved", "wants the big one, see https://a.example/_b_/c")


async def test_a_client_called_crm_is_found(ann: Person) -> None:
    await ann.says("/new CRM Partners")
    await ann.says("crm partners")
    ann.sees("CRM Partners")
