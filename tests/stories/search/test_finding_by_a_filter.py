"""/find with a filter in words: whose, not called for so long, deals won; and names that look like filters."""

import pytest
from sqlalchemy import update

import storage
from storage.clients import clients
from storage.clients.new_client import NewClient
from storage.deals import deals
from storage.models import Rep
from tests.support import people
from tests.support.chat import Person
from tests.support.world import World


async def _a_base(ann: Person) -> None:
    """Three clients: called a while ago, called yesterday, and never."""
    for line in (
        "/new Ольга Ким, Москва",
        "/new Ivan Petrov, Acme Ltd",
        "/new 王伟, 上海天地有限公司",
        "/call Ким: 15 января, показала продукт",
        "/call Petrov: yesterday 15:00, liked it",
        "/deal Petrov: annual licence 12 000 USD",
        "/won annual licence",
        "/deal Ким: пилот 3 000 USD",
    ):
        await ann.says(line)


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("/find my clients no call 30 days", "Mine · no call for 30 days: 2 clients"),
        ("/find мои москва без звонка 30 дней", "Mine · “москва” · no call for 30 days: 1 client"),
        ("/find мої москва без дзвінка 30 днів", "Mine · “москва” · no call for 30 days: 1 client"),
        ("/find moje moskva bez telefonu 30 dni", "Mine · “moskva” · no call for 30 days: 1 client"),
        ("/find 我的上海30天没联系", "Mine · “上海” · no contact for 30 days: 1 client"),
        ("/find never called", "Never called: 1 client"),
        ("/find won this year > 10000", "Won deals (2026) · at least 10,000: 1 deal, $12,000"),
        ("/find сделки от 1 тыс до 5 тыс", "Open deals · at least 1,000 · at most 5,000: 1 deal, $3,000"),
        ("/find open deals without a next step", "Open deals · no next step: 1 deal, $3,000"),
        ("/find звонил вчера", "Call (Sun, Mar 1): 1 client"),
        ("/find lost", "Lost deals: none."),
        ("/find won > 20k", "Won deals · at least 20,000: none."),
        ("без звонка 30 дней", "No call for 30 days: 2 clients"),
        ("my open deals", "Mine · open deals: 1 deal, $3,000"),
        ("who haven't I called this month?", "No call (March 2026): 2 clients"),
        ("кому я не звонила в этом месяце?", "No call (March 2026): 2 clients"),
        ("кому я ще не дзвонив цього місяця?", "No call (March 2026): 2 clients"),
        ("do kogo nie dzwoniłem w tym miesiącu?", "No call (March 2026): 2 clients"),
        ("这个月我没给谁打过电话？", "No call (March 2026): 2 clients"),
        ("我的客户，30天没有电话", "Mine · no call for 30 days: 2 clients"),
    ],
)
async def test_a_filter_finds_and_says_how_it_was_understood(ann: Person, typed: str, understood: str) -> None:
    await _a_base(ann)
    await ann.says(typed)
    ann.sees(understood)


async def test_who_waited_longest_comes_first_and_the_way_back_is_there(ann: Person) -> None:
    await _a_base(ann)
    await ann.says("/find no call 30 days")
    ann.sees("王伟", "Ольга Ким · Thu, Jan 15")
    first, second, *_more = ann.news[-1].buttons
    assert first.startswith("王伟") and second.startswith("Ольга Ким")
    await ann.presses(second)
    ann.sees("показала продукт")
    await ann.presses("‹ Back to the list")
    ann.sees("No call for 30 days: 2 clients")


async def test_of_deals_the_list_says_which_and_how_much(ann: Person) -> None:
    await _a_base(ann)
    await ann.says("/find сделки больше 1000")
    ann.sees("Open deals · at least 1,000: 1 deal, $3,000", "Ольга Ким · пилот · $3,000 · Lead")
    assert ann.news[-1].buttons[0].startswith("пилот · Ольга Ким")
    await ann.says("/find won больше 1000")
    ann.sees("Ivan Petrov · Acme Ltd · annual licence · $12,000 · Won")


async def test_pages_carry_the_filter(ann: Person) -> None:
    for n in range(11):
        await ann.says(f"/new Олександр{'абвгдежзикл'[n]} Шевченко, Київ")
    await ann.says("/find мої київ без дзвінка 30 днів")
    ann.sees("Mine · “київ” · no call for 30 days: 11 clients")
    await ann.presses("More ›")
    ann.sees("Mine · “київ” · no call for 30 days: 11 clients")
    assert len([label for label in ann.news[-1].buttons if "Шевченко" in label]) == 3
    await ann.presses("‹ Earlier")
    assert len([label for label in ann.news[-1].buttons if "Шевченко" in label]) == 8


@pytest.mark.parametrize(
    ("client", "typed", "filter_"),
    [
        ("Мои Документы, ООО Ромашка", "/find мои документы", "Mine · “документы”"),
        ("Open Systems Ltd", "/find open sys", "“sys” · open deals"),
        ("Won Bin", "/find won", "Won deals"),
        ("我的世界", "/find 我的世界", "Mine · “世界”"),
        ("Lost & Found", "/find lost & found", "“& found” · lost deals"),
    ],
)
async def test_a_name_that_looks_like_a_filter_is_a_name_and_the_filter_is_offered(
    ann: Person, client: str, typed: str, filter_: str
) -> None:
    await ann.says(f"/new {client}")
    await ann.says("/new Somebody Else")
    await ann.says(typed)
    ann.sees(client.partition(",")[0])
    await ann.presses(filter_)
    ann.sees(f"{filter_}: ")


