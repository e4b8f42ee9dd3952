"""Generated pages are fresh, links lead somewhere, the habits that the README names exist."""

from __future__ import annotations

import itertools
import json
import re
import shlex
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import requests

from pipeline.documents import pages, stale
from tests.conftest import NOW, Plot

ROOT = Path(__file__).resolve().parent.parent


def test_generated_pages_are_fresh() -> None:
    assert len(pages()) == 4
    assert stale() == [], "run `make docs` and commit the result"


def test_links_between_documents_lead_somewhere() -> None:
    broken = []
    for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md"), ROOT / "sources" / "README.md"]:
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text()):
            if not target.startswith(("http:", "https:", "mailto:")) and not (page.parent / target).exists():
                broken.append(f"{page.name}: {target}")
    assert broken == []


def test_make_alone_lists_the_habits() -> None:
    said = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for habit in ("run", "test", "lint", "types", "docs", "bench", "score", "clean"):
        assert re.search(rf"^\s*make {habit}\s+\S", said, re.MULTILINE), habit


def test_no_file_names_a_package_index() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    words = re.compile(r"--(extra-)?index-url|--find-links|pythonhosted\.org")
    found = [
        name
        for name in tracked
        if (ROOT / name).is_file()
        and name != "tests/test_documents.py"
        and words.search((ROOT / name).read_text(errors="ignore").replace("--no-emit-index-url", ""))
    ]
    assert found == []


def test_every_dependency_is_justified() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    every = [*project["dependencies"], *(d for extra in project["optional-dependencies"].values() for d in extra)]
    said = (ROOT / "docs" / "dependencies.md").read_text()
    names = {re.split(r"[<>=\[ ]", requirement)[0] for requirement in every}
    assert [name for name in sorted(names) if name not in said and not name.startswith("types-")] == []


BLOCK = re.compile(r"^```sh(?: fault=(?P<fault>\S+)@(?P<site>\S+))?\n(?P<lines>.*?)^```", re.MULTILINE | re.DOTALL)
LINE = re.compile(r"^vigie (?P<command>.+?)(?:\s+# exit (?P<code>\d)(?:, (?P<words>.+))?)?$")


@contextmanager
def trouble(web: str, site: str | None, fault: str | None) -> Iterator[None]:
    """Sets a fault of a simulated site (see simulator/faults.py), and takes it away again."""

    def put(value: str | None) -> None:
        body = json.dumps({"site": site, "fault": value})
        answer = requests.post(f"http://{web}/faults", body, headers={"Host": "clock.example"}, timeout=10)
        answer.raise_for_status()

    if site is None:
        yield
        return
    put(fault)
    try:
        yield
    finally:
        put(None)


def test_every_command_line_for_operators_does_what_is_written(plot: Plot, simulated_web: str) -> None:
    blocks = list(BLOCK.finditer((ROOT / "docs" / "operate.md").read_text()))
    assert sum(1 for block in blocks if block["fault"]) >= 4, "the blocks are not found any more"
    # Runs are told apart by their start: a clock that stands still would mix them, so each command has its minute.
    minutes = (datetime.fromisoformat(NOW) + timedelta(minutes=n) for n in itertools.count())

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return plot.with_variables(VIGIE_NOW=next(minutes).isoformat()).run(*arguments, check=False)

    for step in (("ingest", "--all"), ("curate",), ("publish",)):
        assert run(*step).returncode == 0
    for block in blocks:
        with trouble(simulated_web, block["site"], block["fault"]):
            for line in block["lines"].splitlines():
                asked = LINE.match(line)
                assert asked, f"not a command line of vigie: {line}"
                done = run(*shlex.split(asked["command"]))
                said = " ".join((done.stdout + done.stderr).split())
                assert done.returncode == int(asked["code"] or 0), f"{line}\n{said}"
                assert (asked["words"] or "") in said, f"{line}\n{said}"
                assert "Traceback" not in said
