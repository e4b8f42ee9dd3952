"""Options: every one that the code asks for is listed, and none that it does not."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from scrapers.readers import PLATFORMS, module_of, options
from scrapers.readers.options import COMMON, is_option, options_of

FOLDER = Path(options.__file__).parent
ASKED = re.compile(r"""\.option\(\s*["'](\w+)["']""")
THROUGH_A_NAME = {"types", "status", "programmes", "follow", "next", "regions"}
"""Options that the code asks for by a variable."""


def test_every_option_that_readers_ask_for_is_listed_and_no_other() -> None:
    readers = {module_of(platform).rpartition(".")[2] for platform in PLATFORMS}
    texts = {file.stem: file.read_text() for file in FOLDER.glob("*.py")}
    used = [text for stem, text in texts.items() if stem in readers or "\nREADER = " not in text]
    asked = {name for text in used for name in ASKED.findall(text)}
    asked |= {name for name, _ in COMMON} | THROUGH_A_NAME
    listed = {name for platform in PLATFORMS for name, _ in options_of(platform)} - {"field.NAME"}
    assert asked == listed


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_platform_names_its_options_once_and_says_what_they_do(platform: str) -> None:
    names = [name for name, _ in options_of(platform)]
    assert len(set(names)) == len(names)
    assert all(len(meaning) > 12 and not meaning.endswith(".") for _, meaning in options_of(platform))
    assert "Options:" not in (import_module(module_of(platform)).__doc__ or ""), "they stand in OPTIONS"


def test_what_a_source_may_say() -> None:
    assert is_option("schema_org", "follow")
    assert is_option("schema_org", "index"), "common to all"
    assert not is_option("schema_org", "per_page"), "another platform's"
    assert is_option("json", "field.start")
    assert not is_option("json", "field.NAME.")
    assert not is_option("json", "field.")
    assert not is_option("feed", "field.start"), "a feed has no rows of JSON"
    with pytest.raises(KeyError, match="gopher"):
        options_of("gopher")
