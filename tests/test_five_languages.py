"""What is typed in Ukrainian, Polish and Chinese, and what English and Russian make harder: tables."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from handlers import parse
from tests.test_phrases import scene

# What begins or ends with a time, on wednesday 11 March 2026 at 12:30 where that language is spoken.
SPLIT = [
    ("en", "10 o'clock call", "2026-03-12 10:00", "call"),
    ("en", "in 2w call", "2026-03-25 09:00", "call"),
    ("en", "tomorrow at ten thirty call", "2026-03-12 10:30", "call"),
    ("en", "send it by end of month", "2026-03-31 09:00", "send it"),
    ("en", "call at the end of next week", "2026-03-20 09:00", "call"),
    ("en", "what do we do friday", "2026-03-13 09:00", "what do we do"),
    ("en", "end of the contract tomorrow", "2026-03-12 09:00", "end of the contract"),
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
    ("pl", "jutro zadzwonić o 15", "2026-03-12 15:00", "zadzwonić"),
    ("pl", "wysłać ofertę do piątku", "2026-03-13 09:00", "wysłać ofertę"),
    ("pl", "wysłać ofertę do 15 marca", "2026-03-15 09:00", "wysłać ofertę"),
    ("pl", "spotkanie w środę 18 marca o 10", "2026-03-18 10:00", "spotkanie"),
    ("pl", "jutro o 10 w biurze", "2026-03-12 10:00", "w biurze"),
    ("pl", "jutro 3 umowy", "2026-03-12 09:00", "3 umowy"),
    ("pl", "o pół do piątej telefon", "2026-03-11 16:30", "telefon"),
    ("pl", "jutro ok. 10 rozmowa", "2026-03-12 10:00", "rozmowa"),
    ("zh", "明天下午3点给王伟打电话", "2026-03-12 15:00", "给王伟打电话"),
    ("zh", "打电话给王伟明天下午3点", "2026-03-12 15:00", "打电话给王伟"),
    ("zh", "明天下午3：30，打电话", "2026-03-12 15:30", "打电话"),
    ("zh", "明天，下午3点，打电话。", "2026-03-12 15:00", "打电话。"),
    ("zh", "3点开会", "2026-03-11 15:00", "开会"),
    ("zh", "15号发合同", "2026-03-15 09:00", "发合同"),
    ("zh", "月底前发合同", "2026-03-31 09:00", "发合同"),
    ("zh", "下午3点到5点开会", "2026-03-11 15:00", "开会"),
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
    ("ru", "через 2 дня до обеда"),
    ("ru", "через 1 год"),
    ("ru", "у 10 клиентов спросить"),
    ("ru", "купить лист 5"),
    ("uk", "завтра подзвонити о 10 Петру"),
    ("uk", "за 2 години до зустрічі нагадати"),
    ("uk", "на початку наступного тижня"),
    ("pl", "o 15 umowach rozmawiać"),
    ("pl", "spotkać sie 5"),
    ("pl", "jutro o 10 sie spotykamy"),
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
]


def moment(language: str, local: str) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(scene(language).zone)).astimezone(UTC)


@pytest.mark.parametrize(("language", "text", "local", "said"), SPLIT)
def test_a_time_at_an_edge_is_told_from_the_text(language: str, text: str, local: str, said: str) -> None:
    assert parse.split_when(text, scene(language)) == (moment(language, local), said)


@pytest.mark.parametrize(("language", "text"), ASKED)
def test_half_of_what_is_said_is_not_taken_for_all(language: str, text: str) -> None:
    assert parse.split_when(text, scene(language)) == (None, text)
