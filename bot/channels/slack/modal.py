"""Forms as Slack modals, and back to the submitted values.

Limits: https://docs.slack.dev/reference/views/modal-views
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from bot.channels.bidi import isolate_text
from bot.channels.slack.limits import MAX_INPUT, MAX_LABEL, MAX_OPTION, MAX_OPTIONS, MAX_TITLE
from bot.channels.slack.render import Block, plain
from handlers.chat import Field, Form
from handlers.chat.events import Incoming, SharedChat, Submission
from handlers.forms.fields import Choice, Person, Text
from handlers.i18n import _

CALLBACK = "form"
GOES_ON = "~"  # separates a field's name from a number: a text too long for one input continues in further ones


def view(form: Form, names: Mapping[str, str], event: Incoming | None = None) -> dict[str, Any]:
    """The modal. `names` are those of clients already chosen, by field; `event` opened it."""
    title = _(form.title)
    whole = [] if len(isolate_text(title)) <= MAX_TITLE else [{"type": "section", "text": plain(title)}]
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "title": plain(title, MAX_TITLE),
        "submit": plain(_("Save")),
        "close": plain(_("Cancel")),
        # Slack returns the modal's blocks on submission; the metadata must be short.
        "private_metadata": _metadata(form, event),
        "blocks": [*whole, *(block for field in form.fields for block in _inputs(form, field, names))],
    }


def submission(view: Mapping[str, Any]) -> Submission:
    """The submitted values and the previous ones ("" if there was none)."""
    form = json.loads(view["private_metadata"])
    inputs = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    choices = {name: _offered(element) for name, element in inputs.items() if "options" in element}
    before = _texts({name: _shown(element) for name, element in inputs.items()})
    given = _texts({name: "".join(map(_given, e.values())) for name, e in view["state"]["values"].items()})
    return Submission({**form, "values": before, "options": choices}, given)


def origin(view: Mapping[str, Any]) -> tuple[str | None, SharedChat | None]:
    """Where to answer, and the shared chat, if any: those of the event that opened the modal."""
    told = json.loads(view["private_metadata"])
    room = told.get("room")
    return told.get("answers_at"), SharedChat(**room) if room else None


def errors(view: Mapping[str, Any], wrong: Mapping[str, str]) -> dict[str, str]:
    """Errors by input block: below their field, or below the first input if the field is not shown."""
    inputs = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    shown: dict[str, str] = {}
    for name, text in wrong.items():
        place = name if name in inputs else inputs[0]
        shown[place] = f"{shown[place]} {text}" if place in shown else text
    return {place: isolate_text(text) for place, text in shown.items()}


def _metadata(form: Form, event: Incoming | None) -> str:
    room = event.room if event else None
    asked = {"answers_at": event and event.answers_at, "room": room and asdict(room)}
    return json.dumps({**form.to_json(), "values": {}, "options": {}, **asked}, ensure_ascii=False)


def _inputs(form: Form, field: Field, names: Mapping[str, str]) -> Iterator[Block]:
    match field:
        case Choice():
            if options := _options(form, field):
                yield _input(field, _select(options, form.values.get(field.name, "")))
        case Person():
            yield _input(field, _lookup(form.values.get(field.name, ""), names.get(field.name, "")))
        case _:
            text = form.values.get(field.name, "")
            parts = [text[start : start + MAX_INPUT] for start in range(0, len(text), MAX_INPUT)] or [""]
            for number, part in enumerate(parts):
                yield _input(field, _line(field, part), number)


def _input(field: Field, element: Block, number: int = 0) -> Block:
    name = f"{field.name}{GOES_ON}{number}" if number else field.name
    hint = {"hint": plain(_(field.hint), MAX_LABEL)} if field.hint and not number else {}
    return {
        "type": "input",
        "block_id": name,
        "label": plain(_(field.label) if not number else "…", MAX_LABEL),
        "element": {**element, "action_id": name},
        "optional": not field.required or field.only_if is not None or number > 0,
        **hint,
    }


def _select(options: list[Block], chosen: str) -> Block:
    initial = [option for option in options if option["value"] == chosen]
    return {"type": "static_select", "options": options, **({"initial_option": initial[0]} if initial else {})}


def _lookup(chosen: str, name: str) -> Block:
    initial = {"initial_option": option(chosen, name)} if chosen and name else {}
    return {"type": "external_select", "min_query_length": 1, **initial}


def _line(field: Field, text: str) -> Block:
    long = isinstance(field, Text) and field.long
    return {"type": "plain_text_input", "multiline": long, **({"initial_value": text} if text else {})}


def option(value: str, label: str) -> Block:
    return {"text": plain(label, MAX_OPTION), "value": value}


def _options(form: Form, field: Choice) -> list[Block]:
    choices = form.options.get(field.name) or tuple((value, _(label)) for value, label in field.options)
    return [option(value, label) for value, label in choices[:MAX_OPTIONS]]


def _texts(blocks: Mapping[str, str]) -> dict[str, str]:
    """Texts by field: a long text is in several blocks."""
    texts: dict[str, str] = {}
    for block in sorted(blocks, key=_part):
        name = block.partition(GOES_ON)[0]
        texts[name] = texts.get(name, "") + blocks[block]
    return texts


def _offered(element: Mapping[str, Any]) -> list[list[str]]:
    return [[each["value"], each["text"]["text"]] for each in element["options"]]


def _shown(element: Mapping[str, Any]) -> str:
    chosen = element.get("initial_option") or {}
    return str(element.get("initial_value") or chosen.get("value") or "")


def _given(element: Mapping[str, Any]) -> str:
    chosen = element.get("selected_option") or {}
    return str(element.get("value") or chosen.get("value") or "")


def _part(block: str) -> int:
    number = block.partition(GOES_ON)[2]
    return int(number) if number.isdecimal() else 0
