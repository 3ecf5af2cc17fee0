"""The first nouns: people, clients, interactions, deals, follow-ups; changes; inbox, outbox, drafts.

Written out, not taken from the models: those move on, this does not.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
FOLDED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)
WORD = sa.String(20)  # of a closed set

# Tables with an `id` are made with AUTOINCREMENT: a number that was taken back (undo) is never given again,
# for buttons and changes remember it. PostgreSQL's sequences do so by themselves.


def upgrade() -> None:
    op.create_table(
        "drafts",
        sa.Column("id", ID, nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("space", sa.String(length=64), nullable=False),
        sa.Column("chat", sa.String(length=64), nullable=False),
        sa.Column("user", sa.String(length=64), nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("data", JSON, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_drafts_place", "drafts", ["channel", "space", "chat", "user", "kind"])
    op.create_table(
        "leases",
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("holder", sa.String(length=32), nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("channel", name="pk_leases"),
    )
    op.create_table(
        "inbox",
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("space", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("raw", JSON, nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "space", "key", name="pk_inbox"),
    )
    op.create_index("ix_inbox_at", "inbox", ["at"])
    op.create_table(
        "pipelines",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_pipelines"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "reps",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", WORD, nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("locale", sa.String(length=10), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("working_days", sa.String(length=7), nullable=False),
        sa.Column("quiet_from", sa.Time(), nullable=False),
        sa.Column("quiet_to", sa.Time(), nullable=False),
        sa.Column("digest_at", sa.Time(), nullable=False),
        sa.Column("birthday_notice", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=True),
        sa.Column("digest_on", sa.Date(), nullable=True),
        sa.Column("birthdays_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_reps"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "wrong_codes",
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("space", sa.String(length=64), nullable=False),
        sa.Column("user", sa.String(length=64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("channel", "space", "user", name="pk_wrong_codes"),
    )
    op.create_table(
        "accounts",
        sa.Column("id", ID, nullable=False),
        sa.Column("rep_id", ID, nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("space", sa.String(length=64), nullable=False),
        sa.Column("user", sa.String(length=64), nullable=False),
        sa.Column("chat", sa.String(length=64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("unreachable_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["rep_id"], ["reps.id"], name="fk_accounts_rep_id"),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("channel", "space", "user", name="uq_accounts_channel_space_user"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_accounts_rep_id", "accounts", ["rep_id"])
    op.create_table(
        "acts",
        sa.Column("id", ID, nullable=False),
        sa.Column("rep_id", ID, nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["rep_id"], ["reps.id"], name="fk_acts_rep_id"),
        sa.PrimaryKeyConstraint("id", name="pk_acts"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_acts_rep", "acts", ["rep_id", "id"])
    op.create_table(
        "clients",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("birth_month", sa.Integer(), nullable=True),
        sa.Column("birth_day", sa.Integer(), nullable=True),
        sa.Column("prefers", sa.Text(), nullable=False),
        sa.Column("hours", sa.Text(), nullable=False),
        sa.Column("address_as", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("owner_id", ID, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("folded", FOLDED, nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["reps.id"], name="fk_clients_owner_id"),
        sa.PrimaryKeyConstraint("id", name="pk_clients"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_clients_folded", "clients", ["folded"])
    op.create_index("ix_clients_birthday", "clients", ["birth_month", "birth_day"])
    op.create_index("ix_clients_owner_id", "clients", ["owner_id"])
    op.create_table(
        "invitations",
        sa.Column("id", ID, nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("role", WORD, nullable=False),
        sa.Column("rep_id", ID, nullable=True),
        sa.Column("by_id", ID, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["reps.id"], name="fk_invitations_by_id"),
        sa.ForeignKeyConstraint(["rep_id"], ["reps.id"], name="fk_invitations_rep_id"),
        sa.PrimaryKeyConstraint("id", name="pk_invitations"),
        sa.UniqueConstraint("code_hash", name="uq_invitations_code_hash"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "outbox",
        sa.Column("id", ID, nullable=False),
        sa.Column("key", sa.String(length=255), nullable=True),
        sa.Column("channel", sa.String(length=20), nullable=True),
        sa.Column("space", sa.String(length=64), nullable=False),
        sa.Column("chat", sa.String(length=64), nullable=True),
        sa.Column("rep_id", ID, nullable=True),
        sa.Column("replaces", sa.String(length=64), nullable=True),
        sa.Column("card", JSON, nullable=True),
        sa.Column("reminder", sa.String(length=40), nullable=True),
        sa.Column("args", JSON, nullable=True),
        sa.Column("urgency", sa.Integer(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("lease_until", MOMENT, nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("sent", sa.String(length=64), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["rep_id"], ["reps.id"], name="fk_outbox_rep_id"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("key", name="uq_outbox_key"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_outbox_chat", "outbox", ["channel", "space", "chat", "urgency", "id"], **_where("closed_at IS NULL")
    )
    op.create_index("ix_outbox_waiting", "outbox", ["urgency", "id"], **_where("closed_at IS NULL"))
    op.create_table(
        "stages",
        sa.Column("id", ID, nullable=False),
        sa.Column("pipeline_id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("probability", sa.Integer(), nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.ForeignKeyConstraint(["pipeline_id"], ["pipelines.id"], name="fk_stages_pipeline_id"),
        sa.PrimaryKeyConstraint("id", name="pk_stages"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_stages_pipeline_id", "stages", ["pipeline_id"])
    op.create_table(
        "changes",
        sa.Column("id", ID, nullable=False),
        sa.Column("act_id", ID, nullable=False),
        sa.Column("noun", sa.String(length=40), nullable=False),
        sa.Column("row_id", sa.BigInteger(), nullable=False),
        sa.Column("before", JSON, nullable=True),
        sa.Column("after", JSON, nullable=True),
        sa.ForeignKeyConstraint(["act_id"], ["acts.id"], name="fk_changes_act_id"),
        sa.PrimaryKeyConstraint("id", name="pk_changes"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_changes_act_id", "changes", ["act_id"])
    op.create_index("ix_changes_row", "changes", ["noun", "row_id"])
    op.create_table(
        "chats",
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("space", sa.String(length=64), nullable=False),
        sa.Column("chat", sa.String(length=64), nullable=False),
        sa.Column("client_id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name="fk_chats_client_id"),
        sa.PrimaryKeyConstraint("channel", "space", "chat", name="pk_chats"),
    )
    op.create_table(
        "contact_points",
        sa.Column("id", ID, nullable=False),
        sa.Column("client_id", ID, nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("typed", sa.Text(), nullable=False),
        sa.Column("reversed", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name="fk_contact_points_client_id"),
        sa.PrimaryKeyConstraint("id", name="pk_contact_points"),
        sa.UniqueConstraint("client_id", "kind", "value", name="uq_contact_points_client_id_kind_value"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_contact_points_reversed", "contact_points", ["reversed"])
    op.create_index("ix_contact_points_value", "contact_points", ["value"])
    op.create_table(
        "deals",
        sa.Column("id", ID, nullable=False),
        sa.Column("client_id", ID, nullable=False),
        sa.Column("owner_id", ID, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("stage_id", ID, nullable=False),
        sa.Column("expected_close", sa.Date(), nullable=True),
        sa.Column("lost_reason", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("moved_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name="fk_deals_client_id"),
        sa.ForeignKeyConstraint(["owner_id"], ["reps.id"], name="fk_deals_owner_id"),
        sa.ForeignKeyConstraint(["stage_id"], ["stages.id"], name="fk_deals_stage_id"),
        sa.PrimaryKeyConstraint("id", name="pk_deals"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_deals_client_id", "deals", ["client_id"])
    op.create_index("ix_deals_owner_id", "deals", ["owner_id"])
    op.create_index("ix_deals_stage_id", "deals", ["stage_id"])
    op.create_table(
        "interactions",
        sa.Column("id", ID, nullable=False),
        sa.Column("client_id", ID, nullable=False),
        sa.Column("rep_id", ID, nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("direction", WORD, nullable=False),
        sa.Column("outcome", WORD, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name="fk_interactions_client_id"),
        sa.ForeignKeyConstraint(["rep_id"], ["reps.id"], name="fk_interactions_rep_id"),
        sa.PrimaryKeyConstraint("id", name="pk_interactions"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_interactions_client", "interactions", ["client_id", "at"])
    op.create_index("ix_interactions_rep_id", "interactions", ["rep_id"])
    op.create_table(
        "follow_ups",
        sa.Column("id", ID, nullable=False),
        sa.Column("client_id", ID, nullable=False),
        sa.Column("owner_id", ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("interaction_id", ID, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("reminded_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name="fk_follow_ups_client_id"),
        sa.ForeignKeyConstraint(["owner_id"], ["reps.id"], name="fk_follow_ups_owner_id"),
        sa.ForeignKeyConstraint(["interaction_id"], ["interactions.id"], name="fk_follow_ups_interaction_id"),
        sa.PrimaryKeyConstraint("id", name="pk_follow_ups"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_follow_ups_client", "follow_ups", ["client_id", "state"])
    op.create_index("ix_follow_ups_owner", "follow_ups", ["owner_id", "state", "due_at"])
    op.create_index(
        "ix_follow_ups_waiting", "follow_ups", ["due_at"], **_where("state = 'open' AND reminded_at IS NULL")
    )
    op.create_table(
        "moves",
        sa.Column("id", ID, nullable=False),
        sa.Column("deal_id", ID, nullable=False),
        sa.Column("rep_id", ID, nullable=False),
        sa.Column("was_id", ID, nullable=True),
        sa.Column("now_id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["deal_id"], ["deals.id"], name="fk_moves_deal_id"),
        sa.ForeignKeyConstraint(["now_id"], ["stages.id"], name="fk_moves_now_id"),
        sa.ForeignKeyConstraint(["rep_id"], ["reps.id"], name="fk_moves_rep_id"),
        sa.ForeignKeyConstraint(["was_id"], ["stages.id"], name="fk_moves_was_id"),
        sa.PrimaryKeyConstraint("id", name="pk_moves"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_moves_deal_id", "moves", ["deal_id"])


def downgrade() -> None:
    op.drop_table("moves")
    op.drop_table("follow_ups")
    op.drop_table("interactions")
    op.drop_table("deals")
    op.drop_table("contact_points")
    op.drop_table("chats")
    op.drop_table("changes")
    op.drop_table("stages")
    op.drop_table("outbox")
    op.drop_table("invitations")
    op.drop_table("clients")
    op.drop_table("acts")
    op.drop_table("accounts")
    op.drop_table("wrong_codes")
    op.drop_table("reps")
    op.drop_table("pipelines")
    op.drop_table("inbox")
    op.drop_table("leases")
    op.drop_table("drafts")


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}
