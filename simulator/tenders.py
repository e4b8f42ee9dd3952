"""Makes the calls of the world: open, closing, closed, announced, rolling and two-stage."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from simulator import french, hosts, words
from simulator.things import Call, Deadline

_SHAPES = (
    "open",
    "closing",
    "closed",
    "open",
    "announced",
    "open",
    "rolling",
    "two-stage",
    "open",
    "closed",
    "open",
    "closing",
)
_FRAMES = (
    "Appel à projets immersifs « {name} »",
    "Bourse d’écriture numérique {name}",
    "Résidence de création : {name}",
    "Aide au prototype – {topic}",
    "Appel à candidatures : {topic}",
    "Soutien à la diffusion {name}",
    "Appel à œuvres pour le parcours {name}",
    "Mission exploratoire {topic}",
    "Prix de la jeune création {name}",
    "Coproduction {name} : appel aux studios",
)
_PROGRAMMES = ("CREA-MEDIA", "CREA-CULT", "HORIZON-CL2", "HORIZON-CL4", "DIGITAL", "ERASMUS-EDU")
_ENGLISH = (
    "Immersive storytelling for regional museums", "European co-development of video games",
    "Skills for virtual production", "Small-scale cooperation in digital arts",
    "Accessible heritage in mixed reality", "Greener live performance technologies",
    "Talent mobility for sound and image artists", "Innovation labs for content creators",
    "Trustworthy generative tools for media", "Networks of creative hubs", "Data spaces for cultural heritage",
    "Audience development in cross-border festivals", "Video game prototypes for inclusion",
    "Audiovisual markets and networking", "Interactive fiction for young audiences",
    "Circular design in fabrication laboratories", "Multilingual subtitling infrastructures",
    "Teacher academies for digital creation", "Shared virtual worlds for schools",
    "Preservation of software-based art", "Craft and computation partnerships",
    "Extended reality interoperability pilots", "Platforms for European live coding",
    "Urban light and public space experiments",
)  # fmt: skip


def make_calls(seed: int, origin: date) -> tuple[Call, ...]:
    """All calls that the world will ever publish."""
    rng = Random(f"{seed}:calls")
    names, topics = words.work_names(rng), list(words.TOPICS)
    rng.shuffle(topics)
    made: list[Call] = []
    for house in hosts.HOUSES:
        for index in range(house.calls):
            number = len(made)
            if house.host == hosts.EUROPE:
                made.append(_european(rng, number, index, origin))
                continue
            frame = _FRAMES[index % len(_FRAMES)]
            title = frame.format(name=names.pop()) if "{name}" in frame else frame.format(topic=topics.pop())
            made.append(_walloon(rng, title, house, number, index, origin))
    return tuple(made)


def _walloon(rng: Random, title: str, house: hosts.House, number: int, index: int, origin: date) -> Call:
    shape = _SHAPES[(index + len(house.host)) % len(_SHAPES)]
    opens, deadlines = _dates(rng, shape, origin)
    low, high, budget = _sums(rng)
    last = deadlines[0].at.date() if deadlines else origin
    # The last two calls of a house are published only when the clock moves.
    if index >= house.calls - 2:
        published = origin + timedelta(days=rng.randint(2, 20))
        opens, deadlines = published, _dates(rng, "open", origin + timedelta(days=40))[1]
        shape = "open"
    else:
        published = min(opens, origin, last) - timedelta(days=rng.randint(2, 20))
    funder = {hosts.FONDS: "Fonds de l’image animée", hosts.BOURSES: "Fondation Clair de Terre"}.get(
        house.host, rng.choice(("Direction des arts numériques", "Service de la création", "Province créative"))
    )
    return Call(
        id=f"call-{number + 1:03d}",
        number=10400 + 11 * number,
        title=title,
        published=datetime.combine(published, time(9, rng.randint(0, 59), rng.randint(0, 59))),
        summary=f"{funder} soutient les porteurs de projets de création numérique établis en Wallonie.",
        body=(
            "Le dossier comprend une note d’intention, un budget et un calendrier de travail.",
            "Renseignements : projets@example.org.",
        ),
        funder=funder,
        sites=_sites(house, index),
        opens=opens if shape == "announced" else None,
        deadlines=deadlines,
        rolling=shape == "rolling",
        low=low,
        high=high,
        budget=budget,
    )


def _sites(house: hosts.House, index: int) -> tuple[str, ...]:
    # The ministry's list repeats every second call of the two funders.
    if house.host in (hosts.FONDS, hosts.BOURSES) and index % 2 == 0:
        return (house.host, hosts.APPELS)
    return (house.host,)


def _dates(rng: Random, shape: str, origin: date) -> tuple[date, tuple[Deadline, ...]]:
    """Opening day and deadlines of a call of that shape, as seen on the morning of `origin`."""
    if shape == "rolling":
        return origin - timedelta(days=rng.randint(20, 90)), ()
    if shape == "announced":
        opens = origin + timedelta(days=rng.randint(32, 60))
        return opens, (_deadline(rng, opens + timedelta(days=rng.randint(30, 70))),)
    offset = {"closing": rng.randint(2, 12), "closed": -rng.randint(3, 200)}.get(shape, rng.randint(17, 160))
    first = origin + timedelta(days=offset)
    opens = min(first, origin) - timedelta(days=rng.randint(20, 60))
    if shape == "two-stage":
        second = _deadline(rng, first + timedelta(days=rng.randint(50, 100)), "dossier complet")
        return opens, (_deadline(rng, first, "déclaration d’intention"), second)
    return opens, (_deadline(rng, first),)


def _deadline(rng: Random, day: date, label: str = "") -> Deadline:
    clock = rng.choice((None, None, time(12), time(16), time(17), time(23, 59)))
    return Deadline(datetime.combine(day, clock or time()), clock is not None, label)


def _sums(rng: Random) -> tuple[int | None, int | None, int | None]:
    """Lowest and highest grant per project and the whole envelope, any of them unsaid."""
    turn = rng.randint(0, 4)
    if turn == 0:
        return None, None, None
    high = rng.choice((2500, 5000, 7500, 12000, 15000, 25000, 40000, 60000))
    low = high // 5 if turn == 1 else None
    return low, high, high * rng.randint(6, 12) if turn == 2 else None


def _european(rng: Random, number: int, index: int, origin: date) -> Call:
    programme = _PROGRAMMES[index % len(_PROGRAMMES)]
    shape = ("open", "open", "announced", "two-stage", "closing", "open", "cut-off", "closed")[index % 8]
    opens, deadlines = _dates(rng, "two-stage" if shape == "cut-off" else shape, origin)
    labels = {"two-stage": ("first stage", "second stage"), "cut-off": ("first cut-off", "second cut-off")}.get(
        shape, ("",)
    )
    settled = tuple(
        Deadline(datetime.combine(d.at.date(), time(17)), True, labels[turn]) for turn, d in enumerate(deadlines)
    )
    high = rng.choice((200000, 600000, 1000000, 2000000, 4000000))
    title = _ENGLISH[index]
    year = settled[0].at.year
    return Call(
        id=f"call-{number + 1:03d}",
        number=43600 + number,
        title=title,
        published=datetime.combine(min(opens, origin) - timedelta(days=30), time(10)),
        summary=f"This topic supports consortia working on {title[0].lower()}{title[1:]}.",
        body=("Proposals are expected to bring together creators, researchers and cultural operators.",),
        funder="European Commission",
        sites=(hosts.EUROPE,),
        opens=opens,
        deadlines=settled,
        low=high // 2 if rng.random() < 0.5 else high,
        high=high,
        budget=high * rng.randint(3, 8),
        identifier=f"{programme}-{year}-{french.slug(title).split('-')[0].upper()}-{index + 1:02d}",
    )
