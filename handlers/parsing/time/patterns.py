"""Patterns over the kinds of words, composed of named parts: compiled to regular expressions over their codes.

`seq(opt(Kind.NEXT), Kind.WEEKDAY)` matches "friday" and "next friday" in any language. A part that has a name
is a rule: phrases that it matches as a whole stand beside it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntEnum

from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.lexicon import Ask, Kind


class Binding(IntEnum):
    """How tightly a source binds: it gets brackets where its surroundings bind tighter."""

    CHOICE = 0
    SEQUENCE = 1
    SINGLE = 2


@dataclass(frozen=True)
class Pattern:
    """`source`: a regular expression over codes. `examples`: phrases that it matches as a whole."""

    source: str
    binding: Binding
    examples: tuple[str, ...] = ()


Part = Kind | Ask | Pattern
ANYTHING = Pattern(".*", Binding.SEQUENCE)
BEGINNING, END = Pattern(r"\A", Binding.SINGLE), Pattern(r"\Z", Binding.SINGLE)


def rule(part: Part, *examples: str) -> Pattern:
    return replace(_pattern(part), examples=examples)


def seq(*parts: Part) -> Pattern:
    """One after another."""
    return Pattern("".join(_bound(part, Binding.SEQUENCE) for part in parts), Binding.SEQUENCE)


def one_of(*parts: Part) -> Pattern:
    """The first of them that leads to a match."""
    if not any(isinstance(part, Pattern) for part in parts):
        return Pattern(f"[{_codes(parts)}]", Binding.SINGLE)
    return Pattern("|".join(_bound(part, Binding.CHOICE) for part in parts), Binding.CHOICE)


def opt(*parts: Part) -> Pattern:
    """All of them, one after another, or nothing."""
    return _times(parts, "?")


def many(*parts: Part) -> Pattern:
    """Once or more, as often as it can be."""
    return _times(parts, "+")


def any_number(*parts: Part) -> Pattern:
    """Not at all, once or more, as often as it can be."""
    return _times(parts, "*")


def between(minimum: int, maximum: int, *parts: Part) -> Pattern:
    """So many times."""
    return _times(parts, f"{{{minimum},{maximum}}}")


def other_than(*kinds: Kind | Ask) -> Pattern:
    """One word of another kind."""
    return Pattern(f"[^{_codes(kinds)}]", Binding.SINGLE)


def unless(part: Part) -> Pattern:
    """Nothing, where it does not follow."""
    return Pattern(f"(?!{_pattern(part).source})", Binding.SINGLE)


def only_before(part: Part) -> Pattern:
    """Nothing, where it follows."""
    return Pattern(f"(?={_pattern(part).source})", Binding.SINGLE)


def group(name: str, part: Part) -> Pattern:
    """What it matches is to be found under that name."""
    return Pattern(f"(?P<{name}>{_pattern(part).source})", Binding.SINGLE)


def regex(part: Part) -> re.Pattern[str]:
    """For texts of codes, as `kinds_of` makes them."""
    return lazy_regex(_pattern(part).source)


def _times(parts: tuple[Part, ...], times: str) -> Pattern:
    repeated = parts[0] if len(parts) == 1 else seq(*parts)
    return Pattern(_bound(repeated, Binding.SINGLE) + times, Binding.SEQUENCE)


def _bound(part: Part, binding: Binding) -> str:
    pattern = _pattern(part)
    return pattern.source if pattern.binding >= binding else f"(?:{pattern.source})"


def _pattern(part: Part) -> Pattern:
    return part if isinstance(part, Pattern) else Pattern(re.escape(part), Binding.SINGLE)


def _codes(kinds: Iterable[Part]) -> str:
    return "".join(re.escape(str(kind)) for kind in kinds)
