"""Schedules are spread, pools have one slot a host."""

from __future__ import annotations

from dataclasses import replace

from pipeline.schedule import cron, pool, pools
from vigie.model import Kind, Source

SOURCE = Source("trakk", "TRAKK", None, (Kind.EVENT,), "feed", ("https://a.example/feed",), schedule="0 6 * * *")


def test_starts_are_spread_over_the_hour() -> None:
    minutes = {cron(replace(SOURCE, slug=f"source-{n}")).split()[0] for n in range(200)}
    assert len(minutes) > 45, "200 sources should start in most minutes of the hour"
    assert all(0 <= int(minute) < 60 for minute in minutes)
    assert cron(SOURCE) == cron(SOURCE), "and always in the same one"


def test_the_rest_of_a_schedule_stays() -> None:
    assert cron(SOURCE).split()[1:] == ["6", "*", "*", "*"]
    assert cron(replace(SOURCE, schedule="@hourly")).split()[1:] == ["*", "*", "*", "*"]
    assert cron(replace(SOURCE, schedule="17 3 * * 2")) == "17 3 * * 2", "a minute that somebody chose"


def test_sources_of_one_host_share_one_slot() -> None:
    twin = replace(SOURCE, slug="trakk-news", urls=("https://A.example/news",))
    assert pool(SOURCE) == pool(twin) == "host_a.example"
    assert pools((SOURCE, twin))["host_a.example"] == 1
