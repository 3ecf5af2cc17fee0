"""Which rows of words are times of day: 'at 3 pm', 'half past ten', 'о третій', '两点半', 'in the evening'."""

from handlers.parsing.lexicon import Kind
from handlers.parsing.time.day_grammar import TO
from handlers.parsing.time.durations import COUNT
from handlers.parsing.time.patterns import one_of, opt, rule, seq

# Words of which any may stand there.
AT = rule(one_of(Kind.AT, Kind.AT_OR_ABOUT), "at", "о")
TILL = rule(one_of(Kind.ON, Kind.UNTIL, Kind.UP_TO), "by", "до", "do")
TO_HOUR = rule(one_of(Kind.DASH, Kind.BOUND, TILL), "-", "to", "до")
BEFORE_HOUR = rule(one_of(AT, TILL, Kind.NEAR, Kind.ABOUT), "at", "около", "from")
OCLOCK = rule(one_of(Kind.HOURS, Kind.CLOCK), "o'clock", "часов")
HALF_OF_DAY = rule(one_of(Kind.AFTERNOON_DAYS, Kind.HALF_OF_DAY), "pm", "дня", "вечера")
NUMBER_OR_NAME = rule(
    one_of(Kind.HOUR_NAME, Kind.DAY_NAME, Kind.NUMBER, Kind.QUANTITY), "three", "третього", "10"
)

POINT_HOUR = rule(
    seq(
        COUNT,
        one_of(seq(Kind.POINT, opt(COUNT, opt(Kind.PAST_HOUR))), Kind.HALF_POINT),
        opt(one_of(Kind.CLOCK, Kind.HENCE)),
    ),
    "3点15分",
    "两点半",
    "3点左右",
)
# "10:00-11:00" is when it begins.
UP_TO = rule(
    seq(
        TO_HOUR,
        opt(Kind.AT),
        one_of(
            seq(one_of(Kind.TIME, Kind.LOOSE_TIME, Kind.NUMBER), opt(OCLOCK), opt(Kind.HALF_OF_DAY)),
            POINT_HOUR,
        ),
    ),
    "- 11:00",
    "до 5",
    "until 5 pm",
    "到4点",
)
HALF_DAY_HOUR = rule(
    seq(Kind.NUMBER, opt(OCLOCK), opt(TO_HOUR, Kind.NUMBER, opt(OCLOCK)), Kind.HALF_OF_DAY),
    "3 pm",
    "10 to 11 am",
    "7 часов вечера",
)
CLOCK_HOUR = rule(
    seq(
        opt(BEFORE_HOUR),
        one_of(
            Kind.TIME,
            HALF_DAY_HOUR,
            seq(Kind.TIME, Kind.HALF_OF_DAY),
            seq(opt(Kind.NEAR), POINT_HOUR),
        ),
        opt(UP_TO),
    ),
    "at 3 pm",
    "3:30 pm",
    "около 15:00",
    "15:00 - 16:00",
    "大概3点",
)
HOUR_AFTER_AT = rule(
    seq(AT, Kind.NUMBER, opt(one_of(OCLOCK, Kind.YEAR_OR_HOURS)), opt(Kind.AFTERNOON_DAYS)),
    "at 10 o'clock",
    "в 3 дня",
    "о 10",
)
HOUR_BY_NAME = rule(
    seq(
        Kind.AT_OR_ABOUT,
        Kind.HOUR_NAME,
        opt(one_of(HALF_OF_DAY, Kind.HOURS, Kind.QUANTITY)),
    ),
    "о третій",
    "o trzeciej",
    "о шостій вечора",
)
PAST_OR_TO_HOUR = rule(
    seq(opt(AT), Kind.PAST_OR_TO, NUMBER_OR_NAME, opt(Kind.POINT), opt(HALF_OF_DAY)),
    "half past ten",
    "o wpół do czwartej",
    "четверть третьего",
    "差五分三点",
)
HOUR_AND_MINUTES = rule(seq(AT, Kind.NUMBER, Kind.NUMBER), "at 10 30", "в 14 30")
HOUR_IN_PART = rule(
    seq(Kind.NUMBER, opt(OCLOCK), one_of(Kind.PART, seq(Kind.AT, Kind.LOOSE_PART))),
    "7 in the evening",
    "9 часов утром",
)
HOUR_IN_WORDS = rule(seq(AT, Kind.QUANTITY, opt(Kind.HOURS), HALF_OF_DAY), "at three pm", "в семь вечера")
HOUR = rule(
    one_of(
        CLOCK_HOUR,
        seq(Kind.NUMBER, Kind.CLOCK, opt(UP_TO)),
        seq(one_of(HOUR_AFTER_AT, HOUR_BY_NAME), opt(UP_TO)),
        PAST_OR_TO_HOUR,
        HOUR_AND_MINUTES,
        HOUR_IN_PART,
        HOUR_IN_WORDS,
        seq(AT, Kind.LOOSE_TIME),
    ),
    "10 o'clock",
    "в 14 30",
    "at 14.30",
    "о третій",
    "о 10 до 12",
)
# Only after a day is a bare number an hour.
HOUR_OF_ABOUT = rule(
    seq(
        opt(Kind.HOURS),
        one_of(AT, Kind.NEAR, Kind.ABOUT, Kind.UNTIL),
        Kind.NUMBER,
        opt(one_of(OCLOCK, Kind.YEAR_OR_HOURS)),
    ),
    "часов в 11",
    "around 10",
    "około 10",
)
BETWEEN_HOURS = rule(
    seq(
        Kind.NEAR,
        Kind.NUMBER,
        opt(OCLOCK),
        opt(Kind.ARTICLE),
        Kind.NUMBER,
        opt(OCLOCK),
        opt(Kind.HALF_OF_DAY),
    ),
    "between 10 and 12",
    "między 10 a 12",
)
BARE_NUMBERS = rule(
    one_of(
        seq(Kind.NUMBER, Kind.NUMBER),
        seq(Kind.NUMBER, Kind.AFTERNOON_DAYS),
        seq(opt(Kind.NEAR), Kind.HOUR_NAME),
        seq(opt(BEFORE_HOUR), one_of(Kind.LOOSE_TIME, Kind.FOUR_DIGITS), opt(Kind.HALF_OF_DAY)),
        seq(AT, Kind.DOT_DATE),
        seq(Kind.HOURS, one_of(Kind.TIME, Kind.LOOSE_TIME, Kind.NUMBER)),
    ),
    "10 30",
    "3 дня",
    "1030",
    "at 10.05",
    "godz. 11",
)
HOUR_OF_DAY = rule(
    one_of(
        HOUR,
        seq(
            one_of(HOUR_OF_ABOUT, seq(opt(TILL), Kind.NUMBER, opt(Kind.CLOCK)), BETWEEN_HOURS, BARE_NUMBERS),
            opt(UP_TO),
        ),
        seq(AT, Kind.QUANTITY, opt(one_of(Kind.HOURS, Kind.QUANTITY))),
    ),
    "10",
    "by 10",
    "в семь часов",
    "at ten thirty",
)
PART_OF_DAY = rule(seq(opt(TO), one_of(Kind.PART, Kind.LOOSE_PART)), "in the evening", "утром", "下午")
