"""Questions that people put to the warehouse in SQL: as a role that can read the documented views and nothing else.

What may be asked is decided by PostgreSQL, never by words: a role without rights, a transaction that cannot write, one
statement by the extended protocol, five seconds, a connection of its own that is closed afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.pq import DiagnosticField, ExecStatus
from psycopg.pq.abc import PGresult
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.pool import NullPool

from warehouse.dictionary import view_comments

ROLE = "vigie_reader"
ROWS_MOST = 1_000
CELL_MOST = 20_000
"""Signs of one cell; longer ones are cut by the database, so that no answer fills our memory."""
AT_ONCE = 100
BYTES_MOST = 8_000_000
NUMBERS = frozenset({20, 21, 23, 26, 700, 701, 790, 1700})
"""Types of PostgreSQL whose values stand right in a table."""
MEASURES = (
    "SET LOCAL statement_timeout = '5s'",
    "SET LOCAL lock_timeout = '1s'",
    "SET LOCAL idle_in_transaction_session_timeout = '15s'",
    "SET LOCAL work_mem = '16MB'",
    "SET LOCAL max_parallel_workers_per_gather = 0",
    "SET LOCAL search_path = public",
    "SET LOCAL timezone = 'Europe/Brussels'",
)
TEMPORARY = "SET LOCAL temp_file_limit = '64MB'"
PREPARING = Path(__file__).parent / "migrations" / "versions" / "0008_reader_role.sql"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an answer."""

    name: str
    number: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows of text, as PostgreSQL writes the values (instants in Brussels time); None is NULL. `more`: rows were
    left out, past ROWS_MOST or past what fits into memory."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str | None, ...], ...]
    more: bool


@dataclass(frozen=True, slots=True)
class View:
    """A documented view with its columns (name, type), in their order."""

    name: str
    comment: str
    columns: tuple[tuple[str, str], ...]


class Refused(Exception):
    """PostgreSQL refused: `state` is its SQLSTATE, `position` the sign at which it stumbled (from 1), when it says."""

    def __init__(self, state: str, message: str, hint: str | None = None, position: int | None = None) -> None:
        super().__init__(message)
        self.state, self.message, self.hint, self.position = state, message, hint, position


class Off(Exception):
    """The console is off, because the role is not there or could do more than it should; says why, in English."""


def prepare(connection: Connection) -> None:
    """Makes the role and its rights, as far as we may; safe to do again (after a restore, after an operator's help)."""
    connection.exec_driver_sql(PREPARING.read_text(encoding="utf-8").replace("%", "%%"))


def views(connection: Connection) -> tuple[View, ...]:
    """The documented views."""
    columns = text(
        "SELECT a.attname, format_type(a.atttypid, a.atttypmod) FROM pg_attribute a"
        " WHERE a.attrelid = to_regclass(:view) AND a.attnum > 0 ORDER BY a.attnum"
    )
    return tuple(
        View(name, comment, tuple((row[0], row[1]) for row in connection.execute(columns, {"view": f"public.{name}"})))
        for name, comment in view_comments()
    )


def why_off(connection: Connection) -> str | None:
    """Why nobody may ask now; None when the role can read the views and nothing else."""
    if not connection.execute(text("SELECT to_regrole(:role) IS NOT NULL"), {"role": ROLE}).scalar():
        return f"the role {ROLE} is not there, and the warehouse's own role may not make it (CREATEROLE)"
    found = connection.execute(text(_CHECK), {"role": ROLE, "views": [name for name, _ in view_comments()]}).one()
    if not found.member:
        return f"the warehouse's own role is no member of {ROLE}"
    if found.unread:
        return f"{ROLE} may not read {', '.join(found.unread)}"
    if found.too_much:
        return f"{ROLE} can do more than read the documented views: {', '.join(found.too_much)}"
    return None


_CHECK = """
SELECT pg_has_role(current_user, :role, 'MEMBER') AS member,
       ARRAY(SELECT v FROM unnest(CAST(:views AS text[])) v
              WHERE to_regclass('public.' || v) IS NULL
                 OR NOT has_table_privilege(:role, 'public.' || v, 'SELECT')) AS unread,
       ARRAY(SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
              WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
                AND n.nspname NOT LIKE 'pg\\_temp%' AND n.nspname NOT LIKE 'pg\\_toast\\_temp%'
                AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
                AND (has_any_column_privilege(:role, c.oid, 'INSERT, UPDATE')
                     OR has_table_privilege(:role, c.oid, 'DELETE, TRUNCATE')
                     OR (has_any_column_privilege(:role, c.oid, 'SELECT')
                         AND NOT (n.nspname = 'public' AND c.relname = ANY (CAST(:views AS text[])))))
              ORDER BY 1)
       || ARRAY(SELECT p.oid::regprocedure::text FROM pg_proc p
                 WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.proname = 'set_config'
                   AND has_function_privilege(:role, p.oid, 'EXECUTE'))
       || ARRAY(SELECT r.rolname::text FROM pg_roles r
                 WHERE r.rolname <> :role AND pg_has_role(:role, r.oid, 'MEMBER'))
       || ARRAY(SELECT 'its attributes' FROM pg_roles r
                 WHERE r.rolname = :role
                   AND (r.rolsuper OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication OR r.rolbypassrls))
       AS too_much
"""


