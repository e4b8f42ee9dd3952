"""Goal 5: a recipe of 5 fields on a page of 40 events, as the product reads it, beside a bare parse and beside bs4."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from bs4 import BeautifulSoup
from selectolax.lexbor import LexborHTMLParser

from pipeline.bench.figures import Goal, Row, Side, alternate, exponent, named
from pipeline.bench.made import NOW, SENTENCE, source, things
from scrapers.readers import reader_for
from vigie.model import Capture, FieldRule, Recipe, Request

EVENTS = 40
RULES = (
    FieldRule("title", "h2 a"),
    FieldRule("url", "h2 a", attr="href"),
    FieldRule("date_text", ".when"),
    FieldRule("place_text", ".where"),
    FieldRule("price_text", ".cost"),
)


def page(size: int) -> bytes:
    """A list of events in the markup of an ordinary site, with menus and words around it until `size` bytes."""
    cards = "".join(
        f'<article class="card"><h2><a href="/e/{t.n}">{t.title}</a></h2>'
        f'<p class="when">{t.start.local:%d/%m/%Y à %Hh}</p><p class="where">{t.place.name}, {t.place.municipality}</p>'
        f'<p class="cost">{t.n} €</p></article>\n'
        for t in things(EVENTS)
    )
    row = (
        f'<div class="block"><ul class="menu"><li><a href="/p">Page</a></li></ul><p>{SENTENCE}<b>Suite</b></p></div>\n'
    )
    head, foot = '<!DOCTYPE html><html lang="fr"><head><title>Agenda</title></head><body>', "</body></html>"
    left = size - len((head + cards + foot).encode())
    return (
        head + row * (left // len(row.encode()) // 2) + cards + row * (left // len(row.encode()) // 2) + foot
    ).encode()


def bench(quick: bool) -> tuple[Row, ...]:
    rows: list[Row] = []
    growth: dict[int, float] = {}
    for size, least in ((60_000, 10.0), (300_000, 25.0)):
        body = page(size)
        spent = alternate(_sides(body), 2 if quick else 15)
        ours = spent["recipe"] * 1000
        growth[len(body)] = ours
        what, power = f"recipe, {EVENTS} events × 5 fields, {len(body) // 1000} kB", None
        if len(growth) > 1:
            power = exponent(growth)
        lexbor, soup = named("selectolax"), named("beautifulsoup4", "lxml")
        rows.append(
            Row("5", what, ours, "ms", f"{lexbor}: parse, nothing read", spent["parse"] * 1000, Goal(at_most=2))
        )
        rows.append(Row("5", what, ours, "ms", soup, spent["soup"] * 1000, Goal(at_least=least), exponent=power))
    return tuple(rows)


def _sides(body: bytes) -> list[Side]:
    site = replace(source("quai", "recipe"), recipe=Recipe("article.card", RULES))
    request = Request(site.urls[0])
    capture = Capture(
        request, request.url, 200, (("Content-Type", "text/html"),), body, NOW, hashlib.sha256(body).hexdigest()
    )
    reader = reader_for("recipe")

    def ours() -> list[list[str]]:
        found = reader.read(site, capture, NOW)
        return [[item.text(rule.name) or "" for rule in RULES] for item in found.items]

    def soup() -> list[list[str]]:
        tree = BeautifulSoup(body, "lxml")
        return [
            [
                str(node.get(rule.attr)) if rule.attr else node.get_text(" ", strip=True)
                for rule in RULES
                if (node := card.select_one(rule.select)) is not None
            ]
            for card in tree.select("article.card")
        ]

    def titles(rows: list[list[str]]) -> list[tuple[str, str]]:
        return [(row[0], row[2]) for row in rows]

    if titles(ours()) != titles(soup()) or len(ours()) != EVENTS:
        raise AssertionError("the two sides read different things")
    return [Side("recipe", ours), Side("parse", lambda: LexborHTMLParser(body)), Side("soup", soup)]
