"""Patterns of the kinds of words: how they compose, and that each rule matches the phrases beside it."""

import re
from collections.abc import Iterator
from importlib import import_module
from inspect import getsource
from pkgutil import walk_packages

import pytest

from handlers import parsing
from handlers.parsing.filters.filter_tokens import tokens_of
from handlers.parsing.lexicon import Ask, Kind
from handlers.parsing.time import periods
from handlers.parsing.time.patterns import (
    ANYTHING,
    BEGINNING,
    END,
    Part,
    Pattern,
    any_number,
    between,
    many,
    one_of,
    only_before,
    opt,
    other_than,
    regex,
    seq,
    unless,
)
from handlers.parsing.time.tokens import kinds_of, read_phrase, without_fillers

MIN_EXAMPLES = 2
ALPHABETS = ("[a-z]", "[а-яёіїєґ]", "[\u3400-\u9fff]")
OF_FILTERS = (periods.__name__,)  # read as filters are: their words are looked up first


MODULES = [import_module(each.name) for each in walk_packages(parsing.__path__, f"{parsing.__name__}.")]


def _rules() -> Iterator[tuple[str, Pattern]]:
    """Those of each module, by their names."""
    for module in MODULES:
        for name in re.findall(r"^(\w+) = rule\(", getsource(module), re.MULTILINE):
            yield f"{module.__name__}.{name}", getattr(module, name)


RULES = dict(_rules())


def test_whatever_has_a_name_is_a_rule() -> None:
    named = [
        f"{module.__name__}.{name}"
        for module in MODULES
        for name, value in vars(module).items()
        if isinstance(value, Pattern) and value not in (ANYTHING, BEGINNING, END, *RULES.values())
    ]
    assert named == []


@pytest.mark.parametrize("name", RULES)
def test_a_rule_has_examples(name: str) -> None:
    examples = RULES[name].examples
    assert len(set(examples)) >= MIN_EXAMPLES


@pytest.mark.parametrize(
    ("name", "phrase"), [(name, phrase) for name, rule in RULES.items() for phrase in rule.examples]
)
def test_a_rule_matches_its_examples_as_a_whole(name: str, phrase: str) -> None:
    is_of_filters = name.rpartition(".")[0] in OF_FILTERS
    tokens = tokens_of(phrase) if is_of_filters else without_fillers(read_phrase(phrase))
    assert regex(RULES[name]).fullmatch(kinds_of(tokens)), [token.kind for token in tokens]


@pytest.mark.parametrize("letter", ALPHABETS)
def test_the_examples_are_in_several_languages(letter: str) -> None:
    found = {name for name, rule in RULES.items() if re.search(letter, " ".join(rule.examples))}
    assert len(found) > len(RULES) / 4


def test_each_kind_has_a_code_of_its_own() -> None:
    codes = [*map(str, Kind), *map(str, Ask)]
    assert len(set(codes)) == len(codes)
    assert {len(code) for code in codes} == {1}
    assert not any(code.isspace() for code in codes)


N, D = Kind.NUMBER, Kind.DAYS


@pytest.mark.parametrize(
    ("part", "matched", "others"),
    [
        (D, [(D,)], [(), (N,), (D, D)]),
        (seq(N, D), [(N, D)], [(N,), (D,), (D, N)]),
        (seq(N, one_of(D, seq(N, N))), [(N, D), (N, N, N)], [(N,), (N, N)]),
        (one_of(N, seq(D, D)), [(N,), (D, D)], [(D,), (N, D)]),
        (opt(N, D), [(), (N, D)], [(N,), (D,)]),
        (seq(opt(one_of(N, seq(D, D))), D), [(D,), (N, D), (D, D, D)], [(N,), (D, D)]),
        (many(N, D), [(N, D), (N, D, N, D)], [(), (N, D, N)]),
        (many(one_of(N, D)), [(N, D), (D,)], [()]),
        (any_number(N), [(), (N, N)], [(D,)]),
        (between(1, 2, N), [(N,), (N, N)], [(), (N, N, N)]),
        (opt(many(N)), [(), (N, N)], [(D,)]),
        (other_than(N), [(D,)], [(N,), ()]),
        (seq(N, unless(D), ANYTHING), [(N,), (N, N)], [(N, D)]),
        (seq(N, only_before(D), ANYTHING), [(N, D)], [(N,), (N, N)]),
        (seq(N, END), [(N,)], [(N, D)]),
    ],
)
def test_parts_compose(part: Part, matched: list[tuple[Kind, ...]], others: list[tuple[Kind, ...]]) -> None:
    pattern = regex(part)
    assert [row for row in matched if not pattern.fullmatch("".join(row))] == []
    assert [row for row in others if pattern.fullmatch("".join(row))] == []


@pytest.mark.parametrize("kind", [*Kind, *Ask])
def test_a_kind_matches_itself_whatever_its_code(kind: Kind | Ask) -> None:
    """Codes are brackets and dots, too."""
    for part in (kind, one_of(kind), one_of(kind, kind), seq(kind), opt(kind)):
        assert regex(part).fullmatch(kind)
        assert not any(regex(part).fullmatch(other) for other in (*Kind, *Ask) if other != kind)
    assert not regex(other_than(kind)).fullmatch(kind)