def ask(engine: Engine, query: str) -> Answer:
    """Puts one SELECT to the views. Raises Refused with what PostgreSQL says, Off when the console is off."""
    with _reader(engine) as connection:
        return _Asking(connection).answer(query)


@contextmanager
def _reader(engine: Engine) -> Iterator[psycopg.Connection]:
    """A connection of its own, in a transaction that reads only, as the role; closed afterwards whatever happened."""
    alone = create_engine(engine.url, poolclass=NullPool, connect_args={"options": "-c timezone=UTC"})
    with alone.connect() as opened:
        raw = opened.connection.driver_connection
        assert isinstance(raw, psycopg.Connection)
        try:
            opened.rollback()
            if reason := why_off(opened):
                raise Off(reason)
            opened.rollback()
            raw.execute("SET TRANSACTION READ ONLY")
            if raw.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone() == (True,):
                raw.execute(TEMPORARY)
            for measure in MEASURES:
                raw.execute(measure)
            try:
                raw.execute(f"SET LOCAL ROLE {ROLE}")
            except psycopg.errors.InsufficientPrivilege as error:
                raise Off(f"the warehouse's own role may not become {ROLE} (GRANT … WITH SET TRUE)") from error
            yield raw
        finally:
            raw.close()
            opened.invalidate()
            alone.dispose()


class _Asking:
    """One question, below the driver: values come as PostgreSQL writes them, and one message holds one statement."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self._server = connection.pgconn

    def answer(self, query: str) -> Answer:
        asked = query.strip().rstrip(";").encode("utf-8")
        if not asked or b"\x00" in asked:
            raise Refused("42601", "syntax error")
        columns = self._columns(asked)
        names = b", ".join(b"c%d" % place for place in range(len(columns)))
        cells = b", ".join(b"left(c%d::text, %d)" % (place, CELL_MOST) for place in range(len(columns)))
        # Asked as a table of a question of ours, whose columns are cut; what is no SELECT cannot stand there.
        statement = b"SELECT %s FROM (%s\n) AS asked (%s)" % (cells, asked, names) if columns else asked
        try:
            self._done(self._server.exec_params(b"DECLARE asked NO SCROLL CURSOR FOR " + statement, None))
        except Refused as error:
            raise Refused(error.state, error.message, error.hint) from error  # its position is one in our words
        rows, more = self._rows()
        return Answer(columns, tuple(rows), more)

    def _columns(self, asked: bytes) -> tuple[Column, ...]:
        """What the answer will hold. The question is read here, not yet run: mistakes are told where people wrote."""
        self._done(self._server.prepare(b"", asked))
        told = self._done(self._server.describe_prepared(b""))
        return tuple(
            Column((told.fname(place) or b"").decode("utf-8", "replace"), told.ftype(place) in NUMBERS)
            for place in range(told.nfields)
        )

    def _rows(self) -> tuple[list[tuple[str | None, ...]], bool]:
        rows: list[tuple[str | None, ...]] = []
        size = 0
        while True:
            told = self._done(self._server.exec_(b"FETCH FORWARD %d FROM asked" % AT_ONCE))
            for number in range(told.ntuples):
                if len(rows) == ROWS_MOST or size > BYTES_MOST:
                    return rows, True
                values = [told.get_value(number, place) for place in range(told.nfields)]
                size += sum(len(value) for value in values if value)
                rows.append(tuple(None if value is None else value.decode("utf-8", "replace") for value in values))
            if told.ntuples < AT_ONCE:
                return rows, False

    def _done(self, result: PGresult) -> PGresult:
        if result.status in (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK):
            return result
        state, said, hint, place = (
            (result.error_field(field) or b"").decode("utf-8", "replace")
            for field in (
                DiagnosticField.SQLSTATE,
                DiagnosticField.MESSAGE_PRIMARY,
                DiagnosticField.MESSAGE_HINT,
                DiagnosticField.STATEMENT_POSITION,
            )
        )
        raise Refused(state or "08006", said or "no answer", hint or None, int(place) if place.isdigit() else None)
