"""`vigie sources list`, `show` and `lint`, as an operator sees the catalogue of the live web."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from vigie.settings import ROOT

ENTRIES = {
    "maison": "platform: feed\nsite: https://maison.example\nurl: https://maison.example/feed/\n"
    "known: seen on its pages\nstate: confirmed\nsee_also: [atelier]\n",
    "atelier": "find: true\nsite: https://atelier.example\nknown: seen in print\nsee_also: [maison]\n",
    "inconnu": "find: true\nnotes: Site not known.\n",
    "relais": "find: true\nnature: aggregator\nstate: blocked\nnotes: No permission recorded.\n",
    "nouveau": "platform: ical\nurl: https://nouveau.example/a.ics\nknown: composed as others\n",
}


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    for slug, text in ENTRIES.items():
        (folder / f"{slug}.yaml").write_text(f"slug: {slug}\nname: {slug.title()}\nkinds: [event]\n{text}")
    return folder


def vigie(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    variables = {**os.environ, "VIGIE_HOME": str(folder.parent / "var"), "PYTHONPATH": str(ROOT)}
    command = [str(Path(sys.executable).parent / "vigie"), "sources", *arguments, "--web", "live"]
    return subprocess.run(
        [*command, "--catalogue", str(folder)], env=variables, capture_output=True, text=True, check=False
    )


def test_a_list_says_of_each_source_whether_it_is_read_and_why_not(catalogue: Path) -> None:
    printed = vigie(catalogue, "list").stdout
    assert "5 sources: 1 read, 1 blocked, 1 no address known, 2 not seen to answer" in printed
    rows = {line.split()[0]: line for line in printed.splitlines() if line.split()[:1] and line.split()[0] in ENTRIES}
    assert set(rows) == set(ENTRIES)
    assert " feed " in rows["maison"]
    assert " yes " in rows["maison"]
    assert "(to be found)" in rows["atelier"]
    assert "not seen to answer" in rows["atelier"]
    assert "no address known" in rows["inconnu"]
    assert rows["relais"].count("blocked") == 2
    assert "composed" in rows["nouveau"]


def test_a_source_is_shown_with_what_is_done_with_it(catalogue: Path) -> None:
    shown = vigie(catalogue, "show", "maison").stdout
    assert shown.startswith((catalogue / "maison.yaml").read_text())
    assert "# read as feed, " in shown
    assert "from https://maison.example/feed/" in shown
    assert "# see also atelier: Atelier (to be found)" in shown
    assert "# not read: no address known" in vigie(catalogue, "show", "inconnu").stdout
    assert "# not read: blocked" in vigie(catalogue, "show", "relais").stdout


def test_lint_names_file_line_and_field_of_what_does_not_fit_together(catalogue: Path) -> None:
    assert vigie(catalogue, "lint").stdout == "5 entries, 0 findings\n"
    (catalogue / "atelier.yaml").write_text(
        "slug: atelier\nname: Atelier\nkinds: [event]\nfind: true\nsee_also: [ailleurs]\n"
    )
    done = vigie(catalogue, "lint")
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        f"{catalogue}/atelier.yaml:5: see_also[0]: there is no entry 'ailleurs'",
        f"{catalogue}/maison.yaml:9: see_also[0]: atelier does not name maison: both say it, or none",
        "5 entries, 2 findings",
    ]
