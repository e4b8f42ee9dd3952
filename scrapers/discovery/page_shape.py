"""Whether a page tells of one thing or lists many: by its address, its head, and how much of its text is a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import unquote, urlsplit

from scrapers.discovery.list_ways import Listed
from scrapers.readers.html_nodes import seen_text
from scrapers.readers.page_days import days_in, is_range, plain
from scrapers.readers.page_facts import RELATED_WORDS, Facts
from scrapers.readers.page_lines import ASIDE, CONTENT, RELATED, Line
from scrapers.readers.page_prose import Found
from vigie.model import Capture

LONGEST_SPAN = 15
"""Days that one festival lasts at most; what lasts longer is a season of several things."""
LEAP_YEAR = 2024
LONG_TEXT = 300
"""Signs of running text from which on a page is about more than what stands in its side columns."""

_ONE_ARTICLE = re.compile(rb'"@type"\s*:\s*"(?:Article|NewsArticle|BlogPosting|Report)"')
_OF_ARTICLE = re.compile(
    rb'property=["\']og:type["\']\s+content=["\']article|content=["\']article["\']\s+property=["\']og:type', re.I
)
_SINGLE_BODY = re.compile(
    rb'<body[^>]*class=["\'][^"\']*\b(?:single|post-template|node-type-\w+|single-\w+|template-single)\b', re.I
)
_LIST_BODY = re.compile(
    rb'<body[^>]*class=["\'][^"\']*\b(?:archive|blog|category|home|post-type-archive\S*|listing)\b', re.I
)
_PAGED = re.compile(r"(?:/page/\d+|[?&](?:page|paged|start|offset|p)=\d+)")
_LIST_WORDS = re.compile(
    r"^(?:les |nos |notre |toutes? (?:les|nos) |l'|the )?(?:agenda\w*|evenements?|events?|programme"
    r"|programmation|actualites?|actus?|news|blog|calendrier|a la une|a-la-une|concerts|spectacles"
    r"|articles|toutes?|tous|rubrique\w*|liste|archives?|horaires|a venir|prochainement|sorties|expositions"
    r"|stages|ateliers|appels?|index)\b"
)


def lists_that_count(lists: Sequence[Listed], lines: tuple[Line, ...], prose: int) -> tuple[Listed, ...]:
    """The lists that a page is about: not those of related things; of side columns only where there is no other."""
    own = [one for one in lists if one.region != RELATED and not _below_related(one, lines)]
    content = [one for one in own if one.region == CONTENT]
    return tuple(content or [one for one in own if one.region == ASIDE and prose < LONG_TEXT])


def _below_related(listed: Listed, lines: tuple[Line, ...]) -> bool:
    before = [line for line in lines[max(0, listed.first - 4) : listed.first] if line.region != "furniture"]
    return listed.prose_before > 200 and any(
        len(line.text) < 90 and RELATED_WORDS.match(plain(line.text)) for line in before
    )


def is_single(capture: Capture, facts: Facts, lists: Sequence[Listed], told: Sequence[Found]) -> float:
    """How much speaks for one thing (above 0) or for a list (below): roughly -3 to 3."""
    path = urlsplit(capture.url).path
    last = plain(unquote(path.rstrip("/").rsplit("/", 1)[-1])).removesuffix(".html")
    score = 0.0
    title = set(re.findall(r"[^\W_]+", plain(facts.title.whole))) if facts.title else set()
    slug = {word for word in re.findall(r"[^\W_]+", last) if not word.isdigit()}
    generic = bool(_LIST_WORDS.match(last.replace("-", " "))) or bool(
        facts.title and _LIST_WORDS.match(plain(facts.title.text))
    )
    if len(slug) >= 2 and len(slug & title) / len(slug) >= 0.5 and not (generic and len(slug) < 3):
        score += 1.2
    if _OF_ARTICLE.search(capture.body[:300_000]):
        score += 0.5
    if len(_ONE_ARTICLE.findall(capture.body)) == 1:
        score += 0.5
    if _SINGLE_BODY.search(capture.body[:600_000]):
        score += 0.8
    if _LIST_BODY.search(capture.body[:600_000]):
        score -= 1.0
    if generic:
        score -= 1.0
    if _PAGED.search(capture.url) or re.fullmatch(r"/?(?:[a-z]{2}/?)?(?:index\.\w+)?", path):
        score -= 1.5
    if len(slug) >= 2 and slug <= title | {"le", "la", "les"} and not generic and _in_one_span(facts, lists, told):
        score += 2.5
    if lists:
        return score + _against(lists[0].size, lists[0].prose_before, lists[0].share)
    if len({found.title for found in told}) >= 3:
        return score + _against(len(told), *_extent(facts, told))
    return score + 1.0


def _in_one_span(facts: Facts, lists: Sequence[Listed], told: Sequence[Found]) -> bool:
    """Whether all days of a page lie between the first and last of a short span that it names: one thing's days."""
    below = [found.words for found in told]
    below += [days[0] for listed in lists[:1] for node in listed.nodes if (days := days_in(seen_text(node)))]
    known = [(words.month, words.day) for words in below if not words.relative]
    for line in facts.body:
        if not known or len(line.text) > 160 or not is_range(line.text):
            continue
        first, last = days_in(line.text)
        year = first.year or last.year or LEAP_YEAR
        begin, end = first.on(year), last.on(last.year or year)
        if begin is None or end is None or not 0 <= (end - begin).days <= LONGEST_SPAN:
            continue
        within = [(day.month, day.day) for n in range((end - begin).days + 1) if (day := begin + timedelta(days=n))]
        if all(one in within for one in known):
            return True
    return False


def _against(size: int, before: int, share: float) -> float:
    """What a list says for or against one thing: how much other text stands before it, and what share it is."""
    score = 1.2 if before > 500 else 0.4 if before > 200 else -0.6 if before < 80 else 0.0
    score += -1.5 if share > 0.6 else -0.5 if share > 0.35 else 1.2 if share < 0.12 else 0.4
    return score - (0.6 if size >= 5 else 0.0)


def _extent(facts: Facts, told: Sequence[Found]) -> tuple[int, float]:
    """Signs of text before the first of several things told in prose, and the share from there to the last."""
    first, last = told[0].line.place, told[-1].line.place
    sizes = [(line.place, len(line.text)) for line in facts.body]
    before = sum(size for place, size in sizes if place < first - 1)
    return before, sum(size for place, size in sizes if first - 1 <= place <= last + 1) / (facts.prose or 1)
