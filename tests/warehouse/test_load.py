"""Loading: what moved and nothing else; missing is not cancelled; a source touches only its own records."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from tests.warehouse.made import NOW, bring, contents, event, problem, record, source
from vigie.codec import to_plain
from vigie.model import Cause, Certificate
from warehouse import quarantine, runs
from warehouse.fingerprint import content_hash
from warehouse.load import Loaded, load
from warehouse.tables import records, versions

QUAI = source()


def states(engine: Engine) -> dict[str, str]:
    with engine.connect() as connection:
        return {r.key: r.state for r in connection.execute(select(records.c.key, records.c.state))}


def history(engine: Engine, key: str) -> list[tuple[int, str, bool]]:
    query = select(versions).where(versions.c.key == key).order_by(versions.c.number)
    with engine.connect() as connection:
        return [(v.number, v.content["title"], v.to_instant is None) for v in connection.execute(query)]


def test_first_load_counts_and_keeps_what_was_said(engine: Engine) -> None:
    found = bring(engine, QUAI, record(QUAI, "a", event("Nuit des pixels")), record(QUAI, "b", event("Atelier son")))
    assert found == Loaded(new=2, changed=0, unchanged=0, missing=0, quarantined=0)
    with engine.connect() as connection:
        row = connection.execute(select(records).where(records.c.key == "a")).one()
    assert (row.content["title"], row.url, row.first_seen) == (
        "Nuit des pixels",
        "https://quai-numerique.example/a",
        NOW,
    )
    assert row.provenance == to_plain(record(QUAI, "a", event("Nuit des pixels")).provenance)
    assert row.provenance[0]["field"] == "title"


def test_loading_the_same_again_touches_no_row(engine: Engine) -> None:
    rows = (record(QUAI, "a", event("Nuit des pixels")), record(QUAI, "b", event("Atelier son")))
    trouble = (problem(QUAI, "no-date", raw="bientôt"),)
    bring(engine, QUAI, *rows, problems=trouble)
    before = contents(engine)
    again = bring(engine, QUAI, *reversed(rows), day=1, problems=trouble)
    assert again == Loaded(new=0, changed=0, unchanged=2, missing=0, quarantined=1)
    assert contents(engine) == before


def test_a_new_content_makes_a_version_and_ends_the_one_before(engine: Engine) -> None:
    bring(engine, QUAI, record(QUAI, "a", event("Nuit")), record(QUAI, "b", event("Atelier")))
    changed = bring(engine, QUAI, record(QUAI, "a", event("Nuit longue")), record(QUAI, "b", event("Atelier")), day=1)
    assert (changed.new, changed.changed, changed.unchanged) == (0, 1, 1)
    assert history(engine, "a") == [(1, "Nuit", False), (2, "Nuit longue", True)]
    assert history(engine, "b") == [(1, "Atelier", True)]
    bring(engine, QUAI, record(QUAI, "a", event("Nuit")), record(QUAI, "b", event("Atelier")), day=1)
    assert history(engine, "a") == [(1, "Nuit", False), (2, "Nuit longue", False), (3, "Nuit", True)]


def test_missing_only_after_a_complete_run_and_never_cancelled(engine: Engine) -> None:
    a, b = record(QUAI, "a", event("Nuit")), record(QUAI, "b", event("Atelier"))
    bring(engine, QUAI, a, b)
    assert bring(engine, QUAI, a, day=1, complete=False).missing == 0
    assert states(engine) == {"a": "listed", "b": "listed"}
    assert bring(engine, QUAI, a, day=2).missing == 1
    assert states(engine) == {"a": "listed", "b": "missing"}
    before = contents(engine)
    assert bring(engine, QUAI, a, day=3).missing == 0
    assert contents(engine) == before, "a record that stays missing is not written again"
    bring(engine, QUAI, a, b, day=4)
    assert states(engine) == {"a": "listed", "b": "listed"}
    assert history(engine, "b") == [(1, "Atelier", True)], "coming back is no new version"


def test_seen_without_being_read_again_stays_listed(engine: Engine) -> None:
    a = record(QUAI, "a", event("Nuit"))
    bring(engine, QUAI, a)
    assert bring(engine, QUAI, day=1, seen=("a",)) == Loaded(0, 0, 1, 0, 0)
    assert states(engine) == {"a": "listed"}


def test_a_key_listed_twice_is_one_record(engine: Engine) -> None:
    found = bring(engine, QUAI, record(QUAI, "a", event("Nuit")), record(QUAI, "a", event("Nuit bis")))
    assert found.new == 1
    assert history(engine, "a") == [(1, "Nuit", True)]


def test_a_source_touches_only_its_own_records(engine: Engine) -> None:
    other = source("autre-rive")
    bring(engine, other, record(other, "a", event("Nuit")))
    with pytest.raises(ValueError, match="autre-rive"):
        bring(engine, QUAI, record(other, "a", event("Piratée")))
    bring(engine, QUAI, record(QUAI, "z", event("Atelier")))
    assert states(engine) == {"a": "listed", "z": "listed"}, "a complete run of one source says nothing of another"


def test_quarantine_opens_once_closes_when_gone_and_reopens(engine: Engine) -> None:
    bad = problem(QUAI, "no-date", key="b", raw="bientôt")
    a, b = record(QUAI, "a", event("Nuit")), record(QUAI, "b", event("Atelier"))
    assert bring(engine, QUAI, a, seen=("a", "b"), problems=(bad,)).quarantined == 1
    assert bring(engine, QUAI, seen=("a", "b"), day=1).quarantined == 1, "nothing was read again: it stays open"
    assert bring(engine, QUAI, a, b, day=2).quarantined == 0
    assert quarantine.open_problems(engine, QUAI.slug) == ()
    assert bring(engine, QUAI, a, seen=("a", "b"), problems=(bad,), day=3).quarantined == 1
    assert quarantine.open_problems(engine) == (bad,)


def test_a_problem_of_an_item_that_left_is_closed(engine: Engine) -> None:
    bad = problem(QUAI, "no-date", key="b")
    a = record(QUAI, "a", event("Nuit"))
    bring(engine, QUAI, a, seen=("a", "b"), problems=(bad,))
    assert bring(engine, QUAI, a, day=1, complete=False).quarantined == 1
    assert bring(engine, QUAI, a, day=2).quarantined == 0


def test_two_nameless_problems_of_one_page_are_two_rows(engine: Engine) -> None:
    found = bring(engine, QUAI, problems=(problem(QUAI, "no-title", raw="<1>"), problem(QUAI, "no-title", raw="<2>")))
    assert found.quarantined == 2


def test_hash_of_the_warehouse_forgets_order_and_clock(engine: Engine) -> None:
    empty = content_hash(engine)
    a, b = record(QUAI, "a", event("Nuit")), record(QUAI, "b", event("Atelier"))
    bring(engine, QUAI, a, b)
    loaded = content_hash(engine)
    assert loaded != empty
    load(engine, QUAI, [b, a], [], ("b", "a"), True, NOW + timedelta(days=9), "another")
    assert content_hash(engine) == loaded
    bring(engine, QUAI, a, record(QUAI, "b", event("Atelier son")), day=10)
    assert content_hash(engine) != loaded


def test_certificates_come_back_newest_first(engine: Engine) -> None:
    for day, cause in enumerate((Cause.OK, Cause.TIMEOUT)):
        started = NOW + timedelta(days=day)
        run = runs.start(engine, QUAI, started)
        ended = Certificate(QUAI.slug, "feed", cause, cause is Cause.OK, started, 1.5, run, unread=(("x", 2),))
        with engine.begin() as connection:
            runs.close(connection, ended)
    killed = runs.start(engine, QUAI, NOW + timedelta(days=3))
    assert [c.cause for c in runs.history(engine, QUAI.slug, 5)] == [Cause.TIMEOUT, Cause.OK]
    assert runs.history(engine, QUAI.slug, 1)[0].unread == (("x", 2),)
    assert killed not in {c.run for c in runs.history(engine, QUAI.slug, 5)}
    with pytest.raises(KeyError), engine.begin() as connection:
        runs.close(connection, Certificate(QUAI.slug, "feed", Cause.OK, True, NOW, 1.0, "unknown"))
