"""What is typed in five languages, on a monday morning: times, lengths, amounts, outcomes, the next step."""

import pytest

from tests.chat import Person

CLIENT = "/new Acme Ltd, +48 601 234 567"


@pytest.mark.parametrize(
    "typed",
    [
        "tomorrow 3pm send the offer",
        "завтра в 15 отправить КП",
        "завтра о 15:00 надіслати КП",
        "jutro o 15:00 wysłać ofertę",
        "明天下午3点发报价",
    ],
)
async def test_a_promise_in_any_language(ann: Person, typed: str) -> None:
    await ann.says(CLIENT)
    await ann.says(f"/remind Acme: {typed}")
    ann.sees("Acme Ltd", "Tue, Mar 3 15:00")


@pytest.mark.parametrize(
    "typed",
    [
        "15 min, no answer; next: end of month send the offer",
        "15 мин, не дозвонился; дальше: конец месяца отправить КП",
        "15 хв, не взяв трубку; далі: кінець місяця надіслати КП",
        "15 min, nie odebral; dalej: koniec miesiaca wysłać ofertę",
        "15分钟，没接；下一步：月底发报价",
    ],
)
async def test_a_call_in_any_language(ann: Person, typed: str) -> None:
    await ann.says(CLIENT)
    await ann.says(f"/call Acme: {typed}")
    ann.sees("Call logged", "15 min", "No answer", "Tue, Mar 31 09:00")


@pytest.mark.parametrize("typed", ["za 2-3 dni zadzwonić", "за 2 часа позвонить", "下周中联系"])
async def test_what_is_understood_in_part_is_asked_with_buttons(ann: Person, typed: str) -> None:
    await ann.says(CLIENT)
    await ann.says(f"/remind Acme: {typed}")
    ann.sees("When is", typed)
    await ann.presses("Tomorrow")
    ann.sees("Tue, Mar 3 09:00", typed)


async def test_a_client_with_wide_marks(ann: Person) -> None:
    await ann.says("/new 王伟，公司：阿里巴巴，电话：+86 138 0013 8000，生日：3月12日")
    ann.sees("王伟", "阿里巴巴", "+86 138 0013 8000", "March 12")
    await ann.says("/deal 王伟：年度许可 3万元")
    ann.sees("年度许可", "CN¥30,000")


async def test_a_lone_dot_is_read_as_the_rep_writes(ann: Person) -> None:
    await ann.says(CLIENT)
    await ann.says("/deal Acme: licence 1,200 EUR")
    ann.sees("licence", "€1,200")
    await ann.says("/deal Acme: support 1.200 EUR")
    ann.sees("support", "€1.20")
