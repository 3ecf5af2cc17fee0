"""A follow-up on a public holiday: the next working day is offered, and nothing is moved unasked."""

from storage.models import Role
from tests.support.chat import Person


async def test_the_next_working_day_is_offered(ann: Person) -> None:
    await ann.is_now(Role.ADMIN)
    await ann.says("/settings")
    await ann.changes("Phone country (company-wide)", "Poland")
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
    await ann.changes("Phone country (company-wide)", "Poland")
    await ann.says("/remind: every year on 1 may: bonus")
    ann.sees("every year: May 1 09:00", "Fri, May 1 is a holiday: National Day.")
    ann.sees_button("Move to Mon, May 4 09:00")
