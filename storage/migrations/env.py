"""What alembic runs: every migration in the transaction `storage.maintenance.schema` has opened."""

from alembic import context
from sqlalchemy import Connection

from storage.models import Base
from storage.search.texts import full_text

connection: Connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    include_name=lambda name, _kind, _parents: not full_text.is_own(name),
    render_as_batch=connection.dialect.name == "sqlite",  # SQLite alters a table by building it anew
)
with context.begin_transaction():
    context.run_migrations()
