"""A change to a client in one line: 'julia's phone is +49…', 'Юлия теперь в Ромашке', 'tag X vip'."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from zoneinfo import ZoneInfo

from handlers.parsing.contacts.birthdays import birthday
from handlers.parsing.contacts.contact_line import EMAIL
from handlers.parsing.contacts.contact_line import TAG as HASHTAG
from handlers.parsing.contacts.job_titles import is_job
from handlers.parsing.contacts.phones import phones
from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.lexicon import change_words
from handlers.parsing.time.times import Scene, when
from handlers.parsing.time.tokens import HAN

DIGIT = lazy_regex(r"\d")
MAX_LINE = 160  # letters of a line that changes one thing
MAX_TRIES = 6
MAX_DAY = 3  # words
BEGINS, ENDS = rf"(?:(?<![\w'’])|(?<=[{HAN}])|(?=[{HAN}]))", rf"(?:(?!\w)|(?<=[{HAN}]))"
EDGES = ' \t\n.,;:!?，。；：！？"“”«»„'
NAME_EDGES = f"{EDGES}'’-–—"


def _words(pattern: str) -> re.Pattern[str]:
    return lazy_regex(rf"{BEGINS}(?:{pattern}){ENDS}", re.IGNORECASE)


FIELDS = {field: _words(pattern) for field, pattern in change_words.FIELDS.items()}
FILLER = lazy_regex(rf"(?:{BEGINS}|(?=['’]s))(?:{change_words.FILLERS}){ENDS}", re.IGNORECASE)
LINK = lazy_regex(rf"(?:{BEGINS}|(?=[:=：→]))(?:{change_words.LINKS})(?:{ENDS}|(?<=[:=：→]))", re.IGNORECASE)
MOVED_TO, PROMOTED_TO = _words(change_words.MOVED_TO), _words(change_words.PROMOTED_TO)
AFTER_COMPANY = lazy_regex(rf"{BEGINS}(?:{change_words.AFTER_COMPANY})\s*\Z", re.IGNORECASE)
NO_COMPANY = lazy_regex(change_words.NO_COMPANY)
RENAMES = tuple(
    (lazy_regex(rf"\A\s*(?:{begin}){ENDS}", re.IGNORECASE), _words(between))
    for begin, between in change_words.RENAME
)
CALLED_NOW = _words(change_words.CALLED_NOW)
TAG, UNTAG, TAG_FILLER = _words(change_words.TAG), _words(change_words.UNTAG), _words(change_words.TAG_FILLERS)


@dataclass(frozen=True)
class Change:
    """`who`: the words that name the client. `field`: a column or a kind of contact point, or "untag"."""

    who: str
    field: str
    value: str
    is_certain: bool = (
        True  # False: only if the value is a name or a known company ("сейчас в отпуске" is none)
    )


def read_changes(text: str, scene: Scene) -> Iterator[Change]:
    """What the line may change, the most likely first. `who` may be empty, and may be no name."""
    text = text.strip(EDGES)
    if len(text) > MAX_LINE or "\n" in text:
        return
    for reader in (_point, _birthday, _rename, _tag, _named_field, _company, _title):
        yield from reader(text, scene)


def _point(text: str, scene: Scene) -> Iterator[Change]:
    if addresses := EMAIL.findall(text):
        if len(addresses) == 1 and (who := _who(text.replace(addresses[0], " "), "email")) is not None:
            yield Change(who, "email", addresses[0])
        return
    found, _rest = phones(text, scene.region) if DIGIT.search(text) else ((), text)
    if len(found) == 1 and (who := _who(text.replace(found[0].typed, " "), "phone")) is not None:
        yield Change(who, "phone", found[0].typed)


def _birthday(text: str, scene: Scene) -> Iterator[Change]:
    found = FIELDS["birthday"].search(text)
    if found is None:
        return
    today = scene.now.astimezone(ZoneInfo(scene.zone)).date()
    before, after = text[: found.start()], text[found.end() :]
    for words, others in ((after, before), *_splits(after, before), *_last_words(after, before)):
        said = FILLER.sub(" ", words).strip(EDGES)
        if said and birthday(said, scene.locale, today):
            yield Change(_without(others, FILLER), "birthday", said)
            return


def _splits(after: str, before: str) -> Iterator[tuple[str, str]]:
    """Where the name stands between the field and the value: "birthday of Petrov is 5 may"."""
    for link in islice(LINK.finditer(after), MAX_TRIES):
        yield after[link.end() :], f"{before} {after[: link.start()]}"


def _last_words(after: str, before: str) -> Iterator[tuple[str, str]]:
    """Where the value follows the name directly: "birthday petrov 5 may"."""
    words = after.split()
    for count in range(min(MAX_DAY, len(words) - 1), 0, -1):
        yield " ".join(words[-count:]), f"{before} {' '.join(words[:-count])}"


def _rename(text: str, _scene: Scene) -> Iterator[Change]:
    for begin, between in RENAMES:
        found = begin.match(text)
        for middle in [*between.finditer(text, found.end())][:MAX_TRIES] if found else ():
            who, value = text[found.end() : middle.start()] if found else "", text[middle.end() :]
            if who.strip() and value.strip(EDGES):
                yield Change(who.strip(NAME_EDGES), "name", value.strip(EDGES))
    if called := CALLED_NOW.search(text):
        yield Change(text[: called.start()].strip(NAME_EDGES), "name", text[called.end() :].strip(EDGES))


def _tag(text: str, _scene: Scene) -> Iterator[Change]:
    for field, pattern in (("untag", UNTAG), ("tag", TAG)):
        found = pattern.search(text)
        if found is None:
            continue
        said = f"{text[: found.start()]} {text[found.end() :]}"
        if tags := HASHTAG.findall(said):
            yield Change(_without(HASHTAG.sub(" ", said), TAG_FILLER), field, ", ".join(tags))
            return
        words = said.replace("，", " ").split()
        if field == "tag" and text[: found.start()].strip() and text[found.end() :].strip():
            yield Change(
                _without(text[: found.start()], TAG_FILLER), field, text[found.end() :].strip(NAME_EDGES)
            )
        for value, others in ((words[-1:], words[:-1]), (words[:1], words[1:])):
            yield Change(_without(" ".join(others), TAG_FILLER), field, " ".join(value).strip(NAME_EDGES))
        return


def _named_field(text: str, scene: Scene) -> Iterator[Change]:
    """ "julia's company is Acme", "смени должность Петровой на директор"."""
    for field in ("company", "title", "name"):
        found = FIELDS[field].search(text)
        if found is None:
            continue
        before, after = text[: found.start()], text[found.end() :]
        for link in islice(LINK.finditer(after), MAX_TRIES):
            value = after[link.end() :].strip(EDGES)
            who = _without(f"{before} {after[: link.start()]}", FILLER)
            if value:
                yield Change(who, field, value)


def _company(text: str, scene: Scene) -> Iterator[Change]:
    for found in islice(MOVED_TO.finditer(text), MAX_TRIES):
        value = AFTER_COMPANY.sub("", text[found.end() :].strip(EDGES)).strip(EDGES)
        is_company = when(value, scene) is None and NO_COMPANY.fullmatch(value) is None
        if value and text[: found.start()].strip() and is_company:
            yield Change(_without(text[: found.start()], FILLER), "company", value, is_certain=False)


def _title(text: str, _scene: Scene) -> Iterator[Change]:
    for found in islice(PROMOTED_TO.finditer(text), MAX_TRIES):
        value = text[found.end() :].strip(EDGES)
        if value and _is_position(value):
            yield Change(_without(text[: found.start()], FILLER), "title", value)


HAN_TEXT = lazy_regex(f"[{HAN}]")
HEAD_OF = ("head of", "in charge of")
JOB_ENDS = (
    "经理",
    "总监",
    "主管",
    "总",
    "主任",
    "部长",
    "老板",
    "负责人",
    "董事长",
    "工程师",
    "采购",
    "助理",
    "总裁",
)


def _ends_like_a_job(value: str) -> bool:
    return value.endswith(JOB_ENDS)


def _is_position(value: str) -> bool:
    is_han = HAN_TEXT.search(value) and _ends_like_a_job(value)
    return is_job(value) or value.lower().startswith(HEAD_OF) or bool(is_han)


def _who(text: str, field: str) -> str | None:
    """The words besides the field and what belongs to it; None if nothing says that it is changed."""
    rest, count = FIELDS[field].subn(" ", text)
    return _without(rest, FILLER) if count else None


def _without(text: str, pattern: re.Pattern[str]) -> str:
    return " ".join(pattern.sub(" ", text).split()).strip(NAME_EDGES)
