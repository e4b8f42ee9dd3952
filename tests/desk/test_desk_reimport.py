"""The workbook comes back: what it changes is shown before it counts, against what it said and against what stands."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from html import unescape
from pathlib import Path
from shutil import which
from typing import Any

import openpyxl
import pytest
from desk_site import DeskSite
from selection_samples import NOW, furnished_desks, item_named
from starlette.testclient import TestClient

from vigie.model import Call, Event, Precision
from warehouse import as_of, editing, items, journal, undoing
from warehouse.curate import curate

SOFFICE = which("soffice")


@pytest.fixture(scope="module")
def desks() -> Iterator[Callable[[], DeskSite]]:
    with furnished_desks() as another:
        yield another


@pytest.fixture
def house(desks: Callable[[], DeskSite]) -> DeskSite:
    return desks()


def taken(client: TestClient, address: str = "") -> Any:
    """The workbook that the desk gives, opened."""
    return openpyxl.load_workbook(io.BytesIO(client.get(f"/desk/items.xlsx?{address}").content))


def packed(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def put(book: Any, title: str, column: str, value: object) -> None:
    """Types a value into the row of a title."""
    sheet = book.worksheets[0]
    head = [cell.value for cell in sheet[1]]
    (row,) = (r for r in sheet.iter_rows(min_row=2) if r[head.index("title")].value == title)
    cell = row[head.index(column)]
    cell.value = value
    if isinstance(value, str) and not value.startswith("=SUM"):
        cell.data_type = "s"


def sent(client: TestClient, data: bytes) -> tuple[int, str]:
    answer = client.post("/desk/import", files={"file": ("corrections.xlsx", data)})
    return answer.status_code, answer.text


def confirmed(client: TestClient, page: str, keys: list[str] | None = None) -> Any:
    """Confirms the changes of a preview: those that are ticked, or those named."""
    plan = re.search(r'name="plan" value="([^"]*)"', page)
    assert plan, page
    ticked = re.findall(r'name="change" value="([^"]+)" checked', page)
    return client.post("/desk/import/apply", data={"plan": plan[1], "change": ticked if keys is None else keys})


def keys(page: str) -> list[str]:
    return re.findall(r'name="change" value="[0-9a-f-]+ ([^"]+)"', page)


def held(house: DeskSite, words: str) -> Any:
    with house.engine.connect() as connection:
        found = items.get(connection, item_named(house.engine, words))
    assert found is not None
    return found.content


def acts(house: DeskSite) -> int:
    with house.engine.connect() as connection:
        return journal.newest(connection)


WORKSHOP = "Atelier de casques au bord de l’eau"


def test_an_untouched_workbook_changes_nothing(house: DeskSite) -> None:
    client = house.signed_in()
    status, page = sent(client, client.get("/desk/items.xlsx").content)
    assert (status, keys(page)) == (200, [])
    assert "8 lignes ne changent rien" in page
    assert "Ce qui n’a pas pu être lu" not in page


def test_changes_are_shown_and_count_only_once_they_are_confirmed(house: DeskSite) -> None:
    client = house.signed_in()
    book = taken(client)
    put(book, WORKSHOP, "start", datetime(2026, 3, 14, 11, 0))
    put(book, WORKSHOP, "is_free", "oui")
    put(book, WORKSHOP, "place", "Le Grand Quai")
    put(book, WORKSHOP, "title", "Atelier de casques, au sec")
    put(book, "Prix de la création sonore", "deadline", "22/04/2026 12h")
    put(book, "Concert pour vingt synthétiseurs", "topics", "event_type:performance|discipline:music-tech")
    before = acts(house)
    status, page = sent(client, packed(book))
    assert status == 200
    assert sorted(keys(page)) == ["deadlines", "is_free", "occurrences", "place", "title", "topics"]
    assert "2026-03-14T10:00" in page
    assert "2026-03-14T11:00" in page
    assert acts(house) == before  # a preview writes nothing
    answer = confirmed(client, page)
    assert answer.status_code == 303
    workshop = held(house, "au sec")
    assert isinstance(workshop, Event)
    assert workshop.occurrences[0].start.local == datetime(2026, 3, 14, 11, 0)
    assert workshop.occurrences[0].end is not None
    assert workshop.occurrences[0].end.local == datetime(2026, 3, 14, 12, 0)
    assert workshop.is_free is True
    assert workshop.place is not None
    assert (workshop.place.name, workshop.place.municipality) == ("Le Grand Quai", "Namur")
    call = held(house, "Prix de la création")
    assert isinstance(call, Call)
    assert call.deadlines[0].at.local == datetime(2026, 4, 22, 12, 0)
    assert call.deadlines[0].at.precision is Precision.MINUTE
    assert set(held(house, "Concert").topics) >= {"event_type:performance", "discipline:music-tech"}


def test_calling_off_needs_a_proof_that_a_workbook_does_not_give(house: DeskSite) -> None:
    client = house.signed_in()
    book = taken(client)
    put(book, WORKSHOP, "status", "cancelled")
    put(book, "Concert pour vingt synthétiseurs", "status", "full")
    status, page = sent(client, packed(book))
    assert (status, keys(page)) == (200, ["status"])
    assert page.count("une annulation demande une preuve") == 1


def test_the_whole_import_is_one_act_that_one_undo_takes_back(house: DeskSite) -> None:
    client = house.signed_in()
    book = taken(client)
    put(book, WORKSHOP, "is_free", "non")
    put(book, WORKSHOP, "title", "Autre titre")
    put(book, "Concert pour vingt synthétiseurs", "topics", "")
    answer = confirmed(client, sent(client, packed(book))[1])
    first = int(answer.headers["location"].removeprefix("/desk/audit/").partition("?")[0])
    assert held(house, "Autre titre").is_free is False
    with house.engine.begin() as connection:
        assert len(undoing.undo(connection, first, "ada", NOW).undone) == 3
    curate(house.engine, NOW)
    assert held(house, "Atelier de casques").is_free is None
    assert held(house, "Concert").topics == ("event_type:performance",)


def test_a_conflict_is_shown_and_not_ticked(house: DeskSite) -> None:
    client = house.signed_in()
    book = taken(client)
    put(book, WORKSHOP, "title", "Le titre d’Ada")
    put(book, "Concert pour vingt synthétiseurs", "title", "Concert, corrigé")
    with house.engine.begin() as connection:
        editing.edit(connection, item_named(house.engine, "Atelier"), "title", "Le titre de Bob", "bob", NOW)
    curate(house.engine, NOW)
    page = sent(client, packed(book))[1]
    conflict = page[page.index("change-conflict") :]
    cells = [unescape(cell) for cell in re.findall(r"<td>(?:<strong>)?([^<]*)", conflict)][:3]
    assert cells == [WORKSHOP, "Le titre d’Ada", "Le titre de Bob"]
    assert confirmed(client, page).status_code == 303
    assert held(house, "Le titre de Bob")  # what was not ticked was left
    assert held(house, "Concert, corrigé")


def test_what_moved_elsewhere_and_not_in_the_file_is_no_change(house: DeskSite) -> None:
    client = house.signed_in()
    data = client.get("/desk/items.xlsx").content
    with house.engine.begin() as connection:
        editing.edit(connection, item_named(house.engine, "Atelier"), "title", "Le titre de Bob", "bob", NOW)
    curate(house.engine, NOW)
    assert keys(sent(client, data)[1]) == []


def test_a_preview_that_is_out_of_date_is_refused_whole(house: DeskSite) -> None:
    client = house.signed_in()
    book = taken(client)
    put(book, WORKSHOP, "title", "Le titre d’Ada")
    put(book, "Concert pour vingt synthétiseurs", "title", "Concert, corrigé")
    page = sent(client, packed(book))[1]
    with house.engine.begin() as connection:  # not curated yet: it counts all the same
        editing.edit(connection, item_named(house.engine, "Atelier"), "title", "Le titre de Bob", "bob", NOW)
    before = acts(house)
    answer = confirmed(client, page)
    assert answer.status_code == 409
    assert WORKSHOP in answer.text
    assert acts(house) == before
    assert held(house, "Concert pour vingt")


def test_a_plan_that_was_not_signed_for_this_person_is_refused(house: DeskSite) -> None:
    ada, bob = house.signed_in("ada"), house.signed_in("bob")
    book = taken(ada)
    put(book, WORKSHOP, "title", "Le titre d’Ada")
    page = sent(ada, packed(book))[1]
    assert confirmed(bob, page).status_code == 409
    assert confirmed(ada, page.replace('name="plan" value="', 'name="plan" value="x')).status_code == 409
    assert confirmed(ada, page, keys=[]).status_code == 422
    assert confirmed(ada, page).status_code == 303


def test_a_workbook_without_its_memory_is_read_with_care(house: DeskSite) -> None:
    client = house.signed_in()
    book = taken(client)
    del book["vigie-marques"]
    put(book, WORKSHOP, "title", "Le titre d’Ada")
    page = sent(client, packed(book))[1]
    assert keys(page) == ["title"]
    assert "Le fichier ne dit pas ce qu’il disait" in page
    assert "checked" not in page


def test_what_cannot_be_taken_is_told_with_its_row_and_column(house: DeskSite) -> None:
    client = house.signed_in()
    book = taken(client, "sort=title")
    sheet = book.worksheets[0]
    sheet.cell(1, sheet.max_column + 1).value = "humeur"
    put(book, WORKSHOP, "status", "annulé")
    put(book, WORKSHOP, "start", "bientôt")
    put(book, WORKSHOP, "topics", "discipline:licornes")
    put(book, WORKSHOP, "source_url", "javascript:alert(1)")
    put(book, WORKSHOP, "deadline", "2026-04-01")
    put(book, WORKSHOP, "is_free", "=SUM(A1)")
    put(book, WORKSHOP, "latitude", "cinquante")
    put(book, WORKSHOP, "title", "   ")
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    sheet.append(rows[0])
    sheet.append(["00000000-0000-4000-8000-000000000000", "Inconnu"])
    sheet.append([None, "Sans identifiant"])
    status, page = sent(client, packed(book))
    told = re.findall(r"<tr><td>(\d+)</td><td><code>([^<]*)</code></td><td>([^<]*)</td></tr>", page)
    where = {(int(row), column) for row, column, _ in told}
    row = next(n for n, values in enumerate(rows, start=2) if values[1] == "   ")
    columns = ("status", "title", "start", "topics", "source_url", "deadline", "is_free", "latitude")
    assert status == 200
    assert where == {(row, column) for column in columns} | {(1, "AU"), (10, "id"), (11, "id"), (12, "id")}
    assert all(why.strip() for _, _, why in told)
    assert keys(page) == []


def test_several_sessions_are_changed_in_their_own_column(house: DeskSite) -> None:
    client = house.signed_in()
    book = taken(client)
    put(book, "Concert pour vingt synthétiseurs", "sessions", "2026-03-20T20:00 | 2026-03-21T20:30/2026-03-21T22:00")
    confirmed(client, sent(client, packed(book))[1])
    sessions = held(house, "Concert").occurrences
    assert [one.start.local for one in sessions] == [datetime(2026, 3, 20, 20), datetime(2026, 3, 21, 20, 30)]
    book = taken(client)
    put(book, "Concert pour vingt synthétiseurs", "start", "2026-03-22T20:00")
    page = sent(client, packed(book))[1]
    assert keys(page) == []
    assert "plusieurs séances" in page


def test_libreoffice_saves_what_we_gave_without_changing_a_cell(house: DeskSite, tmp_path: Path) -> None:
    client = house.signed_in()
    status, page = sent(client, resaved(client.get("/desk/items.xlsx").content, tmp_path))
    assert (status, keys(page)) == (200, [])
    assert "8 lignes ne changent rien" in page
    assert "Ce qui n’a pas pu être lu" not in page


def test_what_was_changed_in_libreoffice_comes_back(house: DeskSite, tmp_path: Path) -> None:
    client = house.signed_in()
    book = taken(client)
    put(book, WORKSHOP, "start", datetime(2026, 3, 14, 9, 30))
    put(book, "=1+1 soirée tableur", "title", "=2+2 soirée tableur")
    page = sent(client, resaved(packed(book), tmp_path))[1]
    assert sorted(keys(page)) == ["occurrences", "title"]
    confirmed(client, page)
    assert held(house, "tableur").title == "=2+2 soirée tableur"


def resaved(data: bytes, folder: Path) -> bytes:
    """A workbook as LibreOffice saves it."""
    if SOFFICE is None:
        pytest.skip("LibreOffice is not installed: what it saves was not tried")
    (folder / "in").mkdir()
    (folder / "in" / "vigie.xlsx").write_bytes(data)
    subprocess.run([SOFFICE, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx",
                    "--outdir", str(folder / "out"), str(folder / "in" / "vigie.xlsx")],
                   check=True, timeout=180, capture_output=True)  # fmt: skip
    return (folder / "out" / "vigie.xlsx").read_bytes()


def rebuilt(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """A workbook with other parts."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, part in parts.items():
            book.writestr(name, part)
    return out.getvalue()


