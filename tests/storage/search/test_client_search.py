"""A client is found by whatever a rep remembers, however it is written."""

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

import storage
from storage import rights
from storage.activities import interactions
from storage.clients import clients
from storage.clients.new_client import NewClient
from storage.deals import deals
from storage.models import Client, InteractionKind, Rep, Role, Team, Visibility
from storage.rights import SYSTEM
from storage.search import activity_columns, client_search
from storage.team import accounts
from tests.support import people
from tests.support.world import BEGINNING

pytestmark = pytest.mark.usefixtures("compared")

IVAN, SHCHUKIN, LODZ, WANG = "Ivan Petrov", "Щукін Петро", "Łódź Systems", "王伟"
IVANOVS = ["Іванов Олег", "Иванов Олег"]
DEMIANCHUK, SMITH, LV, MAGDALENA = "Дем'янчук Олена", "William Smith", "吕布", "Magdalena Wiśniowska-Janowska"

FOUND = [
    # the beginning of a word, in any order
    ("ivan p", IVAN),
    ("petrov ivan", IVAN),
    ("pet iva", IVAN),
    ("IVAN PETROV", IVAN),
    ("acme", IVAN),
    ("golf", IVAN),
    # any alphabet
    ("ivanov", IVANOVS),
    ("Иванов", IVANOVS),
    ("іванов олег", IVANOVS),
    ("lodz", LODZ),
    ("ŁÓDŹ", LODZ),
    ("łod", LODZ),
    ("щукин", SHCHUKIN),
    ("ЩУКИН", SHCHUKIN),
    ("shchukin", SHCHUKIN),
    ("szczukin", SHCHUKIN),
    ("schukin", SHCHUKIN),
    ("hryhorii", "Григорій Зеленський"),
    ("hryhor", "Григорій Зеленський"),
    ("Grigory Zelensky", "Григорій Зеленський"),
    ("zelenskyi", "Григорій Зеленський"),
    ("Żukowski", "Жуковский Пётр"),
    ("zhukovsky", "Жуковский Пётр"),
    ("жуковский петр", "Жуковский Пётр"),
    ("kuznecow", "Alexei Kuznetsov"),
    ("кузнецов", "Alexei Kuznetsov"),
    ("julia", "Юлия Ковальчук"),
    ("yuliya", "Юлия Ковальчук"),
    ("fyodor", "Фёдор Ёлкин"),
    ("Федор Елкин", "Фёдор Ёлкин"),
    ("muller", "Jürgen Müller"),
    ("мюллер", "Jürgen Müller"),
    ("wang wei", WANG),
    ("wangwei", WANG),
    ("wei wang", WANG),
    ("王伟", WANG),
    ("mao xiaoming", "毛小明"),
    ("xiaoming mao", "毛小明"),
    ("maoxiao", "毛小明"),
    ("王", WANG),
    ("伟", WANG),
    ("王偉", WANG),
    ("上海", "李娜"),
    ("天地", "李娜"),
    ("shanghai tiandi", "李娜"),
    # the middle, where nothing begins so
    ("ukin", SHCHUKIN),
    ("etrov", IVAN),
    ("nowsk", "Magdalena Wiśniowska-Janowska"),
    # words that are written together, or not
    ("Wiśniowska-Janowska", MAGDALENA),
    ("wisniowska janowska", MAGDALENA),
    ("wisniowskajanowska", MAGDALENA),
    ("AT&T", SMITH),
    ("at t", SMITH),
    ("att", SMITH),
    ("дем'янчук", DEMIANCHUK),
    ("дем’янчук", DEMIANCHUK),
    ("демʼянчук", DEMIANCHUK),
    ("демянчук", DEMIANCHUK),
    ("дем янчук", DEMIANCHUK),
    # pinyin as it is typed
    ("lv bu", LV),
    ("lvbu", LV),
    ("lü bu", LV),
    # slips
    ("petorv", IVAN),
    ("pertov ivan", IVAN),
    ("ptrov", IVAN),
    ("petrrov", IVAN),
    ("петрав", IVAN),
    ("shchukyn", SHCHUKIN),
    ("shcukin", SHCHUKIN),
    ("щюкин", SHCHUKIN),
    ("zhukovksy", "Жуковский Пётр"),
    ("magdalnea", "Magdalena Wiśniowska-Janowska"),
    ("wisniovsca", "Magdalena Wiśniowska-Janowska"),
    ("magadlnea", "Magdalena Wiśniowska-Janowska"),
    ("kuznetsvo", "Alexei Kuznetsov"),
    ("acmee", IVAN),
    ("smtih", SMITH),
    ("smiht", SMITH),
    ("shchuikn", SHCHUKIN),
    # another keyboard
    ("ltv`zyxer", DEMIANCHUK),
    ("hm", None),
    ("bdfyjd", IVANOVS),
    ("dfy dtq", None),
    (";erjdcrbq", "Жуковский Пётр"),
    ("obrsy", None),
    ("фсьу", IVAN),
    ("зуекщм", IVAN),
    ("oerіy", None),
    ("obxtyrj", None),
    # companies, with and without what they are
    ("Acme", IVAN),
    ("Acme Ltd", IVAN),
    ("ромашка", "Анна Сидорова"),
    ("ООО Ромашка", "Анна Сидорова"),
    ("ООО «Ромашка»", "Анна Сидорова"),
    ("ТОВ Ромашка", "Анна Сидорова"),
    ("Romashka LLC", "Анна Сидорова"),
    ("Kwiat", "Zofia Wójcik"),
    ("Kwiat Sp. z o.o.", "Zofia Wójcik"),
    ("上海天地", "李娜"),
    ("上海天地有限公司", "李娜"),
    ("上海天地公司", "李娜"),
    # phones
    ("345-67-89", IVAN),
    ("6789", IVAN),
    ("６７８９", IVAN),
    ("＋７（９１２）３４５－６７－８９", IVAN),
    ("8 912 345 67 89", IVAN),
    ("+7 (912) 345-67-89", IVAN),
    ("79123456789", IVAN),
    ("9123456789", IVAN),
    ("030 23125012", "Jürgen Müller"),
    ("0049 30 23125012", "Jürgen Müller"),
    ("6780", None),
    ("789", None),
    # e-mails
    ("ivan@acme.ru", IVAN),
    ("ivan＠acme．ru", IVAN),
    ("ivan@", IVAN),
    ("acme.ru", IVAN),
    ("@acme.ru", IVAN),
    ("@acm", IVAN),
    ("acme.r", IVAN),
    ("mueller.example", "Jürgen Müller"),
    ("j.m@", "Jürgen Müller"),
    ("cme.ru", None),
    # nobody
    ("%", None),
    ("_", None),
    ("", None),
    ("  ", None),
    ("nobody", None),
    ("ivan nobody", None),
    ("zzzzzzz", None),
    ("x" * 600, None),
    ("马云", None),
    ("a\0@b.c", None),
    ("\0", None),
    ("👍", None),
    ("王\0伟", WANG),
    ("'; DROP TABLE clients; --", None),
]


