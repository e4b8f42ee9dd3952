"""`vigie archive`: what an operator sees, and the exit codes that a schedule acts upon."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_scrapers_archive import capture, warcs
from test_scrapers_archive_care import fill
from typer.testing import CliRunner

from pipeline.commands.archive import app
from scrapers.archive import WarcArchive
from scrapers.archive_files import caring

run = CliRunner()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VIGIE_HOME", str(tmp_path))
    monkeypatch.setenv("VIGIE_NOW", "2026-03-02T08:00:00+00:00")
    fill(tmp_path / "archive")
    return tmp_path / "archive"


def test_a_whole_archive_is_merged_and_counted(folder: Path) -> None:
    done = run.invoke(app, ["compact"])
    assert (done.exit_code, done.output) == (0, "4 files merged into 1; 0 are being written\n")
    counted = run.invoke(app, ["stats", "--json"])
    found = json.loads(counted.output)
    assert (found["files"], found["bodies"], found["revisits"], found["sources"]) == (1, 9, 3, 1)
    assert found["bytes"] == sum(path.stat().st_size for path in folder.iterdir())
    assert (found["first"][:16], found["last"][:16]) == ("2026-03-01T08:00", "2026-03-01T08:11")
    assert "revisits" in run.invoke(app, ["stats"]).output
    proved = run.invoke(app, ["verify"])
    assert proved.exit_code == 0
    assert "9 bodies, 3 revisits, 0 purged" in proved.output
    assert "no damage" in proved.output


def test_damage_is_exit_one_with_its_file_and_offset(folder: Path) -> None:
    hurt = warcs(folder)[1]
    hurt.write_bytes(hurt.read_bytes()[:-30])
    told = run.invoke(app, ["verify", "--json"])
    assert told.exit_code == 1
    report = json.loads(told.output)
    assert {d["harm"] for d in report["damage"]} >= {"torn", "lost"}
    assert {d["file"] for d in report["damage"] if d["harm"] == "torn"} == {hurt.name}
    seen = run.invoke(app, ["verify"])
    assert seen.exit_code == 1
    assert hurt.name in seen.output


def test_a_second_carer_is_sent_away(folder: Path) -> None:
    with caring(folder):
        for command in ("verify", "compact"):
            assert run.invoke(app, [command]).exit_code == 1
    assert run.invoke(app, ["compact"]).exit_code == 0


@pytest.mark.parametrize("age", ["", "400", "d", "-3d", "4m"])
def test_an_age_that_is_none_is_exit_two(folder: Path, age: str) -> None:
    assert run.invoke(app, ["prune", "--older-than", age, "--dry-run"]).exit_code == 2
    assert len(list(WarcArchive(folder).entries())) == 12
    assert WarcArchive(folder).body(capture(1).sha256) == capture(1).body
