"""Whether a schedule is one that Airflow and cron understand. Pure."""

from __future__ import annotations

import re

PRESETS = frozenset({"@hourly", "@daily", "@midnight", "@weekly", "@monthly", "@yearly", "@annually"})
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
