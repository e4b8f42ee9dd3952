"""Makes the events of the world."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random

from simulator import hosts, words
from simulator.gazetteer import Venue, venues
from simulator.things import Event, Session

AHEAD = 296  # the last day on which an event may start, in days after the origin
_DUPLICATED = 0.24  # share of events that other sites repeat


@dataclass(frozen=True, slots=True)
class _Draft:
    title: str
    form: str
    category: str
    sessions: tuple[Session, ...]


def make_events(seed: int, origin: date) -> tuple[Event, ...]:
    """All events that the world will ever tell of, as they stand when they are announced."""
    rng = Random(f"{seed}:events")
    places = venues(Random(f"{seed}:venues"))
    drafts = _Drafts(rng, origin)
    made: list[Event] = []
    for house in hosts.HOUSES:
        for index in range(house.events + house.series):
            town = house.towns[index % len(house.towns)]
            serial = index >= house.events
            draft = drafts.series(house.host) if serial else drafts.single(town)
            event = _settle(rng, draft, house, rng.choice(places[town]), len(made), origin)
            made.append(_interrupted(event) if house.host == hosts.GRENIER else event)
    made.extend(_editions(rng, made, len(made), origin))
    return tuple(_spread(rng, event) for event in made)


class _Drafts:
    """Titles and dates, each combination of topic and form once."""

    def __init__(self, rng: Random, origin: date) -> None:
        self._rng = rng
        self._origin = origin
        self._names = words.work_names(rng)
        self._topics = self._pairs()
        self._questions = list(words.QUESTIONS)
        self._serials = list(words.SERIES)
        self._count = 0
        rng.shuffle(self._questions)
        rng.shuffle(self._serials)

    def _pairs(self) -> list[tuple[str, int]]:
        pairs = [(topic, way) for topic in words.TOPICS for way in range(4)]
        self._rng.shuffle(pairs)
        return pairs

    def single(self, town: str) -> _Draft:
        """One event; every sixth or so is an exhibition, some are past, some run over several days."""
        self._count += 1
        rng, turn = self._rng, self._count % 16
        if turn in (1, 9):
            return self._exhibition(running=self._count % 32 == 1)
        if turn == 2:
            name = self._names.pop()
            title = rng.choice((f"Festival {name}", f"{name}, festival d’arts numériques de {town}"))
            return _Draft(title, "festival", "Festival", (self._days(rng.randint(10, AHEAD), rng.randint(1, 5)),))
        if turn == 3 and self._questions:
            lead = rng.choice(("Conférence", "Table ronde", "Débat"))
            return _Draft(f"{lead} : {self._questions.pop()}", "conference", "Conférence", (self._evening(),))
        if turn in (4, 11):
            name, group = self._names.pop(), rng.choice(words.COLLECTIVES)
            title = rng.choice(
                (f"{group} joue {name}", f"{name} : concert audiovisuel", f"{name}, performance de {group}")
            )
            return _Draft(title, "performance", "Spectacle", (self._evening(),))
        if turn == 5:
            name = self._names.pop()
            title = rng.choice((f"Game jam « {name} »", f"48 heures pour un jeu : {name}", f"Hackathon {name}"))
            return _Draft(title, "game-jam", "Game jam", (self._days(rng.randint(5, AHEAD), 1),))
        if turn == 13:
            name = self._names.pop()
            return _Draft(f"Projection : {name}, film et rencontre", "screening", "Cinéma", (self._evening(),))
        topic, way = self._topics.pop()
        return self._taught(topic, way)

    def _taught(self, topic: str, way: int) -> _Draft:
        rng = self._rng
        if way == 0:
            return _Draft(
                f"Atelier {topic} pour {rng.choice(words.AUDIENCES[:4])}", "workshop", "Atelier", (self._afternoon(),)
            )
        if way == 1:
            span = self._days(rng.randint(7, AHEAD), rng.randint(1, 3)) if rng.random() < 0.5 else self._afternoon()
            return _Draft(f"Formation professionnelle : {topic}", "training", "Formation", (span,))
        if way == 2:
            title = rng.choice(
                (f"{topic[0].upper()}{topic[1:]} : démonstration et rencontre", f"Apéro métiers – {topic}")
            )
            return _Draft(title, "meetup", "Rencontre", (self._evening(),))
        title = rng.choice((f"Stage « {topic} »", f"Initiation : {topic}", f"Masterclass {topic}"))
        return _Draft(title, "workshop", "Stage", (self._afternoon(),))

    def _exhibition(self, running: bool) -> _Draft:
        rng, name = self._rng, self._names.pop()
        begin = rng.randint(-40, -5) if running else rng.randint(6, AHEAD)
        length = rng.randint(50, 90) if running else rng.randint(14, 75)
        title = rng.choice(
            (f"Exposition « {name} »", f"{name}, installation interactive", f"{name} – parcours de lumière")
        )
        return _Draft(title, "exhibition", "Exposition", (self._days(begin, length),))

    def series(self, host: str) -> _Draft:
        """A weekly or fortnightly series of four to eight sessions under one title."""
        rng = self._rng
        title = f"{self._names.pop()}, théâtre augmenté" if host == hosts.THEATRE else self._serials.pop()
        first = self._clocked(rng.randint(3, 90), time(rng.choice((14, 18, 19)), rng.choice((0, 30))), 120)
        step = 1 if host == hosts.THEATRE else rng.choice((7, 7, 14))
        count = rng.randint(3, 5) if host == hosts.THEATRE else rng.randint(4, 8)
        moves = [timedelta(days=step * turn) for turn in range(count)]
        assert first.end is not None
        sessions = tuple(Session(first.start + move, first.end + move) for move in moves)
        return _Draft(title, "series", "Rendez-vous", sessions)

    def _offset(self) -> int:
        # Agendas are dense in the coming weeks and thin out; one in fourteen entries is over already.
        if self._rng.random() < 0.07:
            return self._rng.randint(-50, -2)
        return min(AHEAD, int(self._rng.betavariate(1.1, 1.9) * AHEAD) + 1)

    def _evening(self) -> Session:
        return self._clocked(
            self._offset(), time(self._rng.choice((18, 19, 19, 20)), self._rng.choice((0, 0, 15, 30))), 120
        )

    def _afternoon(self) -> Session:
        return self._clocked(self._offset(), time(self._rng.choice((9, 10, 13, 14)), self._rng.choice((0, 0, 30))), 180)

    def _clocked(self, offset: int, at: time, minutes: int) -> Session:
        start = datetime.combine(self._origin + timedelta(days=offset), at)
        return Session(start, start + timedelta(minutes=minutes))

    def _days(self, offset: int, length: int) -> Session:
        start = datetime.combine(self._origin + timedelta(days=offset), time())
        return Session(start, start + timedelta(days=length), all_day=True)


def _settle(rng: Random, draft: _Draft, house: hosts.House, venue: Venue, index: int, origin: date) -> Event:
    """Gives a draft its place, price, organiser and day of publication."""
    online = (
        draft.form in ("conference", "training", "meetup") and rng.random() < 0.12 and not draft.sessions[0].all_day
    )
    price, prices, free = rng.choice(_PRICES)
    first = draft.sessions[0].start.date()
    # One event in nine is announced only later: the clock brings it.
    late = rng.random() < 0.11 and (first - origin).days > 45
    announced = (
        origin + timedelta(days=rng.randint(1, 40)) if late else min(origin, first) - timedelta(days=rng.randint(3, 60))
    )
    group = rng.choice(words.COLLECTIVES)
    number = 2000 + 7 * index
    return Event(
        id=f"event-{index + 1:03d}",
        number=number,
        title=draft.title,
        form=draft.form,
        category=draft.category,
        sessions=_shortened(rng, draft, house),
        venue=None if online else venue,
        organiser=house.name if rng.random() < 0.6 else group,
        announced=datetime.combine(announced, time(rng.randint(8, 17), rng.randint(0, 59), rng.randint(0, 59))),
        summary=_summary(rng, draft, group),
        body=_body(rng, draft, group),
        sites=(house.host,),
        price=price,
        prices=prices,
        free=free,
        online_url=f"https://visio.example/salle/{number}" if online else "",
        rule=_rule(draft),
    )


_PRICES: tuple[tuple[str, tuple[str, ...], bool], ...] = (
    ("Gratuit", ("0",), True),
    ("Gratuit, sur inscription", ("0",), True),
    ("Entrée libre", ("0",), True),
    ("12€ – 18€", ("12", "18"), False),
    ("PAF 5 €", ("5",), False),
    ("8 € / 5 € (étudiants)", ("5", "8"), False),
    ("15€ prévente – 18€ sur place", ("15", "18"), False),
    ("120 €", ("120",), False),
    ("", (), False),
)


def _shortened(rng: Random, draft: _Draft, house: hosts.House) -> tuple[Session, ...]:
    # Plain HTML agendas often print a beginning and no end; such an event is never repeated on a structured site.
    first = draft.sessions[0]
    if house.host in (hosts.NEON, hosts.HAINAUT) and not first.all_day and rng.random() < 0.4:
        return (replace(first, end=None),)
    return draft.sessions


def _rule(draft: _Draft) -> str:
    if len(draft.sessions) < 2:
        return ""
    step = (draft.sessions[1].start - draft.sessions[0].start).days
    if step == 1:
        return f"FREQ=DAILY;COUNT={len(draft.sessions)}"
    return f"FREQ=WEEKLY;{'INTERVAL=2;' if step == 14 else ''}COUNT={len(draft.sessions)}"


def _summary(rng: Random, draft: _Draft, group: str) -> str:
    lead = rng.choice(("Une proposition de", "Un moment imaginé par", "Rendez-vous avec", "À découvrir avec"))
    return f"{lead} {group} autour de la création numérique. {draft.category} tout public."


def _body(rng: Random, draft: _Draft, group: str) -> tuple[str, ...]:
    partner = rng.choice(words.PARTNERS)
    return (
        f"{group} et {partner} unissent leurs savoir-faire pour "
        "cette rencontre entre l’art, la technique et le public.",
        rng.choice(
            (
                "Le matériel est fourni ; aucune connaissance préalable n’est demandée.",
                "Une visite guidée et un verre de l’amitié prolongent la rencontre.",
                "Les places sont limitées : pensez à réserver auprès de l’accueil (accueil@example.org).",
                "Accessible aux personnes à mobilité réduite.",
            )
        ),
    )


def _editions(rng: Random, made: list[Event], index: int, origin: date) -> Iterator[Event]:
    """Six events come back months later under the same title: another edition, not another session."""
    able = [
        e for e in made if e.form in ("workshop", "game-jam") and e.venue and 5 < (e.start.date() - origin).days < 120
    ]
    for turn, event in enumerate(rng.sample(able, 6)):
        shift = timedelta(days=7 * rng.randint(14, 22))
        moved = tuple(replace(s, start=s.start + shift, end=s.end + shift if s.end else None) for s in event.sessions)
        place = index + turn
        yield replace(event, id=f"event-{place + 1:03d}", number=2000 + 7 * place, sessions=moved)


def _interrupted(event: Event) -> Event:
    """A series that drops its third date: the calendar says so with EXDATE."""
    if len(event.sessions) < 4:
        return event
    kept = event.sessions[:2] + event.sessions[3:]
    return replace(event, sessions=kept, exdates=(event.sessions[2].start,))


def _spread(rng: Random, event: Event) -> Event:
    """Lets other sites repeat an event: the agenda of the communes, the regional portal, the province."""
    home = event.sites[0]
    if event.venue is None or any(s.end is None for s in event.sessions) or event.exdates:
        return event
    series = len(event.sessions) > 1
    if series and home in (hosts.GRENIER, hosts.THEATRE):
        return event
    others = [hosts.COMMUNES, hosts.REGION]
    if event.venue.town.province == "hainaut" and not series:
        others.append(hosts.HAINAUT)
    others = [o for o in others if o != home]
    if rng.random() >= _DUPLICATED:
        return event
    rng.shuffle(others)
    return replace(event, sites=(home, *sorted(others[: 2 if rng.random() < 0.3 else 1])))
