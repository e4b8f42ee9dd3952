"""The columns of the tables: name, meaning, value. The order and the names are an interface; new ones go last."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from feeds import french
from feeds.channel import Site
from feeds.ids import item_page
from feeds.instants import rfc3339, said
from feeds.rights import image_credit, source_link
from vigie.model import Article, Call, Event, Item, Kind, Money, Occurrence, WallTime

Value = str | bool | int | float | Decimal | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `value` takes a released item."""

    name: str
    meaning: str
    value: Callable[[Item, Site], Value]


@cache
def columns_of(kind: Kind) -> tuple[Column, ...]:
    """The columns of the table of a kind."""
    return _FIRST + {Kind.EVENT: _EVENT, Kind.NEWS: _NEWS, Kind.CALL: _CALL}[kind] + _PLACE + _LAST


def _event(item: Item) -> Event:
    assert isinstance(item.content, Event)
    return item.content


def _call(item: Item) -> Call:
    assert isinstance(item.content, Call)
    return item.content


def _article(item: Item) -> Article:
    assert isinstance(item.content, Article)
    return item.content


def _at(at: WallTime | None) -> str | None:
    return said(at) if at else None


def _interval(o: Occurrence) -> str:
    return f"{said(o.start)}/{said(o.end)}" if o.end else said(o.start)


def _bounds(amounts: tuple[Money, ...]) -> tuple[Decimal | None, Decimal | None]:
    lows = [m.low for m in amounts if m.low is not None]
    highs = [m.high for m in amounts if m.high is not None]
    return min(lows, default=None), max(highs, default=None)


def _of_place(name: str) -> Callable[[Item, Site], Value]:
    def read(item: Item, site: Site) -> Value:
        value: Value = getattr(item.content.place, name) if item.content.place else None
        return value

    return read


_FIRST = (
    Column("id", "identifiant, constant", lambda i, s: i.id),
    Column("title", "titre", lambda i, s: i.content.title),
)
_EVENT = (
    Column("status", "état : scheduled, rescheduled, moved_online, postponed, full, cancelled, unconfirmed",
           lambda i, s: _event(i).status.value),
    Column("start", "début de la première séance, ISO 8601", lambda i, s: said(_event(i).occurrences[0].start)),
    Column("end", "fin de la dernière séance, ISO 8601 ; vide si inconnue ; dernier jour inclus",
           lambda i, s: _at(_event(i).occurrences[-1].end)),
    Column("all_day", "vrai si l'heure n'est pas connue", lambda i, s: _event(i).occurrences[0].all_day),
    Column("sessions", "liste des séances, début/fin", lambda i, s: tuple(_interval(o) for o in _event(i).occurrences)),
    Column("attendance", "offline, online, mixed",
           lambda i, s: a.value if (a := _event(i).attendance) else None),
    Column("online_url", "adresse en ligne", lambda i, s: _event(i).online_url),
    Column("organizers", "liste des organisateurs", lambda i, s: _event(i).organizers),
    Column("is_free", "gratuit ; vide si inconnu", lambda i, s: _event(i).is_free),
    Column("price", "prix en toutes lettres", lambda i, s: french.price(_event(i))),
)  # fmt: skip
_NEWS = (
    Column("published", "date de publication à la source", lambda i, s: _at(_article(i).published)),
    Column("updated", "date de mise à jour à la source", lambda i, s: _at(_article(i).updated)),
)
_CALL = (
    Column("opens", "ouverture", lambda i, s: _at(_call(i).opens)),
    Column("deadline", "dernière clôture, ISO 8601", lambda i, s: _at(d[-1].at if (d := _call(i).deadlines) else None)),
    Column("deadlines", "liste des clôtures", lambda i, s: tuple(said(d.at) for d in _call(i).deadlines)),
    Column("rolling", "vrai si l'appel est permanent", lambda i, s: _call(i).rolling),
    Column("closed", "vrai si la source dit l'appel clos", lambda i, s: _call(i).closed),
    Column("amount_min", "plus petit montant", lambda i, s: _bounds(_call(i).amounts)[0]),
    Column("amount_max", "plus grand montant", lambda i, s: _bounds(_call(i).amounts)[1]),
    Column("currency", "monnaie", lambda i, s: a[0].currency if (a := _call(i).amounts) else None),
    Column("funders", "liste des financeurs", lambda i, s: _call(i).funders),
    Column("identifier", "référence de l'appel", lambda i, s: _call(i).identifier),
)
_PLACE = (
    Column("place", "nom du lieu", _of_place("name")),
    Column("street", "rue et numéro", _of_place("street")),
    Column("postcode", "code postal", _of_place("postcode")),
    Column("municipality", "commune", _of_place("municipality")),
    Column("province", "province", _of_place("province")),
    Column("country", "pays", _of_place("country")),
    Column("latitude", "degrés, WGS 84", _of_place("latitude")),
    Column("longitude", "degrés, WGS 84", _of_place("longitude")),
)
_LAST = (
    Column("topics", "liste facette:notion", lambda i, s: i.content.topics),
    Column("language", "langue", lambda i, s: i.content.language),
    Column("excerpt", "extrait", lambda i, s: i.content.description),
    Column("image", "image, si ses droits le permettent", lambda i, s: i.content.image),
    Column("image_credit", "crédit de l'image", lambda i, s: image_credit(i) if i.content.image else None),
    Column("page", "notre page", lambda i, s: item_page(s, i.id)),
    Column("source_url", "page d'origine", lambda i, s: source_link(i)),
    Column("sources", "liste des sources", lambda i, s: tuple(g.name for g in i.sightings)),
    Column("licence", "licence de nos métadonnées", lambda i, s: s.licence),
    Column("created_at", "première connaissance, UTC", lambda i, s: rfc3339(i.created_at)),
    Column("revised_at", "dernière révision, UTC", lambda i, s: rfc3339(i.revised_at)),
    Column("sequence", "numéro de révision (SEQUENCE)", lambda i, s: i.sequence),
)
