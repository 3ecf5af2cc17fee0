"""/tour: two minutes with a sample client, of which nothing is stored; each step is typed or pressed."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta

from handlers.buttons.help import begin_tour, do_step, leave_tour, open_tour, run_command
from handlers.chat import OLD_BUTTON, Card, Line, Redraw, Reply, Request, Row, UserError, command
from handlers.i18n import N_, _
from handlers.routing import practice
from handlers.routing.practice import PracticeLine
from storage.messaging import drafts
from storage.models import Draft, DraftKind, Rep, Role

TOUR_LIFE = timedelta(days=1)  # a tour left alone for longer begins anew
TEAM = "team"  # the last step, of managers and admins
INTRODUCTIONS = {
    "new": N_("Add a client: all you know goes into one line, in any order."),
    "call": N_("Log a call, as you would tell a colleague, and say what comes next."),
    "move": N_("The client has a deal now. Move it to another stage."),
}
TEAM_STEPS = {
    Role.MANAGER: N_(
        "Your team: /team shows who is in it and when each was last here. On Mondays I send you their week,"
        " and who has logged nothing."
    ),
    Role.ADMIN: N_(
        "Your team: /invite makes an invitation to forward, /team shows who is here, what they may do and when"
        " they were last seen."
    ),
}


@command("tour", N_("A two-minute tour with a sample client"), stands_alone=True)
async def tour(req: Request, _line: Line) -> Reply:
    return _step_card(req.rep, await _draft(req))


@begin_tour.handler
async def begin(req: Request, rep_id: int) -> Reply:
    if rep_id != req.rep.id:
        raise UserError(_(OLD_BUTTON))
    return _step_card(req.rep, await _draft(req))


@open_tour.handler
async def resume(req: Request) -> Reply:
    draft = await drafts.get_tour(req.db, req.place, req.now - TOUR_LIFE)
    if draft is None:
        raise UserError(_(OLD_BUTTON))
    return _step_card(req.rep, draft)


@do_step.handler
async def do(req: Request, step: str) -> Reply:
    """Do the step for the person, with its example; or finish."""
    if step not in (*INTRODUCTIONS, TEAM):
        raise UserError(_(OLD_BUTTON))
    draft = await _draft(req)
    if step != draft.data["step"]:
        return Redraw(_step_card(req.rep, draft))  # an older step's button
    if step == TEAM:
        return Redraw(await _end(req, draft))
    return Redraw(await _practise(req, draft, practice.example(step)))


@leave_tour.handler
async def leave(req: Request, draft_id: int) -> Reply:
    draft = await drafts.get_tour(req.db, req.place, req.now - TOUR_LIFE)
    if draft is None or draft.id != draft_id:
        raise UserError(_(OLD_BUTTON))
    await drafts.drop(req.db, draft)
    return Redraw(Card(body=_("You've left the tour. /tour begins it again, /help shows what I can do.")))


def is_step(draft: Draft | None, text: str, now: datetime) -> bool:
    """Whether the text is a line of the tour that this person is on."""
    is_open = draft is not None and draft.kind is DraftKind.TOUR and draft.at >= now - TOUR_LIFE
    return is_open and practice.read(text) is not None


async def take(req: Request, text: str) -> Reply:
    """A line about the sample client, typed in the tour."""
    draft = await _draft(req)
    step, line = draft.data["step"], practice.read(text)
    if line is None:
        raise UserError(_(OLD_BUTTON))
    if line.command != step:
        return _step_card(req.rep, draft, _("Not yet: this step is another one.") if step != TEAM else "")
    try:
        return await _practise(req, draft, line)
    except UserError as error:
        return _step_card(req.rep, await _draft(req), error.text)


async def _practise(req: Request, draft: Draft, line: PracticeLine) -> Card:
    """Run the line on the sample, and go on to the next step. Raises UserError."""
    lines = [PracticeLine(**said) for said in draft.data["lines"]]
    shown = await practice.practise(req, (*lines, line))
    draft = await _draft(req)  # the one before was loaded in what is taken back
    steps = _steps(req.rep)
    following = steps[steps.index(line.command) + 1 :]
    if not following:
        return _with_result(shown, await _end(req, draft))
    draft.data = {**draft.data, "step": following[0], "lines": [asdict(each) for each in (*lines, line)]}
    draft.at = req.now
    return _with_result(shown, _step_card(req.rep, draft))


def _with_result(shown: Card, card: Card) -> Card:
    """What the line has done, above what comes next."""
    done = f"✓ {shown.title}" if shown.title else ""
    body = "\n\n".join(filter(None, (shown.body, f"{card.title}\n{card.body}")))
    return replace(shown, title=done or card.title, body=body, footer="", buttons=card.buttons)


def _step_card(rep: Rep, draft: Draft, notice: str = "") -> Card:
    steps, step = _steps(rep), draft.data["step"]
    title = _("Tour: step {n} of {count}").format(n=steps.index(step) + 1, count=len(steps))
    if step == TEAM:
        return Card(title=title, body=_(TEAM_STEPS[rep.role]), buttons=_team_rows(rep))
    how = _("Type it, or press the button:")
    parts = (notice, _(INTRODUCTIONS[step]), f"{how}\n{_(practice.EXAMPLES[step])}")
    doing = do_step.button(_("Do it for me"), step).styled("primary")
    row = (doing, leave_tour.button(_("Leave the tour"), draft.id))
    return Card(title=title, body="\n\n".join(filter(None, parts)), buttons=(row,))


def _team_rows(rep: Rep) -> tuple[Row, ...]:
    opened = run_command.button(_("Invite someone"), "invite") if rep.role is Role.ADMIN else None
    shown = opened or run_command.button(_("Show my team"), "team")
    return ((shown,), (do_step.button(_("Finish"), TEAM),))


async def _end(req: Request, draft: Draft) -> Card:
    await drafts.drop(req.db, draft)
    text = _(
        "That was the tour. The sample client is gone, and nothing of it was saved.\n"
        "/new adds your first client, /today shows your day, /help the rest."
    )
    return Card(title=_("Done!"), body=text, buttons=((run_command.button(_("Add a client"), "new"),),))


def _steps(rep: Rep) -> Sequence[str]:
    return (*INTRODUCTIONS, *((TEAM,) if rep.role in TEAM_STEPS else ()))


async def _draft(req: Request) -> Draft:
    """The tour that the person is on here; begun if there is none, or the role has changed."""
    draft = await drafts.get_tour(req.db, req.place, req.now - TOUR_LIFE)
    if draft and draft.data["step"] in _steps(req.rep):
        return draft
    begun = {"asks": "tour", "step": _steps(req.rep)[0], "lines": []}
    return await drafts.add(req.db, req.place, DraftKind.TOUR, begun, req.now)
