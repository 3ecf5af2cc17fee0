"""Who is spoken of in a sentence whose words do not stand apart, or not as names are written."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

import storage
from storage.rights import SYSTEM
from storage.search import names_in_text
from tests.support import people
from tests.support.world import BEGINNING, World


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("给王伟打电话谈了报价", ["王伟"]),
        ("王伟明没接", ["王伟明", "王伟"]),
        ("昨天跟华讯科技谈了", ["李娜"]),
        ("张敏说太贵了", ["Zhang Min 张敏"]),
        ("王总没接", []),
        ("talked to wang", []),
    ],
)
async def test_whose_name_stands_in_chinese_is_found_the_longest_first(
    world: World, text: str, names: list[str]
) -> None:
    async with storage.transaction(world.database) as db:
        await _put(db)
        assert [each.name for each in await names_in_text.find_within(db, SYSTEM, text, limit=9)] == names


@pytest.mark.parametrize(
    ("word", "names"),
    [
        ("анне", ["Анна Смирнова"]),
        ("анной", ["Анна Смирнова"]),
        ("kowalskiego", ["Jan Kowalski"]),
        ("цене", []),
        ("anne", []),  # a name of its own
        ("оля", []),
    ],
)
async def test_a_short_name_in_another_case_is_found(world: World, word: str, names: list[str]) -> None:
    async with storage.transaction(world.database) as db:
        await _put(db)
        assert [each.name for each in await names_in_text.find_cased(db, SYSTEM, [word], limit=9)] == names


async def _put(db: AsyncSession) -> None:
    ann = await people.rep(db, "Ann", BEGINNING)
    for name, company in (
        ("王伟", ""),
        ("王伟明", ""),
        ("李娜", "华讯科技有限公司"),
        ("Zhang Min 张敏", "Acme"),
        ("Анна Смирнова", ""),
        ("Jan Kowalski", ""),
    ):
        await people.client(db, ann, name, company)


@pytest.mark.parametrize(
    ("word", "name", "is_one"),
    [
        ("Kowalskiego", "Jan Kowalski", True),
        ("wiśniewskiej", "Katarzyna Wiśniewska", True),
        ("Павлову", "Павлов Игорь", True),
        ("Бондаренком", "Бондаренко Петро", True),
        ("Шевченка", "Шевченко Тарас", True),
        ("Соколовой", "Марина Соколова", True),
        ("агросвітом", "ТОВ Агросвіт", True),
        ("Павлова", "Павлов Игорь", False),  # a woman of that name
        ("Петрову", "Петрова Анна", False),  # or a man
        ("петров", "Петрова Анна", False),
        ("Wiśniewski", "Katarzyna Wiśniewska", False),
        ("Roberto", "Robert Smith", False),
        ("Александра", "Александр Громов", False),
    ],
)
def test_a_name_in_another_case_is_certain_only_if_nobody_else_is_called_so(
    word: str, name: str, is_one: bool
) -> None:
    assert names_in_text.is_case_of(word, name) is is_one
