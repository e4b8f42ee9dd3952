"""Which sites the year has: platforms, sizes, natures and roles, mixed so that any first part of the list has all."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from simulator import french
from simulator.gazetteer import TOWNS, Town
from simulator.sites.drupal import DrupalAgenda
from simulator.sites.icalendar import Calendar
from simulator.sites.imio import ImioEvents
from simulator.sites.opendatasoft import Opendatasoft
from simulator.sites.plain import PlainAgenda, PlainCalls
from simulator.sites.schemaorg import JsonLdArray, JsonLdGraph, Microdata
from simulator.sites.sedia import FundingPortal
from simulator.sites.site import Site
from simulator.sites.syndication import AtomLetter, PloneNews
from simulator.sites.tribe import Tribe
from simulator.sites.typo3 import TtNews
from simulator.sites.wordpress import WordPress
from simulator.sites.wordpress_feed import WordPressFeed
from simulator.year.records import YearSite
from simulator.year.sources import sources


@dataclass(frozen=True, slots=True)
class Berth:
    """A place of the fleet before it has a name. `role`: home (brings its own), aggregator (repeats) or twin."""

    platform: str
    count: int
    kinds: tuple[str, ...] = ("event",)
    size: str = "normal"
    nature: str = "organiser"
    trust: int = 80
    role: str = "home"
    language: str = "fr"


_EVENTS_AND_NEWS = ("event", "news")
# 104 in all.
FLEET = (
    Berth("tribe", 5),
    Berth("ical", 6),
    Berth("json-ld", 4),
    Berth("drupal", 5),
    Berth("imio", 2, size="large", nature="aggregator", trust=60, role="aggregator"),
    Berth("wordpress", 6, ("news",), nature="media", trust=60),
    Berth("typo3", 3, ("call",), nature="public"),
    Berth("opendatasoft", 1, size="large", nature="api", trust=50, role="aggregator"),
    Berth("sedia", 2, ("call",), nature="api", trust=90),
    Berth("html", 4, trust=70),
    Berth("atom", 3, ("news",), nature="media", trust=60),
    Berth("json-ld-graph", 4),
    Berth("microdata", 4),
    Berth("plone", 4, ("news",), nature="public", trust=70),
    Berth("rss", 4, ("news",), nature="media", trust=60),
    Berth("html-calls", 4, ("call",), nature="public", trust=70),
    Berth("tribe", 3, _EVENTS_AND_NEWS),
    Berth("tribe", 2, size="large"),
    Berth("drupal", 1, size="large", nature="aggregator", trust=50, role="aggregator"),
    Berth("tribe", 2, role="twin", language="nl"),
    Berth("ical", 1, role="twin", language="en"),
    Berth("json-ld", 2, role="twin", language="en"),
    Berth("json-ld-graph", 1, role="twin", language="nl"),
    Berth("wordpress", 4, ("call",), nature="public", trust=80),
    Berth("wordpress", 2, ("call", "news"), nature="public", trust=80),
    Berth("tribe", 3, size="sparse"),
    Berth("ical", 3, size="sparse"),
    Berth("json-ld", 2, size="sparse"),
    Berth("json-ld-graph", 1, size="sparse"),
    Berth("microdata", 2, size="sparse"),
    Berth("drupal", 2, size="sparse"),
    Berth("html", 3, size="sparse", trust=70),
    Berth("imio", 2, size="sparse", nature="public", trust=60),
    Berth("opendatasoft", 1, nature="api", trust=50),
    Berth("imio", 1, nature="public", trust=60),
    Berth("plone", 2, ("news",), size="sparse", nature="public", trust=70),
    Berth("atom", 1, ("news",), size="sparse", nature="media", trust=60),
    Berth("rss", 2, ("news",), size="sparse", nature="media", trust=60),
)

_HEADS = {
    "event": (
        "Centre culturel", "Maison des arts", "Fabrique", "Théâtre", "Atelier", "Musée", "Fablab", "Halle",
        "Studio ouvert", "Foyer", "Chapelle sonore", "Hangar",
    ),
    "news": ("Gazette", "Carnet", "Revue", "Journal", "Courrier"),
    "call": ("Fonds", "Bourse", "Guichet", "Appels", "Fondation"),
}  # fmt: skip
_TAILS = (
    "de la Verrerie", "du Coquelicot", "des Trois Ponts bleus", "de l’Alouette", "du Grand Cerf-volant",
    "de la Lampe rouge", "du Vieux Rail", "des Sept Fontaines", "de la Grue jaune", "du Hibou", "des Tanneurs",
    "de l’Écluse blanche", "du Marronnier", "de la Poudrière", "des Cerisiers", "du Triangle", "de la Mansarde",
    "du Silex", "des Braises", "de l’Orangerie", "du Goéland", "de la Filature", "du Point-virgule", "des Galets",
    "de la Boussole", "du Tambour", "des Ardennes de papier", "de la Nacelle", "du Réverbère", "de l’Argile",
)  # fmt: skip

_RATES = {"normal": (0.22, 0.6), "sparse": (0.09, 0.15), "large": (1.7, 2.1)}  # new things a day, least and most
_CALL_RATES = (0.05, 0.1)
_NEWS_RATES = (0.15, 0.4)


@dataclass(frozen=True, slots=True)
class Moored:
    """A site with what only the makers of the year need: its role, the town it is in, its rate of new things a day."""

    site: YearSite
    machine: Site
    role: str
    town: Town
    rate: float
    field_only: bool
    offset: int


def moor(seed: int, count: int) -> tuple[Moored, ...]:
    """`count` sites in an order in which all platforms come early; names and hosts are distinct."""
    rng = Random(f"{seed}:fleet")
    made: list[Moored] = []
    hosts: set[str] = set()
    for place, berth in enumerate(_order(count)):
        town = TOWNS[(place * 7) % len(TOWNS)]
        name = _name(rng, berth, hosts, place)
        host = f"{french.slug(name)}.example"
        hosts.add(host)
        made.append(_moor(rng, berth, name, host, town, place))
    return tuple(made)


def _name(rng: Random, berth: Berth, hosts: set[str], place: int) -> str:
    for _ in range(60):
        name = f"{rng.choice(_HEADS[berth.kinds[0]])} {rng.choice(_TAILS)}"
        if f"{french.slug(name)}.example" not in hosts:
            return name
    return f"{name} {place}"  # a web wider than its names


def _order(count: int) -> list[Berth]:
    """Round after round of the fleet, one of each berth as long as it has any; then from the start again."""
    order: list[Berth] = []
    while len(order) < count:
        for turn in range(max(b.count for b in FLEET)):
            order += [b for b in FLEET if turn < b.count]
    return order[:count]


def _moor(rng: Random, berth: Berth, name: str, host: str, town: Town, place: int) -> Moored:
    machine = _machine(berth, host, name, place)
    low, high = _RATES[berth.size]
    if "call" in berth.kinds and "news" not in berth.kinds:
        low, high = _CALL_RATES
    elif "event" not in berth.kinds and berth.size == "normal":
        low, high = _NEWS_RATES
    rate = round(rng.uniform(low, high), 3)
    entries = machine.entries()
    site = YearSite(
        host=host,
        name=name,
        platform=berth.platform,
        kinds=berth.kinds,
        entries=entries,
        sources=sources(berth.platform, entries),
        nature=berth.nature,
        trust_hint=berth.trust,
        regular=berth.size != "sparse" and berth.kinds != ("call",),
        pace_days=round(1 / rate, 1),
        size=berth.size,
        language=berth.language,
    )
    field_only = berth.platform in ("json-ld", "json-ld-graph") or (berth.platform == "ical" and place % 2 == 0)
    return Moored(site, machine, berth.role, town, rate, field_only, offset=1000 * (place + 1))


def _machine(berth: Berth, host: str, name: str, place: int) -> Site:
    """The platform itself, ready to answer from a view."""
    plain: dict[str, type[Site]] = {
        "atom": AtomLetter,
        "plone": PloneNews,
        "imio": ImioEvents,
        "opendatasoft": Opendatasoft,
        "json-ld": JsonLdArray,
        "json-ld-graph": JsonLdGraph,
        "microdata": Microdata,
        "drupal": DrupalAgenda,
        "html": PlainAgenda,
        "html-calls": PlainCalls,
        "typo3": TtNews,
        "sedia": FundingPortal,
    }
    if berth.platform == "tribe":
        kinds = tuple(k for k in berth.kinds if k != "event")
        return Tribe(host, kinds, index=place % 3 == 0, name=name, largest=20)
    if berth.platform == "wordpress":
        return WordPress(host, berth.kinds, name=name, largest=20)
    if berth.platform == "rss":
        return WordPressFeed(host, berth.kinds, name=name)
    if berth.platform == "ical":
        return Calendar(host, name, steady=place % 4 != 0)
    return plain[berth.platform](host, name)
