"""What news announces: it follows its record, waits for an editor, names what is known, and is never published."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, insert, text

from tests.warehouse.made import NOW, article, bring, call, contents, event, place, record, source
from transforms.mention_record import Mention, MentionLink
from vigie.model import Call, ChangeType, Content, Event, Kind, Record, Suggestion, Verdict
from warehouse import announcements, changes, desk, items, judgements, pending
from warehouse.curate import curate
from warehouse.desk import Standing
from warehouse.fingerprint import content_hash, parts
from warehouse.tables import suppressions

GAZETTE, COURRIER = source("gazette", trust=40), source("courrier", trust=30)
MAISON = source("maison", trust=50)
DAYS = "Journées du code créatif"


def suggested(title: str = DAYS, day: int = 20, score: int = 80, words: str | None = None) -> Suggestion:
    content = event(title, day, None, place=place())
    assert isinstance(content, Event)
    return Suggestion(content, words or f"{title} le {day} mars", (10, 60), score, ("a day and a place",))


def news(key: str, *announced: Suggestion, title: str = "Le code en fête", of: str = "gazette") -> Record:
    return replace(record(of, key, article(title, 25)), suggestions=announced)


def by_title(mention: Mention, candidates: Sequence[tuple[str, Content]]) -> tuple[MentionLink, ...]:
    """Stands in for transforms.mention_links: the same title on the same first day is sure, the same title may be."""
    found = []
    for id_, content in candidates:
        first = content.occurrences[0].start.day if isinstance(content, Event) else None
        if isinstance(content, Call) and content.deadlines:
            first = content.deadlines[0].at.day
        if content.title == mention.title:
            sure = first == mention.first_day
            found.append(MentionLink(id_, 95 if sure else 50, "same title", Verdict.SAME if sure else Verdict.ASK))
    return tuple(sorted(found, key=lambda link: (-link.score, link.id)))


@pytest.fixture(autouse=True)
def linker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announcements, "link_mentions", by_title)


def standing(engine: Engine, *states: str) -> list[Standing]:
    with engine.connect() as connection:
        return list(desk.standing(connection, states or desk.STATES))


def decide(engine: Engine, how: str, id_: str, day: int = 0) -> None:
    with engine.begin() as connection:
        getattr(desk, how)(connection, id_, "anne", NOW + timedelta(days=day))


def shown(engine: Engine, kind: Kind = Kind.EVENT) -> list[str]:
    with engine.connect() as connection:
        return [i.content.title for i in items.stream(connection, kind)]


def item(engine: Engine, title: str, kind: Kind = Kind.EVENT) -> str:
    with engine.connect() as connection:
        (found,) = (i.id for i in items.stream(connection, kind) if i.content.title == title)
    return found


def again_from_nothing(engine: Engine, day: int) -> None:
    """A curation that forgot every link."""
    with engine.begin() as connection:
        connection.execute(text("TRUNCATE suggestion_links"))
        pending.mark_all(connection)
    curate(engine, NOW + timedelta(days=day))


def test_it_waits_with_its_words_and_its_capture_and_is_no_item(engine: Engine) -> None:
    bring(engine, GAZETTE, news("1", suggested()))
    curate(engine, NOW)
    (one,) = standing(engine)
    assert (one.state, one.suggestion, one.news_title) == ("open", suggested(), "Le code en fête")
    assert one.evidence.capture == news("1").capture
    assert one.news == item(engine, "Le code en fête", Kind.NEWS)
    assert shown(engine) == shown(engine, Kind.CALL) == []
    with engine.connect() as connection:
        assert [c.kind for c in changes.since(connection, 0)] == [Kind.NEWS]


def test_loading_and_curating_twice_touches_no_row(engine: Engine) -> None:
    bring(engine, MAISON, record(MAISON, "x", event(DAYS, 20, None, place=place())))
    bring(engine, GAZETTE, news("1", suggested(), suggested("Autre rencontre", 22)))
    curate(engine, NOW)
    before, told = contents(engine), content_hash(engine)
    bring(engine, GAZETTE, news("1", suggested("Autre rencontre", 22), suggested()), day=1)
    curate(engine, NOW + timedelta(days=1))
    assert contents(engine) == before
    assert content_hash(engine) == told


def test_a_better_parser_moves_them_though_the_article_says_the_same(engine: Engine) -> None:
    bring(engine, GAZETTE, news("1", suggested("journée", 20)), news("2", suggested("Salon", 21)))
    curate(engine, NOW)
    kept = contents(engine)["suggestions"]
    found = bring(engine, GAZETTE, news("1", suggested(DAYS, 20)), news("2", suggested("Salon", 21)), day=1)
    assert (found.changed, found.unchanged) == (0, 2), "what the article says has not moved"
    assert curate(engine, NOW + timedelta(days=1)).records == 1
    assert [s.suggestion.content.title for s in standing(engine)] in (["Salon", DAYS], [DAYS, "Salon"])
    assert len(set(kept) & set(contents(engine)["suggestions"])) == 1, "the other article's row was not written"
    bring(engine, GAZETTE, news("1"), news("2", suggested("Salon", 21)), day=2)
    assert [s.suggestion.content.title for s in standing(engine)] == ["Salon"]


def test_a_dismissal_survives_every_new_reading(engine: Engine) -> None:
    bring(engine, GAZETTE, news("1", suggested()))
    curate(engine, NOW)
    decide(engine, "dismiss", standing(engine)[0].id)
    assert standing(engine, "open") == []
    bring(engine, GAZETTE, news("1", suggested(score=95, words="autrement dit")), day=1)
    bring(engine, GAZETTE, news("1"), day=2)
    bring(engine, GAZETTE, news("1", suggested(f"  {DAYS.upper()}")), day=3)
    curate(engine, NOW + timedelta(days=3))
    (one,) = standing(engine)
    assert (one.state, one.decided_by) == ("dismissed", "anne")
    bring(engine, GAZETTE, news("1", suggested(day=21)), day=4)
    assert [s.state for s in standing(engine)] == ["open"], "another day is another suggestion"
    with pytest.raises(KeyError):
        decide(engine, "dismiss", "0" * 16)


def test_what_is_known_is_named_and_not_asked(engine: Engine) -> None:
    bring(engine, GAZETTE, news("1", suggested()))
    curate(engine, NOW)
    assert [s.state for s in standing(engine)] == ["open"]
    bring(engine, MAISON, record(MAISON, "x", event(DAYS, 20, 18, place=place())), day=1)
    curate(engine, NOW + timedelta(days=1))
    (one,) = standing(engine)
    assert one.state == "known"
    assert [(link.item, link.verdict) for link in one.links] == [(item(engine, DAYS), Verdict.SAME)]
    bring(engine, MAISON, record(MAISON, "x", event(DAYS, 21, 18, place=place())), day=2)
    curate(engine, NOW + timedelta(days=2))
    (one,) = standing(engine)
    assert (one.state, [link.verdict for link in one.links]) == ("open", [Verdict.ASK])
    bring(engine, MAISON, record(MAISON, "x", event(DAYS, 28, 18, place=place())), day=3)
    curate(engine, NOW + timedelta(days=3))
    assert standing(engine)[0].links == (), "an event of another week is not one that it may speak of"


def test_both_ends_of_an_announcement(engine: Engine) -> None:
    bring(
        engine,
        MAISON,
        record(MAISON, "x", event(DAYS, 20, None, place=place())),
        record(MAISON, "c", call("Appel", 22)),
    )
    open_call = call("Appel", 22)
    assert isinstance(open_call, Call)
    bring(
        engine,
        GAZETTE,
        news("1", suggested(), Suggestion(open_call, "avant le 22", (0, 4), 70)),
        news("2", title="Bilan"),
    )
    bring(engine, COURRIER, news("9", suggested(), title="On y sera", of="courrier"))
    curate(engine, NOW)
    with engine.connect() as connection:
        one = item(engine, "Le code en fête", Kind.NEWS)
        assert [a.title for a in announcements.announces(connection, one)] == [DAYS, "Appel"]
        told = announcements.announced_by(connection, item(engine, DAYS))
        assert sorted(a.title for a in told) == ["Le code en fête", "On y sera"]
        assert announcements.announces(connection, item(engine, "Bilan", Kind.NEWS)) == ()
    (mine,) = (s for s in standing(engine) if s.source == "courrier")
    decide(engine, "dismiss", mine.id)
    with engine.connect() as connection:
        told = announcements.announced_by(connection, item(engine, DAYS))
        assert [a.title for a in told] == ["Le code en fête"]


def test_a_takedown_leaves_no_words(engine: Engine) -> None:
    bring(engine, GAZETTE, news("1", suggested()), news("2", suggested("Salon", 21)))
    curate(engine, NOW)
    with engine.begin() as connection:
        connection.execute(insert(suppressions).values(scope="record", value="gazette/1", reason="test", at=NOW))
    curate(engine, NOW + timedelta(days=1))
    assert [s.suggestion.content.title for s in standing(engine)] == ["Salon"]
    bring(engine, GAZETTE, news("1", suggested()), news("2", suggested("Salon", 21)), day=2)
    curate(engine, NOW + timedelta(days=2))
    assert [s.key for s in standing(engine)] == ["2"]


def test_a_takedown_takes_back_what_was_accepted_from_it(engine: Engine) -> None:
    bring(engine, GAZETTE, news("1", suggested()), news("2", suggested("Salon", 21)))
    bring(engine, COURRIER, news("9", suggested("Salon", 21), title="On y sera", of="courrier"))
    curate(engine, NOW)
    for one in standing(engine):
        decide(engine, "accept", one.id)
    curate(engine, NOW)
    assert sorted(shown(engine)) == [DAYS, "Salon"]
    with engine.begin() as connection:
        for key in ("1", "2"):
            row = {"scope": "record", "value": f"gazette/{key}", "reason": "test", "at": NOW}
            connection.execute(insert(suppressions).values(row))
    curate(engine, NOW + timedelta(days=1))
    assert shown(engine) == ["Salon"], "other news says the same"
    with engine.connect() as connection:
        kept = connection.execute(text("SELECT key FROM records WHERE source = 'desk'")).all()
    assert len(kept) == 1


def test_accepted_it_lives_as_an_item_and_the_organiser_is_believed(engine: Engine) -> None:
    bring(engine, GAZETTE, news("1", suggested()))
    curate(engine, NOW)
    (one,) = standing(engine)
    decide(engine, "accept", one.id)
    curate(engine, NOW)
    assert shown(engine) == [DAYS]
    id_ = item(engine, DAYS)
    with engine.connect() as connection:
        found = items.get(connection, id_)
        assert found is not None
        assert [(s.source, s.url) for s in found.sightings] == [("desk", "https://gazette.example/1")]
        assert [a.id for a in announcements.announced_by(connection, id_)] == [one.news]
    own = event(
        f"{DAYS} 2026 au Quai", 20, 18, place=place(), organizers=("Maison du code",), description="Deux salles"
    )
    bring(engine, MAISON, record(MAISON, "x", own), day=1)
    with engine.begin() as connection:
        judgements.judge(connection, ("maison", "x"), ("desk", found.sightings[0].key), Verdict.SAME, "anne", NOW)
    curate(engine, NOW + timedelta(days=1))
    with engine.connect() as connection:
        merged = items.get(connection, id_)
    assert merged is not None
    assert merged.content.title == f"{DAYS} 2026 au Quai", "the id stays, the organiser's words win"
    decide(engine, "dismiss", one.id, day=2)
    curate(engine, NOW + timedelta(days=2))
    with engine.connect() as connection:
        left = items.get(connection, id_)
    assert left is not None
    assert [s.source for s in left.sightings] == ["maison"]


def test_accepting_is_undone_and_done_again(engine: Engine) -> None:
    bring(engine, GAZETTE, news("1", suggested()))
    bring(engine, COURRIER, news("9", suggested(), title="On y sera", of="courrier"))
    curate(engine, NOW)
    first, second = standing(engine)
    for one in (first, second):
        decide(engine, "accept", one.id)
    curate(engine, NOW)
    assert shown(engine) == [DAYS], "two articles on one thing make one record"
    decide(engine, "dismiss", first.id)
    curate(engine, NOW)
    assert shown(engine) == [DAYS], "the other one is still accepted"
    decide(engine, "dismiss", second.id)
    curate(engine, NOW)
    assert shown(engine) == []
    decide(engine, "accept", first.id)
    curate(engine, NOW)
    assert shown(engine) == [DAYS]
    with engine.connect() as connection:
        told = [c.type for c in changes.since(connection, 0) if c.kind is Kind.EVENT]
    assert told == [ChangeType.CREATED, ChangeType.WITHDRAWN, ChangeType.REINSTATED]


@pytest.mark.parametrize("seed", range(4))
def test_step_by_step_links_as_all_at_once(engine: Engine, seed: int) -> None:
    dice = random.Random(seed)
    titles = (DAYS, "Salon du jeu", "Nuit des pixels")
    listed: dict[str, Record] = {}
    told: dict[str, Record] = {}
    links = 0
    for day in range(10):
        for _ in range(dice.randint(1, 3)):
            key = str(dice.randrange(4))
            if key in listed and dice.random() < 0.3:
                del listed[key]
            else:
                listed[key] = record(MAISON, key, event(dice.choice(titles), dice.randint(19, 22), 18, place=place()))
        key = str(dice.randrange(3))
        announced = [suggested(title, dice.randint(19, 22)) for title in titles if dice.random() < 0.6]
        told[key] = news(key, *announced, title=f"Article {key}")
        bring(engine, MAISON, *listed.values(), day=day)
        bring(engine, GAZETTE, *told.values(), day=day)
        if day == 6:
            with engine.begin() as connection:
                connection.execute(insert(suppressions).values(scope="record", value="maison/1", reason="test", at=NOW))
        curate(engine, NOW + timedelta(days=day))
        with engine.connect() as connection:
            before = parts(connection)
            links += connection.execute(text("SELECT count(*) FROM suggestion_links")).scalar_one()
        again_from_nothing(engine, day)
        with engine.connect() as connection:
            assert parts(connection) == before
    assert links > 10, "a world without links shows nothing"
