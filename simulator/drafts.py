"""Titles, forms and dates of events, before they have a place: each combination of topic and form once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from simulator import hosts, words
from simulator.things import Session

AHEAD = 296  # the last day on which an event may start, in days after the origin


@dataclass(frozen=True, slots=True)
class Draft:
    """What an event is and when, undecided where."""

    title: str
    form: str
    category: str
    sessions: tuple[Session, ...]


class Drafts:
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

    def single(self, town: str) -> Draft:
        """One event; every sixth or so is an exhibition, some are past, some run over several days."""
        self._count += 1
        rng, turn = self._rng, self._count % 16
        if turn in (1, 9):
            return self._exhibition(running=self._count % 32 == 1)
        if turn == 2:
            name = self._names.pop()
            title = rng.choice((f"Festival {name}", f"{name}, festival d’arts numériques de {town}"))
            return Draft(title, "festival", "Festival", (self._days(rng.randint(10, AHEAD), rng.randint(1, 5)),))
        if turn == 3 and self._questions:
            lead = rng.choice(("Conférence", "Table ronde", "Débat"))
            return Draft(f"{lead} : {self._questions.pop()}", "conference", "Conférence", (self._evening(),))
        if turn in (4, 11):
            name, group = self._names.pop(), rng.choice(words.COLLECTIVES)
            title = rng.choice(
                (f"{group} joue {name}", f"{name} : concert audiovisuel", f"{name}, performance de {group}")
            )
            return Draft(title, "performance", "Spectacle", (self._evening(),))
        if turn == 5:
            name = self._names.pop()
            title = rng.choice((f"Game jam « {name} »", f"48 heures pour un jeu : {name}", f"Hackathon {name}"))
            return Draft(title, "game-jam", "Game jam", (self._days(rng.randint(5, AHEAD), 1),))
        if turn == 13:
            name = self._names.pop()
            return Draft(f"Projection : {name}, film et rencontre", "screening", "Cinéma", (self._evening(),))
        topic, way = self._topics.pop()
        return self._taught(topic, way)

    def _taught(self, topic: str, way: int) -> Draft:
        rng = self._rng
        if way == 0:
            return Draft(
                f"Atelier {topic} pour {rng.choice(words.AUDIENCES[:4])}", "workshop", "Atelier", (self._afternoon(),)
            )
        if way == 1:
            span = self._days(rng.randint(7, AHEAD), rng.randint(1, 3)) if rng.random() < 0.5 else self._afternoon()
            return Draft(f"Formation professionnelle : {topic}", "training", "Formation", (span,))
        if way == 2:
            title = rng.choice(
                (f"{topic[0].upper()}{topic[1:]} : démonstration et rencontre", f"Apéro métiers – {topic}")
            )
            return Draft(title, "meetup", "Rencontre", (self._evening(),))
        title = rng.choice((f"Stage « {topic} »", f"Initiation : {topic}", f"Masterclass {topic}"))
        return Draft(title, "workshop", "Stage", (self._afternoon(),))

    def _exhibition(self, running: bool) -> Draft:
        rng, name = self._rng, self._names.pop()
        begin = rng.randint(-40, -5) if running else rng.randint(6, AHEAD)
        length = rng.randint(50, 90) if running else rng.randint(14, 75)
        title = rng.choice(
            (f"Exposition « {name} »", f"{name}, installation interactive", f"{name} – parcours de lumière")
        )
        return Draft(title, "exhibition", "Exposition", (self._days(begin, length),))

    def series(self, host: str) -> Draft:
        """A weekly or fortnightly series of four to eight sessions under one title."""
        rng = self._rng
        title = f"{self._names.pop()}, théâtre augmenté" if host == hosts.THEATRE else self._serials.pop()
        first = self._clocked(rng.randint(3, 90), time(rng.choice((14, 18, 19)), rng.choice((0, 30))), 120)
        step = 1 if host == hosts.THEATRE else rng.choice((7, 7, 14))
        count = rng.randint(3, 5) if host == hosts.THEATRE else rng.randint(4, 8)
        moves = [timedelta(days=step * turn) for turn in range(count)]
        assert first.end is not None
        sessions = tuple(Session(first.start + move, first.end + move) for move in moves)
        return Draft(title, "series", "Rendez-vous", sessions)

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
