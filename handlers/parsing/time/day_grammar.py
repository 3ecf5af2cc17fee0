"""Which rows of words are days: dates, weekdays, 'in 3 days', 'end of month', 'first monday of april'."""

from handlers.parsing.lexicon import Kind
from handlers.parsing.time.durations import COUNT, NUMBER
from handlers.parsing.time.patterns import between, many, one_of, opt, rule, seq, unless

# Words of which any may stand there.
IN = rule(one_of(Kind.IN, Kind.IN_HERE), "in", "через", "за")
ABOUT = rule(one_of(Kind.NEAR, Kind.ABOUT), "about", "около")
TO = rule(one_of(Kind.AT, Kind.ON, Kind.WEEKS_OR_AT, Kind.UNTIL), "on", "в", "до")
NEXT = rule(one_of(Kind.NEXT, Kind.WEEK_AWAY), "next", "прошлый", "下")
WEEKDAY = rule(one_of(Kind.WEEKDAY, Kind.LOOSE_WEEKDAY), "friday", "周五")
ONE_DAY = rule(one_of(WEEKDAY, Kind.WORKING_DAYS), "monday", "рабочий день")
MONTH_LONG = rule(one_of(Kind.MONTHS, Kind.MONTH_AFTER), "month", "квартал", "月")
PERIOD = rule(one_of(Kind.WEEKS, MONTH_LONG), "week", "месяца")
WORD_FOR_YEAR = rule(one_of(Kind.YEAR, Kind.YEAR_OR_HOURS, Kind.MONTHS), "г", "year", "年")
DAY_NUMBER = rule(one_of(Kind.NUMBER, Kind.ORDINAL), "15", "15th")
DAY_IN_WORDS = rule(one_of(DAY_NUMBER, Kind.DAY_NAME, Kind.NTH), "first", "третьего", "15")
START_OR_END = rule(one_of(Kind.END_OF, Kind.START_OF), "end of", "начало", "底")
START_MIDDLE_OR_END = rule(one_of(START_OR_END, Kind.MIDDLE_OF), "mid", "середина", "koniec")

