"""10,000 hostile items through the templates of readers, other sites, subscribers and editors; VIGIE_FUZZ=N for more or
fewer. Each page is parsed as browsers do (Lexbor), one in STRICTLY by html5lib in its strict mode too."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any

import html5lib
import pytest
from jinja2 import ChoiceLoader, DictLoader
from pages_of_items import LISTS, PAGES, SETTINGS, SINGLE, Drawn, Template
from selectolax.lexbor import LexborHTMLParser, LexborNode

from feeds.rights import released
from tests.hostile_items import Breaker
from vigie.model import Item, Kind
from web.french import bound
from web.language import Language
from web.rendering import Pages

COUNT = int(os.environ.get("VIGIE_FUZZ", "10000"))
SHARE = {Kind.EVENT: 0.5, Kind.NEWS: 0.25, Kind.CALL: 0.25}
BATCH = 10
STRICTLY = 40
FORBIDDEN = {"iframe", "object", "embed", "base", "frame", "applet", "math", "plaintext", "img", "svg"}
"""Elements that no page of an item has, a mail's pictures apart."""
LEADING = {"href", "src", "action", "formaction", "poster", "srcset", "data", "xlink:href"}
SAFE_ADDRESS = re.compile(r"https?://|/(?![/\\])|#|\?|mailto:|webcal://|$")
INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffe\uffff]")
MEANINGLESS = re.compile(
    "[\x01-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef"
    + "".join(chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
HARMLESS = str.maketrans({"<": "l", ">": "g", "&": "e", '"': "q", "'": "p", "`": "b"})
Skeleton = list[tuple[int, str, tuple[str, ...]]]


def harmless(value: Any) -> Any:
    """The same value without a sign that means anything to HTML: what it draws has the elements of the template."""
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return value.translate(HARMLESS)
    if isinstance(value, tuple):
        return tuple(harmless(one) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: harmless(getattr(value, f.name)) for f in fields(value) if f.init})
    return value


def storable(value: Any) -> Any:
    """As the warehouse could hold it: PostgreSQL takes neither a NUL nor half a character."""
    if isinstance(value, str) and not isinstance(value, Enum):
        return value.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")
    if isinstance(value, tuple):
        return tuple(storable(one) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: storable(getattr(value, f.name)) for f in fields(value) if f.init})
    return value


def skeleton(tree: LexborHTMLParser) -> Skeleton:
    """Every element in the order of the page: its depth, its name, the names of its attributes."""
    found: Skeleton = []

    def walk(node: LexborNode, depth: int) -> None:
        found.append((depth, node.tag or "", tuple(node.attributes)))
        child = node.child
        while child is not None:
            if child.is_element_node:
                walk(child, depth + 1)
            child = child.next

    assert tree.root is not None
    walk(tree.root, 0)
    return found


def words(text: str) -> str:
    return " ".join(text.split())


def check(drawn: Drawn, twin: Drawn, template: Template) -> None:
    """Raises AssertionError when hostile items made anything but text of themselves."""
    tree = LexborHTMLParser(drawn.html)
    own = skeleton(tree)
    assert own == skeleton(LexborHTMLParser(twin.html)), "elements that the template has not"
    tags = {tag for _, tag, _ in own}
    assert not tags & (FORBIDDEN - ({"img"} if template.mail else set())), tags & FORBIDDEN
    for node in tree.css("*"):
        tag, attributes = node.tag, node.attributes
        for name, value in attributes.items():
            assert not name.startswith("on"), (tag, name)
            assert name not in ("style", "srcdoc", "http-equiv") or template.mail, (tag, name)
            if name in LEADING:
                assert SAFE_ADDRESS.match((value or "").strip()), (tag, name, value)
        if tag == "script":
            source = attributes.get("src")
            assert source.startswith("/static/") if source else attributes.get("type") == "application/ld+json"
            if not source:
                data = node.text()
                assert "<" not in data
                json.loads(data)
    if not template.raw:
        assert not INVISIBLE.search(drawn.html), INVISIBLE.search(drawn.html)
    texts = Counter(words(node.text()) for node in tree.css("h1, h2 a, h3, h4, .near-title, .announced a, .kicker a"))
    for title in drawn.titles:
        assert texts[words(bound(title))], title[:300]


