"""Whether a schedule is one that Airflow and cron understand, and how often it runs. Pure."""

from __future__ import annotations

import re

_RUNS = {"@hourly": 24.0, "@daily": 1.0, "@midnight": 1.0, "@weekly": 1 / 7, "@monthly": 12 / 365,
         "@yearly": 1 / 365, "@annually": 1 / 365}  # fmt: skip
PRESETS = frozenset(_RUNS)
_FIELDS = (("minute", 0, 59), ("hour", 0, 23), ("day of the month", 1, 31), ("month", 1, 12), ("day of the week", 0, 7))
_PART = re.compile(r"(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:/(\d{1,2}))?")


def schedule_error(schedule: str) -> str | None:
    """What is wrong with a schedule, None when it is `@daily` and the like or five cron fields of numbers."""
    if schedule in PRESETS:
        return None
    fields = schedule.split()
    if len(fields) != len(_FIELDS):
        return f"neither one of {', '.join(sorted(PRESETS))} nor five cron fields"
    for text, (name, low, high) in zip(fields, _FIELDS, strict=True):
        for part in text.split(","):
            found = _PART.fullmatch(part)
            numbers = [int(n) for n in found.groups()[:2] if n] if found else []
            if not found or found[3] == "0" or any(not low <= n <= high for n in numbers) or numbers != sorted(numbers):
                return f"cron field {name}: {part!r} does not fit ({low} to {high})"
    return None


def runs_a_day(schedule: str) -> float:
    """How often a schedule without error runs on an average day."""
    if schedule in _RUNS:
        return _RUNS[schedule]
    fields = schedule.split()
    minutes, hours, days, months, weekdays = (
        len(_values(text, low, high)) for text, (_, low, high) in zip(fields, _FIELDS, strict=True)
    )
    # Cron runs on the days of either field, when both leave some out.
    left_out = [share for share in (days / 31, min(7, weekdays) / 7) if share < 1]
    return minutes * hours * min(1.0, sum(left_out) if left_out else 1.0) * months / 12


def _values(text: str, low: int, high: int) -> set[int]:
    """The numbers that one cron field means."""
    values: set[int] = set()
    for part in text.split(","):
        found = _PART.fullmatch(part)
        if not found:
            continue
        first, last, step = found.groups()
        begin = int(first) if first else low
        end = int(last) if last else begin if first and not step else high
        values.update(range(begin, end + 1, int(step or 1)))
    return values
