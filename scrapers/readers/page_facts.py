"""What the lines of a page of one thing say: its own text, its day, when it was published, where, for how much.

Nothing is understood here: lines are chosen by where they stand and by the words around their days.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from selectolax.lexbor import LexborHTMLParser

from scrapers.readers.instants import iso
from scrapers.readers.page_address import day_in_address
from scrapers.readers.page_days import DayWords, days_in, has_clock, is_span, month_said, plain, without_days
from scrapers.readers.page_lines import ASIDE, CONTENT, Line
from scrapers.readers.page_tables import head_of
from scrapers.readers.page_title import Titled, title_of

AROUND = 6
RELATED_WORDS = re.compile(
    r"^\W*(?:(?:les |nos |d')?(?:articles?|contenus?|evenements?|actualites?|actus?|pages?|projets?"
    r"|spectacles?) (?:similaires?|lie[es]*|connexes|recents?|associes?|relies?|en liens?)"
    r"|ces (?:articles?|contenus?|evenements?)|(?:cela |ca )?(?:vous|pourrai\w* vous) (?:aimerez|pourriez"
    r"|pourrait|interesse|plaira)|a lire (?:aussi|egalement)|lire aussi|voir aussi|a voir aussi"
    r"|a decouvrir|decouvrez (?:aussi|egalement|nos|d'autres)|dans la meme (?:rubrique|categorie)"
    r"|(?:les )?autres? (?:articles?|evenements?|actualites?|actus?|spectacles?|dates|actions|rendez-vous)"
    r"|(?:nos |les )?(?:derniere?s?|prochaine?s?) (?:actualites?|actus|nouvelles|articles|evenements"
    r"|rendez-vous|spectacles|dates)|related|you may also|ne manquez pas"
    r"|sur le meme|\d* ?commentaires?|laisser un commentaire|leave a|navigation (?:de l'|des )"
    r"|article (?:precedent|suivant)|lees ook|ook interessant|forum|repondre a cet|suggestions)"
)
_PUBLISHED = re.compile(
    r"\b(?:publiee?s?|publication|postee?|mise? en ligne|redigee?|ecrit|posted|published|gepubliceerd)\b[^.]{0,40}$"
)
_BYLINE = re.compile(r"^\W*(?:par|by|door) \S+(?: \S+){0,3},? ?(?:le|on|op|-|\||•|,)? ?$")
_SIGNED = re.compile(r"\W*(?:par|by|door) [^\W\d_]\S*(?: \S+){0,3}\W*$")
_STAMP_NAMES = re.compile(
    r"(?:^|[\s_-])(?:published|posted(?:-on)?|pubdate|publication|publi|byline|submitted|entry-date|createdby|date-publication)"
    r"(?=$|[\s_-])"
)
_META_NAME = re.compile(
    r"(?:(?:post|entry|article|blog|news)[-_]{1,2})?(?:meta|infos?)(?:[-_]{1,2}(?:data|line|info))?"
)
_DATELINE = re.compile(r"^[^\W\d_][\w' -]{2,30}, ?(?:le )?$")
_TOUCHED = re.compile(r"\b(?:mise? a jour|modifiee?|updated|actualisee?|derniere modification)\b[^.]{0,40}$")
_STEP = re.compile(
    r"(?:date limite|au plus tard|cloture|avant le|inscriptions?|s'inscrire|reservations?|reserver|reservez"
    r"|billetterie|deadline|jusqu'au|a partir du|des le|candidat\w*|depot|dossiers?"
    r"|permanence|ouverture des|vente)\b[^.!?]{0,60}$"
)
_TELLS_WHEN = re.compile(
    r"\b(?:quand|date|dates|horaires?|when|rendez-vous|aura lieu|auront lieu|se tiendra|se tiendront"
    r"|se deroulera|a eu lieu|ont lieu|a lieu|organise|propose|invite|tenues?|tenus?)\b"
)
_PAST = re.compile(
    r"\b(?:depuis|en date du|du \d+ \w+ \d{4} \w+ (?:par|a)|proces|decret|loi|arrete|naissance|ne le|nee le"
    r"|fonde(?:e?s?|ation)|creee?s? en|vit le jour)\b"
)
_PLACE = re.compile(r"^\W*(?:lieu|ou|adresse|where|location|salle|endroit|locatie)\s*[:?]\s*(.*)$", re.S)
_PRICE = re.compile(r"^\W*(?:tarifs?|prix|entree|price|paf|p\.a\.f\.?|participation|prijs)\s*[:?]\s*(.*)$", re.S)
_META_PUBLISHED = (
    *("article:published_time", "og:article:published_time", "datePublished", "dc.date.issued", "DC.date.issued"),
    *("dcterms.created", "dc.date", "DC.Date", "date", "pubdate", "publish-date", "publish_date"),
)
_TIME_PUBLISHED = (
    "time.published[datetime], time.entry-date[datetime], time[pubdate][datetime], "
    "time[itemprop=datePublished][datetime]"
)
_JSON_PUBLISHED = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')
_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Dated:
    """A line that names a day, with what speaks for it as the day of the thing itself."""

    line: Line
    words: DayWords
    text: str
    score: float
    role: str


@dataclass(frozen=True, slots=True)
class Facts:
    """A page of one thing: title, its lines of text, the days that it names, the best first, its publication."""

    title: Titled | None
    body: tuple[Line, ...]
    dated: tuple[Dated, ...]
    published: str | None
    shown: str | None
    place: str | None = None
    price: str | None = None
    after: tuple[Line, ...] = field(default=(), repr=False)

    @property
    def prose(self) -> int:
        """Signs of its running text."""
        return sum(len(line.text) for line in self.body if line.linked < 0.5)


def facts_of(tree: LexborHTMLParser, lines: tuple[Line, ...], url: str) -> Facts:
    """The facts of a page, as if it told of one thing."""
    title = title_of(tree, lines, url)
    near, body = own_lines(lines, title)
    dated = sorted(_dated(lines, title, near, body), key=lambda one: -one.score)
    visible = next((one for one in sorted(dated, key=lambda d: d.line.place) if one.role == "published"), None)
    alone = next((one for one in sorted(dated, key=lambda d: d.line.place) if one.role == "alone"), None)
    filed = day_in_address(url)
    stamped = _stamped(tree) or (filed.isoformat() if filed else None)
    return Facts(
        title, body, tuple(dated), visible.text if visible else stamped, alone.text if alone else None,
        _labelled(body, _PLACE), _labelled(body, _PRICE),
    )  # fmt: skip


def own_lines(lines: tuple[Line, ...], title: Titled | None) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """The few lines right before the title, and those behind it up to what the page shows of other things."""
    content = [line for line in lines if line.region == CONTENT]
    if not content:
        content = [line for line in lines if line.region == ASIDE]
    content = list(_days_in_one(content))
    place = title.place if title and title.place is not None else -1
    near = tuple(line for line in content if place - AROUND <= line.place < place)
    body: list[Line] = []
    for line in content:
        if line.place <= place:
            continue
        if body and len(line.text) < 90 and RELATED_WORDS.match(plain(line.text)):
            break
        body.append(line)
    return near, tuple(body)


def _days_in_one(content: list[Line]) -> Iterator[Line]:
    """The lines, a day in pieces ("11" above "Juil", "Jeu" above "11" above "Juil 2024") as one."""
    number = 0
    while number < len(content):
        run = content[number : number + 1]
        first = content[number].text.strip()
        while (
            not re.fullmatch(r"\d{4}", first)
            and len(run) < 4
            and number + len(run) < len(content)
            and _is_piece(run[-1])
        ):
            after = content[number + len(run)]
            if not _is_piece(after) or after.place > run[-1].place + 1:
                break
            run.append(after)
        text = _in_order(line.text for line in run)
        if len(run) > 1 and days_in(text) and not any(days_in(line.text) for line in run):
            yield replace(run[0], text=text)
            number += len(run)
        else:
            yield content[number]
            number += 1


def _in_order(pieces: Iterable[str]) -> str:
    """Pieces of a day, a weekday before the number that it follows ("05" above "samedi" above "août 2017")."""
    said = list(pieces)
    if len(said) > 2 and said[0].strip().isdigit() and re.fullmatch(r"[^\W\d_]+\.?", said[1].strip()):
        swapped = " ".join((said[1], said[0], *said[2:]))
        if days_in(swapped) and not days_in(" ".join(said)):
            return swapped
    return " ".join(said)


def _is_piece(line: Line) -> bool:
    """Whether a line is nothing but the number of a day, the name of a month, of a weekday, or a year."""
    bare = len(line.text) <= 14 and re.search(r"\w", line.text) is not None and not without_days(line.text).strip(" .")
    return bare or month_said(line.text) is not None


def _dated(
    lines: tuple[Line, ...], title: Titled | None, near: tuple[Line, ...], body: tuple[Line, ...]
) -> Iterator[Dated]:
    if title and title.place is not None:
        for words in days_in(title.whole)[:1]:
            yield Dated(lines[title.place], words, title.whole, 6.0 + (1.0 if words.year else 0.0), "title")
    sequence = [*near, *body]
    for number, line in enumerate(sequence):
        before = plain(sequence[number - 1].text) if number and len(sequence[number - 1].text) < 30 else ""
        for words in days_in(line.text)[:12]:
            yield _judged(line, words, before, number - len(near))


def _judged(line: Line, words: DayWords, before: str, number: int) -> Dated:
    folded = plain(line.text)
    lead = f"{before} {folded[: words.span[0]]}"[-120:]
    rest = len(re.sub(r"\W", "", without_days(line.text)))
    text = line.text if len(line.text) <= 220 else sentence_of(line.text, words)
    if words.relative:
        return Dated(line, words, text, -1.0 if has_clock(text) else -3.0, "relative")
    if _TOUCHED.search(lead):
        return Dated(line, words, line.text[slice(*words.span)], -6.0, "touched")
    own = folded[: words.span[0]]
    dateline = number <= 2 and _DATELINE.match(own) and re.match(r"\s*(?:[-–—.:]|$)", folded[words.span[1] :])
    signed = number <= 4 and len(own.strip()) <= 12 and _SIGNED.match(folded[words.span[1] :])
    headline = number <= 1 and len(line.text) <= 90 and words.year and not has_clock(line.text) and _is_meta(line)
    if _PUBLISHED.search(lead) or _BYLINE.match(own) or dateline or signed or headline or _is_stamp(line):
        return Dated(line, words, line.text[slice(*words.span)], -5.0, "published")
    score = 0.0
    score += 3.0 if rest <= 14 else 2.0 if len(line.text) <= 60 else 1.0 if len(line.text) <= 120 else 0.0
    score += 1.5 if has_clock(text) else 0.0
    score += 1.0 if rest <= 14 and is_span(line.text) else 0.0
    score += 1.0 if words.weekday is not None else 0.0
    score += 0.5 if words.year else 0.0
    score += 1.0 if line.bold or line.heading else 0.0
    score += 1.5 if _TELLS_WHEN.search(plain(text)) or _TELLS_WHEN.search(before) else 0.0
    score += 1.5 if number < 4 else 0.7 if number < 10 else 0.0
    score -= 3.0 if _STEP.search(lead) else 0.0
    score -= 3.0 if _PAST.search(lead) else 0.0
    score -= 1.0 if line.linked > 0.8 else 0.0
    alone = (
        rest <= 3
        and words.weekday is None
        and not has_clock(line.text)
        and number <= 4
        and len(days_in(line.text)) == 1
        and not is_span(line.text)
        and not _STEP.search(lead)
        and not _TELLS_WHEN.search(lead)
        and head_of(line) is None
    )
    return Dated(line, words, text, score, "alone" if alone else "step" if _STEP.search(lead) else "")


def _is_stamp(line: Line) -> bool:
    """Whether the markup calls a short line the publication of what stands around it."""
    here = line.node
    for _ in range(2):
        if len(line.text) > 120 or here is None or here.tag in ("body", "main", "article"):
            return False
        if _STAMP_NAMES.search((here.attributes.get("class") or "").lower()):
            return True
        if here.parent is None:
            return False
        here = here.parent
    return False


def _is_meta(line: Line) -> bool:
    """Whether the markup calls a line the head matter of an article ("meta", "post-meta", "entry-meta")."""
    names = (line.node.attributes.get("class") or "").lower().split()
    return any(_META_NAME.fullmatch(name) for name in names)


def sentence_of(text: str, words: DayWords) -> str:
    """The sentence of a long line that holds the words for a day."""
    begin = 0
    for hit in _SENTENCE.finditer(text):
        if hit.end() > words.span[0]:
            return text[begin : hit.start()].strip() if hit.start() > words.span[1] else text[begin:].strip()
        begin = hit.end()
    return text[begin:].strip()


def _stamped(tree: LexborHTMLParser) -> str | None:
    for name in _META_PUBLISHED:
        node = tree.css_first(f"meta[property='{name}'], meta[name='{name}'], meta[itemprop='{name}']")
        said = iso(node.attributes.get("content")) if node is not None else None
        if said and re.match(r"(?:19|20)\d\d-\d\d-\d\d", said):
            return said
    for script in tree.css('script[type*="ld+json"]'):
        hit = _JSON_PUBLISHED.search(script.text(deep=True) or "")
        if hit and re.match(r"(?:19|20)\d\d-\d\d-\d\d", hit[1]):
            return iso(hit[1])
    node = tree.css_first(_TIME_PUBLISHED)
    return iso(node.attributes.get("datetime")) if node is not None else None


def _labelled(body: tuple[Line, ...], pattern: re.Pattern[str]) -> str | None:
    for number, line in enumerate(body):
        hit = pattern.match(plain(line.text))
        if hit and len(line.text) < 200:
            said = line.text[hit.start(1) :].strip()
            if said:
                return said
            if number + 1 < len(body) and len(body[number + 1].text) < 160:
                return body[number + 1].text
    return None
