"""`vigie meaning dates`."""

from __future__ import annotations

from datetime import datetime

from pipeline.meaning.answer import answer, moment
from transforms.dates import DateResult, read_event_dates


def read(text: str, reference: datetime) -> dict[str, object]:
    """Dates, ranges and recurrences of one text; a clock without a day stands among the results as `clock_only`."""
    reading = read_event_dates(text, reference)
    results = reading.results or tuple(a for a in reading.asides if a.clock_only)
    asides = [_plain(a) for a in reading.asides if a not in results]
    return answer(
        text,
        reading.abstained,
        [_plain(r) for r in results],
        asides=asides,
        durations=list(reading.durations),
        whole_day=reading.whole_day,
    )


def _plain(result: DateResult) -> dict[str, object]:
    return {
        "start": moment(result.start),
        "end": moment(result.end),
        "grain": result.grain,
        "all_day": result.all_day,
        "rrule": result.rrule,
        "exdates": [day.isoformat() for day in result.exdates],
        "open": result.open,
        "span": list(result.span),
        "rule": result.rule,
        "approximate": result.approximate,
        "also": moment(result.also),
        "clock_only": result.clock_only,
        "strict": result.strict,
        "replaces": moment(result.replaces),
    }
