"""The editors' manual says what the desk's pages say: labels, keys, addresses, numbers, questions to the database."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from PIL import Image
from sqlalchemy import Engine

from tests.conftest import ROOT
from vigie.settings import Settings
from warehouse import console, coverage, server
from warehouse.engine import open_engine
from warehouse.migrate import upgrade
from warehouse.review import Answer, Asked
from web.app import create_app
from web.desk import coverage_input, passwords, queue_keys, reimport
from web.desk.facets import NAMES
from web.digest_pick import MOST_PICKS
from web.embed_query import Language
from web.labels import FIELDS, STATUSES
from web.rendering import FOLDER
from web.words import catalogue

MANUAL = (ROOT / "docs" / "editors.fr.md").read_text()
TEMPLATES = FOLDER / "templates"
QUOTED = re.compile(r"\*\*« (.+?) »\*\*", re.DOTALL)
ADDRESS = re.compile(r"`(/[a-z/-]*)`")
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
SQL = re.findall(r"```sql\n(.*?)```", MANUAL, re.DOTALL)
LARGEST_PICTURE = 250_000
"""Bytes: a page of documents should come quickly."""


def plain(words: str) -> str:
    """Words with single ordinary blanks: the pages have blanks that do not break, the manual has lines."""
    return " ".join(words.replace("&nbsp;", " ").split())


LABELS = sorted({plain(label) for label in QUOTED.findall(MANUAL)})


@pytest.fixture(scope="module")
def on_pages() -> frozenset[str]:
    """Everything that a French page of the desk may say as one piece."""
    said = [part for sentence in catalogue(Language.EN) for part in sentence.split("|")]
    said += [*FIELDS.values(), *STATUSES.values(), *NAMES.values()]
    for page in (TEMPLATES / "desk").glob("*.html"):
        said += re.findall(r">([^<>{}]+)<", page.read_text())
    return frozenset(plain(one) for one in said)


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """A migrated warehouse in a PostgreSQL of its own, so that other warehouses do not share its reader."""
    home = Path(tempfile.mkdtemp(prefix="vigie-manual-"))
    settings = Settings.from_environment({"VIGIE_HOME": str(home)})
    opened = open_engine(server.database_url(settings))
    upgrade(opened)
    yield opened
    opened.dispose()
    server.stop(settings)
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="module")
def app(engine: Engine) -> FastAPI:
    return create_app(engine, Settings.from_environment({"VIGIE_HOME": tempfile.gettempdir()}))


def test_the_manual_quotes_much() -> None:
    assert len(LABELS) > 100, "the quotations are not found any more"


@pytest.mark.parametrize("label", LABELS)
def test_a_quoted_label_stands_on_a_page(label: str, on_pages: frozenset[str]) -> None:
    assert label in on_pages


def test_every_kind_of_question_is_explained_with_its_two_answers() -> None:
    page = (TEMPLATES / "desk" / "question.html").read_text()
    answers = dict(re.findall(r'"([a-z-]+)": _\("([^"|]+\|[^"|]+)"\)', page))
    assert set(answers) == set(Asked)
    rows = [plain(line) for line in MANUAL.splitlines() if line.startswith("| **«")]
    for both in answers.values():
        accepted, refused = (plain(one) for one in both.split("|"))
        assert any(row.find(f"« {accepted} »") < row.find(f"« {refused} »") for row in rows if f"« {accepted} »" in row)


def test_the_keys_are_those_of_the_queue() -> None:
    keys = queue_keys.KEYS
    assert f"| question | touche `{keys[Answer.ACCEPTED]}` | touche `{keys[Answer.REFUSED]}` |" in MANUAL
    assert f"* `{keys[Answer.SKIPPED]}`, **« Passer »**" in MANUAL
    assert f"* `{queue_keys.UNDO}`, **« Défaire ma dernière réponse »**" in MANUAL


def test_every_facet_and_every_section_is_named() -> None:
    assert {plain(name) for name in NAMES.values()} - set(LABELS) == set()
    base = (TEMPLATES / "desk" / "base.html").read_text()
    sections = re.findall(r'\("([a-z]+)", _\("', base)
    assert len(sections) == 9
    assert [one for one in sections if f"`/desk/{one}`" not in MANUAL] == []


def test_every_address_is_a_route(app: FastAPI) -> None:
    addresses = set(ADDRESS.findall(MANUAL))
    assert len(addresses) > 10, "the addresses are not found any more"
    assert addresses - {getattr(route, "path", "") for route in app.routes} == set()


def test_the_numbers_are_those_of_the_code() -> None:
    for words, holds in {
        f"{passwords.LEAST} signes au moins": True,
        f"depuis {coverage.QUIET.days} jours": True,
        f"({MOST_PICKS} au plus)": True,
        "1 000 lignes au plus": coverage_input.MOST_LINES == 1_000,
        "5 secondes ou 1 000 lignes": console.ROWS_MOST == 1_000,
        "l’aperçu vaut deux heures": timedelta(seconds=reimport.LASTING) == timedelta(hours=2),
    }.items():
        assert words in plain(MANUAL), words
        assert holds, words


@pytest.mark.parametrize("question", SQL, ids=range(len(SQL)))
def test_a_question_to_the_database_is_answered(engine: Engine, question: str) -> None:
    assert console.ask(engine, question).columns


def test_there_are_two_questions_to_the_database() -> None:
    assert len(SQL) == 2


@pytest.mark.parametrize("document", ["README.md", "docs/editors.fr.md"])
def test_pictures_are_there_light_and_told_to_who_cannot_see_them(document: str) -> None:
    page = ROOT / document
    pictures = PICTURE.findall(page.read_text())
    assert len(pictures) >= 3
    for alternative, path in pictures:
        picture = page.parent / path
        assert len(alternative) > 20, path
        assert picture.stat().st_size < LARGEST_PICTURE, path
        with Image.open(picture) as opened:
            assert opened.format == "PNG", path


def test_no_picture_is_left_over() -> None:
    shown = {Path(path).name for name in ("README.md", "docs/editors.fr.md")
             for _, path in PICTURE.findall((ROOT / name).read_text())}  # fmt: skip
    assert {one.name for one in (ROOT / "docs" / "images").iterdir()} == shown
