"""Tell whoever manages a person that a job of theirs was stopped, because they have no access any more."""

from handlers.chat import Card, Request
from handlers.i18n import _
from handlers.jobs.batches import STOPPED
from handlers.jobs.registry import JOBS
from reminders.registry import reminder
from storage.jobs import jobs
from storage.rights import SYSTEM
from storage.team import accounts


@reminder(STOPPED)
async def draw(req: Request, job_id: int, rep_id: int) -> Card | None:
    job, rep = await jobs.get(req.db, SYSTEM, job_id), await accounts.get(req.db, rep_id)
    if job is None or rep is None or job.kind not in JOBS:
        return None
    text = _("I stopped it because {name} has no access any more. What was done until then stays.")
    return Card(_(JOBS[job.kind].label), body=text.format(name=rep.name))
