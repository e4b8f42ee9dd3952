"""Every sentence of every page has its English one, and says the same names in it."""

from __future__ import annotations

import json
import re

import pytest
from jinja2 import Environment, FileSystemLoader

from web.embed_query import Language
from web.rendering import FOLDER
from web.words import FOLDER as WORDS
from web.words import catalogue, translations

TEMPLATES = sorted(str(p.relative_to(FOLDER / "templates")) for p in (FOLDER / "templates").rglob("*.html"))


def sentences(template: str) -> list[tuple[str, str | None]]:
    """What a template marks for translation, as (singular, plural or None); not what it is given to translate."""
    loader = FileSystemLoader(FOLDER / "templates")
    environment = Environment(loader=loader, extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True)
    environment.policies["ext.i18n.trimmed"] = True
    source = loader.get_source(environment, template)[0]
    found = environment.extract_translations(source)  # type: ignore[attr-defined]
    return [(said, None) if isinstance(said, str) else (said[0], said[1]) for _, _, said in found if said]


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_sentence_is_said_in_english(template: str) -> None:
    words = catalogue(Language.EN)
    missing = {
        one for one, many in sentences(template) if not isinstance(words.get(one), str if many is None else list)
    }
    assert missing == set()


def test_a_translation_keeps_the_names_that_are_filled_in() -> None:
    for french, english in catalogue(Language.EN).items():
        for one in [english] if isinstance(english, str) else english:
            said = set(re.findall(r"%\((\w+)\)s", french)) - {"num"}
            assert said == set(re.findall(r"%\((\w+)\)s", one)) - {"num"}, french


def test_no_translation_is_left_over() -> None:
    used = {one for template in TEMPLATES for one, _ in sentences(template)}
    python = "\n".join(p.read_text("utf-8") for p in FOLDER.rglob("*.py"))
    assert {said for said in catalogue(Language.EN) if said not in used and json.dumps(said, ensure_ascii=False) not in
            python and said not in python} == set()  # fmt: skip


def test_numbers_follow_the_rules_of_each_language() -> None:
    assert [translations(Language.FR)[1]("date", "dates", n) for n in (0, 1, 2)] == ["date", "date", "dates"]
    assert [translations(Language.EN)[1]("day", "days", n) for n in (0, 1, 2)] == ["days", "day", "days"]
    assert list(WORDS.glob("en/*.json"))
