"""One item in the machines' formats: its calendar file, its structured data, and why a field has its value."""

from __future__ import annotations

from dataclasses import replace

from feeds import calls_ics, ics, jsonld
from feeds.channel import Channel, Site
from feeds.characters import one_line
from feeds.ids import item_page
from feeds.rights import EXCERPT, without_contacts
from vigie.codec import to_json
from vigie.model import Call, Event, FieldChoice, Item


def calendar(item: Item, site: Site) -> bytes | None:
    """The sessions of an event, or the deadlines of a call; None for what has no day."""
    content = item.content
    page = item_page(site, item.id)
    channel = Channel(
        name=f"item-{item.id}",
        title=content.title,
        description=f"Vigie : {content.title}",
        self_url=f"{page}.ics",
        page_url=page,
        site=site,
        updated=item.revised_at,
        kind=item.kind,
    )
    if isinstance(content, Event):
        return ics.render((item,), channel)
    return calls_ics.render((item,), channel) if isinstance(content, Call) and content.deadlines else None


def structured_data(item: Item, site: Site) -> str:
    """JSON-LD that may stand inside a script element: the writer leaves no `<` in it."""
    return jsonld.embedded(item, site)


def explanation(choice: FieldChoice) -> bytes:
    """A field's choice as JSON. Public: texts are cut and freed of contacts (SECURITY.md D15, D16), editors unnamed."""
    provenance = choice.provenance
    if provenance:
        provenance = replace(provenance, words=_released(provenance.words))
    return to_json(
        replace(
            choice,
            key="" if choice.source == "editor" else choice.key,  # who edited is nobody's business outside
            value=_released(choice.value),
            competing=tuple((source, _released(value)) for source, value in choice.competing),
            provenance=provenance,
        )
    )


def _released(text: str) -> str:
    return one_line(without_contacts(text[: EXCERPT * 20]), EXCERPT)
