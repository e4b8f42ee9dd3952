"""Words by which sites name their lists, in French, Dutch, German and English."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote, urlsplit

from vigie.model import Kind

_EVENT = (
    "agendas?|ev[ea]nements?|evenementen|events?|calendriers?|calendar|kalender|programmations?|programme|programma|programm|veranstaltung(?:en)?|"
    "termine|activites|activiteiten|manifestations|spectacles|expositions|ateliers|conferences|concerts|sorties|"
    "what ?s on|que faire|wat te doen|activities|saisons?|a l affiche|rendez vous|stages|workshops|spielplan|seizoen"
)
_NEWS = (
    "actualites?|actus?|news|nieuws|nouvelles|blog|neuigkeiten|aktuelles|nachrichten|articles|newsroom|presse|"
    "communiques|berichten|journal|echos|en bref"
)
_CALL = (
    "appels?|oproep(?:en)?|calls?|bourses|subsides?|subventions?|aides|funding|grants?|tenders|concours|opportunites|"
    "opportunities|ausschreibung(?:en)?|forderung(?:en)?|subsidies|projectoproepen"
)
_KINDS = tuple(
    (kind, re.compile(rf"\b(?:{words})\b"))
    for kind, words in ((Kind.CALL, _CALL), (Kind.EVENT, _EVENT), (Kind.NEWS, _NEWS))
)
_PAST = re.compile(r"\b(?:archives?|passes?|passees?|past|voorbije|vergangen\w*|historique)\b")
_ABOUT = re.compile(
    r"\b(?:accueil|home|contact\w*|equipe|team|a propos|about|over ons|uber uns|infos? pratiques?|acces|location|route|"
    r"histoire|history|partenaires?|partners?|presse|press|tarifs?|tickets?|billetterie|boutique|shop|faq|jobs?|emplois?|"
    r"mentions|legal|privacy|impressum|maison|lieu|missions?|newsletter|login|recherche|search|plan du site)\b"
)
_BESIDE = re.compile(
    r"\b(?:login|connexion|panier|cart|contact|privacy|cookies?|mentions|wp admin|newsletter|infolettre|ajouter|"
    r"soumettre|submit|proposer|inscri\w+|appelez|appeler)\b"
)


def plain(text: str) -> str:
    """Lower case without accents, words parted by one blank."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).lower()
    return re.sub(r"[^a-z0-9]+", " ", bare).strip()


def kind_in(text: str) -> Kind | None:
    """The kind of things that a short text names: the label of a link, a title."""
    words = plain(text)
    if _BESIDE.search(words):
        return None
    return next((kind for kind, pattern in _KINDS if pattern.search(words)), None)


def kind_of_address(url: str) -> Kind | None:
    """The kind that the last part of an address names, when it is short enough for the name of a list."""
    parts = [part for part in unquote(urlsplit(url).path).split("/") if part]
    name = re.sub(r"\.\w{2,4}$", "", parts[-1]) if parts else ""
    return kind_in(name) if plain(name).count(" ") < 5 else None


def is_past(text: str) -> bool:
    """Whether a label or path speaks of what is over."""
    return bool(_PAST.search(plain(text)))


def is_about(text: str) -> bool:
    """Whether a label of a menu leads to what a house says of itself, not to what happens there."""
    return bool(_ABOUT.search(plain(text)))
