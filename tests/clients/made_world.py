"""A made-up season for the clients: both changes of the clock, every status, and texts that break careless readers.

The world is records, as sources say them. What a client should read is worked out of it in `expected_values.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from vigie.model import (
    Article,
    AttendanceMode,
    Call,
    Deadline,
    Event,
    Kind,
    Money,
    MoneyRole,
    Occurrence,
    Place,
    Precision,
    Rights,
    Source,
    Status,
    WallTime,
)

NOW = datetime(2026, 3, 20, 8, 0, tzinfo=UTC)
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
FORMULAS = (
    "=1+1", "=SUM(A1:A9)", '=HYPERLINK("https://vigie.example","ici")', "+1+1", "-2+3", "@SUM(1)", "=cmd|' /C calc'!A0",
    "%0A=1+1", "|calc", "=IMPORTXML(1)", "+33", "-1", "@nom", "=A1;B1", '="a"', "=1,2", "=TRUE()",
)  # fmt: skip
"""Titles and names that a spreadsheet would compute."""
TITLES = (
    "Virgules, points-virgules; et deux-points: tout ensemble",
    'Des "guillemets" et l\'apostrophe',
    "Antislash \\n \\, \\;",
    "Émotion 🎉 famille 👨\u200d👩\u200d👧 drapeau 🇧🇪",
    "<b>gras</b> & <script>alert(1)</script>",
    "fin ]]> de section &amp; &#233;",
    "Texte arabe مرحبا et hébreu שלום",
    "Μουσική — музыка — 音楽",
    "Titre " + "très long " * 20 + "fin",
    "100 % numérique #hashtag",
    "Tarif : 5 € | membres : 3 €",
)


def source(slug: str, name: str, kind: Kind, **rights: object) -> Source:
    site = f"https://{slug}.example"
    return Source(slug, name, site, (kind,), "feed", (f"{site}/feed",), trust=70, rights=Rights(**rights))  # type: ignore[arg-type]


QUAI = source("quai-des-images", "Quai des Images", Kind.EVENT)
OPEN = source("atelier-ouvert", "L’Atelier ouvert", Kind.EVENT, republish=True, licence="CC BY 4.0", image_rights="L’Atelier ouvert, CC BY 4.0")  # fmt: skip # noqa: E501
GAZETTE = source("gazette", 'La Gazette, l’hebdo; "critique"', Kind.NEWS)
FONDS = source("fonds", "Fonds de la création & du numérique", Kind.CALL)
SOURCES = (QUAI, OPEN, GAZETTE, FONDS)

HALLE = Place("Halle du Confluent", "quai des Ombres 4", "5000", "Namur", "92094", "namur", "Wallonie", "BE", 50.4601, 4.8652)  # fmt: skip # noqa: E501
FABRIQUE = Place("Fabrique; des, possibles", "rue de l'Est 1/2", "4000", "Liège", "62063", "liege", "Wallonie", "BE", 50.640281, 5.571465)  # fmt: skip # noqa: E501
MOULIN = Place("Le « Moulin »", None, "7000", "Mons", "53053", "hainaut", "Wallonie", "BE")
PLACES = (HALLE, FABRIQUE, MOULIN, None)


def at(text: str) -> WallTime:
    """`2026-03-29` is a day, `2026-05` a month, `2026-03-29T02:30` an hour of Brussels."""
    if len(text) == 7:
        return WallTime(datetime.fromisoformat(f"{text}-01"), precision=Precision.MONTH)
    local = datetime.fromisoformat(text)
    return WallTime(local) if "T" in text else WallTime.of_day(local.date())


def universal(text: str) -> WallTime:
    """An hour of a source that says UTC: the second pass of an hour that Brussels repeats is said so."""
    return WallTime(datetime.fromisoformat(text), "UTC")


def session(start: str, end: str | None = None) -> Occurrence:
    return Occurrence(at(start), at(end) if end else None)


def events() -> Iterator[tuple[Source, str, Event]]:
    """The telling events, then two weeks around each change of the clock, then an ordinary season."""
    told = Event("?", (session("2026-05-05T18:30", "2026-05-05T20:00"),), place=HALLE, language="fr")
    yield from ((QUAI, key, event) for key, event in _clock_changes(told))
    yield from ((QUAI, key, event) for key, event in _statuses(told))
    yield from ((QUAI, key, event) for key, event in _shapes(told))
    yield from ((OPEN, key, event) for key, event in _texts(told))
    yield from _season(told)


def _clock_changes(told: Event) -> Iterator[tuple[str, Event]]:
    for name, day in (("spring", SPRING), ("autumn", AUTUMN)):
        for n in range(-3, 4):
            near = (day + timedelta(days=n)).isoformat()
            event = replace(told, title=f"Autour du changement d’heure {name} {n:+d}")
            yield f"{name}{n}", replace(event, occurrences=(session(f"{near}T19:00", f"{near}T21:15"),))
        hours = (("00:30", "01:30"), ("01:00", "03:30"), ("04:00", "05:00"), ("23:30", None))
        for start, end in hours:
            span = session(f"{day}T{start}", f"{day}T{end}" if end else None)
            yield f"{name}{start}", replace(told, title=f"Nuit blanche {name} à {start}", occurrences=(span,))
    yield "skipped", replace(told, title="Deux heures et demie qui n’existe pas",
                             occurrences=(session("2026-03-29T02:30", "2026-03-29T04:30"),))  # fmt: skip
    first = session("2026-10-25T02:30", "2026-10-25T02:45")
    again = Occurrence(universal("2026-10-25T01:30"), universal("2026-10-25T01:45"))
    yield "first", replace(told, title="La première fois deux heures et demie", occurrences=(first,))
    yield "second", replace(told, title="La seconde fois deux heures et demie", occurrences=(again,))
    across = Occurrence(universal("2026-10-25T00:30"), universal("2026-10-25T01:30"))
    yield "across", replace(told, title="Une heure entre deux fois la même", occurrences=(across,))
    eve = session("2026-10-24T22:00", "2026-10-25T06:00")
    yield "through", replace(told, title="La nuit de vingt-cinq heures", occurrences=(eve,))


def _statuses(told: Event) -> Iterator[tuple[str, Event]]:
    spans = {status: session(f"2026-04-{n:02}T20:00", f"2026-04-{n:02}T22:00") for n, status in enumerate(Status, 7)}
    for status, span in spans.items():
        event = replace(told, title=f"Soirée en état {status.value}", status=status, occurrences=(span,))
        if status is Status.RESCHEDULED:
            event = replace(event, previous_start=at("2026-03-27T20:00"))
        if status is Status.MOVED_ONLINE:
            event = replace(event, attendance=AttendanceMode.ONLINE, online_url="https://visio.example/salle?a=1&b=2")
        yield status.value, event
    yield "said", replace(told, title="ANNULÉ : la source le dit déjà", status=Status.CANCELLED)


def _shapes(told: Event) -> Iterator[tuple[str, Event]]:
    yield "day", replace(told, title="Portes ouvertes", occurrences=(session("2026-04-18"),))
    yield "days", replace(told, title="Exposition de printemps", occurrences=(session("2026-03-28", "2026-05-17"),))
    yield "opening", replace(told, title="Exposition à heures fixes",
                             occurrences=(session("2026-10-01T10:00", "2026-11-15T18:00"),))  # fmt: skip
    yield "weekend", replace(told, title="Festival du changement d’heure",
                             occurrences=(session("2026-10-24", "2026-10-26"),))  # fmt: skip
    yield "unknown", replace(told, title="Fin inconnue", occurrences=(session("2026-04-20T18:00"),))
    yield "online", replace(told, title="Webinaire", place=None, attendance=AttendanceMode.ONLINE,
                            online_url="https://visio.example/2")  # fmt: skip
    yield "mixed", replace(told, title="Table ronde hybride", attendance=AttendanceMode.MIXED,
                           online_url="https://visio.example/3")  # fmt: skip
    yield "month", replace(told, title="Un mois seulement", occurrences=(session("2026-05"),))
    series = tuple(session(f"2026-{m:02}-24T18:30", f"2026-{m:02}-24T20:30") for m in range(2, 12))
    yield "series", replace(told, title="Cycle de dix soirées", occurrences=series)
    twice = (session("2026-06-06T10:00", "2026-06-06T11:00"), session("2026-06-06T14:00", "2026-06-06T15:00"))
    yield "twice", replace(told, title="Deux séances le même jour", occurrences=twice)
    weekly = tuple(date(2026, 9, 29) + timedelta(days=7 * n) for n in range(9))
    yield "weekly", replace(told, title="Cours du mardi", occurrences=_each(weekly))
    holed = tuple(day for n, day in enumerate(weekly) if n not in (2, 5))
    yield "holed", replace(told, title="Cours du mardi, sauf deux", occurrences=_each(holed))
    daily = tuple(date(2026, 3, 26) + timedelta(days=n) for n in range(7))
    yield "daily", replace(told, title="Stage d’une semaine", occurrences=_each(daily))
    yield "free", replace(told, title="Gratuit et sans lieu", place=None, is_free=True)
    price = (Money(MoneyRole.PRICE, Decimal(5), Decimal("12.50")),)
    yield "priced", replace(told, title="Payant", prices=price, organizers=("Collectif A", "Asbl B; C, D"))


def _each(days: tuple[date, ...]) -> tuple[Occurrence, ...]:
    return tuple(session(f"{day}T18:30", f"{day}T20:30") for day in days)


def _texts(told: Event) -> Iterator[tuple[str, Event]]:
    for n, title in enumerate(TITLES):
        words = f"{title}. Première ligne.\nDeuxième ligne; avec, ponctuation \\ et « guillemets ».\n\nTroisième 🎈."
        image = "https://atelier-ouvert.example/i/1.jpg?a=1&b=2" if n == 0 else None
        yield f"text{n}", replace(told, title=title, description=words, image=image)
    for n, formula in enumerate(FORMULAS):
        place = Place(formula, formula, None, "Namur", "92094", "namur")
        yield f"formula{n}", replace(told, title=formula, description=f"{formula} {n}", place=place,
                                     organizers=(formula,), price_text=formula)  # fmt: skip
    yield "long", replace(told, title="Long texte", description="Une phrase assez longue pour durer. " * 110)


def _season(told: Event) -> Iterator[tuple[Source, str, Event]]:
    sorts = (("workshop", "games"), ("conference", "xr"), ("screening", "animation-vfx"), ("meetup", "ai-creation"))
    for n in range(30):
        day = (date(2026, 3, 21) + timedelta(days=9 * n)).isoformat()
        sort, discipline = sorts[n % 4]
        yield QUAI, f"o{n}", replace(
            told, title=f"Rendez-vous n° {n + 1}", place=PLACES[n % 4], description=f"Le rendez-vous numéro {n + 1}.",
            occurrences=(session(f"{day}T{14 + n % 6}:00", f"{day}T{16 + n % 6}:30"),),
            topics=(f"event_type:{sort}", f"discipline:{discipline}"),
        )  # fmt: skip


def articles() -> Iterator[tuple[Source, str, Article]]:
    words = "Le baromètre annuel interroge deux cents équipes & leurs « projets »."
    titles = (
        "<i>Balises</i> & esperluettes",
        "Un ]]> perdu",
        'Des "guillemets"; des, virgules',
        "Émoji 🎉 au titre",
        "=1+1",
    )
    for n in range(45):
        title = titles[n] if n < len(titles) else f"Nouvelle numéro {n + 1}"
        local = datetime(2026, 3, 19, 7, 30) - timedelta(hours=15 * n)
        yield GAZETTE, f"n{n}", Article(title, f"https://gazette.example/n/{n}?a=1&b=é", words, WallTime(local),
                                        language="fr", topics=("watch_type:study",))  # fmt: skip


def calls() -> Iterator[tuple[Source, str, Call]]:
    for n in range(20):
        deadline = at(f"2026-{4 + n % 8:02}-{1 + n:02}T12:00") if n % 2 else at(f"2026-{4 + n % 8:02}-{1 + n:02}")
        money = (Money(MoneyRole.GRANT, Decimal(1000 * n) if n % 3 else None, Decimal(2500 * (n + 1))),)
        yield FONDS, f"c{n}", Call(f"Bourse {n + 1}; écriture, image", f"https://fonds.example/a/{n}", "Un soutien.",
                                   deadlines=(Deadline(deadline),), amounts=money, funders=("Fonds",))  # fmt: skip
    edge = Deadline(universal("2026-10-25T01:30")), Deadline(at("2026-12-01"), label="second tour")
    yield FONDS, "edge", Call("Appel de la seconde heure", "https://fonds.example/a/edge", deadlines=edge)
    yield FONDS, "rolling", Call("Aide permanente", "https://fonds.example/a/rolling", rolling=True)
    yield FONDS, "strict", Call("Avant le jour dit", place=HALLE, deadlines=(Deadline(at("2026-03-30"), strict=True),))


COUNTS = {
    Kind.EVENT: len(tuple(events())),
    Kind.NEWS: len(tuple(articles())),
    Kind.CALL: len(tuple(calls())),
}