async def test_a_beginning_of_a_name_is_a_filter_and_the_name_is_offered(ann: Person) -> None:
    await ann.says("/new Myroslav Koval")
    await ann.says("/new Ivan Wonder")
    await ann.says("/find my")
    ann.sees("Mine: 2 clients")
    await ann.presses("Search by name only")
    ann.sees("1 client: my")
    await ann.says("/find won")
    ann.sees("Won deals: none.")
    await ann.presses("Search by name only")
    ann.sees("1 client: won")


async def test_without_the_command_a_lone_word_is_a_name(ann: Person) -> None:
    await ann.says("/new Myroslav Koval")
    await ann.says("/new Ivan Wonder")
    await ann.says("my")
    ann.sees("Myroslav Koval")
    await ann.says("wonder")
    ann.sees("Ivan Wonder")


async def test_a_lone_word_that_is_nobodys_name_is_the_filter(ann: Person) -> None:
    await _a_base(ann)
    await ann.says("open deals")
    ann.sees("Open deals: 1 deal, $3,000")
    ann.sees_button("Search by name only")


async def test_overdue_is_the_agenda_and_with_find_the_filter(ann: Person, world: World) -> None:
    await _a_base(ann)
    await ann.says("/remind Petrov: tomorrow 10:00 ring")
    await world.wait(days=2)
    await ann.says("overdue")
    ann.sees("Overdue: 1 follow-up", "Ivan Petrov: ring")
    await ann.says("/find overdue")
    ann.sees("Overdue follow-ups: 1 client")


async def test_a_lone_word_that_may_be_a_name_has_the_filter_as_a_button(ann: Person) -> None:
    await _a_base(ann)
    await ann.says("/new Won Bin")
    await ann.says("/new Ivan Wonder")
    await ann.says("won")
    ann.sees("2 clients: won")
    await ann.presses("Won deals")
    ann.sees("Won deals: 1 deal, $12,000")


async def test_a_length_below_zero_is_asked_about(ann: Person) -> None:
    await ann.says("/find no call -5 days")
    ann.sees("I don't understand “-5 days”")


@pytest.mark.parametrize(
    ("typed", "unread"),
    [
        ("/find won > lots", "> lots"),
        ("/find без звонка 30 попугаев", "30 попугаев"),
        ("/find wygrane 31.02.2026", "31.02.2026"),
        ("/find won lost", "lost"),
    ],
)
async def test_what_is_not_understood_is_said_and_not_left_out(ann: Person, typed: str, unread: str) -> None:
    await ann.says(typed)
    ann.sees(f"I don't understand “{unread}”")
    ann.sees_button("Search by name only")


async def test_a_line_that_begins_like_a_command_offers_both(ann: Person) -> None:
    await _a_base(ann)
    await ann.says("won this year > 10000")
    ann.sees("Won deals (2026) · at least 10,000: 1 deal, $12,000")
    assert [each for each in ann.news[-1].buttons if each.startswith("Do this: ") and "won this year" in each]


async def test_help_shows_filters(ann: Person) -> None:
    await ann.says("/help find")
    ann.sees("find my clients in Boston, no call for 30 days", "find won this year > 10000")


async def test_a_rep_without_a_team_is_told_so(ann: Person) -> None:
    await ann.says("/find team open deals")
    ann.sees("You're not in a team")


async def test_a_line_that_waits_for_its_client_is_answered_by_a_name(ann: Person) -> None:
    await ann.says("/new Мои Документы")
    await ann.says("/new Мои Финансы")
    await ann.says("/call мои: 15 min")
    ann.sees("Which one?")
    await ann.says("мои документы")
    ann.sees("Call logged", "Мои Документы")


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("boris's clients", "Owner: Boris: 1 client"),
        ("/find клиенты бориса без звонка 30 дней", "Owner: Boris · no call for 30 days: 1 client"),
        ("klienci borisa", "Owner: Boris: 1 client"),
        ("/find сделки бориса больше 1000", "Owner: Boris · open deals · at least 1,000: 1 deal, $2,000"),
    ],
)
async def test_a_colleague_is_named_in_a_filter(ann: Person, typed: str, understood: str) -> None:
    await _a_base(ann)
    now = ann.world.clock()
    async with storage.transaction(ann.world.database) as db:
        boris = await people.rep(db, "Boris", now)
        olga = await people.client(db, boris, "Olga Nowak")
        await deals.add(db, boris, olga, "pilot", 200_000, "USD", now)
    await ann.says(typed)
    ann.sees(understood, "Olga Nowak")


@pytest.mark.parametrize(
    "typed", ["deals in negotiation", "/find open deals in negotiation", "negotiation deals"]
)
async def test_a_stage_is_named_in_a_filter(ann: Person, typed: str) -> None:
    await _a_base(ann)
    await ann.says("/move пилот negotiation")
    await ann.says(typed)
    ann.sees("eals · stage: Negotiation: 1 deal, $3,000", "Ольга Ким")


async def test_a_stage_is_named_in_the_language_of_the_rep(ann: Person) -> None:
    await _a_base(ann)
    await ann.says("/move пилот negotiation")
    async with storage.transaction(ann.world.database) as db:
        await db.execute(update(Rep).values(locale="ru"))
    await ann.says("сделки в переговорах")
    ann.sees("этап: Переговоры", "Ольга Ким")


async def test_many_clients_are_counted_and_paged_to_the_last(ann: Person) -> None:
    async with storage.transaction(ann.world.database) as db:
        rep = await db.get_one(Rep, 1)
        await clients.add_all(db, rep, [NewClient(f"Ivan {n:03}") for n in range(210)], ann.world.clock())
    await ann.says("/find my clients")
    ann.sees("Mine: 210 clients", "Ivan 000")
    for _page in range(26):
        await ann.presses("More ›")
    ann.sees("Mine: 210 clients", "Ivan 209")
    assert "More ›" not in ann.news[-1].buttons
