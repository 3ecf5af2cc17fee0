"""What sales people type to find clients by more than a name; tests/data/filters/ says what is meant."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from handlers.chat import COMMANDS, Request
from handlers.i18n import _, speaking
from handlers.parsing import lexicon
from handlers.parsing.filters.filter_line import SILENT, STATES, ParsedFilter, read_filter
from handlers.parsing.lexicon import Ask, Kind
from handlers.parsing.time.periods import Span, ahead
from handlers.search.filter_text import filter_text, resolve_filter
from handlers.search.filter_wire import code, decode_filter
from storage.models import InteractionKind, Place, Rep, Role, StageState
from storage.search.filters import Dealing, Filter, Talk, Whose
from tests.handlers.parsing.test_phrases import HERE, PLACES, scene
from tests.paths import DATA
from tests.running.tables import each_row

FOLDER = DATA / "filters"
LANGUAGES = pytest.mark.parametrize("language", PLACES)
FEWEST = 50
ROOM = 40  # bytes of a button, which has a number and words as well
UNREAD, NO_FILTER, PERHAPS = "?", "-", "perhaps"
SAID = {
    Ask.MINE: "mine",
    Ask.TEAM: "team",
    Ask.NO_CALL: "no call",
    Ask.NO_MEETING: "no meeting",
    Ask.NO_TALK: "no talk",
    Ask.NEVER_CALLED: "never call",
    Ask.NEVER_SPOKEN: "never talk",
    Ask.CALLED: "call",
    Ask.MET: "meeting",
    Ask.SPOKEN: "talk",
    Ask.OPEN: "open",
    Ask.WON: "won",
    Ask.LOST: "lost",
    Ask.NO_STEP: "no step",
    Ask.GOING_COLD: "cold",
    Ask.OVERDUE: "overdue",
    Ask.BIRTHDAY: "born",
}


def phrases(language: str) -> list[tuple[str, str]]:
    table = (FOLDER / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.rpartition(" = ") for line in table if line and not line.startswith("#"))
    return [(text, meant) for text, _mark, meant in rows]


def told(found: ParsedFilter | None) -> str:
    """As the tables have it."""
    if found and found.follow_ups:
        return " | ".join(["follow-ups", *([] if found.sure else [PERHAPS])])
    if found is None or found.unread:
        return UNREAD if found else NO_FILTER
    return " | ".join(_told(found))


def _told(found: ParsedFilter) -> Iterator[str]:
    for ask, name in SAID.items():
        span = found.spans.get(ask)
        if ask in found.asks and ask in STATES:
            yield name
            if span:
                yield f"{'due' if ask is Ask.OPEN else 'closed'} {_days(span.quarter or span)}"
        elif ask is Ask.BIRTHDAY and span:
            yield f"{name} {span.first:%m-%d}..{span.last:%m-%d}"
        elif ask in found.asks and ask in SILENT:
            yield f"{name} {span.first}" if span else f"never {name.split()[1]}"
        elif ask in found.asks:
            yield f"{name} {_days(span)}" if span else name
    if Ask.DEALS in found.asks and not found.asks & {*STATES}:
        yield "deals"
    yield from _of_deals(found)
    if found.words:
        yield f"words {found.words}"
    if not found.sure:
        yield PERHAPS


def _of_deals(found: ParsedFilter) -> Iterator[str]:
    if found.clients and Ask.DEALS in found.asks:
        yield "clients"
    if closing := found.spans.get(Ask.CLOSING):
        yield "due {}..{}".format(*ahead(closing.quarter or closing, HERE.date()))
    for limit, money in (("over", found.min_amount), ("under", found.max_amount)):
        if money:
            amount = f"{money.amount / 100:.2f}".removesuffix(".00")
            yield f"{limit} {amount} {'' if found.any_currency else money.currency}".strip()


def _days(span: Span) -> str:
    return f"{span.first}..{span.last}"


@LANGUAGES
def test_the_table_is_long_enough(language: str) -> None:
    assert len(phrases(language)) >= FEWEST


@each_row(
    ("language", "text", "meant"), [(language, *each) for language in PLACES for each in phrases(language)]
)
def test_a_filter_is_understood(language: str, text: str, meant: str) -> None:
    got = told(read_filter(text, scene(language)))
    assert set(got.split(" | ")) == set(meant.split(" | "))


@LANGUAGES
def test_what_help_shows_is_understood(language: str) -> None:
    """In each language's own words."""
    with speaking(language):
        examples = [_(each).removeprefix("/find ") for each in COMMANDS["find"].more]
    assert language == "en" or not {*examples} & {each.removeprefix("/find ") for each in COMMANDS["find"].more}
    title, said, *examples = examples
    assert (read_filter(title, scene(language)), read_filter(said, scene(language))) == (None, None)
    found = [read_filter(each, scene(language)) for each in examples]
    assert [each for each in found if each is None or each.unread or not each.sure] == []
    assert [each.words for each in found if each and each.words] == [found[0] and found[0].words]


