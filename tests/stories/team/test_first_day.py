"""After joining: the time there, the country, the language and the currency, a press each; then the tour."""

import pytest
from sqlalchemy import func, select, update

import storage
from storage.models import Act, Change, Client, Company, Deal, FollowUp, Interaction, Rep, Role
from tests.support.chat import OnSlack, Person


async def test_what_is_right_takes_one_press(ann: Person) -> None:
    await ann.is_now(Role.REP)
    await _unconfirmed(ann)
    await ann.says("/start")
    ann.sees("Welcome, Ann!", "10:00, UTC", "English", "Is this right?")
    assert "Currency" not in ann.news[-1].text
    await ann.presses("Yes, all right")
    ann.sees("Write to me as you would to a colleague")
    ann.sees_button("Take the tour (two minutes)")
    assert (await _ann(ann)).setup_at == ann.world.clock()
    await ann.says("/start")
    ann.sees("Write to me as you would to a colleague")


async def test_the_time_there_is_chosen_by_the_clock(ann: Person) -> None:
    await _unconfirmed(ann)
    await ann.is_now(Role.ADMIN)
    await ann.says("/start")
    await ann.presses("Another time")
    ann.sees("What time is it where you are?")
    await ann.presses("11:00 Berlin")
    ann.sees("11:00, Berlin", "Germany", "EUR")
    await ann.presses("Yes, all right")
    rep, company = await _ann(ann), await _company(ann)
    assert (rep.timezone, rep.country) == ("Europe/Berlin", "DE")
    assert company and (company.country, company.currency) == ("DE", "EUR")
    await ann.says("/new Bo Carr")
    await ann.says("/deal Bo Carr: licence 500")
    ann.sees("€500")


async def test_another_city_is_typed(ann: Person) -> None:
    await _unconfirmed(ann)
    await ann.is_now(Role.ADMIN)
    await ann.says("/start")
    await ann.presses("Another time")
    await ann.presses("Something else")
    await ann.fills({"Which city are you in?": "Warsaw"})
    ann.sees("11:00, Warsaw", "Poland", "PLN")


async def test_country_language_and_currency_are_a_press_each(ann: Person) -> None:
    await _unconfirmed(ann)
    await ann.is_now(Role.ADMIN)
    await ann.says("/start")
    await ann.presses("Another country")
    await ann.presses("United Kingdom")
    ann.sees("United Kingdom", "GBP")
    await ann.presses("Another currency")
    await ann.presses("EUR")
    ann.sees("EUR")
    await ann.presses("Another language")
    await ann.presses("Polski")
    ann.sees("Polski", "Czy to się zgadza?")
    await ann.presses("Tak, zgadza się")
    rep, company = await _ann(ann), await _company(ann)
    assert (rep.locale, rep.country) == ("pl", "GB")
    assert company and company.currency == "EUR"


async def test_a_rep_sets_no_currency(ann: Person) -> None:
    await _unconfirmed(ann)
    await ann.is_now(Role.REP)
    await ann.says("/start")
    await ann.presses("Yes, all right")
    company = await _company(ann)
    assert company is None or company.currency is None


async def test_an_admin_changes_the_currency_in_the_settings(ann: Person) -> None:
    await ann.is_now(Role.ADMIN)
    await ann.says("/settings")
    await ann.changes("Currency", "zł")
    ann.sees("Saved.", "Currency: PLN")
    await ann.says("/new Bo Carr")
    await ann.says("/deal Bo Carr: audit 500")
    ann.sees("PLN\xa0500")


async def test_working_days_are_typed_freely_where_they_can_be_typed(ann: Person) -> None:
    await ann.says("/settings")
    if isinstance(ann, OnSlack):
        await ann.changes("Working days", "Tuesday to Saturday")
        ann.sees("Working days: Tuesday to Saturday")
        return
    await ann.changes("Working days", "tue, thu and sat")
    ann.sees("Saved.", "Working days: Tue, Thu, Sat")
    await ann.says("/settings")
    ann.sees("Tue, Thu, Sat")
    await ann.changes("Working days", "mon-sat")
    ann.sees("Working days: Monday to Saturday")


