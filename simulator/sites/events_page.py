"""What the event pages of several platforms share: addresses of pages and paragraphs of text."""

from __future__ import annotations

from simulator import french
from simulator.sites.site import paragraphs
from simulator.things import Event


def event_slug(event: Event) -> str:
    """Slug of an event's page on any site: it survives a change of status, and two editions differ."""
    return f"{french.slug(event.title)}-{event.number}"


def event_text(event: Event) -> str:
    """The long description as HTML paragraphs, with what befell the event."""
    return paragraphs(french.status_sentence(event), event.summary, *event.body)


def place_text(event: Event) -> str:
    """`Espace Mirador, rue du Moulin Bleu 12, 5000 Namur`, or `En ligne`."""
    return f"{event.venue.name}, {event.venue.address}" if event.venue else "En ligne"