def doctype(parts: dict[str, bytes]) -> None:
    sheet = parts["xl/worksheets/sheet1.xml"]
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b"<worksheet", bomb + b"<worksheet", 1)


HOSTILE: dict[str, Callable[[bytes], bytes]] = {
    "nothing": lambda data: b"",
    "no workbook": lambda data: b"id;title\r\n1;x\r\n",
    "half a file": lambda data: data[: len(data) // 2],
    "a zip of something else": lambda data: rebuilt(data, lambda parts: parts.clear() or parts.update({"a": b"b"})),  # type: ignore[func-returns-value]
    "macros": lambda data: rebuilt(data, lambda parts: parts.update({"xl/vbaProject.bin": b"Sub"})),
    "entities": lambda data: rebuilt(data, doctype),
    "a bomb": lambda data: rebuilt(data, lambda parts: parts.update({"xl/media/a.bin": bytes(100 << 20)})),
    "a bomb of one sheet": lambda data: rebuilt(data, lambda parts: parts.update({"xl/a.xml": b" " * (30 << 20)})),
    "too many parts": lambda data: rebuilt(data, lambda parts: parts.update({f"x/{n}": b"" for n in range(300)})),
    "no sheet": lambda data: rebuilt(data, lambda parts: parts.pop("xl/worksheets/sheet1.xml")),  # type: ignore[arg-type, return-value]
    "no header": lambda data: rebuilt(data, lambda parts: parts.update(
        {f"xl/worksheets/sheet{n}.xml": parts["xl/worksheets/sheet2.xml"] for n in (1, 3)})),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_words(desk: DeskSite, name: str) -> None:
    client = desk.signed_in()
    status, page = sent(client, HOSTILE[name](client.get("/desk/items.xlsx").content))
    assert status == 422
    assert "Ce fichier n’a pas été lu." in page


def test_a_row_that_says_it_is_the_millionth_costs_nothing(desk: DeskSite) -> None:
    client = desk.signed_in()

    def far(parts: dict[str, bytes]) -> None:
        row = b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
        sheet = parts["xl/worksheets/sheet1.xml"].replace(b"</sheetData>", row)
        parts["xl/worksheets/sheet1.xml"] = sheet

    assert sent(client, rebuilt(client.get("/desk/items.xlsx").content, far))[0] == 200


def test_the_versions_of_an_item_tell_of_the_import(house: DeskSite) -> None:
    client = house.signed_in()
    book = taken(client)
    put(book, WORKSHOP, "title", "Le titre d’Ada")
    confirmed(client, sent(client, packed(book))[1])
    with house.engine.connect() as connection:
        versions = as_of.versions(connection, item_named(house.engine, "Le titre d’Ada"))
    assert [version.item.content.title for version in versions][-1] == "Le titre d’Ada"
