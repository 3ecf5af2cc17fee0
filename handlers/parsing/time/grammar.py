"""Which rows of words are times or days: a small grammar over what handlers/parsing/time/tokens.py reads."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from handlers.parsing.lexicon import Kind
from handlers.parsing.time.durations import NUMBER
from handlers.parsing.time.tokens import Token, kinds_of, read_phrase, without_fillers

# The grammar, in the letters of words.Kind and these: I 2026-03-15, S 3/15, T 10:00, t 10-30 or 10.30,
# d 15.03, e 5.3, f 1,5, N a number of one or two digits, O 5th, y of four, z any other, x anything else,
# % what makes the number before it no hour.
TO = "[pbR4]"
NEXT = "[n1]"
UNITS = f"(?:{NUMBER}?E?[uogUKYR3@]E?|H)"
# 15 march 2026, march 15th, 2026年3月15日, третьего марта
DATE = "(?:I|[de]r?|[NO#&]M(?:,?y[rY3]?)?|M[NO](?:,?y[rY3]?)?|(?:yY)?(?:NC[Nq]|M[Nq])v?|N9,?y[rY3]?)"
# the 5th of next month, 15 числа, 下个月5号
DAY_OF_MONTH = f"(?:s?O(?:{NEXT}Y)?|[NOq#]v|[NO#]v{NEXT}Y|{NEXT}[YC](?:[Nq]v|{TO}?O))"
# in about 2 hours, полчаса назад, 两天后; what is behind its units is counted, for 年后 is no year away
COUNTED = f"(?:{NUMBER}E?[uogUKYR37@]E?|H)"
SPAN = f"(?:[i2]{NUMBER}?o[Nq](?![oum3])|[i2][hj]?{UNITS}+|[hj]?{UNITS}+a|{COUNTED}+[GZ])"
# end of next month, koniec marca, 月底, в начале апреля
EDGE = f"(?:[V=](?:b|{NEXT})?[KYC]|i?[V=~]M|{NEXT}?[KYC][V=]|NC[V=~]|M[V=~]|N~|V|[V=]>(?:,?y[rY3]?)?|>V)"
# the first monday of april, w ostatni piątek miesiąca, 四月的第一个周一, the first working day of next month
NTH_DAY = f"(?:s?[&nQ#O][Ww@]i?(?:M|b?{NEXT}?[YC])|(?:M|NC|{NEXT}?[YC])8?&[Ww@])"
QUARTER = "(?:[ipbR4]{1,2}>(?:,?y[rY3]?)?|>,?y[rY3]?)"  # alone it is what is spoken of
DATED = f"(?:[WwD],?)?[pbR40]?s?(?:{DATE}|{DAY_OF_MONTH})(?:,?{TO}?[Ww])?|[Ww],?N9(?:,?y[rY3]?)?"
DAY = (
    f"{TO}{{0,2}}(?:L|B|D(?:,?{TO}?[Ww])?|{NEXT}?[Ww](?:{TO}?{NEXT}K)?|{NEXT}K,?{TO}?[Ww]|{NEXT}[KYUgC@]"
    f"|{NTH_DAY}|{QUARTER}|<|{EDGE}|{DATED}|{SPAN})"
)
POINTED = "[Nq](?:5(?:[Nq]7?)?|6)[cG]?"  # "3点15分", "两点半"
UP_TO = f"(?:[-lb40]p?(?:[TtN][oc]?m?|{POINTED}))?"  # "10:00-11:00" is when it begins
BEFORE_HOUR = "[pbhj4J0]?"
# at 3 pm, о третій, half past ten, в 14 30, 7 in the evening
HOUR = (
    f"(?:{BEFORE_HOUR}(?:T|N[oc]?(?:[-lb40]N[oc]?)?m|Tm|h?{POINTED}){UP_TO}|Nc{UP_TO}"
    f"|(?:[pJ]N[oc3]?g?|JQ[gmoq]?){UP_TO}|[pJ]?F[Q#Nq]5?[gm]?|[pJ]NN|N[oc]?(?:P|pk)|[pJ]qo?[gm]|[pJ]t)"
)
BETWEEN = "hN[oc]?A?N[oc]?m?"
# Only after a day is a bare number an hour.
HOUR_OF_DAY = (
    f"(?:{HOUR}|(?:o?[phjJ4]N[oc3]?|[b40]?Nc?|{BETWEEN}|NN|Ng|h?Q|{BEFORE_HOUR}[ty]m?|[pJ]d|o[TtN]){UP_TO}"
    "|[pJ]q[oq]?)"
)
PART = f"{TO}?[Pk]"
DAY_FIRST = re.compile(f"(?P<day>{DAY})(?:,?(?P<time>(?:{PART},?)?{HOUR_OF_DAY}(?:{PART})?|{PART}))?")
TIME_FIRST = re.compile(f"(?P<time>(?:{PART},?)?{HOUR}(?:{PART})?|{PART})(?:,?(?P<day>{DAY}))?")
# At an edge of what is said these are common words, prices or counts.
LOOSE = re.compile("[wke]|>y?|s?O|q5|N[oc]?(?:P|pk)")
BARE = re.compile("(?!h.*[lb40]N)(?:.*[^p])?[Ny]|.*Q")  # an hour only where nothing follows that it may count
# The same of an hour without a day.
BARE_ALONE = re.compile("N[c5]|N5N|JQ|F[NqQ#]|[pJ]NN")
ANY_DATE = re.compile(f"{DATE}|N9")
HAS_NTH_DAY = re.compile(NTH_DAY)
IN_A_MONTH = re.compile(f"i?>|i[V=~]M|{NTH_DAY}")  # there "in" is no span
HAS_DATE = re.compile("[de]|[NO#&]M|M[NOq]|N9|NC[Nq]")

# What says that a time beside it, or elsewhere in what is said, is not all that is said of when.
SAYS_DAY = f"D|W|I|d|S|[NO#&]M|M[NO]|#v|NC[Nq]|{NEXT}[WKYUgC]|[i2]{UNITS}|{UNITS}[aGZ]|B|{TO}w|<|X"
SAYS_TIME = "T|llN|N[oc]?m|Nc|pN(?!%)|JN|pq|[pJhl]Q|2q|N5|[Nq]6|[DPB]q5|hN[oc]?[-lb40A]?N|F[NqQ#]|X"
MORE = f"{SAYS_DAY}|T|t|N[oc]?m|Nc|P|L|nw|[hb4]N|NoN|O(?!x)|p[yz](?!%)|K|l[KYU]|[-l]w|[=~](?!x)"
MORE += "|JN|[pJ]Q|[Nq][56]|V|lk|[Nq]?@"
JOINTS = "[,lhjpbswk4JR-]*"
HAS_DAY, HAS_TIME = re.compile(SAYS_DAY), re.compile(SAYS_TIME)
MORE_BEFORE = re.compile(rf"(?:(?:{MORE}|pN|-N)(?:,?y)?{JOINTS}|[hjln12&]|l[RC])\Z")
MORE_AFTER = re.compile(rf"{JOINTS}(?:{MORE}|No\Z|E)|8|Z|s+b?n?Y")
GOES_ON = re.compile("[,s]*(?:[lh-]+p?|s[pJ])N")  # "10:00 to 11", "at 10 and at 3"
AFTER_A_NUMBER = re.compile("s?N")  # "at 10 and 3", "в 14 30"
PART_FIRST = re.compile(PART)
NEAR = 12  # words


class WrittenDate(NamedTuple):
    """A date as it is written; the year in four digits, in two, or not at all."""

    year: str | None
    month: int
    day: int


def date_in(text: str) -> WrittenDate | None:
    """The date that `text` is, there being such a day or not."""
    tokens = without_fillers(read_phrase(text))
    return date_of(tokens) if ANY_DATE.fullmatch(kinds_of(tokens)) else None


def date_of(tokens: Sequence[Token]) -> WrittenDate:
    by = {token.kind: token for token in tokens}
    year = by["y"].text if "y" in by else None
    if Kind.MONTH_AFTER in by:
        month, day = [token.value for token in tokens if token.kind in "Nq"]
        return WrittenDate(year, int(month), int(day))
    if named := by.get(Kind.MONTH) or by.get(Kind.LOOSE_MONTH):
        return WrittenDate(
            year,
            int(named.value),
            int((by.get("N") or by.get("O") or by.get(Kind.DAY_NAME) or by.get(Kind.NTH) or by["q"]).value),
        )
    numbers = re.findall(r"\d+", next(token.text for token in tokens if token.kind in "Ide"))
    if "I" in by:
        written_year = numbers[0] if len(numbers) == len(("year", "month", "day")) else None
        return WrittenDate(written_year, int(numbers[-2]), int(numbers[-1]))
    return WrittenDate(numbers[2] if len(numbers) == 3 else None, int(numbers[1]), int(numbers[0]))


def is_without_day(text: str) -> bool:
    """Whether `text` is a time of any day."""
    shape = shape_of(without_fillers(read_phrase(text)))
    return bool(shape and not shape["day"])


def is_without_year(text: str) -> bool:
    """Whether `text` is a time on a date whose year is not said."""
    shape = shape_of(tokens := without_fillers(read_phrase(text)))
    day = tokens[slice(*shape.span("day"))] if shape else []
    return bool(HAS_DATE.search(kinds_of(day)) and date_of(day).year is None)


def is_all_of_it(shape: re.Match[str], before: Sequence[Token], after: Sequence[Token]) -> bool:
    """Whether nothing beside a time makes it another, and nothing around it says the day or hour it lacks."""
    before_it, after_it = kinds_of(before[-NEAR:]), kinds_of(after[:NEAR])
    if MORE_BEFORE.search(before_it) or MORE_AFTER.match(after_it):
        return False
    if shape["day"] and shape["day"][0] in "i2" and after_it[:1] in ("4", "l"):  # "in 2 hours before …"
        return False
    if (
        not shape["day"] and PART_FIRST.match(shape["time"]) and before_it[-1:] == "N"
    ):  # "room 5 in the evening"
        return False
    around = f"{kinds_of(before)} {kinds_of(after)}"
    if not shape["time"]:
        return not HAS_TIME.search(around)
    if shape["time"][-1] == "N" and AFTER_A_NUMBER.match(after_it):
        return False
    return not GOES_ON.match(after_it) and bool(shape["day"] or not HAS_DAY.search(around))


def shape_of(tokens: Sequence[Token]) -> re.Match[str] | None:
    """How a row of words is a day, a time or both; None where it is none of these."""
    kinds = kinds_of(tokens)
    if Kind.PLAIN in kinds:
        return None
    return DAY_FIRST.fullmatch(kinds) or TIME_FIRST.fullmatch(kinds)
