"""What a run may say of what it did not read: on recorded webs, one for each day (laws 3 and 4, DESIGN.md §5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from sqlalchemy import text
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline import steps
from pipeline.house import House, open_house
from tests.conftest import Plot
from vigie.model import Cause, Certificate, Rights
from warehouse.quarantine import open_problems

SOURCE = """slug: deux-salles
name: Deux Salles
site: https://deux-salles.example
kinds: [event]
platform: ical
urls: [https://deux-salles.example/a.ics, https://deux-salles.example/b.ics]
"""
FIREWALL = b"<!doctype html><html><head><title>Un instant</title></head><body><p>Verification</p></body></html>"


def calendar(**titles: str) -> bytes:
    events = (
        f"BEGIN:VEVENT\r\nUID:{key}@deux-salles.example\r\nDTSTAMP:20260101T000000Z\r\n"
        f"DTSTART;TZID=Europe/Brussels:20261224T200000\r\nSUMMARY:{title}\r\nEND:VEVENT\r\n"
        for key, title in titles.items()
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//FR\r\n{''.join(events)}END:VCALENDAR\r\n".encode()


def house_of(plot: Plot, folder: Path, day: int, answers: Mapping[str, bytes]) -> House:
    """The same house on the web of another day."""
    catalogue, recording = folder / "sources", folder / f"day{day}.warc.gz"
    catalogue.mkdir(exist_ok=True)
    (catalogue / "deux-salles.yaml").write_text(SOURCE)
    with recording.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for name, body in answers.items():
            media = "text/html" if body == FIREWALL else "text/calendar"
            http = StatusAndHeaders("200 OK", [("Content-Type", media)], protocol="HTTP/1.1")
            url, moment = f"https://deux-salles.example/{name}", {"WARC-Date": f"2026-11-{day:02}T06:00:00Z"}
            record = writer.create_warc_record(
                url, "response", BytesIO(body), len(body), warc_headers_dict=moment, http_headers=http
            )
            writer.write_record(record)
    made = plot.with_variables(
        VIGIE_WEB=str(recording), VIGIE_CATALOGUE=str(catalogue), VIGIE_NOW=f"2026-11-{day:02}T07:00:00+01:00"
    )
    return open_house(made.settings, migrate=True)


def ingest(plot: Plot, folder: Path, day: int, answers: Mapping[str, bytes]) -> Certificate:
    return steps.ingest(house_of(plot, folder, day, answers), "deux-salles")


def states(plot: Plot, folder: Path) -> dict[str, str]:
    house = house_of(plot, folder, 30, {})
    with house.engine.connect() as connection:
        rows = connection.execute(text("SELECT content->>'title' AS title, state FROM records"))
        return {row.title: row.state for row in rows}


def test_a_page_that_could_not_be_read_makes_nothing_missing(plot: Plot, tmp_path: Path) -> None:
    whole = {"a.ics": calendar(x="Concert"), "b.ics": calendar(y="Atelier")}
    assert ingest(plot, tmp_path, 1, whole).new == 2

    blocked = ingest(plot, tmp_path, 2, {"a.ics": calendar(x="Concert", z="Bal"), "b.ics": FIREWALL})
    assert (blocked.new, blocked.missing, blocked.quarantined) == (1, 0, 1)
    assert states(plot, tmp_path) == {"Concert": "listed", "Atelier": "listed", "Bal": "listed"}

    # The same again: nothing was read, the passage is still not understood, and the certificate says so.
    again = ingest(plot, tmp_path, 3, {"a.ics": calendar(x="Concert", z="Bal"), "b.ics": FIREWALL})
    assert (again.cause, again.missing, again.quarantined) == (Cause.UNCHANGED, 0, 1)
    assert states(plot, tmp_path)["Atelier"] == "listed"

    # A calendar that was read and does not hold it any more may say that it is missing, and no more than that.
    gone = ingest(plot, tmp_path, 4, {"a.ics": calendar(x="Concert", z="Bal"), "b.ics": calendar(w="Lecture")})
    assert (gone.new, gone.missing, gone.quarantined) == (1, 1, 0)
    assert states(plot, tmp_path)["Atelier"] == "missing"


def test_a_mended_entry_of_the_catalogue_reaches_unchanged_pages(plot: Plot, tmp_path: Path) -> None:
    web = {"a.ics": calendar(x="Concert"), "b.ics": calendar(y="Atelier")}
    house = house_of(plot, tmp_path, 1, web)
    assert steps.ingest(house, "deux-salles").new == 2
    assert steps.ingest(house, "deux-salles").cause is Cause.UNCHANGED
    (source,) = house.sources
    placed = replace(house, sources=(replace(source, place="Namur"),))
    mended = steps.ingest(placed, "deux-salles")
    assert (mended.cause, mended.new, mended.changed) == (Cause.OK, 0, 2)
    assert steps.ingest(placed, "deux-salles").cause is Cause.UNCHANGED
    # What changes neither reading nor meaning reads nothing again.
    later = replace(house, sources=(replace(source, place="Namur", schedule="@weekly", notes="vu", trust=60),))
    assert steps.ingest(later, "deux-salles").cause is Cause.UNCHANGED
    assert open_problems(house.engine, "deux-salles") == ()
    assert steps.reading_of(replace(source, rights=Rights(republish=True)), steps.reader_for("ical")) != (
        steps.reading_of(source, steps.reader_for("ical"))
    )
