"""French labels of the slugs that the warehouse holds: taxonomy, statuses, states of calls, names of fields.

The taxonomy is the project's own data file; its labels may change, its slugs never do.
"""

from __future__ import annotations

from feeds.slices import PROVINCES, taxonomy
from vigie.model import CallState, Status

# status_map.yaml 1.0.0; a scheduled event says nothing, that is what readers expect.
STATUSES = {
    Status.RESCHEDULED: "Nouvelle date",
    Status.MOVED_ONLINE: "Déplacé en ligne",
    Status.POSTPONED: "Reporté sans date",
    Status.FULL: "Complet",
    Status.CANCELLED: "Annulé",
    Status.UNCONFIRMED: "Plus vu récemment à la source",
}
CALL_STATES = {
    CallState.ANNOUNCED: "Annoncé",
    CallState.OPEN: "Ouvert",
    CallState.CLOSING: "Se clôture bientôt",
    CallState.CLOSED: "Clôturé",
    CallState.UNKNOWN: "Échéance à vérifier",
}
FIELDS = {
    "title": "Titre",
    "url": "Page d’origine",
    "description": "Extrait",
    "occurrences": "Dates",
    "place": "Lieu",
    "attendance": "Participation",
    "online_url": "Lien de connexion",
    "status": "État",
    "previous_start": "Ancienne date",
    "organizers": "Organisateurs",
    "prices": "Prix",
    "is_free": "Gratuité",
    "price_text": "Prix, en toutes lettres",
    "image": "Image",
    "language": "Langue",
    "topics": "Sujets",
    "rrule": "Récurrence",
    "published": "Publication",
    "updated": "Mise à jour",
    "opens": "Ouverture",
    "deadlines": "Échéances",
    "rolling": "Sans échéance",
    "amounts": "Montants",
    "funders": "Financeurs",
    "closed": "Clôture",
    "identifier": "Référence",
    "actors": "Acteurs",
    "relevance": "Pertinence",
    "sources": "Sources",
    "hidden": "Visibilité",
    "pinned_until": "À la une",
}


def facet_labels(facet: str) -> dict[str, str]:
    """Slug → French label of one facet; empty for a facet that the taxonomy lacks."""
    return taxonomy().get(facet, {})


def topic_label(topic: str) -> str:
    """French label of `facet:slug`; the slug in plain words when the taxonomy does not know it."""
    facet, _, slug = topic.partition(":")
    label = facet_labels(facet).get(slug) or (slug or facet).replace("-", " ").capitalize()
    return label.removesuffix(" (optionnel)").removesuffix(" (périphérique)")


def short_topic_label(topic: str) -> str:
    """The label's first word group, for a list: `Hackathon` for "Hackathon, game jam, créathon"."""
    return topic_label(topic).partition(" (")[0].partition(", ")[0]


def province_label(slug: str) -> str:
    return PROVINCES.get(slug) or facet_labels("territory").get(slug) or slug.replace("-", " ").capitalize()
