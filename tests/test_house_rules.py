"""DESIGN.md §2: imports run downwards only, and everything but dags/ runs with Airflow uninstalled."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MAY_IMPORT = {
    "vigie": set(),
    "scrapers": {"vigie"},
    "transforms": {"vigie"},
    "warehouse": {"vigie", "transforms"},
    "feeds": {"vigie", "warehouse"},
    "web": {"vigie", "warehouse", "feeds"},
    "pipeline": {"vigie", "scrapers", "transforms", "warehouse", "feeds", "web"},
    "simulator": set(),
}
REHEARSED = ("pipeline", "year")
"""The conductor's own rehearsal stage: the one place where product and made-up web meet in a process."""


def imports(file: Path) -> Iterator[str]:
    """Top-level names of everything that a file imports, also inside functions."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_imports_run_downwards(room: str) -> None:
    files = list((ROOT / room).rglob("*.py"))
    assert files, f"{room} is empty"
    ours = set(MAY_IMPORT) | {"dags"}
    for file in files:
        stage = {"simulator"} if file.relative_to(ROOT).parts[:2] == REHEARSED else set()
        wrong = (set(imports(file)) & ours) - MAY_IMPORT[room] - {room} - stage
        assert not wrong, f"{file.relative_to(ROOT)} imports {sorted(wrong)}"


def test_airflow_stays_in_dags() -> None:
    for room in MAY_IMPORT:
        for file in (ROOT / room).rglob("*.py"):
            assert "airflow" not in set(imports(file)), f"{file.relative_to(ROOT)} imports airflow"


def test_dags_import_the_conductor_and_the_catalogue_only() -> None:
    for file in (ROOT / "dags").glob("*.py"):
        used = set(imports(file)) & set(MAY_IMPORT)
        assert used <= {"pipeline", "scrapers", "vigie"}, f"{file.name} imports {used}"


def test_everything_but_dags_imports_without_airflow() -> None:
    """In a process in which `import airflow` fails, every module of ours still imports."""
    modules = [
        ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for room in MAY_IMPORT
        for file in (ROOT / room).rglob("*.py")
        if "migrations" not in file.parts and file.name != "__main__.py"
    ]
    script = (
        "import sys, importlib\n"
        "sys.modules['airflow'] = None\n"
        f"for name in {modules!r}: importlib.import_module(name)\n"
        "print(len(sys.argv), 'done')"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
