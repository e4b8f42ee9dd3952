"""The command line, in processes of its own: help, JSON, exit codes, messages that name what to mend."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from pipeline.cli import app
from tests.conftest import Plot

CALENDAR = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//essai//FR\r
BEGIN:VEVENT\r
UID:atelier-1@essai.example\r
DTSTAMP:20260101T000000Z\r
DTSTART;TZID=Europe/Brussels:20260509T083000\r
DTEND;TZID=Europe/Brussels:20260509T120000\r
SUMMARY:Atelier de code créatif\\, niveau 1\r
LOCATION:La Remise\\, Rue du Four 3\\, 5000 Namur\r
URL:https://essai.example/agenda/atelier-1\r
END:VEVENT\r
END:VCALENDAR\r
"""

FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Essai</title><link>https://essai.example/</link><description>d</description>
<item><title>Un studio s&amp;#8217;installe à Mons</title><link>https://essai.example/a</link>
<guid isPermaLink="false">https://essai.example/?p=12</guid><pubDate>Tue, 05 May 2026 09:30:00 +0200</pubDate>
<description>Un studio de jeux ouvre ses portes.</description></item></channel></rss>
"""

PAGE = """<!doctype html><html lang="fr"><head><title>x</title><script type="application/ld+json">
{"@context": "https://schema.org", "@type": "Event", "name": "Nuit des projections", "url": "https://essai.example/nuit",
 "startDate": "2026-10-24T20:00:00+02:00", "location": {"@type": "Place", "name": "Halle aux Toiles",
 "address": {"@type": "PostalAddress", "addressLocality": "Liège", "postalCode": "4000"}}}
