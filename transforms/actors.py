"""Organisations, places and programmes of the register that an item names, each with its role. The door.

A name that other things bear too (an acronym, an ordinary word, a saint) is linked only with support: its town, its
website, another of its names, a word of its kind, a neighbour in the same list. Else it is left: a wrong link is worse
than none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from transforms.actor_register import WORD, Actor, Trust, register
from transforms.actor_roles import role_of
from transforms.actor_sightings import Sighting, sightings
from transforms.actor_support import Surroundings, hosts_of, support
from transforms.gazetteer import name_key
from transforms.text import FIELD_LIMIT, fold
from vigie.model import Place

ROLES = ("organizer", "place", "funder", "mentioned")
"""From the strongest: an actor that is seen in several roles keeps the first of them."""

FIELDS = ("field", "the venue itself")
"""`because` of links that a field of the source gives, not its prose."""
_FORMS = frozenset({"asbl", "vzw", "sa", "srl", "scrl", "be", "le", "la", "les", "l", "the", "de", "du", "cluster"})


@dataclass(frozen=True, slots=True)
class ActorLink:
    """One actor of the register. `role`: organizer, funder, place or mentioned. `score` 0–100, `because` in words.

    `words` as printed; `span`: offsets in the text, None when a field or the title names it.
    """

    slug: str
    role: str
    score: int
    words: str
    span: tuple[int, int] | None
    because: str

    @property
    def key(self) -> str:
        """`role:slug`, as `actors` of a content spells it."""
        return f"{self.role}:{self.slug}"


def link_actors(
    names: Sequence[tuple[str, str]],
    title: str,
    text: str,
    place: Place | None = None,
    language: str | None = None,
) -> tuple[ActorLink, ...]:
    """Actors that an item names. `names`: (role, name as printed) of its fields, role organizer, funder or place.

    One link per actor, in the role that a field gives it, else in its strongest; sorted by role, then slug. `language`
    changes nothing today: the cues of French, Dutch, English and German are read together.
    """
    title, text = title[:FIELD_LIMIT], text[:FIELD_LIMIT]
    whole = f"{title}\n{text}"
    offset = len(title) + 1
    fields = "\n".join(name[:500] for _, name in names)
    around = Surroundings(whole, [*sightings(whole)], frozenset(hosts_of(f"{whole}\n{fields}")), place)
    accepted, because = _accepted(around)
    found: list[ActorLink] = []
    for role, name in names:
        found += _from_field(role, name[:500], around)
    if place and place.totem in register().totems:
        actor = register().totems[place.totem]
        found.append(ActorLink(actor.slug, "place", 95, place.name or actor.name, None, "the venue itself"))
    for one in accepted:
        told = role_of(one, whole, accepted)
        name = "mentioned" if _far_organiser(one.actor, told.name, place) else told.name
        span = (one.start - offset, one.end - offset) if one.start >= offset else None
        why = because[one.start] + (f"; {told.words!r}" if name != "mentioned" else "")
        found.append(ActorLink(one.actor.slug, name, 90 if one.sure else 75, whole[one.start : one.end], span, why))
    for host, (start, end) in hosts_of(whole).items():
        actor_of_host = register().hosts.get(host)
        if actor_of_host:
            where = (start - offset, end - offset) if start >= offset else None
            found.append(ActorLink(actor_of_host.slug, "mentioned", 70, whole[start:end], where, "its website"))
    return _strongest(found)


def _accepted(around: Surroundings) -> tuple[list[Sighting], dict[int, str]]:
    """Sightings that are believed, in the order of the text, and why. Believed neighbours help those beside them."""
    because: dict[int, str] = {}
    for _ in range(3):
        accepted = [one for one in around.seen if one.start in because]
        before = len(because)
        for one in around.seen:
            if one.start not in because:
                why = support(one, around, accepted)
                if why:
                    because[one.start] = why
        if len(because) == before:
            break
    sure = {one.actor.slug for one in around.seen if one.start in because}
    for one in around.seen:
        # What was once made sure in a text is meant again by the same spelling.
        if one.start not in because and one.actor.slug in sure:
            because[one.start] = "named before"
    return [one for one in around.seen if one.start in because], because


def _from_field(role: str, name: str, around: Surroundings) -> list[ActorLink]:
    """Links of one field. A name that is not sure must be the whole field, and a venue must not lie elsewhere."""
    links = []
    seen = sightings(name)
    for one in seen:
        whole = _is_whole(one, name)
        if not one.sure:
            if not whole and not support(
                one, Surroundings(name, seen, around.hosts, None), [s for s in seen if s.sure]
            ):
                continue
            if role == "place" and not _lies_here(one.actor, name, around):
                continue
            if one.spelling.trust is Trust.COMMON and not _vouched(one, name, role, around):
                continue
        if role == "place" and one.actor.type != "place" and not whole:
            continue
        links.append(ActorLink(one.actor.slug, role, 95 if one.sure else 85, name[one.start : one.end], None, "field"))
        if whole:
            break
    return links[:1] if role == "place" else links


def _is_whole(one: Sighting, name: str) -> bool:
    """Whether a field says this name and nothing else but a legal form, an article, its town."""
    rest = [fold(w) for w in WORD.findall(name[: one.start] + " " + name[one.end :])]
    towns = set(name_key(one.actor.city or "").split())
    return all(word in _FORMS or word in towns for word in rest)


def _lies_here(actor: Actor, name: str, around: Surroundings) -> bool:
    """Whether a venue of a common name is the one of the register: its town must be told."""
    if actor.city is None:
        return False
    told = [around.place.municipality, around.place.locality] if around.place else []
    keys = {name_key(town) for town in told if town}
    city = name_key(actor.city)
    return city in keys if keys else re.search(rf"\b{city}\b", name_key(f"{name} {around.text}")) is not None


def _vouched(one: Sighting, name: str, role: str, around: Surroundings) -> bool:
    """A common word as a whole field: a company that organises may be called so, a school of a saint's name hardly."""
    if role == "place":
        return True
    shared = len(one.spelling.words) > 1 or one.actor.subcategory in ("ecole", "haute-ecole")
    return (
        not shared
        or support(one, Surroundings(f"{name}. {around.text}", around.seen, around.hosts, None), []) is not None
    )


def _far_organiser(actor: Actor, role: str, place: Place | None) -> bool:
    """An actor abroad that prose names as organiser of something in Belgium is only mentioned."""
    return actor.scope == "abroad" and role in ("organizer", "place") and place is not None and place.country == "BE"


def _rank(link: ActorLink) -> tuple[bool, int, int]:
    """What a field says goes before what prose says, then the stronger role."""
    return link.because not in FIELDS, ROLES.index(link.role), -link.score


def _strongest(found: Sequence[ActorLink]) -> tuple[ActorLink, ...]:
    best: dict[str, ActorLink] = {}
    for link in found:
        held = best.get(link.slug)
        if held is None or _rank(link) < _rank(held):
            best[link.slug] = link
    return tuple(sorted(best.values(), key=lambda link: (ROLES.index(link.role), link.slug)))
