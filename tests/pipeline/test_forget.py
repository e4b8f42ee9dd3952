"""A takedown leaves nothing: not in the archive, not in a table, not in a feed; and it does not come back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from pipeline import steps
from pipeline.forget import forget, proof, sweep
from pipeline.house import House
from pipeline.rebuild import onto, rebuild
from tests.conftest import Plot, feed_bytes
from tests.pipeline.forget_world import ALL, Lived, lived, of, opened, shown
from tests.pipeline.lived_days import FIRST, MovingWeb, at, live, morning
from vigie.settings import Settings
from warehouse import fingerprint, items, journal, suppression, takedown
from warehouse.as_of import stream as as_of
from warehouse.explain import explain_all
from warehouse.traces import Needles


@pytest.fixture(scope="module")
def before(database_server: Settings, web: MovingWeb, tmp_path_factory: pytest.TempPathFactory) -> Lived:
    return lived(database_server, web, tmp_path_factory.mktemp("lived") / "var")


@pytest.fixture
def house(before: Lived, tmp_path: Path) -> Iterator[House]:
    there = opened(before.copy(tmp_path / "var"))
    yield there
    there.engine.dispose()


@pytest.mark.parametrize("source", ["lettre-numerique", "grenier-huy", "donnees-wallonie", "agenda-hainaut"])
def test_an_item_is_forgotten_and_its_neighbours_stay(house: House, web: MovingWeb, source: str) -> None:
    """Sources that tell many things on one page: a feed, a calendar, an API, a listing."""
    stood = shown(house)
    lost = of(house, source)
    words = [lost.content.title, *(s.url for s in lost.sightings if s.url)]
    assert all(any(word.encode() in data for data in feed_bytes(house.settings.feeds).values()) for word in words[:1])
    done = forget(house, "item", lost.id, "request 12", "anne")
    assert done.proof == ()
    assert lost.id in done.items
    after = shown(house)
    assert after.keys() == stood.keys() - {lost.id}
    assert not any(word.encode() in data for data in feed_bytes(house.settings.feeds).values() for word in words)
    with house.engine.connect() as connection:
        assert lost.id not in {item.id for item in as_of(connection, lost.kind, morning(FIRST, 9))}
        tomb = items.get(connection, lost.id)
        assert tomb is not None
        assert tomb.withdrawn_at is not None
        neighbours = [i for i in after.values() if i.sightings[0].source == source][:5]
        captures = {c.capture for item in neighbours for c in explain_all(connection, item.id) if c.capture}
    assert neighbours
    assert all(house.archive.body(capture) for capture in captures), "its neighbours are still explained"

    tomorrow = live(house, web, 2, ALL)  # the site goes on publishing it
    assert lost.id not in shown(tomorrow)
    with tomorrow.engine.connect() as connection:
        hushed = suppression.read(connection)
    assert proof(tomorrow, Needles(tuple(words), tuple(words)), hushed) == ()


def test_one_voice_of_two_is_forgotten(house: House) -> None:
    """The item of a second source stays, and says nothing any more that only the first one said."""
    both = of(house, "halle-charleroi-agenda", alone=False)
    lost = next(s for s in both.sightings if s.source == "halle-charleroi-agenda")
    done = forget(house, "record", f"{lost.source}/{lost.key}", "request 13", "anne")
    assert done.proof == ()
    left = shown(house)[both.id]
    assert {s.source for s in left.sightings} == {s.source for s in both.sightings} - {lost.source}


def test_a_host_and_a_pattern(house: House, web: MovingWeb) -> None:
    done = forget(house, "host", "theatre-meuse.example", "closed", "anne")
    assert done.proof == ()
    assert not any(s.source == "theatre-meuse" for item in shown(house).values() for s in item.sightings)
    word = next(w for w in of(house, "musee-ardoise").content.title.split() if len(w) > 7)
    done = forget(house, "pattern", rf"\b{word}\b", "a name", "anne")
    assert done.proof == ()
    assert not any(word.lower() in item.content.title.lower() for item in shown(house).values())
    again = sweep(house)
    assert (again.records, again.captures) == ((), 0)
    requests = len(list(house.archive.listed()))
    steps.ingest(at(house, morning(FIRST + timedelta(days=2))), "theatre-meuse")
    assert len(list(house.archive.listed())) == requests, "nothing is asked of a host that is suppressed"


def test_a_lifted_rule_lets_what_is_published_back(house: House, web: MovingWeb) -> None:
    lost = of(house, "lettre-numerique")
    forget(house, "item", lost.id, "request 14", "anne")
    with house.engine.begin() as connection:
        for rule in takedown.rules(connection):
            takedown.lift(connection, rule.scope, rule.value, "anne", house.settings.clock())
    for day in range(3, 15):  # its feed says something new within days: a purged body itself stays purged
        tomorrow = live(house, web, day, ALL)
        if lost.id in shown(tomorrow):
            break
    assert shown(tomorrow)[lost.id].content.title == lost.content.title


def test_a_rebuild_after_a_takedown_is_the_same(house: House, new_plot: Callable[[], Plot]) -> None:
    lost = of(house, "donnees-wallonie")
    forget(house, "item", lost.id, "request 15", "anne")
    with house.engine.connect() as connection:
        assert journal.verify(tuple(journal.read(connection))) is None, "what is redacted does not break the chain"
        redacted = connection.execute(
            text("SELECT count(*) FROM journal WHERE redacted_at IS NOT NULL AND act <> 'curation'")
        ).scalar_one()
    other = onto(house, new_plot().environ["VIGIE_DATABASE_URL"])
    done = rebuild(other, journal.copied(house.settings.archive))
    assert len(done.skipped) == redacted
    with house.engine.connect() as one, other.engine.connect() as two:
        differing = {n for n, h in fingerprint.parts(one).items() if fingerprint.parts(two)[n] != h}
    assert differing == set()


@pytest.mark.parametrize(
    ("scope", "value"), [("item", " "), ("pattern", "("), ("pattern", ".*"), ("record", "nobody"), ("person", "x")]
)
def test_rules_that_do_not_fit_are_refused(house: House, scope: str, value: str) -> None:
    with pytest.raises(ValueError, match=r"scope|empty|expression|everything|source/key"):
        forget(house, scope, value, "x", "anne")
