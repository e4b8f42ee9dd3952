"""The register of actors and totem places as names to look for: how each is spelled, how far a spelling can be trusted.

From `data/actors.jsonl` and `data/totem_places.jsonl`. A spelling is *sure* when nothing else is called so, *short*
when other things may be (acronyms of three letters), *common* when it is an ordinary word, a family name, a title too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from transforms.gazetteer import DATA, name_key
from transforms.text import fold


class Trust(StrEnum):
    """How far a spelling names its actor by itself."""

    SURE = "sure"
    SHORT = "short"
    COMMON = "common"


@dataclass(frozen=True, slots=True)
class Actor:
    """One row. `city` and `province` None when unknown; `scope` wallonia, brussels, belgium, eu or abroad.

    `type`: organisation, place, event, programme, product; `subcategory` as in the register's typology.
    """

    slug: str
    name: str
    type: str
    subcategory: str
    city: str | None
    province: str | None
    scope: str


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way to write an actor: its `words` folded, `capitals` of the words that are printed with one, `tail` a sign
    that must follow ("Erasmus+", "wake!")."""

    actor: Actor
    words: tuple[str, ...]
    capitals: tuple[bool, ...]
    written: str
    trust: Trust
    tail: str = ""

    @property
    def upper(self) -> bool:
        """Whether the name is printed in capitals alone: IAD."""
        return self.written.isupper()


@dataclass(frozen=True, slots=True)
class Register:
    """`spellings` by their first word, longest first; `hosts` of websites; `totems`: slug of a totem place → actor."""

    actors: dict[str, Actor]
    spellings: dict[str, tuple[Spelling, ...]]
    hosts: dict[str, Actor]
    totems: dict[str, Actor]

    def of(self, actor: Actor) -> tuple[Spelling, ...]:
        """All spellings of one actor."""
        return tuple(s for rows in self.spellings.values() for s in rows if s.actor.slug == actor.slug)


WORD = re.compile(r"[^\W_]+")
# Spellings that are words of a language, titles of works, family names or names of other things: kept as written in the
# register, but never read without support.
_COMMON = frozenset(
    {
        "adn", "amazon", "ares", "cafe numerique", "cafes numeriques", "capital", "charleroi metropole",
        "cheques formation", "cheques innovation", "click", "computer history museum", "condorcet", "cosme",
        "digital europe", "e6k", "game dev cafe", "game dev cafes", "giga region", "grand poste", "green hub",
        "hackathon", "hec", "hub c", "iata", "idea", "imec", "industria", "industrie du futur", "infopole",
        "institut francais", "interra", "king kong", "l echo", "la semaine du numerique", "la semaine numerique",
        "le click", "le monde", "le pavillon", "le vif", "levita", "media", "medias de proximite", "merveille",
        "museum lab", "museumlab", "nadi", "new", "open hub", "orange", "parcours lumiere",
        "pavillon", "pod", "printemps numerique", "relab", "rossel", "saint luc", "scam", "smart", "smit", "st art",
        "start ia", "superbe", "tec", "technicite", "teseo", "the factory", "the pod", "trail", "tremplin ia",
        "twist", "wake", "we",
    }
)  # fmt: skip
# Names in the other languages of Belgian sources; the register is in French. Facts, general knowledge.
_ALSO = {
    "federation-wallonie-bruxelles": (
        "Federatie Wallonië-Brussel", "Wallonia-Brussels Federation", "Föderation Wallonie-Brüssel",
        "Communauté française de Belgique",
    ),
    "wallonie-bruxelles-international": ("Wallonia-Brussels International", "Wallonie-Brussel Internationaal"),
    "fondation-roi-baudouin": ("King Baudouin Foundation", "Koning Boudewijnstichting", "König-Baudouin-Stiftung"),
    "uclouvain": ("Université catholique de Louvain",),
    "uliege": ("University of Liège", "Universiteit Luik", "Universität Lüttich", "Université de Liege"),
    "unamur": ("University of Namur", "Universiteit Namen"),
    "umons": ("University of Mons", "Universiteit Bergen"),
    "europe-creative": ("Creatief Europa", "Kreatives Europa"),
    "feder": ("EFRO", "Fonds européen de développement régional"),
    "spw": ("Public Service of Wallonia", "Waalse Overheidsdienst"),
    "commission-europeenne-dg-eac": ("Commission européenne", "European Commission", "Europese Commissie"),
}  # fmt: skip
# Hosts of whole administrations, not of one actor.
_SHARED_HOSTS = frozenset({"ec.europa.eu", "clusters.wallonie.be", "economie.wallonie.be", "europe.wallonie.be"})
_NOTE = re.compile(r"\s*\([^)]*\)\s*$")
_SHORTEST_SURE = 4
# Three letters that mean one thing in Belgium.
_KNOWN = frozenset({"fwb", "wbi", "spw", "vrt", "ibm"})


