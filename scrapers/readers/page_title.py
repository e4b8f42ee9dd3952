"""What a page that tells of one thing is called: the heading that its own head, address and markup agree on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser

from scrapers.readers.page_days import days_in, plain, without_days
from scrapers.readers.page_lines import ASIDE, FURNITURE, RELATED, Line

_PARTS = re.compile(r"\s+(?:\||–|—|-|»|«|·|::|•|<|>)\s+")
_GENERIC = re.compile(
    r"^\W*(?:(?:nos |les |notre |toutes? (?:nos|les) |l'|dernieres? |les dernieres? )?(?:actualites?|actus?|agenda"
    r"|evenements?|nouvelles|news)(?: (?:a venir|recentes?|du moment|du mois))?|activiteiten|nieuws|prochainement"
    r"|a venir|prochains? (?:evenements?|rendez-vous|dates|concerts?|spectacles?)"
    r"|calendrier des \w+|liste des \w+(?: a venir)?|(?:upcoming )?events|menu|contact|accueil|home|programme"
    r"|programmation|calendrier|blog|news|articles?|a la une"
    r"|infos?(?: pratiques)?|recherche|rechercher|newsletter|partager|commentaires?|navigation|nos? evenements?"
    r"|toutes? (?:nos|les) \w+)\W*$"
)
_SIGNED = re.compile(r"\W*(?:par|by|door|avec) [^\W\d_]\S*(?: \S+){0,3}\W*$")
"""A heading that only says by whom; section anchors of generated documents end with "¶"."""
_LEADING = re.compile(r"^[\s\-–—:|,.•/]+")
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Titled:
    """`text` without the site's name and a leading day; `place` of its line, None when only the head says it."""

    text: str
    place: int | None
    whole: str


def title_of(tree: LexborHTMLParser, lines: tuple[Line, ...], url: str) -> Titled | None:
    """The title of a page; None when it has none at all."""
    said = list(_head_parts(tree))
    site = _words(_meta(tree, "og:site_name") or "")
    host = re.sub(r"[^a-z0-9]", "", (urlsplit(url).hostname or "").removeprefix("www.").rsplit(".", 1)[0])
    slug = set(_words(unquote(urlsplit(url).path.rstrip("/").rsplit("/", 1)[-1]).removesuffix(".html")))
    menu = {plain(line.text) for line in lines if line.region == FURNITURE and line.linked > 0.9}
    best: tuple[float, Line] | None = None
    seen = 0
    for line in lines:
        if line.region != FURNITURE:
            seen += 1
        if not _may_be(line) or (line.region == FURNITURE and line.heading != 1):
            continue
        score = _score(line, said, site, host, slug, menu, seen, urlsplit(url).path in ("", "/"))
        score += 3.0 if line.heading and below_day(lines, line) else 0.0
        if best is None or score > best[0]:
            best = (score, line)
    if best and (best[0] >= 1.0 or not said):
        whole = best[1].text.rstrip("¶ ")
        return Titled(undated(whole), best[1].place, whole)
    first = next((" ".join(part.split()) for part in said if _words(part) != site and _squeezed(part) != host), None)
    return Titled(undated(first), None, first) if first else None


def is_generic(text: str) -> bool:
    """Whether a text names a section of a site ("Actualités", "Événements à venir"), not a thing."""
    return _GENERIC.match(plain(text)) is not None


def undated(text: str) -> str:
    """A title without the day that it begins with ("Le 20 mars 2016 - Concert"), when more than the day is there."""
    days = days_in(text)
    if days and days[0].span[0] <= 4:
        rest = text[days[-1].span[1] if days[-1].span[0] - days[0].span[1] < 6 else days[0].span[1] :]
        hit = re.match(r"\s*(?:(?:à|a|-|–|,|de)?\s*\d{1,2}\s?[h:]\s?\d{0,2})?\s*[-–—:|]\s*(.+)$", rest, re.S)
        if hit and len(re.sub(r"\W", "", without_days(hit[1]))) > 2:
            return hit[1].strip()
    return (before_day(text) or text).strip()[:LONGEST]


