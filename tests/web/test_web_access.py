"""Quick checks of accessibility that a parser can make: contrast of the style sheet, names of links, of lists."""

from __future__ import annotations

import re

import pytest
import web_samples as made
from lxml import html
from site_under_test import Site
from test_web_pages import addresses, tree, words

from web.rendering import STATIC

SHEET = (STATIC / "style.css").read_text(encoding="utf-8")
# Text on its ground, as the sheet pairs them: (foreground, background).
PAIRS = (
    ("ink", "paper"),
    ("ink", "paper-2"),
    ("soft", "paper"),
    ("soft", "paper-2"),
    ("accent", "paper"),
    ("accent", "paper-2"),
    ("on-accent", "accent"),
    ("paper", "ink"),
)
EMPTY_WORDS = {"ici", "cliquez ici", "lire", "lire plus", "lire la suite", "en savoir plus", "lien", "plus", "suite"}


def schemes() -> dict[str, dict[str, str]]:
    """Scheme → variable → `#rrggbb`, from the `:root` rules of the sheet, in their order: light, dark, print."""
    roots = re.findall(r":root\s*\{([^}]*)\}", SHEET)
    colours = [dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6})\b", rule)) for rule in roots]
    return dict(zip(("light", "dark", "print"), colours, strict=True))


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2 (https://www.w3.org/TR/WCAG22/#dfn-relative-luminance)."""
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_itself() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_text_stands_out_from_its_ground(scheme: str) -> None:
    colours = schemes()[scheme]
    for front, ground in PAIRS:
        assert contrast(colours[front], colours[ground]) >= 4.5, (scheme, front, ground)
    # The edge of a field is no text: 3 is asked of it (WCAG 2.2, 1.4.11).
    assert contrast(colours["soft"], colours["paper"]) >= 3


def test_no_rule_makes_words_fainter_than_the_variables() -> None:
    assert not re.search(r"(?<![\w-])opacity:\s*(0?\.\d|0\b)", SHEET)
    body = re.sub(r":root\s*\{[^}]*\}|@media print.*", "", SHEET, flags=re.S)
    assert re.findall(r"#[0-9a-f]{3,6}\b", body) == []


def test_links_say_where_they_lead(site: Site) -> None:
    for path in addresses(site):
        for link in tree(site.client.get(path).text).xpath("//a[@href]"):
            said = (link.get("aria-label") or words(link)).strip(" ↗→←.").casefold()
            assert len(said) > 2, (path, link.get("href"))
            assert said not in EMPTY_WORDS, (path, said)


def test_landmarks_and_regions_have_names(site: Site) -> None:
    for path in addresses(site):
        page = tree(site.client.get(path).text)
        ids = set(page.xpath("//@id"))
        for region in page.xpath("//nav|//section[not(@class='nothing')]|//aside|//form"):
            named = region.get("aria-labelledby")
            assert named in ids if named else region.get("aria-label"), (path, region.tag, region.attrib)
        for nav in page.xpath("//nav"):
            assert nav.xpath(".//a"), (path, nav.get("aria-label"))
        assert page.xpath("//main[@id='contenu']/@tabindex") == ["-1"], path
        assert len(page.xpath("//*[@aria-current='page']")) <= 1, path


def test_times_are_told_to_machines_too(site: Site) -> None:
    for path in addresses(site):
        for time in tree(site.client.get(path).text).xpath("//time"):
            assert re.match(r"\d{4}-\d{2}(-\d{2}(T\d{2}:\d{2}.*)?)?$", time.get("datetime")), (path, words(time))


def test_a_title_in_another_language_says_so(site: Site) -> None:
    element = html.fromstring(site.client.get("/appels").text)
    assert [(h.get("lang"), words(h)) for h in element.xpath("//h3[@lang]")] == [("en", made.HOSTILE)]
    assert element.xpath("/html/@lang") == ["fr"]
