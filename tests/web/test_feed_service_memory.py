"""The parts without a server: one spelling of a question, sealed cursors, a small memory that makes things once."""

from __future__ import annotations

import base64
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from urllib.parse import parse_qsl

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.model import Kind
from warehouse.item_selection import Key
from web.feed_parameters import BadParameter
from web.feed_query import FeedQuery, days, read_feed_query, selection, words_of
from web.item_cursor import Cursor, opened, sealed
from web.remembered import Remembered

TODAY = date(2026, 3, 12)
SOURCES = ("kikk", "quai-10")
ID = "0f0e0d0c-0000-4000-8000-00000000000a"


def read(query: str, kind: Kind = Kind.EVENT, also: tuple[str, ...] = ("removed", "cursor", "recurrence")) -> FeedQuery:
    pairs = [tuple(part.split("=", 1)) for part in query.split("&") if part]
    return read_feed_query(pairs, kind, TODAY, SOURCES, also)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "canonical"),
    [
        ("", ""),
        ("cancelled=1&removed=0", ""),
        ("type=workshop&province=namur&province=liege&province=namur", "province=liege&province=namur&type=workshop"),
        ("q=  deux   mots ", "q=deux%20mots"),
        ("updated_since=2026-03-12T09:00:00+01:00", "updated_since=2026-03-12T08%3A00%3A00Z"),
        ("updated_since=2026-03-12T09:00:00 01:00", "updated_since=2026-03-12T08%3A00%3A00Z"),
        ("updated_since=2026-03-12", "updated_since=2026-03-11T23%3A00%3A00Z"),
        ("to=2026-04-02&from=2026-04-01&limit=007", "from=2026-04-01&to=2026-04-02&limit=7"),
        ("source=quai-10&source=kikk&topic=discipline:xr", "topic=discipline%3Axr&source=kikk&source=quai-10"),
        ("recurrence=rrule&cancelled=0", "cancelled=0&recurrence=rrule"),
    ],
)
def test_a_question_has_one_spelling(said: str, canonical: str) -> None:
    query = read(said)
    assert query.canonical() == canonical
    again = read_feed_query(parse_qsl(canonical), Kind.EVENT, TODAY, SOURCES, ("removed", "cursor", "recurrence"))
    assert again == query


@given(st.lists(st.tuples(st.text(max_size=12), st.text(max_size=30)), max_size=6))
def test_nothing_that_is_sent_breaks_the_reader(pairs: list[tuple[str, str]]) -> None:
    message = "\n\n"
    try:
        read_feed_query(pairs, Kind.EVENT, TODAY, SOURCES)
    except BadParameter as error:
        message = error.message
    assert message.count("\n") == 2
    assert all(c.isprintable() or c == "\n" for c in message)
    assert len(message) < 2000


@given(st.sampled_from(["from", "to", "updated_since", "limit", "q", "cancelled", "topic"]), st.text(max_size=40))
def test_no_value_breaks_the_reader(name: str, value: str) -> None:
    try:
        query = read_feed_query([(name, value)], Kind.NEWS, TODAY, SOURCES)
    except BadParameter:
        return
    selection(query, TODAY)
    assert words_of(query) is not None


def test_a_year_of_days_at_most() -> None:
    assert days(FeedQuery(Kind.EVENT), TODAY) == (date(2026, 2, 10), date(2027, 4, 16))
    assert days(FeedQuery(Kind.NEWS), TODAY)[0] == date(2025, 2, 5)
    assert days(read("from=2030-01-01"), TODAY) == (date(2030, 1, 1), date(2031, 2, 5))
    assert days(read("to=2020-01-31"), TODAY) == (date(2020, 1, 1), date(2020, 1, 31))


def test_topics_of_one_facet_are_alternatives() -> None:
    wanted = selection(read("topic=discipline:xr&topic=discipline:games&topic=audience:youth&type=workshop"), TODAY)
    assert wanted.topics == (("event_type:workshop",), ("audience:youth",), ("discipline:games", "discipline:xr"))
    assert selection(read("type=bourse", Kind.CALL), TODAY).topics == (("call_type:bourse",),)


@pytest.mark.parametrize("at", [None, datetime(2026, 3, 12, 8, 30, 0, 123456, UTC)])
def test_a_cursor_comes_back_whole(at: datetime | None) -> None:
    cursor = Cursor(TODAY, Key(at, ID))
    word = sealed(cursor, "a?b=c")
    assert opened(word, "a?b=c") == cursor
    assert word.isascii()
    with pytest.raises(BadParameter):
        opened(word, "a?b=d")


@given(st.one_of(st.text(max_size=60), st.binary(max_size=60).map(lambda b: base64.urlsafe_b64encode(b).decode())))
def test_no_cursor_breaks_the_reader(word: str) -> None:
    with pytest.raises(BadParameter):
        opened(word, "question")


def test_a_cursor_with_wrong_parts_is_refused() -> None:
    digest, day, at, id = orjson.loads(_plain(sealed(Cursor(TODAY, Key(datetime(2026, 3, 1, tzinfo=UTC), ID)), "q")))
    for parts in (
        [digest, day, "2026-03-01T00:00:00", id], [digest, day, at, "x"], [digest, "hier", at, id],
        [digest, day, 3, id], [digest, "9999-12-31", at, id], [digest, day, "0001-01-01T00:00:00+14:00", id],
        [digest, day, at, None], [digest, day, at], [digest, day, at, id, 1], {"a": 1}, [None, day, at, id],
    ):  # fmt: skip
        word = base64.urlsafe_b64encode(orjson.dumps(parts)).decode().rstrip("=")
        with pytest.raises(BadParameter):
            opened(word, "q")


def _plain(word: str) -> bytes:
    return base64.urlsafe_b64decode(word + "=" * (-len(word) % 4))


def test_a_question_without_its_page_is_the_same_for_all_pages() -> None:
    query = read("province=namur&limit=5")
    assert replace(query, cursor="x").canonical(paged=False) == query.canonical()
    assert replace(query, cursor="x").canonical() != query.canonical()


def test_the_least_used_leave_first() -> None:
    memory: Remembered[bytes] = Remembered(10, len)
    made: list[str] = []

    def get(name: str, size: int = 4) -> bytes:
        return memory.get(name, lambda: (made.append(name), bytes(size))[1])

    get("a"), get("b"), get("a"), get("c")
    assert made == ["a", "b", "c"]
    get("a"), get("c")
    assert made == ["a", "b", "c"]
    get("b")
    assert made == ["a", "b", "c", "b"]
    get("huge", 50)
    assert get("huge", 50) == bytes(50), "what is larger than the room is made each time, and still given"
    get("b")
    assert made == ["a", "b", "c", "b", "huge", "huge"], "and drives nothing out"


def test_one_maker_works_for_all_who_wait() -> None:
    memory: Remembered[int] = Remembered(10)
    made: list[int] = []
    lock = threading.Lock()

    def make() -> int:
        time.sleep(0.05)
        with lock:
            made.append(1)
        return 7

    with ThreadPoolExecutor(20) as pool:
        assert set(pool.map(lambda n: memory.get("key", make), range(100))) == {7}
    assert len(made) == 1


def test_a_maker_that_fails_fails_for_itself_alone() -> None:
    memory: Remembered[int] = Remembered(10)
    with pytest.raises(ZeroDivisionError):
        memory.get("key", lambda: 1 // 0)
    assert memory.get("key", lambda: 3) == 3
    assert memory.get("key", lambda: 4, fresh=lambda value: value == 4) == 4
