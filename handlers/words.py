"""The words people type for times, money and people, as data: a Language each, all understood together."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from storage.models import Outcome

HOUR = 3600  # seconds


class Kind(StrEnum):
    """What a word does in a time. One letter each, for handlers/grammar.py is written in them."""

    DAY = "D"  # days from today
    WEEKDAY = "W"  # 0 = Monday
    LOOSE_WEEKDAY = "w"  # a common word too: alone at the edge of a sentence it is no time
    MONTH = "M"
    PART = "P"  # of the day: its hour
    LOOSE_PART = "k"
    LATER = "L"
    MINUTES = "u"  # seconds in the unit
    HOURS = "o"  # seconds in the unit; o'clock after a number
    SPAN = "H"  # seconds, number and unit in one word
    DAYS = "U"
    AFTERNOON_DAYS = "g"  # "3 дня" is three days, "в 3 дня" is 15:00
    WEEKS = "K"  # days in the unit
    MONTHS = "Y"  # months in the unit
    QUANTITY = "q"
    IN = "i"
    AGO = "a"
    AT = "p"  # before an hour or a day
    ON = "b"  # before a day
    NEXT = "n"  # 1 = next, -1 = last
    HALF_OF_DAY = "m"  # hours to add
    YEAR = "r"
    FILLER = "s"


Forms = Mapping[float, str]  # what it means: how it is written, with "|" between


@dataclass(frozen=True)
class Language:
    times: Mapping[Kind, Forms]
    ordinals: str  # what follows the number of a day
    next_step: str
    born: str
    phone: str  # how a number is announced
    jobs: str
    outcomes: Mapping[Outcome, str]
    scales: Mapping[int, str]
    currencies: Mapping[str, str] = field(default_factory=dict)  # the codes it may mean, the usual one first


def _numbered(first: int, written: str) -> Forms:
    """Things counted from `first`, with spaces between."""
    return dict(enumerate(written.split(), first))


ENGLISH = Language(
    times={
        Kind.DAY: {
            0: "today",
            1: "tomorrow|tmrw",
            2: "day after tomorrow|the day after tomorrow",
            -1: "yesterday",
            -2: "day before yesterday|the day before yesterday",
        },
        Kind.WEEKDAY: _numbered(
            0, "monday tuesday|tue|tues wednesday thursday|thu|thur|thurs friday|fri saturday sunday"
        ),
        Kind.LOOSE_WEEKDAY: {0: "mon", 2: "wed", 5: "sat", 6: "sun"},
        Kind.MONTH: _numbered(
            1,
            "january|jan february|feb march|mar april|apr may june|jun july|jul august|aug"
            " september|sep|sept october|oct november|nov december|dec",
        ),
        Kind.PART: {
            9: "in the morning",
            15: "in the afternoon|after lunch",
            18: "in the evening|tonight",
        },
        Kind.LOOSE_PART: {9: "morning", 12: "noon|midday", 15: "afternoon", 18: "evening"},
        Kind.LATER: {0: "later today"},
        Kind.MINUTES: {1: "second|seconds|sec|secs", 60: "minute|minutes|min|mins|m|'|’|′"},
        Kind.HOURS: {HOUR: "hour|hours|hr|hrs|h|o'clock"},
        Kind.DAYS: {1: "day|days|d"},
        Kind.WEEKS: {7: "week|weeks|wk|wks|w"},
        Kind.MONTHS: {1: "month|months", 12: "year|years"},
        Kind.QUANTITY: {
            **_numbered(1, "a|an|one two three four five six seven eight nine ten"),
            0.5: "half|half a|half an",
            2: "two|couple of|a couple of",
        },
        Kind.IN: {0: "in"},
        Kind.AGO: {0: "ago"},
        Kind.AT: {0: "at"},
        Kind.ON: {0: "on|by|this"},
        Kind.NEXT: {1: "next", -1: "last"},
        Kind.HALF_OF_DAY: {0: "am|a.m", 12: "pm|p.m"},
        Kind.FILLER: {0: "the|of|and"},
    },
    ordinals="st|nd|rd|th",
    next_step="next|next step|next steps",
    born="born on|born|birthday|bday|date of birth|dob",
    phone="telephone|tel|phone|mobile|mob|cell|fax",
    jobs="ceo|cto|cfo|coo|vp|president|founder|owner|director|manager|buyer|accountant|assistant|secretary",
    outcomes={
        Outcome.REACHED: "reached|answered|got through",
        Outcome.NO_ANSWER: "no answer|no reply|not answered|not reached|did not answer|didn't answer",
        Outcome.VOICEMAIL: "voicemail|voice mail|left a voicemail|answering machine",
        Outcome.BUSY: "busy|line busy|engaged",
        Outcome.WRONG_NUMBER: "wrong number",
    },
    scales={
        10**3: "k|thousand",
        10**6: "m|mn|mln|million|millions",
        10**9: "bn|billion|billions",
    },
    currencies={
        "USD CAD AUD NZD SGD HKD MXN": "$|dollar|dollars",
        "USD": "us$",
        "EUR": "€|euro|euros",
        "GBP": "£|pound|pounds",
        "RUB BYN": "ruble|rubles|rouble|roubles",
        "RUB": "₽",
        "UAH": "₴|hryvnia|hryvnias",
        "PLN": "zł|zl|zloty|zlotys",
        "CNY": "元|cn¥|yuan|rmb",
        "CAD": "ca$",
        "AUD": "a$",
        "NZD": "nz$",
        "HKD": "hk$",
        "MXN": "mx$",
        "BRL": "r$",
        "JPY CNY": "¥|￥",
        "CHF": "francs",
        "SEK NOK DKK": "kr",
        "KZT": "₸",
        "INR": "₹",
        "KRW": "₩",
        "VND": "₫",
        "TRY": "₺",
        "GEL": "₾",
        "ILS": "₪",
    },
)

RUSSIAN = Language(
    times={
        Kind.DAY: {0: "сегодня", 1: "завтра", 2: "послезавтра", -1: "вчера", -2: "позавчера"},
        Kind.WEEKDAY: {
            0: "понедельник|понедельника|понедельнику|пн",
            1: "вторник|вторника|вторнику|вт",
            2: "среду",
            3: "четверг|четверга|четвергу|чт",
            4: "пятница|пятницу|пятницы|пятнице|пт",
            5: "суббота|субботу|субботы|субботе|сб",
            6: "воскресенье|воскресенья|воскресенью|вс",
        },
        Kind.LOOSE_WEEKDAY: {2: "среда|среды|среде|ср"},  # surroundings, too
        Kind.MONTH: _numbered(
            1,
            "январь|января|янв февраль|февраля|фев|февр март|марта|мар апрель|апреля|апр май|мая"
            " июнь|июня|июн июль|июля|июл август|августа|авг сентябрь|сентября|сен|сент"
            " октябрь|октября|окт ноябрь|ноября|ноя|нояб декабрь|декабря|дек",
        ),
        Kind.PART: {
            9: "утром|с утра",
            12: "в полдень",
            13: "в обед",
            15: "днем|после обеда",
            18: "вечером|к вечеру",
        },
        Kind.LOOSE_PART: {9: "утро", 12: "полдень", 18: "вечер"},
        Kind.LATER: {0: "позже сегодня|сегодня позже|попозже сегодня|сегодня попозже"},
        Kind.MINUTES: {1: "секунда|секунду|секунды|секунд|сек", 60: "минута|минуту|минуты|минут|мин|м"},
        Kind.HOURS: {HOUR: "час|часа|часов|ч"},
        Kind.SPAN: {HOUR / 2: "полчаса|полчасика"},
        Kind.DAYS: {1: "день|дней|дн|сутки|суток"},
        Kind.AFTERNOON_DAYS: {1: "дня"},
        Kind.WEEKS: {7: "неделя|неделю|недели|недель|неделе|нед"},
        Kind.MONTHS: {1: "месяц|месяца|месяцев|месяце|мес", 6: "полгода", 12: "год|года|лет"},
        Kind.QUANTITY: {
            **_numbered(1, "один|одна|одну два|две|пару|пара три четыре пять шесть семь восемь девять десять"),
            1.5: "полтора|полторы",
        },
        Kind.IN: {0: "через"},
        Kind.AGO: {0: "назад|тому назад"},
        Kind.AT: {0: "в"},
        Kind.ON: {0: "во|на|к|ко|до|этот|эту|это"},
        Kind.NEXT: {
            1: "следующий|следующая|следующую|следующее|следующей|следующем|след",
            -1: "прошлый|прошлая|прошлую|прошлое|прошлой|прошлом",
        },
        Kind.HALF_OF_DAY: {0: "утра|ночи", 12: "вечера"},
        Kind.YEAR: {0: "г"},
        Kind.FILLER: {0: "и"},
    },
    ordinals="го|е|ое",
    next_step="дальше|далее|следующий шаг",
    born="родился|родилась|день рождения|дата рождения|д.р.|д. р.|др",
    phone="телефон|тел|моб|факс",
    jobs="директор|гендиректор|менеджер|руководитель|начальник|владелец|бухгалтер|основатель|закупщик|секретарь",
    outcomes={
        Outcome.REACHED: "дозвонился|дозвонилась|дозвонились|ответил|ответила|ответили",
        Outcome.NO_ANSWER: "не дозвонился|не дозвонилась|не дозвонились|не ответил|не ответила|не ответили"
        "|не отвечает|нет ответа|не берет трубку|не взял трубку|не взяла трубку|недозвон",
        Outcome.VOICEMAIL: "автоответчик|голосовая почта",
        Outcome.BUSY: "занято|линия занята",
        Outcome.WRONG_NUMBER: "не тот номер|неверный номер|неправильный номер|ошибся номером",
    },
    scales={
        10**3: "к|тыс|тысяча|тысячи|тысяч",
        10**6: "м|млн|миллион|миллиона|миллионов",
        10**9: "млрд|миллиард|миллиарда|миллиардов",
    },
    currencies={
        "USD": "доллар|доллара|долларов|долл",
        "EUR": "евро",
        "RUB BYN": "рубль|рубля|рублей|руб|р",
        "UAH": "гривна|гривны|гривен|грн",
        "PLN": "злотый|злотых",
        "CNY": "юань|юаня|юаней",
    },
)

LANGUAGES = (ENGLISH, RUSSIAN)

# Written after or before the name of a company; dots and spaces are left out when comparing.
LEGAL_FORMS = (
    "ltd|limited|llc|llp|plc|inc|corp|corporation|gmbh|srl|sarl|spzoo|oü|oy|pty|ptyltd|incorporated"
    "|ооо|оао|зао|пао|ао|ип|тов|тоо|фоп|ooo|zao|oao|pao"
)
SHORT_LEGAL_FORMS = "SA|AG|AB|AS|A/S|NV|BV|KG|KK|SE|SpA|SAS|Co|SL"  # only in these letters: "sa" is a name, too
LEGAL_ENDINGS = ("公司", "集团", "株式会社")

# Codes that are common English words: in a sentence they are money only in capitals.
CODES_AND_WORDS = frozenset(("all", "bad", "ban", "cup", "gel", "mop", "pen", "sit", "top", "try"))


def plain(text: str) -> str:
    """As words are compared: small letters, no 'ё', one kind of apostrophe, single spaces."""
    return re.sub(r"\s+", " ", text.lower().replace("ё", "е").replace("’", "'")).strip()


def forms(written: str) -> tuple[str, ...]:
    return tuple(written.split("|"))


def every(name: str) -> Iterator[str]:
    """The forms of one plain table ('born', 'next_step', …) in all languages, the longest first."""
    found = {form for language in LANGUAGES for form in forms(getattr(language, name))}
    return iter(sorted(found, key=lambda form: (-len(form), form)))


def pattern(name: str) -> str:
    """A regular expression for any form in that table."""
    return "|".join(re.escape(form) for form in every(name))


OUTCOMES = {form: kind for each in LANGUAGES for kind, all_ in each.outcomes.items() for form in forms(all_)}
SCALES = {form: scale for each in LANGUAGES for scale, all_ in each.scales.items() for form in forms(all_)}
CURRENCIES = {
    form: tuple(codes.split())
    for each in LANGUAGES
    for codes, all_ in each.currencies.items()
    for form in forms(all_)
}
JOBS = frozenset(every("jobs"))
