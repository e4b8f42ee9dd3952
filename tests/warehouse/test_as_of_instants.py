"""Instants that SQL works out from a content are those of the model: nights of two clocks, days, unknown ends."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from tests.warehouse.made import NOW, bring, call, event, record, source
from vigie.model import Call, Deadline, Event, Occurrence, Precision, WallTime
from warehouse.curate import curate
from warehouse.engine import open_engine

QUAI = source("quai")
ZONES = (
    "Europe/Brussels",
    "Europe/London",
    "Europe/Dublin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "UTC",
)
# Nights in which one of these clocks goes forward or back, each with the zone.
TURNS = [
    *((date(2026, 3, 29), zone) for zone in ZONES[:3]),
    *((date(2026, 10, 25), zone) for zone in ZONES[:3]),
    *((day, "America/New_York") for day in (date(2026, 11, 1), date(2027, 3, 14))),
    *((day, "Australia/Lord_Howe") for day in (date(2026, 4, 5), date(2026, 10, 4))),
]
minutes = st.sampled_from((0, 15, 30, 45, 59))
nights = st.builds(
    lambda turn, hour, minute: WallTime(datetime.combine(turn[0], time(hour, minute)), turn[1]),
    st.sampled_from(TURNS),
    st.integers(0, 3),
    minutes,
)
days = st.one_of(st.sampled_from([day for day, _ in TURNS]), st.dates(date(2026, 3, 3), date(2035, 12, 30)))
clocks = st.builds(time, st.integers(0, 23), minutes, st.sampled_from((0, 59)))
any_time = st.builds(
    lambda day, clock, zone: WallTime(datetime.combine(day, clock), zone), days, clocks, st.sampled_from(ZONES)
)
any_day = st.builds(
    lambda day, zone, precision: WallTime(datetime.combine(day, time()), zone, precision),
    days,
    st.sampled_from(ZONES),
    st.sampled_from((Precision.DAY, Precision.MONTH)),
)
walls = st.one_of(nights, any_time, any_day)


@st.composite
def sessions(draw: st.DrawFn) -> Occurrence:
    start = draw(walls)
    if draw(st.booleans()):
        return Occurrence(start)
    end = draw(walls)
    return Occurrence(start, end if end.local >= start.local else None)


deadlines = st.builds(Deadline, walls, st.none(), st.booleans())
RELAXED = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(said=st.lists(st.one_of(nights, any_time), min_size=60, max_size=60))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_wall_clock_reads_the_same_instant(engine: Engine, said: list[WallTime]) -> None:
    query = text(
        "SELECT wall_instant(w, z) FROM unnest(CAST(:walls AS timestamp[]), CAST(:zones AS text[])) AS u (w, z)"
    )
    for zone in ("UTC", "America/New_York"):  # of the session that asks: it must not count
        with engine.connect() as connection:
            connection.execute(text(f"SET LOCAL timezone = '{zone}'"))
            given_ = {"walls": [w.local for w in said], "zones": [w.zone for w in said]}
            found = [at.astimezone(UTC) for at in connection.execute(query, given_).scalars()]
        assert found == [w.utc for w in said]


@given(told=st.lists(st.lists(sessions(), min_size=1, max_size=3), min_size=1, max_size=12))
@RELAXED
def test_sessions_start_and_end_as_the_model_says(engine: Engine, told: list[list[Occurrence]]) -> None:
    contents = {
        str(n): event(f"Titre{n}", occurrences=tuple(sorted(some, key=lambda o: (o.start.utc, o.closes_at()))))
        for n, some in enumerate(told)
    }
    fresh(engine, contents)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT * FROM agenda_as_of(:at)"), {"at": NOW}).all()
    wanted = [
        (e.title, o.start.utc, o.closes_at(), o.start.local, o.end.local if o.end else None, o.all_day)
        for e in contents.values()
        for o in e.occurrences
    ]
    found = [(r.title, r.starts_at, r.ends_at, r.local_start, r.local_end, r.all_day) for r in rows]
    assert sorted(found, key=repr) == sorted(wanted, key=repr)


@given(told=st.lists(st.lists(deadlines, max_size=3), min_size=1, max_size=12), after=st.integers(0, 3000))
@RELAXED
def test_deadlines_close_and_calls_stand_as_the_model_says(
    engine: Engine, told: list[list[Deadline]], after: int
) -> None:
    contents = {
        str(n): Call(title=f"Appel{n}", deadlines=tuple(some), opens=some[0].at if n % 3 == 0 and some else None)
        for n, some in enumerate(told)
    }
    fresh(engine, contents)
    instants = [NOW + timedelta(days=after)]
    instants += [d.closes_at() + timedelta(seconds=s) for some in told for d in some for s in (-1, 0)][:12]
    for at in instants:
        with engine.connect() as connection:
            rows = {r.title: r for r in connection.execute(text("SELECT * FROM calls_as_of(:at)"), {"at": at})}
        assert rows.keys() == {c.title for c in contents.values()}
        for one in contents.values():
            following = one.next_deadline(at)
            coming = following.closes_at() if following and following.closes_at() > at else None
            assert rows[one.title].next_deadline == coming
            assert rows[one.title].last_deadline == max((d.closes_at() for d in one.deadlines), default=None)
            assert rows[one.title].state == one.state(at).value


def test_a_call_keeps_its_state_when_the_session_has_another_zone(engine: Engine) -> None:
    """Fourteen days are 336 hours, also over the night in which a clock goes back."""
    closing = Deadline(WallTime(datetime(2026, 10, 30, 12)))
    fresh(engine, {"1": call("Bourse", 1), "2": Call(title="Prix", deadlines=(closing,))})
    at = closing.closes_at() - timedelta(hours=336, minutes=30)
    engine_there = open_engine(engine.url.render_as_string(hide_password=False))
    with engine_there.connect() as connection:
        connection.execute(text("SET LOCAL timezone = 'Europe/Brussels'"))
        rows = {r.title: r.state for r in connection.execute(text("SELECT * FROM calls_as_of(:at)"), {"at": at})}
    engine_there.dispose()
    assert rows == {"Bourse": "closed", "Prix": "open"}


def fresh(engine: Engine, contents: dict[str, Event] | dict[str, Call]) -> None:
    """A warehouse of these things alone, of one source."""
    with engine.begin() as connection:
        names = "item_versions, memberships, occurrences, deadlines, field_choices, changes, items, mints, records"
        connection.execute(text(f"TRUNCATE {names}, versions, fingerprints, pending, blocks, pairs, asks CASCADE"))
    bring(engine, QUAI, *(record(QUAI, key, content) for key, content in contents.items()))
    curate(engine, NOW)
