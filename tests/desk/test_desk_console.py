"""The SQL console: what people may ask, and everything that PostgreSQL itself refuses them."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from subprocess import PIPE

import psycopg
import pytest
from desk_site import NOW, DeskSite, desk_site, token_of
from sqlalchemy import Engine, make_url, text

from warehouse import console, editorial, server
from warehouse.console import Refused
from warehouse.editorial import Shelf
from warehouse.engine import open_engine
from warehouse.locks import Lock, hold
from warehouse.migrate import upgrade
from web.desk.console import table
from web.desk.console_words import COLUMNS, EXAMPLES, VIEWS
from web.desk.people import Role

ROOT = Path(__file__).resolve().parents[2]
FORBIDDEN, READ_ONLY, NO_SELECT, TOO_LONG, NOT_HERE = "42501", "25006", "42601", "57014", "0A000"
TOO_LARGE = "53400 57014"
"""Temporary files of more than 64 MB, or five seconds before they are written: whichever the machine meets first."""

ATTACKS: tuple[tuple[str, str], ...] = (
    # What is no SELECT, and more than one
    ("INSERT INTO saved_queries VALUES ('a', 'b', 'c', now())", NO_SELECT),
    ("UPDATE items SET title = 'x'", NO_SELECT),
    ("DELETE FROM items", NO_SELECT),
    ("TRUNCATE items", NO_SELECT),
    ("MERGE INTO items USING watch ON false WHEN NOT MATCHED THEN DO NOTHING", NO_SELECT),
    ("DROP TABLE items", NO_SELECT),
    ("CREATE TABLE x (a int)", NO_SELECT),
    ("CREATE TEMP TABLE x (a int)", NO_SELECT),
    ("CREATE TABLE x AS SELECT 1", NO_SELECT),
    ("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'", NO_SELECT),
    ("CREATE ROLE thief SUPERUSER LOGIN", NO_SELECT),
    ("CREATE EXTENSION dblink", NO_SELECT),
    ("ALTER ROLE vigie_reader SUPERUSER", NO_SELECT),
    ("GRANT ALL ON items TO PUBLIC", NO_SELECT),
    ("SELECT 1; DROP TABLE items", NO_SELECT),
    ("SELECT 1; COMMIT; DROP TABLE items", NO_SELECT),
    ("SELECT 1) AS a; DROP TABLE items --", NO_SELECT),
    ("SELECT 1) AS asked (c0), (SELECT 1", NO_SELECT),
    ("SELECT 1 INTO thieves", NO_SELECT),
    ("DO $$ BEGIN PERFORM 1; END $$", NO_SELECT),
    ("CALL pg_catalog.now()", "42809"),
    ("EXPLAIN ANALYZE SELECT 1", NO_SELECT),
    ("PREPARE p AS DELETE FROM items", NO_SELECT),
    ("EXECUTE p", NO_SELECT),
    ("DECLARE c CURSOR FOR SELECT 1", NO_SELECT),
    ("FETCH ALL FROM asked", NO_SELECT),
    ("LOCK TABLE items", NO_SELECT),
    ("VACUUM items", NO_SELECT),
    ("LISTEN changes", NO_SELECT),
    ("NOTIFY changes", NO_SELECT),
    ("SHOW data_directory", FORBIDDEN),
    ("DISCARD ALL", NO_SELECT),
    # Becoming somebody else, getting more time, leaving the transaction
    ("RESET ROLE", NO_SELECT),
    ("SET ROLE postgres", NO_SELECT),
    ("SET SESSION AUTHORIZATION postgres", NO_SELECT),
    ("SET LOCAL statement_timeout = 0", NO_SELECT),
    ("ROLLBACK", NO_SELECT),
    ("COMMIT", NO_SELECT),
    ("BEGIN READ WRITE", NO_SELECT),
    ("SELECT set_config('role', 'postgres', false)", FORBIDDEN),
    ("SELECT pg_catalog.set_config('role', 'none', true)", FORBIDDEN),
    ("SELECT set_config('session_authorization', 'default', false)", FORBIDDEN),
    ("SELECT set_config('statement_timeout', '0', false)", FORBIDDEN),
    ("SELECT set_config('transaction_read_only', 'off', true)", FORBIDDEN),
    ("SELECT * FROM ts_stat($q$SELECT set_config('role', 'postgres', false)::tsvector$q$)", FORBIDDEN),
    ("SELECT * FROM ts_stat($q$SELECT to_tsvector(password) FROM desk_users$q$)", FORBIDDEN),
    ("SELECT ts_rewrite('a'::tsquery, $q$SELECT password::tsquery, password::tsquery FROM desk_users$q$)", FORBIDDEN),
    ("SELECT query_to_xml('SELECT * FROM desk_users', true, true, '')", FORBIDDEN),
    ("WITH moved AS (UPDATE pg_settings SET setting = '0' WHERE name = 'statement_timeout' RETURNING 1) "
     "SELECT * FROM moved", NOT_HERE),
    # What is kept from readers
    ("SELECT * FROM desk_users", FORBIDDEN),
    ("SELECT password FROM public.desk_users", FORBIDDEN),
    ("TABLE desk_users", FORBIDDEN),
    ("SELECT (SELECT said FROM proposals LIMIT 1)", FORBIDDEN),
    ("SELECT * FROM sign_ins", FORBIDDEN),
    ("SELECT * FROM journal", FORBIDDEN),
    ("SELECT secret FROM websub_subscriptions", FORBIDDEN),
    ("SELECT * FROM items", FORBIDDEN),
    ("SELECT * FROM captures", FORBIDDEN),
    ("SELECT * FROM saved_queries", FORBIDDEN),
    ("SELECT * FROM items_as_of(now())", FORBIDDEN),
    ("SELECT a.title FROM agenda a JOIN item_notes n ON n.item = a.item", FORBIDDEN),
    ("WITH gone AS (DELETE FROM items RETURNING *) SELECT * FROM gone", NOT_HERE),
    ("SELECT * FROM agenda FOR UPDATE", FORBIDDEN),
    ("SELECT * FROM pg_authid", FORBIDDEN),
    ("SELECT * FROM pg_shadow", FORBIDDEN),
    ("SELECT * FROM pg_statistic", FORBIDDEN),
    ("SELECT * FROM pg_user_mapping", FORBIDDEN),
    ("SELECT * FROM pg_hba_file_rules", FORBIDDEN),
    ("SELECT current_setting('data_directory')", FORBIDDEN),
    # The machine, the server, other sessions
    ("SELECT pg_read_file('/etc/passwd')", FORBIDDEN),
    ("SELECT pg_read_binary_file('postgresql.conf')", FORBIDDEN),
    ("SELECT * FROM pg_ls_dir('/')", FORBIDDEN),
    ("SELECT * FROM pg_stat_file('/etc/passwd')", FORBIDDEN),
    ("SELECT * FROM pg_ls_waldir()", FORBIDDEN),
    ("COPY items TO '/tmp/items'", NO_SELECT),
    ("COPY (SELECT 1) TO PROGRAM 'id'", NO_SELECT),
    ("COPY items FROM PROGRAM 'id'", NO_SELECT),
    ("SELECT lo_import('/etc/passwd')", FORBIDDEN),
    ("SELECT lo_export(1, '/tmp/x')", FORBIDDEN),
    ("SELECT lo_create(0)", READ_ONLY),
    ("SELECT lo_from_bytea(0, 'x')", READ_ONLY),
    ("SELECT lo_unlink(1)", READ_ONLY),
    ("SELECT dblink('dbname=vigie', 'SELECT 1')", "42883"),
    ("SELECT nextval('sign_ins_id_seq')", FORBIDDEN),
    ("SELECT setval('sign_ins_id_seq', 1)", FORBIDDEN),
    ("SELECT pg_advisory_lock(70002)", FORBIDDEN),
    ("SELECT pg_advisory_xact_lock(70002, 0)", FORBIDDEN),
    ("SELECT pg_try_advisory_lock(70005, 0)", FORBIDDEN),
    ("SELECT pg_notify('changes', 'x')", FORBIDDEN),
    ("SELECT pg_reload_conf()", FORBIDDEN),
    ("SELECT pg_rotate_logfile()", FORBIDDEN),
    ("SELECT pg_switch_wal()", FORBIDDEN),
    ("SELECT pg_create_restore_point('x')", FORBIDDEN),
    ("SELECT pg_create_physical_replication_slot('x')", FORBIDDEN),
    ("SELECT pg_logical_emit_message(false, 'a', 'b')", FORBIDDEN),
    ("SELECT pg_stat_reset()", FORBIDDEN),
    ("SELECT pg_log_backend_memory_contexts(pg_backend_pid())", FORBIDDEN),
    # Time and room
    ("SELECT pg_sleep(60)", TOO_LONG),
    ("SELECT count(*) FROM generate_series(1, 10000000000)", TOO_LARGE),
    ("WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT max(n) FROM r", TOO_LARGE),
    ("SELECT x FROM generate_series(1, 30000000) x ORDER BY md5(x::text)", TOO_LARGE),
    ("", NO_SELECT),
    ("\x00SELECT 1", NO_SELECT),
)  # fmt: skip


@pytest.mark.parametrize(("query", "states"), ATTACKS, ids=[query[:50] for query, _ in ATTACKS])
def test_postgresql_refuses(desk: DeskSite, query: str, states: str) -> None:
    with pytest.raises(Refused) as refused:
        console.ask(desk.engine, query)
    assert refused.value.state in states.split(), refused.value.message


def test_the_table_of_attacks_is_one() -> None:
    assert len({query for query, _ in ATTACKS}) == len(ATTACKS) >= 60


def test_other_sessions_are_out_of_reach(desk: DeskSite) -> None:
    with desk.engine.connect() as held:
        pid = held.execute(text("SELECT pg_backend_pid()")).scalar_one()
        for function in ("pg_terminate_backend", "pg_cancel_backend"):
            with pytest.raises(Refused) as refused:
                console.ask(desk.engine, f"SELECT {function}({pid})")
            assert refused.value.state == FORBIDDEN
        said = console.ask(desk.engine, f"SELECT query FROM pg_stat_activity WHERE pid = {pid}")
        assert said.rows == (("<insufficient privilege>",),)
        assert held.execute(text("SELECT 1")).scalar_one() == 1


def test_after_every_attack_the_house_is_as_it_was(desk: DeskSite) -> None:
    """Nothing of a session comes back to the pool: role, timeouts and locks are those of the house."""
    with desk.engine.connect() as connection:
        assert connection.execute(text("SELECT current_user")).scalar_one() == "postgres"
        assert connection.execute(text("SHOW statement_timeout")).scalar_one() == "0"
        assert connection.execute(text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")).scalar_one() == 0
        assert connection.execute(text("SELECT to_regclass('items') IS NOT NULL")).scalar_one() is True
        left = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%'"
        assert connection.execute(text(left)).scalar_one() == 0


def test_an_answer_is_text_with_its_columns(desk: DeskSite) -> None:
    asked = "SELECT 7 AS n, 'é' AS word, NULL AS nothing, true AS yes, timestamptz '2026-07-01 10:00Z' AS at;"
    answer = console.ask(desk.engine, asked)
    assert [(column.name, column.number) for column in answer.columns] == [
        ("n", True), ("word", False), ("nothing", False), ("yes", False), ("at", False)]  # fmt: skip
    assert answer.rows == (("7", "é", None, "true", "2026-07-01 12:00:00+02"),)
    assert answer.more is False


def test_two_columns_of_one_name_and_a_comment_at_the_end(desk: DeskSite) -> None:
    answer = console.ask(desk.engine, "SELECT 1 AS a, 2 AS a -- both")
    assert answer.rows == (("1", "2"),)


def test_the_order_that_was_asked_for_is_kept(desk: DeskSite) -> None:
    answer = console.ask(desk.engine, "SELECT x FROM generate_series(1, 5) x ORDER BY x DESC")
    assert [row[0] for row in answer.rows] == ["5", "4", "3", "2", "1"]


@pytest.mark.parametrize(("asked", "shown", "more"), [(999, 999, False), (1_000, 1_000, False), (1_001, 1_000, True)])
def test_a_thousand_rows_and_a_word_when_there_are_more(desk: DeskSite, asked: int, shown: int, more: bool) -> None:
    answer = console.ask(desk.engine, f"SELECT generate_series(1, {asked})")
    assert (len(answer.rows), answer.more) == (shown, more)


def test_a_cell_is_cut_by_the_database(desk: DeskSite) -> None:
    answer = console.ask(desk.engine, "SELECT repeat('é', 50000)")
    assert answer.rows == (("é" * 20_000,),)


def test_an_answer_past_eight_megabytes_ends(desk: DeskSite) -> None:
    answer = console.ask(desk.engine, "SELECT repeat('x', 20000) FROM generate_series(1, 900)")
    assert answer.more is True
    assert 400 <= len(answer.rows) < 600


def test_a_mistake_is_told_where_it_stands(desk: DeskSite) -> None:
    with pytest.raises(Refused) as refused:
        console.ask(desk.engine, "SELECT titel FROM agenda")
    assert (refused.value.state, refused.value.position) == ("42703", 8)
    assert "title" in (refused.value.hint or "")


@pytest.mark.parametrize("query", [sql for _, sql in EXAMPLES], ids=[title for title, _ in EXAMPLES])
def test_the_examples_can_be_asked(desk: DeskSite, query: str) -> None:
    assert console.ask(desk.engine, query).columns


def test_views_stand_beside_with_words_for_each_column(desk: DeskSite) -> None:
    with desk.engine.connect() as connection:
        views = console.views(connection)
    assert {view.name for view in views} == {"agenda", "watch", "calls", "source_health", "item_history"} == set(VIEWS)
    assert {column for view in views for column, _ in view.columns} - set(COLUMNS) == set()
    for view in views:
        assert console.ask(desk.engine, f"SELECT * FROM {view.name}").columns


# The role


@pytest.fixture
def spoiled(desk: DeskSite) -> Iterator[Engine]:
    """The warehouse, whose rights may be spoiled: they are made again afterwards."""
    yield desk.engine
    with desk.engine.begin() as connection:
        connection.execute(text("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM vigie_reader, PUBLIC"))
        connection.execute(text("ALTER ROLE vigie_reader NOCREATEDB"))
        connection.execute(text("REVOKE pg_read_all_data FROM vigie_reader"))
        console.prepare(connection)
        assert console.why_off(connection) is None


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        ("GRANT SELECT ON desk_users TO vigie_reader", "desk_users"),
        ("GRANT SELECT (password) ON desk_users TO vigie_reader", "desk_users"),
        ("GRANT SELECT ON items TO PUBLIC", "items"),
        ("GRANT INSERT ON saved_queries TO vigie_reader", "saved_queries"),
        ("GRANT UPDATE ON agenda TO vigie_reader", "agenda"),
        ("REVOKE SELECT ON agenda FROM vigie_reader", "may not read agenda"),
        ("GRANT EXECUTE ON FUNCTION set_config(text, text, boolean) TO PUBLIC", "set_config"),
        ("GRANT pg_read_all_data TO vigie_reader", "pg_read_all_data"),
        ("ALTER ROLE vigie_reader CREATEDB", "its attributes"),
    ],
)
def test_a_role_that_can_do_more_or_less_shuts_the_console(spoiled: Engine, spoil: str, why: str) -> None:
    with spoiled.begin() as connection:
        connection.execute(text(spoil))
    with pytest.raises(console.Off, match=why):
        console.ask(spoiled, "SELECT 1")


def test_databases_of_one_cluster_may_migrate_at_once() -> None:
    with desk_site() as first:
        urls = [server.database_url(first.settings, f"beside_{number}") for number in range(4)]
        with first.engine.begin() as connection:
            connection.execute(text("DROP OWNED BY vigie_reader"))
            connection.execute(text("DROP ROLE vigie_reader"))
        asking = (
            "import sys; from warehouse import console, engine, migrate;"
            "opened = engine.open_engine(sys.argv[1]); migrate.upgrade(opened);"
            "print(console.ask(opened, 'SELECT count(*) FROM agenda').rows)"
        )
        argv = [sys.executable, "-c", asking]
        running = [subprocess.Popen([*argv, url], cwd=ROOT, stdout=PIPE, stderr=PIPE, text=True) for url in urls]
        said = [process.communicate(timeout=120) for process in running]
        assert [output for output, _ in said] == ["(('0',),)\n"] * 4, said


def test_without_the_right_to_make_roles_the_warehouse_stands_and_the_console_is_off() -> None:
    """An operator's own PostgreSQL: the owner may make nothing but tables."""
    with desk_site() as first:
        with first.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("DROP OWNED BY vigie_reader"))
            connection.execute(text("DROP ROLE vigie_reader"))
            connection.execute(text("CREATE ROLE plain LOGIN"))
            connection.execute(text("CREATE DATABASE plain OWNER plain"))
        url = make_url(server.database_url(first.settings)).set(username="plain", database="plain")
        engine = open_engine(url.render_as_string(hide_password=False))
        upgrade(engine)
        with pytest.raises(console.Off, match="CREATEROLE"):
            console.ask(engine, "SELECT 1")
        site = DeskSite(first.settings, engine)
        page = site.signed_in().get("/desk/sql")
        assert page.status_code == 200
        assert "CREATEROLE" in page.text
        # What docs/desk-access.md tells a superuser to run, and the owner afterwards.
        # What docs/desk-access.md has a superuser run, line by line, and the owner afterwards.
        (block,) = re.findall(r"```sql\n(.*?)```", (ROOT / "docs" / "desk-access.md").read_text(), re.DOTALL)
        helper = url.set(username="postgres", drivername="postgresql").render_as_string(hide_password=False)
        for line in re.sub(r"TO vigie;", "TO plain;", block).split(";")[:-1]:
            if line.strip().startswith("REVOKE EXECUTE ON FUNCTION set_config"):
                with engine.begin() as connection:
                    console.prepare(connection)
                with pytest.raises(console.Off, match="set_config"):
                    console.ask(engine, "SELECT 1")
            with psycopg.connect(helper) as helped:
                helped.execute(line)
        with pytest.raises(Refused, match="pg_advisory_xact_lock"):
            console.ask(engine, "SELECT pg_advisory_xact_lock(70002, 0)")
        with engine.begin() as connection:
            hold(connection, Lock.CURATE)
        assert console.ask(engine, "SELECT count(*) FROM agenda").rows == (("0",),)
        engine.dispose()


