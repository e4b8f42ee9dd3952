"""The embedded server: made on first use, shared, back after a kill, reachable under a long path."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
from sqlalchemy import text

from vigie.settings import Settings
from warehouse import server
from warehouse.engine import open_engine


@pytest.fixture(scope="module")
def own() -> Iterator[Settings]:
    home = Path(tempfile.mkdtemp(prefix="vigie-server-"))
    settings = Settings.from_environment({"VIGIE_HOME": str(home / "var")})
    yield settings
    server.stop(settings)
    shutil.rmtree(home, ignore_errors=True)


def ask(url: str, question: str) -> object:
    engine = open_engine(url)
    with engine.connect() as connection:
        answer = connection.execute(text(question)).scalar()
    engine.dispose()
    return answer


def start_and_tell(settings: Settings, answers: multiprocessing.Queue[str]) -> None:
    answers.put(server.database_url(settings))


def postmaster(settings: Settings) -> int:
    return int((settings.postgres / "postmaster.pid").read_text().splitlines()[0])


def test_configuration_suits_many_processes_and_keeps_what_is_written(postgres: Settings) -> None:
    url = server.database_url(postgres)
    assert int(str(ask(url, "SHOW max_connections"))) >= 200
    assert ask(url, "SHOW fsync") == "on"
    assert ask(url, "SHOW listen_addresses") == ""
    assert ask(url, "SHOW timezone") == "UTC"
    assert ask(url, "SELECT 'Z' < 'a' AND 'z' < 'é'") is True


def test_airflow_gets_its_own_database_in_its_own_dialect(postgres: Settings) -> None:
    url = server.airflow_url(postgres)
    assert url == f"postgresql+psycopg2://postgres:@/airflow?host={postgres.postgres}"
    connection = psycopg2.connect(url.replace("+psycopg2", ""))
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        assert cursor.fetchone() == ("airflow",)
    connection.close()


def test_several_processes_start_it_at_once(own: Settings) -> None:
    fork = multiprocessing.get_context("fork")
    answers: multiprocessing.Queue[str] = fork.Queue()  # type: ignore[assignment]
    children = [fork.Process(target=start_and_tell, args=(own, answers)) for _ in range(4)]
    for child in children:
        child.start()
    urls = {answers.get(timeout=60) for _ in children}
    for child in children:
        child.join(60)
    assert [child.exitcode for child in children] == [0, 0, 0, 0]
    assert len(urls) == 1
    assert ask(urls.pop(), "SELECT 1") == 1


def test_back_after_a_kill_with_what_was_committed(own: Settings) -> None:
    url = server.database_url(own)
    engine = open_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE kept AS SELECT 7 AS n"))
    os.kill(postmaster(own), signal.SIGKILL)
    time.sleep(0.3)
    assert not server.running(own)
    assert server.database_url(own) == url
    with engine.connect() as connection:
        assert connection.execute(text("SELECT n FROM kept")).scalar() == 7
    engine.dispose()


def test_a_pid_file_of_another_program_does_not_count(own: Settings) -> None:
    url = server.database_url(own)
    assert server.stop(own)
    assert not server.stop(own)
    mine = f"{os.getpid()}\n{own.postgres}\n1\n5432\n{own.postgres}\n\n  1 1\nready   \n"
    (own.postgres / "postmaster.pid").write_text(mine)
    assert server.database_url(own) == url
    assert postmaster(own) != os.getpid()
    assert ask(url, "SELECT 1") == 1


def test_a_path_too_long_for_a_socket_gets_a_short_one() -> None:
    home = Path(tempfile.mkdtemp(prefix="vigie-long-"))
    settings = Settings.from_environment({"VIGIE_HOME": str(home / ("l" * 60) / ("o" * 60))})
    assert len(str(settings.postgres)) > 107
    try:
        assert ask(server.database_url(settings), "SELECT current_database()") == "vigie"
    finally:
        server.stop(settings)
        shutil.rmtree(home, ignore_errors=True)


def test_another_server_wins_and_is_spoken_to_by_psycopg_3() -> None:
    settings = Settings.from_environment({"VIGIE_DATABASE_URL": "postgresql://u:p@db.example.org:5432/warehouse"})
    assert server.database_url(settings) == "postgresql+psycopg://u:p@db.example.org:5432/warehouse"
