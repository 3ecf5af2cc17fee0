"""Parse a client from one line, in any order: name, company, phones, e-mails, birthday, #tags."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from handlers.parsing.contacts import streets
from handlers.parsing.contacts.birthdays import BORN, TURNING, birthday_in, join_dates
from handlers.parsing.contacts.job_titles import is_job, is_role, name_and_company, position
from handlers.parsing.contacts.labels import Label, city_in, registered_in, split_label, without_email_labels
from handlers.parsing.contacts.person_names import (
    given_behind,
    is_degree,
    is_full_name,
    is_generation,
    is_placeholder,
    without_blanks_in_han,
)
from handlers.parsing.contacts.phones import (
    PARTS,
    clean_separators,
    fax_in,
    join_extensions,
    phones,
    without_repeats,
)
from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.lexicon.contact_words import ASK_FOR
from handlers.parsing.time.times import Scene
from handlers.text import NAME, is_visible, without_entities
from storage.clients.new_client import Birthday, NewClient, Point
from storage.models import ClientKind, PointKind
from storage.search.legal_forms import is_company, is_legal_form

MAX_PARTS = 100  # of a line that are parsed; the others become notes
LABEL = 4  # letters: a shorter label may be a name

EMAIL = lazy_regex(r"(?<![\w.+%'-])[\w.+%'-]{1,64}@[^\W_](?:[\w-]*\w)?(?:\.[^\W_](?:[\w-]*\w)?)+")
EMPTY_BRACKETS = lazy_regex(r"<\s*>|\(\s*\)|\[\s*\]|mailto:", re.IGNORECASE)
TAG = lazy_regex(r"(?<!\S)#(\w[\w-]*)")
DASH = lazy_regex(r"(?<!\d)\s{1,9}[-–—]\s{1,9}|\s{1,9}[-–—]\s{1,9}(?![\d\s])")  # not between numbers
QUOTED = lazy_regex(r"[\"“”„]([^\"“”„]{1,200})[\"“”„]")
ADDRESS = lazy_regex(r"https?://\S+|www\.\S+", re.IGNORECASE)
BARE_ADDRESS = lazy_regex(r"(?:[a-z\d][a-z\d-]{0,62}\.){1,8}[a-z]{2,24}(?:/\S*)?")  # "Ozon.ru" may be a company
TELEGRAM = lazy_regex(r"(?:https?://)?(?:t|telegram)\.me/(?P<name>[a-z]\w{3,31})/?", re.IGNORECASE)
HANDLE = lazy_regex(r"@\w[\w.]{2,}|[\w.+-]*\w")


def emails(text: str) -> tuple[tuple[Point, ...], str]:
    """The e-mail addresses in `text` (in lower case), and the rest."""
    found = [Point(PointKind.EMAIL, typed.lower(), typed) for typed in EMAIL.findall(text)]
    text = without_email_labels(text)
    return without_repeats(found), clean_separators(
        EMPTY_BRACKETS.sub(" ", EMAIL.sub(" ", text)) if found else text
    )


def new_client(text: str, scene: Scene) -> NewClient | None:
    """A client from one line, in any order: name, company, title, phones, e-mails, birthday, address, #tags.

    The rest goes into `about`. None if there is nothing to use as a name.
    """
    line = _Line(scene.region, scene.locale, scene.now.astimezone(ZoneInfo(scene.zone)).date())
    parts = _parts(text)
    for part in parts[:MAX_PARTS]:
        line.take(part)
    line.notes += filter(None, map(str.strip, parts[MAX_PARTS:]))
    return line.client()


def _parts(text: str) -> list[str]:
    """Split at commas, semicolons, tabs, bars and line ends; the first part at dashes, too."""
    first, *more = PARTS.split(join_dates(join_extensions(without_entities(text))))
    return [*DASH.split(first), *more]


@dataclass
class _Line:
    """A client while the line is being parsed, part by part."""

    region: str
    locale: str
    today: date
    points: list[Point] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    birthday: Birthday | None = None
    names: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    in_address: bool = False
    street: list[str] = field(default_factory=list)
    before_street: list[tuple[list[str], str]] = field(
        default_factory=list
    )  # postcodes and cities, each with the list it was added to
    said: dict[Label, str] = field(default_factory=dict)

    def take(self, part: str) -> None:
        part = QUOTED.sub(r"\1", part) if QUOTED.fullmatch(part.strip()) else part
        if part.strip() and is_placeholder(part):
            return
        if self._take_street(part.strip()):
            return
        addresses, rest = emails(part)
        self.tags += TAG.findall(rest)
        papers, rest = registered_in(TAG.sub(" ", rest).strip())
        faxes, rest = fax_in(rest)
        rest = self._take_birthday(rest)
        beside = rest
        numbers, rest = phones(rest, self.region)
        rest, said = (rest, "") if self.names else _without_remark(beside, rest, numbers)
        rest = self._take_birthday(rest)
        self.points += [*addresses, *numbers]
        self.notes += [*papers, *faxes]
        self.notes += filter(None, (said,))
        rest = QUOTED.sub(r"\1", rest) if addresses else rest
        is_said = addresses and (rest in self.names or not any(map(str.isalnum, rest)))
        if rest and not is_said:
            for each in _han_words(rest) if not self.names else (rest,):
                self._take_rest(each, beside_phone=bool(numbers))

    def client(self) -> NewClient | None:
        rest = [name for name in self.names if any(map(str.isalnum, name)) and is_visible(name)]
        odd = [name for name in self.names if name not in rest]
        if whole := given_behind(*rest[:2]) if len(rest) > 1 else "":
            rest[:2] = [whole]
        company = self.said.get(Label.COMPANY, "")
        name = self._take_name(rest) or company or next((point.typed for point in self.points), "")
        if not name:
            return None
        firm = is_company(name) or name == company
        company = "" if name == company else company or self._take_company(rest)
        title = self.said.get(Label.TITLE) or _pop(rest, is_job) or _pop(rest, bool)
        cut = [line[NAME:] for line in (name, company, title) if len(line) > NAME]
        return NewClient(
            name=without_blanks_in_han(name[:NAME]),
            kind=ClientKind.COMPANY if firm else ClientKind.PERSON,
            company=company[:NAME],
            title=title[:NAME],
            points=without_repeats([*self.points, *self._address()]),
            birthday=self.birthday,
            tags=", ".join(dict.fromkeys(self.tags)),
            about=", ".join([*cut, *rest, *odd, *self.notes]),
        )

    def _take_name(self, rest: list[str]) -> str:
        """The first part, or the person after it if it is a company; else any other part."""
        if rest and is_company(rest[0]):
            person = _pop(rest, lambda part: not is_role(part))
            return person or _pop(rest, bool)
        return _pop(rest, bool)

    def _take_company(self, rest: list[str]) -> str:
        return _pop(rest, is_company) or _pop(rest, lambda part: not is_job(part))

    def _take_rest(self, rest: str, *, beside_phone: bool) -> None:
        """Sort what is left of a part without numbers and addresses."""
        if self.names and is_legal_form(rest):
            self.names[-1] += f", {rest}"  # "Acme, Inc."
        elif self.names and not is_company(self.names[-1]) and is_generation(rest):
            self.names[-1] += f" {rest}"
        elif self.names and (all(map(is_degree, rest.split())) or is_degree(rest)):
            self.notes.append(rest)
        elif self.names and not self.in_address and (city := city_in(rest)):
            self.tags.append(city)
            self.before_street.append((self.tags, city))
            return
        elif not self.names and (found := name_and_company(rest)) and not city_in(found[1]):
            self.names.append(found[0])
            self.said[Label.COMPANY] = found[1]
        elif beside_phone and rest.lower().startswith(ASK_FOR):
            self.notes.append(rest)
        elif not (self._take_labelled(rest) or self._take_note(rest) or self._take_position(rest)):
            self.names.append(rest)
        if not streets.is_postcode(rest):
            self.before_street.clear()

    def _take_street(self, part: str) -> bool:
        """Take a part that begins or continues an address; a postcode or city may come before the street."""
        if (
            self.in_address
            or not self.names
            or not (streets.goes_on(part) if self.street else streets.is_street(part))
        ):
            return False
        for where, what in self.before_street:
            where.remove(what)
        self.street += [*(what for _where, what in self.before_street), part]
        self.before_street.clear()
        return True

    def _address(self) -> list[Point]:
        whole = ", ".join(self.street)
        return [Point(PointKind.ADDRESS, whole.casefold(), whole)] if whole else []

    def _take_position(self, part: str) -> bool:
        found = position(part) if self.names else None
        if not found:
            return False
        self.names += reversed(found)  # the company and the job title
        return True

    def _take_labelled(self, part: str) -> bool:
        found = split_label(part, marked=not self.names or is_company(part))
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
        """Take what is neither name nor company: messenger, page, part of an address, number, odd birthday."""
        born = BORN.match(part)
        is_day = born and (born.start("day") > LABEL or born["day"][0].isdecimal())
        number_or_day = self.names and (not any(map(str.isalpha, part)) or is_day)
        if part.startswith("@") and HANDLE.fullmatch(part):
            self.points.append(Point(PointKind.HANDLE, part.lower(), part))
        elif telegram := TELEGRAM.fullmatch(part):
            self.points.append(Point(PointKind.HANDLE, f"@{telegram['name'].lower()}", part))
        elif (
            self._is_page(part)
            or TURNING.search(part)
            or ((number_or_day or self.in_address) and not is_role(part))
        ):
            self.notes.append(part)
            self.before_street += [(self.notes, part)] if streets.is_postcode(part) else []
        else:
            return False
        return True

    def _is_page(self, part: str) -> bool:
        return bool(ADDRESS.fullmatch(part) or (self.names and BARE_ADDRESS.fullmatch(part)))

    def _take_birthday(self, text: str) -> str:
        """Take a birthday out of `text`, and return the rest."""
        if self.birthday is None:
            self.birthday, text = birthday_in(text, self.locale, self.today)
        return text


def _without_remark(text: str, rest: str, numbers: Sequence[Point]) -> tuple[str, str]:
    """What stands besides the phone, and a remark behind it: "greg hall +44… wants a quote"."""
    if len(numbers) != 1:
        return rest, ""
    before, _typed, after = text.partition(numbers[0].typed)
    remark = after.strip(" ,.;:-–—")
    is_remark = remark[:1].islower() and " " in remark and not is_role(remark) and rest.endswith(remark)
    if not is_remark or not any(map(str.isalpha, before)):
        return rest, ""
    return rest.removesuffix(remark).strip(), remark


def _han_words(text: str) -> Sequence[str]:
    """The words of "赵敏 杭州丝绸公司", if the first is a name, and what follows says that it is more."""
    said = text.split()
    return said if len(said) > 1 and is_full_name(said[0]) and all(map(is_role, said[1:])) else (text,)


def _pop(parts: list[str], wanted: Callable[[str], bool]) -> str:
    """Remove and return the first wanted part; "" if there is none."""
    for index, part in enumerate(parts):
        if wanted(part):
            return parts.pop(index)
    return ""
