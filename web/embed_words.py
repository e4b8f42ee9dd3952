"""The words around embedded items, in French and in English: days, hours, states, what to say when there is nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from feeds.slices import TYPES, standing, taxonomy
from vigie.model import CallState, Kind, Occurrence, Status, WallTime
from web import english, french, labels
from web.feed_query import FeedQuery, words_of
from web.language import Language

LANGUAGES = {"fr": "in French", "nl": "in Dutch", "de": "in German", "en": "in English"}


@dataclass(frozen=True, slots=True)
class Words:
    """One language. `day` takes (day, today); `left` the days that a call has left; `more` a number of other dates."""

    titles: Mapping[Kind, str]
    nothing: Mapping[Kind, str]
    statuses: Mapping[Status, str]
    states: Mapping[CallState, str]
    running: str
    over: str
    unknown_hour: str
    unknown_place: str
    online: str
    rolling: str
    check: str
    free: str
    sources: str
    several: str
    subscribe: str
    all: str
    day: Callable[[date, date], str]
    hours: Callable[[Occurrence], str]
    wall: Callable[[WallTime, date], str]
    until: Callable[[date, date], str]
    closes: Callable[[WallTime, date, bool], str]
    opens: Callable[[WallTime, date], str]
    left: Callable[[int], str]
    more: Callable[[int], str]


def words_in(language: Language) -> Words:
    return FRENCH if language is Language.FR else ENGLISH


def choice_in(query: FeedQuery, language: Language) -> str:
    """The question of a list in a few words: `Atelier, Namur`; "" when it asks nothing."""
    if language is Language.FR:
        return words_of(query)
    named = {
        f"{name}:{slug}": words
        for name, facet in _facets(query.kind)
        for slug, words in taxonomy("en").get(facet, {}).items()
    }
    named |= {f"language:{slug}": words for slug, words in LANGUAGES.items()}
    kept = {name: words for name, words in standing(query.kind).items() if name.startswith(("province:", "totem:"))}
    said = [_shown(named | kept, name, value) for name, values in query.facets for value in values]
    said += [f"“{query.text}”"] if query.text else []
    said += [f"{word} {day}" for word, day in (("from", query.first), ("to", query.last)) if day]
    return ", ".join([*said, *([] if query.cancelled else ["without cancelled ones"])])


def _shown(named: Mapping[str, str], name: str, value: str) -> str:
    if name == "topic":
        facet, _, slug = value.partition(":")
        return taxonomy("en").get(facet, {}).get(slug, slug)
    return named.get(f"{name}:{value}") or value.replace("-", " ").capitalize()


def _facets(kind: Kind) -> tuple[tuple[str, str], ...]:
    return (("type", TYPES[kind]), ("discipline", "discipline"), ("audience", "audience"))


def _closes_fr(wall: WallTime, today: date, strict: bool) -> str:
    return f"{'avant le' if strict and not wall.has_clock else 'jusqu’au'} {french.wall_words(wall, today)}"


def _closes_en(wall: WallTime, today: date, strict: bool) -> str:
    return f"{'before' if strict and not wall.has_clock else 'until'} {english.wall_words(wall, today)}"


FRENCH = Words(
    titles={Kind.EVENT: "Agenda", Kind.NEWS: "Veille", Kind.CALL: "Appels"},
    nothing={
        Kind.EVENT: "Aucun rendez-vous annoncé pour ce choix. Il s’affichera ici dès qu’il y en aura un.",
        Kind.NEWS: "Aucune actualité pour ce choix. Elle s’affichera ici dès qu’il y en aura une.",
        Kind.CALL: "Aucun appel ouvert pour ce choix. Il s’affichera ici dès qu’il y en aura un.",
    },
    statuses=labels.STATUSES,
    states={
        CallState.CLOSING: "Se clôturent bientôt",
        CallState.OPEN: "Ouverts",
        CallState.ANNOUNCED: "Annoncés",
        CallState.UNKNOWN: "Échéance à vérifier à la source",
        CallState.CLOSED: "Clôturés",
    },
    running="En cours",
    over="Terminé",
    unknown_hour="horaire non précisé",
    unknown_place="Lieu à confirmer",
    online="En ligne",
    rolling="en continu",
    check="à vérifier",
    free="Gratuit",
    sources="Source",
    several="Sources",
    subscribe="S’abonner",
    all="Voir sur Vigie",
    day=french.day_words,
    hours=french.hours_words,
    wall=french.wall_words,
    until=lambda day, today: f"jusqu’au {french.day_words(day, today, with_weekday=False)}",
    closes=_closes_fr,
    opens=lambda wall, today: f"ouvre le {french.wall_words(wall, today)}",
    left=french.left_words,
    more=lambda count: f"et {french.count_words(count, 'autre date', 'autres dates')}",
)
ENGLISH = Words(
    titles={Kind.EVENT: "Agenda", Kind.NEWS: "News", Kind.CALL: "Calls"},
    nothing={
        Kind.EVENT: "No event is announced for this choice. It will show here as soon as there is one.",
        Kind.NEWS: "No news for this choice. It will show here as soon as there is some.",
        Kind.CALL: "No open call for this choice. It will show here as soon as there is one.",
    },
    statuses=labels.STATUSES_EN,
    states={
        CallState.CLOSING: "Closing soon",
        CallState.OPEN: "Open",
        CallState.ANNOUNCED: "Announced",
        CallState.UNKNOWN: "Deadline to be checked at the source",
        CallState.CLOSED: "Closed",
    },
    running="Now on",
    over="Over",
    unknown_hour="hour not given",
    unknown_place="Place to be confirmed",
    online="Online",
    rolling="at any time",
    check="to be checked",
    free="Free",
    sources="Source",
    several="Sources",
    subscribe="Subscribe",
    all="See on Vigie",
    day=english.day_words,
    hours=english.hours_words,
    wall=english.wall_words,
    until=lambda day, today: f"until {english.day_words(day, today, with_weekday=False)}",
    closes=_closes_en,
    opens=lambda wall, today: f"opens {english.wall_words(wall, today)}",
    left=english.left_words,
    more=lambda count: f"and {count} more date{'s' if count > 1 else ''}",
)
