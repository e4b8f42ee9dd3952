"""Readers: captures of one platform to raw items. One module per platform; a module is imported when it is asked for.

Every reader comes wrapped (`index.DocumentReader`): it never raises, and any platform can be read through an index page
(option `index`).
"""

from __future__ import annotations

from functools import cache
from importlib import import_module

from vigie.protocols import Reader

PLATFORMS: tuple[str, ...] = (
    "digital_wallonia",
    "drupal",
    "drupal_jsonapi",
    "eu_funding",
    "feed",
    "ical",
    "json",
    "mec",
    "odoo",
    "openagenda",
    "opendatasoft",
    "page",
    "plone",
    "prezly",
    "recipe",
    "schema_org",
    "sitemap",
    "squarespace",
    "tribe_events",
    "typo3",
    "wix",
    "wordpress",
)
_MODULES = {"json": "generic_json"}


@cache
def reader_for(platform: str) -> Reader:
    """The reader of a platform. Raises KeyError naming the platforms that there are."""
    if platform not in PLATFORMS:
        raise KeyError(f"no reader for platform {platform!r}; there are: {', '.join(PLATFORMS)}")
    module = import_module(module_of(platform))
    inner: Reader = module.READER
    from scrapers.readers.index import DocumentReader

    return DocumentReader(inner.platform, inner.version, inner)


def module_of(platform: str) -> str:
    """The dotted name of a platform's module."""
    return f"scrapers.readers.{_MODULES.get(platform, platform)}"
