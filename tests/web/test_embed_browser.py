"""Embedded pages in a real Chromium, in the page of another site: their height, forged messages, who is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from embed_browser import Browser, OtherSite, browser, other_site
from followed_site import served
from lxml import html
from site_under_test import Site

from web.app import create_app

FRAME = '<iframe src="{site}/embed?{query}" title="Agenda" width="100%" height="480"></iframe>\n'
SCRIPT = '<script async src="{site}/static/embed.js"></script>'


@pytest.fixture
def chromium(tmp_path: Path) -> Browser:
    return browser(tmp_path)


@pytest.fixture(scope="module")
def address(site: Site) -> Iterator[str]:
    with served(create_app(site.engine, site.settings)) as url:
        yield url


@pytest.fixture
def host(address: str) -> Iterator[OtherSite]:
    with other_site(behind=address) as site:
        yield site


def heights(document: html.HtmlElement) -> list[int | None]:
    """The heights that scripts have given to the frames of a page, in their order."""
    found = [re.search(r"height:\s*(\d+)px", frame.get("style") or "") for frame in document.xpath("//iframe")]
    return [int(style[1]) if style else None for style in found]


MEASURE = """
<iframe id=copy src="/embed?{query}" width="100%" height="20"></iframe>
<script>
  var frame = document.getElementById("copy");
  frame.addEventListener("load", function () {{
    var root = frame.contentDocument.documentElement;
    frame.setAttribute("data-measured", root.scrollHeight);
  }});
</script>"""


@pytest.mark.parametrize("width", [500, 1200])
@pytest.mark.parametrize("query", ["limit=20", "kind=call&langue=en", "q=rien-du-tout"])
def test_the_two_lines_give_the_frame_the_height_of_its_content(
    chromium: Browser, host: OtherSite, address: str, width: int, query: str
) -> None:
    """The height is measured a second time in a frame of the host's own origin, with the same bytes."""
    page = host.page("/page", FRAME.format(site=address, query=query) + SCRIPT.format(site=address))
    document, hosts = chromium.open(page, width)
    copy, _ = chromium.open(host.page("/copy", MEASURE.format(query=query)), width)
    measured = int(copy.xpath("//iframe/@data-measured")[0])
    (given,) = heights(document)
    assert given is not None
    assert 0 <= given - measured <= 1, "a part of a pixel more, and never less"
    assert measured != 480
    assert hosts == {address.removeprefix("http://"), host.url.removeprefix("http://")}


def test_the_script_may_come_before_or_long_after_the_frame(chromium: Browser, host: OtherSite, address: str) -> None:
    frame, script = FRAME.format(site=address, query="limit=3"), SCRIPT.format(site=address)
    late = "<script>addEventListener('load', function () { setTimeout(function () {"
    late += f"var s = document.createElement('script'); s.src = '{address}/static/embed.js';"
    late += "document.body.appendChild(s); }, 1500); });</script>"
    (one,) = heights(chromium.open(host.page("/first", script + frame))[0])
    (other,) = heights(chromium.open(host.page("/late", frame + late))[0])
    assert one == other
    assert one


def test_two_frames_each_have_their_own_height_and_a_limit_holds(
    chromium: Browser, host: OtherSite, address: str
) -> None:
    frames = FRAME.format(site=address, query="limit=1") + FRAME.format(site=address, query="limit=12")
    limited = FRAME.format(site=address, query="limit=12").replace("<iframe", '<iframe data-max-height="333"')
    script = SCRIPT.format(site=address)
    short, long, least = heights(chromium.open(host.page("/page", frames + limited + script + script))[0])
    assert short
    assert long
    assert short < 480 < long
    assert least == 333


FORGED = "parent.postMessage({vigie: 'height', height: 7777}, '*');"


def test_a_forged_message_changes_nothing(chromium: Browser, host: OtherSite, address: str) -> None:
    """From the page itself, from a frame of another origin, from one that takes our name, from one that was turned."""
    with other_site() as stranger:
        forger = stranger.page("/forger", f"<script>{FORGED}setInterval(function () {{ {FORGED} }}, 50)</script>")
        stranger.page("/embed", f"<script>{FORGED}</script>")
        page = host.page(
            "/page",
            FRAME.format(site=address, query="limit=2")
            + FRAME.format(site=stranger.url, query="")
            + f'<iframe src="{forger}" height="480"></iframe>'
            # Our address stands in `src`, another site in the frame: its messages have another origin.
            + FRAME.format(site=address, query="limit=3").replace("<iframe", '<iframe name="turned"')
            + f"<script>addEventListener('load', function () {{ open('{forger}', 'turned');"
            "postMessage({vigie: 'height', height: 8888}, '*');"
            f"frames[0].postMessage({{vigie: 'height', height: 9999}}, '*'); }})</script>"
            + SCRIPT.format(site=address),
        )
        document, hosts = chromium.open(page)
        alone, _ = chromium.open(
            host.page("/alone", FRAME.format(site=address, query="limit=2") + SCRIPT.format(site=address))
        )
    ours, taken, foreign, turned = heights(document)
    assert [ours] == heights(alone)
    assert (taken, foreign) == (None, None)
    assert turned != 7777
    assert len(hosts) == 3


WRONG = (
    "NaN",
    "Infinity",
    "-Infinity",
    "0",
    "-20",
    "20001",
    "1e300",
    "'900'",
    "null",
    "undefined",
    "[900]",
    "{}",
    "true",
)


@pytest.mark.parametrize(
    "said", ["{{vigie: 'height', height: {0}}}", "{{vigie: 'hauteur', height: 900, x: {0}}}", "{0}"]
)
def test_only_a_height_is_a_height(chromium: Browser, address: str, said: str, site: Site) -> None:
    """A site that has our script and goes mad: what is no number within bounds is left."""
    with other_site() as mad, other_site() as host:
        mad.put("/static/embed.js", site.client.get("/static/embed.js").text, "text/javascript")
        first = "parent.postMessage({vigie: 'height', height: 222.2}, '*');"
        then = "".join(f"parent.postMessage({said.format(value)}, '*');" for value in WRONG)
        mad.page("/embed", f"<script>setTimeout(function () {{ {first}{then} }}, 500)</script>")
        page = host.page("/page", FRAME.format(site=mad.url, query="") + SCRIPT.format(site=mad.url))
        assert heights(chromium.open(page)[0]) == [223]


def test_without_its_script_the_page_is_whole(chromium: Browser, host: OtherSite, address: str, site: Site) -> None:
    page = host.page("/page", FRAME.format(site=address, query="limit=3").replace("<iframe", "<iframe sandbox"))
    document, hosts = chromium.open(page)
    assert heights(document) == [None]
    assert f"{address.removeprefix('http://')}" in hosts
    text = site.client.get("/embed?limit=3").text
    assert "<noscript" not in text
    assert text.count('class="line') == 3
