"""The page on adding a source: its example is a valid entry, and every command on it runs as written."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scrapers.catalogue import SCHEMA
from scrapers.source_rules import RESERVED
from vigie.settings import ROOT

README = (ROOT / "sources" / "README.md").read_text()
ANSWER = Path(__file__).parent / "answers" / "agenda.html"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.M | re.S)


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What each command printed, run in a folder that holds the example and an answer of its site."""
    folder = tmp_path_factory.mktemp("added")
    (folder / "sources").mkdir()
    (example,) = blocks("yaml")
    (folder / "sources" / "maison-exemple.yaml").write_text(example)
    shutil.copy(ANSWER, folder / "agenda.html")
    bin_folder = Path(sys.executable).parent
    environment = {
        **os.environ,
        "VIGIE_NOW": "2026-11-21T08:00:00+01:00",
        "VIGIE_HOME": str(folder / "var"),
        "PYTHONPATH": str(ROOT),
    }
    printed = {}
    for line in "".join(blocks("sh")).splitlines():
        program, *arguments = shlex.split(line)
        done = subprocess.run(
            [str(bin_folder / program), *arguments], cwd=folder, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
        printed[" ".join([program, *arguments][:2])] = done.stdout
    return printed


def test_lint_accepts_the_example(outputs: dict[str, str]) -> None:
    assert outputs["vigie sources"] == "1 entries, 0 findings\n"


def test_read_shows_one_record_per_item(outputs: dict[str, str]) -> None:
    found = [json.loads(line) for line in outputs["vigie read"].splitlines()]
    shown = [(r["title"], r["url"], [o["start"]["local"] for o in r["occurrences"]]) for r in found]
    assert shown == [
        ("Atelier pixel", "https://maison.example/agenda/atelier-pixel", ["2026-12-05T14:00:00"]),
        ("Nuit du code", "https://maison.example/agenda/nuit-du-code", ["2026-12-12T20:00:00"]),
    ]


def test_the_page_explains_every_key_of_an_entry_and_no_other() -> None:
    table = README.split("| key | what it says |")[1].split("\n## ")[0]
    explained = {word for row in table.splitlines()[2:] for word in re.findall(r"`(\w+)[:`]", row.split("|")[1])}
    schema = json.loads(SCHEMA.read_text())
    assert explained == set(schema["properties"])


def test_the_page_names_every_slug_that_is_refused() -> None:
    assert all(f"`{slug}`" in README for slug in RESERVED)
