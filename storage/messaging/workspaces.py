"""Slack workspaces added by OAuth. Callers pass tokens encrypted, and they are stored that way."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from storage.database.dialects import insert
from storage.models import Installing, Workspace


async def put(db: AsyncSession, space: str, name: str, token: str, bot_user: str, at: datetime) -> None:
    """Store a workspace, or its new token if the app is installed there again."""
    told = {"name": name, "token": token, "bot_user": bot_user, "installed_at": at}
    new = insert(db, Workspace).values(space=space, **told)
    await db.execute(new.on_conflict_do_update(index_elements=["space"], set_=told))


async def get(db: AsyncSession, space: str) -> Workspace | None:
    return await db.get(Workspace, space)


async def drop(db: AsyncSession, space: str, told_at: datetime) -> None:
    """Forget the workspace the app was removed from at that moment (UTC), unless reinstalled since."""
    gone = delete(Workspace).where(Workspace.space == space, Workspace.installed_at <= told_at)
    await db.execute(gone)


async def begin(db: AsyncSession, at: datetime, life: timedelta) -> str:
    """Create a one-time OAuth state, valid for `life`. Only its hash is stored."""
    await db.execute(delete(Installing).where(Installing.expires_at < at))
    state = secrets.token_urlsafe(32)
    db.add(Installing(state_hash=_hash(state), expires_at=at + life))
    await db.flush()
    return state


async def claim(db: AsyncSession, state: str, at: datetime) -> bool:
    """Use up an OAuth state; False if it is unknown or expired."""
    this = delete(Installing).where(Installing.state_hash == _hash(state)).returning(Installing.expires_at)
    expires_at = await db.scalar(this)
    return expires_at is not None and expires_at >= at


def _hash(state: str) -> str:
    return hashlib.sha256(state.encode()).hexdigest()
