"""What the own pages of unlisted records said, read again: the evidence behind the rule `state` (DESIGN.md §5)."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urldefrag

from sqlalchemy import Connection

from pipeline.outcomes import SHORT, Outcome
from pipeline.reapply import Key, Reapplier
from transforms.page_marks import MARKERS, PageAnswer, read_page
from vigie.model import Request
from warehouse.identity import request_id
from warehouse.lifecycle import PageSaid
from warehouse.proofs import Unlisted, unlisted

# What the words of a page say, which its bytes must say again; the other answers rest on where it was found.
SAID = frozenset({PageAnswer.CANCELLED, *MARKERS})


def doubts(reapplier: Reapplier, connection: Connection, keys: Iterable[Key]) -> dict[Key, str]:
    """Records among `keys` whose page, as the archive and the journal have it, does not say what it is taken to say."""
    wanted = frozenset(keys)
    found = ((one, _doubt(reapplier, connection, one)) for one in unlisted(connection) if one.id in wanted)
    return {one.id: reason for one, reason in found if reason}


def _doubt(reapplier: Reapplier, connection: Connection, one: Unlisted) -> str | None:
    said = one.page
    if said.answer in SAID:
        return _misread(reapplier, one, said)
    if said.answer is PageAnswer.GONE and not _was_gone(reapplier, connection, one):
        return "no run of the journal found its page gone"
    return None


def _misread(reapplier: Reapplier, one: Unlisted, said: PageSaid) -> str | None:
    if said.capture is None:
        return "no capture of its page is named"
    try:
        page = reapplier.memory.find(said.capture, urldefrag(one.url or "").url)
    except KeyError:
        return f"the archive no longer holds its page {said.capture[:12]}"
    again = read_page(page.body, page.media_type, one.title)
    if again.answer is said.answer:
        return None
    return f"its page, read again, says {again.answer.value}, not {said.answer.value}"


def _was_gone(reapplier: Reapplier, connection: Connection, one: Unlisted) -> bool:
    name = request_id(Request(urldefrag(one.url or "").url))[:SHORT]
    for run in reapplier.runs_of(connection, one.source):
        answers = (Outcome.of(plain) for plain in run.outcomes if plain[0] == name)
        if any(answer.status in (404, 410) and answer.sha256 is None for answer in answers):
            return True
    return False
