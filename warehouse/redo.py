"""What people decided, done again from the journal (pipeline.rebuild)."""

from __future__ import annotations

from sqlalchemy import Connection

from warehouse import journal, probes, rekeying
from warehouse.decisions import DECISIONS
from warehouse.journal import Act, Entry


def redo(connection: Connection, entry: Entry) -> None:
    """Does an act of a person again at its own instant, or keeps a probe again, and tells it as it was told then.

    ValueError when the row was redacted: what it said is gone, and so is what it did.
    """
    if entry.body is None:
        raise ValueError(f"row {entry.seq} of the journal is empty")
    before = journal.newest(connection)
    if entry.act is Act.PROBE:
        probes.redo(connection, entry.body)
    if entry.act is Act.REKEY:
        rekeying.move(connection, entry.body["source"], dict(entry.body["keys"]), entry.author or "", entry.at)
    if decision := DECISIONS.get(entry.act):
        decision.put(connection, entry.body, entry.body.get("after"), entry.author or "", entry.at)
    journal.retell(connection, before, entry)
