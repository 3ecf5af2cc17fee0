"""A sentence about what became of a deal: "выиграли арматуру, 2,5 млн", "office chairs to proposal"."""

from typing import NamedTuple

from handlers.parsing import lexicon
from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.lexicon.command_words import COMMAND_WORDS
from handlers.parsing.lexicon.deal_words import STAGES
from handlers.parsing.time.tokens import HAN

NEAR = 80  # letters: the deal and the verb stand near the beginning
ENDS = ' \t\n,.;:!?，。；：！？«»“”"-–—'
CLAUSE_END = lazy_regex(r"[,;:!.?](?=\s|\Z)|[，；：！。？]|\s[-–—]\s")
WORD_BEGINS, WORD_ENDS = rf"(?:(?<!\w)|(?<=[{HAN}])|(?=[{HAN}]))", rf"(?:(?!\w)|(?<=[{HAN}]))"
# What stands around the title of a deal and says nothing.
AROUND = frozenset(
    (
        *(
            "we",
            "i",
            "i've",
            "we've",
            "have",
            "just",
            "finally",
            "hooray",
            "yay",
            "great",
            "the",
            "deal",
            "our",
        ),
        *("ура", "мы", "я", "наконец", "наконец-то", "сделку", "сделка", "по", "сделке", "таки", "все-таки"),
        *("ми", "нарешті", "угоду", "угода", "угоді"),
        *("hura", "szansę", "szanse", "szansa", "deala", "wreszcie", "nareszcie"),
        *("太好了", "终于", "我们", "商机"),
    )
)


class DealSentence(NamedTuple):
    """`title`: the words that are to name the deal. `rest`: what is typed after the command.

    `is_after`: the title follows the verb, so more may stand behind it.
    """

    name: str
    title: str
    rest: str
    is_after: bool = False


HAN_BEFORE = lazy_regex(rf"\A(?:请|帮我)?[把将](?=[{HAN}])")
VERBS = {
    name: lazy_regex(rf"{WORD_BEGINS}(?:{'|'.join(each.deals[name] for each in COMMAND_WORDS)}){WORD_ENDS}")
    for name in ("won", "lost", "move")
}
TO_STAGE = lazy_regex(
    rf"(?:\s(?:to|into|в|во|на|у|до|do|w|na|->|→)\s(?:(?:the|stage|этап\w?|стади\w|етап\w?|стаді\w|etapu?)\s)?"
    r"|(?P<han>(?:推进|推|移|转|进入|改|变)?(?:到|成|为|进入)))"
    rf"(?:{'|'.join(STAGES.values())})(?:\s?(?:stage|阶段))?{WORD_ENDS}"
)


def read_deal_sentence(text: str) -> DealSentence | None:
    """What became of which deal; None if the text says nothing like it."""
    plain = lexicon.plain_in_place(text[:NEAR])
    for name in ("won", "lost"):
        if found := VERBS[name].search(plain):
            return _ended(name, text[: found.start()], text[found.end() :])
    return _moved(text, plain)


def _ended(name: str, before: str, after: str) -> DealSentence | None:
    title = said_before = _title(_last_clause(before))
    if not title and _title(before):
        return None  # another sentence stands before it
    rest = after
    if not title:
        found = CLAUSE_END.search(after)
        title, rest = _title(after[: found.start()] if found else after), after[found.end() :] if found else ""
    mark = ": " if name == "lost" else ", "
    said = mark.join(filter(None, (title, rest.strip(ENDS))))
    return DealSentence(name, title, said, is_after=not said_before) if title else None


def _moved(text: str, plain: str) -> DealSentence | None:
    to = TO_STAGE.search(plain)
    if to is None:
        return None
    title = text[: to.start()]
    if verb := VERBS["move"].search(plain[: to.start()]):
        title = f"{text[: verb.start()]} {text[verb.end() : to.start()]}"
    title = _title(title)
    stage = text[max(to.start(), to.end("han")) :].strip()
    return DealSentence("move", title, f"{title} {stage}") if title else None


def _last_clause(text: str) -> str:
    """What stands after the last comma, if only such words as “hooray” stand before it."""
    start = max((found.end() for found in CLAUSE_END.finditer(text)), default=0)
    return "" if _title(text[:start]) else text[start:]


def _title(text: str) -> str:
    """Without the words around it that say nothing."""
    words = HAN_BEFORE.sub("", text.strip(ENDS)).split()
    while words and lexicon.plain(words[0]).strip(ENDS) in AROUND:
        words.pop(0)
    while words and lexicon.plain(words[-1]).strip(ENDS) in AROUND:
        words.pop()
    return " ".join(words).strip(ENDS)
