"""What is typed in Ukrainian, Polish and Chinese, and what English and Russian make harder: tables."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from handlers.parsing.activities import interaction_line
from handlers.parsing.activities.interaction_line import Logged, NextStep
from handlers.parsing.contacts.birthdays import birthday
from handlers.parsing.contacts.contact_line import new_client
from handlers.parsing.money.amount_reader import Money, money
from handlers.parsing.money.amounts import split_money
from handlers.parsing.time.durations import duration
from handlers.parsing.time.time_at_edge import split_when
from storage.clients.new_client import Birthday, NewClient, Point
from storage.models import Outcome, PointKind
from tests.handlers.parsing.test_phrases import scene
from tests.paths import DATA
from tests.running.tables import each_row

# What begins or ends with a time, on wednesday 11 March 2026 at 12:30 where that language is spoken.
SPLIT = [
    ("en", "10 o'clock call", "2026-03-12 10:00", "call"),
    ("en", "in 2w call", "2026-03-25 09:00", "call"),
    ("en", "tomorrow at ten thirty call", "2026-03-12 10:30", "call"),
    ("en", "send it by end of month", "2026-03-31 09:00", "send it"),
    ("en", "call at the end of next week", "2026-03-20 09:00", "call"),
    ("en", "call on 31/03", "2026-03-31 09:00", "call"),
    ("ru", "31/03/2026 в 10 отправить", "2026-03-31 10:00", "отправить"),
    ("en", "what do we do friday", "2026-03-13 09:00", "what do we do"),
    ("en", "end of the contract tomorrow", "2026-03-12 09:00", "end of the contract"),
    ("en", "tomorrow 10:00, 3 contracts", "2026-03-12 10:00", "3 contracts"),
    ("en", "tomorrow 10:00 3 contracts", "2026-03-12 10:00", "3 contracts"),
    ("en", "half past 3 call", "2026-03-11 15:30", "call"),
    ("en", "call in about 2 hours", "2026-03-11 14:31", "call"),
    ("en", "tomorrow do 12 calls", "2026-03-12 09:00", "do 12 calls"),
    ("ru", "завтра между 10 и 12 позвонить", "2026-03-12 10:00", "позвонить"),
    ("ru", "завтра в 14 30 позвонить", "2026-03-12 14:30", "позвонить"),
    ("ru", "завтра с первого звонка", "2026-03-12 09:00", "с первого звонка"),
    ("ru", "в семь вечера позвонить", "2026-03-11 19:00", "позвонить"),
    ("ru", "через 2 дня до обеда", "2026-03-13 09:00", ""),
    ("ru", "четверть клиентов завтра", "2026-03-12 09:00", "четверть клиентов"),
    ("pl", "jutro do 12 klientów", "2026-03-12 09:00", "do 12 klientów"),
    ("pl", "jutro o dziesiątej spotkanie", "2026-03-12 10:00", "spotkanie"),
    ("ru", "позвонить к концу недели", "2026-03-13 09:00", "позвонить"),
    ("ru", "завтра тому клиенту позвонить", "2026-03-12 09:00", "тому клиенту позвонить"),
    ("ru", "завтра у клиента", "2026-03-12 09:00", "у клиента"),
    ("ru", "конец договора завтра", "2026-03-12 09:00", "конец договора"),
    ("uk", "подзвонити о 10", "2026-03-12 10:00", "подзвонити"),
    ("uk", "о 10 подзвонити", "2026-03-12 10:00", "подзвонити"),
    ("uk", "завтра о 10 в офісі", "2026-03-12 10:00", "в офісі"),
    ("uk", "завтра о десятій тридцять", "2026-03-12 10:30", ""),
    ("uk", "о шостій вечора зустріч", "2026-03-11 18:00", "зустріч"),
    ("uk", "зустріч у четвер о пів на третю", "2026-03-12 14:30", "зустріч"),
    ("uk", "надіслати КП до 15 березня", "2026-03-15 09:00", "надіслати КП"),
    ("uk", "завтра 3 договори", "2026-03-12 09:00", "3 договори"),
    ("uk", "наприкінці наступного тижня зустріч", "2026-03-20 09:00", "зустріч"),
    ("en", "call eve tomorrow", "2026-03-12 09:00", "call eve"),
    ("en", "start of the project tomorrow", "2026-03-12 09:00", "start of the project"),
    ("en", "send the price list by the end of day", "2026-03-11 17:00", "send the price list"),
    ("en", "weekend sale offer on friday", "2026-03-13 09:00", "weekend sale offer"),
    ("ru", "через часа два перезвонить", "2026-03-11 14:31", "перезвонить"),
    ("ru", "через минут 20 перезвонить", "2026-03-11 12:51", "перезвонить"),
    ("ru", "отправить кп к концу дня", "2026-03-11 17:00", "отправить кп"),
    ("uk", "за чверть шоста передзвонити", "2026-03-11 17:45", "передзвонити"),
    ("pl", "za kwadrans szósta spotkanie", "2026-03-11 17:45", "spotkanie"),
    ("pl", "wysłać za kwadrans", "2026-03-11 12:46", "wysłać"),
    ("zh", "五月初发合同", "2026-05-01 09:00", "发合同"),
    ("pl", "jutro zadzwonić o 15", "2026-03-12 15:00", "zadzwonić"),
    ("pl", "wysłać ofertę do piątku", "2026-03-13 09:00", "wysłać ofertę"),
    ("pl", "wysłać ofertę do 15 marca", "2026-03-15 09:00", "wysłać ofertę"),
    ("pl", "spotkanie w środę 18 marca o 10", "2026-03-18 10:00", "spotkanie"),
    ("pl", "jutro o 10 w biurze", "2026-03-12 10:00", "w biurze"),
    ("pl", "jutro o 10 sie spotykamy", "2026-03-12 10:00", "sie spotykamy"),
    ("pl", "w piątek o 10 umowa", "2026-03-13 10:00", "umowa"),
    ("pl", "jutro 3 umowy", "2026-03-12 09:00", "3 umowy"),
    ("pl", "o pół do piątej telefon", "2026-03-11 16:30", "telefon"),
    ("pl", "jutro ok. 10 rozmowa", "2026-03-12 10:00", "rozmowa"),
    ("zh", "明天下午3点给王伟打电话", "2026-03-12 15:00", "给王伟打电话"),
    ("zh", "打电话给王伟明天下午3点", "2026-03-12 15:00", "打电话给王伟"),
    ("zh", "明天下午3：30，打电话", "2026-03-12 15:30", "打电话"),
    ("zh", "后天早上九点开会", "2026-03-13 09:00", "开会"),
    ("zh", "今晚上6点后打电话", "2026-03-11 18:00", "打电话"),
    ("pl", "wysłać do 17:00", "2026-03-11 17:00", "wysłać"),
    ("uk", "завтра рівно о 9 дзвінок", "2026-03-12 09:00", "дзвінок"),
    ("zh", "明天，下午3点，打电话。", "2026-03-12 15:00", "打电话。"),
    ("zh", "3点开会", "2026-03-11 15:00", "开会"),
    ("zh", "15号发合同", "2026-03-15 09:00", "发合同"),
    ("zh", "月底前发合同", "2026-03-31 09:00", "发合同"),
    ("zh", "下午3点到5点开会", "2026-03-11 15:00", "开会"),
    ("zh", "本月15号发合同", "2026-03-15 09:00", "发合同"),
    ("zh", "周五汇报今年业绩", "2026-03-13 09:00", "汇报今年业绩"),
    ("zh", "明天问几个问题", "2026-03-12 09:00", "问几个问题"),
    ("uk", "за п'ять хвилин дзвінок", "2026-03-11 12:36", "дзвінок"),
    ("zh", "4.1", "2026-04-01 09:00", ""),
    ("zh", "4.1 10:00 发合同", "2026-04-01 10:00", "发合同"),
    ("pl", "4.1 10:00 umowa", "2027-01-04 10:00", "umowa"),
    ("zh", "１５号下午３点开会", "2026-03-15 15:00", "开会"),
]
# Another time than a part of it says, or none: asked about.
ASKED = [
    ("en", "early next week"),
    ("en", "prepare end of month report"),
    ("en", "10 o'clock 3 contracts"),
    ("en", "pt 3 of the plan"),
    ("en", "tomorrow at ten two of us"),
    ("ru", "о 10 договорах поговорить"),
    ("ru", "завтра рассказать о 10 договорах"),
    ("ru", "за час до встречи позвонить"),
    ("ru", "завтра в 10 и 12 звонки"),
    ("ru", "завтра в час позвонить"),
    ("ru", "встретиться несколько дней назад"),
    ("ru", "кабинет 5 вечером"),
    ("ru", "завтра поздно вечером"),
    ("ru", "через 1 год"),
    ("ru", "у 10 клиентов спросить"),
    ("ru", "купить лист 5"),
    ("uk", "завтра подзвонити о 10 Петру"),
    ("uk", "за 2 години до зустрічі нагадати"),
    ("uk", "рано наступного тижня"),
    ("en", "pay 1200 pm"),
    ("en", "book the weekend demo"),
    ("ru", "выходные данные отправить"),
    ("uk", "вихідні дані надіслати"),
    ("ru", "в начале марта"),
    ("zh", "明天下班后打电话"),
    ("zh", "月初打电话"),
    ("pl", "o 15 umowach rozmawiać"),
    ("pl", "spotkać sie 5"),
    ("pl", "za 2 godziny przed spotkaniem"),
    ("pl", "za tydzień w poniedziałek"),
    ("pl", "w piątek lub sobotę"),
    ("zh", "周五之前发合同"),
    ("zh", "明天的会议"),
    ("zh", "沟通一下周二的方案"),
    ("zh", "三点开会"),
    ("zh", "3点建议"),
    ("zh", "明天晚一点联系"),
    ("zh", "下周中联系"),
    ("zh", "两三天后联系"),
    ("zh", "半个月后联系"),
    ("zh", "拜访客户中山路15号"),
    ("zh", "5号楼看房"),
    ("zh", "明年3月15日"),
    ("zh", "周一到周五"),
    ("zh", "周六日"),
    ("zh", "这周二发合同"),
    ("zh", "这个月5号"),
    ("zh", "本周"),
    ("zh", "过几天联系"),
    ("uk", "завтра о першій зустрічі поговорити"),
    ("pl", "jutro po pierwszej rozmowie zadzwonić"),
    ("pl", "jutro ok 10"),
    ("zh", "年后联系"),
    ("en", "call on 05/04"),
    ("en", "they answer 24/7"),
    ("zh", "每月15号"),
    ("en", "tomorrow between 10 and 12 contracts"),
    ("en", "next fortnight"),
    ("uk", "завтра за десять третя"),
]


def moment(language: str, local: str) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(scene(language).zone)).astimezone(UTC)


@each_row(("language", "text", "local", "said"), SPLIT)
def test_a_time_at_an_edge_is_told_from_the_text(language: str, text: str, local: str, said: str) -> None:
    assert split_when(text, scene(language)) == (moment(language, local), said)


@each_row(("language", "text"), ASKED)
def test_half_of_what_is_said_is_not_taken_for_all(language: str, text: str) -> None:
    assert split_when(text, scene(language)) == (None, text)


PROSE = [
    line.split(" ", 1)
    for line in (DATA / "prose.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@each_row("past", [False, True])
@each_row(("language", "text"), PROSE)
def test_prose_is_not_swallowed_as_a_time(language: str, text: str, past: bool) -> None:
    assert split_when(text, scene(language), past=past) == (None, text)


MINUTES = {
    **{"quarter of an hour": 15, "четверть часа": 15, "час 20 минут": 80},
    **{"15 хв": 15, "1 год 20 хв": 80, "2 год": 120, "2,5 год": 150, "годину": 60, "пів години": 30},
    **{"півгодини": 30, "півтори години": 90, "година двадцять": 80, "дві з половиною години": 150},
    **{"година з половиною": 90, "чверть години": 15, "20 хв.": 20, "1 година 20 хвилин": 80},
    **{"15 minut": 15, "pół godziny": 30, "pol godziny": 30, "półtorej godziny": 90, "godzina": 60},
    **{"1 godz. 20 min": 80, "godzina i 20 minut": 80, "dwie i pół godziny": 150, "kwadrans": 15},
    **{"1,5 godziny": 90, "dwie godziny": 120, "godzina dwadzieścia": 80},
    **{"15分钟": 15, "半小时": 30, "半个小时": 30, "一小时": 60, "1个小时": 60, "一个半小时": 90, "一刻钟": 15},
    **{"两个小时": 120, "1小时20分钟": 80, "1小时20分": 80, "一小时二十分": 80, "2.5小时": 150, "１５分钟": 15},
}
# "1 год" is an hour in Ukrainian and a year in Russian.
NO_MINUTES = ("1 год", "5分", "点半", "半", "za pół godziny", "两天", "15分钟后")

AMOUNTS = {
    "3万": (30_000_00, "PLN"),
    "３万": (30_000_00, "PLN"),
    "3.5万元": (35_000_00, "CNY"),
    "30万美元": (300_000_00, "USD"),
    "12，000元": (12_000_00, "CNY"),
    "100块钱": (100_00, "CNY"),
    "1,2 млн руб": (1_200_000_00, "RUB"),
    "1,2 млн грн": (1_200_000_00, "UAH"),
    "12тис. грн": (12_000_00, "UAH"),
    "12 tys. zł": (12_000_00, "PLN"),
    "12 500 zl": (12_500_00, "PLN"),
    "1,5 miliona zł": (1_500_000_00, "PLN"),
    "12 tysiecy zlotych": (12_000_00, "PLN"),
    "1.200,50 zł": (1_200_50, "PLN"),
}
# A lone dot or comma before three digits: what it is where that language is spoken.
BY_LOCALE = [
    ("1.200", "en", 1_20),
    ("1,200", "en", 1_200_00),
    ("1.200", "zh", 1_20),
    ("1.200", "pl", 1_200_00),
    ("1,200", "pl", 1_20),
    ("1,200 zł", "uk", 1_20),
    ("1.200", "ru", 1_200_00),
    ("1.200", "de-DE", 1_200_00),
    ("1.200", "", 1_200_00),
    ("1,200", "xx", 1_200_00),
    ("1.200.000", "en", 1_200_000_00),
    ("1.200,50", "en", 1_200_50),
]

BIRTHDAYS = {
    "3月12日": Birthday(3, 12),
    "3月12号": Birthday(3, 12),
    "三月十二日": Birthday(3, 12),
    "1985年3月12日": Birthday(3, 12, 1985),
    "1985年 3月 12日": Birthday(3, 12, 1985),
    "１９８５年３月１２日": Birthday(3, 12, 1985),
    "1985.3.12": Birthday(3, 12, 1985),
    "1985/3/12": Birthday(3, 12, 1985),
    "12 березня": Birthday(3, 12),
    "12-го березня 1985 р.": Birthday(3, 12, 1985),
    "12.03.1985 р.н.": Birthday(3, 12, 1985),
    "12 лист 1985": Birthday(11, 12, 1985),
    "12 marca 1985 r.": Birthday(3, 12, 1985),
    "12 pazdziernika": Birthday(10, 12),
    "5 sie 1985": Birthday(8, 5, 1985),
}


def test_a_birthday_without_a_year_is_read_as_the_rep_writes() -> None:
    assert birthday("4.1", "zh") == birthday("4/1", "zh-CN") == Birthday(4, 1)
    assert birthday("4.1", "pl") == birthday("4/1") == birthday("4.1") == Birthday(1, 4)
    assert birthday("13.1", "zh") is None
    assert birthday("4.1.1985", "zh") == Birthday(1, 4, 1985)


WANG = NewClient(
    "王伟",
    points=(Point(PointKind.PHONE, "+8613800138000", "13800138000"),),
    birthday=Birthday(3, 12, 1985),
)
CLIENTS = {
    "王伟，阿里巴巴有限公司，经理，13800138000，1985年3月12日": replace(
        WANG, company="阿里巴巴有限公司", title="经理"
    ),
    "13800138000；生日：1985年3月12日；王伟": WANG,
    "王伟、公司：阿里巴巴、电话：13800138000、生日1985年3月12日、职位：采购": replace(
        WANG, company="阿里巴巴", title="采购"
    ),
}


def step(language: str, text: str, due: str, typed: str) -> NextStep:
    return NextStep(text, moment(language, due), typed)


TALKS = [
    (
        "zh",
        "15分钟，想要折扣；下一步：明天下午3点发报价",
        Logged("想要折扣", None, 900, None, step("zh", "发报价", "2026-03-12 15:00", "明天下午3点发报价")),
    ),
    (
        "zh",
        "聊了价格。下一步:下周二",
        Logged("聊了价格。", None, None, None, step("zh", "", "2026-03-17 09:00", "下周二")),
    ),
    (
        "zh",
        "没接，明天上午10点",
        Logged("", Outcome.NO_ANSWER, None, None, step("zh", "", "2026-03-12 10:00", "明天上午10点")),
    ),
    ("zh", "演示产品（半小时）", Logged("演示产品", None, 1800, None, None)),
    ("zh", "昨天下午3点聊了合同", Logged("聊了合同", None, None, moment("zh", "2026-03-10 15:00"), None)),
    ("zh", "15分钟聊了价格", Logged("聊了价格", None, 900, None, None)),
    ("zh", "聊了下一步计划", Logged("聊了下一步计划", None, None, None, None)),
    ("zh", "需要2小时", Logged("需要2小时", None, None, None, None)),
    (
        "uk",
        "15 хв, хоче знижку; далі: завтра о 10 надіслати КП",
        Logged(
            "хоче знижку",
            None,
            900,
            None,
            step("uk", "надіслати КП", "2026-03-12 10:00", "завтра о 10 надіслати КП"),
        ),
    ),
    (
        "uk",
        "вчора о 15:00, 1 год 20 хв, показав продукт",
        Logged("показав продукт", None, 4800, moment("uk", "2026-03-10 15:00"), None),
    ),
    ("uk", "не взяв трубку", Logged("", Outcome.NO_ANSWER, None, None, None)),
    ("uk", "2 год роботи продали", Logged("2 год роботи продали", None, None, None, None)),
    ("ru", "обсудили гарантию, 1 год", Logged("обсудили гарантию, 1 год", None, None, None, None)),
    ("uk", "обговорили ціну, 1 год", Logged("обговорили ціну", None, 3600, None, None)),
    (
        "pl",
        "nie odebral; nastepny krok: w piatek o 10 umowa",
        Logged(
            "", Outcome.NO_ANSWER, None, None, step("pl", "umowa", "2026-03-13 10:00", "w piatek o 10 umowa")
        ),
    ),
    (
        "pl",
        "zajęte, dzwonić za godzinę",
        Logged("", Outcome.BUSY, None, None, step("pl", "dzwonić", "2026-03-11 13:31", "dzwonić za godzinę")),
    ),
    ("pl", "pół godziny rozmawialiśmy o cenie", Logged("rozmawialiśmy o cenie", None, 1800, None, None)),
    ("pl", "2 godziny pracy sprzedane", Logged("2 godziny pracy sprzedane", None, None, None, None)),
    (
        "zh",
        "通话中，一小时后再打",
        Logged("", Outcome.BUSY, None, None, step("zh", "再打", "2026-03-11 13:31", "一小时后再打")),
    ),
    (
        "zh",
        "上周五下午拜访，谈了价格",
        Logged("拜访，谈了价格", None, None, moment("zh", "2026-03-06 15:00"), None),
    ),
    (
        "ru",
        "в прошлую пятницу говорили",
        Logged("говорили", None, None, moment("ru", "2026-03-06 12:00"), None),
    ),
    (
        "en",
        "talked, tomorrow send the offer",
        Logged(
            "talked",
            None,
            None,
            None,
            step("en", "send the offer", "2026-03-12 09:00", "tomorrow send the offer"),
        ),
    ),
    ("en", "talked, friday call went well", Logged("talked, friday call went well", None, None, None, None)),
    ("en", "talked about the price (15 min)", Logged("talked about the price", None, 900, None, None)),
]


@each_row(("text", "minutes"), MINUTES.items())
def test_a_length_is_understood(text: str, minutes: int) -> None:
    assert duration(text) == minutes * 60


@each_row("text", NO_MINUTES)
def test_what_is_no_length_is_not_taken_for_one(text: str) -> None:
    assert duration(text) is None


@each_row(("text", "meant"), AMOUNTS.items())
def test_an_amount_is_understood(text: str, meant: tuple[int, str]) -> None:
    assert money(text, "PLN") == Money(*meant)


@each_row(("text", "locale", "meant"), BY_LOCALE)
def test_a_lone_dot_or_comma_is_read_as_the_rep_writes(text: str, locale: str, meant: int) -> None:
    assert money(text, "PLN", locale) == Money(meant, "PLN")
    assert split_money(f"licence {text}", "PLN", locale)[0] == Money(meant, "PLN") or meant < 100_00


@each_row(("text", "day"), BIRTHDAYS.items())
def test_a_birthday_is_understood(text: str, day: Birthday) -> None:
    assert birthday(text) == day


@each_row(("text", "client"), CLIENTS.items())
def test_a_client_comes_from_one_line_with_wide_marks(text: str, client: NewClient) -> None:
    assert new_client(text, scene("zh")) == client


@each_row(("language", "text", "logged"), TALKS)
def test_a_talk_is_read_from_one_line(language: str, text: str, logged: Logged) -> None:
    assert interaction_line.read_logged(text, scene(language)) == logged