@lru_cache(maxsize=1)
def register() -> Register:
    """The data files, read once."""
    rows = list(_rows("actors.jsonl"))
    actors = {row["slug"]: _actor(row) for row in rows}
    names: dict[str, dict[str, Spelling]] = {slug: {} for slug in actors}
    for row in rows:
        _add(names[row["slug"]], actors[row["slug"]], (row["name"], *row["aliases"], *_ALSO.get(row["slug"], ())))
    totems = {}
    known: dict[str, Actor] = {}
    for sure in (False, True):  # a sure spelling says better than a doubtful one which actor a totem place is
        known |= {
            " ".join(s.words): actors[slug]
            for slug, found in names.items()
            for s in found.values()
            if (s.trust is Trust.SURE) is sure
        }
    for row in _rows("totem_places.jsonl"):
        keys = [_key(written) for written in (row["name"], *row["aliases"])]
        claims = sorted((known[k] for k in keys if k in known), key=lambda a: a.city != row["city"])
        actor = actors.get(row["slug"]) or (claims[0] if claims else None)
        if actor is None:
            actor = Actor(row["slug"], row["name"], "place", row["kind"], row["city"], row["province"], "wallonia")
            actors[actor.slug], names[actor.slug] = actor, {}
        totems[row["slug"]] = actor
        towns = {name_key(row["city"] or "")}
        _add(names[actor.slug], actor, (w for w in (row["name"], *row["aliases"]) if name_key(w) not in towns))
    spellings: dict[str, list[Spelling]] = {}
    for found in names.values():
        for spelling in found.values():
            spellings.setdefault(spelling.words[0], []).append(spelling)
    return Register(
        actors,
        {first: tuple(sorted(s, key=lambda one: -len(one.words))) for first, s in spellings.items()},
        _hosts(rows, actors),
        totems,
    )


def _actor(row: dict[str, Any]) -> Actor:
    return Actor(row["slug"], row["name"], row["type"], row["subcategory"], row["city"], row["province"], row["scope"])


def _add(found: dict[str, Spelling], actor: Actor, written: Any) -> None:
    for name in written:
        bare = _NOTE.sub("", name)
        spelling = _spelling(actor, bare, doubtful=bare != name)
        found.setdefault(" ".join(spelling.words) + spelling.tail, spelling)
        joined = "".join(spelling.words)
        if len(spelling.words) > 1 and len(joined) >= 8 and spelling.trust is Trust.SURE and not spelling.tail:
            # "DigitalWallonia", "Wallifornia MusicTech": names are often run together.
            single = replace(spelling, words=(joined,), capitals=(any(spelling.capitals),))
            found.setdefault(joined, single)


def _spelling(actor: Actor, written: str, doubtful: bool) -> Spelling:
    runs = WORD.findall(written)
    words = tuple(fold(run) for run in runs)
    tail = written[-1] if written[-1:] in "+!" and len(words) == 1 and words[0] in ("wake", "erasmus") else ""
    key = " ".join(words)
    trust = Trust.SURE
    if doubtful or key in _COMMON or (len(runs) == 1 and written.islower() and len(written) < 6):
        trust = Trust.COMMON
    elif len("".join(words)) < _SHORTEST_SURE and key not in _KNOWN and not any(c.isdigit() for c in key):
        trust = Trust.SHORT
    if tail:
        trust = Trust.SURE if words[0] == "erasmus" else Trust.SHORT
    if key == "erasmus" and not tail:
        trust = Trust.COMMON
    return Spelling(actor, words, tuple(run[0].isupper() for run in runs), written, trust, tail)


def _key(written: str) -> str:
    return " ".join(fold(run) for run in WORD.findall(_NOTE.sub("", written)))


def _hosts(rows: list[dict[str, Any]], actors: dict[str, Actor]) -> dict[str, Actor]:
    """Host without `www.` → the actor whose name it spells best; hosts that several share without one are left out."""
    claims: dict[str, list[Actor]] = {}
    for row in rows:
        host = (urlsplit(row["website"] or "").hostname or "").removeprefix("www.")
        if host and host not in _SHARED_HOSTS:
            claims.setdefault(host, []).append(actors[row["slug"]])
    hosts = {}
    for host, owners in claims.items():
        named = [a for a in owners if "".join(_key(a.name).split()) in host.replace("-", "")]
        best = sorted(named or owners, key=lambda a: (len(a.name), a.slug))
        if named or len(owners) == 1:
            hosts[host] = best[0]
    return hosts


def _rows(file: str) -> Iterator[dict[str, Any]]:
    with (DATA / file).open(encoding="utf-8") as lines:
        for text in lines:
            yield json.loads(text)
