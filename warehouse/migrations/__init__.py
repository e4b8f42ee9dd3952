"""Alembic's folder: run by warehouse.migrate, without alembic.ini."""
