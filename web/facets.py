"""The facets of the agenda: how each is called in an address, in the warehouse, and by people. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from feeds.slices import LANGUAGES, PROVINCES, standing
from vigie.model import Kind, Status
from web.communes import by_nis, by_slug
from web.labels import STATUSES, STATUSES_EN, facet_labels, province_label, short_topic_label
from web.language import Language

Counts = Mapping[str, Mapping[str, int]]
SHOWN = 6
"""Values of a facet that stand open; the others are folded away."""
MOST = 80
PRICES = {"gratuit": "free", "payant": "paid"}
ATTENDANCES = {"sur-place": "offline", "en-ligne": "online", "mixte": "mixed"}
_FIXED = {
    "free": ("Gratuit", "Free"),
    "paid": ("Payant", "Paid"),
    "offline": ("Sur place", "On site"),
    "online": ("En ligne", "Online"),
    "mixed": ("Sur place et en ligne", "On site and online"),
    "scheduled": ("Comme prévu", "As planned"),
    "fr": ("Français", "French"),
    "nl": ("Néerlandais", "Dutch"),
    "de": ("Allemand", "German"),
    "en": ("Anglais", "English"),
}


@dataclass(frozen=True, slots=True)
class Facet:
    """`name` stands in addresses, `inside` before the values of the warehouse, `label` (French, to be translated) above
    the choices. `order`: values in a fixed order; without it, what brings most comes first. `fed`: feeds know it, under
    the same name."""

    name: str
    inside: str
    label: str
    order: tuple[str, ...] = ()
    fed: bool = True


@dataclass(frozen=True, slots=True)
class Value:
    """One value that can be chosen. `slug` stands in addresses; `count` is what choosing it brings."""

    slug: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """A facet with its values: those that stand open, and those that are folded away."""

    facet: Facet
    open: tuple[Value, ...]
    folded: tuple[Value, ...]

    @property
    def chosen(self) -> tuple[Value, ...]:
        return tuple(value for value in (*self.open, *self.folded) if value.chosen)


FACETS = (
    Facet("type", "event_type", "Type"),
    Facet("discipline", "discipline", "Discipline"),
    Facet("province", "province", "Province", order=tuple(PROVINCES)),
    Facet("commune", "city", "Commune", fed=False),
    Facet("totem", "totem", "Lieu totem"),
    Facet("audience", "audience", "Public"),
    Facet("prix", "price", "Prix", order=("free", "paid"), fed=False),
    Facet("acces", "attendance", "Participation", order=("offline", "online", "mixed"), fed=False),
    Facet("etat", "state", "État", order=tuple(Status), fed=False),
    Facet("language", "language", "Langue", order=tuple(LANGUAGES)),
    Facet("source", "source", "Source"),
)
BY_NAME = {facet.name: facet for facet in FACETS}


def inside(facet: Facet, slug: str) -> str:
    """The value of the warehouse behind one of an address."""
    if facet.name == "commune":
        known = by_slug().get(slug)
        return known.nis if known else slug
    known_values = {"prix": PRICES, "acces": ATTENDANCES}.get(facet.name, {})
    return known_values.get(slug, slug)


def outside(facet: Facet, value: str) -> str:
    """The value of an address for one of the warehouse."""
    if facet.name == "commune":
        known = by_nis().get(value)
        return known.slug if known else value
    known_values = {"prix": PRICES, "acces": ATTENDANCES}.get(facet.name, {})
    return next((slug for slug, held in known_values.items() if held == value), value)


def labeller(language: Language, sources: Mapping[str, str]) -> Callable[[Facet, str], str]:
    """What people read for a value of the warehouse; `sources` are names by slug."""
    statuses = STATUSES if language is Language.FR else STATUSES_EN
    totems = standing(Kind.EVENT)

    def label(facet: Facet, value: str) -> str:
        if facet.name == "province":
            return province_label(value, language)
        if facet.name == "commune":
            known = by_nis().get(value)
            return known.name if known else value
        if facet.name == "source":
            return sources.get(value, value)
        if facet.name == "totem":
            return totems.get(f"totem:{value}") or value.replace("-", " ").capitalize()
        if facet.name == "etat" and value in statuses:
            return statuses[Status(value)]
        if value in _FIXED:
            return _FIXED[value][language is Language.EN]
        return short_topic_label(f"{facet.inside}:{value}", language)

    return label


def choices(
    counts: Counts, chosen: Mapping[str, tuple[str, ...]], label: Callable[[Facet, str], str]
) -> tuple[Choices, ...]:
    """The facets that have something to choose: what brings something, and what is chosen whatever it brings."""
    laid = []
    for facet in FACETS:
        picked = {inside(facet, slug) for slug in chosen.get(facet.name, ())}
        held = counts.get(facet.inside, {})
        values = [
            Value(outside(facet, value), label(facet, value), held.get(value, 0), value in picked)
            for value in _in_order(facet, {*held, *picked}, held)
        ]
        opened = values[:SHOWN] if len(values) > SHOWN + 1 else values
        folded = values[len(opened) :]
        first = [*opened, *(value for value in folded if value.chosen)]
        rest = [value for value in folded if not value.chosen][: MOST - len(first)]
        if values:
            laid.append(Choices(facet, tuple(first), tuple(rest)))
    return tuple(laid)


def _in_order(facet: Facet, values: set[str], counts: Mapping[str, int]) -> list[str]:
    order = facet.order or tuple(facet_labels(facet.inside))
    place = {value: at for at, value in enumerate(order)}
    if facet.order:
        return sorted(values, key=lambda value: (place.get(value, len(place)), value))
    return sorted(values, key=lambda value: (-counts.get(value, 0), place.get(value, len(place)), value))
