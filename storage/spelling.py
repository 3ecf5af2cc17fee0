"""How a name may be written: in any alphabet, by its sound, with a slip of the finger, on a wrong keyboard."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from anyascii import anyascii
from rapidfuzz.distance import OSA

LONGEST_WORD = 40  # letters: of a longer one the rest is not looked at
MOST_INDEXED = 100  # words of one client
SOUND = "~"  # stands before a word that is written by its sound
ONE_SLIP, TWO_SLIPS = 5, 9  # letters: in shorter words any letter counts
SHORTEST_SOUND, LONG_SOUND = 4, 8  # the same of words by their sound, which are shorter
SLIP_PREFIX = 7  # letters: slips are looked for at the beginning, and then checked in the whole word
SHORTEST_TAIL = 2  # letters
KNOWN = 50_000  # words whose sound is remembered

HAN = re.compile("[\u3005\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd]+")
OTHER_LETTERS = re.compile("[\u0370-\u1dff\u3040-\ud7ff\uf900-\ufaff]")  # than Latin ones

# What is written in several ways, and the one way that stands for all of them. The order counts.
SOUNDS = [
    (re.compile(several), one)
    for several, one in (
        ("tsch", "c"),
        ("shch|szcz|sch|sh|sz", "s"),  # Щербаков, Shcherbakov, Szczerbakow
        ("ck|q", "k"),
        ("tch|ch|cz|ts|tz", "c"),  # Кузнецов, Kuznetsov, Kuznecow
        ("zh|rz", "z"),  # Жуковский, Zhukovsky, Żukowski
        ("ph", "f"),
        ("th", "t"),
        ("x", "ks"),
        ("kh|gh|g", "h"),  # Григорій, Grigory, Hryhorii
        ("w", "v"),
        ("[yj][eo]|ie", "e"),  # Фёдор, Fyodor; Євген, Yevhen
        ("[yj]", "i"),  # Юлия, Yulia, Julia
        (r"(.)\1+", r"\1"),  # Анна, Ana
    )
]

# The legal form of a company may be said or left out.
FORMS = (
    *("ooo|oao|zao|pao|ao|ip|tov|fop|prat|pat|pp|chp|too|odo",),
    *("sp(?:olka)? z o ?o|sp(?:olka)? zoo|sp(?:olka)? [kjp]|s a|s c",),
    *("ltd|limited|llc|llp|lp|inc|incorporated|corp|corporation|co|company|plc|pte|pty",),
    *("gmbh|ag|kg|ohg|ug|ev|sarl|sas|sa|srl|spa|s r l|s p a|bv|nv|oy|ab|as|aps|sro|s r o|doo|d o o|kft|zrt",),
)
LEGAL = re.compile(rf"(?<![^ ])(?:{'|'.join(FORMS)})(?![^ ])")
LEGAL_HAN = re.compile(
    "(?:股份|责任|責任|集团|集團)*有限(?:责任|責任)?公司|(?:集团|集團|总|總|分)?公司|株式会社"
)

LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
KEYBOARDS = {"ru": "йцукенгшщзхъфывапролджэячсмитьбю", "uk": "йцукенгшщзхїфівапролджєячсмитьбю"}
TO_LETTERS = [str.maketrans(f"{LATIN}`", f"{letters}ё") for letters in KEYBOARDS.values()]
TO_LATIN = [str.maketrans(letters, LATIN) for letters in KEYBOARDS.values()]


@dataclass(frozen=True)
class Token:
    """A word to look for, and how it sounds. `whole`: it is not the beginning of a longer one."""

    text: str
    sound: str = ""
    whole: bool = False


def fold(text: str) -> str:
    """The words of `text` in plain small letters: 'Łódź' and 'lodz', 'Иванов' and 'ivanov' fold alike."""
    return " ".join(re.findall(r"[a-z0-9]+", anyascii(text).lower().replace("'", "")))


@lru_cache(KNOWN)
def sound(word: str) -> str:
    """How a folded word sounds, the same whoever has written it in Latin letters."""
    before = ""
    while before != word:
        before = word
        for several, one in SOUNDS:
            word = several.sub(one, word)
    return word


def indexed(text: str) -> list[str]:
    """Every word under which a text is found, some of them by their sound, Chinese also in pinyin."""
    found: dict[str, None] = {}
    for part, is_han in _runs(text):
        for word in _of_han(part) if is_han else _with_sounds(part.split()):
            found[word[:LONGEST_WORD]] = None
    return list(found)


def tokens(text: str) -> list[Token]:
    """The words somebody looks for, each once."""
    return list(dict.fromkeys(_typed(text)))


def readings(text: str) -> list[list[Token]]:
    """What may be meant by these words: as typed; without the legal form of a company; Chinese by its sound."""
    meant = [tokens(text), without_form(text)]
    if HAN.search(text):
        meant += [tokens(_pinyin(text, "")), tokens(_pinyin(text, " "))]
    return [reading for at, reading in enumerate(meant) if reading and reading not in meant[:at]]


def on_other_keyboards(text: str) -> list[list[Token]]:
    """What was meant if the keyboard was set to another alphabet."""
    small = text.lower()
    if small.isascii():
        turned = [small.translate(letters) for letters in TO_LETTERS if any(map(str.isalpha, small))]
    else:
        turned = [small.translate(letters) for letters in TO_LATIN]
        turned = [other for other in turned if other.isascii()]
    return [tokens(other) for other in dict.fromkeys(turned) if tokens(other)]


def without_form(text: str) -> list[Token]:
    """The words without "Ltd", "ООО", "有限公司"; all of them if there are no others."""
    words = " ".join(token.text for token in _typed(LEGAL_HAN.sub(" ", text)))
    return tokens(LEGAL.sub(" ", words)) or tokens(text)


def slips(word: str) -> set[str]:
    """A word by its sound without a letter or two: words that are much alike have some of these in common."""
    begin, most = word[:SLIP_PREFIX], _slips_kept(word)
    shorter = (
        "".join(begin[at] for at in range(len(begin)) if at not in gone)
        for count in range(1, most + 1)
        for gone in combinations(range(len(begin)), count)
    )
    return {begin, *shorter} if most else set()


def tails(word: str) -> list[str]:
    """A word without its beginning, in all ways."""
    return [word[at:] for at in range(1, len(word) - SHORTEST_TAIL + 1)]


def distance(typed: str, word: str) -> int:
    """How many letters are wrong, missing, extra or swapped."""
    return OSA.distance(typed, word)


def slips_allowed(typed: str, word: str) -> int:
    """How many letters may be wrong, by the length of both."""
    length = max(len(typed), len(word))
    return 2 if length >= TWO_SLIPS else int(length >= ONE_SLIP)


def is_latin(text: str) -> bool:
    return OTHER_LETTERS.search(text) is None


def is_sound(word: str) -> bool:
    """Whether an indexed word is written by its sound, if only because that is how it is written anyway."""
    return word.startswith(SOUND) or (word.isascii() and sound(word) == word)


def _slips_kept(word: str) -> int:
    if len(word) < SHORTEST_SOUND or not word.isalpha():
        return 0
    return 2 if len(word) >= LONG_SOUND else 1


def _typed(text: str) -> Iterator[Token]:
    for part, is_han in _runs(text):
        if is_han:
            pairs = [part[at : at + 2] for at in range(len(part) - 1)] or [part]
            yield from (Token(pair, whole=True) for pair in pairs)
        else:
            words = (word[:LONGEST_WORD] for word in part.split())
            yield from (Token(word, sound(word)) for word in words)


def _runs(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, folded where they are not Chinese characters."""
    text = unicodedata.normalize("NFKC", text)
    at = 0
    for han in HAN.finditer(text):
        yield fold(text[at : han.start()]), False
        yield han.group(), True
        at = han.end()
    yield fold(text[at:]), False


def _with_sounds(words: list[str]) -> Iterator[str]:
    for word in words:
        yield word
        if (heard := sound(word[:LONGEST_WORD])) != word:
            yield f"{SOUND}{heard}"


def _of_han(run: str) -> Iterator[str]:
    """Each character, each two that stand together, and how these are said; and the whole, as it is said."""
    pairs = [run[at : at + 2] for at in range(len(run) - 1)]
    yield from (*run, *pairs)
    yield from fold(_pinyin(run, " ")).split()
    for part in (*pairs, run):
        yield from fold(_pinyin(part, "")).split()


def _pinyin(text: str, between: str) -> str:
    return HAN.sub(lambda run: f" {between.join(map(anyascii, run.group()))} ", text)