</script></head><body><h1>Nuit des projections</h1></body></html>
"""


def commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield path
    for name, part in getattr(command, "commands", {}).items():
        yield from commands(part, (*path, name))


@pytest.mark.parametrize("path", list(commands(typer.main.get_command(app))), ids=" ".join)
def test_every_command_helps(path: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        app([*path, "--help"])
    assert ended.value.code == 0
    assert "Usage" in capsys.readouterr().out


def test_sources(plot: Plot) -> None:
    listed = json.loads(plot.run("sources", "list", "--json").stdout)
    assert len(listed) >= 14
    assert len({source["platform"] for source in listed}) >= 7
    shown = json.loads(plot.run("sources", "show", listed[0]["slug"], "--json").stdout)
    assert shown == listed[0]
    assert plot.run("sources", "show", "nowhere", check=False).returncode == 2
    assert plot.run("sources", "lint").returncode == 0


def test_lint_names_file_line_and_field(plot: Plot, tmp_path: Path) -> None:
    (tmp_path / "essai.yaml").write_text(
        "slug: essai\nname: Essai\nkinds: [event]\nplatform: ical\nurl: ftp://x/a.ics\n"
    )
    done = plot.run("sources", "lint", "--catalogue", str(tmp_path), check=False)
    assert done.returncode == 1
    assert "essai.yaml:5: url: " in done.stdout
    refused = plot.run("ingest", "--all", "--catalogue", str(tmp_path), check=False)
    assert refused.returncode == 2, "a catalogue with a mistake is not run"
    assert "essai.yaml" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_ingest_prints_a_certificate_per_source(plot: Plot) -> None:
    first = json.loads(plot.run("ingest", "grenier-huy", "lettre-numerique", "--json").stdout)
    counts = {"pages_fetched", "read", "new", "changed", "unchanged", "missing", "quarantined"}
    assert [c["source"] for c in first] == ["grenier-huy", "lettre-numerique"]
    for certificate in first:
        assert {"source", "cause", "complete", *counts} <= set(certificate)
        assert (certificate["cause"], certificate["complete"]) == ("ok", True)
        assert certificate["read"] == certificate["new"] > 10
    again = json.loads(plot.run("ingest", "grenier-huy", "--json").stdout)[0]
    assert (again["cause"], again["new"], again["unchanged"]) == ("unchanged", 0, first[0]["read"])


def test_what_does_not_fit_is_said_in_a_line(plot: Plot) -> None:
    for arguments, word in (
        (("ingest", "nowhere"), "nowhere"),
        (("ingest",), "--all"),
        (("ingest", "--all", "--web", "no-such-file.warc.gz"), "VIGIE_WEB"),
    ):
        done = plot.run(*arguments, check=False)
        assert done.returncode == 2, arguments
        assert word in done.stderr
        assert "Traceback" not in done.stderr
    moved = plot.with_variables(VIGIE_SIMULATOR="192.0.2.1:80").run("sources", "list", check=False)
    assert moved.returncode == 2
    assert "VIGIE_SIMULATOR" in moved.stderr


WORKSHOP = {
    "kind": "event",
    "title": "Atelier de code créatif, niveau 1",
    "start": "2026-05-09T08:30:00",
    "nis": "92094",
}
STUDIO = {"kind": "news", "title": "Un studio s’installe à Mons", "published": "2026-05-05T09:30:00"}
NIGHT = {"kind": "event", "title": "Nuit des projections", "start": "2026-10-24T20:00:00", "nis": "62063"}


UNMARKED = """<html lang="fr"><head><title>Une nuit de projections</title></head><body><main>
<h1>Une nuit de projections</h1><p>Samedi 24 octobre 2026 à 20h</p><p>Trois salles, six films et un débat.</p>
</main></body></html>"""
SHOWN = {"kind": "event", "title": "Une nuit de projections", "start": "2026-10-24T20:00:00"}


@pytest.mark.parametrize(
    ("name", "body", "expected"),
    [("d.html", UNMARKED, SHOWN), ("a.ics", CALENDAR, WORKSHOP), ("b.xml", FEED, STUDIO), ("c.html", PAGE, NIGHT)],
)
def test_read_a_file(name: str, body: str, expected: dict[str, str], plot: Plot, tmp_path: Path) -> None:
    (tmp_path / name).write_text(body, newline="")
    done = plot.run("read", str(tmp_path / name), "--url", f"https://essai.example/{name}")
    (record,) = (json.loads(line) for line in done.stdout.splitlines())
    flat = {
        "kind": record["kind"],
        "title": record["title"],
        "start": record["occurrences"][0]["start"]["local"] if "occurrences" in record else None,
        "published": record.get("published", {}).get("local"),
        "nis": record.get("place", {}).get("nis"),
    }
    assert {key: flat[key] for key in expected} == expected


def test_read_says_why_it_cannot(plot: Plot, tmp_path: Path) -> None:
    (tmp_path / "empty.html").write_text("<html><body><p>Rien ici.</p></body></html>")
    done = plot.run("read", str(tmp_path / "empty.html"), check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr
    assert plot.run("read", str(tmp_path / "absent.ics"), check=False).returncode == 1


def test_read_an_address_of_the_simulated_web(plot: Plot) -> None:
    listed = json.loads(plot.run("sources", "show", "grenier-huy", "--json").stdout)
    done = plot.run("read", listed["urls"][0])
    assert len(done.stdout.splitlines()) > 10


def test_doctor(plot: Plot) -> None:
    sick = plot.run("doctor", check=False)
    assert sick.returncode == 1, "no schema yet"
    assert "vigie db upgrade" in sick.stdout
    plot.run("db", "upgrade")
    found = json.loads(plot.run("doctor", "--json").stdout)
    house = {"disk", "catalogue", "feeds", "database", "clock"}
    asked = {"runs", "sources", "probes", "alarms", "silences", "hosts", "quarantine"}
    memory = {"archive", "journal", "records", "consumers", "conflicts"}
    assert {f["what"] for f in found} == house | asked | memory
    assert all(f["well"] for f in found)


def test_hash_is_json_too(plot: Plot) -> None:
    plain = plot.run("db", "hash").stdout.strip()
    assert json.loads(plot.run("db", "hash", "--json").stdout) == {"hash": plain}


@pytest.mark.parametrize(
    ("arguments", "variables", "code", "word"),
    [
        (("curate",), {"VIGIE_DATABASE_URL": "nonsense"}, 2, "VIGIE_DATABASE_URL"),
        (("curate",), {"VIGIE_DATABASE_URL": "postgresql://127.0.0.1:1/x"}, 1, "no database"),
        (("db", "url"), {"VIGIE_DATABASE_URL": "postgresql://127.0.0.1:1/x"}, 1, "no database"),
        (("publish",), {"VIGIE_HOME": "/proc/nowhere"}, 1, "VIGIE_HOME"),
        (("changes", "--limit", "-1"), {}, 2, "--limit"),
        (("serve", "--port", "99999"), {}, 2, "--port"),
        (("quarantine", "nowhere"), {}, 2, "nowhere"),
    ],
)
def test_trouble_with_the_house_is_a_line(
    plot: Plot, arguments: tuple[str, ...], variables: dict[str, str], code: int, word: str
) -> None:
    done = plot.with_variables(**variables).run(*arguments, check=False)
    assert done.returncode == code, done.stderr
    assert word in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_tables_cut_no_name_when_nobody_watches(plot: Plot) -> None:
    listed = plot.run("sources", "list").stdout
    for source in json.loads(plot.run("sources", "list", "--json").stdout):
        assert source["slug"] in listed
        assert source["name"] in listed


def test_status_of_an_empty_house(plot: Plot) -> None:
    done = plot.run("status", check=False)
    assert done.returncode == 1
    assert "nothing runs" in done.stdout
    assert plot.run("stop").returncode == 0
