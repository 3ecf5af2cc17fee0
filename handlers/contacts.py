"""A client in one line, in any order: name, company, phones, e-mails, birthday, #tags."""

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

from handlers import words
from handlers.grammar import date_in
from handlers.labels import (
    Label,
    before_phone,
    city_in,
    is_phone_label,
    labelled,
    registered_in,
    without_email_labels,
    without_phone_label,
)
from handlers.letters import NAME, is_visible
from handlers.look import FIRST_YEAR, LAST_YEAR
from handlers.times import EDGES, Scene
from handlers.tokens import HAN
from storage.clients import Birthday, NewClient, Point
from storage.models import ClientKind, PointKind

ANY_LEAP_YEAR = 2000
FIRST_SHORT_YEAR = 30  # "85" is 1985, "07" is 2007
SHORTEST_PHONE, LONGEST_PHONE = 7, 15  # digits; ITU-T E.164 allows 15
SHORTEST_EXTENSION = 5
LABEL = 4  # letters: a shorter one may be a name
MAX_PARTS = 100  # of one client: what comes after that many commas is not taken apart
MAX_PHONE_TRIES = 100  # of one part: so many rows of digits that are no number, and it is given up

COMMA_IN_NUMBER = r"(?<=\d)(?<!\d{5}),(?=\d{1,3}(?!\d))"  # "2,5 млн", "$4,800"; a phone ends with more digits
PARTS = re.compile(rf"(?!{COMMA_IN_NUMBER})[,;\n，；、]")
EMAIL = re.compile(r"(?<![\w.+%'-])[\w.+%'-]{1,64}@[^\W_](?:[\w-]*\w)?(?:\.[^\W_](?:[\w-]*\w)?)+")
EMPTY_BRACKETS = re.compile(r"<\s*>|\(\s*\)|\[\s*\]|mailto:", re.IGNORECASE)
PHONE_ONLY = re.compile(r"[\d\s()+./–—-]*(?:(?:ext|x|доб)[.\s]*\d+)?", re.IGNORECASE)
TAG = re.compile(r"(?<!\S)#(\w[\w-]*)")
SLASHES = re.compile(r"(\d\d?)/(\d\d?)(?:/(\d{4}|\d\d))?")
DOTTED_DATE = re.compile(r"\d\d?\.\d\d?\.\d{4}")  # 31.11.1985 is no day, and no phone
NO_YEAR = re.compile(r"--(\d\d)-?(\d\d)")
DOTTED = re.compile(r"\d+\.\d")
YEAR_FIRST = re.compile(r"(\d{4})([/.])(\d\d?)\2(\d\d?)")
BORN = re.compile(
    rf"(?<!\w)(?:{words.pattern('born')})(?:[\s.:：]+|(?<=[{HAN}]))(?P<day>.+)", re.IGNORECASE | re.DOTALL
)
BORN_AFTER = re.compile(rf"\s*(?:{words.pattern('born_after')})\s*\Z")
COMMA_IN_DATE = re.compile(  # "March 12, 1985" is one part
    rf"(?<!\w)((?:{words.months()})\.?\s+\d\d?(?:st|nd|rd|th)?),(?=\s*(?:19|20)\d\d(?!\d))", re.IGNORECASE
)
PAGE = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
HANDLE = re.compile(r"@\w[\w.]{2,}|[\w.+-]*\w")
LEGAL_FORMS = frozenset(words.forms(words.LEGAL_FORMS))
SHORT_LEGAL_FORMS = frozenset(words.forms(words.SHORT_LEGAL_FORMS))


def phones(text: str, region: str) -> tuple[tuple[Point, ...], str]:
    """The phone numbers in `text` (E.164; as dialled in `region` where no country is given), and the rest.

    A part that is plainly a phone, though no possible one, is kept as its mere digits.
    """
    parts = [_phones_in(part, region) for part in PARTS.split(text, MAX_PARTS)]
    found = _once(point for points, _rest in parts for point in points)
    return found, ", ".join(rest for _points, rest in parts if rest) if found else _tidy(text)


def phone(text: str, region: str) -> Point | None:
    """The one phone number that `text` is, in E.164; its mere digits where no such number is possible."""
    found, rest = phones(text, region)
    if len(found) == 1 and not rest:
        return found[0]
    digits = _digits(text)
    if len(found) > 1 or len(digits) < SHORTEST_EXTENSION or not PHONE_ONLY.fullmatch(text.strip()):
        return None
    return Point(PointKind.PHONE, digits, text.strip())


