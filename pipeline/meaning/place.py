"""`vigie meaning place`."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from pipeline.meaning.answer import answer
from transforms.places import read_place


def read(text: str, reference: datetime) -> dict[str, object]:
    """The place that one text names. The reference changes nothing."""
    reading = read_place(text=text)
    results = [] if reading.place is None else [{**asdict(reading.place), "rule": reading.rule, "words": reading.words}]
    return answer(text, reading.abstained, results)
