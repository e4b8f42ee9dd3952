"""The two lines of HTML that put a page of ours into another one. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from web.embed_files import HOST_SCRIPT
from web.embed_query import EmbedQuery

WIDTH = 640
NARROWEST = 480
AROUND, LINE, NARROW_LINE = 120, 96, 124
"""Pixels of a page without its lines, of a line, of one in a narrow frame: a guess until the script has measured."""


@dataclass(frozen=True, slots=True)
class Size:
    """Pixels; None where nothing is asked for."""

    width: int | None
    height: int | None


def usual_size(query: EmbedQuery, most: Size) -> Size:
    """The size of a frame within `most`."""
    width = min(WIDTH, most.width or WIDTH)
    height = AROUND + query.lines * (LINE if width >= NARROWEST else NARROW_LINE)
    return Size(width, min(height, most.height or height))


def frame_code(query: EmbedQuery, title: str, size: Size, site_url: str, highest: int | None = None) -> str:
    """An iframe and the script that gives it the height of its content, at most `highest` pixels. Without a width it
    takes all the room that there is."""
    limit = f' data-max-height="{highest}"' if highest else ""
    width = str(size.width) if size.width else "100%"
    return (
        f'<iframe src="{escape(site_url + query.address())}" title="{escape(title)}" width="{width}" '
        f'height="{size.height}" style="border:0;max-width:100%" loading="lazy"{limit}></iframe>\n'
        f'<script async src="{escape(site_url)}/static/{HOST_SCRIPT}"></script>'
    )
