"""What deals and interactions are found by: derived from them, and not recorded in changes."""

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Folded, Id


def _of_client() -> ForeignKeyConstraint:
    """Keeps the owner the same as the client's."""
    return ForeignKeyConstraint(
        ["client_id", "owner_id"],
        ["clients.id", "clients.owner_id"],
        ondelete="CASCADE",
        onupdate="CASCADE",
    )


class DealPosting(Base):
    """Which deal, of the client of which owner, has which word in its title."""

    __tablename__ = "deal_postings"
    __table_args__ = (
        _of_client(),
        Index("ix_deal_postings_deal", "deal_id", "word_id"),
        Index("ix_deal_postings_client", "client_id"),
        {"sqlite_with_rowid": False},
    )

    word_id: Mapped[int] = mapped_column(ForeignKey("words.id"), primary_key=True)
    owner_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    deal_id: Mapped[int] = mapped_column(
        Id, ForeignKey("deals.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    client_id: Mapped[int] = mapped_column(Id)


class InteractionWords(Base):
    """The different words of an interaction's text, with a space before and after each.

    The full-text index over them is the database's own: see storage/search/texts/full_text.py.
    """

    __tablename__ = "interaction_words"
    __table_args__ = (
        _of_client(),
        Index("ix_interaction_words_client", "client_id"),
        Index("ix_interaction_words_owner", "owner_id", "interaction_id"),
    )

    interaction_id: Mapped[int] = mapped_column(
        Id, ForeignKey("interactions.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    client_id: Mapped[int] = mapped_column(Id)
    owner_id: Mapped[int] = mapped_column(Id)
    words: Mapped[str] = mapped_column(Folded)