async def test_for_an_abbreviation_cities_are_offered(ann: Person) -> None:
    if isinstance(ann, OnSlack):
        pytest.skip("there the modal says that the city is asked for")
    await ann.says("/settings")
    await ann.changes("Time zone", "EST")
    ann.sees("doesn't say when the clocks change")
    await ann.presses("New York")
    ann.sees("Time zone: America/New_York. It's 05:00 there now.")


async def test_the_tour_by_pressing_leaves_no_trace(ann: Person) -> None:
    await ann.is_now(Role.REP)
    before = await _rows(ann)
    await ann.says("/tour")
    ann.sees("Tour: step 1 of 3", _here(ann, "/new Alex Sample, Sample Ltd"))
    await ann.presses("Do it for me")
    ann.sees("✓ Alex Sample", "+44 20 7946 0107", "Tour: step 2 of 3", "Log a call")
    await ann.presses("Do it for me")
    ann.sees("✓", "wants a discount", "Fri, Mar 6 10:00", "Tour: step 3 of 3")
    await ann.presses("Do it for me")
    ann.sees("✓", "sample deal", "Negotiation", "$12,000", "That was the tour.")
    assert await _rows(ann) == before
    await ann.says("/find alex sample")
    ann.sees("Nothing found")
    await ann.says("/undo")
    ann.sees("Nothing to undo.")


async def test_the_tour_by_typing(ann: Person) -> None:
    await ann.is_now(Role.REP)
    before = await _rows(ann)
    await ann.says("/tour")
    await ann.says("new alex sample, Sample Ltd, +44 20 7946 0107")
    ann.sees("✓ Alex Sample", "Tour: step 2 of 3")
    await ann.says("/call Alex Sample: no answer, tomorrow 9:30")
    ann.sees("No answer", "Tue, Mar 3 09:30", "Tour: step 3 of 3")
    await ann.says("/move sample deal to offer")
    ann.sees("Offer", "That was the tour.")
    assert await _rows(ann) == before


async def test_a_wrong_step_says_what_to_do(ann: Person) -> None:
    await ann.says("/tour")
    await ann.says("/call Alex Sample: no answer")
    ann.sees("Not yet: this step is another one.", "Add a client", _here(ann, "/new Alex Sample"))
    await ann.says("/new Alex Sample, Sample Ltd")
    await ann.says("/call Alex Sample")
    ann.sees("Something is missing after the name.", "Tour: step 2")


async def test_work_goes_on_during_the_tour(ann: Person) -> None:
    await ann.is_now(Role.REP)
    await ann.says("/tour")
    await ann.says("/new Bo Carr, +44 20 7946 0108")
    ann.sees("Bo Carr")
    await ann.says("zzyzx")
    ann.sees("Nothing found")
    await ann.presses("Back to the tour")
    ann.sees("Tour: step 1 of 3")
    await ann.presses("Do it for me")
    await ann.says("/call Bo Carr: no answer")
    ann.sees("Bo Carr", "No answer")
    assert "Tour" not in ann.news[-1].text
    async with storage.reading(ann.world.database) as db:
        assert await db.scalar(select(func.count(Interaction.id))) == 1


async def test_the_tour_can_be_left_and_taken_up_again(ann: Person) -> None:
    await ann.is_now(Role.REP)
    await ann.says("/tour")
    await ann.presses("Do it for me")
    await ann.says("/today")
    await ann.says("/tour")
    ann.sees("Tour: step 2 of 3")
    await ann.presses("Leave the tour")
    ann.sees("You've left the tour.")
    await ann.says("/tour")
    ann.sees("Tour: step 1 of 3")


async def test_a_tour_left_alone_for_a_day_begins_anew(ann: Person) -> None:
    await ann.is_now(Role.REP)
    await ann.says("/tour")
    await ann.presses("Do it for me")
    await ann.world.wait(hours=25)
    await ann.looks()
    await ann.says("/tour")
    ann.sees("Tour: step 1 of 3")


@pytest.mark.parametrize(
    ("role", "shown", "button"),
    [
        (Role.MANAGER, "On Mondays I send you their week", "Show my team"),
        (Role.ADMIN, "/invite", "Invite someone"),
    ],
)
async def test_managers_and_admins_see_the_team(ann: Person, role: Role, shown: str, button: str) -> None:
    await ann.is_now(role, "North")
    await ann.says("/tour")
    for _each in range(3):
        await ann.presses("Do it for me")
    ann.sees("Tour: step 4 of 4", _here(ann, shown))
    ann.sees_button(button)
    await ann.presses("Finish")
    ann.sees("That was the tour.")


