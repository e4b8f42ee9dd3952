"""`vigie edit … audit`: what each says, in words and in JSON, what follows, and one line for each mistake."""

from __future__ import annotations

import itertools
import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import typer
from sqlalchemy import Engine, text
from typer.testing import CliRunner

from pipeline.commands import audit, editing, explain, work
from tests.warehouse.made import NOW, article, bring, event, place, record, source
from vigie.model import Item
from vigie.settings import Settings
from warehouse import auditing, items, journal, server
from warehouse.curate import curate
from warehouse.engine import open_engine
from warehouse.identity import mint
from warehouse.migrate import upgrade

APP = typer.Typer()
for commands in (editing, explain, work):
    commands.register(APP)
APP.add_typer(audit.app, name="audit")
NUMBERS = itertools.count(1)
QUAI, PORTAIL = source("quai", trust=80), source("portail", trust=40)
ONE, OTHER, NEWS = mint("quai", "1"), mint("portail", "2"), mint("portail", "3")
NOWHERE = "00000000-0000-4000-8000-000000000000"


@dataclass(frozen=True)
class Shell:
    engine: Engine
    archive: Path

    def run(self, *arguments: str, code: int = 0) -> str:
        """What a command prints: on standard output, or on standard error when it is to fail with one line."""
        done = CliRunner().invoke(APP, arguments)
        assert done.exit_code == code, f"{arguments}: {done.output} {done.exception!r}"
        if code:
            assert done.stderr.startswith("vigie: "), done.output
            assert done.stderr.count("\n") == 1, "an error is one line"
        return done.stderr if code else done.stdout

    def json(self, *arguments: str) -> Any:
        return json.loads(self.run(*arguments, "--json"))

    def item(self, id_: str = ONE) -> Item:
        with self.engine.connect() as connection:
            found = items.get(connection, id_)
        assert found is not None
        return found

    def says(self, price: str) -> None:
        told = event("Nuit", 12, place=place(), price_text=price)
        bring(self.engine, QUAI, record(QUAI, "1", told), complete=False)
        curate(self.engine, NOW)


@pytest.fixture
def shell(database_server: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shell]:
    """A house of two events and a piece of news, on a frozen clock; anne is at the keyboard."""
    url = server.database_url(database_server, f"editing_{next(NUMBERS)}")
    for name, value in {
        "VIGIE_HOME": str(tmp_path / "var"),
        "VIGIE_DATABASE_URL": url,
        "VIGIE_NOW": NOW.isoformat(),
        "VIGIE_AUTHOR": "anne",
        "VIGIE_WEB": "sim",
    }.items():
        monkeypatch.setenv(name, value)
    engine = open_engine(url)
    upgrade(engine)
    shell = Shell(engine, Settings.from_environment().archive)
    bring(engine, PORTAIL, record(PORTAIL, "2", event("Veillée", 20)), record(PORTAIL, "3", article("Bilan", 3)))
    shell.says("8 €")
    yield shell
    engine.dispose()


def test_an_edit_from_the_shell_and_back(shell: Shell) -> None:
    said = shell.run("edit", ONE, "price_text", "10 €")
    assert said == f'{ONE}: price_text = "10 €"\nIt counts at the next `vigie curate`. Undo: vigie audit undo 2\n'
    curate(shell.engine, NOW)
    assert shell.item().content.price_text == "10 €"  # type: ignore[union-attr]
    done = shell.json("release", ONE, "price_text")
    assert (done["item"], done["rows"]) == (ONE, [4])
    curate(shell.engine, NOW)
    assert shell.item().content.price_text == "8 €"  # type: ignore[union-attr]
    assert f"{ONE} price_text: no edit holds it" in shell.run("release", ONE, "price_text", code=1)


def test_values_that_are_no_text(shell: Shell) -> None:
    shell.run("edit", ONE, "is_free", "true", "--json-value", "--until", "2026-03-31", "--author", "luc")
    shell.run("edit", ONE, "price_text", "--empty")
    shell.run("edit", ONE, "status", "cancelled")
    curate(shell.engine, NOW)
    content = shell.item().content
    assert (content.is_free, content.price_text, str(content.status)) == (True, None, "cancelled")  # type: ignore[union-attr]
    with shell.engine.connect() as connection:
        held = connection.execute(text("SELECT author, until FROM edits WHERE field = 'is_free'")).one()
    assert (held.author, held.until.isoformat()[:16]) == ("luc", "2026-03-30T22:00")


