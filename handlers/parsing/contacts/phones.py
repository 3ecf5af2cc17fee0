"""Parse phone numbers in a text: national and international, with extensions. No country is guessed."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from handlers.parsing.contacts.labels import before_phone, is_phone_label, without_phone_label
from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.lexicon.contact_words import EXTENSION, FAX
from handlers.parsing.places import countries
from handlers.parsing.time.grammar import date_in
from handlers.parsing.time.times import EDGES
from handlers.parsing.time.tokens import HAN
from storage.clients.new_client import Point
from storage.models import EXTENSION_MARK, PointKind

MIN_DIGITS, MAX_DIGITS = 7, 15  # of a number; ITU-T E.164 allows 15
MIN_INTERNAL = 5  # digits of a company's internal number
MAX_RUN = 100  # characters: a longer run of digits has no phones
SURE = 9  # digits in a row that are more likely a phone than anything else
ABROAD = "00"
TEL_URI = "tel:"

COMMA_IN_NUMBER = r"(?<=\d)(?<!\d{5}),(?=\d{1,3}(?!\d))"  # "2,5 млн", "$4,800"; a phone ends with more digits
PARTS = lazy_regex(rf"(?!{COMMA_IN_NUMBER})[,;\n\t|，；、｜]")
LETTER = rf"[^\W\d_{HAN}]"
RUN = r"(?:\+\s?)?[(\[]?\d(?:[\s()\[\].\-–—‑/]{0,3}\d)*+"  # digits and the separators between them
NUMBER = lazy_regex(rf"(?<!{LETTER})(?<![\d+]){RUN}")
EXTENSION_WORD = "|".join(sorted(map(re.escape, EXTENSION), key=len, reverse=True))
EXTENDED = lazy_regex(
    rf"[\s,;(]{{0,3}}(?:{EXTENSION_WORD})[\s.:=№]{{0,3}}(?P<digits>\d{{1,7}})(?!\d)\)?", re.IGNORECASE
)
COMMA_BEFORE_EXTENSION = lazy_regex(
    rf"(?<=\d)\s{{0,3}}[,;，；]\s{{0,3}}(?=(?:{EXTENSION_WORD})[\s.:=№]{{0,3}}\d)", re.IGNORECASE
)
COUNTRY = lazy_regex(r"\s{0,3}\(\s?(?P<name>[A-Z]{2,3})\s?\)")
PAUSED = lazy_regex(
    r"(?P<number>.*\d)\s{0,3}(?:;ext=|[;,pw]{1,9})\s?(?P<digits>\d{1,7})#?\s{0,3}", re.IGNORECASE
)
PARAMETERS = lazy_regex(r";(?!ext=)[a-z][a-z\d-]*(?:=[^;]*)?", re.IGNORECASE)  # of a `tel:` URI
SEVERAL = lazy_regex(r"(?P<first>.*\d)\s{0,3}/\s{0,3}(?P<tail>\d{1,4})")  # "123-45-67/68"
BLANKS, SEVERAL_COMMAS = lazy_regex(r"\s+"), lazy_regex(r" ?([,;])(?: ?[,;])*")
PHONE_ONLY = lazy_regex(r"[\d\s()\[\]+./–—‑-]*")
DAY = r"\d\d?[./]\d\d?(?:[./](?:\d{4}|\d\d))?|\d\d?[./]\d{4}|\d{4}[./]\d\d?(?:[./]\d\d?)?"
DATES = lazy_regex(rf"(?:{DAY}|\d\d?)\s?[-–—]\s?(?:{DAY})|(?:19|20)\d\d\s?[-–—/]\s?(?:19|20)\d\d")
DOTTED_DATE = lazy_regex(r"\d\d?\.\d\d?\.\d{4}")  # 31.11.1985 is not a date, and not a phone either
PAPER = lazy_regex(r"(?:19|20)\d\d-\d{3,8}")  # like the numbers of invoices
AMOUNT = lazy_regex(r"\d{1,3}(?:[ .]\d{3})*[ .]000")
FAX_WORD = "|".join(sorted(map(re.escape, FAX), key=len, reverse=True))
# After another label it may be a phone, too: "tel/fax".
FAX_NUMBER = lazy_regex(rf"(?<![\w/])(?:{FAX_WORD})[\s.:：№]{{0,3}}{RUN}", re.IGNORECASE)


@dataclass(frozen=True)
class _Number:
    """A number in a text: its position, and what it may be."""

    start: int
    end: int
    points: tuple[Point, ...]
    sure: bool  # it is a valid number of some country


def phones(text: str, region: str) -> tuple[tuple[Point, ...], str]:
    """The phone numbers in `text` (E.164, as dialled in `region`, ISO 3166, if no country is given), and the
    rest. Extensions are written as in RFC 3966: "+12125550101;ext=55".

    A number that is not valid in the region, or without a region (""), is returned as its digits only.
    """
    parts = [_phones_in(part, region) for part in PARTS.split(join_extensions(text))]
    found = without_repeats(point for points, _rest in parts for point in points)
    return found, ", ".join(rest for _points, rest in parts if rest) if found else clean_separators(text)


def phone(text: str, region: str) -> Point | None:
    """The phone number, if `text` is exactly one; its digits only if it is not a valid number."""
    found, rest = phones(text, region)
    if len(found) == 1 and not rest:
        return found[0]
    digits = digits_of(text)
    if len(found) > 1 or len(digits) < MIN_INTERNAL or not PHONE_ONLY.fullmatch(text.strip()):
        return None
    return Point(PointKind.PHONE, digits, text.strip())


def spell_out_extension(text: str) -> str:
    """A number in a contact file as people write it: "+1-212-555-0101 ext. 55". There it is
    `tel:+1-212-555-0101;ext=55` (RFC 3966), or it has a pause before the extension: `…p55`, `…w55`, `…;55`,
    `…,55#`.
    """
    text = text.strip()
    plain = text[len(TEL_URI) :] if (is_uri := text[: len(TEL_URI)].lower() == TEL_URI) else text
    plain = unquote(PARAMETERS.sub("", plain)) if is_uri else plain
    paused = PAUSED.fullmatch(plain) if len(plain) <= MAX_RUN else None
    return f"{paused['number']} ext. {paused['digits']}" if paused else plain


def join_extensions(text: str) -> str:
    """The text without the comma before an extension, which would separate it from its number."""
    return COMMA_BEFORE_EXTENSION.sub(" ", text)


def fax_in(text: str) -> tuple[list[str], str]:
    """The fax numbers in the text, each with the word before it, and the rest. They cannot be called."""
    found = [match.group() for match in FAX_NUMBER.finditer(text)]
    return found, clean_separators(FAX_NUMBER.sub(" ", text)) if found else text


def without_repeats(points: Iterable[Point]) -> tuple[Point, ...]:
    return tuple({(point.kind, point.value): point for point in reversed(list(points))}.values())[::-1]


def digits_of(text: str) -> str:
    return "".join(str(int(letter)) for letter in text if letter.isdecimal())


def clean_separators(rest: str) -> str:
    """Clean up spaces and commas after something was removed from a text."""
    return SEVERAL_COMMAS.sub(r"\1", BLANKS.sub(" ", rest)).strip(EDGES)


def is_date_range(text: str) -> bool:
    """'03/2015 – 03/2016', '03.06-07.06.2015', '2015-2016'"""
    return bool(DATES.fullmatch(text.strip()))


def _phones_in(part: str, region: str) -> tuple[list[Point], str]:
    found: list[Point] = []
    rest, end = "", 0
    for number in _numbers(part, region):
        if number.sure or _is_phone(part, number):
            found += number.points
            rest, end = before_phone(rest + part[end : number.start]), number.end
    rest = clean_separators(rest + part[end:])
    is_empty = found and (is_phone_label(rest) or not any(map(str.isalnum, rest)))
    return found, "" if is_empty else rest


def _numbers(part: str, region: str) -> Iterator[_Number]:
    for match in NUMBER.finditer(part):
        typed, end = match.group(), match.end()
        if not len(digits_of(typed)) >= MIN_DIGITS or len(typed) > MAX_RUN or _is_no_phone(typed):
            continue
        extended = EXTENDED.match(part, end)
        if not extended and re.match(LETTER, part[end : end + 1]):
            continue  # "1234567a"
        named = COUNTRY.match(part, end)
        country = countries.country(named["name"]) if named else None
        points, sure = _dialled(typed, country or region)
        if extended and len(points) == 1:
            end = extended.end()
            whole = part[match.start() : end].strip()
            points = [Point(PointKind.PHONE, f"{points[0].value}{EXTENSION_MARK}{extended['digits']}", whole)]
        end = named.end() if named and country else end
        yield _Number(match.start(), end, tuple(points), sure)


def _dialled(typed: str, region: str) -> tuple[list[Point], bool]:
    """The numbers these digits mean, and whether they are valid."""
    more = SEVERAL.fullmatch(typed)
    if more and len(digits_of(more["first"])) >= MIN_DIGITS:
        first, sure = _dialled(more["first"], region)
        if first and (sure or len(digits_of(more["first"])) >= SURE):
            ends = (_with_end(text, more["tail"]) for text in (first[-1].value, first[-1].typed))
            return [*first, Point(PointKind.PHONE, *ends)], sure
    if value := _international(typed, region):
        return [Point(PointKind.PHONE, value, typed)], True
    if several := _apart(typed, region):
        return several, True
    digits = digits_of(typed)
    return [Point(PointKind.PHONE, digits, typed)] if len(digits) <= MAX_DIGITS else [], False


def _international(typed: str, region: str) -> str | None:
    """The number in E.164; None if it is not valid. After a plus only its length is checked."""
    digits = digits_of(typed)
    if typed.startswith("+"):
        return _e164(f"+{digits}", region, strict=False)
    # Whatever the region's own prefix for abroad is: "00" with a country code means nothing else anywhere.
    abroad = _e164(f"+{digits.removeprefix(ABROAD)}", "", strict=True) if digits.startswith(ABROAD) else None
    return abroad or _e164(digits, region, strict=True)


def _e164(number: str, region: str, *, strict: bool) -> str | None:
    import phonenumbers  # a slow import: only when needed

    try:
        parsed = phonenumbers.parse(number, region or None)
    except phonenumbers.NumberParseException:
        return None
    is_one = phonenumbers.is_valid_number(parsed) if strict else phonenumbers.is_possible_number(parsed)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164) if is_one else None


def _apart(typed: str, region: str) -> list[Point]:
    """Several numbers in a row, separated by spaces or a slash."""
    import phonenumbers

    if len(digits_of(typed)) <= MAX_DIGITS:
        return []
    matches = phonenumbers.PhoneNumberMatcher(typed, region or None, leniency=phonenumbers.Leniency.VALID)
    e164 = phonenumbers.PhoneNumberFormat.E164
    return [
        Point(PointKind.PHONE, phonenumbers.format_number(match.number, e164), match.raw_string)
        for match in matches
    ]


def _with_end(number: str, digits: str) -> str:
    """The number with its last digits replaced."""
    left = list(digits)
    return "".join(left.pop() if left and letter.isdecimal() else letter for letter in reversed(number))[::-1]


def _is_no_phone(typed: str) -> bool:
    plain = typed.strip()
    return any(each.fullmatch(plain) for each in (DATES, DOTTED_DATE, PAPER)) or date_in(plain) is not None


def _is_phone(part: str, number: _Number) -> bool:
    """Whether a number not valid in any country is a phone: alone, after a label, or written like a phone."""
    typed, around = part[number.start : number.end], part[: number.start] + part[number.end :]
    is_alone = not any(map(str.isalnum, around)) or without_phone_label(part).startswith(typed)
    if AMOUNT.fullmatch(typed):
        return False
    is_labelled = before_phone(part[: number.start]) != part[: number.start]
    return is_alone or is_labelled or typed[0] in "+(0" or len(digits_of(typed)) >= SURE