YEAR = rule(seq(opt(Kind.COMMA), Kind.FOUR_DIGITS, opt(WORD_FOR_YEAR)), "2026", ", 2026", "2026 г")
YEAR_FIRST = rule(seq(Kind.FOUR_DIGITS, Kind.MONTHS), "2026年", "2026 year")
DAY_MONTH = rule(seq(DAY_IN_WORDS, Kind.MONTH, opt(YEAR)), "15 march 2026", "третьего марта")
MONTH_DAY = rule(seq(Kind.MONTH, DAY_NUMBER, opt(YEAR)), "march 15th", "marzec 15")
YEAR_MONTH_DAY = rule(
    seq(
        opt(YEAR_FIRST),
        one_of(seq(Kind.NUMBER, Kind.MONTH_AFTER, COUNT), seq(Kind.MONTH, COUNT)),
        opt(Kind.OF_MONTH),
    ),
    "2026年3月15日",
    "三月十五号",
)
DAY_LOOSE_MONTH = rule(seq(Kind.NUMBER, Kind.LOOSE_MONTH), "15 sie", "15 серп")
DATE = rule(
    one_of(
        Kind.ISO_DATE,
        seq(one_of(Kind.DOT_DATE, Kind.LOOSE_DATE), opt(Kind.YEAR)),
        DAY_MONTH,
        MONTH_DAY,
        YEAR_MONTH_DAY,
        seq(DAY_LOOSE_MONTH, YEAR),
    ),
    "2026-03-15",
    "15.03.2026 г",
    "15 march",
    "15 sie 2026",
)
DAY_OF_MONTH = rule(
    one_of(
        seq(opt(Kind.FILLER), Kind.ORDINAL, opt(NEXT, Kind.MONTHS)),
        seq(one_of(DAY_NUMBER, Kind.QUANTITY, Kind.DAY_NAME), Kind.OF_MONTH),
        seq(one_of(DAY_NUMBER, Kind.DAY_NAME), Kind.OF_MONTH, NEXT, Kind.MONTHS),
        seq(NEXT, MONTH_LONG, one_of(seq(COUNT, Kind.OF_MONTH), seq(opt(TO), Kind.ORDINAL))),
    ),
    "the 5th of next month",
    "15 числа",
    "5 числа следующего месяца",
    "下个月5号",
)
WITH_WEEKDAY = rule(seq(opt(Kind.COMMA), opt(TO), WEEKDAY), ", friday", "в пятницу")
DATED_DAY = rule(
    one_of(
        seq(
            opt(one_of(WEEKDAY, Kind.DAY), opt(Kind.COMMA)),
            opt(one_of(TO, Kind.UP_TO)),
            opt(Kind.FILLER),
            one_of(DATE, DAY_OF_MONTH),
            opt(WITH_WEEKDAY),
        ),
        seq(WEEKDAY, opt(Kind.COMMA), DAY_LOOSE_MONTH, opt(YEAR)),
    ),
    "friday, 13 march",
    "13 марта в пятницу",
    "do 15 marca",
    "piątek 14 sie",
)
UNIT = rule(
    one_of(
        *(Kind.MINUTES, Kind.HOURS, Kind.AFTERNOON_DAYS, Kind.DAYS, Kind.WEEKS, Kind.MONTHS),
        *(Kind.WEEKS_OR_AT, Kind.YEAR_OR_HOURS, Kind.WORKING_DAYS),
    ),
    "weeks",
    "часа",
    "год",
    "天",
)
UNITS = rule(
    one_of(seq(opt(NUMBER), opt(Kind.AND_A_HALF), UNIT, opt(Kind.AND_A_HALF)), Kind.SPAN),
    "2 weeks",
    "год",
    "2 часа",
    "полчаса",
)
# What is behind its units is counted, for 年后 is no year away.
COUNTED_UNITS = rule(
    one_of(
        seq(NUMBER, opt(Kind.AND_A_HALF), one_of(UNIT, Kind.PAST_HOUR), opt(Kind.AND_A_HALF)),
        Kind.SPAN,
    ),
    "两天",
    "5分",
    "3 days",
)
HOURS_FIRST = rule(
    seq(
        IN,
        opt(NUMBER),
        Kind.HOURS,
        COUNT,
        unless(one_of(Kind.HOURS, Kind.MINUTES, Kind.HALF_OF_DAY, Kind.YEAR_OR_HOURS)),
    ),
    "через час 15",
    "in 1 hour 20",
)
SPAN = rule(
    one_of(
        HOURS_FIRST,
        seq(IN, opt(ABOUT), many(UNITS)),
        seq(opt(ABOUT), many(UNITS), Kind.AGO),
        seq(many(COUNTED_UNITS), one_of(Kind.HENCE, Kind.BEFORE)),
    ),
    "in about 2 hours",
    "полчаса назад",
    "两天后",
)
PLACE_IN_PERIOD = rule(
    seq(START_OR_END, opt(one_of(Kind.ON, NEXT)), PERIOD), "end of next month", "конец недели"
)
PERIOD_THEN_PLACE = rule(seq(opt(NEXT), PERIOD, START_OR_END), "下月底", "月底")
PLACE_IN_MONTH = rule(seq(opt(Kind.IN), START_MIDDLE_OR_END, Kind.MONTH), "mid january", "początek marca")
MONTH_THEN_PLACE = rule(
    one_of(
        seq(Kind.NUMBER, Kind.MONTH_AFTER, START_MIDDLE_OR_END),
        seq(Kind.MONTH, START_MIDDLE_OR_END),
        seq(Kind.NUMBER, Kind.MIDDLE_OF),
    ),
    "3月底",
    "五月初",
    "3月中旬",
)
PLACE_IN_QUARTER = rule(
    one_of(seq(START_OR_END, Kind.QUARTER, opt(YEAR)), seq(Kind.QUARTER, Kind.END_OF)),
    "end of Q1 2026",
    "конец первого квартала",
    "一季度末",
)
EDGE = rule(
    one_of(
        PLACE_IN_PERIOD,
        PLACE_IN_MONTH,
        PERIOD_THEN_PLACE,
        MONTH_THEN_PLACE,
        Kind.END_OF,
        PLACE_IN_QUARTER,
    ),
    "end of next month",
    "koniec marca",
    "月底",
    "eom",
)
NTH_DAY = rule(
    one_of(
        seq(
            opt(Kind.FILLER),
            one_of(Kind.NTH, Kind.NEXT, Kind.HOUR_NAME, Kind.DAY_NAME, Kind.ORDINAL),
            ONE_DAY,
            opt(Kind.IN),
            one_of(Kind.MONTH, seq(opt(Kind.ON), opt(NEXT), MONTH_LONG)),
        ),
        seq(
            one_of(Kind.MONTH, seq(Kind.NUMBER, Kind.MONTH_AFTER), seq(opt(NEXT), MONTH_LONG)),
            opt(Kind.OWN),
            Kind.NTH,
            ONE_DAY,
        ),
    ),
    "the first monday of april",
    "ostatni piątek miesiąca",
    "四月的第一个周一",
    "the first working day of next month",
)
# Alone it is what is spoken of.
QUARTER = rule(
    one_of(seq(between(1, 2, one_of(Kind.IN, TO)), Kind.QUARTER, opt(YEAR)), seq(Kind.QUARTER, YEAR)),
    "in Q2",
    "Q2 2026",
    "во втором квартале",
)
DAY_BY_NAME = rule(
    one_of(
        Kind.LATER,
        Kind.DAY_AND_PART,
        seq(Kind.DAY, opt(WITH_WEEKDAY)),
    ),
    "tomorrow, friday",
    "сегодня",
    "今晚",
    "later today",
)
DAY_OF_WEEK = rule(
    one_of(
        seq(opt(NEXT), WEEKDAY, opt(opt(TO), NEXT, Kind.WEEKS)),
        seq(NEXT, Kind.WEEKS, WITH_WEEKDAY),
    ),
    "next friday",
    "среда на следующей неделе",
    "下周二",
    "przyszłym tygodniu w środę",
)
NEXT_PERIOD = rule(
    seq(NEXT, one_of(PERIOD, Kind.DAYS, Kind.AFTERNOON_DAYS, Kind.WORKING_DAYS)),
    "next week",
    "следующий рабочий день",
    "下个月",
)
DAY = rule(
    seq(
        between(0, 2, TO),
        one_of(
            DAY_BY_NAME,
            DAY_OF_WEEK,
            NEXT_PERIOD,
            NTH_DAY,
            QUARTER,
            Kind.AFTER_NEW_YEAR,
            EDGE,
            DATED_DAY,
            SPAN,
        ),
    ),
    "tomorrow",
    "on next friday",
    "в пятницу",
    "w przyszłym tygodniu w środę",
    "after new year",
)
