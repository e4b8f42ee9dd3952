"""How portals print one call, and the press one release."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

from pipeline.scores.outside_copies import slug
from pipeline.scores.outside_shapes import Copied
from pipeline.scores.outside_things import DAY, Thing


def call_copies(draw: random.Random, thing: Thing, n: int) -> list[Copied]:
    """`n` records of one call: the funder's own, then portals."""
    mark = f" – {thing.mark}" if thing.mark else ""
    own = f"{thing.form[0]} « {thing.titles[0]} »{mark} {thing.year}"
    text = f"{thing.who} soutient les porteurs de projets : {thing.titles[0]}. Jusqu'à {draw.randint(2, 60)}.000 euros."
    url = f"https://{slug(thing.who)}.example.org/{slug(own)}"
    unsaid = (None,) * len(thing.starts)
    plain = Copied("call", slug(thing.who), own, ("plain",), thing.starts, unsaid, who=thing.who, text=text, url=url)
    portals = ["portail-culture", "smart-opps", "callforart", "aides-be", "ncp"]
    draw.shuffle(portals)
    made = [plain]
    while len(made) < n:
        copy = replace(plain, source=portals.pop(), url=None, text=None, noise=())
        kind = draw.choice(
            ("short-title", "reworded", "organiser-front", "translated", "upper-case", "subtitle", "plain")
        )
        if kind == "translated" and (thing.mark or thing.titles[0] == thing.titles[1]):
            kind = "reworded"
        titles = {
            "short-title": f"{thing.titles[0]}{mark}" + (f" {thing.year}" if "title" in thing.keeps else ""),
            "reworded": f"{thing.titles[0]} ({thing.year}){mark} : {thing.form[0].lower()}",
            "organiser-front": f"{thing.short} – {thing.form[0]} {thing.titles[0]}{mark} {thing.year}",
            "translated": f"{thing.form[1]}: {thing.titles[1]} {thing.year}",
            "upper-case": own.upper(),
            "subtitle": f"{own} – soutien aux porteurs de projets",
            "plain": own,
        }
        copy = replace(copy, title=titles[kind], noise=(kind,), who=draw.choice((thing.who, thing.short, None)))
        if draw.random() < 0.5:
            copy = replace(copy, bare=True, noise=(*copy.noise, "deadline-no-hour"))
        odd = draw.random()
        if odd < 0.03 and thing.trap is None:
            copy = replace(copy, starts=tuple(s - DAY for s in copy.starts), noise=(*copy.noise, "deadline-day-off"))
        elif odd < 0.06 and thing.trap is None:
            copy = _extended(copy)
        if len(copy.starts) > 1:
            first = draw.random() < 0.5
            copy = replace(
                copy,
                starts=copy.starts[:1] if first else copy.starts,
                noise=(*copy.noise, "first-stage-only" if first else "two-stage"),
            )
        made.append(copy)
    return made


def article_copies(draw: random.Random, thing: Thing, n: int) -> list[Copied]:
    """`n` articles on one release: each with a title of its own and two of the release's sentences."""
    press = ["gazette-mosane", "num-brief", "culture-hebdo", "sambre-infos", "le-relais"]
    draw.shuffle(press)
    made = []
    for i in range(min(n, 4)):
        at = thing.starts[0] + timedelta(hours=draw.randint(6, 40) if i else 6)
        title = thing.wordings[i % len(thing.wordings)]
        text = " ".join(s for j, s in enumerate(thing.facts) if not i or j != i % 3)
        noise = ("plain",) if i == 0 else ("same-title",) if i >= len(thing.wordings) else ("reworded-news",)
        made.append(Copied("news", press.pop(), title, noise, (at,), (None,), text=text))
    return made


def _extended(copy: Copied) -> Copied:
    """One portal already has the new deadline, and says what it was."""
    return replace(
        copy,
        title=f"[Prolongé] {copy.title}",
        starts=tuple(start + 14 * DAY for start in copy.starts),
        text=f"Date limite prolongée ; elle était fixée au {copy.starts[0]:%d/%m/%Y}.",
        noise=(*copy.noise, "extended"),
    )
