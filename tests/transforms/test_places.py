# ruff: noqa: E501  (tables of cases, one a line)
"""Places: by evidence, and none when it is thin."""

from __future__ import annotations

import pytest

from transforms.addresses import split_address
from transforms.attendance import attendance
from transforms.gazetteer import gazetteer
from transforms.places import read_place
from vigie.model import AttendanceMode


@pytest.mark.parametrize(
    ("words", "municipality", "province", "rule"),
    [
        ({"postcode": "5000", "city": "Namur"}, "Namur", "namur", "postcode+name"),
        ({"postcode": "B-5000", "city": "NAMUR"}, "Namur", "namur", "postcode+name"),
        ({"postcode": "5561", "city": "Celles"}, "Houyet", "namur", "postcode+name"),
        ({"postcode": "7760", "city": "Celles"}, "Celles", "hainaut", "postcode+name"),
        ({"postcode": "5100", "city": "Namur (Jambes)"}, "Namur", "namur", "postcode+name"),
        ({"postcode": "6000"}, "Charleroi", "hainaut", "postcode"),
        ({"city": "Liège"}, "Liège", "liege", "name"),
        ({"city": "Luik"}, "Liège", "liege", "name"),
        ({"city": "louvain la neuve"}, "Ottignies-Louvain-la-Neuve", "brabant-wallon", "name"),
        ({"city": "Lens", "country": "BE"}, "Lens", "hainaut", "name"),
        ({"city": "Mons (Hainaut)"}, "Mons", "hainaut", "name"),
        ({"city": "Marche-en-Famenne"}, "Marche-en-Famenne", "luxembourg", "name"),
        ({"name": "TRAKK"}, "Namur", "namur", "venue-alias"),
        ({"name": "Quai 10"}, "Charleroi", "hainaut", "venue-alias"),
        ({"text": "Rendez-vous à Louvain-la-Neuve le 5 mars"}, "Ottignies-Louvain-la-Neuve", "brabant-wallon", "preposition+name"),
        ({"text": "au 3, rue du Test, 6000 Charleroi"}, "Charleroi", "hainaut", "postcode+name"),
        ({"text": "Une soirée au Mundaneum"}, "Mons", "hainaut", "venue-alias"),
    ],
)  # fmt: skip
def test_municipality(words: dict[str, str], municipality: str, province: str, rule: str) -> None:
    reading = read_place(**words)
    assert reading.place is not None
    assert (reading.place.municipality, reading.place.province, reading.rule) == (municipality, province, rule)
    assert reading.place.nis
    assert reading.place.country == "BE"
    assert reading.abstained is None


def test_brussels_has_a_region_and_no_province() -> None:
    place = read_place(postcode="1000", city="Bruxelles / Brussel").place
    assert place is not None
    assert (place.municipality, place.region, place.province, place.nis) == ("Bruxelles", "BRU", None, "21004")


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ({"city": "Celles"}, "Celles"),
        ({"city": "Saint-Nicolas"}, "Saint-Nicolas"),
        ({"postcode": "5000", "city": "Liège"}, "Liège"),
        ({"city": "Lille"}, "Lille"),
        ({"city": "Bruxelles, Liège"}, "Bruxelles, Liège"),
        ({"city": "Bruxelles / Namur"}, "Bruxelles / Namur"),
        ({"city": "Limbourg", "country": "Belgique"}, "Limbourg"),
    ],
)
def test_ambiguous_names_abstain(words: dict[str, str], kept: str) -> None:
    reading = read_place(**words)
    assert reading.place is not None
    assert (reading.place.municipality, reading.place.nis, reading.place.province) == (kept, None, None)
    assert reading.abstained


@pytest.mark.parametrize(
    "text", ["Entre Namur et Mons", "Une mons­truosité", "M. Dinant parlera", "à Namur puis à Mons"]
)
def test_text_that_names_no_single_town(text: str) -> None:
    place = read_place(text=text).place
    assert place is None or (place.nis, place.province, place.municipality) == (None, None, None)


@pytest.mark.parametrize(
    ("words", "municipality", "locality"),
    [
        ({"city": "Louvain-la-Neuve"}, "Ottignies-Louvain-la-Neuve", "Louvain-la-Neuve"),
        ({"city": "louvain la neuve", "postcode": "1348"}, "Ottignies-Louvain-la-Neuve", "Louvain-la-Neuve"),
        ({"city": "Jambes", "postcode": "5100"}, "Namur", "Jambes"),
        ({"city": "Ottignies-Louvain-la-Neuve"}, "Ottignies-Louvain-la-Neuve", None),
        ({"city": "Namur", "postcode": "5000"}, "Namur", None),
        ({"city": "Luik"}, "Liège", None),
    ],
)
def test_a_locality_is_kept_beside_its_municipality(
    words: dict[str, str], municipality: str, locality: str | None
) -> None:
    place = read_place(**words).place  # type: ignore[arg-type]
    assert place is not None
    assert (place.municipality, place.locality) == (municipality, locality)