def batches(kind: Kind) -> Iterator[tuple[int, list[Item]]]:
    fuzzer, count = Breaker(20261121), max(BATCH, round(COUNT * SHARE[kind]))
    for at in range(0, count, BATCH):
        yield at // BATCH, [fuzzer.item(kind, n + 1) for n in range(at, min(at + BATCH, count))]


def hold(template: Template, items: Sequence[Item], pages: Pages, strictly: bool) -> None:
    drawn = template.draw(items, pages, lambda laid: laid)
    check(drawn, template.draw(items, pages, harmless), template)
    drawn.html.encode("utf-8")
    if strictly:
        # The desk shows what sources sent, signs without a meaning included: all of them are text to a browser.
        html5lib.HTMLParser(strict=True).parse(MEANINGLESS.sub("", drawn.html) if template.raw else drawn.html)


@pytest.mark.parametrize("kind", list(Kind))
def test_hostile_items_are_text_on_every_page(kind: Kind) -> None:
    """Each item is on a page with others, and every second one on one of its own: on each kind of page in turn, in
    French and English in turn."""
    seen: Counter[str] = Counter()
    lists = [template for template in LISTS if kind in template.kinds]
    for number, items in batches(kind):
        raw = [storable(item) for item in items]
        safe = [released(item) for item in items]
        pages = PAGES[tuple(Language)[number // len(lists) % 2]]
        template = lists[number % len(lists)]
        hold(template, raw if template.raw else safe, pages, number % STRICTLY == 0)
        seen[template.name] += len(items)
        for at in range(number % 2, len(items), 2):
            template = SINGLE[(number + at // 2) % len(SINGLE)]
            shown = (raw if template.raw else safe)[at : at + template.many]
            hold(template, shown, pages, (number * BATCH + at) % (STRICTLY * 3) == 0)
            seen[template.name] += 1
    if COUNT >= 1000:
        assert set(seen) == {template.name for template in (*SINGLE, *lists)}
        assert min(seen.values()) >= COUNT * SHARE[kind] / 11


EVIL = Breaker(7).item(Kind.NEWS, 1)
EVIL = released(replace(EVIL, content=replace(EVIL.content, title="Bal <b>masqué</b>", description="a")))


def broken(template: str, was: str, now: str) -> Pages:
    """Pages with a mistake in one template."""
    pages = Pages(SETTINGS)
    loader = pages._environment.loader
    assert loader
    source, _, _ = loader.get_source(pages._environment, template)
    assert was in source
    pages._environment.loader = ChoiceLoader([DictLoader({template: source.replace(was, now)}), loader])
    return pages


@pytest.mark.parametrize(
    ("name", "template", "was", "now"),
    [
        ("item", "item.html", "content.title | bound }}</h1>", "content.title | bound | safe }}</h1>"),
        ("item", "item.html", 'content="{{ content.title }}"', "content={{ content.title }}"),
        ("item", "item.html", 'rel="nofollow">{{ _("Signaler', 'onclick="{{ item.id }}">{{ _("Signaler'),
        ("item", "item.html", 'href="{{ base }}{{ section }}"', 'href="javascript:{{ section }}"'),
        ("item", "item.html", "{{ structured }}", "{{ content.title | safe }}"),
        ("watch", "veille.html", "piece.article.title | bound", "piece.article.title | safe"),
        ("desk search", "desk/items.html", "item.content.title | bound", "'titre'"),
        ("desk item", "desk/item.html", "content.title | bound", "content.title | striptags"),
        ("desk item", "desk/values.html", "value | linked", "value"),
    ],
)
def test_a_mistake_in_a_template_is_seen(name: str, template: str, was: str, now: str) -> None:
    (drawing,) = (one for one in (*SINGLE, *LISTS) if one.name == name)
    item = replace(EVIL, content=replace(EVIL.content, url="javascript:alert(1)")) if drawing.raw else EVIL
    hold(drawing, [item], Pages(SETTINGS), strictly=True)
    with pytest.raises((AssertionError, json.JSONDecodeError)):
        hold(drawing, [item], broken(template, was, now), strictly=False)
