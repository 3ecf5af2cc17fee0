"""What is typed in five languages, on a monday morning: times, lengths, amounts, outcomes, the next step."""

import pytest

from tests.support.chat import Person

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
    ("typed", "due"),
    [
        ("in 3 business days call", "Thu, Mar 5 09:00"),
        ("через 3 рабочих дня позвонить", "Thu, Mar 5 09:00"),
        ("3个工作日后打电话", "Thu, Mar 5 09:00"),
        ("the first monday of april call", "Mon, Apr 6 09:00"),
        ("w pierwszy poniedziałek kwietnia zadzwonić", "Mon, Apr 6 09:00"),
        ("опівночі подзвонити", "Tue, Mar 3 00:00"),
        ("10-Apr-26 call him", "Fri, Apr 10 09:00"),
        ("三個月後聯繫", "Tue, Jun 2 09:00"),
        ("3 marca godz. 14.30 telefon", "Tue, Mar 3 14:30"),
    ],
)
async def test_a_promise_on_a_day_that_is_counted_out(ann: Person, typed: str, due: str) -> None:
    await ann.says(CLIENT)
    await ann.says(f"/remind Acme: {typed}")
    ann.sees("Acme Ltd", due)


@pytest.mark.parametrize(
    ("typed", "took"),
    [
        ("yesterday 10:00-11:30, showed the demo", "1 h 30 min"),
        ("с 9:00 до 9:20, показал демо", "20 min"),
        ("1:02:10, pokazałem demo", "1 h 2 min"),
        ("谈了半个小时", "30 min"),
    ],
)
async def test_how_long_a_meeting_took_is_read_from_its_ends(ann: Person, typed: str, took: str) -> None:
    await ann.says(CLIENT)
    await ann.says(f"/meeting Acme: {typed}")
    ann.sees("Meeting logged", took)


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


@pytest.mark.parametrize(
    "typed", ["za 2-3 dni zadzwonić", "за 2 часа позвонить", "下周中联系", "fri 10 a", "tomorrow at midnight"]
)
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


@pytest.mark.parametrize(
    ("client", "typed", "due", "what"),
    [
        ("Ivan Petrov", "need to call ivan friday", "Fri, Mar 6 09:00", "call ivan"),
        ("Анна Смирнова", "надо завтра в 15 позвонить анне", "Tue, Mar 3 15:00", "позвонить анне"),
        ("Олена Коваль", "треба подзвонити олені у п'ятницю", "Fri, Mar 6 09:00", "подзвонити олені"),
        ("王伟", "明天下午3点给王伟打电话", "Tue, Mar 3 15:00", "给王伟打电话"),
        ("王伟", "王伟让我明天上午11点回电", "Tue, Mar 3 11:00", "王伟让我回电"),
        ("王伟", "跟王伟约了下周二见面", "Tue, Mar 10 09:00", "见面"),
    ],
)
async def test_what_is_to_be_done_is_a_press_from_being_promised(
    ann: Person, client: str, typed: str, due: str, what: str
) -> None:
    await ann.says(f"/new {client}")
    await ann.says(typed)
    ann.sees("Set a follow-up")
    await ann.presses(f"Follow-up: {client}")
    ann.sees("I'll remind you", client, due, what)


@pytest.mark.parametrize(
    ("client", "typed", "due", "what"),
    [
        ("Ivan Petrov", "remind me to call ivan petrov friday", "Fri, Mar 6 09:00", "call ivan petrov"),
        (
            "Ivan Petrov",
            "don't forget to call ivan on friday about vat",
            "Fri, Mar 6 09:00",
            "call ivan about vat",
        ),
        ("Иван Петров", "напомни позвонить ивану в пятницу", "Fri, Mar 6 09:00", "позвонить ивану"),
        ("Jan Kowalski", "przypomnij zadzwonić do kowalskiego w piątek", "Fri, Mar 6 09:00", "zadzwonić"),
        ("王伟", "提醒我周五给王伟打电话", "Fri, Mar 6 09:00", "给王伟打电话"),
        ("Олена Коваль", "нагадай подзвонити олені у п'ятницю", "Fri, Mar 6 09:00", "подзвонити олені"),
    ],
)
async def test_what_somebody_asks_to_be_reminded_of_is_promised_at_once(
    ann: Person, client: str, typed: str, due: str, what: str
) -> None:
    await ann.says(f"/new {client}")
    await ann.says(typed)
    ann.sees("I'll remind you", client, due, what)


@pytest.mark.parametrize(
    ("client", "typed", "day"),
    [
        ("Ivan Petrov", "talked to ivan on friday about the price", "Fri 1"),
        ("Анна Смирнова", "в пятницу говорил с анной о цене", "Fri 1"),
        ("Олена Коваль", "говорили з оленою у п'ятницю про ціну", "Fri 1"),
        ("Jan Kowalski", "w piątek rozmawiałem z kowalskim o cenie", "Fri 1"),
        ("王伟", "周五跟王伟聊了价格", "Fri 1"),
    ],
)
async def test_the_day_in_a_sentence_that_tells_of_a_talk_is_the_last_one(
    ann: Person, client: str, typed: str, day: str
) -> None:
    await ann.says(f"/new {client}")
    await ann.says(typed)
    await ann.presses(f"Call: {client}")
    ann.sees("Call logged", client, day)


async def test_a_client_is_named_in_the_midst_of_chinese(ann: Person) -> None:
    await ann.says("/new 王伟，北京华讯科技有限公司")
    await ann.says("王伟没接")
    await ann.presses("Call: 王伟")
    ann.sees("Call logged", "No answer")
    await ann.says("/call 王伟没接，明天上午再打")
    ann.sees("Call logged", "王伟", "No answer", "Tue, Mar 3 09:00, 再打")
    await ann.says("/meeting 华讯：一小时，演示产品，周五回电")
    ann.sees("Meeting logged", "王伟", "1 h", "Fri, Mar 6 09:00, 回电")


async def test_a_longer_chinese_name_is_not_taken_for_a_shorter_one(ann: Person) -> None:
    await ann.says("/new 王伟")
    await ann.says("/new 李娜")
    await ann.says("/call 王伟明没接")
    ann.sees("No client called", "Choose one")
    ann.sees_button("王伟")


async def test_a_city_is_no_company(ann: Person) -> None:
    await ann.says("/new Анна, Москва, +7 912 345-67-89")
    ann.sees("#Москва")
    assert "Company" not in ann.news[-1].text
    await ann.says("/new 张敏，深圳，1985年3月12日生")
    ann.sees("March 12 (40)", "#深圳")
    await ann.says("/new Piotr, Wektor, Kraków")
    ann.sees("Wektor", "#Kraków")


async def test_a_promise_may_be_a_sentence_of_its_own(ann: Person) -> None:
    await ann.says(CLIENT)
    await ann.says("/call Acme: liked the demo. Call back friday 10:00")
    ann.sees("liked the demo", "Next: Fri, Mar 6 10:00, Call back")
