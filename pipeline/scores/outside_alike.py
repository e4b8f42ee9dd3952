"""Look-alikes of the outside worlds: what a hasty reader would take for the same thing, and is not."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from pipeline.scores import outside_words as words
from pipeline.scores.outside_things import DAY, NO_FORM, House, Thing, Town, each, house_of, name, programme, titles_of

Towns = Sequence[Town]
Maker = Callable[[random.Random, Thing, Towns, str], list[Thing]]
TITLE = frozenset({"title"})


def look_alikes(draw: random.Random, thing: Thing, towns: Towns) -> list[Thing]:
    """The thing among others that resemble it; each carries the kind of the family as its `trap`."""
    if thing.kind == "call":
        return _calls(draw, thing)
    if thing.until:
        return _editions(draw, thing, towns, "next-edition") if draw.random() < 0.4 else _opening(draw, thing)
    kind = draw.choice(tuple(EVENT_TRAPS))
    return EVENT_TRAPS[kind](draw, replace(thing, starts=thing.starts[:1]), towns, kind)


def _editions(draw: random.Random, thing: Thing, towns: Towns, kind: str) -> list[Thing]:
    """This year's and next year's, on the same weekday."""
    year = 364 * DAY
    later = replace(thing, starts=tuple(s + year for s in thing.starts), until=thing.until and thing.until + year)
    return _trapped(kind, thing, later)


def _opening(draw: random.Random, thing: Thing) -> list[Thing]:
    """An exhibition and its opening party, the evening before or on the first day."""
    opening = thing.starts[0] + timedelta(hours=draw.choice((-6, 18, 18.5)))
    titles = each("Vernissage : {}".format, thing.titles)
    party = replace(thing, titles=titles, form=NO_FORM, until=None, starts=(opening,), keeps=TITLE)
    return _trapped("opening-vs-exhibition", thing, party)


def _marked(marks: Sequence[str], gap: timedelta) -> Maker:
    """Things that only a mark behind the title tells apart."""

    def make(draw: random.Random, one: Thing, towns: Towns, kind: str) -> list[Thing]:
        starts = (one.starts[0] + gap * i for i in range(len(marks)))
        return _trapped(
            kind, *(replace(one, mark=m, starts=(s,), keeps=TITLE) for m, s in zip(marks, starts, strict=True))
        )

    return make


def _elsewhere(draw: random.Random, one: Thing, towns: Towns, kind: str) -> list[Thing]:
    """One show in several towns, some days after one another or at once."""
    gap = draw.choice((0, 0, 1, 7)) * DAY
    houses = [house_of(town, draw.randrange(8)) for town in draw.sample(list(towns), 2)]
    return _trapped(kind, one, *(_at(one, house, gap * (i + 1)) for i, house in enumerate(houses)))


def _homonyms(draw: random.Random, one: Thing, towns: Towns, kind: str) -> list[Thing]:
    """Repair Café here and there on one Saturday: in towns apart, or in two houses of one town."""
    title = draw.choice(words.HOMONYMS)
    one = replace(one, titles=(title, title, title, title), form=NO_FORM, keeps=frozenset({"place", "title"}))
    assert one.house
    if kind == "homonym-same-town":
        houses = [house_of(one.house.town, number) for number in draw.sample(range(8), 2)]
    else:
        houses = [house_of(town, draw.randrange(8)) for town in draw.sample(list(towns), 3)]
    distinct = {house.names[0]: house for house in houses}
    return _trapped(kind, *(_at(one, house, 0 * DAY) for house in distinct.values()))


def _two_at_once(draw: random.Random, one: Thing, towns: Towns, kind: str) -> list[Thing]:
    """Two of one sort in one house at one hour."""
    return _trapped(kind, replace(one, keeps=TITLE), replace(one, titles=titles_of(draw), keeps=TITLE))


def _two_hours(draw: random.Random, one: Thing, towns: Towns, kind: str) -> list[Thing]:
    """One film at two hours of a day."""
    day = one.starts[0].replace(hour=0, minute=0)
    starts = [day + timedelta(hours=hour) for hour in draw.choice(((14, 20), (18, 20.5), (10.5, 16)))]
    return _trapped(kind, *(replace(one, starts=(start,), keeps=frozenset({"hour"})) for start in starts))


def _festival(draw: random.Random, one: Thing, towns: Towns, kind: str) -> list[Thing]:
    """Talks of one festival under its name, and in half of the cases the festival itself."""
    festival = f"Festival {name(draw)}"
    own = replace(one, form=NO_FORM, hours=1.0, keeps=TITLE)
    talks = [
        replace(
            own, titles=each(f"{festival} – {{}}".format, titles_of(draw)), starts=(one.starts[0] + timedelta(hours=i),)
        )
        for i in range(draw.randint(2, 4))
    ]
    day = one.starts[0].replace(hour=0, minute=0)
    whole = replace(own, titles=(festival, festival, festival, festival), starts=(day - DAY,), until=day + 2 * DAY)
    return _trapped(kind, *talks, whole) if draw.random() < 0.5 else _trapped(kind, *talks)


def _calls(draw: random.Random, call: Thing) -> list[Thing]:
    """The next year's call, the one for the jury, the second session, or another strand of the same funder and day."""
    kind = draw.choice(("call-year", "call-jury", "call-session", "call-strand"))
    if kind == "call-year":
        year = tuple(start + 366 * DAY for start in call.starts)
        return _trapped(kind, replace(call, keeps=TITLE), replace(call, keeps=TITLE, starts=year, year=call.year + 1))
    if kind == "call-strand":
        return _trapped(kind, call, replace(call, titles=programme(draw)))
    jury = kind == "call-jury"
    marks = ("appel aux artistes", "appel aux membres du jury") if jury else ("session 1", "session 2")
    gaps = (0 * DAY, 0 * DAY if jury else 120 * DAY)
    return _trapped(
        kind,
        *(
            replace(call, mark=mark, keeps=TITLE, starts=(call.starts[0] + gap,))
            for mark, gap in zip(marks, gaps, strict=True)
        ),
    )


def _at(one: Thing, house: House, gap: timedelta) -> Thing:
    return replace(one, house=house, who=house.names[0], short=house.names[1], starts=(one.starts[0] + gap,))


def _trapped(kind: str, *things: Thing) -> list[Thing]:
    """The things as one family, each with a likeness of its own."""
    return [replace(thing, trap=kind, likeness=_likeness(thing)) for thing in things]


def _likeness(thing: Thing) -> tuple[object, ...]:
    start = thing.starts[0]
    return thing.titles[0], thing.mark, thing.house, start if "hour" in thing.keeps else start.date(), thing.who


EVENT_TRAPS: dict[str, Maker] = {
    "next-edition": _editions,
    "part-two": _marked(("partie 1", "partie 2"), 7 * DAY),
    "audience": _marked(("pour ados", "pour seniors"), 0 * DAY),
    "level": _marked(("niveau 1", "niveau 2"), 0 * DAY),
    "numbered": _marked(("#12", "#13", "#14"), 28 * DAY),
    "several-towns": _elsewhere,
    "homonym-towns": _homonyms,
    "homonym-same-town": _homonyms,
    "two-workshops": _two_at_once,
    "same-film": _two_hours,
    "festival-siblings": _festival,
}
