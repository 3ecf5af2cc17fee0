"""Work that a migration has left to be done."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Id


class Backfill(Base):
    """A backfill that has not finished (storage/maintenance/backfills.py). `after_id`: the last client done."""

    __tablename__ = "backfills"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    after_id: Mapped[int] = mapped_column(Id, default=0)
