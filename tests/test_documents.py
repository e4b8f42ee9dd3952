"""Generated pages are fresh, links lead somewhere, the habits that the README names exist."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from pipeline.documents import pages, stale

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