# The page


def test_the_page_asks_and_shows(desk: DeskSite) -> None:
    editor = desk.signed_in()
    assert 'name="sql"' in editor.get("/desk/sql").text
    page = editor.post("/desk/sql", data={"sql": "SELECT '<b>gras</b>' AS mot"})
    assert page.status_code == 200
    assert "&lt;b&gt;gras&lt;/b&gt;" in page.text
    assert "<b>gras" not in page.text


def test_the_page_tells_what_the_database_refused(desk: DeskSite) -> None:
    page = desk.signed_in().post("/desk/sql", data={"sql": "SELECT * FROM desk_users"})
    assert page.status_code == 422
    assert "permission denied for table desk_users" in page.text
    assert "La console ne lit que les vues documentées." in page.text
    assert "SELECT * FROM desk_users</textarea>" in page.text


def test_the_page_works_without_scripts(desk: DeskSite) -> None:
    editor = desk.signed_in()
    token = token_of(editor.get("/desk/sql").text)
    editor.csrf = ""
    page = editor.post("/desk/sql", data={"sql": "SELECT 41 + 1 AS n", "csrf": token})
    assert '<td class="number">42</td>' in page.text


def test_the_download_holds_no_formula(desk: DeskSite) -> None:
    asked = "SELECT '=HYPERLINK(\"http://evil.example\")' AS \"=a\", '+1' AS b, '-2,5' AS c, 'é;\"' AS d, NULL AS e"
    answer = desk.signed_in().post("/desk/sql/csv", data={"sql": asked})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="vigie.csv"'
    head, row = answer.content.decode("utf-8-sig").splitlines()
    assert head == "'=a;b;c;d;e"
    assert row.startswith('"\'=HYPERLINK(""http://evil.example"")";\'+1;\'-2,5;"é;""";')


