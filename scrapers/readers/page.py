"""One page read by its visible structure, where nothing on it is marked up: a person's reading of it, in order.

Option `as`: `event` (default), `news` or `call`: the page tells of one such thing; `events`, `articles`: of several, in
its prose, plain lists or headings (`page_prose`). Title: the heading that head and address agree on; on the page of a
section with one thing the heading next to its day. `date_text` is the line that names the day; a year that only its
sentence, the title or the address holds is set behind it. `published` is what the page says of itself, else its
metadata or address. Structured data are the business of `schema_org`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from scrapers.readers.addresses import absolute
from scrapers.readers.drafts import ItemDraft, PageDraft
from scrapers.readers.html_nodes import base_of, parse_page
from scrapers.readers.options import Options
from scrapers.readers.page_days import DayWords, days_in, has_clock, plain, set_year, without_days
from scrapers.readers.page_facts import Dated, Facts, facts_of
from scrapers.readers.page_lines import Line, lines_of
from scrapers.readers.page_prose import several
from scrapers.readers.page_tables import texts_of
from scrapers.readers.page_title import Titled, is_generic, undated
from vigie.model import Capture, Kind, Page, Request, Source

OPTIONS: Options = (
    (
        "as",
        "what the page tells of: one `event`, `news` or `call`, or several `events` or `articles` in its text [event]",
    ),
)
LONGEST_BODY = 20_000
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LINK_YEAR = re.compile(r"/((?:19|20)\d\d)/(?:0[1-9]|1[0-2])/")
_WITHIN_MONTH = re.compile(r"\d{1,2}(?:er)?\s?(?:au|-|–|tot|to)\s?(\d{1,2})\s")
SEVERAL = {"events": Kind.EVENT, "articles": Kind.NEWS}
"""Values of `as` for pages of several things, and the kind of each."""


class PageReader:
    platform = "page"
    version = "page-1"

    def start(self, source: Source, now: datetime) -> tuple[Request, ...]:
        return tuple(Request(url=url) for url in source.urls)

    def read(self, source: Source, capture: Capture, now: datetime) -> Page:
        draft = PageDraft(source, capture)
        if not capture.body.strip():
            draft.problem("wrong-content", "the answer is empty")
            return draft.page()
        tree = parse_page(capture)
        lines = lines_of(tree)
        facts = facts_of(tree, lines, capture.url)
        base = base_of(tree, capture.url)
        wanted = source.option("as", "event")
        with draft.attempt("page", capture.url):
            if wanted in SEVERAL:
                _say_several(draft, facts, base, SEVERAL[wanted])
            elif facts.title is None:
                draft.problem("missing-title", "no heading of this page can be its title", field="title")
            else:
                _say_one(draft, facts, Kind(wanted) if wanted in set(Kind) else Kind.EVENT, _image(tree, base))
        return draft.page()


def _say_one(draft: PageDraft, facts: Facts, kind: Kind, image: str | None) -> None:
    assert facts.title is not None
    days = event_days(facts) if kind is Kind.EVENT else ()
    if kind is Kind.EVENT and not days:
        draft.problem("no-date", "no line of this page names the day of an event", field="start")
        return
    title = named(facts, days)
    if title is None:
        draft.problem("no-item", f"{facts.title.text!r} names a section, and no thing stands below it", field="title")
        return
    facts = replace(facts, title=title)
    item = draft.item("page")
    item.say("title", title.text, _pointer(title.place), html=False)
    item.say("url", draft.capture.url, html=False)
    if kind is not Kind.EVENT and (facts.shown or facts.published):
        item.say("published", _shown(facts), "/published", html=False)
    elif facts.published:
        item.say("published", facts.published, "/published", html=False)
    if kind is Kind.EVENT:
        for dated in days:
            item.say("date_text", with_year(dated, facts, draft.capture.url), _pointer(dated.line.place), html=False)
        item.say("place_text", facts.place, "/place", html=False)
        item.say("price_text", facts.price, "/price", html=False)
    # A bare day of publication is said above; in the text of a call it would stand beside the deadline unexplained.
    heads = {one.line.place for one in facts.dated if one.role == "published" and len(one.line.text) <= 90}
    told = [
        line
        for line in facts.body
        if kind is Kind.EVENT or (line.text != facts.shown and not (kind is Kind.CALL and line.place in heads))
    ]
    item.say("body", "\n".join(texts_of(told))[:LONGEST_BODY], "/body", html=False)
    item.say("image", image, "/image", html=False)
    draft.add(item.finish(draft.source, None, kind, draft.capture.url))


def named(facts: Facts, days: tuple[Dated, ...]) -> Titled | None:
    """The title of the page's thing: of one that a section's page shows alone, the heading next to its day; None when
    there is none. Without a day, a section's page shows nothing."""
    title = facts.title
    if title is None or (title.place is not None and not is_generic(title.text)):
        return title
    only_head = None if is_generic(title.text) else title
    near = days[0].line.place if days else next((one.line.place for one in facts.dated if one.role == "alone"), None)
    if near is None:
        return only_head
    heads = [
        line for line in facts.body
        if (line.heading or line.bold) and abs(line.place - near) <= 4 and not is_generic(line.text)
        and len(re.sub(r"[\W\d_]", "", without_days(line.text))) > 2 and line.heading != 1
        and not line.text.endswith("¶")
    ]  # fmt: skip
    href = next((line.href for line in facts.body if line.place == near), None)
    heads.sort(
        key=lambda line: (not (href and line.href == href), line.place > near, -_weight(line), abs(line.place - near))
    )
    return Titled(undated(heads[0].text), heads[0].place, heads[0].text) if heads else only_head


