"""Delete an interaction with its files, or a follow-up."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.activities import recurrences
from storage.audit import deletions, removal
from storage.models import Client, Deletion, FollowUp, FollowUpState, Interaction, Rep
from storage.rights import visible, visible_follow_up


async def delete_interaction(db: AsyncSession, who: Rep, interaction_id: int, at: datetime) -> Deletion | None:
    """None if it is gone."""
    theirs = select(Client).join(Interaction, Interaction.client_id == Client.id)
    theirs = theirs.where(visible(who), Interaction.id == interaction_id).with_for_update(
        of=Client, key_share=True
    )
    client = await db.scalar(theirs)
    locked = select(Interaction).where(Interaction.id == interaction_id).with_for_update()
    talk = await db.scalar(locked.execution_options(populate_existing=True)) if client else None
    if client is None or talk is None:
        return None
    details = {"client": client.name, "kind": talk.kind.value}
    db.expunge(talk)
    await removal.remove(db, Interaction, [interaction_id], client.id)
    values = {"owner_id": client.owner_id, "client_id": client.id, "name": talk.text}
    return await deletions.add(db, Interaction, interaction_id, {**values, "details": details, "at": at})


async def delete_follow_up(
    db: AsyncSession, who: Rep, follow_up_id: int, due_at: datetime, at: datetime
) -> Deletion | None:
    """None if it is gone, or due at another time than was shown. If it recurs, the next one is opened."""
    locked = select(FollowUp, Client).outerjoin(Client, Client.id == FollowUp.client_id)
    locked = locked.where(visible_follow_up(who), FollowUp.id == follow_up_id).with_for_update(of=FollowUp)
    row = (await db.execute(locked.execution_options(populate_existing=True))).first()
    if row is None or row[0].due_at != due_at:
        return None
    promised, client = row
    details = {"client": client.name if client else ""}
    owner_id = client.owner_id if client else promised.owner_id
    db.expunge(promised)
    await removal.remove(db, FollowUp, [follow_up_id], promised.client_id)
    if promised.recurrence_id is not None and promised.state is FollowUpState.OPEN:
        await recurrences.open_next(db, promised, at)
    values = {"owner_id": owner_id, "client_id": promised.client_id, "name": promised.text}
    return await deletions.add(db, FollowUp, follow_up_id, {**values, "details": details, "at": at})
