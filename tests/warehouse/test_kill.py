"""Law 1: kill -9 at any statement of a load or a curation, run again: the same warehouse as without the kill."""

from __future__ import annotations

import multiprocessing
import os
import signal
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, text
from sqlalchemy import event as listen

from tests.warehouse.made import NOW, bring, event, place, problem, record, source
from vigie.model import Verdict
from warehouse import judgements
from warehouse.curate import curate
from warehouse.engine import open_engine
from warehouse.fingerprint import content_hash
from warehouse.tables import metadata

QUAI, PORTAIL = source("quai-numerique", trust=80), source("portail-culture", trust=40)
FORK = multiprocessing.get_context("fork")


def yesterday(engine: Engine) -> None:
    bring(
        engine,
        QUAI,
        record(QUAI, "1", event("Nuit des pixels", 12)),
        record(QUAI, "2", event("Atelier de soudure", 14)),
        problems=(problem(QUAI, "no-date", key="9"),),
        seen=("1", "2", "9"),
    )
    bring(engine, PORTAIL, record(PORTAIL, "77", event("La nuit des images", 12, place=place())))
    curate(engine, NOW)


def today(engine: Engine) -> None:
    """A new, a changed and a missing record, a closed problem, a merge."""
    bring(
        engine,
        QUAI,
        record(QUAI, "1", event("Nuit des pixels", 13)),
        record(QUAI, "3", event("Table ronde", 20)),
        record(QUAI, "9", event("Enfin datée", 21)),
        day=1,
    )
    with engine.begin() as connection:
        judgements.judge(connection, ("quai-numerique", "1"), ("portail-culture", "77"), Verdict.SAME, "anne", NOW)
    curate(engine, NOW + timedelta(days=1))


def run_and_die(url: str, statement: int) -> None:
    """Runs today's work in this process, which kills itself before its n-th statement."""
    engine = open_engine(url)
    met = 0

    @listen.listens_for(engine, "before_cursor_execute")
    def count(*_: Any) -> None:
        nonlocal met
        met += 1
        if met == statement:
            os.kill(os.getpid(), signal.SIGKILL)

    today(engine)
    os._exit(0)


def empty(engine: Engine) -> None:
    names = ", ".join(metadata.tables)
    with engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))


def test_killed_at_every_statement_and_run_again(engine: Engine, other_engine: Engine) -> None:
    yesterday(other_engine)
    before = content_hash(other_engine)
    today(other_engine)
    expected = content_hash(other_engine)
    assert before != expected
    url = engine.url.render_as_string(hide_password=False)
    killed = 0
    while True:
        empty(engine)
        yesterday(engine)
        child = FORK.Process(target=run_and_die, args=(url, killed + 1))
        child.start()
        child.join(60)
        if child.exitcode == 0:
            break
        assert child.exitcode == -signal.SIGKILL
        killed += 1
        today(engine)
        assert content_hash(engine) == expected, f"killed before statement {killed}"
    assert killed >= 20
