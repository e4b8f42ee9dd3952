"""The calls of a year's sites: a stock of open and closed ones, then new ones at the site's pace."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from simulator import french
from simulator.things import Call, Deadline
from simulator.year.fleet import Moored
from simulator.year.lives import Carrier, Life, Turn
from simulator.year.records import FateKind
from simulator.year.stock import Titles, announcements

_FRAMES = (
    "Appel à projets immersifs « {} »",
    "Bourse d’écriture numérique {}",
    "Résidence de création : {}",
    "Aide au prototype {}",
    "Appel à candidatures : {}",
    "Soutien à la diffusion {}",
    "Appel à œuvres pour le parcours {}",
    "Prix de la jeune création {}",
)
_PROGRAMMES = ("CREA-MEDIA", "CREA-CULT", "HORIZON-CL2", "DIGITAL", "ERASMUS-EDU")
_FUNDERS = ("Direction des arts numériques", "Service de la création", "Province créative")


def calls_of(seed: int, berth: Moored, titles: Titles, origin: date, days: int) -> list[Life]:
    """Every call that this site brings: about a dozen that stand at the origin, then new ones."""
    rng = Random(f"{seed}:{berth.site.host}:calls")
    european = berth.site.platform == "sedia"
    rate = min(berth.rate, 0.1)
    made: list[Life] = []
    for day in _days(rng, rate, origin, days):
        index = len(made)
        name = titles.take("english" if european else "call")
        call = (_european if european else _walloon)(rng, berth, name, day, index)
        made.append(Life(call.id, "call", name, (Carrier(berth.site.host),), (Turn(day, FateKind.ANNOUNCED, call),)))
    return made


def _days(rng: Random, rate: float, origin: date, days: int) -> Iterator[date]:
    yield from sorted(origin - timedelta(days=rng.randint(3, 110)) for _ in range(rng.randint(9, 14)))
    yield from announcements(rng, rate, origin, origin + timedelta(days=days))


def _walloon(rng: Random, berth: Moored, name: str, day: date, index: int) -> Call:
    shape = rng.choice(("open", "open", "open", "announced", "rolling", "two-stage"))
    opens = day + timedelta(days=rng.randint(10, 40)) if shape == "announced" else None
    first = (opens or day) + timedelta(days=rng.randint(25, 90))
    deadlines: tuple[Deadline, ...] = (_deadline(rng, first),)
    if shape == "rolling":
        deadlines = ()
    if shape == "two-stage":
        second = _deadline(rng, first + timedelta(days=rng.randint(40, 80)), "dossier complet")
        deadlines = (_deadline(rng, first, "déclaration d’intention"), second)
    funder = rng.choice(_FUNDERS)
    high = rng.choice((None, 2500, 5000, 12000, 25000, 40000))
    return Call(
        id=f"call-{berth.offset // 1000:03d}-{index + 1:04d}",
        number=berth.offset * 10 + 9000 + index,
        title=rng.choice(_FRAMES).format(name),
        published=datetime.combine(day, time(rng.randint(0, 3), rng.randint(0, 59), rng.randint(0, 59))),
        summary=f"{funder} soutient les porteurs de projets de création numérique établis en Wallonie.",
        body=("Le dossier comprend une note d’intention, un budget et un calendrier de travail.",),
        funder=funder,
        sites=(berth.site.host,),
        opens=opens,
        deadlines=deadlines,
        rolling=shape == "rolling",
        high=high,
        budget=high * 8 if high and rng.random() < 0.3 else None,
    )


def _deadline(rng: Random, day: date, label: str = "") -> Deadline:
    clock = rng.choice((None, None, time(12), time(17)))
    return Deadline(datetime.combine(day, clock or time()), clock is not None, label)


def _european(rng: Random, berth: Moored, title: str, day: date, index: int) -> Call:
    opens = day + timedelta(days=rng.randint(0, 30))
    stages = ("first stage", "second stage") if rng.random() < 0.25 else ("",)
    at = [opens + timedelta(days=60 * (n + 1) + rng.randint(0, 20)) for n in range(len(stages))]
    deadlines = tuple(Deadline(datetime.combine(d, time(17)), True, label) for d, label in zip(at, stages, strict=True))
    programme = rng.choice(_PROGRAMMES)
    high = rng.choice((200000, 600000, 1000000))
    word = french.slug(title).split("-")[0].upper()
    return Call(
        id=f"call-{berth.offset // 1000:03d}-{index + 1:04d}",
        number=berth.offset * 10 + 9000 + index,
        title=title,
        published=datetime.combine(day, time(2)),
        summary=f"This topic supports consortia working on {title.lower()}.",
        body=("Proposals are expected to bring together creators, researchers and cultural operators.",),
        funder="European Commission",
        sites=(berth.site.host,),
        opens=opens,
        deadlines=deadlines,
        low=high,
        high=high,
        budget=high * 4,
        identifier=f"{programme}-{at[0].year}-{word}-{berth.offset // 1000}{index + 1:03d}",
    )
