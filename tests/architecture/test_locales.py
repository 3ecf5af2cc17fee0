"""Every catalogue is complete, and says what the code says."""

import ast
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter

import pytest
from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import handlers
import reminders
from handlers import enum_labels
from handlers.chat import COMMANDS, FORMS, Field
from handlers.forms.fields import Choice, Day, Duration, Moment, Money, PastMoment
from handlers.i18n import CATALOGUES, DOMAIN, ENGLISH, _, languages, speaking
from handlers.parsing import lexicon
from handlers.parsing.money.amount_reader import money
from handlers.parsing.time.durations import duration
from handlers.parsing.time.times import Scene, when
from handlers.resolve import pending_line
from handlers.sharing import subscriptions
from storage.deals.deals import DEFAULT_STAGES
from tests.paths import ROOT

SPEAKING = ("bot", "handlers", "reminders")  # storage says nothing
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
TREES = {
    path: ast.parse(path.read_text(encoding="utf-8")) for p in SPEAKING for path in (ROOT / p).rglob("*.py")
}
TRANSLATED = [code for code in languages() if code != ENGLISH]

DESCRIPTION = 256  # characters, https://core.telegram.org/bots/api#botcommand
LABEL = 40  # characters of a button, as far as they are ours
TYPED_COMMAND = re.compile(r"(?<!\w)/[a-z]+")
NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)

assert handlers and reminders  # what they declare counts too

Key = str | tuple[str, ...]


@pytest.fixture(scope="module")
def said() -> set[Key]:
    """Every text in the code, as the extraction sees it."""
    found: set[Key] = set()
    for package in SPEAKING:
        for _file, _line, text, _comments, _context in extract_from_dir(ROOT / package, keywords=KEYWORDS):
            found.add(_key(text))
    return found


@pytest.fixture(params=TRANSLATED)
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    return _read(CATALOGUES / request.param / "LC_MESSAGES" / f"{DOMAIN}.po", request.param)


@pytest.fixture(params=languages())
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    with speaking(request.param):
        yield request.param


@pytest.mark.parametrize("code", ["pl", "ru", "uk", "zh"])
def test_there_is_a_catalogue(code: str) -> None:
    assert code in languages()


def test_the_template_holds_what_is_said(said: set[Key]) -> None:
    assert {_key(m.id) for m in _messages(_read(CATALOGUES / f"{DOMAIN}.pot", None))} == said, (
        "run `make locales`"
    )


def test_every_text_in_the_code_is_in_every_catalogue(catalogue: Catalog, said: set[Key]) -> None:
    assert {_key(message.id) for message in _messages(catalogue)} == said, "run `make locales`"
    assert not catalogue.obsolete


def test_nothing_is_left_untranslated_or_half_sure(catalogue: Catalog) -> None:
    assert [m.id for m in _messages(catalogue) if m.fuzzy or not all(_forms(m.string))] == []


def test_there_are_as_many_forms_as_the_language_counts_in(catalogue: Catalog) -> None:
    counted = [message for message in _messages(catalogue) if message.pluralizable]
    assert counted
    assert [m.id for m in counted if len(_forms(m.string)) != catalogue.num_plurals] == []


def test_every_form_has_the_same_places_for_values(catalogue: Catalog) -> None:
    for message in _messages(catalogue):
        places = _places(_forms(message.id)[-1])
        assert [form for form in _forms(message.string) if _places(form) != places] == []


def test_a_command_is_written_the_same_in_every_language(catalogue: Catalog) -> None:
    for message in _messages(catalogue):
        typed = set(TYPED_COMMAND.findall(_forms(message.id)[-1]))
        assert [form for form in _forms(message.string) if set(TYPED_COMMAND.findall(form)) != typed] == []


@pytest.mark.parametrize("path", TREES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_extraction_sees_every_text(path: Path, said: set[Key]) -> None:
    """It does not look into f-strings."""
    calls = [*_calls(path, "_"), *_calls(path, "N_")]
    texts = [call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)]
    assert [text for text in texts if text not in said] == []


@pytest.mark.parametrize("path", TREES, ids=lambda path: str(path.relative_to(ROOT)))
def test_only_what_the_extraction_can_see_is_translated(path: Path) -> None:
    """A text as it is, or a name that stands for one marked with N_; nothing put together on the way."""
    for call in _calls(path, "_"):
        assert isinstance(call.args[0], ast.Constant | ast.Name | ast.Attribute | ast.Subscript), ast.unparse(
            call
        )
    for call in [*_calls(path, "N_"), *(c for c in _calls(path, "ngettext"))]:
        texts = call.args[:2] if len(call.args) > 1 else call.args
        assert all(isinstance(text, ast.Constant) for text in texts), ast.unparse(call)


