"""Moved events: "REPORTÉ" in a title is a new date only when the text gives the old and the new one."""

from __future__ import annotations

import pytest
from items import REFERENCE, raw, source

from transforms.understand import understand
from vigie.model import Event, Status

MOVED = "Initialement prévu le 5 mars 2026, l’événement est reporté au 12 mars 2026."


@pytest.mark.parametrize(
    ("title", "body", "status", "before"),
    [
        ("REPORTÉ – Soirée VR", MOVED, Status.RESCHEDULED, "2026-03-05"),
        ("REPORTÉ – Soirée VR", "Le concert du 5 mars est reporté au 12 mars 2026.", Status.RESCHEDULED, "2026-03-05"),
        ("REPORTÉ – Soirée VR", "Reporté à une date ultérieure.", Status.POSTPONED, None),
        ("REPORTÉ – Soirée VR", "Une soirée rare.", Status.POSTPONED, None),
        # The text moves something else: the event does not stand on that day.
        ("REPORTÉ – Soirée VR", "Prévu le 5 mars, le vernissage est reporté au 19 mars 2026.", Status.POSTPONED, None),
        # Prose alone never moves an event.
        ("Soirée VR", MOVED, Status.SCHEDULED, None),
        ("ANNULÉ – Soirée VR", MOVED, Status.CANCELLED, None),
        # The other languages of Belgium.
        ("VERPLAATST – Soirée VR", "Eerst op 05/03, nu verplaatst naar 12/03/2026.", Status.RESCHEDULED, "2026-03-05"),
        ("RESCHEDULED – Soirée VR", "First on 05/03/2026, now moved to 12/03/2026.", Status.RESCHEDULED, "2026-03-05"),
        ("UITGESTELD – Soirée VR", "Eerst op 05/03, nu uitgesteld naar 12/03/2026.", Status.RESCHEDULED, "2026-03-05"),
        ("VERLEGT – Soirée VR", "Vom 05.03.2026 verlegt auf den 12.03.2026.", Status.RESCHEDULED, "2026-03-05"),
        ("POSTPONED – Soirée VR", "A new date will be told.", Status.POSTPONED, None),
    ],
)  # fmt: skip
def test_status_and_former_start(title: str, body: str, status: Status, before: str | None) -> None:
    record = understand(raw(title=title, start="2026-03-12T20:00:00", body=body), source(), REFERENCE).record
    assert record is not None
    content = record.content
    assert isinstance(content, Event)
    assert content.title == "Soirée VR"
    assert content.status is status
    assert (content.previous_start.isoformat() if content.previous_start else None) == before


def test_the_words_are_kept_as_evidence() -> None:
    item = raw(title="REPORTÉ – Soirée VR", start="2026-03-12T20:00:00", body=f"Venez.\n{MOVED}\nGratuit")
    record = understand(item, source(), REFERENCE).record
    assert record is not None
    (row,) = (p for p in record.provenance if p.field == "previous_start")
    assert (row.rule, row.words) == ("moved-in-text", MOVED)


def test_a_status_field_says_rescheduled_and_the_text_from_when() -> None:
    item = raw(title="Soirée VR", start="2026-03-12T20:00:00", body=MOVED, status="https://schema.org/EventRescheduled")
    record = understand(item, source(), REFERENCE).record
    assert record is not None
    assert isinstance(record.content, Event)
    assert record.content.status is Status.RESCHEDULED
    assert record.content.previous_start is not None
    assert record.content.previous_start.day.isoformat() == "2026-03-05"


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-03-05T23:00:00", "2026-03-05T05:30:00", "2026-03-06T05:30:00+01:00"),
        # The night of the change to summer time: the wall clock counts.
        ("2026-03-28T23:00:00", "2026-03-28T05:00:00", "2026-03-29T05:00:00+02:00"),
        ("2026-03-05T10:00:00", "2026-03-05T09:00:00", None),  # 23 hours: a slip, not a night
        ("2026-03-05T20:00:00", "2026-03-05T00:00:00", None),  # an hour that nobody gave
        ("2026-03-05T20:00:00", "2026-03-04T22:00:00", None),
    ],
)
def test_an_end_printed_on_the_evening_is_of_the_next_morning(start: str, end: str, expected: str | None) -> None:
    record = understand(raw(title="Nuit blanche", start=start, end=end), source(), REFERENCE).record
    assert record is not None
    assert isinstance(record.content, Event)
    (found,) = record.content.occurrences
    assert (found.end.isoformat() if found.end else None) == expected
    assert any(p.rule == "overnight-end" for p in record.provenance) is (expected is not None)