@pytest.fixture(scope="module")
async def base(common: storage.Database) -> storage.Database:
    """To be looked at; what changes something has one of its own."""
    return await _filled(common)


async def _filled(database: storage.Database) -> storage.Database:
    async with storage.transaction(database) as db:
        ann = await people.rep(db, "Ann", BEGINNING)
        boris = await people.rep(db, "Boris", BEGINNING)
        await people.client(db, ann, IVAN, "Acme Ltd", "+79123456789", "ivan@acme.ru")
        await clients.edit(db, await _first(db), {"tags": "vip, golf"})
        for name in (LODZ, SHCHUKIN, WANG, *IVANOVS):
            await people.client(db, ann, name)
        await people.client(db, ann, "Григорій Зеленський")
        await people.client(db, ann, "Жуковский Пётр")
        await people.client(db, ann, "Alexei Kuznetsov")
        await people.client(db, ann, "Юлия Ковальчук")
        await people.client(db, ann, "Фёдор Ёлкин")
        await people.client(db, ann, "Jürgen Müller", "", "+493023125012", "j.m@office.mueller.example")
        await people.client(db, ann, "Magdalena Wiśniowska-Janowska")
        await people.client(db, ann, "李娜", "上海天地有限公司")
        await people.client(db, ann, "Анна Сидорова", "ООО «Ромашка»")
        await people.client(db, ann, "毛小明")
        await people.client(db, ann, LV)
        await people.client(db, ann, DEMIANCHUK)
        await people.client(db, ann, SMITH, "AT&T")
        await people.client(db, ann, "Zofia Wójcik", "Kwiat sp. z o.o.")
        await people.client(db, boris, "Beata Smirnova")
        await people.client(db, ann, "Beata Zhukova")
    return database


async def _first(db: AsyncSession) -> Client:
    found = await clients.get(db, SYSTEM, 1)
    assert found
    return found


@pytest.mark.parametrize(("words", "wanted"), FOUND)
async def test_finds_the_client(base: storage.Database, words: str, wanted: str | list[str] | None) -> None:
    async with storage.reading(base) as db:
        found, total = await client_search.find(db, SYSTEM, words, limit=10)
    names = [wanted] if isinstance(wanted, str) else wanted or []
    assert sorted(client.name for client in found) == sorted(names)
    assert total == len(found)


