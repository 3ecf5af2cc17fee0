"""Cells of a CSV or a vCard, made plain: HTML entities, placeholders, birthdays, phones among words."""

import html
import re
from collections.abc import Iterator

from handlers import parse, words
from handlers.columns import Column
from storage.clients import Birthday, Point
from storage.models import PointKind

MAX_PHONE = 500  # letters: what is longer is a text
MAX_DATE = 60
MIN_PHONE = 5  # digits: one that no country knows is kept as it is, to be found by
FIRST_SHORT_YEAR = 30  # "85" is 1985, "07" is 2007

ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#\d{2,6}|#x[0-9a-f]{2,5});", re.IGNORECASE)
HOUR = re.compile(
    r"(?:(?<=\d)T\d\d(?::?\d\d){0,2}|(?<=\d)[T\s]\s{0,3}\d{1,2}(?::\d\d){1,2})(?:[.,]\d+)?"
    r"\s{0,3}(?P<half>[ap]\.?m\.?)?\s{0,3}(?:Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?\Z",
    re.IGNORECASE,
)
COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
# What Apple, SQL and .NET write where the year is unknown.
NO_YEAR_FIRST = re.compile(r"(?:1604|000[01])[-/.](\d\d?)[-/.](\d\d?)")
NO_YEAR_LAST = re.compile(r"(\d\d?([-/.])\d\d?)\2(?:1604|000[01])")
MONTH_BETWEEN = re.compile(r"(\d\d?)-([^\W\d_]{3,12})-(\d{4}|\d\d)")  # 12-Mar-1985, 12-Mar-85
MONTH_FIRST = re.compile(r"(0?[1-9]|1[0-2])/(\d\d?)((?:/\d{4})?)")
ZEROS = re.compile(r"[0+\s./:-]+")
QUOTES = " \t\n\"'“”„«»`"
DASHES = "-–—.,?/*_ "
PARTS = re.compile(r"[,;\n|，；、]")
RUSSIAN = re.compile("[а-яё]", re.IGNORECASE)
TRUNK_8 = re.compile(r"8[3489]\d{9}")  # how +7 is dialled within Russia and Kazakhstan

# What programs write where there is nothing, and people who have to fill in a field.
NOTHING = frozenset(
    words.forms(
        "null|n/a|n\\a|#n/a|n.a.|nan|undefined|(none)|(null)|(blank)|(empty)|(no value)|<none>|<null>|[none]"
        "|[null]|not provided|not available|not specified|не указано|не указан|не указана|(не указано)|(пусто)"
        "|не вказано|не вказана|(порожньо)|nie podano|(brak)|(puste)|未填写|未填|（无）|(无)"
    )
)
# In a note, or in a column of another meaning, these may be an answer: "Allergies: none", "Orders: 0".
NOTHING_KNOWN = frozenset(
    words.forms(
        "0|no|none|nil|na|empty|unknown|нет|нету|нет данных|отсутствует|неизвестно|пусто"
        "|немає|нема|відсутній|відсутня|відсутнє|невідомо|brak|brak danych|nie ma|nieznany|nieznana"
        "|无|無|没有|暂无|未知|不详"
    )
)
SURNAMES = frozenset(("Null", "None", "No", "Nil", "Na"))  # people are called so
NAMES = (Column.NAME, Column.FIRST, Column.MIDDLE, Column.LAST)
ANY_WORD = (Column.OTHER, Column.NOTE, Column.COUNTRY)  # NA is Namibia


def without_entities(text: str) -> str:
    """'Smith &amp; Sons' as it was before some page wrote it so."""
    return ENTITY.sub(lambda found: html.unescape(found.group()), text)


def is_placeholder(text: str, column: Column) -> bool:
    """Whether it stands for nothing: 'N/A', 'NULL', '(none)', 'нет', '-'."""
    text = text.strip()
    if column in NAMES and text in SURNAMES:
        return False
    if not text.strip(DASHES):
        return True
    if column in (Column.PHONE, Column.BIRTHDAY) and ZEROS.fullmatch(text):
        return True
    word = text.casefold()
    return word in NOTHING or (word in NOTHING_KNOWN and column not in ANY_WORD)


def birthday(text: str) -> Birthday | None:
    """The day that a program wrote, with or without an hour and a year."""
    text = text.strip(QUOTES)
    if len(text) > MAX_DATE:
        return None
    hour = HOUR.search(text)
    text = text[: hour.start()].strip() if hour else text
    if found := NO_YEAR_LAST.fullmatch(text):
        text = found[1]
    if hour and hour["half"]:  # who writes AM writes the month in front
        text = MONTH_FIRST.sub(r"\2/\1\3", text)
    if found := COMPACT.fullmatch(text):
        text = "-".join(found.groups())
    elif found := MONTH_BETWEEN.fullmatch(text):
        text = f"{found[1]} {found[2]} {_year(found[3])}"
    elif found := NO_YEAR_FIRST.fullmatch(text):
        text = f"--{found[1]:0>2}-{found[2]:0>2}"
    return parse.birthday(text)


def _year(written: str) -> str:
    short = len(written) < len("1985")
    return f"{19 if int(written) >= FIRST_SHORT_YEAR else 20}{written}" if short else written


def phones(text: str, region: str) -> tuple[list[Point], str]:
    """The numbers in a cell (E.164; as dialled in `region`), and what else it says."""
    text = text.strip(QUOTES)
    if len(text) > MAX_PHONE:
        return [], text
    if point := parse.phone(text, region):
        return [point], ""
    points: list[Point] = []
    rest = []
    for part in PARTS.split(text):
        found, more = _phones_in(part.strip(), region)
        points += found
        rest.append(more)
    if points:
        return points, ", ".join(filter(None, rest))
    return list(_as_typed(text)), "" if len(_digits(text)) >= MIN_PHONE else text


def _phones_in(part: str, region: str) -> tuple[list[Point], str]:
    found, rest = parse.phones(part, region)
    before = part.partition(found[0].typed)[0].rstrip(" (-") if found else ""
    if RUSSIAN.search(part) and TRUNK_8.fullmatch(_digits(part)) and region != "RU":
        return _phones_in(part, "RU")
    if before[-1:].isdigit():  # only the end of a number that is another country's
        return list(_as_typed(part)), ""
    return list(found), rest if any(map(str.isalnum, rest)) else ""


def _as_typed(text: str) -> Iterator[Point]:
    digits = _digits(text)
    if len(digits) >= MIN_PHONE:
        yield Point(PointKind.PHONE, digits, text)


def emails(text: str) -> tuple[tuple[Point, ...], str]:
    """The addresses in a cell, and what else it says: 'Di Eve <di@eve.example>'."""
    found, rest = parse.emails(text.strip(QUOTES))
    return found, rest.strip(f"{QUOTES},;<>")


def _digits(text: str) -> str:
    return "".join(str(int(letter)) for letter in text if letter.isdecimal())
