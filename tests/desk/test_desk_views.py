"""Saved views: what they ask, what they are called, and the feeds that the world reads."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from desk_site import DeskSite, desk_site
from selection_samples import NOW, furnish

import feeds.slices
from vigie.model import Kind
from vigie.settings import ROOT
from warehouse import undoing, views
from warehouse.desk_filter import DeskFilter, Facet, Order
from web.desk.people import Role
from web.desk.search import DeskQuery
from web.desk.view_search import sayable

KHAL = ROOT / ".clients" / "venv" / "bin" / "khal"
ATELIERS = {"title": "Ateliers & casques", "kind": "event", "type": "workshop", "province": "namur", "shared": "1",
            "cancelled": "1"}  # fmt: skip


@pytest.fixture(scope="module")
def house() -> Iterator[DeskSite]:
    with desk_site() as made:
        furnish(made.engine)
        yield made


def saved(house: DeskSite, **more: str) -> str:
    """The slug of a new view."""
    answer = house.signed_in().post("/desk/views", data={**ATELIERS, **more})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].removeprefix("/desk/views/")


def test_a_view_is_saved_as_slugs_and_shown_in_words(house: DeskSite) -> None:
    slug = saved(house)
    assert slug == "ateliers-casques"
    with house.engine.connect() as connection:
        view = views.get(connection, slug)
    assert view is not None
    assert (view.title, view.kind, view.query, view.shared, view.author) == (
        "Ateliers & casques", Kind.EVENT, "province=namur&type=workshop", True, "ada")  # fmt: skip
    page = house.signed_in("vera", Role.VIEWER).get(f"/desk/views/{slug}").text
    assert "Ateliers &amp; casques" in page
    assert "Atelier de casques au bord de l’eau" in page
    assert f"http://vigie.test/vues/{slug}.ics" in page
    assert f"webcal://vigie.test/vues/{slug}.ics" in page
    assert (
        "&lt;iframe src=&#34;http://vigie.test/embed?province=namur&amp;type=workshop&#34;" in page or "/embed?" in page
    )
    assert "/remove" not in page  # a viewer changes nothing


def test_the_feeds_of_a_view_hold_its_items_under_its_title(house: DeskSite) -> None:
    slug = saved(house, title="Namur met des casques")
    client = house.anonymous()
    held = {}
    for suffix in (".ics", ".atom", ".rss", ".json", ".csv", ".xlsx"):
        answer = client.get(f"/vues/{slug}{suffix}")
        assert answer.status_code == 200, suffix
        assert answer.headers["access-control-allow-origin"] == "*"
        again = client.get(f"/vues/{slug}{suffix}", headers={"if-none-match": answer.headers["etag"]})
        assert again.status_code == 304, suffix
        held[suffix] = answer
    assert held[".ics"].text.count("BEGIN:VEVENT") == 2  # the workshops of Namur, of four events
    assert "X-WR-CALNAME:Namur met des casques" in held[".ics"].text
    feed = held[".json"].json()
    assert feed["title"] == "Namur met des casques"
    assert feed["feed_url"] == f"http://vigie.test/vues/{slug}.json"
    assert sorted(i["title"] for i in feed["items"]) == ["=1+1 soirée tableur", "Atelier de casques au bord de l’eau"]
    assert "Concert" not in held[".csv"].text
    assert held[".csv"].text.count("\r\n") == 3
    assert "<title>Namur met des casques</title>" in held[".atom"].text


def test_a_feed_that_a_view_has_not(house: DeskSite) -> None:
    slug = saved(house, title="Nouvelles de partout", kind="news", type="", province="")
    client = house.anonymous()
    assert client.get(f"/vues/{slug}.atom").status_code == 200
    assert client.get(f"/vues/{slug}.ics").status_code == 404
    assert client.get("/vues/jamais-vue.ics").status_code == 404
    assert client.get("/vues/..%2f..%2fetc.ics").status_code == 404
    assert client.get(f"/vues/{slug}.atom?province=namur").status_code == 400  # a view is no filter
    assert client.post(f"/vues/{slug}.atom").status_code == 405


def test_pages_of_a_long_view_follow_one_another(house: DeskSite) -> None:
    slug = saved(house, title="Page à page", type="", province="")
    with house.engine.begin() as connection:
        views.change(connection, slug, "Page à page", None, "limit=1", True, "ada", NOW)
    titles, address = [], f"/vues/{slug}.json"
    while address:
        feed = house.anonymous().get(address).json()
        titles += [item["title"] for item in feed["items"]]
        parts = urlsplit(feed.get("next_url", ""))
        address = f"{parts.path}?{parts.query}" if parts.path else ""
        assert len(titles) <= 4
    assert len(set(titles)) == 4


def test_renaming_keeps_the_address_and_changes_the_title(house: DeskSite) -> None:
    slug = saved(house, title="Premier nom")
    house.signed_in().post(f"/desk/views/{slug}", data={**ATELIERS, "title": "Second nom", "title_en": "Second name"})
    feed = house.anonymous().get(f"/vues/{slug}.json").json()
    assert (slug, feed["title"]) == ("premier-nom", "Second nom")


def test_a_view_that_is_removed_says_so_and_its_name_is_never_given_again(house: DeskSite) -> None:
    slug = saved(house, title="Brève vie")
    editor = house.signed_in()
    assert editor.post(f"/desk/views/{slug}/remove").status_code == 303
    assert house.anonymous().get(f"/vues/{slug}.ics").status_code == 410
    assert editor.get(f"/desk/views/{slug}").status_code == 404
    assert saved(house, title="Brève vie") == "breve-vie-2"
    with house.engine.begin() as connection:
        row = connection.exec_driver_sql(
            "SELECT max(seq) FROM journal WHERE subject = 'saved_views/breve-vie'"
        ).scalar_one()
        undoing.undo(connection, row, "ada", NOW)
    assert house.anonymous().get(f"/vues/{slug}.ics").status_code == 200


def test_what_is_not_shared_leaves_no_trace_outside(house: DeskSite) -> None:
    secret = saved(house, title="À nous", shared="")
    assert house.anonymous().get(f"/vues/{secret}.ics").status_code == 404
    house.signed_in().post(f"/desk/views/{secret}/remove")
    assert house.anonymous().get(f"/vues/{secret}.ics").status_code == 404
    once = saved(house, title="Un temps public")
    house.signed_in().post(f"/desk/views/{once}", data={**ATELIERS, "title": "Un temps public", "shared": ""})
    assert house.anonymous().get(f"/vues/{once}.ics").status_code == 410


def test_a_view_survives_another_label_of_the_taxonomy(house: DeskSite, monkeypatch: pytest.MonkeyPatch) -> None:
    slug = saved(house, title="Survivante")
    before = house.anonymous().get(f"/vues/{slug}.json").json()
    labels = {name: dict(facet) for name, facet in feeds.slices.taxonomy("fr").items()}
    labels["event_type"]["workshop"] = "Chantier collectif"
    monkeypatch.setattr(feeds.slices, "taxonomy", lambda language="fr": labels)
    after = house.anonymous().get(f"/vues/{slug}.json").json()
    assert [item["id"] for item in after["items"]] == [item["id"] for item in before["items"]] != []
    page = house.signed_in().get(f"/desk/views/{slug}").text
    assert "Chantier collectif" in page
    # Even a slug that the taxonomy loses is asked on.
    del labels["event_type"]["workshop"]
    assert len(house.anonymous().get(f"/vues/{slug}.json").json()["items"]) == 2


def test_the_part_of_a_search_that_feeds_can_say_is_kept_and_the_rest_is_named() -> None:
    facets = (
        (Facet.KIND, ("call",)),
        (Facet.STATE, ("conflict", "hidden")),
        (Facet.TYPE, ("call_type:bourse", "event_type:workshop")),
        (Facet.DISCIPLINE, ("discipline:xr",)),
        (Facet.CITY, ("Namur",)),
        (Facet.TOTEM, ("trakk",)),
    )
    search = DeskQuery(DeskFilter(facets, text="création", first=date(2026, 4, 1), order=Order.TITLE))
    said = sayable(search)
    assert said.query.kind is Kind.CALL
    assert said.query.canonical() == "type=bourse&discipline=xr&totem=trakk&q=cr%C3%A9ation&from=2026-04-01"
    assert dict(said.unsaid) == {
        "type": ("event_type:workshop",), "state": ("conflict", "hidden"), "city": ("Namur",), "sort": ("title",)
    }  # fmt: skip
    everything = sayable(DeskQuery())
    assert (everything.query.kind, dict(everything.unsaid)) == (Kind.EVENT, {"kind": ("news", "call")})


def test_the_form_says_what_the_view_will_leave_out(house: DeskSite) -> None:
    page = house.signed_in().get("/desk/views/new?kind=event&city=Namur&province=namur").text
    assert "la commune" in page
    assert "(Namur)" in page
    assert 'name="province" value="namur" checked' in page
    english = house.signed_in("eve", language="en").get("/desk/views/new?kind=event&city=Namur").text
    assert "the municipality" in english
    assert "la commune" not in english


def test_a_filter_that_cannot_be_is_refused_in_words(house: DeskSite) -> None:
    answer = house.signed_in().post("/desk/views", data={**ATELIERS, "province": "atlantide"})
    assert answer.status_code == 422
    assert "Admis :" in answer.text
    assert "Ateliers &amp; casques" in answer.text
    assert house.signed_in().post("/desk/views", data={**ATELIERS, "title": "  "}).status_code == 422
    assert house.signed_in().post("/desk/views", data={**ATELIERS, "title": "x" * 121}).status_code == 422


def test_khal_reads_the_calendar_of_a_view(house: DeskSite, tmp_path: Path) -> None:
    if not KHAL.exists():
        pytest.skip(f"khal is not installed at {KHAL}: `make clients` brings it")
    slug = saved(house, title="Pour khal", type="", province="")
    calendar = tmp_path / "calendar"
    calendar.mkdir()
    config = tmp_path / "config"
    config.write_text(
        f"[calendars]\n[[view]]\npath = {calendar}\n[locale]\nlocal_timezone = Europe/Brussels\n"
        "default_timezone = Europe/Brussels\ntimeformat = %H:%M\ndateformat = %d/%m/\nlongdateformat = %d/%m/%Y\n"
        f"datetimeformat = %d/%m/ %H:%M\nlongdatetimeformat = %d/%m/%Y %H:%M\n[sqlite]\npath = {tmp_path / 'khal.db'}\n"
    )
    file = tmp_path / "view.ics"
    file.write_bytes(house.anonymous().get(f"/vues/{slug}.ics").content)
    around = {**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(tmp_path)}
    khal = [str(KHAL), "-c", str(config)]
    subprocess.run([*khal, "import", "--batch", str(file)], env=around, check=True, timeout=120, capture_output=True)
    told = subprocess.run(
        [*khal, "list", "--format", "{start-date-long} {start-time} {title}", "01/03/2026", "40d"],
        env=around, check=True, timeout=120, capture_output=True, text=True,
    ).stdout  # fmt: skip
    assert "14/03/2026 10:00 Atelier de casques au bord de l’eau" in told
    assert "27/03/2026 19:00 =1+1 soirée tableur" in told
    shutil.rmtree(calendar)
