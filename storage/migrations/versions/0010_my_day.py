"""What my day looks for among my own clients and deals is found without reading them all."""

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_index("ix_clients_owner", "clients", ["owner_id", "birth_month", "birth_day"])
    op.create_index("ix_deals_owner", "deals", ["owner_id", "moved_at", "id"])
    op.drop_index("ix_clients_owner_id", "clients")
    op.drop_index("ix_deals_owner_id", "deals")


def downgrade() -> None:
    op.create_index("ix_clients_owner_id", "clients", ["owner_id"])
    op.create_index("ix_deals_owner_id", "deals", ["owner_id"])
    op.drop_index("ix_clients_owner", "clients")
    op.drop_index("ix_deals_owner", "deals")
