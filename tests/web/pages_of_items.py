"""Items drawn by the very templates that show them to readers, to other sites, to subscribers and to editors.

Each drawing gives a page and the titles that must stand on it as text. Readers' items come released. What stands around
an item is handed in, so that no warehouse is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from typing import Any

from starlette.datastructures import QueryParams

from vigie.model import Item, Kind, RecordState, Verdict
from vigie.settings import Settings
from warehouse.as_of import Version
from warehouse.desk_filter import Facet, Order
from warehouse.desk_search import Marks
from warehouse.digests import Digest, Pick
from warehouse.notes import Note, Present
from warehouse.questions import Joined, Joint, Teller
from web.agenda import Period, lay_out
from web.agenda_query import read_agenda_query
from web.calls import board
from web.desk.desk import FILES
from web.desk.facets import groups as facet_groups
from web.desk.field_forms import SHAPES, ZONES, fill
from web.desk.item_fields import Edited, FieldRow, Sheet, Voice
from web.desk.item_merging import Beside
from web.desk.items import PATH
from web.desk.people import Person, Role
from web.desk.search import Found, read_desk_query
from web.digest_pick import Entry, Made, session_of
from web.digest_render import rendered
from web.embed import embed_page
from web.embed_lines import Group, groups, one
from web.embed_query import EmbedQuery
from web.embed_words import words_in
from web.feed_query import FeedQuery
from web.item_pages import item_page
from web.language import Language
from web.related import Neighbourhood, Related
from web.rendering import Pages
from web.watch import weeks
from web.watch_query import read_calls, read_watch

NOW = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
MONDAY = date(2026, 9, 28)
SETTINGS = Settings.from_environment({"VIGIE_SITE_URL": "https://vigie.example", "VIGIE_NOW": NOW.isoformat()})
PAGES = {language: Pages(SETTINGS, language) for language in Language}
ADA = Person("ada", Role.EDITOR, Language.FR)
FORMS = ("title", "description", "place", "organizers", "funders", "url", "price_text", "prices", "amounts",
         "occurrences", "deadlines", "language")  # fmt: skip


@dataclass(frozen=True)
class Drawn:
    """One page. `titles` are those of its items, as the page was given them."""

    html: str
    titles: tuple[str, ...]


Tame = Callable[[Any], Any]
"""What is done to all that was laid out: nothing, or its signs made harmless where they stand."""
Draw = Callable[[Sequence[Item], Pages, Tame], Drawn]


@dataclass(frozen=True)
class Template:
    """One way in which items are shown. `many`: how many are on a page; `raw`: as the warehouse has them, as at the
    desk; `mail`: with styles in its elements, on purpose."""

    name: str
    draw: Draw
    kinds: tuple[Kind, ...] = tuple(Kind)
    many: int = 10
    raw: bool = False
    mail: bool = False


class Neighbours(Neighbourhood):
    """What stands around an item is handed in."""

    def __init__(self, near: Sequence[Item], life: Sequence[Item]) -> None:
        self._near, self._life = tuple(near), life

    def versions(self, item: str) -> tuple[Version, ...]:
        return tuple(Version(n, NOW + timedelta(hours=n), None, n, one) for n, one in enumerate(self._life, start=1))

    def of(self, item: Item, now: datetime) -> Related:
        near = self._near
        return Related(near[:2], near[2:3], near[3:4], near[4:6], (), "le-delta", 4, 2)


def of_item(items: Sequence[Item], pages: Pages, tame: Tame) -> Drawn:
    """The page of the first item; the others stand around it, or are what it was before."""
    item, *near = items = tame(tuple(items))
    answer = item_page(item, Neighbours(near, [one for one in items if one.kind is item.kind][::-1]), pages)
    return Drawn(bytes(answer.body).decode(), (item.content.title, *(one.content.title for one in near[:6])))


def of_agenda(items: Sequence[Item], pages: Pages, tame: Tame) -> Drawn:
    days = Period(TODAY, date.max, TODAY)
    laid = tame(lay_out(items, days, NOW))
    entries = (*laid.running[:6], *(e for day in laid.days for e in day.entries), *laid.vague)
    html = pages.render(
        "agenda.html", query=read_agenda_query([], TODAY), choices=(), fresh=0, chosen=(), feed="", forms=True,
        unfed=(), path="/agenda", period=days, agenda=laid, running_total=len(laid.running), earlier=None,
        first_days=len(laid.days), later=None, total=len(items), after=tame(items[0]), after_day=TODAY,
        month_of="2026-10",
    )  # fmt: skip
    return Drawn(html, tuple(e.event.title for e in entries))


def of_watch(items: Sequence[Item], pages: Pages, tame: Tame) -> Drawn:
    html = pages.render(
        "veille.html", query=read_watch(QueryParams(), TODAY), monday=None, sunday=None, weeks=tame(weeks(items)),
        announced={items[0].id: tame(tuple(items[1:4]))}, total=len(items), more=False, earlier=None, later=None,
        this_week="2026-W40", last_week="2026-W39", topics=(),
    )  # fmt: skip
    return Drawn(html, tuple(tame(one.content.title) for one in items))


def of_calls(items: Sequence[Item], pages: Pages, tame: Tame) -> Drawn:
    sections = tame(board(items, NOW))
    html = pages.render(
        "appels.html", query=read_calls(QueryParams(), TODAY), sections=sections,
        counts=tuple((s.state, len(s.cards)) for s in sections), older=False, total=len(items),
        comebacks={items[0].id: ("avril", 2)}, types=(), disciplines=(), levels=(), audiences=(),
    )  # fmt: skip
    return Drawn(html, tuple(card.call.title for section in sections for card in section.cards))


def of_embed(items: Sequence[Item], pages: Pages, tame: Tame) -> Drawn:
    """A list of one kind."""
    kind = items[0].kind
    laid = tame(groups(kind, items, TODAY, NOW, words_in(pages.language)))
    return _embedded(EmbedQuery(FeedQuery(kind), pages.language), kind, laid, pages)


def of_embedded_item(items: Sequence[Item], pages: Pages, tame: Tame) -> Drawn:
    item = tame(items[0])
    query = EmbedQuery(FeedQuery(item.kind), pages.language, item=item.id)
    return _embedded(query, item.kind, one(item, NOW, words_in(pages.language)), pages)


def _embedded(query: EmbedQuery, kind: Kind, laid: tuple[Group, ...], pages: Pages) -> Drawn:
    _, html = embed_page(query, kind, laid, NOW, pages)
    return Drawn(html.decode(), tuple(line.item.content.title for group in laid for line in group.lines))


def of_digest(items: Sequence[Item], pages: Pages, tame: Tame) -> Drawn:
    items = tame(tuple(items))
    entries = tuple(Entry(item, n % 2 == 0, session_of(item, MONDAY)) for n, item in enumerate(items))
    mail = rendered(Made(Digest(MONDAY, tuple(Pick(item.id) for item in items), {}), entries, True), pages)
    assert mail
    for item in items:
        assert mail.text.count(f"/e/{item.id}\n") == 1  # a title that breaks lines would not move an address
    return Drawn(mail.html, tuple(item.content.title for item in items))


def at_desk(template: str, pages: Pages, **values: Any) -> str:
    known = {"person": ADA, "csrf": "token", "section": "items", "counts": {}, "here": "/desk/items", "files": FILES}
    return pages.render(template, **{**known, **values})


def of_search(items: Sequence[Item], pages: Pages, tame: Tame) -> Drawn:
    """The editors' list, narrowed by words that are hostile too."""
    items = tame(tuple(items))
    query = read_desk_query(QueryParams({"q": items[0].content.title[:150], "city": items[-1].content.title}), TODAY)
    names = {"s0": items[0].content.title}
    shown = Found(tuple(items), {item.id: Marks(1, 1, True) for item in items}, None)
    counts = {Facet.SOURCE: {"s0": 3}, Facet.CITY: {items[-1].content.title[:100]: 2}}
    html = at_desk(
        "desk/items.html", pages, query=query, shown=shown, total=len(items), names=names,
        groups=facet_groups(counts, query, names, pages.language), orders=tuple(Order), path=PATH, following=None,
        Facet=Facet,
    )  # fmt: skip
    return Drawn(html, tuple(item.content.title for item in items))


