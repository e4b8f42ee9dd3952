"""From the feed to the hub, as a reader finds it: what a published feed says of itself is what the hub takes."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as tree

import httpx
import pytest

from pipeline import steps
from pipeline.consume import run, site_of
from pipeline.consumers.websub import Hub
from pipeline.house import House
from tests.pipeline.stream_world import World, new_house
from tests.pipeline.subscriber_world import request, subscribers
from tests.web.followed_site import served
from vigie.settings import Settings
from warehouse import websub
from web.app import create_app

ATOM = "{http://www.w3.org/2005/Atom}"
PUSHED = ("agenda.atom", "agenda.rss", "agenda.json", "agenda.ics", "calls.atom", "watch.json", "changes.atom")


@pytest.fixture(scope="module")
def house(database_server: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    made = new_house(database_server, tmp_path_factory.mktemp("discovery"))
    world = World(made, random.Random(71))
    for _ in range(25):
        world.act()
    steps.publish(made, confirm=True)
    yield made
    made.engine.dispose()


def links(url: str) -> dict[str, str]:
    answer = httpx.get(url, timeout=20)
    assert answer.status_code == 200
    return {rel: link["url"] for rel, link in answer.links.items()}


def test_every_feed_leads_to_the_hub_and_is_pushed_whole(house: House) -> None:
    site = site_of(house.settings)
    with subscribers() as web, served(create_app(house.engine, house.settings)) as url:
        for number, path in enumerate(PUSHED):
            found = links(f"{url}/feeds/{path}")
            assert (found["hub"], found["self"]) == (f"{site.url}/hub", site.feed(path))
            one = web.add(f"reader{number}", "clé")
            assert request(f"{url}/hub", one.url, found["self"], secret="clé").status_code == 202
        pushing = replace(house, settings=replace(house.settings, simulator=web.address))
        run(pushing, Hub(pushing))
        index = {file["path"]: file for file in json.loads((house.settings.feeds / "index.json").read_bytes())["files"]}
        for number, path in enumerate(PUSHED):
            one = web.callbacks[f"reader{number}"]
            assert one.body == (house.settings.feeds / path).read_bytes()
            served_as = httpx.get(f"{url}/feeds/{path}", timeout=20).headers["content-type"]
            assert one.taken[0].headers["content-type"] == served_as == index[path]["media_type"]
            assert one.wrong == []
    with house.engine.connect() as connection:
        assert [row.last_error for row in websub.every(connection)] == [None] * len(PUSHED)


@pytest.mark.parametrize("path", [name for name in PUSHED if name.endswith((".atom", ".rss"))])
def test_the_feed_itself_names_its_hub_and_its_topic(house: House, path: str) -> None:
    root = tree.parse(house.settings.feeds / path).getroot()
    named = {link.attrib["rel"]: link.attrib["href"] for link in root.iter(f"{ATOM}link") if "rel" in link.attrib}
    assert named["hub"] == "https://vigie.example/hub"
    assert [link.attrib["href"] for link in root.iter(f"{ATOM}link") if link.attrib.get("rel") == "self"] == [
        f"https://vigie.example/feeds/{path}"
    ]


def test_a_filter_names_no_hub_that_would_refuse_it(house: House) -> None:
    with served(create_app(house.engine, house.settings)) as url:
        found = links(f"{url}/agenda.atom?q=atelier")
        assert "hub" not in found or request(f"{url}/hub", "https://a.example/", found["self"]).status_code == 202


def test_publishing_again_pushes_what_moved_alone(house: House, tmp_path: Path) -> None:
    with subscribers() as web, served(create_app(house.engine, house.settings)) as url:
        watch, changed = web.add("watch"), web.add("changed")
        pushing = replace(house, settings=replace(house.settings, simulator=web.address))
        for one, path in ((watch, "watch.json"), (changed, "changes.atom")):
            assert request(f"{url}/hub", one.url, site_of(house.settings).feed(path)).status_code == 202
        run(pushing, Hub(pushing))
        world = World(house, random.Random(72), minutes=600)
        before = (
            (house.settings.feeds / "changes.atom").read_bytes(),
            (house.settings.feeds / "watch.json").read_bytes(),
        )
        world.announce()
        world.cancel()
        world.act()
        steps.publish(house, confirm=True)
        after = (house.settings.feeds / "changes.atom").read_bytes(), (house.settings.feeds / "watch.json").read_bytes()
        assert after[0] != before[0]
        run(pushing, Hub(pushing))
        assert [told.body for told in changed.taken] == [before[0], after[0]]
        assert [told.body for told in watch.taken] == ([before[1], after[1]] if after[1] != before[1] else [before[1]])