def _weight(line: Line) -> int:
    return 7 - line.heading if line.heading else 0


def _shown(facts: Facts) -> str | None:
    """The day that the page shows of its publication, else the one in its metadata."""
    return facts.shown or facts.published


def event_days(facts: Facts) -> tuple[Dated, ...]:
    """The line that tells the day of the page's thing, and those beside it that only name further days."""
    stands = [one for one in facts.dated if one.role not in ("published", "touched")]
    if not stands or stands[0].score < 1.0:
        return ()
    best = _span_around(stands)
    bare = len(re.sub(r"\W", "", without_days(best.text))) <= 14
    more = [
        one for one in stands[1:]
        if bare and one.line.place != best.line.place and abs(one.line.place - best.line.place) <= 6
        and one.line.node.tag == best.line.node.tag and one.score >= best.score - 0.6 and one.role == best.role == ""
    ]  # fmt: skip
    return (best, *more)


def _span_around(stands: list[Dated]) -> Dated:
    """The best day; where a bare line above it names a first and a last day with all others between them, that line
    ("du 25 au 29 mai 2021" above "jeudi 27 mai de 16h à 20h")."""
    best = stands[0]
    for one in stands[1:]:
        hit = _WITHIN_MONTH.match(plain(one.line.text[slice(*one.words.span)]))
        bare = len(re.sub(r"\W", "", without_days(one.line.text))) <= 14
        if hit is None or not bare or not one.words.year or one.line.place > best.line.place:
            continue
        others = [other.words for other in stands if other.score > 0 and not other.words.relative]
        inside = [words.month == one.words.month and one.words.day <= words.day <= int(hit[1]) for words in others]
        if all(inside) and len(set(others)) > 2:
            return one
    return best


def with_year(dated: Dated, facts: Facts, url: str) -> str:
    """The words of a line, with the hour of the next lines when it has none, and with a year where it names none."""
    text = with_clock(dated, facts.body)
    if dated.words.relative or any(words.year for words in days_in(text)):
        return text
    year = year_around(dated.words, dated.line.text, facts, url)
    return set_year(text, year) if year else text


def with_clock(dated: Dated, body: tuple[Line, ...]) -> str:
    """A line that is nothing but a day, with the short line behind it that holds an hour."""
    text = dated.text
    if has_clock(text) or len(re.sub(r"\W", "", without_days(text))) > 14:
        return text
    for line in body:
        if dated.line.place < line.place <= dated.line.place + 2:
            if days_in(line.text):
                break
            if len(line.text) < 50 and has_clock(line.text):
                return f"{text} {line.text}"
    return text


def year_around(words: DayWords, text: str, facts: Facts, url: str) -> int | None:
    """The one year that the sentence, the title or the address of a day holds, if its weekday agrees."""
    title = facts.title.whole if facts.title else ""
    places = [text] if len(text) < 400 else []
    for said in (*places, title, *(_LINK_YEAR.findall(urlsplit(url).path)[:1])):
        years = {int(year) for year in _YEAR.findall(plain(said))}
        if len(years) == 1:
            year = years.pop()
            day = words.on(year)
            if day and (words.weekday is None or day.weekday() == words.weekday):
                return year
    return None


def _say_several(draft: PageDraft, facts: Facts, base: str, kind: Kind) -> None:
    for number, found in enumerate(several(facts)):
        item: ItemDraft = draft.item(f"page/event[{number}]")
        item.say("title", found.title, _pointer(found.line.place), html=False)
        text = found.text
        if found.words.year is None and not found.words.relative:
            year = year_around(found.words, found.text, facts, draft.capture.url)
            text = set_year(text, year) if year else text
        name = "date_text" if kind is Kind.EVENT else "published"
        item.say(name, text if kind is Kind.EVENT else _first_day(text), _pointer(found.line.place), html=False)
        if facts.published and kind is Kind.EVENT:
            item.say("published", facts.published, "/published", html=False)
        own = absolute(base, found.href)
        item.say("url", own or draft.capture.url, html=False)
        item.say("description", found.more, _pointer(found.line.place), html=False)
        key = None if own else item.hash()
        draft.add(item.finish(draft.source, key, kind, own or draft.capture.url))


def _first_day(text: str) -> str:
    """The words for the first day of a text alone."""
    days = days_in(text)
    return text[slice(*days[0].span)] if days else text


def _image(tree: object, base: str) -> str | None:
    node = tree.css_first("meta[property='og:image']")  # type: ignore[attr-defined]
    return absolute(base, node.attributes.get("content")) if node is not None else None


def _pointer(place: int | None) -> str:
    return f"/line[{place}]" if place is not None else "/head"


READER = PageReader()
