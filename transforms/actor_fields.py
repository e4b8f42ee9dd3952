"""The actors of an item: the names that its fields print and those of its words, as `role:slug`, with provenance."""

from __future__ import annotations

from transforms.actors import link_actors
from transforms.notebook import Notebook
from transforms.text import clean, line
from transforms.wording import Wording
from vigie.model import Kind, Place, RawField, RawItem

_FIELDS = {
    Kind.EVENT: (("organizer", "organizer"), ("place_name", "place")),
    Kind.NEWS: (("place_name", "place"),),
    # A call's publisher pays for it unless the source tells the funder apart.
    Kind.CALL: (("funder", "funder"), ("organizer", "organizer")),
}


def actors_of(raw: RawItem, kind: Kind, wording: Wording, place: Place | None, notebook: Notebook) -> tuple[str, ...]:
    """Actors as `role:slug`, the strongest role first; each is noted with its reason and its words."""
    fields = [(role, field) for name, role in _FIELDS[kind] for field in raw.all(name)]
    names = [(role, line(field.value)) for role, field in fields]
    links = link_actors(names, wording.title, wording.body, place, wording.language)
    for link in links:
        evidence = _evidence(raw, link.words, link.because, link.span, fields)
        if evidence:
            notebook.note("actors", f"{link.role}:{link.slug}: {link.because}", link.words, evidence)
    return tuple(link.key for link in links)


def _evidence(
    raw: RawItem, words: str, because: str, span: tuple[int, int] | None, fields: list[tuple[str, RawField]]
) -> RawField | None:
    """The field that prints the words: a name field, the text that holds them, else the title."""
    if because == "field":
        return next((field for _, field in fields if words in line(field.value)), None)
    if because == "the venue itself":
        return raw.first("place_name") or raw.first("place_text") or raw.first("title")
    if span:
        for name in ("description", "body"):
            field = raw.first(name)
            if field and words in clean(field.value):
                return field
    return raw.first("title") or raw.first("body") or raw.first("description")
