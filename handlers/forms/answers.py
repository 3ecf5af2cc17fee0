"""Parse and validate answers to a form: all at once from a modal, or one question at a time."""

import inspect
from collections.abc import Mapping
from typing import Any

from handlers.chat import FORMS, OLD_BUTTON, Field, Form, Reply, Request, UserError
from handlers.chat.events import FieldErrors, Submission
from handlers.chat.max_length import check_length
from handlers.forms.fields import Choice, Person, choice, max_letters
from handlers.i18n import _
from handlers.text import NAME, is_visible, on_one_line


async def submit(req: Request, submission: Submission) -> Reply | FieldErrors:
    """Submit a form filled in natively, with all its fields at once."""
    form = Form.from_json(submission.form)
    values, errors = await parse_answers(req, form, submission.values)
    if errors:
        return FieldErrors(errors)
    return await submit_values(req, form, values)


async def check_answer(req: Request, form: Form, field: Field, text: str) -> str:
    """The text to store, after validating it. Raises UserError."""
    text = check_length(text if max_letters(field) > NAME else on_one_line(text), max_letters(field))
    if not is_visible(text):
        if field.required:
            raise UserError(_("This field is required."))
        return ""
    if isinstance(field, Choice):
        return _chosen(options_of(form, field), text.strip(), field)
    value = await field.parse(req, text.strip())
    return choice(value) if isinstance(field, Person) else text.strip()


async def submit_values(req: Request, form: Form, values: Mapping[str, Any]) -> Reply:
    _declared, run = FORMS[form.name]
    try:
        given = inspect.signature(run).bind(req, **form.context, **values)
    except TypeError as error:  # drawn by an older release
        raise UserError(_(OLD_BUTTON)) from error
    return await run(*given.args, **given.kwargs)


async def parse_answers(
    req: Request, form: Form, texts: Mapping[str, str]
) -> tuple[dict[str, Any], dict[str, str]]:
    """The values by name (None if nothing was entered), and the error texts of the others.

    For a form that edits existing values, only the changed ones.
    """
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for field in form.fields:
        if form.picks and texts.get(field.name, "") == form.values.get(field.name, ""):
            continue
        if not is_applicable(field, texts):
            values[field.name] = None
            continue
        try:
            text = await check_answer(req, form, field, texts.get(field.name, ""))
            values[field.name] = await field.parse(req, text) if text else None
        except UserError as error:
            errors[field.name] = error.text
    return values, errors


def value_shown(form: Form, field: Field, value: str) -> str:
    options = dict(options_of(form, field)) if isinstance(field, Choice) else {}
    return options.get(value) or (field.shown(value) if value else "")


def options_of(form: Form, field: Choice) -> tuple[tuple[str, str], ...]:
    """The choices as (value, label to show)."""
    return form.options.get(field.name) or tuple((value, _(label)) for value, label in field.options)


def _chosen(options: tuple[tuple[str, str], ...], text: str, field: Choice) -> str:
    for value, label in options:
        if text == value or text.casefold() == label.casefold():
            return value
    if other := field.other(text):
        return other
    raise UserError(_("Please choose: {options}.").format(options=", ".join(label for _v, label in options)))


def is_applicable(field: Field, texts: Mapping[str, str]) -> bool:
    return field.only_if is None or texts.get(field.only_if[0], "") in field.only_if[1]


def field_of(form: Form, name: str) -> Field:
    for field in form.fields:
        if field.name == name:
            return field
    raise UserError(_(OLD_BUTTON))
