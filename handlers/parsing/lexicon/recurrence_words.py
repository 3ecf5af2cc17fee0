"""Words for what recurs, in five languages: "every", "once a", "daily", "on mondays", "until"."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from handlers.parsing.lexicon.languages.language import numbered_words
from storage.models import RecurrenceUnit

DAY, WEEK, MONTH = RecurrenceUnit.DAY, RecurrenceUnit.WEEK, RecurrenceUnit.MONTH
WORKDAYS = "12345"  # ISO weekdays
Interval = tuple[RecurrenceUnit, int, str]  # the unit, how many, and ISO weekdays


@dataclass(frozen=True)
class RecurrenceWords:
    """Forms are separated by "|", in lower case and without "ё".

    `every`: before a unit or a day. `once`: before one of `once_per` and a unit. `other`: each second.
    `adverbs`: whole intervals in a word or two. `plurals`: weekdays that recur by themselves, from Monday on.
    `joins`: between weekdays. `until`, `since`: before the last and the first day. `ends`: after an interval,
    adding nothing. `keeps_in_touch`: patterns of what is done to keep in touch, with no time of day.
    `leads`: patterns of what stands between a rule and what is to be done.
    """

    every: str
    once: str = ""
    once_per: str = ""
    other: str = ""
    adverbs: Mapping[Interval, str] = field(default_factory=dict)
    plurals: str = ""
    joins: str = ""
    until: str = ""
    since: str = ""
    ends: str = ""
    keeps_in_touch: str = ""
    leads: str = ""


ENGLISH = RecurrenceWords(
    every="every|each",
    once="once",
    once_per="a|an|per|every|each|in",
    other="other|second|alternate",
    adverbs={
        (DAY, 1, ""): "daily|everyday",
        (WEEK, 1, ""): "weekly",
        (WEEK, 2, ""): "fortnightly",
        (MONTH, 1, ""): "monthly",
        (MONTH, 3, ""): "quarterly",
        (MONTH, 12, ""): "yearly|annually",
        (WEEK, 1, WORKDAYS): "weekday|weekdays",
    },
    plurals="mondays tuesdays wednesdays thursdays fridays saturdays sundays",
    joins="and|or",
    until="until|till|through|til",
    since="starting|starting on|starting from|beginning|beginning on|from|since",
    ends="of the month|of month|of each month|of every month",
    keeps_in_touch=r"in (?:touch|contact)|speak|talk|chat|catch up|check in|touch base|contact",
    leads=r"(?:to|about)\s+(?=(?-i:[a-z]))",
)
RUSSIAN = RecurrenceWords(
    every="каждый|каждую|каждое|каждые|каждого|каждой|каждых",
    once="раз|разок|один раз|хотя бы раз",
    once_per="в|во|на|каждый|каждые|каждую",
    other="второй|вторую|второе|вторые",
    adverbs={
        (DAY, 1, ""): "ежедневно",
        (WEEK, 1, ""): "еженедельно",
        (MONTH, 1, ""): "ежемесячно",
        (MONTH, 3, ""): "ежеквартально",
        (MONTH, 12, ""): "ежегодно",
        (WEEK, 1, WORKDAYS): "по будням|по будним дням|по рабочим дням|в будни",
    },
    plurals="понедельникам вторникам средам четвергам пятницам субботам воскресеньям",
    joins="и|или",
    until="до|по",
    since="начиная с|начиная со|начиная|с|со",
    ends="месяца",
    keeps_in_touch=r"на связи|(?:по)?общаться|(?:по)?говорить|разговаривать|связываться"
    r"|(?:под)?держ(?:ивать|ать) (?:связь|контакт)",
    leads=r"(?:о том,?\s+)?чтобы?\s+|про\s+",
)
UKRAINIAN = RecurrenceWords(
    every="кожен|кожний|кожну|кожне|кожні|кожного|кожної|кожних",
    once="раз|один раз|хоча б раз",
    once_per="на|у|в|кожен|кожні|кожного|кожної",
    other="другий|другу|друге|другі|другого|другої",
    adverbs={
        (DAY, 1, ""): "щодня|щоденно",
        (WEEK, 1, ""): "щотижня|щотижнево",
        (MONTH, 1, ""): "щомісяця|щомісячно",
        (MONTH, 3, ""): "щокварталу|щоквартально",
        (MONTH, 12, ""): "щороку|щорічно",
        (WEEK, 1, WORKDAYS): "по буднях|по будніх днях|у будні|в будні|по робочих днях",
        **{
            (WEEK, 1, str(number)): f"що{weekday}"
            for number, weekday in enumerate(
                ["понеділка", "вівторка", "середи", "четверга", "п'ятниці", "суботи", "неділі"], 1
            )
        },
    },
    plurals="понеділках вівторках середах четвергах п'ятницях суботах неділях",
    joins="і|й|та|або",
    until="до|по",
    since="починаючи з|починаючи із|починаючи від|починаючи|з|із|від",
    ends="місяця",
    keeps_in_touch=r"на зв'язку|(?:по)?спілкуватис[яь]|(?:по)?говорити|розмовляти|зв'язуватис[яь]"
    r"|(?:під)?тримувати (?:зв'язок|контакт)",
    leads=r"(?:про те,?\s+)?щоб\s+|про\s+",
)
POLISH = RecurrenceWords(
    every="każdy|każdą|każde|każdego|każdej|każdych|co",
    once="raz|jeden raz|chociaż raz",
    once_per="w|we|na|co",
    other="drugi|drugą|drugie|drugiego|drugiej",
    adverbs={
        (DAY, 1, ""): "codziennie",
        (WEEK, 1, ""): "cotygodniowo",
        (MONTH, 1, ""): "comiesięcznie",
        (MONTH, 12, ""): "corocznie",
        (WEEK, 1, WORKDAYS): "w dni robocze|w dni powszednie",
    },
    plurals="poniedziałki wtorki środy czwartki piątki soboty niedziele",
    joins="i|oraz|lub",
    until="do",
    since="począwszy od|zaczynając od|poczynając od|od",
    ends="miesiąca",
    keeps_in_touch=r"w kontakcie|(?:po)?rozmawia[ćc]|(?:po)?gada[ćc]|kontakt(?:owa[ćc])?|odzywa[ćc]",
    leads=r"(?:o tym,?\s+)?(?:[żz]eby|aby)(?:m|[śs]my)?\s+",
)
CHINESE = RecurrenceWords(
    every="每|每个|每逢|隔|每隔",
    other="隔",
    joins="和|跟|与|及|、|，|,",
    until="到|至|直到",
    since="从|自|自从",
    ends="一次|次|的|起|开始",
    keeps_in_touch="保持联系|联系|联络|聊聊|聊一聊|聊一次|聊天|沟通|谈谈",
    leads="要(?![求点闻])",
)
RECURRENCE_WORDS = (ENGLISH, RUSSIAN, UKRAINIAN, POLISH, CHINESE)


def plural_weekdays() -> Mapping[str, int]:
    """Weekdays that recur by themselves, with their ISO numbers."""
    tables = [numbered_words(1, words.plurals) for words in RECURRENCE_WORDS if words.plurals]
    return {form: int(number) for table in tables for number, form in table.items()}
