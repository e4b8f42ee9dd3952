"""Downloads of the editors' list: the rows of the screen, no formula, nothing that may not leave."""

from __future__ import annotations

import csv
import io
import subprocess
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path
from shutil import which
from typing import Any

import openpyxl
import pytest
from desk_site import NOW, DeskSite, desk_site
from selection_samples import AGENDA, at, bring, event, events, furnish, item_named
from starlette.datastructures import ImmutableMultiDict

from feeds import xlsx_desk
from feeds.channel import site_of
from feeds.rights import released
from vigie.model import Item
from warehouse import editing, items
from web.desk.people import Role
from web.desk.reimport_fields import MARKED, marks
from web.desk.search import every_id, read_desk_query
from web.desk.table_values import desk_columns

SOFFICE = which("soffice")


@pytest.fixture(scope="module")
def house() -> Iterator[DeskSite]:
    with desk_site() as made:
        furnish(made.engine)
        yield made


def shown(house: DeskSite, address: str) -> list[str]:
    """The ids of the whole list of an address, as the screen pages through it."""
    pairs = [tuple(part.split("=")) for part in address.split("&") if part]
    with house.engine.connect() as connection:
        query = read_desk_query(ImmutableMultiDict(pairs), NOW.date())
        return list(every_id(connection, query, NOW))


def workbook(data: bytes) -> list[dict[str, Any]]:
    """The rows of the first sheet as column → value."""
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    head, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    return [dict(zip(head, row, strict=True)) for row in rows]


@pytest.mark.parametrize("address", ["", "kind=event", "kind=event&province=namur&sort=title", "q=concert"])
def test_every_file_has_the_rows_of_the_screen_in_their_order(house: DeskSite, address: str) -> None:
    wanted = shown(house, address)
    client = house.signed_in("vera", Role.VIEWER)
    assert wanted
    book = client.get(f"/desk/items.xlsx?{address}")
    assert [row["id"] for row in workbook(book.content)] == wanted
    lines = client.get(f"/desk/items.csv?{address}").content.decode("utf-8-sig")
    assert [row["id"] for row in csv.DictReader(io.StringIO(lines), delimiter=";")] == wanted
    assert [row["id"] for row in client.get(f"/desk/items.json?{address}").json()["items"]] == wanted


def test_the_calendar_has_the_sessions_and_deadlines_of_the_rows(house: DeskSite) -> None:
    calendar = house.signed_in().get("/desk/items.ics").text
    assert calendar.count("BEGIN:VEVENT") == 4 + 2  # four events of one session, two calls of one deadline, no news
    assert "SUMMARY:Clôture : Bourse d’écriture interactive" in calendar
    assert house.signed_in().get("/desk/items.ics?kind=news").text.count("BEGIN:VEVENT") == 0


def test_the_file_has_the_day_in_its_name_and_is_kept_by_nobody(house: DeskSite) -> None:
    answer = house.signed_in().get("/desk/items.xlsx")
    assert answer.headers["content-disposition"] == 'attachment; filename="vigie-2026-03-12.xlsx"'
    assert answer.headers["cache-control"] == "no-store"
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert house.anonymous().get("/desk/items.xlsx").status_code == 401


def test_no_cell_is_a_formula(house: DeskSite) -> None:
    client = house.signed_in()
    book = openpyxl.load_workbook(io.BytesIO(client.get("/desk/items.xlsx?q=tableur").content))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.value == "=1+1 soirée tableur"]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "inlineStr"}
    assert "'=1+1 soirée tableur" in client.get("/desk/items.csv?q=tableur").text


def test_editors_see_what_readers_do_not(house: DeskSite) -> None:
    hidden = item_named(house.engine, "Trois studios")
    with house.engine.begin() as connection:
        editing.hide(connection, hidden, True, "ada", NOW)
    client = house.signed_in()
    assert hidden not in client.get("/desk/items.json?kind=news").text
    rows = client.get("/desk/items.json?kind=news&state=hidden").json()["items"]
    assert [(row["id"], row["state"]) for row in rows] == [(hidden, "hidden")]
    with house.engine.begin() as connection:
        editing.hide(connection, hidden, False, "ada", NOW)


def test_full_texts_stay_in_the_house(house: DeskSite) -> None:
    long = "Une phrase de trente signes ici. " * 40
    bring(house.engine, AGENDA, {**events(), "long": event("Lecture sans fin", at(3, 30, 19), description=long)})
    row = house.signed_in().get("/desk/items.json?q=lecture").json()["items"][0]
    assert row["excerpt"].startswith("Une phrase de trente signes")
    assert len(row["excerpt"]) <= 300


def test_the_workbook_remembers_out_of_sight_what_its_cells_said(house: DeskSite) -> None:
    book = openpyxl.load_workbook(io.BytesIO(house.signed_in().get("/desk/items.xlsx?q=casques").content))
    assert book.sheetnames == ["Contenus", "Colonnes", "vigie-marques"]
    assert [sheet.sheet_state for sheet in book.worksheets] == ["visible", "visible", "hidden"]
    head, row = ([cell.value for cell in line] for line in book["vigie-marques"].iter_rows())
    said = dict(zip(head, row, strict=True))
    assert said["title"] == "Atelier de casques au bord de l’eau"
    assert (said["start"], said["end"]) == ("2026-03-14T10:00", "2026-03-14T12:00")
    assert said["topics"] == "discipline:xr|event_type:workshop"


def test_libreoffice_opens_the_workbook(house: DeskSite, tmp_path: Path) -> None:
    if SOFFICE is None:
        pytest.skip("LibreOffice is not installed: whether it opens the workbook was not tried")
    file = tmp_path / "vigie.xlsx"
    file.write_bytes(house.signed_in().get("/desk/items.xlsx?kind=event&sort=title").content)
    form = "csv:Text - txt - csv (StarCalc):44,34,76,1"
    subprocess.run([SOFFICE, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", form,
                    "--outdir", str(tmp_path), str(file)], check=True, timeout=180, capture_output=True)  # fmt: skip
    rows = list(csv.DictReader(io.StringIO((tmp_path / "vigie.csv").read_text("utf-8"))))
    assert rows[0]["title"] == "=1+1 soirée tableur"
    assert [row["id"] for row in rows] == shown(house, "kind=event&sort=title")


def test_memory_does_not_grow_with_the_rows(house: DeskSite, tmp_path: Path) -> None:
    with house.engine.connect() as connection:
        one = released(next(items.load(connection, [item_named(house.engine, "Concert")])))
    site = site_of(house.settings)

    def peak(rows: int) -> int:
        def many() -> Iterator[Item]:
            for _ in range(rows):
                yield one

        tracemalloc.start()
        with (tmp_path / f"{rows}.xlsx").open("wb") as out:
            assert (
                xlsx_desk.write(many(), desk_columns(), MARKED, lambda i: marks(i, site), site, "t", NOW, out) == rows
            )
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    small, large = peak(200), peak(4_000)
    assert large < small + (6 << 20)
    with zipfile.ZipFile(tmp_path / "4000.xlsx") as book:
        assert book.read("xl/worksheets/sheet3.xml").count(b"<row ") == 4_001
