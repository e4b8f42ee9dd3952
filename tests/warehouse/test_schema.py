"""The migrations give the schema of the tables, and everything in it is explained."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, text

from warehouse.dictionary import data_dictionary, view_comments
from warehouse.migrate import revision, upgrade
from warehouse.tables import metadata


def test_migrated_database_equals_the_tables(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "target_metadata": metadata})
        assert compare_metadata(context, metadata) == []


def test_upgrading_again_does_nothing(engine: Engine) -> None:
    before = revision(engine)
    upgrade(engine)
    assert revision(engine) == before == "0011"


def test_every_table_column_and_view_has_a_comment(engine: Engine) -> None:
    for table in metadata.tables.values():
        assert table.comment, table.name
        assert all(column.comment for column in table.columns), table.name
    with engine.connect() as connection:
        query = "SELECT relname, obj_description(oid) FROM pg_class WHERE relkind = 'v' AND relnamespace = 2200"
        views = {row[0]: row[1] for row in connection.execute(text(query))}
    assert views == dict(view_comments())
    assert set(views) == {"agenda", "watch", "calls", "source_health", "item_history"}


def test_dictionary_lists_all_of_it() -> None:
    page = data_dictionary()
    for table in metadata.tables.values():
        assert f"## {table.name}\n" in page
        for column in table.columns:
            assert f"| `{column.name}` |" in page
    assert "| `agenda` |" in page
    assert page == data_dictionary()
