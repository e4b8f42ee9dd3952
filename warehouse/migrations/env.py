"""Alembic's entry: uses the connection that warehouse.migrate hands in."""

from __future__ import annotations

from alembic import context

from warehouse.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
