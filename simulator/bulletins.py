"""Makes the news of the world: past, fresh, and still to come when the clock moves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from simulator import french, hosts, words
from simulator.gazetteer import TOWNS, Town, town
from simulator.things import News

_REPEATED = 0.08  # share of news that the magazine repeats


def make_news(seed: int, origin: date) -> tuple[News, ...]:
    """All news that the world will ever publish; titles are distinct."""
    rng = Random(f"{seed}:news")
    titles = _titles(rng)
    made: list[News] = []
    for house in hosts.HOUSES:
        for index in range(house.news):
            place = town(house.towns[0]) if house.towns else (rng.choice(TOWNS) if rng.random() < 0.5 else None)
            title, category = next(titles)
            made.append(_item(rng, title, category, place, house, len(made), index, origin))
    return tuple(made)


def _item(
    rng: Random,
    title: str,
    category: str,
    place: Town | None,
    house: hosts.House,
    number: int,
    index: int,
    origin: date,
) -> News:
    # The first three of every house are still to come; the others lie behind, three days apart on average.
    offset = 3 + 7 * index if index < 3 else -(3 * (index - 3)) - rng.randint(0, 3)
    published = datetime.combine(
        origin + timedelta(days=offset), time(rng.randint(7, 18), rng.randint(0, 59), rng.randint(0, 59))
    )
    if offset == 0:
        published = published.replace(hour=0, minute=5)
    coming = published.date() + timedelta(days=rng.randint(10, 60))
    where = f" à {place.name}" if place else ""
    group, partner = rng.choice(words.COLLECTIVES), rng.choice(words.PARTNERS)
    sites = [house.host]
    if house.host not in (hosts.PIXEL, hosts.LETTRE) and rng.random() < 2 * _REPEATED:
        sites.append(hosts.PIXEL)
    return News(
        id=f"news-{number + 1:03d}",
        number=5000 + 3 * number,
        title=title,
        published=published,
        summary=f"{group} et {partner} font le point{where}.",
        body=(
            f"{group} et {partner} font le point{where}, chiffres à l’appui et sans détour.",
            rng.choice(
                (
                    f"Une présentation publique est attendue le {french.day(coming)}.",
                    "L’équipe prévoit de documenter chaque étape et de partager ses fichiers.",
                    "« Nous voulions d’abord écouter le quartier », explique l’équipe.",
                    f"Le bilan complet sera remis à l’assemblée du {french.day(coming, weekday=True)}.",
                )
            ),
        ),
        category=category,
        sites=tuple(sites),
        town=place,
    )


def _titles(rng: Random) -> Iterator[tuple[str, str]]:
    """Distinct titles with their category; a topic comes back under other wordings only."""
    names = words.work_names(Random(rng.random()))
    topics = [(topic, way) for topic in words.TOPICS for way in range(4)]
    rng.shuffle(topics)
    for turn, (topic, way) in enumerate(topics):
        name, place, group = names.pop(), rng.choice(TOWNS).name, rng.choice(words.COLLECTIVES)
        yield from _personal(turn, name, place, group, rng)
        yield (
            (f"{topic[0].upper()}{topic[1:]} : une filière se structure", "Dossier"),
            (f"Rencontre avec une pionnière : {topic} au quotidien", "Portrait"),
            (f"{rng.randint(2, 9)} outils libres à essayer – {topic}", "Ressources"),
            (f"Étude sur « {topic} » : ce que disent les ateliers wallons", "Étude"),
        )[way]


def _personal(turn: int, name: str, place: str, group: str, rng: Random) -> Iterator[tuple[str, str]]:
    variants = (
        (f"{group} primé à l’étranger pour {name}", "Prix"),
        (f"« {name} » : retour en images sur une saison dense", "Reportage"),
        (f"Le studio derrière {name} ouvre une antenne à {place}", "Entreprises"),
        (f"Comment {name} a conquis {rng.randint(3, 40)}.000 visiteurs", "Chiffres"),
        (f"{place} se dote d’un plateau immersif baptisé {name}", "Territoire"),
        (f"Lauréats : le jury du prix {name} a tranché", "Prix"),
    )
    yield variants[turn % len(variants)]