def test_what_commands_and_forms_declare_is_marked(said: set[Key]) -> None:
    declared = [text for command in COMMANDS.values() for text in (command.about, command.example)]
    for form, _run in FORMS.values():
        declared += [form.title, *(text for field in form.fields for text in _field_texts(field))]
    with_words = [text for text in declared if re.search("[a-z]{2}", TYPED_COMMAND.sub("", text))]
    assert [text for text in with_words if text not in said] == []


def test_the_first_pipeline_is_translated(said: set[Key]) -> None:
    assert [name for name, *_rest in DEFAULT_STAGES if name not in said] == []


def test_what_a_command_does_fits_into_telegrams_menu(language: str) -> None:
    assert [c.name for c in COMMANDS.values() if not 1 <= len(_(c.about)) <= DESCRIPTION] == []


def test_labels_fit_on_a_button(language: str) -> None:
    assert [_(label) for label in _labels() if len(_(label)) > LABEL] == []


def test_an_example_begins_with_its_command(language: str) -> None:
    examples = {c.name: _(c.example) for c in COMMANDS.values() if c.example}
    assert [name for name, example in examples.items() if example.split()[0] != f"/{name}"] == []


def test_what_a_hint_proposes_is_understood(language: str) -> None:
    for form, _run in FORMS.values():
        for field in form.fields:
            understood = _reader(field, language)
            if understood and field.hint:
                # A comma inside a number ends nothing: "1,2 млн".
                proposed = re.split(r",\s|、", _(field.hint))
                assert [text for text in proposed if not understood(text)] == []


def test_what_a_button_says_can_be_typed_too(language: str) -> None:
    outcomes = {label: lexicon.OUTCOMES.get(lexicon.plain(_(label))) for label in enum_labels.OUTCOMES.values()}
    assert outcomes == {label: outcome for outcome, label in enum_labels.OUTCOMES.items()}
    assert [step for step in pending_line.STEPS.values() if not when(_(step), _scene(language))] == []


def _read(path: Path, code: str | None) -> Catalog:
    with path.open("rb") as po:
        return read_po(po, locale=code, domain=DOMAIN, abort_invalid=True)


def _messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]  # the one without is the header


def _key(text: object) -> Key:
    return text if isinstance(text, str) else _forms(text)


def _forms(text: object) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(map(str, text if isinstance(text, list | tuple) else ()))


def _places(text: str) -> set[str]:
    return {name for _literal, name, _spec, _conversion in Formatter().parse(text) if name is not None}


def _calls(path: Path, name: str) -> list[ast.Call]:
    return [
        node
        for node in ast.walk(TREES[path])
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
    ]


def _field_texts(field: Field) -> Iterator[str]:
    yield from (field.label, field.hint)
    if isinstance(field, Choice):
        yield from (label for _value, label in field.options)


def _labels() -> Iterator[str]:
    """Of buttons: what is said in the call that makes one, and what tables and forms hold."""
    for tree in TREES.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".button") and node.args:
                yield from _said_in(node.args[0])
    yield from (*enum_labels.OUTCOMES.values(), *pending_line.STEPS.values(), *enum_labels.STAGE_NAMES)
    for form, _run in FORMS.values():
        for field in form.fields:
            yield from (field.label,) if form.picks else ()
            yield from (label for _value, label in field.options) if isinstance(field, Choice) else ()


def _said_in(label: ast.expr) -> Iterator[str]:
    for node in ast.walk(label):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
            yield from (
                arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
            )


def _reader(field: Field, language: str) -> Callable[[str], object] | None:
    """How what is typed into the field is read, where that is a matter of words."""
    scene = _scene(language)
    match field:
        case Moment() | Day():
            return lambda text: when(text, scene)
        case PastMoment():
            return lambda text: when(text, scene, past=True)
        case Duration():
            return duration
        case Money():
            return lambda text: money(text, scene.currency)
        case _:
            return None


def _scene(language: str) -> Scene:
    return Scene(NOW, "UTC", language, "US", "USD", "12345")


def test_what_bind_proposes_is_understood(catalogue: Catalog) -> None:
    [text] = [str(each.string) for each in catalogue if str(each.id).startswith("What should I post here")]
    proposed = re.findall(r"/bind (\w+)", text)
    assert [subscriptions.WORDS.get(word) for word in proposed] == [
        subscriptions.TEAM,
        subscriptions.PIPELINE,
        subscriptions.DEAL,
        subscriptions.OFF,
    ]
