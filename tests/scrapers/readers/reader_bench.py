"""Captures and sources made by hand, and the reading of one by the other, for the tests of the readers."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime

from scrapers.readers import reader_for
from vigie.model import Capture, Kind, Page, RawItem, Recipe, Request, Source

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
SITE = "https://site.example/"


@dataclass(frozen=True)
class Bench:
    """One source on one platform, and what reading bodies with it gives."""

    source: Source

    def page(
        self,
        body: bytes | str | object,
        media: str = "application/json",
        url: str = SITE,
        headers: tuple = (),
        label: str = "list",
        item_key: str | None = None,
        request: Request | None = None,
    ) -> Page:
        """What the platform's reader finds; a body that is neither bytes nor text is written as JSON. `request` is
        asked instead of `url`, for what is asked by POST."""
        raw = body if isinstance(body, bytes) else body.encode() if isinstance(body, str) else json.dumps(body).encode()
        request = request or Request(url, label=label, item_key=item_key)
        sent = (("Content-Type", media), *headers)
        capture = Capture(request, request.url, 200, sent, raw, NOW, hashlib.sha256(raw).hexdigest())
        return reader_for(self.source.platform).read(self.source, capture, NOW)

    def start(self) -> tuple[Request, ...]:
        return reader_for(self.source.platform).start(self.source, NOW)


def bench(
    platform: str,
    *kinds: Kind,
    urls: tuple[str, ...] = (SITE,),
    language: str = "fr",
    recipe: Recipe | None = None,
    **options: str,
) -> Bench:
    """A bench for a platform; options with a dot are written with two underscores (`field__title`)."""
    told = tuple((name.replace("__", "."), value) for name, value in options.items())
    source = Source(
        "essai", "Essai", SITE, kinds or (Kind.EVENT,), platform, urls, language=language, options=told, recipe=recipe
    )
    return Bench(source)


def said(item: RawItem) -> dict[str, str | list[str]]:
    """Names and values of an item; repeated names as lists."""
    found: dict[str, list[str]] = {}
    for field in item.fields:
        found.setdefault(field.name, []).append(field.value)
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def reasons(page: Page) -> list[str]:
    return [problem.reason for problem in page.problems]
