"""Our own spellings of dates, by theme, in `date_variants/*.tsv`; expected values were worked out by hand.

Columns: text (`⏎` = a new line), expected, and the reference where it is not Monday 2 March 2026. Expected: `day`,
`start/end`, `start/` and `/end` (open sides), `a ; b`, `~` approximate, `!` that day not included, `(month)` the grain,
`or` the second reading, `was` the day given up, `T18:00` a clock without a day, `-` nothing. `R:` a rule, its clocks,
`from` its first session (when said), `to` its last day (absent: the horizon is ours), `not` its exceptions.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path

import pytest

from transforms.dates import DateResult, read_dates
from vigie.model import WallTime

VARIANTS = Path(__file__).with_name("date_variants")
REFERENCE = "2026-03-02"


def rows() -> list[tuple[str, str, str, str]]:
    found = []
    for path in sorted(VARIANTS.glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("# "):
                text, expected, *reference = line.split("\t")
                found.append((path.stem, text.replace("⏎", "\n"), expected, reference[0] if reference else REFERENCE))
    return found


def spelled(result: DateResult) -> str:
    if result.clock_only:
        said = "/".join(f"T{_clock(wall)}" for wall in (result.start, result.end) if wall)
        return {"end": f"{said}/", "start": f"/{said}"}.get(result.open or "", said)
    if result.rrule:
        return _rule(result)
    start, end = (_side(wall) for wall in (result.start, result.end))
    said = f"{start}/{end}" if end or result.open == "end" else start
    said = ("~" if result.approximate else "") + said + ("!" if result.strict else "")
    said += f" ({result.grain})" if result.grain not in ("day", "minute", "second") else ""
    said += f" or {_side(result.also)}" if result.also else ""
    return said + (f" was {_side(result.replaces)}" if result.replaces else "")


def _clock(wall: WallTime) -> str:
    return wall.local.strftime("%H:%M:%S" if wall.local.second else "%H:%M")


def _side(wall: WallTime | None) -> str:
    if wall is None:
        return ""
    shape = "%Y-%m-%d" if not wall.has_clock else "%Y-%m-%dT%H:%M:%S" if wall.local.second else "%Y-%m-%dT%H:%M"
    return wall.local.strftime(shape)


def _rule(result: DateResult) -> str:
    assert result.rrule
    assert result.start
    rule, until = result.rrule.split(";UNTIL=")
    clocks = "/".join(f"T{wall.local:%H:%M}" for wall in (result.start, result.end) if wall and wall.has_clock)
    about = "~" if result.approximate else ""
    said = f"{about}R:{rule} {clocks}".rstrip() + f" from {result.start.day}"
    if not result.horizon:
        last = WallTime.of_instant(datetime.strptime(until, "%Y%m%dT%H%M%S%z"))
        said += f" to {last.day}"
    return said + (" not " + ",".join(map(str, result.exdates)) if result.exdates else "")


def read(text: str, reference: str) -> str:
    seen_from = datetime.fromisoformat(reference) if "T" in reference else date.fromisoformat(reference)
    reading = read_dates(text, seen_from)
    results = reading.results or tuple(a for a in reading.asides if a.clock_only)
    return " ; ".join(map(spelled, results)) or "-"


TITLES = ("Samedi soir sur la terre", "Vendredi ou la vie sauvage")
"""Works whose title begins with a day: nothing in the words tells them from "Samedi soir, concert" (read as a day that
is counted from the reference; a record takes no such day from its prose)."""


@pytest.mark.parametrize(("theme", "text", "expected", "reference"), rows())
def test_a_variant_is_read_as_a_person_reads_it(theme: str, text: str, expected: str, reference: str) -> None:
    if text in TITLES:
        pytest.xfail("the title of a work")
    said = read(text, reference)
    if " from " not in expected:
        said = re.sub(r" from [\d-]+", "", said)
    assert said == expected, theme


def test_there_are_variants_of_every_theme() -> None:
    """An empty table would pass the test above."""
    themes = [theme for theme, *_ in rows()]
    assert len(set(themes)) == 20
    assert len(themes) > 850
