"""What a news record carries for an editor: read from the whole text, not from the excerpt that is kept."""

from __future__ import annotations

from datetime import date

from tests.transforms.items import REFERENCE, raw, source
from transforms.mention_suggestions import mention_of
from transforms.understand import understand
from vigie.model import Article, Event, Kind, Record

FILLER = "Le studio raconte dix ans de travail, ses débuts dans une cave, ses machines et ses rencontres. " * 12
FAIR = "La Foire aux robots se tiendra du 13 au 15 mars 2026 à Namur."


def understood(body: str, kind: Kind = Kind.NEWS) -> Record:
    made = raw(kind, title="Dix ans de machines", published="2026-02-09T10:00:00+01:00", body=f"<p>{body}</p>")
    record = understand(made, source(kinds=(kind,)), REFERENCE).record
    assert record is not None
    return record


def test_read_from_the_whole_text_with_its_evidence() -> None:
    record = understood(FILLER + FAIR)
    assert isinstance(record.content, Article)
    assert "robots" not in (record.content.description or ""), "the excerpt ends before"
    (one,) = record.suggestions
    assert isinstance(one.content, Event)
    assert "Foire aux robots" in one.content.title
    (session,) = one.content.occurrences
    assert (session.start.day, session.last_day) == (date(2026, 3, 13), date(2026, 3, 15))
    assert len(one.words) <= 200
    assert not one.past
    (noted,) = (p for p in record.provenance if p.field == "suggestions")
    assert (noted.words, noted.evidence.pointer) == (one.words, "/body/0")


def test_what_announces_nothing_carries_nothing_and_says_why() -> None:
    record = understood(FILLER)
    assert record.suggestions == ()
    assert any(a.startswith("suggestions: ") for a in record.abstentions)


def test_back_to_the_mention_that_it_was() -> None:
    (one,) = understood(FAIR).suggestions
    mention = mention_of(one)
    assert (mention.kind, mention.title, mention.first_day) == (Kind.EVENT, one.content.title, date(2026, 3, 13))
    assert mention.last_day == date(2026, 3, 15)
