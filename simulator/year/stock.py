"""The events that a year's sites announce themselves: when, where, what, before anything befalls them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from math import exp
from random import Random

from simulator import words
from simulator.gazetteer import Venue
from simulator.things import Event, Session
from simulator.year import names, season
from simulator.year.fleet import Moored
from simulator.year.lives import Carrier, Life, Turn
from simulator.year.records import FateKind

BEFORE = 100  # days before the origin from which the web has its first entries
_SINGLE_SESSION = ("json-ld-graph", "microdata")
_WEIGHTS = {"exhibition": 3, "performance": 5, "festival": 1, "screening": 3, "meetup": 3, "conference": 3,
            "game-jam": 1, "workshop": 4}  # fmt: skip
_PRICES: tuple[tuple[str, tuple[str, ...], bool], ...] = (
    ("Gratuit", ("0",), True),
    ("12€ – 18€", ("12", "18"), False),
    ("PAF 5 €", ("5",), False),
    ("8 € / 5 € (étudiants)", ("5", "8"), False),
    ("", (), False),
)


class Titles:
    """Works and their titles; no two events of the year share form and work, unless they are editions of one."""

    def __init__(self, seed: int) -> None:
        rng = Random(f"{seed}:titles")
        self._rounds = dict.fromkeys((*names.FORMS, "series", "night", "news", "call", "english"), 1)
        self._names = {form: names.work_names(rng) for form in (*names.FORMS, "series", "night", "news", "call")}
        self._names["english"] = names.english_titles(rng)

    def take(self, form: str) -> str:
        """A work that has had no event of that form."""
        if not self._names[form]:
            # A very long or very wide year: the works come back as sequels.
            self._rounds[form] += 1
            again = names.work_names(Random(f"{form}:{self._rounds[form]}"))
            self._names[form] = [f"{name}, acte {self._rounds[form]}" for name in again]
        return self._names[form].pop()


def announcements(rng: Random, rate: float, first: date, last: date) -> Iterator[date]:
    """Days of announcement at that mean rate a day, with the season and the rhythm of the week (Poisson)."""
    day = first
    while day <= last:
        floor, product = exp(-rate * season.busyness(day)), rng.random()
        while product > floor:
            yield day
            product *= rng.random()
        day += timedelta(days=1)


def events_of(
    seed: int, berth: Moored, places: dict[str, tuple[Venue, ...]], titles: Titles, origin: date, days: int
) -> list[Life]:
    """Every event that this site brings from `BEFORE` days before the origin to the last day."""
    rng = Random(f"{seed}:{berth.site.host}:events")
    rate = berth.rate * (0.4 if berth.role == "aggregator" else 1.0)
    made: list[Life] = []
    for day in announcements(rng, rate, origin - timedelta(days=BEFORE), origin + timedelta(days=days)):
        event, name = _event(rng, berth, places, titles, day, len(made))
        if event.last_day >= origin - timedelta(days=40):
            made.append(_life(event, name, day))
    made += _nights(rng, berth, places, titles, origin, days, len(made))
    return made


def _life(event: Event, name: str, day: date) -> Life:
    turn = Turn(day, FateKind.ANNOUNCED, event)
    return Life(event.id, "event", name, (Carrier(event.sites[0]),), (turn,), trap=event.body[-1] in names.TRAPS)


def _event(
    rng: Random, berth: Moored, places: dict[str, tuple[Venue, ...]], titles: Titles, day: date, index: int
) -> tuple[Event, str]:
    platform = berth.site.platform
    serial = platform not in _SINGLE_SESSION and rng.random() < 0.05
    form = "series" if serial else rng.choices(list(_WEIGHTS), list(_WEIGHTS.values()))[0]
    sparse = berth.site.size == "sparse"
    lead = rng.randint(6, 26) if sparse else rng.randint(14, 95)
    sessions = _sessions(rng, form, day + timedelta(days=lead), longest=14 if sparse else 70)
    if platform in ("html", "drupal") and not sessions[0].all_day and rng.random() < 0.3:
        sessions = tuple(replace(s, end=None) for s in sessions)
    name = titles.take(form)
    town = rng.choice(sorted(places)) if berth.role == "aggregator" else berth.town.name
    return _dressed(rng, berth, form, name, sessions, rng.choice(places[town]), day, index), name


def _dressed(
    rng: Random, berth: Moored, form: str, name: str, sessions: tuple[Session, ...], venue: Venue, day: date, index: int
) -> Event:
    price, prices, free = rng.choice(_PRICES)
    group = rng.choice(words.COLLECTIVES)
    body = [f"{group} et {rng.choice(words.PARTNERS)} unissent leurs savoir-faire pour cette rencontre."]
    if rng.random() < 0.06:
        body.append(rng.choice(names.TRAPS))
    title = f"Nuit du changement d’heure : {name}" if form == "night" else names.title(rng, form, name)
    return Event(
        id=f"event-{berth.offset // 1000:03d}-{index + 1:04d}",
        number=berth.offset * 10 + index,
        title=title,
        form="performance" if form == "night" else form,
        category=names.CATEGORIES.get(form, "Spectacle"),
        sessions=sessions,
        venue=venue,
        organiser=berth.site.name if rng.random() < 0.6 else group,
        announced=datetime.combine(day, time(rng.randint(0, 3), rng.randint(0, 59), rng.randint(0, 59))),
        summary=names.SUMMARIES["fr"].format(group),
        body=tuple(body),
        sites=(berth.site.host,),
        price=price,
        prices=prices,
        free=free,
        rule=f"FREQ=WEEKLY;COUNT={len(sessions)}" if len(sessions) > 1 else "",
    )


def _sessions(rng: Random, form: str, wanted: date, longest: int) -> tuple[Session, ...]:
    """Hours of an event near the wanted day, on a weekday on which such things are held; `longest` in days."""
    near = [wanted + timedelta(days=n) for n in range(-3, 4)]
    day = rng.choices(near, [season.HELD[d.weekday()] for d in near])[0]
    if form == "exhibition":
        return (_days(day, rng.randint(8, longest)),)
    if form == "festival":
        return (_days(day, rng.randint(1, 4)),)
    if form == "game-jam":
        return (_days(day, 1),)
    if form == "workshop":
        # Workshops for the young are held when there is no school, if such a day is near.
        free = next((day + timedelta(days=n) for n in range(12) if season.off_school(day + timedelta(days=n))), day)
        return (_clocked(free, time(rng.choice((9, 10, 13, 14)), rng.choice((0, 30))), 180),)
    first = _clocked(day, time(rng.choice((18, 19, 19, 20)), rng.choice((0, 0, 15, 30))), 120)
    if form != "series":
        return (first,)
    assert first.end is not None
    moves = [timedelta(weeks=n) for n in range(3 if longest < 20 else rng.randint(3, 6))]
    return tuple(Session(first.start + move, first.end + move) for move in moves)


def _clocked(day: date, at: time, minutes: int) -> Session:
    start = datetime.combine(day, at)
    return Session(start, start + timedelta(minutes=minutes))


def _days(day: date, length: int) -> Session:
    start = datetime.combine(day, time())
    return Session(start, start + timedelta(days=length), all_day=True)


def _nights(
    rng: Random,
    berth: Moored,
    places: dict[str, tuple[Venue, ...]],
    titles: Titles,
    origin: date,
    days: int,
    index: int,
) -> Iterator[Life]:
    """One site in three plays in the nights in which the clock changes; some begin in the hour that comes twice."""
    for year in range(origin.year, origin.year + 3):
        for turn, day in enumerate(season.clock_changes(year)):
            told = day - timedelta(days=rng.randint(20, 50))
            inside = origin - timedelta(days=30) <= told <= origin + timedelta(days=days)
            if not inside or rng.random() > 0.34:
                continue
            eve = datetime.combine(day - timedelta(days=1), time(23))
            session = Session(eve, datetime.combine(day, time(5)))
            if turn == 1 and rng.random() < 0.4:
                session = Session(datetime.combine(day, time(2, 30)), datetime.combine(day, time(6)))
            name = titles.take("night")
            event = _dressed(rng, berth, "night", name, (session,), rng.choice(places[berth.town.name]), told, index)
            index += 1
            yield _life(event, name, told)
