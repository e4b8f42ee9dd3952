"""The files around the feeds: what tells of them to harvesters and machines, and of what happened to items."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from feeds import changes_atom, csvw, dcat, sitemap
from feeds.channel import BEGINNING, Channel, Site
from feeds.formats import CSV, NAMES, hub
from feeds.manifest import Manifest
from feeds.plan import Part
from feeds.selection import window
from feeds.shelf import Shelf
from feeds.store import Store
from feeds.wanted import Wanted
from vigie.model import Kind

CHANGES = 100


@dataclass(frozen=True, slots=True)
class Present:
    """What these files are made of: the items, their pieces, the feeds so far, and the instant of the edition."""

    shelf: Shelf
    store: Store
    manifest: Manifest
    site: Site
    now: datetime


@dataclass(frozen=True, slots=True)
class File:
    """One of them, whole; `rows` is how many things it tells of."""

    path: str
    media_type: str
    data: bytes
    rows: int


def changes_of_items(present: Present) -> Iterator[File]:
    """`changes.atom`: what happened to items, tombstones too."""
    told = present.shelf.last_changes(CHANGES)
    channel = Channel(
        name="changes",
        title=f"{present.site.name} – changements",
        description="Ce qui est nouveau, déplacé, annulé ou retiré dans l’agenda, la veille et les appels.",
        self_url=present.site.feed(changes_atom.PATH),
        page_url=present.site.url + "/",
        site=present.site,
        updated=told[-1][0].at if told else BEGINNING,
        links=(hub(present.site),),
    )
    yield File(changes_atom.PATH, changes_atom.MEDIA_TYPE, changes_atom.render(told, channel), changes_atom.rows(told))


def meanings_of_columns(present: Present) -> Iterator[File]:
    """CSVW beside each table."""
    for kind in Kind:
        path = NAMES[kind] + CSV.suffix
        since, until = window(present.manifest.day)
        part = Part(path, CSV, Wanted(kind, "", present.manifest.day, since, until))
        channel = part.channel(present.site, present.store.newest(part.format, part.wanted))
        entry = present.manifest.entry(path)
        yield File(path + csvw.SUFFIX, csvw.MEDIA_TYPE, csvw.metadata(kind, channel, path), entry.rows if entry else 0)


def pages(present: Present) -> Iterator[File]:
    """`sitemap.xml`, in parts when there are many pages."""
    known = sitemap.pages(present.store.pages(), present.site, present.manifest.day)
    for file in sitemap.render(known, present.site):
        yield File(file.path, sitemap.MEDIA_TYPE, file.data, file.rows)


def catalogue(present: Present) -> Iterator[File]:
    """DCAT-AP, for portals; it names what stands in the manifest, so it is the last one."""
    service = dcat.Service(mailbox=present.site.mailbox)
    rows = len(list(dcat.distributed(present.manifest)))
    yield File(dcat.TURTLE_PATH, dcat.TURTLE, dcat.turtle(present.manifest, present.site, service), rows)
    yield File(dcat.JSON_LD_PATH, dcat.JSON_LD, dcat.json_ld(present.manifest, present.site, service), rows)


Around = Callable[[Present], Iterator[File]]
AROUND: tuple[Around, ...] = (changes_of_items, meanings_of_columns, pages, catalogue)
