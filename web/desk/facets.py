"""The choices beside the editors' list: each facet with its values, their labels and counts. Labels that the taxonomy
or a closed list gives are in the page's language; those of `WORDS` are French sentences for the template to translate.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from feeds.slices import PROVINCES, standing
from vigie.model import Kind
from warehouse.desk_filter import Facet
from web.desk.search import DeskQuery
from web.labels import province_label, topic_label
from web.language import Language

MOST = 40
NAMES: Mapping[Facet, str] = {
    Facet.STATE: "État de la fiche",
    Facet.KIND: "Genre",
    Facet.TYPE: "Type",
    Facet.DISCIPLINE: "Discipline",
    Facet.AUDIENCE: "Public",
    Facet.PROVINCE: "Province",
    Facet.CITY: "Commune",
    Facet.TOTEM: "Lieu totem",
    Facet.SOURCE: "Source",
    Facet.LANGUAGE: "Langue",
    Facet.PRICE: "Prix",
    Facet.ATTENDANCE: "Participation",
    Facet.STATUS: "Statut",
    Facet.FRESH: "Dernière révision",
}
WORDS: Mapping[Facet, Mapping[str, str]] = {
    Facet.KIND: {"event": "Événements", "news": "Actualités", "call": "Appels"},
    Facet.STATE: {
        "shown": "Visible",
        "hidden": "Masquée",
        "withdrawn": "Retirée",
        "merged": "Fusionnée",
        "edited": "Corrigée",
        "conflict": "En conflit",
        "pinned": "À la une",
        "noted": "Avec une note",
    },
    Facet.PRICE: {"free": "Gratuit", "paid": "Payant", "unknown": "Prix non dit"},
    Facet.ATTENDANCE: {"offline": "Sur place", "online": "En ligne", "mixed": "Sur place et en ligne",
                       "unknown": "Non dit"},
    Facet.STATUS: {
        "scheduled": "Prévu", "rescheduled": "Nouvelle date", "moved_online": "Déplacé en ligne",
        "postponed": "Reporté sans date", "full": "Complet", "cancelled": "Annulé",
        "unconfirmed": "Plus vu récemment à la source",
    },
    Facet.FRESH: {
        "day": "Depuis hier", "week": "Cette semaine", "month": "Ce mois-ci", "older": "Plus ancienne",
    },
    Facet.LANGUAGE: {"fr": "Français", "nl": "Néerlandais", "de": "Allemand", "en": "Anglais"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Option:
    """One value. `words`: a French sentence to translate, else None and `label` is what people read."""

    value: str
    label: str
    words: str | None
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """One facet; `name` is a French sentence to translate."""

    facet: str
    name: str
    options: tuple[Option, ...]

    @property
    def chosen(self) -> tuple[Option, ...]:
        return tuple(one for one in self.options if one.chosen)


def groups(
    counts: Mapping[Facet, Mapping[str, int]], query: DeskQuery, sources: Mapping[str, str], language: Language
) -> tuple[Group, ...]:
    """Facets that have something to choose, in the order of NAMES; closed lists in their order, others by frequency."""
    found = []
    for facet, name in NAMES.items():
        given = counts.get(facet, {})
        chosen = query.filter.values(facet)
        order = list(WORDS.get(facet, PROVINCES if facet is Facet.PROVINCE else {}))
        values = [v for v in order if v in given or v in chosen] + [v for v in given if v not in order][:MOST]
        values += [v for v in chosen if v not in values]
        options = tuple(
            Option(v, _label(facet, v, sources, language), WORDS.get(facet, {}).get(v), given.get(v, 0), v in chosen)
            for v in values
        )
        if options:
            found.append(Group(facet.value, name, options))
    return tuple(found)


def _label(facet: Facet, value: str, sources: Mapping[str, str], language: Language) -> str:
    if facet in (Facet.TYPE, Facet.DISCIPLINE, Facet.AUDIENCE):
        return topic_label(value, language)
    if facet is Facet.PROVINCE:
        return province_label(value, language)
    if facet is Facet.TOTEM:
        return standing(Kind.EVENT).get(f"totem:{value}", value)
    return sources.get(value, value) if facet is Facet.SOURCE else value
