"""The news of a year's sites."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from simulator import words
from simulator.things import News
from simulator.year.fleet import Moored
from simulator.year.lives import Carrier, Life, Turn
from simulator.year.records import FateKind
from simulator.year.stock import Titles, announcements

_FRAMES = (
    ("{group} primé à l’étranger pour {name}", "Prix"),
    ("« {name} » : retour en images sur une saison dense", "Reportage"),
    ("Le studio derrière {name} ouvre une antenne à {town}", "Entreprises"),
    ("Comment {name} a conquis {count}.000 visiteurs", "Chiffres"),
    ("{town} se dote d’un plateau immersif baptisé {name}", "Territoire"),
    ("Lauréats : le jury du prix {name} a tranché", "Prix"),
    ("{count} questions à l’équipe de {name}", "Entretien"),
)
_STOCK = 60  # days before the origin from which news is still on the web


def news_of(seed: int, berth: Moored, titles: Titles, origin: date, days: int) -> list[Life]:
    """Every news item that this site brings, `_STOCK` days of older ones included."""
    rng = Random(f"{seed}:{berth.site.host}:news")
    made: list[Life] = []
    for day in announcements(rng, berth.rate, origin - timedelta(days=_STOCK), origin + timedelta(days=days)):
        name, index = titles.take("news"), len(made)
        frame, category = rng.choice(_FRAMES)
        group, partner = rng.choice(words.COLLECTIVES), rng.choice(words.PARTNERS)
        news = News(
            id=f"news-{berth.offset // 1000:03d}-{index + 1:04d}",
            number=berth.offset * 10 + 5000 + index,
            title=frame.format(group=group, name=name, town=berth.town.name, count=rng.randint(3, 40)),
            published=datetime.combine(day, time(rng.randint(0, 3), rng.randint(0, 59), rng.randint(0, 59))),
            summary=f"{group} et {partner} font le point.",
            body=(f"{group} et {partner} font le point, chiffres à l’appui et sans détour, à propos de {name}.",),
            category=category,
            sites=(berth.site.host,),
            town=berth.town,
        )
        made.append(Life(news.id, "news", name, (Carrier(berth.site.host),), (Turn(day, FateKind.ANNOUNCED, news),)))
    return made
