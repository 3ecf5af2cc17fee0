"""Normalise names for search: transliteration, sound, typos and keyboard layouts."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from anyascii import anyascii
from rapidfuzz.distance import OSA

from storage.search import legal_forms

MAX_WORD = 40  # letters: the rest of a longer word is ignored
MAX_INDEXED_WORDS = 100  # words per client
SOUND = "~"  # prefix of an indexed word that is spelled by its sound
ONE_SLIP, TWO_SLIPS = 5, 9  # letters: from these lengths on one or two typos are allowed
FARTHEST = 3  # letters
MIN_SOUND, LONG_SOUND = 4, 8  # the same for words spelled by their sound, which are shorter
SLIP_PREFIX = 7  # letters: typos are searched in this prefix, then checked in the whole word
SHORTEST_TAIL = 2  # letters
SHORTEST_TURNED = 2  # letters typed on another keyboard layout
KNOWN = 50_000  # words whose sound is cached

HAN = re.compile("[\u3005\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd]+")
TOGETHER = re.compile("(?<![a-z0-9])[a-z0-9]+(?:[&-][a-z0-9]+)+")  # Nowak-Kowalska, AT&T
BETWEEN = re.compile(r"(?<=\w)&(?=\w)")
UMLAUT = re.compile(r"\b([ln])v")  # how ü is typed in pinyin: 吕 is "lv"
OTHER_LETTERS = re.compile("[\u0370-\u1dff\u3040-\ud7ff\uf900-\ufaff]")  # not Latin

# Spellings of the same sound, and the one that stands for all of them. The order matters.
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

LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
KEYBOARDS = {"ru": "йцукенгшщзхъфывапролджэячсмитьбю", "uk": "йцукенгшщзхїфівапролджєячсмитьбю"}
LEFT_OF_ONE = {"ru": "ё", "uk": "'"}  # typed with the key left of 1
TO_LETTERS = [str.maketrans(f"{LATIN}`", letters + LEFT_OF_ONE[name]) for name, letters in KEYBOARDS.items()]
TO_LATIN = [str.maketrans(letters, LATIN) for letters in KEYBOARDS.values()]


@dataclass(frozen=True)
class Token:
    """A word to search for, and its sound. `whole`: not a prefix."""

    text: str
    sound: str = ""
    whole: bool = False


def fold(text: str) -> str:
    """The words of `text` in plain lower case: 'Łódź' and 'lodz', 'Иванов' and 'ivanov' fold to the same."""
    return " ".join(re.findall(r"[a-z0-9]+", _plain(text)))


def fold_name(text: str) -> str:
    """Like `fold`, without a company's legal form ('ООО Ромашка', 'Romashka Ltd'), unless it is only that."""
    return " ".join(LEGAL.sub(" ", fold(legal_forms.HAN_FORM.sub(" ", text))).split()) or fold(text)


@lru_cache(KNOWN)
def sound(word: str) -> str:
    """The sound of a folded word, the same for each way to transliterate it."""
    before = ""
    while before != word:
        before = word
        for several, one in SOUNDS:
            word = several.sub(one, word)
    return word


def index_words(text: str) -> list[str]:
    """All words to index for a text: as spelled, by sound, and Chinese also in pinyin."""
    found: dict[str, None] = {}
    for part, is_han in _runs(text):
        for word in _of_han(part) if is_han else _with_sounds(_words(part)):
            found[word[:MAX_WORD]] = None
    return list(found)


def text_words(text: str) -> list[str]:
    """The different words of a longer text, and of Chinese each pair of characters."""
    found: dict[str, None] = {}
    for part, is_han in _runs(text):
        for word in _pairs(part) if is_han else fold(part).split():
            found[word[:MAX_WORD]] = None
    return list(found)


def tokens(text: str) -> list[Token]:
    """The words to search for, without repetitions."""
    return list(dict.fromkeys(_keyboard_text(text)))


def readings(text: str) -> list[list[Token]]:
    """The ways to read a search text: as typed, "h&m" as one word, without a company's legal form."""
    return _different(tokens(BETWEEN.sub("", text)), tokens(text), without_form(text))


def sound_readings(text: str) -> list[list[Token]]:
    """More readings if those find nobody: Chinese by sound, "v" for "ü"."""
    meant = [tokens(_pinyin(text, "")), tokens(_pinyin(text, " "))] if HAN.search(text) else []
    said = fold(text)
    return _different(*meant, *([tokens(UMLAUT.sub(r"\1u", said))] if UMLAUT.search(said) else []))


def on_other_keyboards(text: str) -> list[list[Token]]:
    """What was meant if the keyboard was set to another layout."""
    small = text.lower()
    if small.isascii():
        turned = [small.translate(letters) for letters in TO_LETTERS if any(map(str.isalpha, small))]
    else:
        turned = [small.translate(letters) for letters in TO_LATIN]
        turned = [other for other in turned if other.isascii()]
    meant = map(tokens, dict.fromkeys(turned))
    return [words for words in meant if sum(len(word.text) for word in words) >= SHORTEST_TURNED]


def without_form(text: str) -> list[Token]:
    """The words without "Ltd", "ООО", "有限公司"; all words if nothing else is left."""
    words = " ".join(token.text for token in _keyboard_text(legal_forms.HAN_FORM.sub(" ", text)))
    return tokens(LEGAL.sub(" ", words)) or tokens(text)


