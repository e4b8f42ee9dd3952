"""Generated pages are fresh, links lead somewhere, the habits that the README names exist."""

from __future__ import annotations

import ast
import gc
import itertools
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import requests
from sqlalchemy import Engine
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.documents import pages, stale
from tests.conftest import NOW, Plot
from vigie.settings import Settings
from warehouse import server

ROOT = Path(__file__).resolve().parent.parent


def test_generated_pages_are_fresh() -> None:
    assert len(pages()) == 5
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
LINE = re.compile(r"^(?P<command>[a-z]+ .+?)(?:\s+# exit (?P<code>\d)(?:, (?P<words>.+))?)?$")
PAGES = {
    "operate": ("--all",),
    "repair-a-source": ("agenda-hainaut",),
    "replay": ("pixel-wallon",),
    "restore": ("pixel-wallon",),
    "archive": ("pixel-wallon",),
    "desk-access": ("pixel-wallon",),
}
"""Pages for operators, and the sources that are read before their commands are run."""
APART = frozenset({"db", "restore", "stop"})
"""Commands that are run in a process of their own when nobody holds the database any more: it gets another name."""


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


@dataclass
class Desk:
    """An operator at a shell: a folder, variables, and a clock that goes on by a minute with each command.

    Runs are told apart by their start: a clock that stands still would mix them.
    """

    plot: Plot
    folder: Path
    said: str = ""
    minute: Iterator[int] = field(default_factory=itertools.count)

    def vigie(self, *arguments: str) -> int:
        """Runs a command of ours; returns its exit code."""
        now = datetime.fromisoformat(NOW) + timedelta(minutes=next(self.minute))
        plot = self.plot.with_variables(VIGIE_NOW=now.isoformat())
        if arguments[0] in APART:
            for engine in [one for one in gc.get_objects() if isinstance(one, Engine)]:
                engine.dispose()
            done = subprocess.run(
                [sys.executable, "-m", "pipeline.cli", *arguments],
                env={**os.environ, **plot.environ},
                cwd=self.folder,
                capture_output=True,
                text=True,
                check=False,
            )
            code, said = done.returncode, done.stdout + done.stderr
        else:
            called = CliRunner().invoke(app, [*arguments], env=dict(plot.environ), catch_exceptions=False)
            code, said = called.exit_code, called.output
        self.said = " ".join(said.split())
        return code

    def shell(self, command: str) -> int:
        """Runs any other line: a variable is kept for the lines that follow."""
        self.said = ""
        word, *rest = shlex.split(command)
        if word in ("export", "unset"):
            (name, _, value) = rest[0].partition("=")
            path = str(self.folder / value) if name in ("VIGIE_HOME", "VIGIE_CATALOGUE") else value
            self.plot = self.plot.with_variables(**{name: "" if word == "unset" else path})
            return 0
        assert word in ("cp", "sed"), f"not a command that a page may use: {command}"
        return subprocess.run(["sh", "-c", command], cwd=self.folder, check=False).returncode

    def problem(self) -> str:
        """An id that `vigie quarantine list` prints."""
        assert self.vigie("quarantine", "list", "--json") == 0
        return str(json.loads(self.said)[0]["id"])


