"""HTML lists and pages by a recipe of CSS selectors in the source's YAML (selectolax; BeautifulSoup to repair).

`item` finds the nodes of a list, `fields` and `key` are looked for within each, `detail` on the page of an item's
`url`, `next` leads to the next page (followed, never built: TYPO3 ignores a page without its checksum, API_SHAPES §9).
An empty selector is the item's node itself, one that starts with `+` looks in the element behind it (`+ dd`).
A field's `attr` is an attribute; without it the text is taken; `attr: html` keeps the markup, cleaned; all paragraphs
that such a `body` rule with `all` finds are one body.

Oddities: AJAX lists answer with rows outside of a table. Pages say one charset and are in another. A list with one
row links to itself. Rows without an address are told apart by title and place, on lists of one page, so that a moved
evening keeps its key. Dated versions of a recipe read the captures of their days.
Known from: facts/API_SHAPES.md §9, §10; the simulated and saved pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from selectolax.lexbor import LexborNode

from scrapers.readers.addresses import absolute, same_host
from scrapers.readers.drafts import ItemDraft, PageDraft
from scrapers.readers.html_nodes import base_of, parse_page, rich_text, seen_text, selected
from scrapers.readers.kinds import kind_of
from scrapers.readers.options import Options
from vigie.model import Capture, FieldRule, Page, Request, Source

OPTIONS: Options = (
    ("repair", "`rows` gives rows and cells that stand outside of a table one, as answers of AJAX lists do"),
)

DETAIL = "detail"
_ADDRESSES = ("url", "image", "online_url")
_SESSION = ("start", "end", "end_exclusive")


class RecipeReader:
    platform = "recipe"
    version = "recipe-2"

    def start(self, source: Source, now: datetime) -> tuple[Request, ...]:
        return tuple(Request(url=url) for url in source.urls)

    def read(self, source: Source, capture: Capture, now: datetime) -> Page:
        draft = PageDraft(source, capture)
        recipe = source.recipe
        if recipe is None:
            draft.problem("no-recipe", "the source has no recipe")
            return draft.page()
        if not capture.body.strip():
            draft.problem("wrong-content", "the answer is empty")
            return draft.page()
        if capture.request.label == DETAIL:
            read_detail(draft, capture.request.item_key)
            return draft.page()
        try:
            tree = parse_page(capture, source.option("repair"))
            nodes = selected(tree, recipe.item)
            base = base_of(tree, capture.url)
        except ValueError as error:
            draft.problem("bad-selector", str(error), field="item")
            return draft.page()
        for number, node in enumerate(nodes):
            with draft.attempt(f"{recipe.item}[{number}]", seen_text(node)):
                _read_item(draft, node, f"{recipe.item}[{number}]", base, alone=len(nodes) == 1)
        if not recipe.next:
            draft.name_nameless()
        else:
            for link in selected(tree, recipe.next):
                address = absolute(base, link.attributes.get("href"))
                if address and same_host(address, capture.url):
                    draft.follow(Request(url=address))
        return draft.page()


def _read_item(draft: PageDraft, node: LexborNode, pointer: str, base: str, alone: bool) -> None:
    recipe, source = draft.source.recipe, draft.source
    assert recipe is not None
    item = draft.item(pointer)
    _apply(draft, item, node, base, recipe.fields)
    url = item.value("url") or (draft.capture.url if alone else None)
    key = next((text for text, _ in _values(draft, node, base, recipe.key)), None) if recipe.key else None
    found = item.finish(source, key, kind_of(source, [item.value("category"), item.value("title")]), url)
    if not item.has("url") and url is None:
        # Nothing to link to but the list itself; the key stays that of a thing without an address.
        item.say("url", draft.capture.url, html=False)
        found = item.finish(source, key or found.key, found.kind, draft.capture.url)
    elif not item.has("url"):
        item.say("url", url, html=False)
        found = item.finish(source, key or found.key, found.kind, url)
    titled_later = any(rule.name == "title" for rule in recipe.detail) and url is not None
    draft.add(found, needs_title=not titled_later)
    if recipe.detail and url and url != draft.capture.url and same_host(url, draft.capture.url):
        draft.follow(Request(url=url, label=DETAIL, item_key=found.key))


def read_detail(draft: PageDraft, key: str | None) -> None:
    """The page of one item, by the recipe's `detail` rules; JSON platforms whose answers lack the dates use it too."""
    source, capture = draft.source, draft.capture
    if source.recipe is None:
        return
    tree = parse_page(capture, source.option("repair"))
    item = draft.item("html")
    root = tree.root
    if root is not None:
        with draft.attempt("detail", capture.url):
            _apply(draft, item, root, base_of(tree, capture.url), source.recipe.detail)
    if not item.fields:
        draft.problem("layout-changed", "no detail rule fits the page", key=key, raw=capture.body[:500])
        return
    item.say("url", capture.request.url, html=False)
    kind = kind_of(source, [item.value("category"), item.value("title")])
    draft.add(item.finish(source, key, kind, capture.request.url), needs_title=False)


def _apply(draft: PageDraft, item: ItemDraft, node: LexborNode, base: str, rules: Iterable[FieldRule]) -> None:
    for rule in rules:
        values = list(_values(draft, node, base, rule))
        if rule.name == "body" and rule.attr == "html" and values:
            values = [("\n".join(f"<p>{text}</p>" for text, _ in values), True)] if rule.all else values
        for number, (text, is_html) in enumerate(values, start=1):
            # Several starts are sessions: the n-th end belongs to the n-th start.
            group = number if rule.name in _SESSION and len(values) > 1 else 0
            item.say(rule.name, text, f" {rule.select}", html=is_html, group=group)


def _values(draft: PageDraft, node: LexborNode, base: str, rule: FieldRule) -> Iterator[tuple[str, bool]]:
    """(value, is markup) of the nodes that a rule finds: the first that says something, all of them with `all`."""
    try:
        nodes = [node] if not rule.select.strip() else selected(node, rule.select)
    except ValueError as error:
        draft.problem("bad-selector", str(error), field=rule.name)
        return
    for found in nodes:
        text = _text(found, rule, base)
        if text:
            yield text, rule.attr == "html"
            if not rule.all:
                return


def _text(node: LexborNode, rule: FieldRule, page: str) -> str | None:
    if rule.attr == "html":
        text: str | None = rich_text(node)
    elif rule.attr:
        text = node.attributes.get(rule.attr)
    else:
        text = seen_text(node)
    if text and rule.match:
        hit = re.search(rule.match, text, re.S)
        text = next((g for g in hit.groups() if g), hit.group(0)) if hit else None
    if text and rule.name in _ADDRESSES:
        return absolute(page, text)
    return text.strip() if text else None


READER = RecipeReader()
