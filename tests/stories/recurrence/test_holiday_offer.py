"""A follow-up on a public holiday: the next working day is offered, and nothing is moved unasked."""

from storage.models import Role
from tests.support.chat import Person


async def test_the_next_working_day_is_offered(ann: Person) -> None:
    await ann.is_now(Role.ADMIN)
    await ann.says("/settings")
    await ann.changes("Phone country", "Poland")
    await ann.says("/new Ivan Petrov, Acme")
    await ann.says("/remind Ivan: 1 may 10:00 call")
    ann.sees("I'll remind you", "Fri, May 1 10:00", "Fri, May 1 is a holiday: National Day.")
    await ann.presses("Move to Mon, May 4 10:00")
    ann.sees("Mon, May 4 10:00")
    await ann.says("/remind Ivan: 30 april 10:00 call")
    ann.sees("Thu, Apr 30 10:00")


async def test_what_recurs_is_offered_too(ann: Person) -> None:
    await ann.is_now(Role.ADMIN)
    await ann.says("/settings")
    await ann.changes("Phone country", "Poland")
    await ann.says("/remind: every year on 1 may: bonus")
    ann.sees("every year: May 1 09:00", "Fri, May 1 is a holiday: National Day.")
    ann.sees_button("Move to Mon, May 4 09:00")


async def test_whoever_lives_elsewhere_has_other_holidays(ann: Person) -> None:
    await ann.is_now(Role.ADMIN)
    await ann.says("/settings")
    await ann.changes("Phone country", "Poland")
    await ann.says("/settings")
    await ann.changes("Country", "Germany")
    ann.sees("Saved.", "Country: Germany")
    await ann.says("/remind: 3 may 2027 10:00 report")
    assert "holiday" not in ann.news[-1].text
    await ann.says("/remind: 3 october 2028 10:00 report")
    ann.sees("Tue, Oct 3, 2028 is a holiday: German Unity Day.")
    await ann.says("/settings")
    await ann.changes("Country", "none")
    ann.sees("Saved.", "Country: Poland")


async def test_the_settings_say_where_no_holidays_are_known(ann: Person) -> None:
    await ann.says("/settings")
    await ann.changes("Country", "Ukraine")
    ann.sees("Saved.", "Country: Ukraine (no public holidays known)")
    await ann.says("/settings")
    await ann.changes("Country", "PL")
    ann.sees("Saved.", "Country: Poland")
