"""Sample data for the demo: fictional clients, deals and interactions."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.working_time import at_local, local
from storage.activities import follow_ups, interactions
from storage.clients import clients
from storage.clients.new_client import Birthday, NewClient, Point
from storage.deals import deals
from storage.models import Client, InteractionKind, Outcome, PointKind, Rep


@dataclass(frozen=True)
class Sale:
    title: str
    amount: int | None  # minor units
    currency: str
    stage: str  # its name in the default pipeline
    days_ago: int = 2  # since it last moved


@dataclass(frozen=True)
class Talk:
    kind: InteractionKind
    text: str
    days_ago: int
    outcome: Outcome | None = None
    minutes: int | None = None


@dataclass(frozen=True)
class DemoFollowUp:
    text: str
    in_days: int  # from today, at the rep's `hour`; overdue if negative
    hour: int = 10


@dataclass(frozen=True)
class Sample:
    name: str
    company: str
    title: str
    phone: str  # E.164, from the ranges reserved for fiction where a country has one
    email: str
    tags: str = ""
    birthday_in: int | None = None  # days from now
    born: int | None = None
    sales: tuple[Sale, ...] = ()
    talks: tuple[Talk, ...] = ()
    promises: tuple[DemoFollowUp, ...] = ()


CALL, MEETING, EMAIL, NOTE = (
    InteractionKind.CALL,
    InteractionKind.MEETING,
    InteractionKind.EMAIL,
    InteractionKind.NOTE,
)

SAMPLES = (
    Sample(
        "Anna Lindqvist", "Fjord & Fir", "Head of purchasing", "+46317401234", "anna@fjordfir.example", "vip",
        birthday_in=2, born=1984,
        sales=(Sale("annual licence", 1_200_000, "EUR", "Negotiation"),),
        talks=(Talk(CALL, "wants a discount for two years", 1, Outcome.REACHED, 15),),
        promises=(DemoFollowUp("send the two-year offer", 0, 17),),
    ),
    Sample(
        "Ivan Petrov", "Severny Veter", "Director", "+79995550134", "ivan@veter.example", "vip, fair",
        birthday_in=0,
        sales=(Sale("pilot for three teams", 45_000_000, "RUB", "Qualified"),),
        talks=(Talk(MEETING, "showed the pipeline; liked the reminders", 6, None, 60),),
        promises=(DemoFollowUp("agree on the pilot's goals", -2, 11),),
    ),
    Sample(
        "Grace Okafor", "Harbour Lane Books", "Owner", "+442079460107", "grace@harbourlane.example", "fair",
        sales=(Sale("starter pack", 90_000, "GBP", "Lead", 1),),
        promises=(DemoFollowUp("call about the starter pack", 1),),
    ),
    Sample(
        "Mateo Rivas", "Cumbre Foods", "Operations", "+12025550143", "mateo@cumbre.example",
        birthday_in=9, born=1992,
        sales=(Sale("warehouse roll-out", 3_850_000, "USD", "Offer", 30),),
        talks=(Talk(EMAIL, "sent the offer", 30), Talk(CALL, "on holiday this month", 24, Outcome.REACHED, 4)),
    ),
    Sample(
        "Zofia Wójcik", "Bursztyn", "Buyer", "+48601234567", "zofia@bursztyn.example",
        sales=(Sale("renewal", 800_000, "PLN", "Won", 12),),
        talks=(Talk(CALL, "renewed without a question", 12, Outcome.REACHED, 9),),
    ),
    Sample(
        "Liang Wei", "Blue Heron Tea", "Founder", "+14155550176", "wei@blueheron.example", "fair",
        talks=(Talk(NOTE, "met at the fair, second hall; prefers e-mail", 8),),
        promises=(DemoFollowUp("send the catalogue", -1, 15),),
    ),
    Sample(
        "Олена Коваль", "Каштан", "Фінансова директорка", "+380441234567", "olena@kashtan.example",
        sales=(Sale("training", 250_000, "EUR", "Offer", 3),),
        promises=(DemoFollowUp("ask for the budget's approval", 0, 18),),
    ),
    Sample(
        "Theo Brandt", "Brandt Söhne", "Managing partner", "+493023125012", "theo@brandt.example", "vip",
        sales=(Sale("support contract", 640_000, "EUR", "Qualified", 21),),
        talks=(Talk(CALL, "", 5, Outcome.NO_ANSWER), Talk(CALL, "", 3, Outcome.VOICEMAIL)),
    ),
    Sample("Amira Haddad", "Cedar Clinic", "Manager", "+12025550158", "amira@cedar.example", birthday_in=24),
    Sample(
        "Jonas Virtanen", "Lumi Sports", "Marketing", "+358401234567", "jonas@lumi.example",
        sales=(Sale("season campaign", 150_000, "EUR", "Lost", 15),),
        talks=(Talk(CALL, "chose another supplier; ask again in autumn", 15, Outcome.REACHED, 6),),
        promises=(DemoFollowUp("ask about the autumn", 30),),
    ),
    Sample(
        "Priya Raman", "Lotus Freight", "Head of IT", "+12025550191", "priya@lotus.example",
        sales=(Sale("integration", None, "USD", "Lead", 0),),
    ),
    Sample("Ben Achterberg", "Dijk & Duin", "Architect", "+31201234567", "ben@dijkduin.example", "fair"),
)  # fmt: skip


async def fill(db: AsyncSession, rep: Rep, now: datetime) -> None:
    """Add the sample clients for `rep`. Birthdays and due times are relative to `now` (UTC)."""
    for sample in SAMPLES:
        client = await clients.add(db, rep, _client(sample, now), now - timedelta(days=60))
        for sale in sample.sales:
            await _sell(db, rep, client, sale, now)
        for talk in sample.talks:
            await _talk(db, rep, client, talk, now - timedelta(days=talk.days_ago))
        for promise in sample.promises:
            day = local(now, rep.timezone).date() + timedelta(days=promise.in_days)
            due = at_local(day, time(promise.hour), rep.timezone)
            await follow_ups.add(db, rep, client, promise.text, due, now)


def _client(sample: Sample, now: datetime) -> NewClient:
    return NewClient(
        name=sample.name,
        company=sample.company,
        title=sample.title,
        points=(
            Point(PointKind.PHONE, sample.phone, sample.phone),
            Point(PointKind.EMAIL, sample.email, sample.email),
        ),
        birthday=_birthday(sample, now),
        tags=sample.tags,
    )


def _birthday(sample: Sample, now: datetime) -> Birthday | None:
    if sample.birthday_in is None:
        return None
    day = now + timedelta(days=sample.birthday_in)
    return Birthday(day.month, day.day, sample.born)


async def _sell(db: AsyncSession, rep: Rep, client: Client, sale: Sale, now: datetime) -> None:
    began, moved = now - timedelta(days=sale.days_ago + 10), now - timedelta(days=sale.days_ago)
    deal = await deals.add(db, rep, client, sale.title, sale.amount, sale.currency, began)
    stage = next(stage for stage in await deals.stages(db) if stage.name == sale.stage)
    if stage.id != deal.stage_id:
        await deals.move(db, rep, deal.id, deal.stage_id, stage, moved)


async def _talk(db: AsyncSession, rep: Rep, client: Client, talk: Talk, at: datetime) -> None:
    seconds = talk.minutes and talk.minutes * 60
    said = (db, rep, client, talk.kind)
    await interactions.add(*said, at=at, now=at, text=talk.text, outcome=talk.outcome, seconds=seconds)
