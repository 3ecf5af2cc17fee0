"""What Slack takes in messages and modals, and what it refuses.

Written from https://docs.slack.dev/reference/block-kit; each function returns what is wrong.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

Thing = Mapping[str, Any]

MOST_JSON = 13_000  # of a message's blocks; https://github.com/slackapi/bolt-js/issues/2509
MOST_OF_A_VIEW = 250_000  # as JSON
RICH = {"text": ("text",), "link": ("url", "text")}  # and what each of them must have
ENTITY = re.compile(r"&(?!amp;|lt;|gt;)")

# The keys each thing may have besides its type, those it must have with a "!".
KEYS = {
    "header": "text! block_id",
    "section": "text fields block_id accessory expand",
    "rich_text": "elements! block_id",
    "actions": "elements! block_id",
    "divider": "block_id",
    "context": "elements! block_id",
    "overflow": "action_id options! confirm",
    "input": "label! element! hint optional block_id dispatch_action",
    "plain_text": "text! emoji",
    "mrkdwn": "text! verbatim",
    "button": "text! action_id value url style confirm accessibility_label",
    "plain_text_input": "action_id multiline initial_value placeholder min_length max_length focus_on_load",
    "static_select": "action_id options! initial_option placeholder focus_on_load",
    "external_select": "action_id initial_option placeholder min_query_length focus_on_load",
    "modal": "title! blocks! close submit private_metadata callback_id clear_on_close notify_on_close",
    "home": "blocks! private_metadata callback_id external_id",
    "rich_text_section": "elements!",
    "rich_text_list": "elements! style! indent",
}


def message_problems(text: str, blocks: Sequence[Thing]) -> list[str]:
    found = [*_markup("text", text)]
    if not text.strip():
        found.append("text: nothing for notifications to show")
    if len(text) > 40_000:
        found.append("text: msg_too_long")
    if len(blocks) > 50:
        found.append(f"{len(blocks)} blocks in a message")
    if len(json.dumps(blocks, ensure_ascii=False)) > MOST_JSON:
        found.append("msg_blocks_too_long")
    found += [f"{block.get('type')} in a message" for block in blocks if block.get("type") == "input"]
    return found + _blocks(blocks)


def view_problems(view: Thing, kind: str = "modal") -> list[str]:
    found = [*_keys(view, kind)] if view.get("type") == kind else [f"a view of type {view.get('type')}"]
    for part in ("title", "submit", "close"):
        if part in view:
            found += [f"{part}: {wrong}" for wrong in _plain(view[part], 24)]
    blocks = view.get("blocks", [])
    if not 1 <= len(blocks) <= 100:
        found.append(f"{len(blocks)} blocks in a view")
    found += _short(view, "private_metadata", 3000) + _short(view, "callback_id", 255)
    if len(json.dumps(view)) > MOST_OF_A_VIEW:
        found.append("view_too_large")
    if "submit" not in view and any(block.get("type") == "input" for block in blocks):
        found.append("inputs, but nothing to submit them with")
    return found + _blocks(blocks)


def _blocks(blocks: Sequence[Thing]) -> list[str]:
    found = []
    for place, block in enumerate(blocks):
        check = BLOCKS.get(block.get("type", ""))
        wrong = [*_keys(block, block["type"]), *check(block)] if check else ["a block of no known type"]
        wrong += _short(block, "block_id", 255)
        found += [f"blocks[{place}] {block.get('type')}: {each}" for each in wrong]
    found += _twice("block_id", [block["block_id"] for block in blocks if "block_id" in block])
    return found + _twice("action_id", list(_action_ids(blocks)))


def _header(block: Thing) -> list[str]:
    return _plain(block.get("text"), 150)


def _section(block: Thing) -> list[str]:
    fields = block.get("fields", [])
    found = [wrong for field in fields for wrong in _text(field, 2000)]
    if "text" in block:
        found += _text(block["text"], 3000)
    if len(fields) > 10 or ("fields" in block and not fields) or not ("text" in block or fields):
        found.append("1 to 10 fields, or a text")
    return found


def _actions(block: Thing) -> list[str]:
    elements = block.get("elements", [])
    found = [] if 1 <= len(elements) <= 25 else [f"{len(elements)} elements"]
    for element in elements:
        found += _short(element, "value", 2000) + _short(element, "action_id", 255)
        if element.get("type") == "overflow":
            found += [*_keys(element, "overflow"), *_options(element)]
            found += [] if 1 <= len(element.get("options", [])) <= 5 else ["a menu has 1 to 5 entries"]
        elif element.get("type") == "button":
            found += [*_keys(element, "button"), *_plain(element.get("text"), 75)]
            found += [] if element.get("style", "primary") in {"primary", "danger"} else ["no such style"]
        else:
            found.append(f"a {element.get('type')}")
    return found


def _context(block: Thing) -> list[str]:
    elements = block.get("elements", [])
    found = [] if 1 <= len(elements) <= 10 else [f"{len(elements)} elements"]
    return found + [wrong for element in elements for wrong in _text(element, 3000)]


def _rich_text(block: Thing) -> list[str]:
    found = [] if block.get("elements") else ["is empty"]
    for section in block.get("elements", []):
        found += _keys(section, section.get("type", ""))
        for element in section.get("elements", []):
            if element.get("type") not in RICH or not element.get("text"):
                found.append("an element that is neither a text nor a link, or an empty one")
            elif set(element) - {"style"} != {"type", *RICH[element["type"]]}:
                found.append(f"keys {sorted(element)}")
    return found


def _input(block: Thing) -> list[str]:
    element = block.get("element", {})
    found = _plain(block.get("label"), 2000) + (_plain(block["hint"], 2000) if "hint" in block else [])
    found += _short(element, "action_id", 255)
    if element.get("type") == "plain_text_input":
        return [*found, *_keys(element, "plain_text_input"), *_short(element, "initial_value", 3000)]
    if element.get("type") in {"static_select", "external_select"}:
        return [*found, *_keys(element, element["type"]), *_options(element)]
    return [*found, f"an element of type {element.get('type')}"]


def _options(element: Thing) -> list[str]:
    options = element.get("options", [])
    found = [f"{len(options)} options"] if "options" in element and not 1 <= len(options) <= 100 else []
    initial = [element["initial_option"]] if "initial_option" in element else []
    for option in [*options, *initial]:
        found += _plain(option.get("text"), 75) + _short(option, "value", 150)
        if not option.get("value"):
            found.append("an option without a value")
    if initial and options and initial[0] not in options:
        found.append("initial_option is none of the options")
    return found + _twice("option value", [option.get("value", "") for option in options])


BLOCKS: dict[str, Callable[[Thing], list[str]]] = {
    "header": _header,
    "section": _section,
    "rich_text": _rich_text,
    "actions": _actions,
    "divider": lambda _block: [],
    "context": _context,
    "input": _input,
}


def option_problems(options: Sequence[Thing]) -> list[str]:
    """Of the answer to a look-up."""
    return _options({"options": options}) if options else []


def _text(thing: Any, most: int) -> list[str]:
    if not isinstance(thing, Mapping) or thing.get("type") not in {"plain_text", "mrkdwn"}:
        return ["no text object"]
    text = thing.get("text", "")
    found = [*_keys(thing, thing["type"])]
    if not 1 <= len(text) <= most or not text.strip():
        found.append(f"{len(text)} characters, 1 to {most} are taken")
    return found + (_markup("mrkdwn", text) if thing["type"] == "mrkdwn" else [])


def _plain(thing: Any, most: int) -> list[str]:
    is_plain = isinstance(thing, Mapping) and thing.get("type") == "plain_text"
    return _text(thing, most) if is_plain else ["no plain_text"]


def _markup(where: str, text: str) -> list[str]:
    """Nothing of ours is markup: whatever is, came in with a client."""
    unescaped = "<" in text or ">" in text or ENTITY.search(text)
    return [f"{where}: not escaped: {text[:60]!r}"] if unescaped else []


def _keys(thing: Thing, kind: str) -> Iterator[str]:
    known = KEYS.get(kind, "").split()
    for name in thing:
        if name != "type" and name not in {key.rstrip("!") for key in known}:
            yield f"unknown {name}"
    for key in known:
        if key.endswith("!") and key[:-1] not in thing:
            yield f"without {key[:-1]}"


def _short(thing: Thing, name: str, most: int) -> list[str]:
    length = len(thing.get(name, ""))
    return [f"{name} of {length} characters, at most {most} are taken"] if length > most else []


def _twice(name: str, values: list[str]) -> list[str]:
    return [f"{name} {value!r} twice" for value in sorted(set(values)) if values.count(value) > 1]


def _action_ids(blocks: Sequence[Thing]) -> Iterator[str]:
    for block in blocks:
        elements = block.get("elements", []) if block.get("type") == "actions" else [block.get("element", {})]
        yield from (element["action_id"] for element in elements if "action_id" in element)


def words(blocks: Sequence[Thing]) -> str:
    """What a person reads, without the buttons."""
    return "\n".join(filter(None, map(_words, blocks)))


def _words(block: Thing) -> str:
    match block["type"]:
        case "rich_text":
            return "".join(each["text"] for section in block["elements"] for each in section["elements"])
        case "header" | "section":
            texts = [block["text"]] if "text" in block else []
            return "\n".join(_read(text) for text in [*texts, *block.get("fields", [])])
        case "input":
            return str(block["label"]["text"])
        case "context":
            return "\n".join(map(_read, block["elements"]))
        case _:
            return ""


def _read(text: Thing) -> str:
    return str(text["text"]) if text["type"] == "plain_text" else unescaped(text["text"])


def unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