def test_mistakes_of_an_edit_are_one_line(shell: Shell) -> None:
    for arguments, code, said in (
        (("edit", ONE, "price_text"), 2, f"{ONE} price_text: give a VALUE or --empty"),
        (("edit", ONE, "price_text", "x", "--empty"), 2, "give a VALUE or --empty"),
        (("edit", ONE, "colour", "red"), 2, f"{ONE} colour: event has no field 'colour'"),
        (("edit", ONE, "title", "--empty"), 2, f"{ONE} title: title cannot be empty"),
        (("edit", ONE, "is_free", "oui"), 2, f"{ONE} is_free: is_free: 'oui' is no bool (a value that is no text"),
        (("edit", ONE, "place", "{", "--json-value"), 2, f"{ONE} place: VALUE is no JSON"),
        (("edit", ONE, "title", "x", "--until", "demain"), 2, "'demain' is no instant"),
        (("edit", ONE, "title", "x", "--until", "2020-01-01"), 2, "would never hold"),
        (("edit", NOWHERE, "title", "x"), 1, f"no item {NOWHERE}"),
        (("edit", "abc", "title", "x"), 1, "no item abc"),
        (("release", NOWHERE, "title"), 1, f"no item {NOWHERE}"),
        (("hide", NOWHERE), 1, f"no item {NOWHERE}"),
        (("pin", ONE), 2, f"{ONE}: give --until INSTANT or --off"),
        (("pin", ONE, "--until", "2020-01-01"), 2, "is over already"),
        (("pin", ONE, "--off"), 1, f"{ONE} is not pinned"),
        (("tag", ONE, "games"), 2, f"{ONE}: 'games' is no topic"),
        (("tag", ONE, "discipline:games", "--off"), 1, f"{ONE} discipline:games: left to its sources already"),
        (("tag", ONE, "discipline:games", "--off", "--without"), 2, "--without or --off"),
        (("hide", ONE, "--show"), 1, f"{ONE} is shown already"),
        (("merge", ONE, ONE), 1, f"{ONE} is one item already"),
        (("merge", ONE, NEWS), 1, "kind event"),
        (("merge", ONE, NOWHERE), 1, f"no item {NOWHERE}"),
        (("split", ONE, "quai/1"), 1, f"{ONE}: name some of the records of {ONE}, and not all: quai/1"),
        (("split", ONE, "quai"), 2, f"{ONE}: 'quai' names no record"),
        (("conflicts", ONE), 2, "name ITEM and FIELD"),
        (("conflicts", ONE, "title"), 1, f"{ONE} title: no edit holds it"),
        (("audit", "undo", "99"), 1, "no row 99"),
        (("audit", "undo", "1"), 1, "curation"),
        (("audit", "list", "--item", NOWHERE), 1, f"no item {NOWHERE}"),
    ):
        assert said in shell.run(*arguments, code=code), arguments
    with shell.engine.connect() as connection:
        assert journal.newest(connection) == 1, "a mistake leaves nothing"


def test_hide_pin_tag(shell: Shell) -> None:
    assert "hidden\nIt counts at once" in shell.run("hide", ONE)
    assert shell.item().hidden
    shell.run("hide", ONE, "--show")
    assert not shell.item().hidden
    shell.run("pin", ONE, "--until", "2026-03-10T12:00+00:00")
    assert shell.item().pinned_until is not None
    shell.run("pin", ONE, "--off")
    assert shell.item().pinned_until is None
    shell.run("tag", ONE, "discipline:games")
    curate(shell.engine, NOW)
    assert shell.item().content.topics == ("discipline:games",)
    shell.run("tag", ONE, "discipline:games", "--without")
    curate(shell.engine, NOW)
    assert shell.item().content.topics == ()
    assert shell.json("tag", ONE, "discipline:games", "--off")["done"] == "discipline:games: left to its sources"


def test_conflicts_three_ways_and_the_answers(shell: Shell) -> None:
    shell.run("edit", ONE, "price_text", "10 €")
    assert "not curated yet" not in shell.run("conflicts", ONE, "price_text")
    shell.says("12 €")
    listed = shell.json("conflicts")
    assert [(c["shown_by"], c["field"], c["base"], c["value"], c["sources_say"]) for c in listed] == [
        (ONE, "price_text", "8 €", "10 €", "12 €")
    ]
    assert "1 conflicts" in shell.run("conflicts")
    assert shell.run("conflicts", ONE, "price_text").splitlines() == [
        f"{ONE} price_text: conflict",
        '  edit         "10 €"  (anne, 2026-03-01 08:00)',
        '  rests on     "8 €"',
        '  sources say  "12 €"',
        '    quai/1  "12 €"  (trust 80, listed, so since 2026-03-01 08:00)',
    ]
    assert "kept" in shell.run("conflicts", ONE, "price_text", "--keep")
    assert shell.json("conflicts") == []
    assert "no conflict" in shell.run("conflicts", ONE, "price_text")


