"""`vigie meaning deadlines`."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from pipeline.meaning.answer import answer, moment
from transforms.deadlines import DeadlineReading, read_deadlines
from vigie.model import BRUSSELS, Call, CallState


def read(text: str, reference: datetime) -> dict[str, object]:
    """Deadlines of one text, with the opening and the state that a call of these words has at the reference.

    `end` (and `at`, the same) is the last moment at which an application is in time; a day alone runs to its end, or,
    where `strict`, ends before it.
    """
    reading = read_deadlines(text, reference)
    results = [
        {
            "start": None,
            "end": moment(deadline.at),
            "at": moment(deadline.at),
            "closes_at": deadline.closes_at().isoformat(),
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
        announced=reading.announced,
        state=_state(reading, reference).value,
    )


def _state(reading: DeadlineReading, reference: datetime) -> CallState:
    """As `Call.state` computes it; words that announce a call without a day make it announced."""
    now = reference if reference.tzinfo else reference.replace(tzinfo=ZoneInfo(BRUSSELS))
    call = Call(
        "call", opens=reading.opens, deadlines=reading.deadlines, rolling=reading.rolling, closed=reading.closed
    )
    state = call.state(now)
    return CallState.ANNOUNCED if reading.announced and state is CallState.UNKNOWN else state
