"""Delete a deal with its moves and notes."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.audit import deletions, removal
from storage.deals import deals
from storage.models import Client, Deal, Deletion, Interaction, Rep
from storage.rights import Who, visible


async def count_notes(db: AsyncSession, who: Who, deal_id: int) -> int:
    notes = select(func.count(Interaction.id)).join(Client, Client.id == Interaction.client_id)
    return await db.scalar(notes.where(visible(who), Interaction.deal_id == deal_id)) or 0


async def delete(db: AsyncSession, who: Rep, deal_id: int, was: int, at: datetime) -> Deletion | None:
    """Delete the deal if it is still in the stage `was`, where the rep saw it; else return None."""
    await deals.lock_client(db, who, deal_id)
    locked = select(Deal, Client).join(Client, Client.id == Deal.client_id)
    locked = locked.where(visible(who), Deal.id == deal_id).with_for_update(of=Deal)
    row = (await db.execute(locked.execution_options(populate_existing=True))).first()
    if row is None or row[0].stage_id != was:
        return None
    deal, client = row
    details = {"client": client.name, "interactions": await count_notes(db, who, deal_id)}
    values = {"owner_id": deal.owner_id, "name": deal.title, "company": client.company}
    db.expunge(deal)
    await removal.remove(db, Deal, [deal_id], client.id)
    return await deletions.add(
        db, Deal, deal_id, {**values, "client_id": client.id, "details": details, "at": at}
    )
