"""Forms for interactions and follow-ups: logging, editing, next step, reminders."""

from dataclasses import replace

from handlers.chat import Form
from handlers.enum_labels import INTERACTION_KINDS, OUTCOMES
from handlers.forms.fields import Choice, Duration, Moment, PastMoment, Person, Text
from handlers.i18n import N_
from handlers.resolve.pending_line import STEPS
from handlers.text import NAME, TEXT
from handlers.working_time import Step
from storage.models import Client, InteractionKind

REMIND = Form(
    "remind",
    N_("Follow-up"),
    (
        Person("client", N_("Which client?"), required=True),
        Moment("when", N_("When?"), required=True, hint=N_("tomorrow 10:00, friday, in 3 days, 15.03")),
        Text("text", N_("What needs to be done?"), most=TEXT),
    ),
)
EDIT_FOLLOW_UP = Form(
    "follow_up.edit", N_("Edit follow-up"), (Text("text", N_("What needs to be done?"), most=TEXT),)
)
DECLINE = Form("follow_up.decline", N_("Decline"), (Text("why", N_("Why not?"), most=NAME),))
DEAL_NOTE = Form(
    "deal.note", N_("Note"), (Text("text", N_("What should be noted?"), required=True, most=TEXT, long=True),)
)
SNOOZE = Form(
    "follow_up.date",
    N_("Remind me later"),
    (Moment("when", N_("When?"), required=True, hint=N_("tomorrow 10:00, friday, in 3 days, 15.03")),),
)

NEXT_STEPS = (Step.LATER, Step.TOMORROW, Step.THREE_DAYS, Step.WEEK)
ON_A_DATE, NONE = "date", "none"
OUTCOME = Choice(
    "outcome",
    N_("How did it go?"),
    options=tuple((outcome.value, label) for outcome, label in OUTCOMES.items()),
)
LOG = Form(
    "log",
    N_("Log"),
    (
        Person(
            "client",
            N_("Which client?"),
            required=True,
            hint=N_("A name, a company, the last digits of a phone"),
        ),
        OUTCOME,
        Text("text", N_("What did you talk about?"), long=True),
        Choice(
            "step",
            N_("Next step"),
            options=(
                *((step.value, STEPS[step]) for step in NEXT_STEPS),
                (ON_A_DATE, N_("Pick a date")),
                (NONE, N_("None")),
            ),
        ),
        Moment(
            "when",
            N_("When?"),
            required=True,
            hint=N_("tomorrow 10:00, friday, in 3 days, 15.03"),
            only_if=("step", (ON_A_DATE,)),
        ),
        Text(
            "what",
            N_("What needs to be done?"),
            only_if=("step", (*(s.value for s in NEXT_STEPS), ON_A_DATE)),
            most=TEXT,
        ),
    ),
)
LOG_ANY = replace(
    LOG,
    name="log.any",
    title=N_("Log an interaction"),
    fields=(
        Choice(
            "kind",
            N_("What was it?"),
            required=True,
            options=tuple((kind.value, label) for kind, label in INTERACTION_KINDS.items()),
        ),
        *LOG.fields,
    ),
)
EDIT = Form(
    "log.edit",
    N_("Edit entry"),
    (
        Text("text", N_("Text"), long=True),
        OUTCOME,
        PastMoment("at", N_("When was it?"), hint=N_("yesterday 15:00, 2 hours ago, 12.03")),
        Duration("seconds", N_("How long did it take?"), hint=N_("15 min, 1 h 20 min")),
    ),
    picks=True,
)


def form_for(client: Client) -> Form:
    """The form to log a call with this client."""
    return form_of(InteractionKind.CALL, client)


def form_of(kind: InteractionKind, client: Client | None) -> Form:
    form = replace(LOG, title=INTERACTION_KINDS[kind]).concerning(kind=kind.value)
    if kind is InteractionKind.NOTE:
        form = form.without("outcome")
    return form.about(client) if client else form