def before_day(text: str) -> str | None:
    """What stands before the day that a title ends with, parted from it by a sign ("Tournoi – 12 octobre 2025");
    None when it ends with none, or when a day is all it is."""
    days = days_in(text)
    if not days or days[0].relative or len(re.sub(r"\W", "", without_days(text[days[0].span[0] :]))) > 2:
        return None
    hit = re.fullmatch(
        r"(.*\S)(?:\s+[-–—|/•·]|\s*[,:;(\[])\s*(?P<small>[^\W\d]{0,3}\s?)", text[: days[0].span[0]], re.S
    )
    if hit is None or len(re.sub(r"[\W\d_]", "", without_days(hit[1]))) < 3 or _GENERIC.match(plain(hit[1])):
        return None
    return hit[1].strip()


def _may_be(line: Line) -> bool:
    return bool(line.heading) and 1 < len(line.text) <= LONGEST and bool(re.search(r"[^\W\d_]{2}", line.text))


def _score(
    line: Line, said: list[str], site: list[str], host: str, slug: set[str], menu: set[str], seen: int, front: bool
) -> float:
    words = _words(line.text)
    if not words:
        return -10.0
    score = {1: 3.0, 2: 1.5, 3: 0.7}.get(line.heading, 0.2)
    score += max((_likeness(words, _words(part)) for part in said), default=0.0)
    score += 2.0 * len(slug & set(words)) / max(len(slug | set(words)), 1)
    named_of_year = line.heading == 1 and front and re.search(r"\b20\d\d\b", line.text) is not None
    if named_of_year:
        score += 1.0
    elif words == site or _squeezed(line.text) == host or (host and len(host) > 5 and _squeezed(line.text) in host):
        score -= 6.0
    if set(words) == slug and len(slug) > 1:
        score += 4.0
    elif plain(line.text) in menu and not named_of_year:
        score -= 4.0
    if _GENERIC.match(plain(line.text)):
        score -= 2.0
    days = days_in(line.text)
    bare = front and len(re.sub(r"[\W_]", "", without_days(line.text))) < 3
    score += 2.5 if days and days[0].year and not bare else 0.5 if days else 0.0
    score -= 3.0 if line.heading > 1 and line.text.endswith("¶") else 0.0
    score -= 3.0 if _SIGNED.match(plain(line.text)) else 0.0
    score -= 2.0 if line.linked > 0.9 and line.heading > 1 else 0.0
    score -= 5.0 if line.region in (ASIDE, RELATED) else 0.0
    score -= 3.0 if line.region == FURNITURE else 0.0
    return score - min(0.03 * seen, 2.5)


def below_day(lines: tuple[Line, ...], line: Line) -> bool:
    """Whether a heading stands right below another that is nothing but a day with its year."""
    if line.place == 0 or days_in(line.text):
        return False
    before = lines[line.place - 1]
    days = days_in(before.text)
    return bool(
        before.heading and len(days) == 1 and days[0].year and len(re.sub(r"[\W_]", "", without_days(before.text))) < 3
    )


def _likeness(words: list[str], other: list[str]) -> float:
    if words == other:
        return 5.0
    shared = len(set(words) & set(other)) / max(len(set(words) | set(other)), 1)
    return 4.0 * shared if shared >= 0.5 else 0.0


def _head_parts(tree: LexborHTMLParser) -> Iterator[str]:
    title = tree.css_first("title")
    for text in (
        _meta(tree, "og:title"),
        title.text(deep=True) if title is not None else None,
        _meta(tree, "twitter:title"),
    ):
        if text and text.strip():
            parts = [part for part in _PARTS.split(text.strip()) if part.strip()]
            yield text.strip() if len(parts) == 1 else parts[0]
            yield from parts
            yield text.strip()


def _meta(tree: LexborHTMLParser, name: str) -> str | None:
    node = tree.css_first(f"meta[property='{name}'], meta[name='{name}']")
    return node.attributes.get("content") if node is not None else None


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", plain(text))


def _squeezed(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", plain(text))
