"""docs/feeds.md: every example is run against a served site, and what its tables say is what the code does."""

from __future__ import annotations

import itertools
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import requests

from feeds import atom, ics, jsonfeed, rss, selection
from feeds.formats import FORMATS, NAMES
from tests.clients import made_world
from tests.clients.served_site import ServedSite, served
from tests.conftest import ROOT
from tests.web.embed_browser import Browser, OtherSite, browser, other_site
from vigie.model import Content, Event, Kind, Source, Status
from vigie.settings import Settings
from warehouse import server
from web.embed_query import MOST, USUAL
from web.feed_query import COMMON

PAGE = (ROOT / "docs" / "feeds.md").read_text(encoding="utf-8")
FRENCH, ENGLISH = PAGE.split("\n---\n")
DAY = timedelta(days=1)
STANDS_FOR = "https://vigie.example"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINE = re.compile(r"^(?P<command>curl .+?)\s+# exit (?P<code>\d+)(?:, (?P<words>.+))?$")


@dataclass(frozen=True)
class Example:
    """One block of the page, with the number that it has among those of its language of programming."""

    number: int
    language: str
    text: str

    def on(self, site: ServedSite) -> str:
        return self.text.replace(quote(STANDS_FOR, ""), quote(site.url, "")).replace(STANDS_FOR, site.url)


def examples(language: str) -> list[Any]:
    numbers = itertools.count(1)
    found = [Example(next(numbers), name, text) for name, text in BLOCK.findall(PAGE) if name == language]
    return [pytest.param(example, id=f"{language}-{example.number}") for example in found]


@pytest.fixture(scope="module")
def site(database_server: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedSite]:
    home = tmp_path_factory.mktemp("feeds-page")
    environ = {"VIGIE_HOME": str(home), "VIGIE_DATABASE_URL": server.database_url(database_server, "feeds_page")}
    with served(Settings.from_environment(environ)) as made:
        shelves: dict[str, tuple[Source, list[tuple[str, Content]]]] = {}
        for source, key, content in (*made_world.events(), *made_world.articles(), *made_world.calls()):
            shelves.setdefault(source.slug, (source, []))[1].append((key, content))
        for source, pairs in shelves.values():
            made.bring(source, pairs)
        made.publish()
        # On the next day one of them is cancelled.
        source, pairs = shelves[made_world.QUAI.slug]
        made.bring(source, [(key, called_off(key, content)) for key, content in pairs], DAY)
        made.publish(DAY)
        yield made


def called_off(key: str, content: Content) -> Content:
    return replace(content, status=Status.CANCELLED) if key == "o3" and isinstance(content, Event) else content


@pytest.fixture
def chromium(tmp_path: Path) -> Browser:
    return browser(tmp_path)


@pytest.fixture
def host() -> Iterator[OtherSite]:
    with other_site() as made:
        yield made


def test_both_languages_have_the_same_examples() -> None:
    kinds = [[name for name, _ in BLOCK.findall(half)] for half in (FRENCH, ENGLISH)]
    assert kinds[0] == kinds[1]
    assert [kinds[0].count(name) for name in ("html", "sh", "python", "js", "text")] == [1, 5, 2, 1, 1]


@pytest.mark.parametrize("example", examples("sh"))
def test_commands_do_what_is_written(example: Example, site: ServedSite, tmp_path: Path) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not here: the commands of docs/feeds.md were NOT run")
    for line in example.on(site).splitlines():
        asked = LINE.match(line)
        assert asked, f"not a command: {line}"
        done = subprocess.run(
            ["sh", "-c", asked["command"]], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60
        )
        assert done.returncode == int(asked["code"]), f"{line}\n{done.stdout[-500:]}{done.stderr}"
        assert (asked["words"] or "") in done.stdout, f"{line}\n{done.stdout[:1000]}"


@pytest.mark.parametrize("example", examples("python"))
def test_python_reads_all_of_it(example: Example, site: ServedSite) -> None:
    known: dict[str, Any] = {}
    exec(compile(example.on(site), "docs/feeds.md", "exec"), known)
    if "held" in known:
        assert known["held"].keys() == {item.id for kind in Kind for item in site.items(kind)}
        assert known["last"] >= len(known["held"]) > 100
    else:
        asked = requests.get(f"{site.url}/agenda.ics?province=namur", timeout=30).content
        assert len(known["titles"]) == len(set(re.findall(rb"^URL:(\S+)", asked, re.MULTILINE))) > 20


@pytest.mark.parametrize("example", examples("html"))
def test_the_two_lines_stand_in_a_page(example: Example, site: ServedSite, chromium: Browser, host: OtherSite) -> None:
    assert len(example.text.splitlines()) == 2
    document, hosts = chromium.open(host.page("/", example.on(site)))
    (frame,) = document.xpath("//iframe")
    assert re.search(r"height: \d+px", frame.get("style")), frame.get("style")
    assert hosts == {site.url.removeprefix("http://"), host.url.removeprefix("http://")}
    assert requests.get(frame.get("src"), timeout=10).text.count('class="line') == 5


