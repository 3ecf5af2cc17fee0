"""Groups and channels that are told what happens; what a manager is told of the team."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "bindings",
        sa.Column("id", ID, nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("space", sa.String(length=64), nullable=False),
        sa.Column("chat", sa.String(length=64), nullable=False),
        sa.Column("team_id", ID, nullable=True),
        sa.Column("pipeline_id", ID, nullable=True),
        sa.Column("deal_id", ID, nullable=True),
        sa.Column("by_id", ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name="fk_bindings_team_id"),
        sa.ForeignKeyConstraint(["pipeline_id"], ["pipelines.id"], name="fk_bindings_pipeline_id"),
        sa.ForeignKeyConstraint(["deal_id"], ["deals.id"], name="fk_bindings_deal_id"),
        sa.ForeignKeyConstraint(["by_id"], ["reps.id"], name="fk_bindings_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_bindings"),
        sa.UniqueConstraint("channel", "space", "chat", name="uq_bindings_channel_space_chat"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "offers",
        sa.Column("id", ID, nullable=False),
        sa.Column("client_id", ID, nullable=False),
        sa.Column("team_id", ID, nullable=False),
        sa.Column("owner_id", ID, nullable=False),
        sa.Column("by_id", ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by_id", ID, nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name="fk_offers_client_id"),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name="fk_offers_team_id"),
        sa.ForeignKeyConstraint(["owner_id"], ["reps.id"], name="fk_offers_owner_id"),
        sa.ForeignKeyConstraint(["by_id"], ["reps.id"], name="fk_offers_by_id"),
        sa.ForeignKeyConstraint(["taken_by_id"], ["reps.id"], name="fk_offers_taken_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_offers"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_offers_client_id", "offers", ["client_id"])
    op.add_column("company", sa.Column("escalate_after", sa.Integer(), nullable=True))
    op.add_column("follow_ups", sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("reps", sa.Column("weekly_on", sa.Date(), nullable=True))
    ignored = sa.text("state = 'open' AND escalated_at IS NULL")
    op.create_index(
        "ix_follow_ups_ignored",
        "follow_ups",
        ["reminded_at"],
        sqlite_where=ignored,
        postgresql_where=ignored,
    )


def downgrade() -> None:
    op.drop_index("ix_follow_ups_ignored", "follow_ups")
    op.drop_column("follow_ups", "escalated_at")
    op.drop_column("reps", "weekly_on")
    op.drop_column("company", "escalate_after")
    op.drop_table("offers")
    op.drop_table("bindings")
