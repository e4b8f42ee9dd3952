"""Makes the events of the world."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random

from simulator import hosts, words
from simulator.drafts import Draft, Drafts
from simulator.gazetteer import Venue, venues
from simulator.things import Event, Session

_DUPLICATED = 0.23  # share of events that other sites repeat


def make_events(seed: int, origin: date) -> tuple[Event, ...]:
    """All events that the world will ever tell of, as they stand when they are announced."""
    rng = Random(f"{seed}:events")
    places = venues(Random(f"{seed}:venues"))
    drafts = Drafts(rng, origin)
    made: list[Event] = []
    for house in hosts.HOUSES:
        for index in range(house.events + house.series):
            town = house.towns[index % len(house.towns)]
            serial = index >= house.events
            draft = drafts.series(house.host) if serial else drafts.single(town)
            event = _settle(rng, draft, house, rng.choice(places[town]), len(made), origin)
            made.append(_interrupted(event) if house.host == hosts.GRENIER else event)
    made.extend(_editions(rng, made, len(made), origin))
    return _spread(rng, made)


def _settle(rng: Random, draft: Draft, house: hosts.House, venue: Venue, index: int, origin: date) -> Event:
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


def _shortened(rng: Random, draft: Draft, house: hosts.House) -> tuple[Session, ...]:
    # Plain HTML agendas often print a beginning and no end; such an event is never repeated on a structured site.
    first = draft.sessions[0]
    if house.host in (hosts.NEON, hosts.HAINAUT) and not first.all_day and rng.random() < 0.4:
        return (replace(first, end=None),)
    return draft.sessions


def _rule(draft: Draft) -> str:
    if len(draft.sessions) < 2:
        return ""
    step = (draft.sessions[1].start - draft.sessions[0].start).days
    if step == 1:
        return f"FREQ=DAILY;COUNT={len(draft.sessions)}"
    return f"FREQ=WEEKLY;{'INTERVAL=2;' if step == 14 else ''}COUNT={len(draft.sessions)}"


def _summary(rng: Random, draft: Draft, group: str) -> str:
    lead = rng.choice(("Une proposition de", "Un moment imaginé par", "Rendez-vous avec", "À découvrir avec"))
    return f"{lead} {group} autour de la création numérique. {draft.category} tout public."


def _body(rng: Random, draft: Draft, group: str) -> tuple[str, ...]:
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


def _spread(rng: Random, made: list[Event]) -> tuple[Event, ...]:
    """Lets other sites repeat a fixed share of the events that can be repeated at all."""
    able = sorted(e.id for e in made if _can_be_repeated(e))
    chosen = set(rng.sample(able, round(_DUPLICATED * len(made))))
    return tuple(_repeat(rng, e) if e.id in chosen else e for e in made)


def _can_be_repeated(event: Event) -> bool:
    # The open data has no EXDATE, every structured site says an end, and a theatre run is one page of many hours.
    clean = event.venue is not None and not event.exdates and all(s.end for s in event.sessions)
    return clean and (len(event.sessions) == 1 or event.sites[0] in (hosts.HUB, hosts.COMMUNES, hosts.REGION))


def _repeat(rng: Random, event: Event) -> Event:
    """Adds the agenda of the communes, the regional portal or, in Hainaut, the province: one of them or two."""
    home = event.sites[0]
    others = [o for o in (hosts.COMMUNES, hosts.REGION) if o != home]
    single_in_hainaut = event.venue and event.venue.town.province == "hainaut" and len(event.sessions) == 1
    if single_in_hainaut and home != hosts.HAINAUT:
        others.append(hosts.HAINAUT)
    rng.shuffle(others)
    return replace(event, sites=(home, *sorted(others[: 2 if rng.random() < 0.3 else 1])))
