"""Invitation codes, and codes that link another account of the same person."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Invitation, Place, Rep, Role, WrongCode

# Crockford's base 32: no letter that looks like a digit. Twelve of them are 60 random bits.
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 12
LOOKS_LIKE = str.maketrans("OIL", "011")
INVITATION_LIFE = timedelta(days=7)
LINK_CODE_LIFE = timedelta(minutes=15)
FIRST_INVITATION_LIFE = timedelta(hours=1)
WRONG_CODES = 5
WRONG_CODES_WITHIN = timedelta(hours=1)


async def invite(
    db: AsyncSession,
    role: Role,
    at: datetime,
    *,
    by: Rep | None = None,
    team_id: int | None = None,
    life: timedelta = INVITATION_LIFE,
) -> str:
    """Create an invitation for a new person and return its code; only a hash is stored.

    The caller has checked that `by` may invite (rights.may_invite); this is checked again when the code is
    used.
    """
    return await _make(db, role, at, by=by, team_id=team_id, rep_id=None, life=life)


async def put_link_code(db: AsyncSession, who: Rep, at: datetime) -> str:
    """A code that links another account to `who`. Only one is valid at a time: earlier ones expire."""
    await end_link_codes(db, who.id, at)
    return await _make(db, who.role, at, by=who, team_id=None, rep_id=who.id, life=LINK_CODE_LIFE)


async def end_link_codes(db: AsyncSession, rep_id: int, at: datetime) -> None:
    """Expire all codes that link an account to that rep."""
    await _end(db, at, Invitation.rep_id == rep_id)


async def end_codes(db: AsyncSession, rep_id: int, at: datetime) -> None:
    """Expire all codes that link to that rep or were made by them."""
    await _end(db, at, or_(Invitation.rep_id == rep_id, Invitation.by_id == rep_id))


async def _end(db: AsyncSession, at: datetime, which: ColumnElement[bool]) -> None:
    open_codes = update(Invitation).where(which, Invitation.used_at.is_(None), Invitation.expires_at > at)
    await db.execute(open_codes.values(expires_at=at))


async def _make(
    db: AsyncSession,
    role: Role,
    at: datetime,
    *,
    by: Rep | None,
    team_id: int | None,
    rep_id: int | None,
    life: timedelta,
) -> str:
    code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
    db.add(
        Invitation(
            code_hash=_hash(code),
            role=role,
            team_id=team_id,
            rep_id=rep_id,
            by_id=by and by.id,
            created_at=at,
            expires_at=at + life,
        )
    )
    await db.flush()
    return "-".join(code[start : start + 4] for start in range(0, CODE_LENGTH, 4))


async def redeem(db: AsyncSession, code: str, at: datetime, *, again: bool = False) -> Invitation | None:
    """Use up the invitation if it is valid, unused, not expired, and its author may still invite.

    `again`: for somebody who was suspended or removed; needs an invitation by an admin or the command line.
    """
    valid = [
        Invitation.code_hash == _hash(code),
        Invitation.used_at.is_(None),
        Invitation.expires_at > at,
        or_(Invitation.by_id.is_(None), _may_still_invite().exists()),
        or_(
            Invitation.rep_id.is_(None), select(Rep.id).where(Rep.id == Invitation.rep_id, Rep.active).exists()
        ),
    ]
    if again:
        admins = select(Rep.id).where(Rep.id == Invitation.by_id, Rep.role == Role.ADMIN)
        valid += [Invitation.rep_id.is_(None), or_(Invitation.by_id.is_(None), admins.exists())]
    used = update(Invitation).where(*valid).values(used_at=at).returning(Invitation)
    return (await db.scalars(used)).first()


async def is_silenced(db: AsyncSession, place: Place, at: datetime) -> bool:
    wrong = await db.get(WrongCode, (place.channel, place.space, place.user))
    return bool(wrong and wrong.count >= WRONG_CODES and wrong.since > at - WRONG_CODES_WITHIN)


async def count_wrong_code(db: AsyncSession, place: Place, at: datetime) -> None:
    wrong = await db.get(WrongCode, (place.channel, place.space, place.user))
    if wrong is None:
        wrong = WrongCode(channel=place.channel, space=place.space, user=place.user, count=0, since=at)
        db.add(wrong)
    if wrong.since <= at - WRONG_CODES_WITHIN:
        wrong.count, wrong.since = 0, at
    wrong.count += 1


def _may_still_invite() -> Select[int]:
    """rights.may_invite for the author of an invitation, as an SQL condition."""
    their_team = (Invitation.role == Role.REP, Invitation.team_id == Rep.team_id)
    may = or_(
        Rep.role == Role.ADMIN,
        Rep.id == Invitation.rep_id,  # another channel of the same person
        and_(Rep.role == Role.MANAGER, *their_team),
    )
    return select(Rep.id).where(Rep.id == Invitation.by_id, Rep.active, may)


def _hash(code: str) -> str:
    # A plain hash is enough: unlike a password, 60 random bits cannot be guessed.
    letters = "".join(filter(str.isalnum, code.upper())).translate(LOOKS_LIKE)
    return hashlib.sha256(letters.encode()).hexdigest()
