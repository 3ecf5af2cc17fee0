"""Teams: who works together, and may see each other's clients."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Team


async def every(db: AsyncSession) -> Sequence[Team]:
    return (await db.scalars(select(Team).order_by(Team.name, Team.id))).all()


async def get(db: AsyncSession, team_id: int) -> Team | None:
    return await db.get(Team, team_id)


async def find(db: AsyncSession, name: str) -> Team | None:
    """The team of that name, however it is capitalised."""
    wanted = " ".join(name.split()).casefold()
    return next((team for team in await every(db) if team.name.casefold() == wanted), None)


async def put(db: AsyncSession, name: str) -> Team:
    """The team of that name; a new one if there is none."""
    team = await find(db, name)
    if team is None:
        team = Team(name=" ".join(name.split()))
        db.add(team)
        await db.flush()
    return team
