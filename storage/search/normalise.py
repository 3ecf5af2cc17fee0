"""How a name may be written: in any alphabet, by its sound, with a slip of the finger, on a wrong keyboard."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from anyascii import anyascii
from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from storage.search import legal_forms

MAX_WORD = 40  # letters: of a longer one the rest is not looked at
MAX_INDEXED_WORDS = 100  # words of one client
SOUND = "~"  # stands before a word that is written by its sound
ONE_SLIP, TWO_SLIPS = 5, 9  # letters: in shorter words any letter counts
FARTHEST = 3  # letters
MIN_SOUND, LONG_SOUND = 4, 8  # the same of words by their sound, which are shorter
SLIP_PREFIX = 7  # letters: slips are looked for at the beginning, and then checked in the whole word
SHORTEST_TAIL = 2  # letters
SHORTEST_TURNED = 2  # letters that were typed on another keyboard
KNOWN = 50_000  # words whose sound is remembered

HAN = re.compile("[\u3005\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd]+")
TOGETHER = re.compile("(?<![a-z0-9])[a-z0-9]+(?:[&-][a-z0-9]+)+")  # Nowak-Kowalska, AT&T
BETWEEN = re.compile(r"(?<=\w)&(?=\w)")
UMLAUT = re.compile(r"\b([ln])v")  # how ü is typed in pinyin: 吕 is "lv"
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

LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
KEYBOARDS = {"ru": "йцукенгшщзхъфывапролджэячсмитьбю", "uk": "йцукенгшщзхїфівапролджєячсмитьбю"}
LEFT_OF_ONE = {"ru": "ё", "uk": "'"}  # what is typed there
TO_LETTERS = [str.maketrans(f"{LATIN}`", letters + LEFT_OF_ONE[name]) for name, letters in KEYBOARDS.items()]
TO_LATIN = [str.maketrans(letters, LATIN) for letters in KEYBOARDS.values()]


@dataclass(frozen=True)
class Token:
    """A word to look for, and how it sounds. `whole`: it is not the beginning of a longer one."""

    text: str
    sound: str = ""
    whole: bool = False


def fold(text: str) -> str:
    """The words of `text` in plain small letters: 'Łódź' and 'lodz', 'Иванов' and 'ivanov' fold alike."""
    return " ".join(re.findall(r"[a-z0-9]+", _plain(text)))


def fold_name(text: str) -> str:
    """The same without the legal form of a company: 'ООО Ромашка', 'Romashka Ltd'; all, if it is no more."""
    return " ".join(LEGAL.sub(" ", fold(legal_forms.HAN_FORM.sub(" ", text))).split()) or fold(text)


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
        for word in _of_han(part) if is_han else _with_sounds(_words(part)):
            found[word[:MAX_WORD]] = None
    return list(found)


def tokens(text: str) -> list[Token]:
    """The words somebody looks for, each once."""
    return list(dict.fromkeys(_keyboard_text(text)))


def readings(text: str) -> list[list[Token]]:
    """What may be meant by these words: as typed, "h&m" as one word; without the legal form of a company."""
    return _different(tokens(BETWEEN.sub("", text)), tokens(text), without_form(text))


def sounded(text: str) -> list[list[Token]]:
    """The same where nobody is found so: Chinese by its sound, a "v" for "ü"."""
    meant = [tokens(_pinyin(text, "")), tokens(_pinyin(text, " "))] if HAN.search(text) else []
    said = fold(text)
    return _different(*meant, *([tokens(UMLAUT.sub(r"\1u", said))] if UMLAUT.search(said) else []))


def on_other_keyboards(text: str) -> list[list[Token]]:
    """What was meant if the keyboard was set to another alphabet."""
    small = text.lower()
    if small.isascii():
        turned = [small.translate(letters) for letters in TO_LETTERS if any(map(str.isalpha, small))]
    else:
        turned = [small.translate(letters) for letters in TO_LATIN]
        turned = [other for other in turned if other.isascii()]
    meant = map(tokens, dict.fromkeys(turned))
    return [words for words in meant if sum(len(word.text) for word in words) >= SHORTEST_TURNED]


def without_form(text: str) -> list[Token]:
    """The words without "Ltd", "ООО", "有限公司"; all of them if there are no others."""
    words = " ".join(token.text for token in _keyboard_text(legal_forms.HAN_FORM.sub(" ", text)))
    return tokens(LEGAL.sub(" ", words)) or tokens(text)


def slips(word: str) -> set[str]:
    """A word by its sound without a letter or two: words that are much alike have some of these in common."""
    begin, most = word[:SLIP_PREFIX], _slip_forms(word)
    shorter = (
        "".join(begin[at] for at in range(len(begin)) if at not in gone)
        for count in range(1, most + 1)
        for gone in combinations(range(len(begin)), count)
    )
    return {begin, *shorter} if most else set()


@lru_cache(KNOWN // 10)
def swapped(word: str) -> frozenset[str]:
    """How a word sounds with two letters in a row the other way round: "smtih" may be "smith", so "smit"."""
    turns = range(len(word) - 1)
    return frozenset(sound(word[:at] + word[at + 1] + word[at] + word[at + 2 :]) for at in turns)


def nearly(word: str) -> set[str]:
    """The slips under which a word is looked for, that sounds so but for a slip in what is typed."""
    turned = {heard[:SLIP_PREFIX] for heard in swapped(word) if _slip_forms(heard)}
    return slips(sound(word)) | turned


def tails(word: str) -> list[str]:
    """A word without its beginning, in all ways."""
    return [word[at:] for at in range(1, len(word) - SHORTEST_TAIL + 1)]


def distance(typed: str, word: str) -> int:
    """How many letters are wrong, missing, extra or swapped."""
    return OSA.distance(typed, word)


def any_near(typed: str, words: Sequence[str]) -> bool:
    """Whether one of them may be a slip away: where two letters are swapped, it may sound farther."""
    return extractOne(typed, words, scorer=OSA.distance, score_cutoff=FARTHEST) is not None


def slips_allowed(typed: str, word: str) -> int:
    """How many letters may be wrong, by the length of both."""
    length = max(len(typed), len(word))
    return 2 if length >= TWO_SLIPS else int(length >= ONE_SLIP)


def is_latin(text: str) -> bool:
    return OTHER_LETTERS.search(text) is None


def is_joined(text: str) -> bool:
    """Whether some words in it are found as one, too."""
    return TOGETHER.search(_plain(text)) is not None


def is_sound(word: str) -> bool:
    """Whether an indexed word is written by its sound, if only because that is how it is written anyway."""
    return word.startswith(SOUND) or (word.isascii() and sound(word) == word)


def _different(*readings: list[Token]) -> list[list[Token]]:
    return [reading for at, reading in enumerate(readings) if reading and reading not in readings[:at]]


def _slip_forms(word: str) -> int:
    if len(word) < MIN_SOUND or not word.isalpha():
        return 0
    return 2 if len(word) >= LONG_SOUND else 1


def _keyboard_text(text: str) -> Iterator[Token]:
    for part, is_han in _runs(text):
        if is_han:
            pairs = [part[at : at + 2] for at in range(len(part) - 1)] or [part]
            yield from (Token(pair, whole=True) for pair in pairs)
        else:
            words = (word[:MAX_WORD] for word in fold(part).split())
            yield from (Token(word, sound(word)) for word in words)


def _runs(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, and whether they are of Chinese characters."""
    text = unicodedata.normalize("NFKC", text)
    at = 0
    for han in HAN.finditer(text):
        yield text[at : han.start()], False
        yield han.group(), True
        at = han.end()
    yield text[at:], False


def _words(text: str) -> Iterator[str]:
    """Words with a hyphen or an ampersand between them, also as one."""
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
    """Each character, each two that stand together, and how these are said; and the whole, as it is said."""
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
