"""A hall whose calendar and pages are recorded day by day: an evening moves, a page cancels one, one is gone."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from typer import Typer
from typer.testing import CliRunner, Result
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline import steps
from pipeline.commands import explain, item, query, verify, work
from pipeline.house import House, open_house
from tests.conftest import Plot
from vigie.model import Kind
from warehouse import items

SITE = "https://deux-salles.example"
SOURCE = f"""slug: deux-salles
name: Deux Salles
site: {SITE}
kinds: [event]
platform: ical
urls: [{SITE}/a.ics]
"""
ROBOTS, CONCERT, ATELIER, BAL = "Nuit des robots", "Concert modulaire", "Atelier pixel", "Bal numérique"
# The rest of the season, so that two evenings less are no half listing.
SEASON = {
    "lecture": "Lecture de récits",
    "film": "Ciné-club du samedi",
    "jam": "Jam de code",
    "expo": "Vernissage Lumen",
    "debat": "Débat sur les algorithmes",
    "cirque": "Cirque mécanique",
    "marche": "Marché des fanzines",
    "orgue": "Orgue électrique",
    "danse": "Danse augmentée",
    "sieste": "Sieste sonore",
}
TITLES = {"robots": ROBOTS, "concert": CONCERT, "atelier": ATELIER, "bal": BAL, **SEASON}
DAYS = (1, 2, 3, 4)


def calendar(**days: str) -> bytes:
    """A calendar of evenings, each with its own page: key = day of December 2026, title by key."""
    season = {key: str(number) for number, key in enumerate(SEASON, 10)}
    events = (
        f"BEGIN:VEVENT\r\nUID:{key}@deux-salles.example\r\nDTSTAMP:20260101T000000Z\r\n"
        f"DTSTART;TZID=Europe/Brussels:202612{day}T200000\r\nSUMMARY:{TITLES[key]}\r\nURL:{SITE}/e/{key}\r\nEND:VEVENT\r\n"
        for key, day in (season | days).items()
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//FR\r\n{''.join(events)}END:VCALENDAR\r\n".encode()


def page(title: str, status: str = "EventScheduled") -> bytes:
    said = (
        f'{{"@context":"https://schema.org","@type":"Event","name":"{title}","startDate":"2026-12-24T20:00:00+01:00",'
    )
    said += f'"eventStatus":"https://schema.org/{status}"}}'
    return (
        f'<!doctype html><html><head><title>{title}</title><script type="application/ld+json">{said}</script></head>'
        f"<body><h1>{title}</h1><p>Une soirée.</p></body></html>"
    ).encode()


def web_of(day: int) -> dict[str, bytes]:
    """What the site answers on a day; what is not there is a 404."""
    pages = {f"e/{key}": page(title) for key, title in TITLES.items()}
    if day == 1:
        return {"a.ics": calendar(robots="20", concert="22", atelier="23", bal="24"), **pages}
    pages["e/concert"] = page(CONCERT, "EventCancelled")
    del pages["e/atelier"]
    return {"a.ics": calendar(robots="27", bal="24"), **pages}


def house_on(plot: Plot, folder: Path, day: int, hour: int = 7) -> House:
    """The same house on the morning of a day of November 2026, on the web of that day."""
    return open_house(plot_on(plot, folder, day, hour).settings, migrate=True)


def plot_on(plot: Plot, folder: Path, day: int, hour: int = 7) -> Plot:
    catalogue, recording = folder / "sources", folder / f"day{day}.warc.gz"
    catalogue.mkdir(exist_ok=True)
    (catalogue / "deux-salles.yaml").write_text(SOURCE)
    _record(recording, day, web_of(day))
    return plot.with_variables(
        VIGIE_WEB=str(recording), VIGIE_CATALOGUE=str(catalogue), VIGIE_NOW=f"2026-11-{day:02}T{hour:02}:00:00+01:00"
    )


def live(plot: Plot, folder: Path, day: int) -> House:
    """A run, a curation and an edition of the feeds."""
    house = house_on(plot, folder, day)
    steps.ingest(house, "deux-salles")
    steps.curate(house)
    steps.publish(house)
    return house


def ids(house: House) -> dict[str, str]:
    """The items by the names that their sources gave them."""
    with house.engine.connect() as connection:
        return {i.content.title: i.id for i in items.stream(connection, Kind.EVENT)}


def vigie(plot: Plot, *arguments: str) -> Result:
    """The commands of this room, in this process, with the environment of a plot."""
    app = Typer()
    for room in (work, query, item, explain, verify):
        room.register(app)
    return CliRunner().invoke(app, list(arguments), env=dict(plot.environ), catch_exceptions=False)


def _record(recording: Path, day: int, answers: Mapping[str, bytes]) -> None:
    with recording.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for name, body in answers.items():
            media = "text/calendar" if name.endswith(".ics") else "text/html; charset=utf-8"
            http = StatusAndHeaders("200 OK", [("Content-Type", media)], protocol="HTTP/1.1")
            moment = {"WARC-Date": f"2026-11-{day:02}T06:00:00Z"}
            record = writer.create_warc_record(
                f"{SITE}/{name}", "response", BytesIO(body), len(body), warc_headers_dict=moment, http_headers=http
            )
            writer.write_record(record)
