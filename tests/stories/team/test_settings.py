"""Settings at a glance, in groups that a press opens, each with a way back."""

import pytest

from storage.models import Role
from tests.support.chat import OnSlack, Person


async def test_what_is_set_is_seen_at_a_glance(ann: Person) -> None:
    await ann.is_now(Role.REP)
    await ann.says("/settings")
    ann.sees("Settings", "English · 10:00, UTC", "Working days: Monday to Friday", "Quiet hours: 21:00-08:00")
    ann.sees("Morning digest at: 09:00", "Birthday reminder: ")
    assert ann.news[-1].text.count("\n") < 12
    ann.sees_button("About me", "Notices")
    assert "Company" not in ann.news[-1].buttons
    await ann.is_now(Role.ADMIN)
    await ann.says("/settings")
    ann.sees("Reps can see: All clients · Currency: ", "Escalate after: 48 h")
    ann.sees_button("Company")


async def test_each_change_shows_the_new_value_and_leads_back(ann: Person) -> None:
    await ann.is_now(Role.ADMIN)
    await ann.says("/settings")
    await ann.changes("Quiet hours", "22 to 7")
    ann.sees("Saved.", "Quiet hours: 22:00-07:00")
    await ann.presses("‹ Settings")
    ann.sees("Settings", "Quiet hours: 22:00-07:00")
    await ann.changes("Currency", "zł")
    ann.sees("Saved.", "Currency: PLN")
    await ann.presses("Undo")
    ann.sees("Undone", "A change to settings")
    await ann.says("/settings")
    assert "PLN" not in ann.news[-1].text


async def test_a_group_leads_back(ann: Person) -> None:
    if isinstance(ann, OnSlack):
        pytest.skip("it is a modal there")
    await ann.says("/settings")
    await ann.presses("Notices")
    ann.sees("Notices", "Morning digest at: 09:00")
    await ann.presses("‹ Back")
    ann.sees("Settings", "Quiet hours")
    await ann.presses("About me")
    await ann.presses("Language")
    ann.sees("Language", "Now: English")
    await ann.presses("Cancel")
    ann.sees("Settings", "Quiet hours")


async def test_the_company_s_are_an_admin_s(ann: Person) -> None:
    await ann.is_now(Role.ADMIN)
    await ann.says("/settings")
    drawn = ann.last("Company")
    await ann.is_now(Role.MANAGER, "North")
    await ann.presses_again(drawn, "Company")
    ann.sees("Only an admin can do that.")
