"""Delete a client with all that belongs to it, or hand its deals to another one; recognise a deleted client."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.audit import changes, deletions, removal
from storage.audit.recording import parts
from storage.clients.new_client import REACHED_BY, NewClient
from storage.models import Client, ContactPoint, Deal, Deletion, File, FollowUp, Interaction, PointKind, Rep
from storage.rights import Who, visible
from storage.search import normalise
from storage.search.normalise import fold_name

NAMED = "="  # begins the key of a whole name
COUNTED = (Deal, Interaction, FollowUp, File)


@dataclass(frozen=True)
class Belongings:
    """How much goes with a client."""

    deals: int = 0
    interactions: int = 0
    follow_ups: int = 0
    files: int = 0

    @property
    def total(self) -> int:
        """What a button carries: it is refused if this has changed since it was drawn."""
        return self.deals + self.interactions + self.follow_ups


async def count(db: AsyncSession, who: Who, client_id: int) -> Belongings:
    """What belongs to a client that `who` may see."""
    counts = [
        select(func.count(noun.id))
        .join(Client)
        .where(visible(who), noun.client_id == client_id)
        .scalar_subquery()
        for noun in COUNTED
    ]
    row = (await db.execute(select(*counts))).one()
    return Belongings(*row)


async def delete(
    db: AsyncSession, who: Rep, client_id: int, at: datetime, *, total: int, heir_id: int | None = None
) -> Deletion | None:
    """Delete the client; None if it is gone, or more or less belongs to it than `who` was shown.

    `total`: of what belonged to it when it was shown. `heir_id`: who gets the deals, with their notes.
    """
    client_ids = sorted(filter(None, {client_id, heir_id}))
    locked = select(Client).where(visible(who), Client.id.in_(client_ids)).order_by(Client.id).with_for_update()
    found = {each.id: each for each in await db.scalars(locked.execution_options(populate_existing=True))}
    if len(found) < len(client_ids) or (await count(db, who, client_id)).total != total:
        return None
    if heir_id is not None:
        await _pass_deals(db, client_id, heir_id)
    client = found[client_id]
    keys = [*await _keys(db, client)]
    details = asdict(await count(db, who, client_id))
    values = {"owner_id": client.owner_id, "name": client.name, "company": client.company}
    db.expunge(client)
    await removal.remove(db, Client, [client_id], client_id)
    more = {"client_id": client_id, "details": details, "at": at}
    return await deletions.add(db, Client, client_id, {**values, **more}, keys)


async def find_deleted(db: AsyncSession, who: Who, new: Sequence[NewClient]) -> Sequence[Deletion | None]:
    """For each new client: a deleted one with the same phone or e-mail, or the same name and nothing else."""
    wanted = sorted({key for each in new for key in _keys_of_new(each)})
    known = await deletions.with_keys(db, who, wanted)
    keys = await deletions.keys_of(db, sorted({each.id for found in known.values() for each in found}))
    with_points = {deletion_id for deletion_id, theirs in keys.items() if any(map(_is_point, theirs))}
    return [_deleted(known, with_points, each) for each in new]


def _deleted(
    known: Mapping[str, Sequence[Deletion]], with_points: Collection[int], new: NewClient
) -> Deletion | None:
    reached = [deletion for _kind, value in new.reached_by for deletion in known.get(value, ())]
    if reached:
        return reached[-1]
    for deletion in reversed(known.get(f"{NAMED}{fold_name(new.name)}", ())):
        apart = new.company and deletion.company and fold_name(new.company) != fold_name(deletion.company)
        if not apart and not (new.reached_by and deletion.id in with_points):
            return deletion
    return None


def _is_point(key: str) -> bool:
    """Whether the key is a phone or an e-mail."""
    return key[:1] == "+" or "@" in key


async def _pass_deals(db: AsyncSession, client_id: int, heir_id: int) -> None:
    before, after = {"client_id": client_id}, {"client_id": heir_id}
    of_client = select(Deal.id).where(Deal.client_id == client_id)
    notes = select(Interaction.id).where(Interaction.deal_id.in_(of_client), Interaction.client_id == client_id)
    note_ids = (await db.scalars(notes)).all()
    file_ids: list[int] = []
    for part in parts(note_ids):
        file_ids += await db.scalars(select(File.id).where(File.interaction_id.in_(part)))
    deal_ids = (await db.scalars(of_client)).all()
    for noun, ids in ((Deal, deal_ids), (Interaction, note_ids), (File, file_ids)):
        if ids:
            await changes.set_alike(db, noun, ids, before, after)


async def _keys(db: AsyncSession, client: Client) -> Iterator[str]:
    points = select(ContactPoint).where(ContactPoint.client_id == client.id, ContactPoint.kind.in_(REACHED_BY))
    known = (await db.scalars(points)).all()
    values = [point.value for point in known]
    phones = [point.value for point in known if point.kind is PointKind.PHONE]
    backwards = (f"{deletions.BACKWARDS}{''.join(filter(str.isdecimal, value))[::-1]}" for value in phones)
    words = normalise.index_words(f"{client.name} {client.company}")
    return iter((f"{NAMED}{fold_name(client.name)}", *words, *values, *backwards))


def _keys_of_new(new: NewClient) -> Iterator[str]:
    yield f"{NAMED}{fold_name(new.name)}"
    yield from (value for _kind, value in new.reached_by)
