"""Puts a site behind every host name of a plan and writes down what became of each entry."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random

from simulator.behind.fates import AS_HONEST, CAUSES, OF_THE_HOST, Fate, fate
from simulator.behind.offers import SHOWN, Offer, as_said, at_addresses_too, sought
from simulator.behind.plan import Planned, address, neighbours
from simulator.sites.site import Ask, Reply
from simulator.unseen.ground import Ground, lay
from simulator.unseen.look import ARRANGEMENTS
from simulator.unseen.shell import Responder, home, small_pages

_AT_LEAST = 8


@dataclass(slots=True)
class Door:
    """What one host answers: its parts in turn, under a fate of the whole host, or all of it at another host."""

    host: str
    mode: Fate = Fate.AS_SAID
    onward: str | None = None
    parts: list[Responder] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Stand:
    """Every host, and the truth by slug."""

    doors: dict[str, Door]
    truth: dict[str, dict[str, object]]


def stand(plan: Sequence[Planned], seed: int, today: date) -> Stand:
    """The sites behind a plan, all from the seed. Raises ValueError for a platform that nobody can show."""
    for entry in plan:
        if entry.platform and entry.platform not in SHOWN:
            raise ValueError(f"{entry.slug}: no site can be made on the platform {entry.platform!r}")
    doors: dict[str, Door] = {}
    truth: dict[str, dict[str, object]] = {}
    for group in neighbours(plan):
        _stand_group(group, seed, today, doors, truth)
    for host in list(doors):
        twin = host.removeprefix("www.") if host.startswith("www.") else f"www.{host}"
        if twin not in doors:
            doors[twin] = Door(twin, onward=host, mode=doors[host].mode)
    return Stand(doors, dict(sorted(truth.items())))


def _stand_group(
    group: Sequence[Planned], seed: int, today: date, doors: dict[str, Door], truth: dict[str, dict[str, object]]
) -> None:
    befallen = fate(seed, group[0].slug, all(e.find or not e.urls for e in group), len(group) > 1)
    offers: dict[str, Offer] = {}
    for entry in group:
        hosts = entry.hosts()
        if not hosts:
            truth[entry.slug] = _told(entry, Fate.NOWHERE, None)
            continue
        known = bool(entry.urls and entry.platform) and not entry.find
        what = befallen if known or befallen not in (Fate.OTHER_PLATFORM, Fate.REDESIGNED) else Fate.AS_SAID
        key = f"{entry.platform}@{entry.urls[0]}" if known else hosts[0]
        if key not in offers:
            offers[key] = _offer(entry, _kind(entry, group, hosts[0]), seed, today, what, known)
            _open(offers[key], hosts, entry, what, doors)
        for host in hosts:
            doors.setdefault(
                host, Door(host, what if what in OF_THE_HOST else Fate.AS_SAID, None, [offers[key].site.answer])
            )
        truth[entry.slug] = _told(entry, what, offers[key])


def _kind(entry: Planned, group: Sequence[Planned], host: str) -> str:
    """A kind that all entries of the host look for, else the entry's first."""
    kinds = [e.kinds for e in group if e.hosts()[:1] == (host,)]
    return next((k for k in entry.kinds if all(k in others for others in kinds)), entry.kinds[0])


def _offer(entry: Planned, kind: str, seed: int, today: date, what: Fate, known: bool) -> Offer:
    host = entry.hosts()[0]
    rng = Random(f"{seed}:{entry.slug}:stand")
    count = rng.randint(max(_AT_LEAST, 12), 30)
    if entry.platform == "eu_funding":
        count = 42
    ground = lay(
        f"{seed}:{entry.slug}",
        0,
        kind,
        "fr",
        today,
        rng.choice(ARRANGEMENTS),
        count,
        host,
        entry.slug.replace("-", " "),
    )
    folder = address(entry.site).path.rstrip("/") if entry.site else ""
    if folder:
        section = folder + ground.shell.section
        ground = ground.moved(section, section + "/{slug}")
    if what is Fate.EMPTY:
        ground = replace(ground, items=(), past=(), shell=replace(ground.shell, asides=()))
    if what is Fate.NOTHING:
        return _bare(ground)
    if known and what is Fate.REDESIGNED:
        return sought(ground.moved("/nouvel-agenda", "/nouvel-agenda/{slug}"), kind, entry.platform)
    if known and what is not Fate.OTHER_PLATFORM:
        return as_said(entry, ground)
    found = sought(ground, kind, entry.platform if known else "")
    # What somebody once saw of the site is its list, under another name perhaps.
    return found if known else at_addresses_too(found, entry.urls)


def _bare(ground: Ground) -> Offer:
    """A site of a few lines that lists nothing."""
    ground = replace(ground, items=(), past=(), shell=replace(ground.shell, asides=(), section="/contact"))
    site = ground.site((), "nothing", home(ground.shell, ""), small_pages(ground.shell), start="/")
    return Offer(replace(site, responders=site.responders[:2]), (), (), ())


def _open(offer: Offer, hosts: Sequence[str], entry: Planned, what: Fate, doors: dict[str, Door]) -> None:
    """Lets the hosts answer: the first one is the site's, the others answer what the offer has for them."""
    for host in hosts:
        door = doors.setdefault(host, Door(host))
        door.mode = what if what in OF_THE_HOST else door.mode
        door.parts += [part for name, part in offer.elsewhere if name == host]
    front = doors[hosts[0]]
    if entry.site:
        front.parts.append(_at_site(offer, address(entry.site).path))
    front.parts.append(offer.site.answer)
    if what is Fate.MOVED:
        for host in hosts:
            # The site stands elsewhere now under the name that its pages still bear.
            new = f"new.{host.removeprefix('www.')}"
            doors[new] = Door(new, parts=doors[host].parts)
            doors[host] = Door(host, onward=new)


def _at_site(offer: Offer, path: str) -> Responder:
    """The home page also at the path that the catalogue calls the site (`/fr/`)."""

    def respond(ask: Ask) -> Reply | None:
        same = path != "/" and ask.path.rstrip("/") == path.rstrip("/") and not ask.query
        return offer.site.answer(replace(ask, path="/")) if same else None

    return respond


def _told(entry: Planned, what: Fate, offer: Offer | None) -> dict[str, object]:
    hidden = what in OF_THE_HOST and what is not Fate.SLOW
    return {
        "fate": what.value,
        "cause": CAUSES[what],
        "honest": sorted({CAUSES[what], AS_HONEST.get(what, CAUSES[what])}),
        "hosts": list(entry.hosts()),
        "platform": [] if hidden or offer is None else list(offer.platforms),
        "kind": offer.site.shell.kind if offer else None,
        "items": [] if hidden or offer is None else _of_the_entry(entry, offer.items),
    }


def _of_the_entry(entry: Planned, items: Sequence[dict[str, object]]) -> list[dict[str, object]]:
    """What the entry asks for: calls of its identifiers, things of its kinds; all, where the site has none of them."""
    pattern = entry.option("identifiers")
    if pattern:
        return [i for i in items if re.search(pattern, str(i.get("key")))]
    return [i for i in items if i["kind"] in entry.kinds] or list(items)