def emails(text: str) -> tuple[tuple[Point, ...], str]:
    """The e-mail addresses in `text` (in small letters), and the rest."""
    found = [Point(PointKind.EMAIL, typed.lower(), typed) for typed in EMAIL.findall(text)]
    text = without_email_labels(text)
    return _once(found), _tidy(EMPTY_BRACKETS.sub(" ", EMAIL.sub(" ", text)) if found else text)


def birthday(text: str, locale: str = "") -> Birthday | None:
    """The day that `text` names, with or without its year. None where there is no such day.

    `locale` tells whether "4.1" is in April or in January.
    """
    text, month_first = text.strip(), words.is_month_first(locale)
    if found := NO_YEAR.fullmatch(text):
        return _birthday(None, int(found[1]), int(found[2]))
    if found := SLASHES.fullmatch(text):
        first, second, year = int(found[1]), int(found[2]), found[3]
        told = (_birthday(year, second, first), _birthday(year, first, second))
        return (told[1] or told[0]) if month_first else (told[0] or told[1])
    if found := YEAR_FIRST.fullmatch(text):
        return _birthday(found[1], int(found[3]), int(found[4]))
    day = date_in(text)
    if day and day.year is None and month_first and DOTTED.match(text):
        day = day._replace(month=day.day, day=day.month)
    return _birthday(*day) if day else None


def new_client(text: str, scene: Scene) -> NewClient | None:
    """A client from one line, in any order: name, company, title, phones, e-mails, birthday, #tags.

    What is none of these goes into `about`. None where there is nothing to call the client by.
    """
    line = _Line(scene.region, scene.locale)
    parts = PARTS.split(COMMA_IN_DATE.sub(r"\1", text), MAX_PARTS)
    for part in parts[:MAX_PARTS]:
        line.take(part)
    line.notes += parts[MAX_PARTS:]
    return line.client()


@dataclass
class _Line:
    """A client while the line is being read, part by part."""

    region: str
    locale: str
    points: list[Point] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    birthday: Birthday | None = None
    names: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    in_address: bool = False
    said: dict[Label, str] = field(default_factory=dict)

    def take(self, part: str) -> None:
        addresses, rest = emails(part)
        self.tags += TAG.findall(rest)
        firms, rest = registered_in(TAG.sub(" ", rest).strip())
        rest = self._take_birthday(rest)
        numbers, rest = phones(rest, self.region)
        rest = self._take_birthday(rest)
        self.points += [*addresses, *numbers]
        self.notes += firms
        if self.names and _is_legal_form(rest):
            self.names[-1] += f", {rest}"  # "Acme, Inc."
        elif self.names and not self.in_address and (city := city_in(rest)):
            self.tags.append(city)
        elif rest and not self._take_labelled(rest) and not self._take_note(rest):
            self.names.append(rest)

    def client(self) -> NewClient | None:
        rest = [name for name in self.names if any(map(str.isalnum, name)) and is_visible(name)]
        odd = [name for name in self.names if name not in rest]
        company = self.said.get(Label.COMPANY, "")
        name = self._take_name(rest) or company or next((point.typed for point in self.points), "")
        if not name:
            return None
        firm = _is_company(name) or name == company
        company = "" if name == company else company or self._take_company(rest)
        title = self.said.get(Label.TITLE) or _pop(rest, _is_job) or _pop(rest, bool)
        cut = [line[NAME:] for line in (name, company, title) if len(line) > NAME]
        return NewClient(
            name=name[:NAME],
            kind=ClientKind.COMPANY if firm else ClientKind.PERSON,
            company=company[:NAME],
            title=title[:NAME],
            points=_once(self.points),
            birthday=self.birthday,
            tags=", ".join(dict.fromkeys(self.tags)),
            about=", ".join([*cut, *rest, *odd, *self.notes]),
        )

    def _take_name(self, rest: list[str]) -> str:
        """The first part, but a company in front of a person; else what else was typed."""
        if rest and _is_company(rest[0]):
            person = _pop(rest, lambda part: not _is_company(part) and not _is_job(part))
            return person or _pop(rest, bool)
        return _pop(rest, bool)

    def _take_company(self, rest: list[str]) -> str:
        return _pop(rest, _is_company) or _pop(rest, lambda part: not _is_job(part))

    def _take_labelled(self, part: str) -> bool:
        found = labelled(part, marked=not self.names or _is_company(part))
        if not found:
            return False
        label, value = found
        if label is Label.NAME:
            self.names.insert(0, value)
        elif label is Label.ADDRESS:
            self.in_address = True
            self.notes.append(part)
        elif label is Label.MESSENGER and HANDLE.fullmatch(value):
            self.points.append(Point(PointKind.HANDLE, value.lower(), part))
        elif label is Label.MESSENGER or label in self.said:
            return False
        else:
            self.said[label] = value
        return True

    def _take_note(self, part: str) -> bool:
        """What is no name and no firm: a messenger, a page, more of an address, a number, an odd birthday."""
        born = BORN.match(part)
        number_or_day = self.names and (not any(map(str.isalpha, part)) or (born and born.start("day") > LABEL))
        if part.startswith("@") and HANDLE.fullmatch(part):
            self.points.append(Point(PointKind.HANDLE, part.lower(), part))
        elif PAGE.fullmatch(part) or ((number_or_day or self.in_address) and not _is_role(part)):
            self.notes.append(part)
        else:
            return False
        return True

    def _take_birthday(self, text: str) -> str:
        """Take a birthday out of `text`, and give back the rest."""
        if self.birthday is None:
            marked = BORN.search(text)
            self.birthday = birthday(marked["day"] if marked else BORN_AFTER.sub("", text), self.locale)
            if self.birthday:
                return text[: marked.start()].strip(EDGES) if marked else ""
        return text


