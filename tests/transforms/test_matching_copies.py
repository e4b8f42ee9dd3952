"""Copies that sites make of one thing, and what only looks like one: pairs that an editor would decide at a glance."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from transforms.match_edges import edge
from transforms.matching import Candidate, block_keys, match, profile
from transforms.places import read_place
from vigie.model import Article, Call, Content, Deadline, Event, Occurrence, Place, Record, Verdict, WallTime


def verdict(one: Content, other: Content) -> Verdict | None:
    """What the two are to each other on two sites; None when they never meet or there is nothing to say."""
    a, b = (profile(Record(f"s{i}", str(i), None, content, "")) for i, content in enumerate((one, other)))
    if set(block_keys(a)).isdisjoint(block_keys(b)):
        return None
    found = edge(a, b)
    return found.verdict if found else None


def event(
    title: str,
    start: str,
    end: str | None = None,
    organiser: str | None = None,
    before: str | None = None,
    **place: Any,
) -> Event:
    where = read_place(**({"name": None, "street": None, "postcode": None, "city": None, "text": None} | place)).place
    times = Occurrence(moment(start), moment(end) if end else None)
    return Event(
        title, (times,), place=where if place else None, organizers=(organiser,) if organiser else (),
        previous_start=moment(before) if before else None,
    )  # fmt: skip


def moment(text: str) -> WallTime:
    return WallTime(datetime.fromisoformat(text)) if "T" in text else WallTime.of_day(date.fromisoformat(text))


def call(title: str, deadline: str, funder: str | None = None, text: str | None = None) -> Call:
    return Call(title, None, text, deadlines=(Deadline(moment(deadline)),), funders=(funder,) if funder else ())


def news(title: str, day: str, text: str) -> Article:
    return Article(title, None, text, moment(day))


SAME = {
    "moved from the day that the other prints": (
        event("Danse et drones", "2027-04-17T20:30", before="2027-04-10T20:30", name="Le Vecteur", city="Charleroi"),
        event("Danse et drones", "2027-04-10T20:30", name="Vecteur", city="Charleroi"),
    ),
    "a house by its initials": (
        event("Danse et drones", "2027-04-10T20:30", name="Palais des Beaux-Arts", city="Charleroi"),
        event("Danse et drones", "2027-04-10T20:30", name="PBA", city="Charleroi"),
    ),
    "Brussels for one of its municipalities": (
        event("Machines molles", "2027-02-18T19:00", name="iMAL", city="Molenbeek-Saint-Jean", postcode="1080"),
        event("Machines molles", "2027-02-18T19:00", name="iMAL", city="Bruxelles"),
    ),
    "the number before the street": (
        event("Murmures", "2027-03-27T16:00", street="Rue Haute 40", city="Wavre"),
        event("Murmures et chorale", "2027-03-27T16:00", street="40, rue Haute", city="Wavre"),
    ),
    "the organiser is the house": (
        event("Murmures modulaires", "2027-03-27T16:00", organiser="Espace Onorsol"),
        event("Murmures modulaires", "2027-03-27T16:30", name="Espace Onorsol", city="Manhay"),
    ),
    "a whole span and its opening hour": (
        event("Machines molles", "2027-02-18T11:00", "2027-03-14", name="iMAL", city="Bruxelles"),
        event("Machines molles", "2027-02-18", "2027-03-14", name="iMAL", city="Bruxelles"),
    ),
    "two words in one": (
        event("Wallifornia Music Tech", "2027-07-01", "2027-07-04", city="Liège"),
        event("Wallifornia MusicTech", "2027-07-01", "2027-07-04", city="Liège"),
    ),
    "a deadline one day early": (
        call("Bourse Arts numériques et paysage", "2027-03-15", "FWB"),
        call("Bourse Arts numériques et paysage", "2027-03-14"),
    ),
    "a deadline that was prolonged": (
        call("Prix du récit sonore", "2027-03-15"),
        call("[Prolongé] Prix du récit sonore", "2027-03-29"),
    ),
    "a funder by its initials": (
        call("Prix Robotique", "2027-03-15", "Fédération Wallonie-Bruxelles"),
        call("Prix Robotique", "2027-03-15", "FWB"),
    ),
    "one release in two wordings": (
        news("Le collectif Brume remporte le prix européen du son", "2026-11-12", "Le collectif carolo primé à Graz."),
        news("Les Carolos de Brume primés à Graz", "2026-11-13", "Prix européen du son pour le collectif."),
    ),
}  # fmt: skip
NOT_SAME = {
    "one title in two houses with their addresses": (
        event("Portes ouvertes", "2027-04-17T18:30", name="Bibliothèque", street="Rue Haute 33", city="Wellin"),
        event("Portes ouvertes", "2027-04-17T18:30", name="Ciné Elrau", street="Place 2", city="Wellin"),
    ),
    "a tour in Brussels and in one of its municipalities": (
        event("Danse et drones", "2027-04-10T20:30", name="Maison de la Lune", city="Schaerbeek", postcode="1030"),
        event("Danse et drones", "2027-04-10T20:30", name="Kanal", city="Bruxelles"),
    ),
    "moved, but to another town's day": (
        event("Danse et drones", "2027-04-17T20:30", before="2027-04-10T20:30", name="Le Vecteur", city="Charleroi"),
        event("Danse et drones", "2027-04-10T20:30", name="Théâtre", city="Namur"),
    ),
    "two funders": (
        call("Prix Robotique", "2027-03-15", "Fédération Wallonie-Bruxelles"),
        call("Prix Robotique", "2027-03-15", "Province de Liège"),
    ),
    "two rounds": (call("Prix du récit sonore", "2027-02-15"), call("Prix du récit sonore", "2027-04-15")),
    "two people and one sort of news": (
        news("Le studio Briuba lance un parcours sonore à Eupen", "2026-11-12", "Il sera ouvert à tous."),
        news("Le studio Babava lance un parcours sonore à Huy", "2026-11-12", "Il sera ouvert à tous."),
    ),
    "two pieces of news on one house": (
        news("Quai10 : les projections suspendues", "2026-11-03", "Un feu s'est déclaré dans la nuit."),
        news("Quai10 engage un projectionniste", "2026-11-03", "Le cinéma cherche quelqu'un pour ses cinq salles."),
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", SAME)
def test_copies_of_one_thing(kind: str) -> None:
    one, other = SAME[kind]
    assert verdict(one, other) is Verdict.SAME
    assert verdict(other, one) is Verdict.SAME


@pytest.mark.parametrize("kind", NOT_SAME)
def test_look_alikes(kind: str) -> None:
    one, other = NOT_SAME[kind]
    assert verdict(one, other) is not Verdict.SAME
    assert verdict(other, one) is not Verdict.SAME


def test_one_phrase_about_two_things_is_two_news() -> None:
    """The juries of two prizes decided in one week: the frame of the headline is the same, the name is not."""
    text = "Le jury a rendu sa décision devant les artistes et les partenaires du prix."
    one = news("Lauréats : le jury du prix Horizons sauvages a tranché", "2026-09-19", text)
    other = news("Lauréats : le jury du prix Horizons sous tension a tranché", "2026-09-17", text)
    assert verdict(one, other) is not Verdict.SAME


def test_a_translation_that_may_be_of_two_things_is_a_question() -> None:
    """One hall, one hour, two things in French: an English title that shares no word with either names no one."""

    def told(source: str, title: str, language: str) -> Record:
        start = WallTime(datetime(2026, 5, 8, 20))
        content = Event(
            title=title,
            occurrences=(Occurrence(start, WallTime(datetime(2026, 5, 8, 22))),),
            place=Place(name="Halle des Forges", street="Rue du Pont 3", postcode="5000", municipality="Namur"),
            organizers=("Halle des Forges",),
            language=language,
        )
        return Record(source, "1", f"https://{source}.example/1", content, "0" * 64)

    concert = told("organiser", "Concert : Les marées lentes", "fr")
    workshop = told("town", "Atelier de sérigraphie pour tous", "fr")
    english = told("visit", "Slow tides live", "en")
    now = datetime(2026, 5, 1, tzinfo=UTC)

    def joined(*records: Record) -> list[set[str]]:
        found = match([Candidate(r.source, r.key, r, 50, now) for r in records])
        return [{source for source, _ in one.members} for one in found if len(one.members) > 1]

    assert joined(concert, english) == [{"organiser", "visit"}]
    assert joined(concert, workshop, english) == []
    asked = match([Candidate(r.source, r.key, r, 50, now) for r in (concert, workshop, english)])
    assert sum(len(one.asks) for one in asked) == 2
