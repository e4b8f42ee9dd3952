"""Programs that people keep calendars in: khal, vdirsyncer, calcurse, each with a life of its own."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.clients import expected_values
from tests.clients.calendar_entries import in_three_zones, same
from tests.clients.expected_values import Entry, spelled
from tests.clients.made_world import AUTUMN, SPRING
from tests.clients.programs_here import installed, run
from tests.clients.served_site import ServedSite
from vigie.model import Kind

KHAL = """
[calendars]
[[agenda]]
path = {folder}/cal
[sqlite]
path = {folder}/khal.db
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%dT%H:%M
longdatetimeformat = %Y-%m-%dT%H:%M
local_timezone = {zone}
default_timezone = Europe/Brussels
"""
VDIRSYNCER = """
[general]
status_path = "{folder}/status/"
[pair agenda]
a = "site"
b = "disk"
collections = null
conflict_resolution = "a wins"
[storage site]
type = "http"
url = "{url}"
[storage disk]
type = "filesystem"
path = "{folder}/cal/"
fileext = ".ics"
"""
around_the_changes = pytest.mark.parametrize("around", [SPRING, AUTUMN], ids=("spring", "autumn"))


@in_three_zones
@pytest.mark.client(
    "khal", "iCalendar", "two weeks around each change of the clock in three zones; imported again: no double"
)
def test_khal_lists_both_changes_and_keeps_one_of_each(site: ServedSite, folder: Path, zone: str) -> None:
    khal = [installed("khal"), "-c", f"{folder}/khal.conf"]
    (folder / "cal").mkdir()
    (folder / "khal.conf").write_text(KHAL.format(folder=folder, zone=zone))
    wanted = expected_values.agenda(site.items(Kind.EVENT))
    for _ in range(2):
        run([*khal, "import", "--batch", "-a", "agenda", str(site.folder / "agenda.ics")], {"TZ": zone})
        assert len(list((folder / "cal").glob("*.ics"))) == len(wanted)
    form = "{uid}|{start-long-full}|{end-long-full}|{all-day}|{status}|{title}"
    for around in (SPRING, AUTUMN):
        first = around - timedelta(days=7)
        said = run([*khal, "list", "--once", "--day-format", "", "-f", form, first.isoformat(), "14d"], {"TZ": zone})
        same(sorted(_of_khal(line, zone) for line in said.splitlines()), _near(wanted, first, zone))


def _of_khal(line: str, zone: str) -> Entry:
    uid, start, end, all_day, status, title = line.split("|", 5)
    if all_day == "True":
        after = date.fromisoformat(end[:10]) + timedelta(days=1)  # khal prints the last day
        return Entry(start[:10], after.isoformat(), title, status.strip(), uid[:36])
    return Entry(_instant(start, zone), _instant(end, zone), title, status.strip(), uid[:36])


def _instant(clock: str, zone: str) -> str:
    return spelled(datetime.fromisoformat(clock).replace(tzinfo=ZoneInfo(zone)))


def _near(wanted: list[Entry], first: date, zone: str) -> list[Entry]:
    """Entries that touch two weeks of a reader's zone."""
    days = [(first + timedelta(days=n)).isoformat() for n in (0, 14)]
    clock = [_instant(day, zone) for day in days]
    bounds = [(clock if "T" in e.start else days, e) for e in wanted]
    near = [e for (begins, ends), e in bounds if e.start < ends and e.end > begins]
    # What khal prints is a wall clock: of an hour that comes twice in the reader's zone it cannot say which one it is.
    return sorted(replace(e, start=_shown(e.start, zone), end=_shown(e.end, zone)) for e in near)


def _shown(moment: str, zone: str) -> str:
    if "T" not in moment:
        return moment
    clock = datetime.fromisoformat(moment).astimezone(ZoneInfo(zone))
    return spelled(clock.replace(tzinfo=None, fold=0).replace(tzinfo=ZoneInfo(zone)))


@pytest.mark.client("vdirsyncer", "iCalendar over HTTP", "one file for each VEVENT; nothing moves in the second round")
def test_vdirsyncer_keeps_one_file_for_each_session(site: ServedSite, folder: Path) -> None:
    vdirsyncer = [installed("vdirsyncer"), "-c", f"{folder}/config"]
    (folder / "cal").mkdir()
    (folder / "config").write_text(VDIRSYNCER.format(folder=folder, url=site.feed("agenda.ics")))
    run([*vdirsyncer, "discover"])
    run([*vdirsyncer, "sync"])
    first = _kept(folder / "cal")
    # Over plain HTTP vdirsyncer names items after their bytes: pages say which item a file is about.
    pages = sorted(re.findall(rb"^URL:\S+/e/(\S{36})", _unfolded(data), re.MULTILINE)[0] for data, _ in first.values())
    wanted = expected_values.agenda(site.items(Kind.EVENT))
    assert pages == sorted(e.item.encode() for e in wanted)
    assert all(data.count(b"BEGIN:VEVENT") == data.count(b"UID:") == 1 for data, _ in first.values())
    run([*vdirsyncer, "sync"])
    assert _kept(folder / "cal") == first


def _unfolded(data: bytes) -> bytes:
    return data.replace(b"\r\n ", b"").replace(b"\r\n", b"\n")


def _kept(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {f.name: (f.read_bytes(), f.stat().st_mtime_ns) for f in folder.iterdir()}


@in_three_zones
@around_the_changes
@pytest.mark.client(
    "calcurse",
    "iCalendar",
    "equal instants in three zones, two weeks around each change of the clock; "
    "in the reader's own zone an hour that comes twice is always its second",
)
def test_calcurse_shows_equal_instants(site: ServedSite, folder: Path, zone: str, around: date) -> None:
    calcurse = [installed("calcurse"), "-D", str(folder)]
    run([*calcurse, "-i", str(site.folder / "agenda.ics")], {"TZ": zone})
    first = around - timedelta(days=7)
    forms = ["--format-apt", "A|%(start:epoch)|%(end:epoch)|%m\\n", "--format-event", "D|%m\\n",
             "--format-recur-apt", "X|%m\\n", "--format-recur-event", "D|%m\\n"]  # fmt: skip
    asked = [*calcurse, "-Q", "--from", f"{first:%m/%d/%Y}", "--days", "14", *forms]
    said = run(asked, {"TZ": zone}).splitlines()
    wanted = expected_values.agenda(site.items(Kind.EVENT))
    days = [(first + timedelta(days=n)).isoformat() for n in (0, 14)]
    begins, ends = (_instant(day, zone) for day in days)
    timed = [e for e in wanted if "T" in e.start and e.start < ends and e.end > begins]
    assert sorted({line for line in said if line.startswith("A|")}) == sorted(_of_calcurse(e, zone) for e in timed)
    shown = sorted({line[2:] for line in said if line.startswith("D|")})
    assert shown == sorted({e.title for e in wanted if "T" not in e.start and e.start < days[1] and e.end > days[0]})
    assert not [line for line in said if line.startswith("X|")]


def _of_calcurse(entry: Entry, zone: str) -> str:
    """What calcurse prints. It keeps wall clocks: an hour that comes twice in the reader's own zone is its second."""
    clocks = [datetime.fromisoformat(m).astimezone(ZoneInfo(zone)) for m in (entry.start, entry.end)]
    start, end = (c.replace(tzinfo=None, fold=1).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) for c in clocks)
    return f"A|{int(start.timestamp())}|{int(end.timestamp())}|{entry.title}"
