"""What may be subscribed to, in plain French; only files that are there are offered."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from web.feed_files import published_at


@dataclass(frozen=True, slots=True)
class Feed:
    """One published file and what it is good for."""

    name: str
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A feed that exists, with its addresses; `calendar` is the `webcal:` link that calendar programs open."""

    feed: Feed
    address: str
    calendar: str | None


CALENDARS = (
    Feed("agenda.ics", "L’agenda dans votre calendrier", "Tous les rendez-vous, avec lieu, horaire et changements."),
    Feed("calls.ics", "Les échéances des appels", "Une journée par date de clôture, à part des rendez-vous."),
)
READERS = (
    Feed("watch.atom", "La veille", "Chaque actualité avec son extrait et le lien vers sa source."),
    Feed("calls.atom", "Les appels", "Chaque appel, son montant et sa prochaine échéance."),
    Feed("agenda.atom", "L’agenda", "Chaque rendez-vous annoncé, du plus récemment modifié au plus ancien."),
)
REUSE = (
    Feed("agenda.json", "Agenda, JSON Feed", "Pour un site ou une application."),
    Feed("watch.json", "Veille, JSON Feed", "Pour un site ou une application."),
    Feed("calls.json", "Appels, JSON Feed", "Pour un site ou une application."),
    Feed("agenda.jsonld", "Agenda, schema.org", "Données liées, en JSON-LD."),
    Feed("agenda.csv", "Agenda, CSV", "Une ligne par rendez-vous, pour un script."),
    Feed("agenda.excel.csv", "Agenda, CSV pour tableur", "S’ouvre tel quel dans Excel et LibreOffice."),
    Feed("watch.csv", "Veille, CSV", "Une ligne par actualité."),
    Feed("calls.csv", "Appels, CSV", "Une ligne par appel."),
    Feed("index.json", "Inventaire des flux", "Taille, empreinte et date de chaque fichier."),
)
SHELVES = {"calendars": CALENDARS, "readers": READERS, "reuse": REUSE}


def offers(folder: Path, site_url: str) -> dict[str, tuple[Offer, ...]]:
    """Shelf → feeds whose file is in `folder`, in the order above."""
    return {
        shelf: tuple(_offer(f, site_url) for f in feeds if published_at(folder, f.name))
        for shelf, feeds in SHELVES.items()
    }


def _offer(feed: Feed, site_url: str) -> Offer:
    address = f"{site_url}/feeds/{feed.name}"
    calendar = f"webcal://{urlsplit(address).netloc}{urlsplit(address).path}" if feed.name.endswith(".ics") else None
    return Offer(feed, address, calendar)
