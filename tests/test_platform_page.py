"""docs/platforms.md says of each platform what its module says."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

from pipeline.platform_page import platform_page
from scrapers.discovery.clues import every_clue
from scrapers.readers import PLATFORMS, module_of, reader_for
from scrapers.readers.options import COMMON

ROOT = Path(__file__).resolve().parent.parent


def sections() -> dict[str, str]:
    parts = re.split(r"^## (.+)$", platform_page(), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_every_platform_has_its_section_with_all_that_its_module_says() -> None:
    found = sections()
    assert list(found) == ["Options of every platform", *PLATFORMS]
    for platform in PLATFORMS:
        module, text = import_module(module_of(platform)), found[platform]
        assert f"`{reader_for(platform).version}`" in text
        assert f"{module_of(platform).replace('.', '/')}.py" in text
        assert (ROOT / f"{module_of(platform).replace('.', '/')}.py").is_file()
        own = getattr(module, "OPTIONS", ())
        assert all(f"| `{name}` |" in text for name, _ in own)
        words = " ".join((module.__doc__ or "").split())
        plain = re.sub(r"\*\*Oddities\.\*\* |\*Known from\* ", "", " ".join(text.split()))
        assert words.split(". ")[0].split(": ")[0] in plain
        assert len(words) > 150, "a page of oddities, not a line"


def test_oddities_and_clues_are_told() -> None:
    found = sections()
    assert sum("**Oddities.**" in text for text in found.values()) >= 15
    for clue in every_clue():
        assert clue.because in found[clue.platform]
        assert all(f"`{mark}`" in found[clue.platform] for mark in clue.marks)
    assert "header `x-wix-request-id:" in found["feed"]
    assert all(f"| `{name}` |" in found["Options of every platform"] for name, _ in COMMON)


def test_the_entries_of_the_catalogue_are_counted() -> None:
    table = dict(re.findall(r"^\| \[`(\w+)`\]\(#\w+\) \| `[^`]+` \| (\d+) \|$", platform_page(), re.MULTILINE))
    assert set(table) == set(PLATFORMS)
    files = [f.read_text() for f in (ROOT / "sources").glob("*.yaml")]
    assert int(table["plone"]) == sum(bool(re.search(r"^platform: plone$", text, re.MULTILINE)) for text in files) > 0
