"""Find a future time mentioned within a text, to offer it as the next step."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from handlers.parsing import lexicon
from handlers.parsing.activities.interaction_line import INFINITIVE, RECENTLY, NextStep
from handlers.parsing.activities.line_parts import MARKS, SEPARATORS
from handlers.parsing.activities.outcomes import WORD_BEGINS, WORD_ENDS
from handlers.parsing.activities.planned_talk import FAR_OFF
from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.lexicon import Kind
from handlers.parsing.lexicon.interaction_words import TALK_WORDS
from handlers.parsing.time.day_grammar import EDGE, QUARTER
from handlers.parsing.time.grammar import is_without_year, shape_of
from handlers.parsing.time.patterns import one_of, regex, rule
from handlers.parsing.time.time_at_edge import AFTER_A_TIME, BEFORE_A_TIME, DEED, MAX_WORDS, split_when
from handlers.parsing.time.time_context import SAYS_DAY
from handlers.parsing.time.times import Scene, moment_of
from handlers.parsing.time.tokens import HAN, Token, kinds_of, read, without_fillers

WORD_START = lazy_regex(rf"(?<!\S)\S|(?<=[{HAN}，；。])[{HAN}\d]")
MAX_TOKENS = 600  # searched
MAX_MENTIONS = 20
MAX_CLAUSE = 200  # letters, on either side of a time
NEAR_A_TIME = 4  # words before it
DEADLINE = lazy_regex(r"(?:by|due|until|till|before|до|к|ко|do|przed)\s")
# Or of a month or a quarter.
SAYS_WHICH_DAY = rule(one_of(SAYS_DAY, QUARTER, EDGE), "mid january", "in Q1", "через неделю")
HAS_WHICH_DAY = regex(SAYS_WHICH_DAY)
BY_THEN = lazy_regex(r"\A[之以]?前")  # after a day: "by friday"
EXPECTED = lazy_regex(
    rf"{WORD_BEGINS}(?:{'|'.join(each.expected for each in TALK_WORDS)}){WORD_ENDS}", re.IGNORECASE
)


AGREED = lazy_regex(
    rf"{WORD_BEGINS}(?:{'|'.join(each.agreed for each in TALK_WORDS)}){WORD_ENDS}", re.IGNORECASE
)


@dataclass(frozen=True)
class Mention:
    """A future time (UTC), and the position of its words."""

    at: datetime
    start: int
    end: int


def find_mentioned_time(text: str, scene: Scene) -> NextStep | None:
    """A time to come in `text`, with what is to be done then: offered as a next step, never taken for it.

    The first that is announced ("agreed to meet on", "wants it by"), or else that cannot be past.
    """
    found = [*islice(_to_come(text, scene), MAX_MENTIONS)]
    for mention in sorted(found, key=lambda each: not _is_announced(text, each)):
        if _is_announced(text, mention) or _is_surely_ahead(text, mention, scene):
            return NextStep(_to_do(text, mention), mention.at, text[mention.start :])
    return None


def is_to_be_done_then(before: str, time: str) -> bool:
    """Whether something is to be done by that time: "call him back" "wed", "wants the bill" "до среды"."""
    last = MARKS.split(before)[-1].split()[-NEAR_A_TIME:]
    said = " ".join(last)
    is_deadline = any(DEADLINE.match(f"{words.lower()} ") for words in (*last[-1:], time))
    return bool(AGREED.search(lexicon.plain(said))) or _is_deed(said) or is_deadline


def _is_deed(words: str) -> bool:
    """In languages whose infinitive says that it has not happened: "набрать ему", "oddzwonić"."""
    return any(
        INFINITIVE.match(word) and DEED.match(f" {word}") and kinds_of(read(word)) == Kind.PLAIN
        for word in words.split()
    )


def find_agreed_step(text: str, scene: Scene) -> NextStep | None:
    """What was promised or asked for, with its time: "asked me to ring back at 3pm", "I promised to send it
    by friday". That is the next step, and need not be offered.
    """
    found = [*islice(_to_come(text, scene, of_day=True), MAX_MENTIONS)]
    for mention, others in ((each, [other for other in found if other is not each]) for each in found):
        before, after = _between(text, mention, others)
        agreed = AGREED.search(f"{before} {after}")
        if agreed or INFINITIVE.match(after.lstrip()) or _is_deed(" ".join(before.split()[-NEAR_A_TIME:])):
            start = agreed.start() if agreed else 0
            return NextStep(_agreed_text(before, start, after), mention.at, text[mention.start :])
    return None


def _between(text: str, mention: Mention, others: Sequence[Mention]) -> tuple[str, str]:
    """What stands before and after the time in its clause; where another time follows, what is before it
    belongs to that.
    """
    before, _own, after = _clause(text, mention)
    behind = max((other.end for other in others if other.end <= mention.start), default=0)
    is_last = not any(mention.end <= other.start < mention.end + len(after) for other in others)
    return before[-(mention.start - behind) :], after if is_last else ""


def _agreed_text(before: str, start: int, after: str) -> str:
    """What is to be done: from the first deed after the word that promises it."""
    after = BY_THEN.sub("", after).strip(SEPARATORS)
    if DEED.match(f" {after}"):
        return after
    found = next((deed for deed in DEED.finditer(f" {before}") if deed.start() >= start), None)
    said = before[found.start() :] if found else before
    gap = "" if re.search(f"[{HAN}]\\Z", said) else " "
    return gap.join(filter(None, (said.strip(SEPARATORS), after)))


def _to_come(text: str, scene: Scene, *, of_day: bool = False) -> Iterator[Mention]:
    """The future times, except one at the beginning of the text: that says when it happened.

    `of_day`: also those of today, without a day.
    """
    tokens = read(text)[:MAX_TOKENS]
    here = 0
    while here < len(tokens):
        size, mention = _moment_at(tokens, here, text, scene, of_day=of_day)
        if mention and here and mention.at - scene.now < FAR_OFF:
            yield mention
        here += size


def _moment_at(
    tokens: Sequence[Token], here: int, text: str, scene: Scene, *, of_day: bool
) -> tuple[int, Mention | None]:
    """How many words to move on, and the longest run of words from `here` that is a day, maybe with a time."""
    if not BEFORE_A_TIME.match(text[max(0, tokens[here].start - 1) : tokens[here].start]):
        return 1, None
    for size in range(min(MAX_WORDS, len(tokens) - here), 0, -1):
        part = tokens[here : here + size]
        shape = shape_of(without_fillers(part))
        if shape is None or not (HAS_WHICH_DAY.search(kinds_of(part)) or (of_day and _is_clock(shape, part))):
            continue
        if not AFTER_A_TIME.match(text[part[-1].end :]):
            continue
        at = moment_of(part, scene, past=False)
        return size, Mention(at, part[0].start, part[-1].end) if at else None
    return 1, None


def _is_clock(shape: re.Match[str], part: Sequence[Token]) -> bool:
    """Whether it is certainly a time of day: "at 3pm", "下午四点"; a lone number is none."""
    return bool(shape["time"]) and len(part) > 1


def _is_announced(text: str, mention: Mention) -> bool:
    """Whether the words around the time in its clause say that it is in the future."""
    before, own, after = _clause(text, mention)
    return bool(
        EXPECTED.search(lexicon.plain(f"{before} {own.split(maxsplit=1)[0]}"))
        or DEED.match(f" {after.lstrip()}")
    )


def _is_surely_ahead(text: str, mention: Mention, scene: Scene) -> bool:
    """ "met on monday" was last monday; "tomorrow" is to come, and so is a date that would be long ago."""
    words = text[mention.start : mention.end]
    gone_by, _rest = split_when(words, scene, past=True)
    return gone_by is None or (scene.now - gone_by > RECENTLY and is_without_year(words))


def _to_do(text: str, mention: Mention) -> str:
    """What follows the time, if that is something to do; else the clause without the time."""
    before, _own, after = _clause(text, mention)
    if DEED.match(f" {after.lstrip()}") or not before.strip(SEPARATORS):
        return text[mention.end :].strip(SEPARATORS)
    gap = "" if re.search(f"[{HAN}]\\Z", before) else " "
    return gap.join(filter(None, (before.strip(SEPARATORS), BY_THEN.sub("", after).strip(SEPARATORS))))


def _clause(text: str, mention: Mention) -> tuple[str, str, str]:
    """What stands before and after the time up to the next comma, with its words in between."""
    before = MARKS.split(text[max(0, mention.start - MAX_CLAUSE) : mention.start])[-1]
    after = MARKS.split(text[mention.end : mention.end + MAX_CLAUSE])[0]
    return before, text[mention.start : mention.end], after
