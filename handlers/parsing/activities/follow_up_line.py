"""Lines that move a follow-up or say it is done: "move petrov to wed 15:00", "Петрова перенести на завтра"."""

import re
from dataclasses import dataclass
from datetime import datetime

from handlers.parsing.activities.interaction_kinds import WRITTEN, stated_kind
from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.lexicon.agenda_words import AGENDA_WORDS, CHINESE
from handlers.parsing.time.time_at_edge import split_when
from handlers.parsing.time.times import EDGES, Scene, when
from handlers.parsing.time.tokens import HAN

MAX_LINE = 200  # letters
MAX_BEFORE = 4  # words before a verb: "Петрова перенести на завтра"
MAX_TIMES = 6  # words that may begin a time
TO = lazy_regex(r"(?:\A|\s)(?:to|till|until|for|на|в|у|до|na|do|w|we|->|→)\s", re.IGNORECASE)
ENDS = f"{EDGES}.!?。！？"
HAN_APART = lazy_regex(rf"[{HAN}]\s\Z")  # a space is as good as a comma there
MARKS = tuple(",.;:!—–-，。；：！")


@dataclass(frozen=True)
class FollowUpLine:
    """`words`: what names the follow-up. `when`: its new time (UTC); None: it is done. `is_certain`: that
    something is done stands apart ("sent it, done"); else the words may say what: "done the racks for Tom".
    """

    words: str
    when: datetime | None = None
    is_certain: bool = True


def read_follow_up_line(text: str, scene: Scene) -> FollowUpLine | None:
    """None if the text neither moves a follow-up nor says that one is done."""
    if len(text) > MAX_LINE or "\n" in text:
        return None
    return _read_move(text, scene) or _read_done(text)


def _read_move(text: str, scene: Scene) -> FollowUpLine | None:
    found = MOVES.search(text.lower())
    if found is None or len(text[: found.start()].split()) > MAX_BEFORE:
        return None
    before, after = text[: found.start()].strip(ENDS), text[found.end() :].strip(ENDS)
    if before and (at := when(after, scene)):
        return FollowUpLine(before, at)
    rest = f"{before} {after}".strip()
    for begin in [*TO.finditer(rest)][:MAX_TIMES]:
        if at := when(rest[begin.end() :].strip(ENDS), scene):
            return FollowUpLine(rest[: begin.start()].strip(ENDS), at)
    at, words = split_when(rest, scene)
    return FollowUpLine(words, at) if at and words else None


def _read_done(text: str) -> FollowUpLine | None:
    said = text.strip(ENDS).lower()
    if found := MARKS_DONE.search(said) or DONE_FIRST.match(said):
        return _done(said, found)
    found = DONE_LAST.search(said)  # not "called ivan, all done", nor "acme: all done"
    if found is None or ":" in said or stated_kind(said[: found.start()]) not in (None, *WRITTEN):
        return None  # what was written may be what was to be done: "sent the quote to petrov, done"
    return _done(said, found)


def _done(said: str, found: re.Match[str]) -> FollowUpLine:
    before, after = said[: found.start()].rstrip(), said[found.end() :].lstrip()
    is_certain = before.endswith(MARKS) if before else after.startswith(MARKS)
    is_certain = is_certain or HAN_APART.search(said[: found.start()]) is not None
    return FollowUpLine(f"{before} {after}".strip(ENDS), is_certain=is_certain)


def _any(part: str) -> str:
    """A word of that part in any language, the longest first."""
    spaced = "|".join(getattr(words, part) for words in AGENDA_WORDS if words is not CHINESE).split("|")
    alike = "|".join(sorted(spaced, key=len, reverse=True))
    return rf"(?:(?<!\w)(?:{alike})(?!\w)|{getattr(CHINESE, part)})"


MOVES, MARKS_DONE = lazy_regex(_any("moves")), lazy_regex(_any("marks_done"))
DONE_FIRST, DONE_LAST = lazy_regex(_any("done")), lazy_regex(rf"{_any('done')}\Z")
