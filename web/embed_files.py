"""Files of embedded pages: their sheet, their script, and the script with which other sites resize the frame."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from fastapi import APIRouter, Request
from fastapi.responses import Response

from web.machine_answers import METHODS, Endpoint, answer, body_of, in_words, readable
from web.rendering import STATIC

SHEET, FRAME_SCRIPT, HOST_SCRIPT = "embed.css", "embed-frame.js", "embed.js"
TYPES = {
    SHEET: "text/css; charset=utf-8",
    FRAME_SCRIPT: "text/javascript; charset=utf-8",
    HOST_SCRIPT: "text/javascript; charset=utf-8",
}
FOR_GOOD = "public, max-age=31536000, immutable"
FOR_NOW = "public, max-age=3600, stale-while-revalidate=86400"
ANYWHERE = (("cross-origin-resource-policy", "cross-origin"),)
"""Sites that isolate themselves (COEP) load only what says this."""


def address(name: str) -> str:
    """The address of this version of a file, which may be kept for good."""
    return f"/static/{name}?v={_version(name)}"


def routes() -> APIRouter:
    """The files at `/static/NAME`, before the folder that has the others. Without its version (other sites write the
    address down once) a file is kept for an hour, so that a mended one arrives."""
    router = APIRouter()
    for name in TYPES:
        router.add_route(f"/static/{name}", _serve(name), methods=METHODS, name=f"static-{name}")
    return router


def _serve(name: str) -> Endpoint:
    @readable(in_words)
    def serve(request: Request) -> Response:
        data = _bytes(name)
        cache = FOR_GOOD if request.query_params.get("v") == _version(name) else FOR_NOW
        return answer(request, body_of(data, TYPES[name], cache=cache, more=ANYWHERE))

    return serve


@lru_cache(maxsize=8)
def _bytes(name: str) -> bytes:
    return (STATIC / name).read_bytes()


def _version(name: str) -> str:
    return hashlib.sha256(_bytes(name)).hexdigest()[:10]
