"""Draw a form's question: label, hint, buttons, and the earlier answer."""

from collections.abc import Iterable

from handlers.buttons.forms import (
    answer_field,
    cancel_form,
    choose_day,
    pick_field,
    previous_field,
    resume_form,
    skip_field,
)
from handlers.chat import FORMS, Button, Card, Field, Form, Row
from handlers.forms import date_picker
from handlers.forms.answers import options_of, value_shown
from handlers.forms.fields import Choice, chosen_client
from handlers.i18n import _
from storage.models import Draft

BUTTONS = {word: f"form.{word}" for word in ("back", "skip", "cancel")}  # the buttons that these commands press
CHOICES_IN_A_ROW = 2
LONG_LABEL = 18  # letters: longer labels have a row of their own on a phone


def find_button(buttons: tuple[Row, ...], text: str) -> Button | None:
    """The button whose label was typed instead of pressed, or its command: "/skip"."""
    said = text.strip().casefold()
    action = BUTTONS.get(said.removeprefix("/")) if said.startswith("/") else None
    for button in (button for row in buttons for button in row):
        if button.label.casefold().lstrip("‹ ") == said or button.data.partition(":")[0] == action:
            return button
    return None


def question(draft: Draft, form: Form, field: Field) -> Card:
    body = _(field.label) + (f"\n{_(field.hint)}" if field.hint else "")
    current = form.values.get(field.name) or previous_answer(draft, field.name)
    if current and chosen_client(current) is None:  # a chosen client is only an id
        body += "\n" + _("Now: {value}").format(value=value_shown(form, field, current))
    return Card(title=_(form.title), body=body, buttons=buttons_of(draft, form, field))


def buttons_of(draft: Draft, form: Form, field: Field) -> tuple[Row, ...]:
    choices = _choice_rows(draft, field, options_of(form, field)) if isinstance(field, Choice) else []
    if date_picker.has_days(field):
        choices = [(choose_day.button(_("Calendar"), draft.id, field.name, 0),)]
    return (*choices, last_row(draft, form, field))


def previous_answer(draft: Draft, name: str) -> str:
    """The answer from before going back."""
    return str(draft.data.get("earlier", {}).get(name, ""))


def _choice_rows(draft: Draft, field: Field, options: tuple[tuple[str, str], ...]) -> list[Row]:
    return rows_of_two([answer_field.button(label, draft.id, field.name, value) for value, label in options])


def rows_of_two(buttons: Iterable[Button]) -> list[Row]:
    """The buttons in their order, two side by side unless one of them is too long."""
    rows: list[Row] = []
    for button in buttons:
        before = rows[-1] if rows else ()
        if len(before) == 1 and max(len(button.label), len(before[0].label)) <= LONG_LABEL:
            rows[-1] = (*before, button)
        else:
            rows.append((button,))
    return rows


def last_row(draft: Draft, form: Form, field: Field) -> Row:
    row: list[Button] = []
    if form.picks or draft.data["given"]:
        row.append(previous_field.button(_("‹ Back"), draft.id, field.name))
    kept = previous_answer(draft, field.name)
    if kept:
        row.append(skip_field.button(_("Keep"), draft.id, field.name))
    if not field.required:
        emptied = kept or (form.picks and form.values.get(field.name))
        clear = answer_field.button(_("Clear"), draft.id, field.name, "")
        row.append(clear if emptied else skip_field.button(_("Skip"), draft.id, field.name))
    return (*row, cancel_form.button(_("Cancel"), draft.id))


def way_back(draft: Draft, text: str) -> Button:
    declared, _run = FORMS[draft.data["form"]]  # the draft's title may name a client hidden by now
    try:
        answers = _("Answer “{form}” with “{text}”").format(text=text, form=_(declared.title))
        return resume_form.button(answers, draft.id, text) if text else _back(draft, declared)
    except ValueError:  # too long for a button
        return _back(draft, declared)


def _back(draft: Draft, declared: Form) -> Button:
    return resume_form.button(_("Back to: {form}").format(form=_(declared.title)), draft.id, "")


def menu(draft: Draft, form: Form) -> Card:
    """The fields that can be changed, with their current values."""
    current = [value_shown(form, f, form.values.get(f.name, "")) or "—" for f in form.fields]
    shown = tuple((_(f.label).rstrip("?"), now) for f, now in zip(form.fields, current, strict=True))
    buttons = [pick_field.button(_(f.label), draft.id, f.name) for f in form.fields]
    rows = tuple(tuple(buttons[i : i + CHOICES_IN_A_ROW]) for i in range(0, len(buttons), CHOICES_IN_A_ROW))
    leaving = cancel_form.button(_("‹ Back") if form.back else _("Cancel"), draft.id)
    return Card(title=_(form.title), fields=shown, buttons=(*rows, (leaving,)))