def test_merge_split_and_undo(shell: Shell) -> None:
    merged = shell.json("merge", ONE, OTHER)
    assert len(merged["rows"]) == 1
    curate(shell.engine, NOW)
    assert shell.item(OTHER).merged_into == ONE, "the younger id stays: the editor named it"
    assert f"{OTHER} was merged into {ONE}" in shell.run("merge", OTHER, ONE, code=1)
    assert shell.json("edit", OTHER, "title", "Nuit et veillée")["item"] == ONE, "an old id leads to the item"
    shell.run("split", ONE, "portail/2")
    curate(shell.engine, NOW)
    assert shell.item(OTHER).merged_into is None
    split = shell.json("audit", "list")[-1]
    assert (split["act"], split["on"], split["after"]) == ("judge", "portail/2 quai/1", "different")
    assert f"row {split['seq']} undone" in shell.run("audit", "undo", str(split["seq"]))
    curate(shell.engine, NOW)
    assert shell.item(OTHER).merged_into == ONE
    shell.run("audit", "undo", str(merged["rows"][0]))
    curate(shell.engine, NOW)
    assert shell.item(OTHER).merged_into is None, "what the split left stands no more: the merge can be undone"
    assert f"row {merged['rows'][0]} " in shell.run("audit", "undo", str(merged["rows"][0]), code=1)
    undone = shell.json("audit", "list", "--item", ONE)[-1]
    assert (undone["undoes"], undone["author"]) == (merged["rows"][0], "anne")


def test_audit_lists_and_verifies(shell: Shell) -> None:
    shell.run("edit", ONE, "title", "Nuit blanche", "--author", "luc")
    shell.run("hide", OTHER)
    assert [r["author"] for r in shell.json("audit", "list")] == ["luc", "anne"]
    assert [r["on"] for r in shell.json("audit", "list", "--author", "luc")] == [f"{ONE} title"]
    assert [r["act"] for r in shell.json("audit", "list", "--item", OTHER)] == ["hide"]
    assert shell.json("audit", "list", "--since", "2026-03-02") == []
    assert "Nuit blanche" in shell.run("audit", "list")
    with shell.engine.connect() as connection:
        journal.copy_to(connection, shell.archive)
    assert shell.run("audit", "verify") == "untouched: 3 rows in the table, 3 in the archive's copy\n"
    assert shell.json("audit", "verify")["rows"] == 3
    with shell.engine.begin() as connection:
        connection.execute(text("UPDATE journal SET author = 'anne' WHERE seq = 2"))
    said = shell.run("audit", "verify", code=1)
    assert said == "vigie: row 2 of the journal, in the table: it is not chained to the row before\n"
    with shell.engine.begin() as connection:
        connection.execute(text("UPDATE journal SET author = 'luc' WHERE seq = 2"))
    path = shell.archive / journal.FILE
    path.write_bytes(path.read_bytes().replace(b"Nuit blanche", b"Nuit noire"))
    assert "row 2 of the journal, in the copy" in shell.run("audit", "verify", code=1)


PAGES = Path(__file__).resolve().parents[2] / "docs"


def steps(page: str) -> Iterator[tuple[str, int, str]]:
    """(command, exit code, words) of every line of the `sh` blocks of a page."""
    for block in re.findall(r"^```sh\n(.*?)^```", (PAGES / page).read_text(), re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            command, _, told = line.partition("#")
            code, _, words = told.partition(",")
            yield command.strip(), int(code.split()[1]), words.strip()


def follow(shell: Shell, page: str, **names: str) -> int:
    """Does what a page says; `$ROW` is the newest decision. Returns how many commands it ran."""
    count = 0
    for command, code, words in steps(page):
        with shell.engine.connect() as connection:
            rows = [e.seq for e in auditing.decisions(connection) if "group" not in (e.body or {})]
        for name, value in {**names, "ROW": str(rows[-1] if rows else 0)}.items():
            command = command.replace(f"${name}", value)
        assert "$" not in command
        said = shell.run(*shlex.split(command)[1:], code=code)
        assert words in said, (command, said)
        count += 1
    return count


def test_the_page_on_undoing_a_merge(shell: Shell) -> None:
    before = shell.item(OTHER).content
    assert follow(shell, "undo-a-merge.md", KEPT=ONE, OTHER=OTHER) == 7
    assert shell.item(OTHER).content == before


def test_the_page_on_editing(shell: Shell) -> None:
    shell.run("edit", ONE, "price_text", "10 €")
    shell.says("12 €")
    with shell.engine.connect() as connection:
        journal.copy_to(connection, shell.archive)
    assert follow(shell, "editing.md", ITEM=ONE) == 8
    curate(shell.engine, NOW)
    assert shell.item().content.price_text == "prix libre", "the release was undone"  # type: ignore[union-attr]