@pytest.mark.parametrize(
    ("words", "slipped"),
    [
        ("petrov", False),
        ("petorv", True),
        ("etrov", False),
        ("bdfyjd", False),
        ("zelensky", False),
        ("xx", False),
    ],
)
async def test_it_is_told_whether_nobody_is_called_so(
    base: storage.Database, words: str, slipped: bool
) -> None:
    async with storage.reading(base) as db:
        assert (await client_search.find_or_near(db, SYSTEM, words, limit=10)).slipped is slipped


async def test_my_own_clients_come_first(base: storage.Database) -> None:
    async with storage.reading(base) as db:
        reps = {rep.name: rep for rep in await accounts.active(db)}
        for_boris, *_more = await client_search.find(db, reps["Boris"], "beata", limit=10)
        for_ann, *_more = await client_search.find(db, reps["Ann"], "beata", limit=10)
    assert [client.name for client in for_boris] == ["Beata Smirnova", "Beata Zhukova"]
    assert [client.name for client in for_ann] == ["Beata Zhukova", "Beata Smirnova"]


async def test_an_exact_name_is_what_a_sentence_means(database: storage.Database) -> None:
    base = await _filled(database)
    async with storage.transaction(base) as db:
        ann = (await accounts.active(db))[0]
        await people.client(db, ann, "Ivan Petrovich")
    async with storage.reading(base) as db:
        found = await client_search.find_named(db, SYSTEM, "ivan petrov", limit=10)
    assert [client.name for client in found] == ["Ivan Petrov"]


@pytest.mark.parametrize("name", ["王伟", "wang wei", "wangwei", "WANG"])
async def test_a_sentence_names_a_client_in_another_alphabet(base: storage.Database, name: str) -> None:
    async with storage.reading(base) as db:
        assert [client.name for client in await client_search.find_named(db, SYSTEM, name, limit=10)] == [WANG]


@pytest.mark.parametrize("name", ["Petrow", "Pietrow", "Ivann"])
async def test_a_sentence_means_nobody_who_is_written_otherwise_in_the_same_alphabet(
    base: storage.Database, name: str
) -> None:
    async with storage.reading(base) as db:
        assert not await client_search.find_named(db, SYSTEM, name, limit=10)
        assert not await client_search.find_words(db, SYSTEM, name, limit=10)


@pytest.mark.parametrize("words", ["hryhorii", "Зеленський", "zelensky grigory", "Григорий"])
async def test_whole_words_name_a_client_by_their_sound(base: storage.Database, words: str) -> None:
    async with storage.reading(base) as db:
        found = await client_search.find_words(db, SYSTEM, words, limit=10)
    assert [client.name for client in found] == ["Григорій Зеленський"]


@pytest.mark.parametrize("words", ["golf", "etrov", "petorv", "bdfyjd", "hryho", "an", ""])
async def test_a_tag_a_part_a_slip_or_a_wrong_keyboard_names_nobody(base: storage.Database, words: str) -> None:
    async with storage.reading(base) as db:
        assert not await client_search.find_words(db, SYSTEM, words, limit=10)


async def test_a_slip_is_asked_about(base: storage.Database) -> None:
    async with storage.reading(base) as db:
        near = await client_search.find_near(db, SYSTEM, ["petorv"], limit=10)
    assert [client.name for client in near] == ["Ivan Petrov"]


async def test_who_has_left_finds_nobody(database: storage.Database) -> None:
    base = await _filled(database)
    async with storage.transaction(base) as db:
        ann = (await accounts.active(db))[0]
        ann.active = False
    async with storage.reading(base) as db:
        for words in ("ivan", "petorv", "etrov", "6789", "acme.ru", "王", "bdfyjd"):
            found, total = await client_search.find(db, ann, words, limit=10)
            assert (list(found), total) == ([], 0)


async def test_better_matches_come_first(database: storage.Database) -> None:
    async with storage.transaction(database) as db:
        ann = await people.rep(db, "Ann", BEGINNING)
        boris = await people.rep(db, "Boris", BEGINNING)
        for owner, name, company in (
            (ann, "Oleg Maslov", "Marina"),
            (boris, "Marina Orlova", ""),
            (boris, "Marina", ""),
            (ann, "Marinade Works", ""),
            (ann, "Anna Marina", ""),
            (boris, "Zoe Marina", ""),
            (boris, "Марина", ""),
        ):
            await people.client(db, owner, name, company)
        found, *_more = await client_search.find(db, ann, "marina", limit=10)
    assert [client.name for client in found] == [
        *("Marina", "Марина"),  # called exactly so
        *("Marinade Works", "Marina Orlova"),  # beginning so, mine first
        *("Anna Marina", "Oleg Maslov", "Zoe Marina"),  # elsewhere, mine first
    ]