@pytest.mark.parametrize("example", examples("js"))
def test_the_stream_is_followed_in_a_browser(
    example: Example, site: ServedSite, chromium: Browser, host: OtherSite
) -> None:
    told = requests.get(site.url + "/changes?since=0&limit=1000", timeout=30).json()
    (cancelled,) = [e["data"]["state"]["title"] for e in told if e["type"] == "be.vigie.event.cancelled.v1"]
    assert cancelled == "Rendez-vous n° 4"
    document, _ = chromium.open(host.page("/", f"<script>{example.on(site)}</script>"), waiting=4000)
    assert cancelled in document.text_content()


@pytest.mark.parametrize("example", examples("text"))
def test_the_addresses_to_subscribe_to_are_there(example: Example, site: ServedSite) -> None:
    for line in example.on(site).splitlines():
        answer = requests.get(re.sub(r"^webcal://vigie\.example", site.url, line), timeout=30)
        assert answer.status_code == 200, line
    calendar, reader = example.text.splitlines()
    assert calendar.startswith("webcal://")
    assert reader.endswith(".atom")


@pytest.mark.parametrize("half", [FRENCH, ENGLISH], ids=["fr", "en"])
def test_the_table_of_formats_is_that_of_the_code(half: str) -> None:
    said = dict(re.findall(r"^\| `(\.[a-z.]+)` \| `([a-z0-9./+-]+)` \|", half, re.MULTILINE))
    forms = {form for kind in Kind for form in FORMATS[kind]}
    assert said == {form.suffix: form.media_type.partition(";")[0] for form in forms}
    rows = dict(re.findall(r"^\| `(\.[a-z.]+)` (\|.*)$", half, re.MULTILINE))
    everywhere = set.intersection(*({f.suffix for f in FORMATS[kind]} for kind in Kind))
    for suffix in said:
        named = {NAMES[kind] for kind in Kind if suffix in {f.suffix for f in FORMATS[kind]}}
        told = {name for name in NAMES.values() if f"`{name}`" in rows[suffix]}
        assert told == (set() if suffix in everywhere else named), suffix
    digits = re.sub(r"(?<=\d)[,\u00a0 ](?=\d)", "", rows[".ics"])
    for number in (selection.PAST.days, selection.AHEAD.days, ics.LARGEST_COUNT, ics.LARGEST_SIZE // 1_000_000):
        assert re.search(rf"\b{number}\b", digits), number
    assert str(atom.LIVE) in rows[".atom"]
    assert str(rss.FORMAT.most) in rows[".rss"]
    assert str(jsonfeed.PAGE) in re.sub(r"[, ]", "", rows[".json"])


@pytest.mark.parametrize("half", [FRENCH, ENGLISH], ids=["fr", "en"])
def test_every_parameter_has_its_row(half: str) -> None:
    table = next(part for part in half.split("\n\n") if "| `province`" in part)
    said = {
        name.partition("=")[0]
        for name in re.findall(r"`([a-z_]+(?:=\w+)?)`", "".join(re.findall(r"^\|([^|]*)\|", table, re.MULTILINE)))
    }
    assert said == {*COMMON, "removed", "recurrence", "cursor"}
    embed = next(part for part in half.split("\n\n") if "data-max-height" in part)
    assert re.search(rf"1 (à|to) {MOST}, {USUAL}\b", embed)


@pytest.mark.parametrize("half", [FRENCH, ENGLISH], ids=["fr", "en"])
def test_every_address_that_is_named_answers(half: str, site: ServedSite) -> None:
    named = {n for n in re.findall(r"`(/[a-z0-9./_-]+)(?:\?[^`]*)?`", half) if not n.endswith("/")}
    assert {"/abonnements", "/changes", "/embed", "/api/v1/openapi.json", "/schema/event/1.0.0.json"} <= named
    named |= {f"/feeds/{name}" for name in re.findall(r"`((?:changes|index|catalog|sitemap)\.[a-z]+)`", half)}
    named |= {f"/schema/{name}/1.0.0.json" for name in ("article", "call", "change", "index")}
    for path in sorted(named - {"/changes/stream"}):
        answer = requests.get(site.url + path, timeout=30)
        assert answer.status_code == 200, path


@pytest.mark.parametrize("half", [FRENCH, ENGLISH], ids=["fr", "en"])
def test_archives_and_slices_lie_where_the_page_says(half: str, site: ServedSite) -> None:
    archives = re.findall(r"`(archive/agenda-[A-Z-]+\.(?:ics|atom))`", half)
    assert len(archives) == 2
    for path in archives:
        real = re.sub(r"AAAA|YYYY", "2026", path).replace("MM", "03")
        assert real in site.published(), real
    assert any(path.startswith("parquet/agenda/year=") for path in site.published())
    index = json.loads((site.folder / "index.json").read_text())
    assert {file["path"] for file in index["files"]} >= {"province/namur/agenda.ics", "language/fr/watch.atom"}