@pytest.mark.parametrize("page", PAGES)
def test_every_command_line_for_operators_does_what_is_written(
    page: str, plot: Plot, simulated_web: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocks = list(BLOCK.finditer((ROOT / "docs" / f"{page}.md").read_text()))
    assert len(blocks) >= 2, "the blocks are not found any more"
    (tmp_path / "sources").symlink_to(ROOT / "sources")
    monkeypatch.chdir(tmp_path)
    desk = Desk(plot, tmp_path)
    desk.plot = plot.with_variables(VIGIE_AUTHOR="operator")
    home = desk.plot
    for step in (("ingest", *PAGES[page]), ("curate",), ("publish",)):
        assert desk.vigie(*step) == 0, desk.said
    try:
        for block in blocks:
            with trouble(simulated_web, block["site"], block["fault"]):
                for line in block["lines"].splitlines():
                    asked = LINE.match(line)
                    assert asked, f"not a command line: {line}"
                    command = asked["command"]
                    if "PROBLEM" in command:
                        command = command.replace("PROBLEM", desk.problem())
                    word, *rest = shlex.split(command)
                    code = desk.vigie(*rest) if word == "vigie" else desk.shell(command)
                    assert code == int(asked["code"] or 0), f"{line}\n{desk.said}"
                    assert (asked["words"] or "") in desk.said, f"{line}\n{desk.said}"
                    assert "Traceback" not in desk.said
            if page == "restore":
                desk.plot = home  # the rehearsal is over with its block
    finally:
        rehearsal = Settings.from_environment({"VIGIE_HOME": str(tmp_path / "rehearsal")})
        if rehearsal.postgres.exists():
            server.stop(rehearsal)


DOOR = re.compile(r"`(?P<place>[a-z_]+(?:\.\w+)+)\((?P<parameters>[^`]*?)\)(?: -> (?P<answer>[^`]+))?`")


def described(parameters: str, answer: str | None) -> tuple[list[str], list[str], str]:
    """Parameters with their types, in order; those that a caller must give; the type of the answer."""
    (function,) = ast.parse(f"def door({parameters}) -> {answer or 'None'}: pass").body
    assert isinstance(function, ast.FunctionDef)
    return signature(function)


def signature(function: ast.FunctionDef) -> tuple[list[str], list[str], str]:
    said = function.args
    places = [a for a in said.args if a.arg not in ("self", "cls") or a.annotation]
    optional = {a.arg for a in places[len(places) - len(said.defaults) :]} if said.defaults else set()
    optional |= {a.arg for a, default in zip(said.kwonlyargs, said.kw_defaults, strict=True) if default}
    every = [*places, *said.kwonlyargs]
    return [ast.unparse(a) for a in every], [a.arg for a in every if a.arg not in optional], answer_of(function)


def answer_of(function: ast.FunctionDef) -> str:
    return ast.unparse(function.returns) if function.returns else "None"


def built(room: str, place: str) -> tuple[list[str], list[str], str]:
    """The signature of a door as the code has it; StopIteration when nobody built it."""
    module, *names = place.split(".")
    while names and (ROOT / room / module / f"{names[0]}.py").exists():
        module = f"{module}/{names.pop(0)}"
    file = ROOT / room / f"{module}.py"
    body: list[ast.stmt] = ast.parse((file if file.exists() else ROOT / room / module / "__init__.py").read_text()).body
    found: ast.stmt | None = None
    for name in names:
        found = next(part for part in body if getattr(part, "name", None) == name)
        body = getattr(found, "body", [])
    if isinstance(found, ast.ClassDef):
        found = next(part for part in body if getattr(part, "name", None) == "__init__")
    assert isinstance(found, ast.FunctionDef)
    return signature(found)


def test_every_door_is_built_as_it_is_described() -> None:
    page = (ROOT / "docs" / "rooms.md").read_text().replace("\\|", "|")
    wrong, doors = [], 0
    for room, text in re.findall(r"^## (\w+)(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL):
        for door in DOOR.finditer(text):
            doors += 1
            try:
                parameters, needed, answer = built(room, door["place"])
            except (StopIteration, FileNotFoundError):
                wrong.append(f"{room}/{door['place']}: not there")
                continue
            said, _, said_answer = described(door["parameters"], door["answer"])
            unknown = [p for p in said if p not in parameters]
            unsaid = [p for p in needed if p not in [s.split(":")[0] for s in said]]
            if unknown or unsaid or (door["answer"] and said_answer != answer):
                wrong.append(f"{room}/{door['place']}: {unknown} {unsaid} {answer}")
    assert doors >= 80, "the doors are not found any more"
    assert wrong == []
