"""Ask a form one question at a time, for channels without modals; drafts survive restarts."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from handlers.buttons.forms import (
    answer_field,
    cancel_form,
    choose_day,
    choose_hour,
    pick_field,
    previous_field,
    resume_form,
    skip_field,
)
from handlers.chat import (
    ACTIONS,
    FORMS,
    Ambiguous,
    Card,
    Field,
    Form,
    Redraw,
    Reply,
    Request,
    Toast,
    Unfinished,
    UserError,
    requests,
)
from handlers.chat.hidden_links import with_addresses
from handlers.forms import date_picker
from handlers.forms.access import keep_in_sight
from handlers.forms.answers import check_answer, field_of, is_applicable, parse_answers, submit_values
from handlers.forms.fields import Choice, Day, Moment, Person, Tags, Text
from handlers.forms.questions import (
    buttons_of,
    find_button,
    last_row,
    menu,
    previous_answer,
    question,
    way_back,
)
from handlers.i18n import _, clock, day
from handlers.parsing.time.grammar import is_without_day
from handlers.parsing.time.time_at_edge import split_when
from handlers.resolve.pending_line import in_place
from handlers.working_time import local
from storage.audit import changes
from storage.messaging import drafts
from storage.models import Draft, DraftKind

INTERRUPTED_FORM_LIFE = timedelta(hours=1)  # how long a button back to an interrupted form is offered

Given = dict[str, str]


async def begin(req: Request, form: Form) -> Reply:
    """Save the form as a draft, and ask the first question (or, when editing, which field to change)."""
    data = {**form.to_json(), "given": {}, "at": ""}
    await drafts.interrupt_forms(req.db, req.place)
    draft = await drafts.add(req.db, req.place, DraftKind.FORM, data, req.now)
    if form.picks:
        return Redraw(menu(draft, form)) if form.back else menu(draft, form)
    return await _ask_next(req, draft)


async def answer(req: Request, draft_id: int, text: str) -> Reply:
    """Take the typed text as the answer to the open question. A wrong answer leaves it open."""
    draft = await _draft(req, draft_id)
    form = _form(draft)
    field = field_of(form, draft.data["at"])
    buttons = buttons_of(draft, form, field)
    if pressed := find_button(buttons, text):
        name, *words = pressed.data.split(":")
        return await ACTIONS[name].press(req, words)
    try:
        if said := _time_answer(req, form, field, text):
            chosen, moment, when, what = said
            await _take(req, draft, field, chosen)
            reply = await _take(req, draft, moment, when)
            return await _take(req, draft, field_of(form, draft.data["at"]), what) if what else reply
        text = with_addresses(text, req.links) if isinstance(field, Text) and field.long else text
        return await _take(req, draft, field, _on_the_day(draft, field, text))
    except Unfinished:
        raise
    except UserError as error:  # the question may be far up in the chat by now
        raise UserError(f"{_(form.title)}\n{error.text}", buttons) from error


def is_on_a_button(draft: Draft, text: str) -> bool:
    """Whether the text is one of the answers on buttons."""
    form = _form(draft)
    return find_button(buttons_of(draft, form, field_of(form, draft.data["at"])), text) is not None


def takes_any_text(draft: Draft) -> bool:
    """Whether its question is answered by any words: a title, a name."""
    form = _form(draft)
    return isinstance(field_of(form, draft.data["at"]), Text | Tags | Person)


async def and_back(req: Request, reply: Reply) -> Reply:
    """The reply with a button back to the form whose question is open, if there is one."""
    form = await drafts.question(req.db, req.place, req.now - INTERRUPTED_FORM_LIFE)
    if form is None or form.kind is not DraftKind.FORM or form.data["form"] not in FORMS:
        return reply
    card = reply.card if isinstance(reply, Redraw) else reply
    if not isinstance(card, Card):
        return reply
    card = replace(card, buttons=(*card.buttons, (way_back(form, ""),)))
    return replace(reply, card=card) if isinstance(reply, Redraw) else card


@answer_field.handler
async def give(req: Request, draft_id: int, name: str, value: str) -> Reply:
    draft = await _draft(req, draft_id)
    return in_place(await _take(req, draft, field_of(_form(draft), name), value))


@choose_day.handler
async def days(req: Request, draft_id: int, name: str, page: int) -> Reply:
    """Show a page of the date picker."""
    draft = await _draft(req, draft_id)
    form, today = _form(draft), local(req.now, req.rep.timezone).date()
    field = field_of(form, name)
    pages = [choose_day.button(_("‹ Earlier dates"), draft.id, name, page - 1)] if page else []
    shown = date_picker.days(field, today, page)
    rows = [tuple(choose_hour.button(day(on, today), draft.id, name, on) for on in row) for row in shown]
    more = (*pages, choose_day.button(_("Later dates ›"), draft.id, name, page + 1))
    buttons = (*rows, more, last_row(draft, form, field))
    return Redraw(Card(title=_(form.title), body=_(field.label), buttons=buttons))


@choose_hour.handler
async def on_day(req: Request, draft_id: int, name: str, on: date) -> Reply:
    """Take the chosen day, or ask for the hour if the field needs a time."""
    draft = await _draft(req, draft_id)
    form, now = _form(draft), local(req.now, req.rep.timezone)
    field = field_of(form, name)
    if isinstance(field, Day):
        return in_place(await _take(req, draft, field, on.isoformat()))
    draft.data = {**draft.data, "at": name, "day": on.isoformat()}
    draft.at = req.now
    rows = [
        tuple(answer_field.button(clock(at), draft.id, name, f"{on.isoformat()} {clock(at)}") for at in row)
        for row in date_picker.hours(field, on, now)
    ]
    body = f"{day(on, now.date())}\n" + _("What time? Choose, or type it: 10:30.")
    other = (choose_day.button(_("‹ Another day"), draft.id, name, 0),)
    return Redraw(Card(title=_(form.title), body=body, buttons=(*rows, other, last_row(draft, form, field))))


@skip_field.handler
async def skip(req: Request, draft_id: int, name: str) -> Reply:
    """Skip the field, or keep its answer from before going back. Buttons of older questions change nothing."""
    draft = await _draft(req, draft_id)
    if name in draft.data["given"] and draft.data["at"] != name:
        return Toast(_("You've already answered that. Nothing changed."))
    return in_place(await _take(req, draft, field_of(_form(draft), name), previous_answer(draft, name)))


@pick_field.handler
async def pick(req: Request, draft_id: int, name: str) -> Reply:
    """Choose the field to change, in a form that edits existing values."""
    draft = await _draft(req, draft_id)
    form = _form(draft)
    return Redraw(_ask(req, draft, form, field_of(form, name)))


@previous_field.handler
async def back(req: Request, draft_id: int, name: str) -> Reply:
    """Go back to the previous question."""
    draft = await _draft(req, draft_id)
    form, given = _form(draft), dict(draft.data["given"])
    if form.picks:
        draft.data = {**draft.data, "at": ""}
        return Redraw(menu(draft, form))
    names = [asked.name for asked in form.fields]
    before = names[: names.index(field_of(form, name).name)]
    answered = [earlier for earlier in before if earlier in given]
    earlier = {answered[-1]: given.pop(answered[-1])} if answered else {}
    draft.data = {**draft.data, "given": given, "earlier": {**draft.data.get("earlier", {}), **earlier}}
    return in_place(await _ask_next(req, draft))


@resume_form.handler
async def resume(req: Request, draft_id: int, text: str) -> Reply:
    """Return to an unfinished form; text typed since is the answer, if it fitted into the button."""
    draft = await _draft(req, draft_id)
    if not text or not draft.data["at"]:
        return in_place(await _ask_next(req, draft))
    return in_place(await _take(req, draft, field_of(_form(draft), draft.data["at"]), text))


@cancel_form.handler
async def cancel(req: Request, draft_id: int) -> Reply:
    draft = await _open_draft(req, draft_id)
    declared, _run = FORMS[draft.data["form"]]
    await drafts.drop(req.db, draft)
    card = await declared.back(req) if declared.back else Card(body=_("Cancelled. Nothing changed."))
    return in_place(await _then(req, card))


async def _take(req: Request, draft: Draft, field: Field, text: str) -> Reply:
    form = _form(draft)
    try:
        typed = await check_answer(req, form, field, text)
    except Ambiguous as several:
        buttons = tuple(
            (answer_field.button(label, draft.id, field.name, value),) for value, label in several.options
        )
        return Card(title=_(form.title), body=several.text, buttons=(*buttons, last_row(draft, form, field)))
    also = {} if form.picks else await field.also(req, typed)
    draft.data = {**draft.data, "given": {**also, **draft.data["given"], field.name: typed}}
    return await _finish(req, draft) if form.picks else await _ask_next(req, draft)


async def _ask_next(req: Request, draft: Draft) -> Reply:
    form, given = _form(draft), draft.data["given"]
    for field in form.fields:
        if field.name not in given and is_applicable(field, {**form.values, **given}):
            return _ask(req, draft, form, field)
    return await _finish(req, draft)


def _ask(req: Request, draft: Draft, form: Form, field: Field) -> Card:
    draft.data = {**draft.data, "at": field.name, "day": ""}
    draft.at = req.now
    return question(draft, form, field)


async def _finish(req: Request, draft: Draft) -> Reply:
    form = _form(draft)
    values, errors = await parse_answers(req, form, {**form.values, **draft.data["given"]})
    if errors:
        raise UserError(" ".join(errors.values()))
    await drafts.drop(req.db, draft)
    changes.act(req.db, req.rep, req.now, req.place.channel, form.name)  # not by its last answer
    return await _then(req, await submit_values(req, form, values))


async def _then(req: Request, reply: Reply) -> Reply:
    """The reply with a button back to the form that this one interrupted."""
    other = await drafts.get_interrupted(req.db, req.place, req.now - INTERRUPTED_FORM_LIFE)
    if other is None or not isinstance(reply, Card) or other.data["form"] not in FORMS:
        return reply
    return replace(reply, buttons=(*reply.buttons, (way_back(other, ""),)))


def _time_answer(req: Request, form: Form, asked: Field, text: str) -> tuple[str, Field, str, str] | None:
    """A time typed as the answer to a choice: the option that asks for it, the field, the time, the task."""
    at, what = split_when(text, requests.scene(req))
    if at is None or not isinstance(asked, Choice) or (what and text.startswith(what)):
        return None
    for field, after in pairwise((*form.fields, None)):
        if isinstance(field, Moment) and field.only_if and field.only_if[0] == asked.name:
            is_asked = after is not None and after.only_if is not None and after.only_if[0] == asked.name
            when = text.removesuffix(what).rstrip(" ,") if what else text
            return (field.only_if[1][0], field, when, what) if is_asked or not what else None
    return None


def _on_the_day(draft: Draft, field: Field, text: str) -> str:
    """ "10:30" is a time on the day that was just chosen."""
    chosen = draft.data.get("day") if date_picker.has_days(field) else None
    return f"{chosen} {text}" if chosen and (text.isdecimal() or is_without_day(text)) else text


def _form(draft: Draft) -> Form:
    return Form.from_json(draft.data)


async def _draft(req: Request, draft_id: int) -> Draft:
    draft = await _open_draft(req, draft_id)
    await keep_in_sight(req, draft.data["context"])  # the form shows data of the client
    return draft


async def _open_draft(req: Request, draft_id: int) -> Draft:
    draft = await drafts.get(req.db, req.place, draft_id)
    if draft is None or draft.kind is not DraftKind.FORM:
        raise UserError(_("This form is closed. Please start again."))
    return draft
