"""A new source in minutes, as an operator adds one: no code is touched. The time is printed, not asserted."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

from loopback_site import Site
from typer.testing import Result

from pipeline.recorded_fixtures import fixtures, observed
from scrapers.catalogue import lint, load

Vigie = Callable[..., Result]
HTML = "text/html; charset=utf-8"
MONTHS = ("décembre 2026", "janvier 2027")
HOUSE = "https://maison-exemple.example"


def house(site: Site) -> None:
    """A cultural house without any structured data: twelve cards over two pages, each a title, a day and a link."""
    menu = '<nav><a href="/">Accueil</a> <a href="/agenda">Agenda</a> <a href="/contact">Contact</a></nav>'
    site.serve(
        "/",
        f'<!DOCTYPE html><html lang="fr"><head><title>Accueil | Maison Exemple</title></head><body>{menu}'
        "<h1>Bienvenue</h1><p>Une maison.</p></body></html>",
        Content_Type=HTML,
    )
    for number, (path, month) in enumerate(zip(("/agenda", "/agenda?page=2"), MONTHS, strict=True)):
        cards = "".join(
            f'<article class="carte"><h2><a href="/agenda/soiree-{number}-{day}">Soirée numéro {number}-{day}</a></h2>'
            f'<p class="quand">{day} {month} à 20h</p><p class="ou">Maison Exemple, 5000 Namur</p></article>'
            for day in range(4, 10)
        )
        more = '<a class="suite" href="/agenda?page=2">Page suivante</a>' if not number else ""
        site.serve(
            path,
            f'<!DOCTYPE html><html lang="fr"><head><title>Agenda | Maison Exemple</title></head><body>{menu}'
            f"<main><h1>Agenda</h1>{cards}{more}</main></body></html>",
            Content_Type=HTML,
        )


def test_a_source_is_added_recorded_and_tested_by_one_command(site: Site, vigie: Vigie, tmp_path: Path) -> None:
    house(site)
    catalogue = tmp_path / "sources"
    began = time.monotonic()
    said = vigie("sources", "add", f"{HOUSE}/", "--catalogue", str(catalogue)).stdout
    spent = time.monotonic() - began
    entry = catalogue / "maison-exemple.yaml"
    print(f"\na source with fixture and test: {spent:.1f} s, {len(entry.read_text().splitlines())} lines of YAML")
    assert lint(catalogue) == ()
    (source,) = load(catalogue)
    assert (source.platform, source.name, source.urls) == ("recipe", "Maison Exemple", (f"{HOUSE}/agenda",))
    (fixture,) = fixtures(catalogue)
    records = fixture.expected["records"]
    assert observed(fixture) == fixture.expected
    assert len(records) == 12
    assert {record["title"] for record in records} == {f"Soirée numéro {n}-{d}" for n in (0, 1) for d in range(4, 10)}
    first = next(record for record in records if record["title"] == "Soirée numéro 0-4")
    assert first["url"] == f"{HOUSE}/agenda/soiree-0-4"
    assert first["occurrences"][0]["start"]["local"] == "2026-12-04T20:00:00"
    assert "its test passes" in said
    assert said.count("  event Soirée numéro") == 5
    assert "look at it before it is scheduled" in said


def test_an_entry_is_never_overwritten(site: Site, vigie: Vigie, tmp_path: Path) -> None:
    house(site)
    there = tmp_path / "sources" / "maison-exemple.yaml"
    there.parent.mkdir()
    there.write_text("mine\n")
    refused = vigie("sources", "add", f"{HOUSE}/agenda", "--catalogue", str(there.parent), code=1)
    assert "is there already" in refused.stderr
    assert there.read_text() == "mine\n"
    vigie(
        "sources", "add", f"{HOUSE}/agenda", "--catalogue", str(there.parent), "--slug", "exemple", "--name", "Exemple"
    )
    assert "name: Exemple\n" in (there.parent / "exemple.yaml").read_text()


def test_a_dry_run_writes_nothing_and_keeps_its_promise(site: Site, vigie: Vigie, tmp_path: Path) -> None:
    house(site)
    catalogue = tmp_path / "sources"
    said = vigie("sources", "add", f"{HOUSE}/", "--dry-run", "--json", "--catalogue", str(catalogue)).stdout
    plain = json.loads(said)
    assert {"platform", "because", "entry", "records"} <= plain.keys()
    assert plain["platform"] == plain["entry"]["platform"] == "recipe"
    assert {"source", "key", "kind", "url", "title", "occurrences"} <= plain["records"][0].keys()
    assert not catalogue.exists()
    assert not (tmp_path / "home").exists()


def test_what_cannot_be_read_says_what_was_tried(site: Site, vigie: Vigie) -> None:
    site.serve("/", '<!DOCTYPE html><html><body><a href="/agenda">Agenda</a></body></html>', Content_Type=HTML)
    site.serve("/agenda", "<!DOCTYPE html><html><body>Bientôt.</body></html>", Content_Type=HTML)
    said = vigie("sources", "add", "https://vide.example/", "--dry-run", code=1).stderr
    assert "nothing that can be read" in said
    assert "https://vide.example/agenda (the page links “Agenda”)" in said
    site.serve("/robots.txt", "User-agent: *\nDisallow: /\n", Content_Type="text/plain")
    assert "robots" in vigie("sources", "add", "https://ferme.example/", "--dry-run", code=1).stderr
    assert "not an http(s) address" in vigie("sources", "add", "nowhere.html", "--dry-run", code=2).stderr
