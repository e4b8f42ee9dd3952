"""The audit names the first row that was touched, in the table or in the archive's copy."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import orjson
import pytest
from sqlalchemy import Engine, text

from tests.warehouse.made import NOW, bring, event, record, source
from vigie.model import Verdict
from warehouse import auditing, editing, joining, journal, judgements
from warehouse.curate import curate
from warehouse.identity import mint
from warehouse.journal import Act, Breach

QUAI, PORTAIL = source("quai"), source("portail")
ONE, OTHER = mint("quai", "1"), mint("portail", "2")


@pytest.fixture
def house(engine: Engine, tmp_path: Path) -> Engine:
    """A journal of seven rows, copied."""
    bring(engine, QUAI, record(QUAI, "1", event("Nuit", 12)))
    bring(engine, PORTAIL, record(PORTAIL, "2", event("Veillée", 20)))
    curate(engine, NOW)
    with engine.begin() as connection:
        for n, title in enumerate(("Nuit 1", "Nuit 2", "Nuit 3")):
            editing.edit(connection, ONE, "title", title, "anne", NOW + timedelta(hours=n))
        editing.hide(connection, OTHER, True, "luc", NOW + timedelta(days=1))
        judgements.judge(connection, ("quai", "1"), ("portail", "2"), Verdict.ASK, "luc", NOW + timedelta(days=1))
        editing.release(connection, ONE, "title", "luc", NOW + timedelta(days=2))
    with engine.connect() as connection:
        assert journal.copy_to(connection, tmp_path) == 7
    return engine


def tamper(engine: Engine, *statements: str) -> None:
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def breach(engine: Engine, folder: Path) -> tuple[int, str] | None:
    """(row, where) of what the audit finds."""
    with engine.connect() as connection:
        found = auditing.verify(connection, folder)
    assert (found.breach is None) == (found.where is None)
    return (found.breach.seq, str(found.where).split()[1]) if found.breach else None


def test_an_untouched_journal_holds(house: Engine, tmp_path: Path) -> None:
    with house.connect() as connection:
        assert auditing.verify(connection, tmp_path) == auditing.Verified(7, 7)
        assert auditing.verify(connection, tmp_path / "none") == auditing.Verified(7, 0)
    curate(house, NOW + timedelta(days=3))
    with house.connect() as connection:
        assert auditing.verify(connection, tmp_path) == auditing.Verified(8, 7), "the copy may lag behind"


REWRITE = "UPDATE journal SET body = jsonb_set(body, '{after,value}', '\"Autre\"') WHERE seq = 3"
SWAP = ("UPDATE journal SET seq = -seq WHERE seq IN (3, 4)", "UPDATE journal SET seq = 7 + seq WHERE seq < 0")


@pytest.mark.parametrize(
    ("statements", "row"),
    [
        ((REWRITE,), 3),
        (("UPDATE journal SET author = 'luc' WHERE seq = 2",), 2),
        (("UPDATE journal SET at = at + interval '1 microsecond' WHERE seq = 5",), 5),
        (("UPDATE journal SET body = NULL WHERE seq = 4",), 4),
        (("UPDATE journal SET act = 'erase' WHERE seq = 4",), 4),
        (("DELETE FROM journal WHERE seq = 3",), 3),
        (("DELETE FROM journal WHERE seq = 1",), 1),
        (("DELETE FROM journal WHERE seq = 3", "UPDATE journal SET seq = seq - 1 WHERE seq > 3"), 3),
        (SWAP, 3),
    ],
)
def test_a_touched_row_of_the_table_is_named(
    house: Engine, tmp_path: Path, statements: tuple[str, ...], row: int
) -> None:
    tamper(house, *statements)
    assert breach(house, tmp_path / "none") == (row, "table")
    assert breach(house, tmp_path) == (row, "table")


def test_the_end_cut_off_shows_beside_the_copy(house: Engine, tmp_path: Path) -> None:
    tamper(house, "DELETE FROM journal WHERE seq > 5")
    assert breach(house, tmp_path / "none") is None, "a chain alone cannot miss its end"
    assert breach(house, tmp_path) == (6, "table,")


def test_a_journal_written_anew_shows_beside_the_copy(house: Engine, tmp_path: Path) -> None:
    """Someone changes a row and computes every hash after it again."""
    with house.connect() as connection:
        rows = list(journal.read(connection))
    with house.begin() as connection:
        connection.execute(text("DELETE FROM journal"))
        for row in rows:
            body = dict(row.body or {})
            if row.seq == 5:
                body["after"] = False
            journal.append(connection, row.act, row.at, body, row.author, row.subject)
    assert breach(house, tmp_path / "none") is None
    assert breach(house, tmp_path) == (5, "table,")


def lines(folder: Path) -> list[bytes]:
    return (folder / journal.FILE).read_bytes().splitlines(keepends=True)


def rewritten(line: bytes) -> bytes:
    plain = orjson.loads(line)
    plain["body"]["after"] = {"value": "Autre"}
    return orjson.dumps(plain) + b"\n"


def test_a_touched_copy_is_named(house: Engine, tmp_path: Path) -> None:
    whole = lines(tmp_path)
    for broken, row in (
        ([*whole[:2], rewritten(whole[2]), *whole[3:]], 3),
        ([*whole[:3], *whole[4:]], 4),
        ([whole[0], whole[2], whole[1], *whole[3:]], 2),
        ([*whole[:4], b"{not json}\n", *whole[5:]], 5),
        ([*whole[:4], b'{"seq": 5}\n', *whole[5:]], 5),
    ):
        (tmp_path / journal.FILE).write_bytes(b"".join(broken))
        assert breach(house, tmp_path) == (row, "copy")
    (tmp_path / journal.FILE).write_bytes(b"".join(whole)[:-9])
    assert breach(house, tmp_path) is None, "half a last line is what a kill leaves: it is written again"


def test_a_takedown_may_empty_a_row_and_says_so(house: Engine, tmp_path: Path) -> None:
    tamper(house, "UPDATE journal SET body = NULL, redacted_at = now() WHERE seq = 3")
    assert breach(house, tmp_path) is None


def test_who_did_what(house: Engine) -> None:
    with house.begin() as connection:
        joining.merge(connection, ONE, OTHER, "anne", NOW + timedelta(days=4))
    with house.connect() as connection:
        told = list(auditing.decisions(connection))
        assert [e.act for e in told] == [Act.EDIT] * 3 + [Act.HIDE, Act.JUDGE, Act.RELEASE, Act.JUDGE]
        by = {e.seq for e in auditing.decisions(connection, author="luc")}
        since = {e.seq for e in auditing.decisions(connection, since=NOW + timedelta(days=1))}
        on_one, on_other = ({e.seq for e in auditing.decisions(connection, item=id_)} for id_ in (ONE, OTHER))
    assert by == {5, 6, 7}
    assert since == {5, 6, 7, 8}
    assert on_one == {2, 3, 4, 6, 7, 8}, "judgements on its records are about it"
    assert on_other == {5, 6, 8}


def test_the_pure_check_says_what_is_wrong(house: Engine) -> None:
    with house.connect() as connection:
        rows = list(journal.read(connection))
    assert journal.verify(rows) is None
    assert journal.verify([*rows[:2], *rows[3:]]) == Breach(3, "row 3 is missing: row 4 follows row 2")
