"""`vigie sources try` and `record` on the demo's web, and a redesign as an operator meets it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from loopback_site import Site
from typer.testing import Result

from pipeline.recorded_fixtures import fixtures

Vigie = Callable[..., Result]
HTML = "text/html; charset=utf-8"
ENTRY = """\
slug: maison
name: Maison
kinds: [event]
platform: recipe
url: https://maison.example/agenda
recipe:
  item: {item}
  fields:
    title: h2
    url: {{select: a, attr: href}}
    date_text: .quand
"""


def serve(site: Site, style: str, day: str = "4 décembre 2026 à 20h") -> None:
    cards = "".join(
        f'<li class="{style}"><h2><a href="/a/{n}">Soirée {n}</a></h2><p class="quand">{day}</p>'
        "<p>Infos : jeanne.exemple@maison.be, 081 12 34 56</p></li>"
        for n in (1, 2)
    )
    site.serve("/agenda", f"<!DOCTYPE html><html><body><ul>{cards}</ul></body></html>", Content_Type=HTML)


def write(folder: Path, item: str = ".carte") -> None:
    folder.mkdir(exist_ok=True)
    (folder / "maison.yaml").write_text(ENTRY.format(item=item))


def test_each_step_is_shown_and_no_database_is_touched(vigie_of_the_demo: Vigie, tmp_path: Path) -> None:
    said = vigie_of_the_demo("sources", "try", "appels-culture").stdout
    for words in (
        "robots.txt https://appels-culture.example/robots.txt",
        "GET https://appels-culture.example/vous-cherchez/appels-a-projetcandidature/: 200 text/html",
        "looks like typo3", "items: 5", "title: ", "at .news-list-item[0] .news-list-date", "records: 5", "| until",
        "unread fields: none",
    ):  # fmt: skip
        assert words in said, words
    assert not (tmp_path / "home").exists(), "neither a database nor anything else was made"


def test_an_address_is_tried_by_the_way_that_is_found(vigie_of_the_demo: Vigie) -> None:
    plain = json.loads(vigie_of_the_demo("sources", "try", "https://grenier-huy.example/", "--json").stdout)
    assert plain["platform"] == "ical"
    assert len(plain["records"]) == len(plain["items"]) == 22
    assert plain["items"][0]["fields"][0]["evidence"]["pointer"].startswith("VEVENT[UID=")
    assert plain["failure"] is None


def test_a_redesign_is_seen_field_by_field(site: Site, vigie: Vigie, tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    write(folder)
    serve(site, "carte")
    vigie("sources", "record", "maison", "--catalogue", str(folder))
    assert "0 differences" in vigie("sources", "try", "maison", "--diff", "--catalogue", str(folder)).stdout
    serve(site, "carte", "5 décembre 2026 à 20h")
    moved = vigie("sources", "try", "maison", "--diff", "--catalogue", str(folder)).stdout
    assert "against the fixture of 2026-11-21: 2 differences" in moved
    assert "~ https://maison.example/a/1  occurrences: " in moved
    serve(site, "tuile")
    gone = vigie("sources", "try", "maison", "--diff", "--catalogue", str(folder), code=1).stdout
    assert "items: 0" in gone
    assert "- https://maison.example/a/2  Soirée 2" in gone
    write(folder, ".tuile")
    assert "records: 2" in vigie("sources", "try", "maison", "--catalogue", str(folder)).stdout


def test_what_is_kept_reaches_no_person(site: Site, vigie: Vigie, tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    write(folder)
    serve(site, "carte")
    assert "2 records to review" in vigie("sources", "record", "maison", "--catalogue", str(folder)).stdout
    (fixture,) = fixtures(folder)
    (capture,) = fixture.captures
    assert b"jeanne" not in capture.body
    assert b"12 34 56" not in capture.body
    assert capture.body.count(b"@example.org") == 2


def test_expectations_are_made_anew_from_what_is_stored(site: Site, vigie: Vigie, tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    write(folder)
    serve(site, "carte")
    vigie("sources", "record", "maison", "--catalogue", str(folder))
    asked = len(site.asked)
    assert "nothing differs" in vigie("sources", "record", "maison", "--update", "--catalogue", str(folder)).stdout
    (folder / "maison.yaml").write_text(ENTRY.format(item=".carte").replace("title: h2", "title: h2 a"))
    (fixture,) = fixtures(folder)
    told = fixture.folder / "expected.json"
    told.write_text(told.read_text().replace("Soirée 1", "Soirée un"))
    shown = vigie("sources", "record", "maison", "--update", "--catalogue", str(folder)).stdout
    assert '-   "title": "Soirée un"' in shown
    assert '+   "title": "Soirée 1"' in shown
    assert len(site.asked) == asked, "nothing was asked of the site"


def test_a_saved_page_is_tried_and_recorded(vigie: Vigie, tmp_path: Path) -> None:
    folder, saved = tmp_path / "sources", tmp_path / "agenda.html"
    write(folder)
    saved.write_text(
        '<!DOCTYPE html><li class="carte"><h2><a href="/a/9">Bal</a></h2><p class="quand">9 mai 2027</p></li>'
    )
    by_entry = vigie("sources", "try", str(saved), "--source", "maison", "--catalogue", str(folder)).stdout
    assert "event Bal | 2027-05-09 | https://maison.example/a/9" in by_entry
    vigie("sources", "record", "maison", "--from", str(saved), "--catalogue", str(folder))
    (fixture,) = fixtures(folder)
    assert fixture.expected["records"][0]["url"] == "https://maison.example/a/9"
    wrong = ("sources", "record", "maison", "--from", str(saved), "--url", "https://ailleurs.example/", "--catalogue")
    assert "is not what a run asks for first" in vigie(*wrong, str(folder), code=1).stderr


def test_nothing_to_expect_is_nothing_recorded(site: Site, vigie: Vigie, tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    write(folder)
    serve(site, "tuile")
    assert "no record to expect" in vigie("sources", "record", "maison", "--catalogue", str(folder), code=1).stderr
    assert not (folder / "recorded").exists()
    assert "no source `autre`" in vigie("sources", "record", "autre", "--catalogue", str(folder), code=2).stderr
    assert "no source in" in vigie("sources", "try", "autre", "--catalogue", str(folder), code=2).stderr
