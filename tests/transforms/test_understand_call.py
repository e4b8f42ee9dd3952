"""RawItem → Call and Article."""

from __future__ import annotations

import pytest
from items import REFERENCE, raw, source

from transforms.understand import understand
from vigie.model import Article, Call, CallState, Kind, RawItem, Record


def record_of(item: RawItem, **changes: object) -> Record:
    record = understand(item, source(**changes), REFERENCE).record
    assert record is not None
    return record


def read(item: RawItem, **changes: object) -> Call:
    content = record_of(item, **changes).content
    assert isinstance(content, Call)
    return content


def deadlines(item: RawItem, **changes: object) -> list[str]:
    return [d.at.isoformat() for d in read(item, **changes).deadlines]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"deadline": "2026-04-30"}, ["2026-04-30"]),
        ({"deadline": "2026-04-30T12:00:00"}, ["2026-04-30T12:00:00+02:00"]),
        ({"deadline": "30 avril 2026"}, ["2026-04-30"]),
        ({"deadline": "2026-05-05T00:00:00.000+0000"}, ["2026-05-05"]),
        ({"deadline": "2026-05-05T00:00:00"}, ["2026-05-05"]),
        ({"deadline": "2026-05-05T10:00:44.000+0000"}, ["2026-05-05T12:00:44+02:00"]),
        ({"deadline_text": "Date limite : 15 avril 2026 à 12h"}, ["2026-04-15T12:00:00+02:00"]),
        ({"body": "Les dossiers sont à remettre pour le 30 avril 2026 au plus tard."}, ["2026-04-30"]),
        ({"deadline": "2026-04-30", "body": "Date limite : 2 mai 2026."}, ["2026-04-30"]),
        # The field gives the day, the text its hour; a text of another day changes nothing.
        ({"deadline": "2026-04-30", "body": "À remettre pour le 30 avril 2026 à 16h."}, ["2026-04-30T16:00:00+02:00"]),
        ({"deadline": "2026-04-30", "body": "À remettre pour le 29 avril 2026 à 16h."}, ["2026-04-30"]),
        (
            {"body": "Ouverture des candidatures le 2 mars 2026.\nClôture le 15 avril 2026 à 12h."},
            ["2026-04-15T12:00:00+02:00"],
        ),
        ({"deadline": ["2026-09-17", "2026-04-29"]}, ["2026-04-29", "2026-09-17"]),
        ({"deadline": "bientôt"}, []),
    ],
)
def test_deadlines(fields: dict[str, str], expected: list[str]) -> None:
    assert deadlines(raw(Kind.CALL, title="Appel son", **fields)) == expected


def test_midnight_of_the_eu_portal_is_five_in_the_afternoon_in_brussels() -> None:
    item = raw(Kind.CALL, title="Appel son", deadline="2026-05-05T00:00:00.000+0000")
    assert deadlines(item, platform="eu_portal") == ["2026-05-05T17:00:00+02:00"]
    rules = [p.rule for p in record_of(item, platform="eu_portal").provenance if p.field == "deadlines"]
    assert rules == ["eu-closing-17h-brussels"]


def test_two_stages_are_named() -> None:
    item = raw(Kind.CALL, title="Appel", deadline=["2026-04-29", "2026-09-17"], deadline_model="two-stage")
    assert [d.label for d in read(item).deadlines] == ["1re étape", "2e étape"]


def test_a_call_without_deadline_is_a_call_of_unknown_state() -> None:
    record = record_of(raw(Kind.CALL, title="Appel son", body="Un appel."))
    assert isinstance(record.content, Call)
    assert record.content.state(REFERENCE) is CallState.UNKNOWN
    assert any(a.startswith("deadlines") for a in record.abstentions)


def test_rolling() -> None:
    call = read(raw(Kind.CALL, title="Aide son", deadline_text="Candidatures en continu"))
    assert (call.rolling, call.deadlines) == (True, ())


@pytest.mark.parametrize("fields", [{"title": "[CLÔTURÉ] Appel son"}, {"title": "Appel son", "call_state": "31094503"}])
def test_closed(fields: dict[str, str]) -> None:
    call = read(raw(Kind.CALL, deadline="2026-06-01", **fields))
    assert (call.title, call.closed, call.state(REFERENCE)) == ("Appel son", True, CallState.CLOSED)


def test_prose_closes_no_call() -> None:
    assert not read(raw(Kind.CALL, title="Appel son", body="L’appel de 2025 est clôturé. Un autre suit.")).closed


def test_amounts_opening_funder_and_identifier() -> None:
    item = raw(
        Kind.CALL,
        title="Appel à projets son",
        opens="2026-02-20",
        deadline="2026-06-01",
        amount_low="0",
        amount_high="25000",
        envelope="1 000 000",
        funder="Fonds Test",
        identifier="TEST-2026-01",
    )
    call = read(item)
    assert call.opens is not None
    assert call.opens.isoformat() == "2026-02-20"
    assert call.state(REFERENCE) is CallState.ANNOUNCED
    found = [(m.role.value, m.low and int(m.low), m.high and int(m.high)) for m in call.amounts]
    assert found == [("grant", None, 25000), ("envelope", 1_000_000, 1_000_000)]
    assert (call.funders, call.identifier) == (("Fonds Test",), "TEST-2026-01")
    assert call.topics[0] == "call_type:appel-a-projets"


def test_article() -> None:
    item = raw(
        Kind.NEWS,
        title="Une nouvelle &#8211; Atelier Pixel",
        published="2026-01-15T15:27:44Z",
        body="Le festival aura lieu le 5 mars 2026.",
    )
    content = record_of(item).content
    assert isinstance(content, Article)
    assert content.published is not None
    assert (content.title, content.published.isoformat()) == ("Une nouvelle", "2026-01-15T16:27:44+01:00")


def test_an_article_without_date_is_news_with_an_abstention() -> None:
    record = record_of(raw(Kind.NEWS, title="Une nouvelle", published="hier peut-être demain"))
    assert isinstance(record.content, Article)
    assert record.content.published is None
    assert any(a.startswith("published") for a in record.abstentions)


@pytest.mark.parametrize(
    ("said", "day"),
    [("25 fév 24", "2024-02-25"), ("4sep 23", "2023-09-04"), ("12/03/24", "2024-03-12"), ("25 février", None)],
)
def test_a_publication_may_say_its_year_in_two_figures(said: str, day: str | None) -> None:
    content = record_of(raw(Kind.NEWS, title="Une nouvelle", published=said)).content
    assert isinstance(content, Article)
    published = content.published
    assert (published.day.isoformat() if published else None) == day