def test_the_csv_writes_every_cell(desk: DeskSite) -> None:
    assert table(console.ask(desk.engine, "SELECT 1.5 AS a, NULL AS b")) == b"\xef\xbb\xbfa;b\r\n1,5;\r\n"


def test_a_question_is_kept_shown_and_forgotten(desk: DeskSite) -> None:
    editor = desk.signed_in("ada")
    kept = editor.post("/desk/sql/save", data={"sql": "SELECT 1 -- à garder", "name": " Une  question & plus "})
    assert (kept.status_code, kept.headers["location"]) == (303, "/desk/sql?q=Une+question+%26+plus")
    page = editor.get(kept.headers["location"]).text
    assert "SELECT 1 -- à garder</textarea>" in page
    with desk.engine.connect() as connection:
        row = editorial.row(connection, Shelf.QUERIES, {"name": "Une question & plus"})
        assert row is not None
        assert (row.author, row.at) == ("ada", NOW)
    assert editor.post("/desk/sql/forget", data={"name": "Une question & plus"}).status_code == 303
    with desk.engine.connect() as connection:
        assert editorial.row(connection, Shelf.QUERIES, {"name": "Une question & plus"}) is None


def test_a_question_without_a_name_is_not_kept(desk: DeskSite) -> None:
    assert desk.signed_in().post("/desk/sql/save", data={"sql": "SELECT 1"}).status_code == 422


def test_too_long_a_question_is_refused(desk: DeskSite) -> None:
    assert desk.signed_in().post("/desk/sql", data={"sql": "SELECT 1 " + " " * 20_000}).status_code == 413


def test_a_viewer_may_not_ask(desk: DeskSite) -> None:
    viewer = desk.signed_in("vera", Role.VIEWER)
    assert viewer.get("/desk/sql").status_code == 403
    assert viewer.post("/desk/sql", data={"sql": "SELECT 1"}).status_code == 403