def slip_forms(word: str) -> set[str]:
    """A sound with a letter or two left out: similar words share some of these."""
    begin, most = word[:SLIP_PREFIX], _slip_forms(word)
    shorter = (
        "".join(begin[at] for at in range(len(begin)) if at not in gone)
        for count in range(1, most + 1)
        for gone in combinations(range(len(begin)), count)
    )
    return {begin, *shorter} if most else set()


@lru_cache(KNOWN // 10)
def swapped_sounds(word: str) -> frozenset[str]:
    """The sounds of a word with two adjacent letters swapped: "smtih" may be "smith", so "smit"."""
    turns = range(len(word) - 1)
    return frozenset(sound(word[:at] + word[at + 1] + word[at] + word[at + 2 :]) for at in turns)


def deletion_forms(word: str) -> set[str]:
    """The deletions to look up for a word that may have a typo."""
    turned = {heard[:SLIP_PREFIX] for heard in swapped_sounds(word) if _slip_forms(heard)}
    return slip_forms(sound(word)) | turned


def word_endings(word: str) -> list[str]:
    """All endings of a word, shorter than the word."""
    return [word[at:] for at in range(1, len(word) - SHORTEST_TAIL + 1)]


def distance(typed: str, word: str) -> int:
    """The number of wrong, missing, extra or swapped letters."""
    return OSA.distance(typed, word)


def is_near(typed: str, word: str) -> bool:
    """Whether it may be within the allowed typos; swapped letters can change the sound more."""
    return OSA.distance(typed, word, score_cutoff=FARTHEST) <= FARTHEST


def slips_allowed(typed: str, word: str) -> int:
    """How many letters may be wrong, depending on both lengths."""
    length = max(len(typed), len(word))
    return 2 if length >= TWO_SLIPS else int(length >= ONE_SLIP)


def is_latin(text: str) -> bool:
    return OTHER_LETTERS.search(text) is None


def is_joined(text: str) -> bool:
    """Whether the text has joined words such as AT&T, which are also indexed as one word."""
    return TOGETHER.search(_plain(text)) is not None


def is_sound(word: str) -> bool:
    """Whether an indexed word is spelled by its sound, or its spelling equals its sound."""
    return word.startswith(SOUND) or (word.isascii() and sound(word) == word)


def _different(*readings: list[Token]) -> list[list[Token]]:
    return [reading for at, reading in enumerate(readings) if reading and reading not in readings[:at]]


def _slip_forms(word: str) -> int:
    if len(word) < MIN_SOUND or not word.isalpha():
        return 0
    return 2 if len(word) >= LONG_SOUND else 1


@lru_cache(16)  # one search asks for its words several times
def _keyboard_text(text: str) -> Sequence[Token]:
    found: list[Token] = []
    for part, is_han in _runs(text):
        if is_han:
            found += (Token(pair, whole=True) for pair in _pairs(part))
        else:
            words = (word[:MAX_WORD] for word in fold(part).split())
            found += (Token(word, sound(word)) for word in words)
    return tuple(found)


def _runs(text: str) -> Iterator[tuple[str, bool]]:
    """Split the text into runs of Chinese characters (True) and other text (False)."""
    text = unicodedata.normalize("NFKC", text)
    at = 0
    for han in HAN.finditer(text):
        yield text[at : han.start()], False
        yield han.group(), True
        at = han.end()
    yield text[at:], False


def _pairs(run: str) -> list[str]:
    """Each pair of Chinese characters; one alone as it is."""
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run]


def _words(text: str) -> Iterator[str]:
    """The words, and those joined by a hyphen or an ampersand also as one word."""
    plain = _plain(text)
    yield from re.findall(r"[a-z0-9]+", plain)
    yield from (re.sub("[&-]", "", joined) for joined in TOGETHER.findall(plain))


def _plain(text: str) -> str:
    return anyascii(text).lower().replace("'", "")


def _with_sounds(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        yield word
        if (heard := sound(word[:MAX_WORD])) != word:
            yield f"{SOUND}{heard}"


def _of_han(run: str) -> Iterator[str]:
    """Each character, each pair of characters, and their pinyin; and the pinyin of the whole run."""
    pairs = [run[at : at + 2] for at in range(len(run) - 1)]
    yield from (*run, *pairs)
    yield from fold(_pinyin(run, " ")).split()
    for part in (*pairs, run):
        yield from fold(_pinyin(part, "")).split()


def _pinyin(text: str, between: str) -> str:
    return HAN.sub(lambda run: f" {between.join(map(anyascii, run.group()))} ", text)


def _legal_forms() -> frozenset[str]:
    written = {fold(form) for form in legal_forms.ANY_CASE} | set(legal_forms.FOLDED)
    return frozenset(written | {form.replace(" ", "") for form in written})


FORMS = _legal_forms()
LEGAL = re.compile(rf"(?<![^ ])(?:{'|'.join(sorted(FORMS, key=lambda form: (-len(form), form)))})(?![^ ])")
IN_FORMS = frozenset(legal_forms.FOLDED_WORDS) | {form for form in FORMS if form.isalpha()}