def test_a_town_abroad_keeps_its_words() -> None:
    for words in ({"city": "Paris", "country": "France"}, {"city": "Paris", "postcode": "75011"}):
        place = read_place(**words).place
        assert place is not None
        assert (place.municipality, place.nis, place.country) == ("Paris", None, "FR")


def test_fields_are_read_as_one_line_when_none_is_a_town_by_itself() -> None:
    for words, name in (
        ({"name": "Théâtre de Namur"}, "Namur"),
        ({"name": "Le Lieu", "city": "Mons & en ligne"}, "Mons"),
        ({"name": "Le Lieu", "street": "Rue de Liège 3, Verviers"}, "Verviers"),
        ({"name": "Café de Paris"}, None),
        ({"name": "Institut Saint-Luc", "street": "Chaussée de Tournai 7"}, None),
    ):
        place = read_place(**words).place
        assert place is not None
        assert (place.municipality, place.country) == (name, "BE" if name else None), words


def test_a_province_in_the_field_of_the_town_is_no_town() -> None:
    place = read_place(city="Brabant wallon").place
    assert place is not None
    assert (place.municipality, place.nis, place.province, place.country) == (None, None, "brabant-wallon", "BE")


def test_a_town_abroad_in_a_text_keeps_its_name() -> None:
    place = read_place(text="Une soirée à Paris").place
    assert place is not None
    assert (place.municipality, place.nis, place.country) == ("Paris", None, "FR")


def test_a_common_venue_name_needs_its_town() -> None:
    alone = read_place(name="Le Pavillon").place
    at_home = read_place(name="Le Pavillon", city="Namur").place
    elsewhere = read_place(name="Le Pavillon", city="Liège").place
    assert alone is not None
    assert at_home is not None
    assert elsewhere is not None
    assert (alone.totem, alone.nis, at_home.totem, elsewhere.totem) == (None, None, "le-pavillon", None)


def test_a_town_is_not_the_hub_named_after_it() -> None:
    place = read_place(city="Seraing").place
    assert place is not None
    assert place.totem is None


@pytest.mark.parametrize(
    ("point", "kept"),
    [
        (("50.46", "4.86"), (50.46, 4.86)),
        (("50,46", "4,86"), (50.46, 4.86)),
        (("0", "0"), (None, None)),
        (("", ""), (None, None)),
        (("4.86", "50.46"), (None, None)),
        (("48.85", "2.35"), (None, None)),
        (("nan", "4.86"), (None, None)),
        ((None, 4.86), (None, None)),
    ],
)
def test_coordinates(point: tuple[str, str], kept: tuple[float | None, float | None]) -> None:
    place = read_place(postcode="5000", city="Namur", latitude=point[0], longitude=point[1]).place
    assert place is not None
    assert (place.latitude, place.longitude) == kept


def test_a_country_alone_is_no_place() -> None:
    assert read_place(country="Belgique").place is None
    assert read_place().place is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Le Lieu, Rue du Test 16, 5000 Namur, Belgique", ("Le Lieu", "Rue du Test 16", "5000", "Namur")),
        ("Le Lieu, Rue du Test 64, Namur, 5000, Belgium", ("Le Lieu", "Rue du Test 64", "5000", "Namur")),
        ("Le Lieu - Quai du Test 10, 6000 Charleroi", ("Le Lieu", "Quai du Test 10", "6000", "Charleroi")),
        ("Rue du Test 24 5000 Namur", (None, "Rue du Test 24", "5000", "Namur")),
        ("Namur", (None, None, None, "Namur")),
    ],
)
def test_one_line_addresses(text: str, parts: tuple[str | None, ...]) -> None:
    found = split_address(text)
    assert (found.name, found.street, found.postcode, found.city) == parts


def test_the_gazetteer_holds_every_municipality() -> None:
    towns = {n.municipality.nis for meanings in gazetteer().names.values() for n in meanings}
    assert len(towns) == 565
    walloon = {
        n.municipality for meanings in gazetteer().names.values() for n in meanings if n.municipality.region == "WAL"
    }
    assert len(walloon) == 261
    assert all(m.province for m in walloon)


@pytest.mark.parametrize(
    ("said", "place", "url", "title", "physical", "mode"),
    [
        ("https://schema.org/OnlineEventAttendanceMode", None, None, "X", False, AttendanceMode.ONLINE),
        ("3", None, None, "X", True, AttendanceMode.MIXED),
        (None, "En ligne", None, "X", False, AttendanceMode.ONLINE),
        (None, None, "https://meet.example/1", "X", False, AttendanceMode.ONLINE),
        (None, None, "https://meet.example/1", "X", True, AttendanceMode.MIXED),
        (None, None, None, "Conférence hybride", True, AttendanceMode.MIXED),
        (None, None, None, "La vie en ligne", True, None),
    ],
)
def test_attendance(
    said: str | None, place: str | None, url: str | None, title: str, physical: bool, mode: AttendanceMode | None
) -> None:
    assert attendance(said, place, url, title, physical) == mode
