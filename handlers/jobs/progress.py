"""The card that shows how far a job has come: sent once it takes long, then edited."""

from datetime import timedelta

from handlers.buttons.jobs import cancel_job, pause_job, resume_job
from handlers.chat import Card, Request, Row
from handlers.i18n import N_, _, duration, number, percent
from handlers.jobs.registry import JOBS
from storage.messaging import outbox
from storage.messaging.outbox import CONSOLE
from storage.models import Job, JobState

SOON = timedelta(seconds=1)  # a job that has ended by then shows no progress
INTERVAL = timedelta(seconds=3)  # between edits of the card
BAR = 10  # signs
MANY = 20  # rows, from which on the time left can be told

ENDED = {
    JobState.PAUSED: N_("paused"),
    JobState.DONE: N_("done"),
    JobState.FAILED: N_("failed"),
    JobState.CANCELLED: N_("cancelled"),
}
FAILED = N_(
    "Something went wrong, and I stopped. What was done until then stays. An admin finds more in the log."
)


async def show(req: Request, job: Job) -> None:
    """Send or edit the job's card, if it is time. A console has no messages that can be edited."""
    if job.channel == CONSOLE and job.state is not JobState.FAILED:
        return
    last = job.shown_at or job.created_at
    is_over = job.state is not JobState.RUNNING
    if req.now - last < (INTERVAL if job.card_id else SOON) and not (is_over and _must_tell(job)):
        return
    await _send(req, job)


def _must_tell(job: Job) -> bool:
    """Whether its end has to be told, because progress was shown, or because there is nothing else to see."""
    return job.card_id is not None or job.state is JobState.FAILED


async def _send(req: Request, job: Job) -> None:
    first = await outbox.get(req.db, job.card_id) if job.card_id else None
    sent = first.sent if first else None
    if job.card_id and not sent and job.state is JobState.RUNNING:
        return  # it waits to be sent, and cannot be edited; the end is told below it
    shown, place = card(job), (job.channel, job.space, job.chat)
    row = await outbox.queue(req.db, *place, shown.to_json(), req.now, replaces=sent)
    job.card_id, job.shown_at = job.card_id or row.id, req.now


def card(job: Job) -> Card:
    """The job with a bar, how much is done, the time left, and buttons to pause and cancel it."""
    label = _(JOBS[job.kind].label) if job.kind in JOBS else job.kind
    state = ENDED.get(job.state)
    return Card(
        title=f"{label}: {_(state)}" if state else label,
        lead="" if job.state is JobState.DONE else _bar(job),
        body=_body(job),
        buttons=tuple(filter(None, (_buttons(job),))),
    )


def _bar(job: Job) -> str:
    if not job.total:
        return ""
    share = min(1.0, job.done / job.total)
    full = int(share * BAR)
    return f"{'▰' * full}{'▱' * (BAR - full)} {percent(int(share * 100))}"


def _body(job: Job) -> str:
    if job.state is JobState.FAILED:
        return job.error or _(FAILED)
    if job.state is JobState.DONE or not job.total:
        return number(100 * job.done)
    parts = [_("{done} of {total}").format(done=number(100 * job.done), total=number(100 * job.total))]
    if job.state is JobState.RUNNING and job.done >= MANY and job.done < job.total:
        left = job.milliseconds / 1000 / job.done * (job.total - job.done)
        parts.append(_("about {time} left").format(time=duration(max(1, round(left)))))
    return " · ".join(parts)


def _buttons(job: Job) -> Row:
    cancel = cancel_job.button(_("Cancel"), job.id)
    match job.state:
        case JobState.RUNNING:
            return (pause_job.button(_("Pause"), job.id), cancel)
        case JobState.PAUSED:
            return (resume_job.button(_("Continue"), job.id), cancel)
        case _:
            return ()
