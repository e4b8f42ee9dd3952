"""What stands where in the items of a list: rules for title, link, day, place, price, text and picture.

Every place of a few sample items is tried on all of them; the place wins whose words are there in most items, differ
from item to item, and are marked up as such words usually are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from scrapers.discovery.list_selectors import inner_selectors
from scrapers.discovery.page_kind import DEADLINE_WORDS, PUBLISHED_WORDS
from scrapers.readers.addresses import absolute
from scrapers.readers.html_nodes import seen_text
from scrapers.readers.page_address import DAY_IN_PATH, day_in_address
from scrapers.readers.page_days import days_in, has_clock, plain, without_days
from scrapers.readers.page_tables import head_above
from scrapers.readers.page_title import before_day
from vigie.model import FieldRule, Kind

SAMPLE, TRIED, MOST_PIECES, MOST_SELECTORS = 8, 30, 60, 140
LONGEST_TITLE = 220
_SILENT = frozenset(("script", "style", "template", "noscript", "svg", "iframe", "select", "option", "button"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_GENERIC = re.compile(
    r"^\W*(?:en savoir (?:plus|\+)|savoir plus|lire (?:la suite|plus|l'article)|la suite|suite|plus(?: d'infos?"
    r"| d'informations?)?|details?"
    r"|voir(?: plus| l'evenement| la fiche| tous?)?|decouvrir|reserver|reservations?|billetterie|tickets?"
    r"|s'inscrire|inscriptions?|read more|more"
    r"|learn more|details|lees meer|meer info|telecharger|partager|infos?|gratuit|complet|annule|reporte"
    r"|nouveau|cliquez ici|ici|link|lien|tous|video|photo)\W*$"
)
_LABEL = re.compile(
    r"^\W*(?:publiee?s?|postee?|posted|published|gepubliceerd|mise? (?:en ligne|a jour)|modifiee?|cloture|ouverture"
    r"|date limite|deadline|echeance|uiterste datum|debut|fin|depuis|jusqu'au|avant)\W*$"
)
"""What stands before a day and says what it is of."""
_TITLE_NAMES = frozenset(
    ("title", "titre", "titel", "name", "nom", "headline", "heading", "intitule", "summary", "caption")
)
_DATE_NAMES = frozenset(
    ("date", "dates", "time", "jour", "day", "when", "quand", "datetime", "published", "horaire", "start", "schedule")
)
_OTHER_NAMES = frozenset(
    (
        *("category", "categorie", "categories", "cat", "tag", "tags", "etiquettes", "theme", "type", "author"),
        *("auteur", "meta", "label", "lieu", "place", "venue", "location", "ville", "city", "pays", "price", "prix"),
        *("tarif", "badge", "excerpt", "desc", "description"),
    )
)
_PLACE_NAMES = frozenset(
    ("lieu", "place", "venue", "location", "salle", "where", "ville", "city", "adresse", "address", "locatie")
)
_PRICE_NAMES = frozenset(("price", "prix", "tarif", "tarifs", "cost", "prijs"))
_TEXT_NAMES = frozenset(
    ("excerpt", "desc", "description", "resume", "summary", "intro", "chapo", "accroche", "teaser", "content")
)
_MATCHES = (
    r"^[^A-Za-zÀ-ÿ]*\S*[^|]*?(?:19|20)\d\d\s*[-–—:|,]\s*(.+)$",
    r"^[^|]*?\d\s*[hH:]\s*\d*\s*[-–—:|,]\s*(.+)$",
    r"^[^–—|:]*\d[^–—|:]*?\s*[-–—:|]\s+(.+)$",
    r"^[^|]*?(?:19|20)\d\d\s+(.+)$",
)


_MATCHES_BEFORE = (
    r"^(.+?)\s+[-–—|/•·]\s+[^-–—|/•·]*\d[^–—|•·]*$",
    r"^(.+?)\s*[,:;(\[]\s*[^,:;(\[]*\d[^,:;(\[]*$",
    r"^(.+\S)\s*[-–—|/•·,:;(\[]\s*\D{0,12}\d[^–—|•·,;(\[]*$",
)


@dataclass(frozen=True, slots=True)
class Tried:
    """A place tried on the items: the node found in each (None where there is none) and its text."""

    selector: str
    nodes: tuple[LexborNode | None, ...]
    texts: tuple[str, ...]

    @property
    def coverage(self) -> float:
        return sum(bool(text) for text in self.texts) / len(self.texts)

    @property
    def distinct(self) -> float:
        said = [text for text in self.texts if text]
        return len(set(said)) / len(said) if said else 0.0


@dataclass(frozen=True, slots=True)
class Fields:
    """The rules of a list with what they bring: titles and day words of its items, in their order. `filed`: the days
    are those under which its articles are filed, in their addresses."""

    rules: tuple[FieldRule, ...]
    titles: tuple[str, ...]
    days: tuple[str, ...]
    score: float
    filed: bool = False


def places(items: Sequence[LexborNode]) -> tuple[Tried, ...]:
    """Every place of the sample items, tried on (at most thirty of) the items."""
    tried_on = items[:TRIED]
    selectors: dict[str, None] = {}
    for item in items[:SAMPLE]:
        for node in _pieces(item):
            for selector in inner_selectors(item, node):
                if len(selectors) < MOST_SELECTORS:
                    selectors.setdefault(selector)
    found = []
    for selector in selectors:
        nodes = tuple(_first(item, selector) for item in tried_on)
        if sum(node is not None for node in nodes) * 2 >= len(nodes):
            found.append(Tried(selector, nodes, tuple(_text(node) for node in nodes)))
    return tuple(found)


def fields_of(items: Sequence[LexborNode], kind_of: Callable[[Sequence[str], Sequence[str]], Kind]) -> Fields | None:
    """The rules for the items of a list; None where no title or no day was found. `kind_of` tells from titles and
    words for days what the list is of, and so what its days are."""
    tried = places(items)
    title = max(tried, key=_as_title, default=None)
    day = max(tried, key=lambda one: _as_day(one, title), default=None)
    if title is None or day is None or _as_title(title) < 4.5:
        return None
    if _as_day(day, title) < 1:
        return _fields_by_address(items, title)
    match = _match_of(title)
    titles = tuple(_matched(text, match) for text in title.texts)
    days = tuple(_day_texts(day))
    kind = kind_of(titles, days)
    if kind is Kind.CALL:
        day = max(tried, key=lambda one: _as_day(one, title) + 2.0 * _tells_deadline(one))
        days = tuple(_day_texts(day))
    rules = [FieldRule("title", title.selector, match=match)]
    rules += _link(items, title)
    rules += _day_rules(day, _day_name(kind, days))
    for name, words, least in (
        ("place_text", _PLACE_NAMES, 1.0),
        ("price_text", _PRICE_NAMES, 1.0),
        ("description", _TEXT_NAMES, 1.0),
    ):
        best = max(tried, key=lambda one, words=words: _as_named(one, words), default=None)  # type: ignore[misc]
        if best and _as_named(best, words) >= least and best.selector not in (title.selector, day.selector):
            rules.append(FieldRule(name, best.selector))
    if sum(_first(item, "img[src]") is not None for item in items[:TRIED]) * 2 >= len(items[:TRIED]):
        rules.append(FieldRule("image", "img[src]", "src"))
    return Fields(tuple(rules), titles, days, _as_title(title) + _as_day(day, title))


def _fields_by_address(items: Sequence[LexborNode], title: Tried) -> Fields | None:
    """The rules for articles that say their day in their addresses alone."""
    link = next(_link(items, title), None)
    if link is None:
        return None
    found = (_first(item, link.select) for item in items[:TRIED])
    filed = [day_in_address(absolute("http://example.org/a/b/c/d/", _href(node))) for node in found]
    if sum(day is not None for day in filed) < 0.6 * len(filed):
        return None
    rules = (FieldRule("title", title.selector), link, FieldRule("published", link.select, "href", match=DAY_IN_PATH))
    days = tuple(day.isoformat() if day else "" for day in filed)
    return Fields(rules, title.texts, days, _as_title(title), filed=True)


def _as_title(one: Tried) -> float:
    texts = [text for text in one.texts if text]
    good = [text for text in texts if is_title(text)]
    if len(good) < 0.6 * len(one.texts):
        return -10.0
    sample = next(node for node, text in zip(one.nodes, one.texts, strict=True) if node is not None and text in good)
    names, tags = _around(sample), _tags_around(sample)
    mean = sum(map(len, good)) / len(good)
    score = 4 * len(good) / len(one.texts) + 3 * len(set(good)) / len(good)
    score += 3 if tags & _HEADINGS else 0
    score += 2.5 if names & _TITLE_NAMES else 0
    score += 1.2 if sample.tag == "a" or "a" in tags or sample.css_first("a[href]") is not None else 0
    score += 0.8 if tags & {"strong", "b"} else 0
    score -= 2.5 if names & (_OTHER_NAMES | _DATE_NAMES) and not names & _TITLE_NAMES and not tags & _HEADINGS else 0
    score -= 3 if mean > 160 else 1 if mean > 110 else 0
    score -= 2 if mean < 6 else 0
    score -= 1.5 if sum(bool(days_in(text)) for text in good) * 2 > len(good) else 0
    score -= 2 if sum(text.count(". ") for text in good) > len(good) else 0
    return score - 0.002 * len(one.selector)


def is_title(text: str) -> bool:
    """Whether a text can name a thing: more than a day, an hour, a number or a word of invitation."""
    return (
        2 < len(text) <= LONGEST_TITLE
        and not _GENERIC.match(plain(text))
        and len(re.sub(r"[\W\d_]", "", without_days(text))) >= 2
        and not _LABEL.match(plain(without_days(text)))
    )


def _as_day(one: Tried, title: Tried | None) -> float:
    dated = [text for text in _day_texts(one) if days_in(text)]
    if len(dated) < 0.5 * len(one.texts):
        return -10.0
    pairs = zip(one.nodes, _day_texts(one), strict=True)
    sample = next(node for node, text in pairs if node is not None and text in dated)
    mean = sum(map(len, dated)) / len(dated)
    score = 4 * len(dated) / len(one.texts)
    score += 2 if mean <= 40 else 1 if mean <= 80 else -2 if mean > 260 else 0
    score += 1.5 if _around(sample) & _DATE_NAMES or sample.tag == "time" else 0
    score += 0.8 * sum(has_clock(text) for text in dated) / len(dated) if mean <= 120 else 0
    score -= 0.5 * sum(len(days_in(text)) > 2 for text in dated) / len(dated)
    score -= 0.3 if title and one.selector == title.selector else 0
    score -= 1.0 if _is_half_a_day(sample) else 0
    return score - 0.002 * len(one.selector)


def _is_half_a_day(node: LexborNode) -> bool:
    """Whether the block around a day says more of the same day: "25" beside "fév 24"."""
    around, own = (seen_text(node.parent) if node.parent is not None else ""), days_in(seen_text(node))
    if not own or own[0].year or len(around) > 30:
        return False
    whole = days_in(around)
    return len(whole) == 1 and whole[0].year is not None and whole[0].day != own[0].day


def _tells_deadline(one: Tried) -> bool:
    """Whether the words of a place, or the head of its column, speak of a deadline."""
    said = [
        f"{head_above(node) or ''} {text}" for node, text in zip(one.nodes, one.texts, strict=True) if node is not None
    ]
    return sum(bool(DEADLINE_WORDS.search(plain(text))) for text in said) * 2 > len(said)


def _day_texts(one: Tried) -> list[str]:
    """The words for a day at a place; where they hold none, what its `time` says to machines."""
    return [
        text if node is None or days_in(text) else (_stamp(node) or text)
        for node, text in zip(one.nodes, one.texts, strict=True)
    ]


def _as_named(one: Tried, names: frozenset[str]) -> float:
    sample = next((node for node in one.nodes if node is not None), None)
    if sample is None or one.coverage < 0.5 or not _own_names(sample) & names:
        return 0.0
    return 1.0 + one.coverage - 0.002 * len(one.selector)


def _match_of(title: Tried) -> str | None:
    """A pattern that leaves the day out of titles that begin or end with it."""
    said = [text for text in title.texts if text]
    trailing = [text for text in said if before_day(text)]
    if len(trailing) >= 0.8 * len(said):
        for pattern in _MATCHES_BEFORE:
            if all((hit := re.search(pattern, text)) and hit[1] == before_day(text) for text in trailing):
                return pattern
    leading = [text for text in said if (days := days_in(text)) and days[0].span[0] <= 4]
    if len(leading) < 0.6 * len(said):
        return None
    for pattern in _MATCHES:
        left = [
            hit[1] for text in leading if (hit := re.search(pattern, text)) and is_title(hit[1]) and not days_in(hit[1])
        ]
        if len(left) >= 0.8 * len(leading):
            return pattern
    return None


def _matched(text: str, pattern: str | None) -> str:
    hit = re.search(pattern, text) if pattern else None
    return hit[1] if hit else "" if pattern else text


def _link(items: Sequence[LexborNode], title: Tried) -> Iterator[FieldRule]:
    tried_on = items[:TRIED]
    options: dict[str, None] = {}
    if items[0].tag == "a":
        options[""] = None
    for item, node in zip(tried_on[:SAMPLE], title.nodes, strict=False):
        if node is None:
            continue
        if node.tag == "a":
            options.setdefault(title.selector)
        elif node.css_first("a[href]") is not None:
            options.setdefault(f"{title.selector} a[href]".strip())
        else:
            here = node.parent
            while here is not None and here.mem_id != item.mem_id:
                if here.tag == "a":
                    for selector in inner_selectors(item, here):
                        options.setdefault(selector)
                    break
                here = here.parent
    options.setdefault("a[href]")
    best: tuple[float, str] | None = None
    for number, selector in enumerate(options):
        hrefs = [_href(_first(item, selector)) for item in tried_on]
        said = [href for href in hrefs if href]
        if len(said) * 2 < len(hrefs):
            continue
        score = len(said) / len(hrefs) + len(set(said)) / len(said) - 0.02 * number
        if best is None or score > best[0]:
            best = (score, selector)
    if best:
        yield FieldRule("url", best[1], "href")


def _href(node: LexborNode | None) -> str | None:
    href = node.attributes.get("href") if node is not None and node.tag == "a" else None
    return href if href and not href.startswith(("#", "mailto:", "tel:", "javascript:")) else None


def _day_name(kind: Kind, days: Sequence[str]) -> str:
    """What the days of a list are: of news their publication; of calls their deadline, unless they say otherwise."""
    if kind is Kind.EVENT:
        return "date_text"
    said = [plain(text) for text in days]
    if kind is Kind.NEWS or sum(bool(PUBLISHED_WORDS.search(text)) for text in said) * 2 > len(said):
        return "published"
    return "deadline_text" if sum(bool(DEADLINE_WORDS.search(text)) for text in said) * 2 > len(said) else "deadline"


def _day_rules(day: Tried, name: str) -> Iterator[FieldRule]:
    published = name == "published"
    stamps = [_stamp(node) for node in day.nodes if node is not None]
    selector = day.selector
    inner = "time[datetime]" if not selector else f"{selector} time[datetime]"
    own = all(node is None or node.tag == "time" for node in day.nodes)
    if (
        stamps
        and all(stamps)
        and (
            published
            or all("T" in stamp or " " in stamp for stamp in stamps if stamp)
            or not any(map(has_clock, day.texts))
        )
    ):
        yield FieldRule("start" if name == "date_text" else name, selector if own else inner, "datetime")
        return
    yield FieldRule(name, selector)


def _stamp(node: LexborNode) -> str | None:
    inner = node if node.tag == "time" else node.css_first("time[datetime]")
    said = (inner.attributes.get("datetime") or "") if inner is not None else ""
    return said if re.match(r"(?:19|20)\d\d-\d\d-\d\d", said) else None


def _pieces(item: LexborNode) -> Iterator[LexborNode]:
    yield item
    count = 0
    for node in item.traverse():
        if node.tag in _SILENT or not node.tag or node.mem_id == item.mem_id:
            continue
        telling = node.tag in _HEADINGS or node.tag in ("a", "time", "td", "th", "dd", "dt", "li", "p")
        if telling or any(
            (child.text_content or "").strip() for child in node.iter(include_text=True) if child.tag == "-text"
        ):
            count += 1
            if count > MOST_PIECES:
                return
            yield node
        elif _own_names(node) & (_TITLE_NAMES | _DATE_NAMES | _PLACE_NAMES | _PRICE_NAMES):
            count += 1
            yield node


def _first(item: LexborNode, selector: str) -> LexborNode | None:
    if not selector:
        return item
    try:
        for node in item.css(selector):
            if node.tag == "img" or _text(node):
                return node
    except Exception:  # selectolax raises its own and plain exceptions for names that it can't read
        return None
    return None


def _text(node: LexborNode | None) -> str:
    return seen_text(node)[:2_000] if node is not None else ""


def _own_names(node: LexborNode) -> set[str]:
    said = " ".join(node.attributes.get(name) or "" for name in ("class", "id", "itemprop"))
    return set(re.findall(r"[a-z]+", re.sub(r"([a-z])([A-Z])", r"\1 \2", said).lower()))


def _around(node: LexborNode) -> set[str]:
    names = _own_names(node)
    parent = node.parent
    return (
        names | _own_names(parent)
        if parent is not None and len(seen_text(parent)) <= len(seen_text(node)) + 2
        else names
    )


def _tags_around(node: LexborNode) -> set[str]:
    tags = {node.tag or ""}
    here = node.parent
    for _ in range(3):
        if here is None or len(seen_text(here)) > len(seen_text(node)) + 2:
            break
        tags.add(here.tag or "")
        here = here.parent
    inner = node.child
    while inner is not None:
        if inner.tag in ("strong", "b", "a", *_HEADINGS) and seen_text(inner) == seen_text(node):
            tags.add(inner.tag)
        inner = inner.next
    return tags


def titles_of(texts: Iterable[str]) -> int:
    """How many of some texts can be titles."""
    return sum(map(is_title, texts))
