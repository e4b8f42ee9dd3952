"""`vigie meaning deadlines`."""

from __future__ import annotations

from datetime import datetime

from pipeline.meaning.answer import answer, moment
from transforms.deadlines import read_deadlines


def read(text: str, reference: datetime) -> dict[str, object]:
    """Deadlines of one text, with the opening; `end` is the last moment at which an application is in time."""
    reading = read_deadlines(text, reference)
    results = [
        {
            "start": None,
            "end": moment(deadline.at),
            "grain": "minute" if deadline.at.has_clock else "day",
            "all_day": not deadline.at.has_clock,
            "strict": deadline.strict,
            "label": deadline.label,
            "replaces": moment(deadline.replaces),
            "span": list(span),
            "rule": rule,
        }
        for deadline, span, rule in zip(reading.deadlines, reading.spans, reading.rules, strict=True)
    ]
    return answer(
        text,
        reading.abstained,
        results,
        opens=moment(reading.opens),
        rolling=reading.rolling,
        closed=reading.closed,
    )
