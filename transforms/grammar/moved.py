"""What a text takes back: days given up for others, by the words between and around them."""

from __future__ import annotations

import re
from dataclasses import replace

from transforms.grammar.result import DateResult
from vigie.model import WallTime

_VERBS = r"(?:report|postpos|deplac|repouss|decal|moved|postponed|rescheduled|changed|verplaats|uitgesteld|verschoben)"
_MOVED = re.compile(_VERBS + r"\w*[^.\n]{0,20}$")
_BETWEEN = re.compile(r"^[^.\n]{0,40}\b" + _VERBS + r"\w*[^.\n]{0,20}$")
_ONCE_PLANNED = re.compile(r"(?:initialement|d'abord|originally|initially|anciennement|oorspronkelijk)[^.\n]{0,40}$")
_ANY = re.compile(_VERBS + r"|initial|d'abord|original|ancienn|oorspron|~~")


def superseded(results: list[DateResult], folded: str) -> list[DateResult]:
    """ "reporté du 12 au 19 mars" is the 19th; a day that was "initialement prévu" gives way to the one behind it."""
    if not _ANY.search(folded):
        return results
    kept: list[DateResult] = []
    given_up: WallTime | None = None
    for number, result in enumerate(results):
        before = folded[max(0, result.span[0] - 60) : result.span[0]]
        following = results[number + 1] if number + 1 < len(results) else None
        if _is_range(result) and _MOVED.search(before):
            kept.append(replace(result, start=result.end, end=None, replaces=result.start, rule="moved"))
        elif following and (_ONCE_PLANNED.search(before) or _gives_way(result, following, folded)):
            given_up = result.start
        else:
            kept.append(replace(result, replaces=given_up) if given_up else result)
            given_up = None
    return kept


def _gives_way(result: DateResult, following: DateResult, folded: str) -> bool:
    """ "Concert du 12 mars reporté au 19 mars", "~~12 mars~~ 19 mars"."""
    between = folded[result.span[1] : following.span[0]]
    if not result.start or not following.start or result.rrule or following.rrule or result.end:
        return False
    struck = between.startswith("~~") and folded[: result.span[0]].rstrip().endswith("~~")
    return struck or bool(_BETWEEN.search(between))


def _is_range(result: DateResult) -> bool:
    return bool(result.start and result.end and result.all_day and not result.rrule and result.grain == "day")
