"""Recognise what looks like a name in a line, whether or not a client has that name."""

import re
from collections.abc import Sequence

from handlers.chat import Line, Request, requests
from handlers.parsing.activities import interaction_line
from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.time.time_at_edge import DEED, split_when
from handlers.parsing.time.tokens import HAN
from storage.models import Client, ClientKind
from storage.search import client_search

# A colon ends a name; one inside a time ("10:00") does not.
COLON = lazy_regex(r"(?<!\d)[:：]|[:：](?!\d)")
MAX_NAME_WORDS = 6  # words
AFTER_A_NAME = ".,;:!?，；：。！？"
# Words before a name, in the languages that are understood.
BEFORE_A_NAME = {"with", "to", "from", "for", "about"}
BEFORE_A_NAME |= {"с", "со", "к", "ко", "от", "для", "про", "о", "об", "з", "із", "до", "від"}
BEFORE_A_NAME |= {"z", "ze", "do", "od", "dla", "和", "跟", "给", "与"}
WITH_HAN = lazy_regex(r"\A\s*[和跟给与找约见]")  # the same, written without a space
# What can follow a Chinese name and is not part of it.
AFTER_HAN_NAME = lazy_regex(
    rf"\Z|[^{HAN}]|[没未不无打接说想要在回给的已刚答对需让请报签付问看又也都准谈聊见发关占忙空语留挂约催嫌表决介推很非]"
    "|明[天日早晚]|今[天日早晚]|昨[天日晚]|[前后]天|大[前后]天|[下上这本]+[周星礼个月]|周[一二三四五六日天末]|星期|礼拜"
    "|[早晚]上|[上下]午|中午|[一二两三四五六七八九十半几]+(?:个|天|周|小|分|点|月|年|刻)|先生|女士|小姐|总|经理|老师|同意|通话|通了|电话|预算"
)
TITLES = {"mr", "mrs", "ms", "miss", "dr", "prof", "г-н", "г-жа", "пан", "пани", "пані", "pan", "pani"}
TITLED = {"deal"}  # commands with a title after the name: a capital letter there does not mean a name


def written_as_name(req: Request, line: Line, text: str) -> str:
    """The leading capitalised words, unless the text begins with a time, a duration or an outcome."""
    if line.command in TITLED or _is_understood(req, text):
        return ""
    name: list[str] = []
    for word in text.split()[:MAX_NAME_WORDS]:
        if not word[0].isupper():
            break
        name.append(word.rstrip(AFTER_A_NAME))
        if word[-1] in AFTER_A_NAME:
            break
    return " ".join(name)


def in_small_letters(req: Request, line: Line, text: str) -> str:
    """ "jack 10 min", "mr jones no answer": one word may be a name if only times and an outcome follow."""
    titled = _first_word(text).casefold() in TITLES
    begin, rest = cut_words(text, 2 if titled else 1)
    name = begin.strip().rstrip(AFTER_A_NAME)
    may_be = (titled or name == begin.strip()) and re.sub(r"[\s.]", "", name).isalpha()
    if line.command in TITLED or not may_be or DEED.match(f" {name}") or _is_understood(req, text):
        return ""
    told = interaction_line.read_logged(rest, requests.scene(req))
    return name if titled or not (told.text or (told.next and told.next.text)) else ""


def surname(req: Request, line: Line, named: str, tail: str) -> str:
    """The words after a known name that look like the rest of it: "Ivan" is known, "Ivan Sidorov" is not."""
    if "\n" in named[len(named.rstrip()) :] or named.rstrip()[-1] in AFTER_A_NAME:
        return ""
    more = written_as_name(req, line, tail)
    return "" if more.isupper() else more  # "Acme NDA signed"


def is_spoken_of(client: Client, said: Sequence[str], perhaps: Sequence[str]) -> bool:
    """Whether a line mentions this client: a person anywhere, a company (maybe a common word) in `perhaps`."""
    known = client_search.fold(f"{client.name} {client.company}").split()
    if any(client_search.is_near(word, known) for word in perhaps):
        return True
    names = client_search.fold(client.name).split() if client.kind is ClientKind.PERSON else []
    return any(client_search.is_near(word, names) for word in said)


def cut_words(text: str, count: int) -> tuple[str, str]:
    """The first `count` words with the spaces around them, and the rest."""
    begin = re.match(rf"\s*(?:\S+\s*){{{count}}}", text)
    at = begin.end() if begin else 0
    return text[:at], text[at:]


def as_names_are_written(named: str) -> str:
    words = re.sub(r"[\s.]", "", named)
    return named.title() if named.islower() and words.isalpha() else named


def _is_understood(req: Request, text: str) -> bool:
    """Whether it begins with a time, a duration or an outcome."""
    scene, first = requests.scene(req), _first_word(text)
    without_time = (split_when(text, scene, past=past)[1] for past in (True, False))
    return any(
        _first_word(left) != first for left in (interaction_line.read_logged(text, scene).text, *without_time)
    )


def _first_word(text: str) -> str:
    return text.split(maxsplit=1)[0].strip(AFTER_A_NAME) if text.split() else ""


def split_name(text: str) -> tuple[str, str]:
    """The name before a colon, and the rest; the name is empty if there is no such colon."""
    colon = COLON.search(text)
    if colon is None or interaction_line.NEXT.search(text[: colon.end()]):
        return "", text
    return text[: colon.start()].strip(), text[colon.end() :].strip()