async def test_those_spoken_with_lately_and_with_open_deals_come_before_the_rest(
    database: storage.Database,
) -> None:
    async with storage.transaction(database) as db:
        ann = await people.rep(db, "Ann", BEGINNING)
        await deals.put_default_pipeline(db)
        names = ("Olga Aa", "Olga Bb", "Olga Cc", "Olga Dd")
        made = {name: await people.client(db, ann, name) for name in names}
        await deals.add(db, ann, made["Olga Bb"], "licence", 100, "USD", BEGINNING)
        for name, days in (("Olga Cc", 9), ("Olga Dd", 2)):
            at = BEGINNING - timedelta(days=days)
            await interactions.add(db, ann, made[name], InteractionKind.CALL, at=at, now=BEGINNING, text="")
        ids = [client.id for client in made.values()]
        await db.run_sync(lambda session: activity_columns.refresh(session.connection(), ids))
        found, *_more = await client_search.find(db, ann, "olga", limit=10)
    assert [client.name for client in found] == ["Olga Dd", "Olga Cc", "Olga Bb", "Olga Aa"]


async def test_pages_do_not_shuffle_and_of_too_many_the_best_are_kept(
    database: storage.Database,
) -> None:
    async with storage.transaction(database) as db:
        ann = await people.rep(db, "Ann", BEGINNING)
        boris = await people.rep(db, "Boris", BEGINNING)
        first = await people.client(db, ann, "Zz Ivanov")
        exact = await people.client(db, boris, "Iva")
        many = [NewClient(f"{word} Ivanov") for word in _words(client_search.MAX_RANKED + 40)]
        await clients.add_all(db, boris, many, BEGINNING)
    async with storage.reading(database) as db:
        for words in ("ivanov", "i", "iva"):
            pages = [
                await client_search.find(db, ann, words, limit=50, offset=offset)
                for offset in range(0, 400, 50)
            ]
            ids = [client.id for found, _total in pages for client in found]
            assert len(ids) == len(set(ids)) == pages[0][1] >= client_search.MAX_RANKED
            assert first.id in ids, words
            if words != "i":
                assert ids[0] == (exact if words == "iva" else first).id


@pytest.mark.parametrize(
    ("others", "last", "words"),
    [
        ("王大伟", "王伟", "wang wei"),
        ("Petrov Ivan Jr", "Ivan Petrov", "petrov ivan"),
        ("王伟华", "王伟", "王伟"),
    ],
)
async def test_whoever_is_called_just_so_comes_first_among_many(
    database: storage.Database, others: str, last: str, words: str
) -> None:
    async with storage.transaction(database) as db:
        ann = await people.rep(db, "Ann", BEGINNING)
        boris = await people.rep(db, "Boris", BEGINNING)
        await clients.add_all(db, ann, [NewClient(others)] * (client_search.MAX_RANKED + 40), BEGINNING)
        exact = await people.client(db, boris, last)
    async with storage.reading(database) as db:
        found, total = await client_search.find(db, SYSTEM, words, limit=5)
    assert found[0].id == exact.id
    assert total >= client_search.MAX_RANKED


def _words(count: int) -> list[str]:
    letters = "abcdefghjk"
    return [f"I{letters[n // 100]}{letters[n // 10 % 10]}{letters[n % 10]}" for n in range(count)]


@pytest.mark.parametrize(
    ("role", "sees"), [(Role.REP, Visibility.OWN), (Role.REP, Visibility.TEAM), (Role.ADMIN, Visibility.OWN)]
)
async def test_others_clients_do_not_crowd_out_the_own_ones(
    database: storage.Database, role: Role, sees: Visibility
) -> None:
    async with storage.transaction(database) as db:
        ann = await people.rep(db, "Ann", BEGINNING, role=role)
        boris = await people.rep(db, "Boris", BEGINNING)
        mine = await people.client(db, ann, "Ivanka Petrova", "", "+15550004417")
        await clients.add_all(
            db, boris, [NewClient(f"{w} Ivanov") for w in _words(client_search.MAX_RANKED)], BEGINNING
        )
    ann = await _seeing(database, ann, sees)
    async with storage.reading(database) as db:
        for words in ("i", "iv", "iva", "ivanka", "p", "i p", "iva p", "petrova", "ivanka petrova", "4417"):
            found, *_more = await client_search.find(db, ann, words, limit=5)
            assert found[0].id == mine.id, words
            if role is Role.REP:
                assert [client.id for client in found] == [mine.id], words


async def _seeing(database: storage.Database, rep: Rep, sees: Visibility) -> Rep:
    async with storage.transaction(database) as db:
        await rights.set_visibility(db, sees)
        team = Team(name="North")
        db.add(team)
        await db.flush()
        (await db.get_one(Rep, rep.id)).team_id = team.id
    async with storage.transaction(database) as db:
        return await db.get_one(Rep, rep.id)
