"""How well a name matches a search text, and the order that follows from it.

`tests/data/ranking.tsv` has the quality (0: exact, to 4: elsewhere), the search text and the name;
`tests/data/closeness.tsv` by how many letters a typed word differs from the nearest of a client's (1.5: it is
inside one, 40: it is like none), the typed word and those words.
"""

from storage.search import client_search, normalise, ranking
from storage.search.normalise import Token
from storage.search.ranking import Hit, SearchText
from tests.paths import DATA
from tests.running.tables import each_row

RATED, CLOSE = (
    [line.split("\t") for line in (DATA / f"{name}.tsv").read_text(encoding="utf-8").splitlines()]
    for name in ("ranking", "closeness")
)
ME, BORIS = 1, 2


@each_row(("quality", "words", "name"), RATED)
def test_a_name_matches_as_well_as_it_should(quality: str, words: str, name: str) -> None:
    [(rating, _hit)] = ranking.rate([_hit_of(name)], _said(words))
    assert rating == int(quality)


@each_row(("letters", "typed", "words"), CLOSE)
def test_a_typed_word_is_as_near_as_it_should(letters: str, typed: str, words: str) -> None:
    hit = Hit(1, f" {words} | ", ME)
    token = Token(typed, normalise.sound(typed))
    others = [Hit(2, f" {other} | ", ME) for _letters, _typed, other in CLOSE[:20]]
    rated = ranking.rate([*others, hit], SearchText([token], (), slipped=True))
    assert rated[-1][0] == float(letters)


def test_every_quality_is_in_the_table() -> None:
    assert {quality for quality, *_texts in RATED} == {f"{quality}" for quality in range(5)}


def test_the_best_come_first_and_among_them_my_own() -> None:
    owned = [("Olga Ivanova", BORIS), ("Ivan Petrov", BORIS), ("Ivan", BORIS), ("Ivan Orlov", ME)]
    hits = [_hit_of(name, n, owner) for n, (name, owner) in enumerate(owned)]
    groups = ranking.groups(ranking.rate(hits, _said("ivan")), ME)
    assert [[owned[hit.id][0] for hit in group] for group in groups] == [
        *(["Ivan"], ["Ivan Orlov"], ["Ivan Petrov"], ["Olga Ivanova"])
    ]


def test_who_only_sounds_so_is_left_out_beside_an_exact_name() -> None:
    said = _said("petrow")
    sounding, starting, exact = map(_hit_of, ("Petrov", "Petrow Ivan", "Petrow"))
    assert _kept([sounding, starting], said) == [sounding, starting]
    assert _kept([sounding, starting, exact], said) == [starting, exact]


def _kept(hits: list[Hit], said: SearchText) -> list[Hit]:
    return [hit for _rating, hit in ranking.without_sounding(ranking.rate(hits, said), said)]


def _said(words: str) -> SearchText:
    return SearchText.of(normalise.tokens(words), words)


def _hit_of(name: str, number: int = 1, owner_id: int = ME) -> Hit:
    return Hit(number, f" {client_search.fold(name)} | acme |  ", owner_id)
