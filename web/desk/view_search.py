"""What feeds can say of an editor's search, and what they cannot: the rest is named, never dropped in silence. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from feeds.slices import TYPES
from vigie.model import Kind
from warehouse.desk_filter import Facet, Order, State
from web.desk.search import DeskQuery
from web.feed_query import FACETS, FeedQuery

SAME = (Facet.PROVINCE, Facet.TOTEM, Facet.SOURCE, Facet.LANGUAGE)
TOPICS = (Facet.DISCIPLINE, Facet.AUDIENCE)


@dataclass(frozen=True, slots=True)
class Sayable:
    """The question that feeds can be asked, and the rest of the search: (facet, values), `sort` and `kind` too."""

    query: FeedQuery
    unsaid: tuple[tuple[str, tuple[str, ...]], ...] = ()


def sayable(search: DeskQuery) -> Sayable:
    """Splits a search. A feed is of one kind: that of the search, else of the types that it names, else the agenda."""
    asked = search.filter
    unsaid: list[tuple[str, tuple[str, ...]]] = []
    kinds = tuple(Kind(value) for value in asked.values(Facet.KIND))
    typed = [kind for kind in Kind if any(v.startswith(f"{TYPES[kind]}:") for v in asked.values(Facet.TYPE))]
    kind = kinds[0] if kinds else typed[0] if typed else Kind.EVENT
    if len(kinds) != 1:
        unsaid.append(("kind", tuple(k.value for k in Kind if k is not kind and (not kinds or k in kinds))))
    facets: dict[str, tuple[str, ...]] = {}
    for facet, values in asked.facets:
        if facet in SAME:
            facets[facet.value] = values
        elif facet in TOPICS:
            facets[facet.value] = tuple(value.partition(":")[2] for value in values)
        elif facet is Facet.TYPE:
            own = [value for value in values if value.startswith(f"{TYPES[kind]}:")]
            facets["type"] = tuple(value.partition(":")[2] for value in own)
            if others := tuple(value for value in values if value not in own):
                unsaid.append(("type", others))
        elif facet is not Facet.KIND and values != (State.SHOWN.value,):
            unsaid.append((facet.value, values))
    if search.order is not Order.REVISED:
        unsaid.append(("sort", (search.order.value,)))
    named = tuple((name, tuple(sorted(facets[name]))) for name in FACETS if facets.get(name))
    return Sayable(FeedQuery(kind, named, text=asked.text, first=asked.first, last=asked.last), tuple(unsaid))
