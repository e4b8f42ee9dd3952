"""docs/change-stream.md: its requests are answered as it says, its subscriber subscribes, its browser keeps a copy."""

from __future__ import annotations

import random
import re
import shlex
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import orjson
import pytest

from pipeline.websub_decisions import DELIVERIES, FIRST, LONGEST
from tests.conftest import ROOT
from tests.pipeline.hub_world import HubWorld, hub_world
from tests.pipeline.stream_world import World, new_house, server_state
from tests.pipeline.subscriber_world import put_feed
from tests.web.followed_site import SiteProcess, site_process
from vigie.model import ChangeType, Kind
from vigie.settings import Settings
from warehouse import websub_requests
from web import change_cursor, change_stream, change_tower, hub_request

PAGE = (ROOT / "docs" / "change-stream.md").read_text()
CURL = re.compile(r"^(?P<command>curl .+?)\s+# (?P<words>.+)$")
NODE = ROOT / ".clients" / "node_modules" / "eventsource"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def site(database_server: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SiteProcess]:
    house = new_house(database_server, tmp_path_factory.mktemp("page"))
    world = World(house, random.Random(61))
    for _ in range(25):
        world.act()
    put_feed(house.settings.feeds, "agenda.atom", b"<feed/>", "application/atom+xml; charset=utf-8")
    with site_process(house) as process:
        yield process
    house.engine.dispose()


def test_every_request_is_answered_as_written(site: SiteProcess) -> None:
    lines = [line for block in blocks("bash") for line in block.splitlines()]
    assert len(lines) >= 6, "the blocks are not found any more"
    for line in lines:
        asked = CURL.match(line)
        assert asked, f"not a request: {line}"
        # The site is called by its name: what it says of its own addresses stays as it is written.
        resolved = ["--connect-to", f"vigie.example:80:127.0.0.1:{site.port}"]
        command = [re.sub("^https://vigie", "http://vigie", part) for part in shlex.split(asked["command"])]
        done = subprocess.run([*command, *resolved], capture_output=True, text=True, check=False, timeout=30)
        assert asked["words"] in done.stdout, f"{line}\n{done.stdout}\n{done.stderr}"


def test_the_subscriber_subscribes(database_server: Settings, tmp_path: Path) -> None:
    names: dict[str, Any] = {}
    (program,) = blocks("py")
    exec(program, names)
    handler: type[BaseHTTPRequestHandler] = names["Subscriber"]
    with hub_world(database_server, tmp_path) as world:
        put_feed(world.folder, "agenda.atom", b"<first/>", "application/atom+xml; charset=utf-8")
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            subscribe(world, f"127.0.0.1:{server.server_address[1]}", names)
        finally:
            server.shutdown()
            server.server_close()
            thread.join(10)


def subscribe(made: HubWorld, address: str, names: dict[str, Any]) -> None:
    """`.example` leads to the server of the page's subscriber."""
    house = replace(made.house, settings=replace(made.house.settings, simulator=address))
    world = replace(made, house=house)
    one = world.web.add("reader", path="/k7Qp")
    assert world.ask(one, names["TOPIC"], secret="of somebody else").status_code == 202
    world.attend()
    assert names["held"] == {}, "it took what is signed with another key"
    assert world.ask(one, names["TOPIC"], secret=names["SECRET"].decode()).status_code == 202
    world.attend()
    put_feed(world.folder, "agenda.atom", b"<second/>", "application/atom+xml; charset=utf-8")
    world.attend()
    assert names["held"] == {names["TOPIC"]: b"<second/>"}
    assert world.ask(one, names["TOPIC"], "unsubscribe").status_code == 202
    world.attend()
    assert len(world.rows()) == 1, "somebody else could end it"


@pytest.mark.skipif(
    not (NODE.is_dir() and shutil.which("node")), reason="no eventsource for node: the page's was NOT run"
)
def test_the_browser_keeps_a_copy(site: SiteProcess, tmp_path: Path) -> None:
    (program,) = blocks("js")
    script = tmp_path / "page.mjs"
    script.write_text(
        f'import {{ EventSource }} from "{NODE}/dist/index.js";\n'
        + program.replace("https://vigie.example", site.url)
        + "setTimeout(() => { changes.close(); console.log(JSON.stringify(Object.fromEntries(held))); }, 3000);\n"
    )
    done = subprocess.run(["node", str(script)], capture_output=True, check=False, timeout=30)
    assert done.returncode == 0, done.stderr.decode()
    copy = {id: orjson.dumps(one, option=orjson.OPT_SORT_KEYS) for id, one in orjson.loads(done.stdout).items()}
    assert copy == server_state(site.house) != {}


def test_the_page_says_what_the_code_does() -> None:
    (program,) = blocks("js")
    assert [kind.value for kind in Kind if f'"{kind.value}"' not in program] == []
    assert [kind.value for kind in ChangeType if f'"{kind.value}"' not in program] == []
    day = 86_400
    assert (change_cursor.DEFAULT, change_cursor.MOST, change_tower.MOST) == (100, 1_000, 1_000)
    assert (change_stream.RETRY, change_stream.USUAL.beat, change_stream.USUAL.patience) == (15_000, 15, 30)
    leases = hub_request.LEASE, hub_request.SHORTEST, hub_request.LONGEST
    assert leases == (10 * day, 3_600, 30 * day)
    assert (FIRST.total_seconds(), LONGEST.total_seconds(), DELIVERIES) == (10, 6 * 3_600, 20)
    assert (websub_requests.OF_HOST, websub_requests.IN_ALL) == (100, 10_000)
    for words in ("at most 1 000", "after 15 s", "for 30 s", "ten days", "up to 6 h", "after 20 failures", "10 000"):
        assert words in PAGE, words
