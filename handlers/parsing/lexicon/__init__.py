"""Words that people type for times, money and people: one file per language, all of them used together."""

import re
from collections.abc import Iterator
from itertools import chain

from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.lexicon.languages.chinese import CHINESE, SIMPLIFIED, TRADITIONAL
from handlers.parsing.lexicon.languages.english import ENGLISH
from handlers.parsing.lexicon.languages.language import WEEKEND, Ask, Kind, Language, forms
from handlers.parsing.lexicon.languages.polish import POLISH
from handlers.parsing.lexicon.languages.russian import RUSSIAN
from handlers.parsing.lexicon.languages.ukrainian import UKRAINIAN

__all__ = [
    "CODES_AND_WORDS",
    "CURRENCIES",
    "JOBS",
    "LANGUAGES",
    "OUTCOMES",
    "OUTCOMES_BY_WORDS",
    "OWN_UNITS",
    "PLAINER",
    "SCALES",
    "WEEKEND",
    "Ask",
    "Kind",
    "Language",
    "all_forms",
    "alternatives",
    "forms",
    "is_month_first",
    "month_names",
    "months",
    "outcome_words",
    "pattern",
    "plain",
    "plain_in_place",
    "spellings",
]

LANGUAGES = (ENGLISH, RUSSIAN, UKRAINIAN, POLISH, CHINESE)

# Codes that are common English words: in a sentence they are money only in capitals.
CODES_AND_WORDS = frozenset(("all", "bad", "ban", "cup", "gel", "mop", "pen", "sit", "top", "try"))
MONTH_FIRST = ("zh",)  # locales
PLAINER = str.maketrans({"ё": "е", "’": "'", "ʼ": "'", "`": "'"}) | str.maketrans(TRADITIONAL, SIMPLIFIED)
ACCENTS = str.maketrans("ąćęłńóśźż", "acelnoszz", "'")  # often left out on phones
UNITS = (Kind.MINUTES, Kind.HOURS, Kind.SPAN, Kind.DAYS, Kind.WORKING_DAYS, Kind.WEEKS, Kind.MONTHS)


def plain(text: str) -> str:
    """Normalise text to compare it: lower case, no 'ё', one apostrophe, simplified Chinese, single spaces."""
    return " ".join(text.lower().translate(PLAINER).split())


def plain_in_place(text: str) -> str:
    """The same, with every character in its place: "İ" is two letters in lower case, and stays."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(letter if len(letter.lower()) > 1 else letter.lower() for letter in text)
    return lower.translate(PLAINER)


def is_month_first(locale: str) -> bool:
    """Whether "4.1" is the first of April there; elsewhere it is the fourth of January."""
    return locale.replace("_", "-").split("-")[0] in MONTH_FIRST


def spellings(written: str) -> Iterator[str]:
    """The forms separated by "|", each as it is written, and without accents and apostrophes."""
    for form in forms(written):
        yield form
        if len(form) > 1 and (bare := form.translate(ACCENTS)) != form:
            yield bare


def all_forms(name: str) -> Iterator[str]:
    """The forms of one plain table ('born', 'next_step', …) in all languages, the longest first."""
    found = {form for language in LANGUAGES for form in spellings(getattr(language, name))}
    return iter(sorted(filter(None, found), key=lambda form: (-len(form), form)))


def pattern(name: str) -> str:
    """A regular expression for any form in that table."""
    return "|".join(re.escape(form) for form in all_forms(name))


def alternatives(name: str) -> str:
    """A regular expression for any word in that table of patterns, in any language."""
    return "|".join(filter(None, (getattr(language, name) for language in LANGUAGES)))


def months() -> str:
    """A regular expression for the name of any month."""
    return "|".join(sorted(filter(None, chain.from_iterable(month_names().values())), key=len, reverse=True))


def month_names() -> dict[int, set[str]]:
    """The names of each month, 1 to 12, in all languages."""
    names: dict[int, set[str]] = {}
    for language in LANGUAGES:
        for number, written in language.times.get(Kind.MONTH, {}).items():
            names.setdefault(int(number), set()).update(spellings(written))
    return names


OUTCOMES = {
    form: kind for each in LANGUAGES for kind, all_ in each.outcomes.items() for form in spellings(all_)
}
BESIDE_OUTCOME = frozenset(all_forms("beside_outcome"))
BESIDE_IN_HAN = lazy_regex(CHINESE.beside_outcome)


def outcome_words(text: str) -> tuple[str, ...]:
    """The words of an outcome without those that add nothing to it."""
    return tuple(word for word in BESIDE_IN_HAN.sub("", text).split() if word not in BESIDE_OUTCOME)


OUTCOMES_BY_WORDS = {outcome_words(form): kind for form, kind in OUTCOMES.items()}
SCALES = {form: scale for each in LANGUAGES for scale, all_ in each.scales.items() for form in spellings(all_)}
CURRENCIES = {
    form: tuple(codes.split())
    for each in LANGUAGES
    for codes, all_ in each.currencies.items()
    for form in spellings(all_)
}
# What may follow Kind.IN_HERE, in the languages that have it.
OWN_UNITS = frozenset(
    form
    for each in LANGUAGES
    if Kind.IN_HERE in each.times
    for kind in UNITS
    for written in each.times.get(kind, {}).values()
    for form in spellings(written)
)
JOBS = frozenset(all_forms("jobs"))
