"""The JSON Schemas of what we say, each version at an address of its own that never changes (FEEDS.md §1)."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources

from fastapi import APIRouter, Request
from fastapi.responses import Response

from vigie.model import Kind
from web.machine_answers import METHODS, answer, body_of, in_words, readable

MEDIA_TYPE = "application/schema+json"
NAME = re.compile(r"([a-z]{1,40})/(\d{1,4}\.\d{1,4}\.\d{1,4})\.json")
ITEMS = {Kind.EVENT: "event", Kind.NEWS: "article", Kind.CALL: "call"}
VERSION = "1.0.0"


def routes() -> APIRouter:
    """`/schema/event/1.0.0.json` and its like."""
    router = APIRouter()

    @readable(in_words)
    def schema(request: Request) -> Response:
        found = NAME.fullmatch(request.path_params["name"])
        data = read(found[1], found[2]) if found else None
        if data is None:
            return in_words(404, "", "Schéma inconnu.\nUnknown schema.\n")
        return answer(request, body_of(data, MEDIA_TYPE, cache="public, max-age=31536000, immutable"))

    router.add_route("/schema/{name:path}", schema, methods=METHODS, name="schema")
    return router


@lru_cache(maxsize=64)
def read(name: str, version: str) -> bytes | None:
    """The bytes of a released schema, or None."""
    file = resources.files("feeds").joinpath("schema", f"{name}-{version}.json")
    return file.read_bytes() if file.is_file() else None


def address(site_url: str, kind: Kind) -> str:
    """Where the schema of the items of a kind is."""
    return f"{site_url}/schema/{ITEMS[kind]}/{VERSION}.json"