def test_a_word_does_one_thing_whatever_the_language() -> None:
    told: dict[str, set[Ask]] = {}
    for language in lexicon.LANGUAGES:
        for ask, written in language.asks.items():
            for form in lexicon.spellings(written):
                told.setdefault(lexicon.plain(form), set()).add(ask)
    assert {form: asks for form, asks in told.items() if len(asks) > 1} == {}


def test_each_has_a_code_of_its_own() -> None:
    assert not {*map(str, Ask)} & {*map(str, Kind)}
    assert len({*map(str, Ask)}) == len(Ask)


@each_row(("language", "text"), [(language, text) for language in PLACES for text, _meant in phrases(language)])
def test_whatever_is_understood_comes_back_from_a_button(language: str, text: str) -> None:
    req = _request(language)
    found = read_filter(text, scene(language))
    if found is None or found.unread or found.follow_ups:
        return
    wanted = resolve_filter(req, found)
    assert decode_filter(code(wanted), req.now) == wanted
    assert len(code(wanted)) < ROOM
    with speaking(language):
        assert filter_text(req, wanted, found.words)


SINCE, UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
MARCH = (date(2026, 3, 1), date(2026, 3, 31))
# What buttons have carried since they were first drawn.
SHIPPED = {
    "m.nchjao0": Filter(Whose.MINE, silent=Talk(InteractionKind.CALL, SINCE)),
    "t.sahjao0-huk80": Filter(Whose.TEAM, spoken=Talk(None, SINCE, UNTIL)),
    "nm": Filter(silent=Talk(InteractionKind.MEETING)),
    "dwhjao0-huk80---lfls--USD": Filter(
        dealing=Dealing(StageState.WON, SINCE, UNTIL, least=1_000_000, currency="USD")
    ),
    "do--fuqk-fure--dw-PLN.u.bfuqk-fure": Filter(
        dealing=Dealing(StageState.OPEN, closes=MARCH, most=500, currency="PLN"), unplanned=True, born=MARCH
    ),
    "o": Filter(overdue_at=UNTIL),
    "r5": Filter(owner=5),
    "do----6fhc.k": Filter(dealing=Dealing(StageState.OPEN, least=300_000), clients=True),
    "m.cfuqk": Filter(Whose.MINE, cold_on=MARCH[0]),
    "do-------3.r1z": Filter(dealing=Dealing(StageState.OPEN, stage=3), owner=71),
}


@each_row(("told", "filter_"), SHIPPED.items())
def test_a_code_means_for_ever_what_it_meant(told: str, filter_: Filter) -> None:
    assert decode_filter(told, UNTIL) == filter_
    assert code(filter_) == told


@each_row("told", ["", "x", "n", "nq", "d", "dw--------", "b1", "nchhw80-zzzzzzzzzz", "dw----1--usd", "-"])
def test_a_button_that_carries_no_filter_is_refused(told: str) -> None:
    with pytest.raises((ValueError, LookupError, OverflowError)):
        decode_filter(told, scene("en").now)


def _request(language: str) -> Request:
    here = scene(language)
    rep = Rep(id=1, role=Role.REP, team_id=1, active=True, timezone=here.zone, locale=language)
    return Request(db=None, rep=rep, now=here.now, place=Place("console", "", "1", "1"), currency=here.currency)  # type: ignore[arg-type]
