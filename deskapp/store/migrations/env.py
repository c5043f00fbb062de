"""Runs the steps on the connection that `schema.upgrade` hands over, inside its one transaction."""

from alembic import context
from sqlmodel import SQLModel

from deskapp.store import subjects  # noqa: F401

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
context.run_migrations()
