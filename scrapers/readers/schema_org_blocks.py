"""Structured data of a page as plain nodes `{"@type": …, name: value}`, whichever of the three syntaxes it is in."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from scrapers.readers.decoding import loose_json, text_of
from scrapers.readers.drafts import PageDraft
from scrapers.readers.html_nodes import selected

_VOCABULARY = re.compile(r"^https?://(www\.)?schema\.org/", re.I)
_DEEPEST = 40


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of structured data and its place in the page."""

    pointer: str
    data: Any
    syntax: str


def json_ld(draft: PageDraft, tree: LexborHTMLParser) -> Iterator[Block]:
    """Every JSON-LD script; one that can't be repaired is a problem."""
    for number, node in enumerate(selected(tree, 'script[type*="ld+json" i]')):
        text = node.text(deep=True) or ""
        if not text.strip():
            continue
        try:
            data = loose_json(text)
        except ValueError as first:
            try:  # some pages escape the whole script as HTML
                data = loose_json(html.unescape(text))
            except ValueError:
                data = _one_after_another(text)
                if not data:
                    draft.problem("parse-error", f"JSON-LD script {number}: {first}", raw=text)
                    continue
        yield Block(f"ld+json[{number}]", data, "json-ld")


def _one_after_another(text: str) -> list[Any]:
    """Documents that stand one behind the other in one script; nothing when there is anything else."""
    decoder, found, place = json.JSONDecoder(strict=False), [], 0
    text = text.strip()
    while place < len(text):
        try:
            one, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            return []
        found.append(one)
        place += len(text[place:]) - len(text[place:].lstrip(" \t\r\n,;"))
    return found


def marked_up(draft: PageDraft) -> Iterator[Block]:
    """Microdata, else RDFa. extruct is imported only for pages that hold one of them: it is heavy."""
    text = text_of(draft.capture)
    for syntax, sign in (("microdata", "itemscope"), ("rdfa", "typeof")):
        if not re.search(rf"\b{sign}\b", text, re.I):
            continue
        try:
            nodes = _extract(text, draft.capture.url, syntax)
        except Exception as error:  # extruct and pyRdfa raise whatever lxml and rdflib raise
            draft.problem("parse-error", f"{syntax}: {type(error).__name__}: {error}", raw=text)
            continue
        for number, node in enumerate(nodes):
            yield Block(f"{syntax}[{number}]", node, syntax)
        if nodes:
            return


def _extract(text: str, url: str, syntax: str) -> list[Any]:
    import extruct

    found = extruct.extract(text, base_url=url, syntaxes=[syntax], errors="strict").get(syntax) or []
    if syntax == "microdata":
        return [_plain_microdata(node) for node in found]
    graph = {node.get("@id"): node for node in found if isinstance(node, dict)}
    lists = [values for node in found for values in node.values() if isinstance(values, list)]
    referred = {value.get("@id") for values in lists for value in values if isinstance(value, dict)}
    return [_plain_rdfa(node, graph, 0) for node in found if node.get("@id") not in referred]


def _plain_microdata(node: Any, depth: int = 0) -> Any:
    if isinstance(node, list):
        return [_plain_microdata(inner, depth) for inner in node]
    if not isinstance(node, dict) or depth > _DEEPEST:
        return node
    kinds = node.get("type")
    plain: dict[str, Any] = {"@type": [_short(k) for k in (kinds if isinstance(kinds, list) else [kinds]) if k]}
    if node.get("id"):
        plain["@id"] = node["id"]
    for name, value in (node.get("properties") or {}).items():
        plain[_short(name)] = _plain_microdata(value, depth + 1)
    return plain


def _plain_rdfa(node: Any, graph: dict[Any, Any], depth: int) -> Any:
    if not isinstance(node, dict) or depth > 8:
        return node
    if "@value" in node:
        return node["@value"]
    if set(node) == {"@id"}:
        target = graph.get(node["@id"])
        return _plain_rdfa(target, graph, depth + 1) if target else node["@id"]
    plain: dict[str, Any] = {"@type": [_short(k) for k in node.get("@type", [])]}
    if not str(node.get("@id", "_:")).startswith("_:"):
        plain["@id"] = node["@id"]
    for name, values in node.items():
        if name.startswith("@"):
            continue
        found = [_plain_rdfa(v, graph, depth + 1) for v in (values if isinstance(values, list) else [values])]
        plain[_short(name)] = found[0] if len(found) == 1 else found
    return plain


def _short(name: object) -> str:
    return _VOCABULARY.sub("", str(name))
