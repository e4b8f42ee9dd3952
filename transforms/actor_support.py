"""What stands up for a short or common name: its town, its website, another of its names, its kind, its neighbours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from transforms.actor_register import Actor, Trust, register
from transforms.actor_sightings import Sighting
from transforms.gazetteer import name_key
from transforms.text import fold
from vigie.model import Place

_HOST = re.compile(r"(?<![\w.])(?:www\.)?((?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,12})(?![\w])", re.I)
_END = re.compile(r"[.!?](?=\s)|\n")
# Between two names of one list: commas, "et", articles.
GLUE = re.compile(
    r"(?:\s|,|;|/|&|\(|\)|\b(?:et|and|en|und|ou|ainsi que|avec|le|la|les|l['’]|de|du|des|d['’]|the|het|au|à)(?!\w))*"
)
_NEAR = 70
_SCHOOL = (
    r"ecole|etudiant|eleve|bachelier|master|diplom|professeur|enseign|campus|"
    r"institut|universit|faculte|cours|stage|student|school"
)
_COMPANY = (
    r"entreprise|societe|start-?up|studio|groupe|operateur|firme|editeur|informatique|ordinateur|logiciel|numerique|"
    r"fournisseur|telecom|company|bedrijf"
)
_PUBLIC = r"soutien|ministr|administration|service public|organisme|agence|subside|aide|institution|appel|region"
_MONEY = r"fonds|soutien|subside|financ|investi|aide|capital|subvention|appel|bourse|selon|grant|fund"
_MEDIA = (
    r"media|journal|quotidien|magazine|hebdo|chaine|emission|diffus|antenne|documentaire|tribune|chronique|presse|"
    r"redaction|articl|revel|expliqu|confi|declar|indiqu|racont|lecteur"
)
_PLACE = r"hub|lieu|fablab|living lab|musee|museum|centre culturel|tiers-lieu|espace"
_LAB = r"institut|laborato|recherch|chercheu|universit|centre de|lab\b"
_FEDERATION = r"federation|cluster|auteurs|secteur|reseau|association|asbl|cooperative|membres"
_KINDS = {
    "ecole": _SCHOOL,
    "haute-ecole": _SCHOOL,
    "universite": _SCHOOL + "|recherch|chercheu|etude",
    "centre-de-recherche": _LAB,
    "centre-de-competences": r"centre de compet|formation|stagiaire",
    "centre-de-formation": r"formation|stagiaire|apprenti",
    "media": _MEDIA,
    "entreprise-native-tech": _COMPANY,
    "studio": _COMPANY,
    "financement": _MONEY,
    "institution-publique": _PUBLIC,
    "federation": _FEDERATION,
    "cluster": _FEDERATION,
    "bureau-social-rh": r"cooperative|artiste|freelance|bureau social",
    "accompagnement": r"entrepren|independant|accompagn",
    "incubateur": r"incubat|start-?up|entrepren",
    "accelerateur": r"accelerat|start-?up",
    "musee": _PLACE + "|exposition|visite",
    "lieu-totem": _PLACE,
    "living-lab": _PLACE,
    "fablab": _PLACE,
    "plateforme": r"programme|plateforme|initiative|strategie",
    "acteur-referent": r"asbl|association|festival",
    "festival-evenement": r"festival|salon|edition|evenement",
    "conference-org": r"festival|semaine|edition|evenement|conference",
    "cafe-numerique": r"edition|rencontre|soiree|evenement",
    "creative-hub": _PLACE,
    "totem": _PLACE,
}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """All that can stand up for a name: the text, the names seen in it, the hosts that it prints, the place."""

    text: str
    seen: Sequence[Sighting]
    hosts: frozenset[str]
    place: Place | None


def hosts_of(text: str) -> dict[str, tuple[int, int]]:
    """Hosts of websites printed in a text, without `www.`, with the offsets of their first mention."""
    found: dict[str, tuple[int, int]] = {}
    for match in _HOST.finditer(text):
        if "@" not in text[max(0, match.start() - 1) : match.start()]:
            found.setdefault(match.group(1).lower().removeprefix("www."), match.span())
    return found


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Offsets of the sentence around a passage."""
    left = max((m.end() for m in _END.finditer(text, max(0, start - 600), start)), default=max(0, start - 600))
    right = _END.search(text, end, end + 600)
    return left, right.start() if right else min(len(text), end + 600)


def support(one: Sighting, around: Surroundings, accepted: Sequence[Sighting]) -> str | None:
    """Why a sighting is believed, in words; None when nothing stands up for it."""
    if one.sure:
        return "its name, which nothing else bears"
    actor, common = one.actor, one.spelling.trust is Trust.COMMON
    other = _other_name(one, around.seen)
    if other:
        return f"also named {other!r}"
    host = next((h for h in around.hosts if _owns(actor, h)), None)
    if host:
        return f"its website {host}"
    if len("".join(one.spelling.words)) < 3:
        return None
    left, right = sentence(around.text, one.start, one.end)
    near = fold(around.text[max(left, one.start - _NEAR) : one.start]) + " | "
    near += fold(around.text[one.end : min(right, one.end + _NEAR)])
    kind = _KINDS.get(actor.subcategory)
    word = re.search(rf"\b(?:{kind})\w*", near) if kind else None
    if word:
        return f"its kind: {word.group()!r}"
    neighbour = _neighbour(one, around.text, accepted, (left, right))
    if neighbour:
        return f"named beside {neighbour.actor.name}"
    if not common or actor.type == "place":
        return _town(actor, near, around.place)
    return None


def _other_name(one: Sighting, seen: Sequence[Sighting]) -> str | None:
    for other in seen:
        if other.actor.slug == one.actor.slug and other.spelling.words != one.spelling.words:
            longer = len("".join(other.spelling.words)) > len("".join(one.spelling.words))
            if other.sure or longer:
                return other.spelling.written
    return None


def _owns(actor: Actor, host: str) -> bool:
    owner = register().hosts.get(host)
    return owner is not None and owner.slug == actor.slug


def _neighbour(one: Sighting, text: str, accepted: Sequence[Sighting], span: tuple[int, int]) -> Sighting | None:
    for other in accepted:
        if other.actor.slug == one.actor.slug or not (span[0] <= other.start < span[1]):
            continue
        between = text[other.end : one.start] if other.end <= one.start else text[one.end : other.start]
        related = other.actor.subcategory == one.actor.subcategory or (
            other.actor.city is not None and other.actor.city == one.actor.city
        )
        if (len(between) <= 20 and GLUE.fullmatch(between)) or (related and len(between) <= 80):
            return other
    return None


def _town(actor: Actor, near: str, place: Place | None) -> str | None:
    if not actor.city:
        return None
    if place and name_key(actor.city) in {name_key(v) for v in (place.municipality, place.locality) if v}:
        return f"its town {actor.city}"
    if re.search(rf"\b{re.escape(name_key(actor.city))}\b", name_key(near)):
        return f"its town {actor.city}"
    return None
