"""Labels, in French and in English, of what the warehouse holds: taxonomy, statuses, states of calls, fields.

The taxonomy is the project's own data file; its labels may change, its slugs never do.
"""

from __future__ import annotations

from feeds.slices import PROVINCES, taxonomy
from vigie.model import CallState, Status
from web.language import Language

# status_map.yaml 1.0.0; a scheduled event says nothing, that is what readers expect.
STATUSES = {
    Status.RESCHEDULED: "Nouvelle date",
    Status.MOVED_ONLINE: "Déplacé en ligne",
    Status.POSTPONED: "Reporté sans date",
    Status.FULL: "Complet",
    Status.CANCELLED: "Annulé",
    Status.UNCONFIRMED: "Plus vu récemment à la source",
}
STATUSES_EN = {
    Status.RESCHEDULED: "New date",
    Status.MOVED_ONLINE: "Moved online",
    Status.POSTPONED: "Postponed",
    Status.FULL: "Fully booked",
    Status.CANCELLED: "Cancelled",
    Status.UNCONFIRMED: "Not seen lately at its source",
}
CALL_STATES = {
    CallState.ANNOUNCED: "Annoncé",
    CallState.OPEN: "Ouvert",
    CallState.CLOSING: "Se clôture bientôt",
    CallState.CLOSED: "Clôturé",
    CallState.UNKNOWN: "Échéance à vérifier",
}
CALL_STATES_EN = {
    CallState.ANNOUNCED: "Announced",
    CallState.OPEN: "Open",
    CallState.CLOSING: "Closing soon",
    CallState.CLOSED: "Closed",
    CallState.UNKNOWN: "Deadline to be checked",
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

FIELDS_EN = {
    "title": "Title",
    "url": "Original page",
    "description": "Excerpt",
    "occurrences": "Dates",
    "place": "Place",
    "attendance": "Attendance",
    "online_url": "Link to join",
    "status": "State",
    "previous_start": "Former date",
    "organizers": "Organisers",
    "prices": "Prices",
    "is_free": "Free of charge",
    "price_text": "Price, in words",
    "image": "Picture",
    "language": "Language",
    "topics": "Topics",
    "rrule": "Recurrence",
    "published": "Publication",
    "updated": "Update",
    "opens": "Opening",
    "deadlines": "Deadlines",
    "rolling": "No deadline",
    "amounts": "Amounts",
    "funders": "Funders",
    "closed": "Closing",
    "identifier": "Reference",
    "actors": "Actors",
    "relevance": "Relevance",
    "sources": "Sources",
    "hidden": "Visibility",
    "pinned_until": "In the spotlight",
}


def facet_labels(facet: str, language: Language = Language.FR) -> dict[str, str]:
    """Slug → label of one facet; empty for a facet that the taxonomy lacks."""
    return taxonomy(language.value).get(facet, {})


def topic_label(topic: str, language: Language = Language.FR) -> str:
    """Label of `facet:slug`; the slug in plain words when the taxonomy does not know it."""
    facet, _, slug = topic.partition(":")
    label = facet_labels(facet, language).get(slug) or (slug or facet).replace("-", " ").capitalize()
    for note in (" (optionnel)", " (périphérique)", " (optional)", " (peripheral)"):
        label = label.removesuffix(note)
    return label


def short_topic_label(topic: str, language: Language = Language.FR) -> str:
    """The label's first word group, for a list: `Hackathon` for "Hackathon, game jam, créathon"."""
    return topic_label(topic, language).partition(" (")[0].partition(", ")[0]


def province_label(slug: str, language: Language = Language.FR) -> str:
    """The name of a province or of another territory (`bruxelles-capitale`, `hors-belgique`)."""
    known = PROVINCES if language is Language.FR else {}
    label = known.get(slug) or facet_labels("territory", language).get(slug) or slug.replace("-", " ").capitalize()
    return label.removesuffix(" (province)")