def of_desk_item(items: Sequence[Item], pages: Pages, tame: Tame) -> Drawn:
    """The editors' page of an item: each field, what two sources say of it, a conflict, notes, how it was joined."""
    items = tame(tuple(items))
    item = items[0]
    others = [one for one in items if one.kind is item.kind] or [item]
    a, b = (Teller("s", one.id, one.content.title, one.content.url, "c", one.id) for one in (item, others[-1]))
    words = (item.content.title, others[-1].content.title)
    versions = [Version(n, NOW, None, n, one) for n, one in enumerate(others[:2], start=1)]
    html = at_desk(
        "desk/item.html", pages, item=item, content=item.content, sheet=Sheet(tuple(_rows(others)), ()),
        joined=Joined(item.id, (a, b), (Joint(a, b, Verdict.SAME, 80, words),), (), ()), did="",
        notes=(Note("n", item.id, item.content.description or "-", item.content.title, NOW),),
        others=(Present(item.content.title, NOW),), acts=(), versions=versions, moved={2: ("title",)}, shapes=SHAPES,
        may=True,
    )  # fmt: skip
    return Drawn(html, (item.content.title,))


def of_desk_field(items: Sequence[Item], pages: Pages, tame: Tame) -> Drawn:
    """The form of one field, another for each item."""
    item = tame(items[0])
    rows = [row for row in _rows([item]) if row.name in FORMS]
    row = rows[int(item.id[-4:], 16) % len(rows)]
    html = at_desk(
        "desk/field.html", pages, item=item, content=item.content, row=row, shape=SHAPES[row.name],
        filled=fill(row.name, row.value), wrong="", where="", overtaken=True, until="", shapes=SHAPES, zones=ZONES,
        statuses_all=(), attendances=(), roles=(), proofs=(), taxonomy={}, towns=(),
    )  # fmt: skip
    return Drawn(html, (item.content.title,))