def _phones_in(part: str, region: str) -> tuple[list[Point], str]:
    import phonenumbers  # not while importing: it takes its time

    possible = phonenumbers.Leniency.POSSIBLE
    matches = phonenumbers.PhoneNumberMatcher(part, region, possible, MAX_PHONE_TRIES)
    found, rest, end = [], "", 0
    for match in matches:
        if len(_digits(match.raw_string)) >= SHORTEST_PHONE and not DOTTED_DATE.fullmatch(match.raw_string):
            value = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
            found.append(Point(PointKind.PHONE, value, match.raw_string))
            rest, end = before_phone(rest + part[end : match.start]), match.end
    rest = _tidy(rest + part[end:])
    if found and is_phone_label(rest):
        rest = ""
    typed = without_phone_label(part)
    digits = _digits(typed)
    looks_so = SHORTEST_PHONE <= len(digits) <= LONGEST_PHONE and PHONE_ONLY.fullmatch(typed)
    if rest and looks_so and not date_in(typed):
        return [Point(PointKind.PHONE, digits, typed)], ""
    return found, rest


def _birthday(written: str | None, month: int, day: int) -> Birthday | None:
    year = int(written) if written else None
    if year is not None and written and len(written) == 2:
        year += 1900 if year >= FIRST_SHORT_YEAR else 2000
    with suppress(ValueError):
        date(ANY_LEAP_YEAR if year is None else year, month, day)
        if year is None or FIRST_YEAR <= year <= LAST_YEAR:
            return Birthday(month, day, year)
    return None


def _is_company(part: str) -> bool:
    found = re.findall(r"[^\W_]+(?:[./][^\W_]+)*", part)
    ends = [found[0], *("".join(found[-size:]) for size in range(1, 5))] if found else []
    compared = [end.replace(".", "") for end in ends]
    return (
        part.endswith(words.LEGAL_ENDINGS)
        or any(end in SHORT_LEGAL_FORMS for end in compared)
        or any(end.lower() in LEGAL_FORMS for end in compared)
    )


def _is_role(part: str) -> bool:
    return _is_company(part) or _is_job(part)


def _is_legal_form(part: str) -> bool:
    whole = re.sub(r"[\s.]", "", part)
    return whole in SHORT_LEGAL_FORMS or whole.lower() in LEGAL_FORMS


def _is_job(part: str) -> bool:
    return not words.JOBS.isdisjoint(words.plain(part).split())


def _pop(parts: list[str], wanted: Callable[[str], bool]) -> str:
    """Take the first wanted part out; nothing where there is none."""
    for index, part in enumerate(parts):
        if wanted(part):
            return parts.pop(index)
    return ""


def _once(points: Iterable[Point]) -> tuple[Point, ...]:
    return tuple({(point.kind, point.value): point for point in reversed(list(points))}.values())[::-1]


def _digits(text: str) -> str:
    return "".join(str(int(letter)) for letter in text if letter.isdecimal())


def _tidy(rest: str) -> str:
    """What is left when something was taken out of a text."""
    return re.sub(r" ?([,;])(?: ?[,;])*", r"\1", re.sub(r"\s+", " ", rest)).strip(EDGES)