async def test_a_newcomer_is_asked_and_offered_the_tour(ann: Person) -> None:
    await ann.is_now(Role.ADMIN)
    boris = ann.beside("Boris")
    await boris.says(f"/start {await ann.world.invite()}")
    boris.sees("Welcome, Boris!", "Is this right?")
    await boris.presses("Yes, all right")
    await boris.presses("Take the tour (two minutes)")
    boris.sees("Tour: step 1 of 3")


async def test_who_has_not_answered_is_asked_once_below_a_digest(ann: Person) -> None:
    await _unconfirmed(ann)
    await ann.world.wait(hours=23)
    await ann.looks()
    ann.sees("Good morning, Ann!", "By my clock it's 09:00 in UTC. Is that your time?")
    await ann.presses("Check time and country")
    ann.sees("10:00" if "10:00" in ann.news[-1].text else "09:00", "Is this right?")
    await ann.world.wait(days=1)
    await ann.looks()
    assert "By my clock" not in "\n".join(seen.text for seen in ann.news)


async def test_a_digest_has_one_tip_a_week_until_it_is_used_or_dismissed(ann: Person) -> None:
    await ann.is_now(Role.REP)
    await ann.says("/new Bo Carr")
    await ann.says("/remind Bo Carr: 20 march ring")
    await ann.says("/remind Bo Carr: tomorrow 11:00 ring")
    await ann.world.wait(hours=23)
    await ann.looks()
    ann.sees("Tip of the week", _here(ann, "/call - Log a call"))
    await ann.says("/call Bo Carr: no answer")
    await ann.world.wait(days=1)
    await ann.looks()
    assert "Tip of the week" not in "\n".join(seen.text for seen in ann.news)
    await ann.world.wait(days=5)
    await ann.looks()
    ann.sees("Tip of the week", _here(ann, "/deal - Open a deal"))
    await ann.presses("I know that")
    ann.sees("OK, you won't see that tip again.")
    await ann.world.wait(days=7)
    await ann.looks()
    ann.sees("Tip of the week", _here(ann, "/note"))
    await ann.presses("Try it")
    await ann.world.wait(days=7)
    await ann.looks()
    assert _here(ann, "/note") not in "\n".join(seen.text for seen in ann.news)


def _here(ann: Person, text: str) -> str:
    return text.replace("/", "/crm ") if isinstance(ann, OnSlack) else text


async def _ann(ann: Person) -> Rep:
    async with storage.reading(ann.world.database) as db:
        return (await db.scalars(select(Rep).where(Rep.name == "Ann"))).one()


async def _company(ann: Person) -> Company | None:
    async with storage.reading(ann.world.database) as db:
        return await db.scalar(select(Company))


async def _rows(ann: Person) -> list[int]:
    """How many rows there are of what a tour is about, and of what has been done."""
    async with storage.reading(ann.world.database) as db:
        nouns = (Client, Deal, FollowUp, Interaction, Act, Change)
        return [await db.scalar(select(func.count()).select_from(noun)) or 0 for noun in nouns]


async def _unconfirmed(ann: Person) -> None:
    """As she is before she has answered."""
    async with storage.transaction(ann.world.database) as db:
        await db.execute(update(Rep).where(Rep.name == "Ann").values(setup_at=None))


async def test_what_recurs_keeps_its_local_time(ann: Person) -> None:
    await _unconfirmed(ann)
    await ann.says("/remind: every monday 9:00 report")
    await ann.says("/start")
    await ann.presses("Another time")
    await ann.presses("11:00 Berlin")
    await ann.says("my follow-ups")
    ann.sees("Mon, Mar 9", "09:00 report")


async def test_what_has_been_chosen_since_is_not_overwritten_by_an_old_card(ann: Person) -> None:
    await _unconfirmed(ann)
    await ann.is_now(Role.ADMIN)
    await ann.says("/start")
    old = ann.last("Yes, all right")
    await ann.says("/settings")
    await ann.changes("Currency", "PLN")
    await ann.presses_again(old, "Yes, all right")
    company = await _company(ann)
    assert company and company.currency == "PLN"