def of_merge(items: Sequence[Item], pages: Pages, tame: Tame) -> Drawn:
    items = tame(tuple(items))
    item = items[0]
    there = next((one for one in items[1:] if one.kind is item.kind), item)
    names = [f.name for f in fields(item.content) if f.name in SHAPES]
    rows = [Beside(n, getattr(item.content, n), getattr(there.content, n), getattr(item.content, n)) for n in names]
    html = at_desk(
        "desk/merge.html", pages, item=item, content=item.content, there=there, rows=rows, words="", candidates=(),
        shapes=SHAPES,
    )  # fmt: skip
    return Drawn(html, (item.content.title,))


def _rows(items: Sequence[Item]) -> list[FieldRow]:
    """The fields of the first item, as the records of all say them; the title is in conflict."""
    item = items[0]
    rows = []
    for name in (f.name for f in fields(item.content)):
        spoken = tuple(_voice(one, name, first=n == 0) for n, one in enumerate(items[:2]))
        value, other = getattr(item.content, name), getattr(items[-1].content, name)
        edited = Edited(item.content.title, NOW, None, value, other, other, True, item.id) if name == "title" else None
        rows.append(FieldRow(name, value, "trust", spoken, edited, "m", name in SHAPES))
    return rows


def _voice(item: Item, field: str, first: bool) -> Voice:
    said, value = item.content, getattr(item.content, field)
    words = (said.title, said.description or "")
    return Voice(
        "s", said.title, item.id, said.url, value, first, RecordState.LISTED, 50, NOW, "feed/1", (said.title,), words,
        (said.title,), "c",
    )  # fmt: skip


SINGLE = (
    Template("item", of_item, many=7),
    Template("embedded item", of_embedded_item, many=1),
    Template("desk item", of_desk_item, many=2, raw=True),
    Template("desk field", of_desk_field, many=1, raw=True),
    Template("desk merge", of_merge, many=2, raw=True),
)
"""Pages of one item, of which each item is the first in turn; what is beyond it comes from those behind."""
LISTS = (
    Template("agenda", of_agenda, (Kind.EVENT,)),
    Template("watch", of_watch, (Kind.NEWS,)),
    Template("calls", of_calls, (Kind.CALL,)),
    Template("embed", of_embed),
    Template("digest", of_digest, mail=True),
    Template("desk search", of_search, raw=True),
)
