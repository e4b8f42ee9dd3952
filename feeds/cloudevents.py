"""The change log as CloudEvents 1.0 (JSON format), one line each (FEEDS.md §7). Pure: a change and the item as that
change left it become an event. The rights gate is applied here, so that no caller can forget it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from importlib import resources

from feeds.channel import Site
from feeds.facts import facts
from feeds.instants import rfc3339, said
from feeds.json_text import Plain, dumped, present
from feeds.rights import released
from vigie.model import Article, Change, Item

SCHEMA_VERSION = "1.0.0"
"""Of `data`. A member more is a minor version; a breaking change is a new `.v2` type and a new path."""

MEDIA_TYPE = "application/cloudevents+json; charset=UTF-8"
_DIGITS = 20


@dataclass(frozen=True, slots=True)
class CloudEvent:
    """One event. `id` is the number of the change as text; `data` is plain JSON (see `data_schema`)."""

    id: str
    source: str
    type: str
    subject: str
    time: str
    dataschema: str
    data: Plain

    @property
    def seq(self) -> int:
        """The number of the change: what a consumer keeps as its cursor."""
        return int(self.id)


def cloud_event(change: Change, item: Item | None, site: Site) -> CloudEvent:
    """A change and the item as it left it (`warehouse.as_of.at_change`), as may leave the house.

    `data.state` is null when the item is not shown: withdrawn, hidden, merged, or taken down since.
    """
    return CloudEvent(
        id=str(change.seq),
        source=site.url,
        type=f"be.vigie.{change.kind.value}.{change.type.value}.v1",
        subject=change.item,
        # The whole instant: seconds alone would call two changes simultaneous that were not.
        time=change.at.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z",
        dataschema=f"{site.url}/schema/change/{SCHEMA_VERSION}.json",
        data={
            "seq": change.seq,
            "item": change.item,
            "type": change.type.value,
            "fields": list(change.fields),
            "merged_into": change.merged_into,
            "state": state(item, site),
        },
    )


def state(item: Item | None, site: Site) -> Plain | None:
    """An item as released, in the words of `_vigie` of the JSON Feed; None when it is not shown."""
    if item is None or item.hidden or item.merged_into or item.withdrawn_at:
        return None
    shown = released(item)
    content = shown.content
    written = present(
        title=content.title,
        description=content.description,
        url=content.url,
        image=content.image,
        language=content.language,
        pinned_until=rfc3339(item.pinned_until) if item.pinned_until else None,
    )
    if isinstance(content, Article):
        written |= present(
            published=said(content.published) if content.published else None,
            updated=said(content.updated) if content.updated else None,
        )
    return written | facts(shown, site)


def attributes(event: CloudEvent) -> Plain:
    """The event as its JSON object. Extensions: `partitionkey` (order holds per item) and `sequence` (the cursor,
    padded, because the extension asks for text that sorts as it counts)."""
    return {
        "specversion": "1.0",
        "id": event.id,
        "source": event.source,
        "type": event.type,
        "subject": event.subject,
        "time": event.time,
        "datacontenttype": "application/json",
        "dataschema": event.dataschema,
        "partitionkey": event.subject,
        "sequence": event.id.rjust(_DIGITS, "0"),
        "data": event.data,
    }


def encoded(event: CloudEvent) -> bytes:
    """The event as UTF-8 JSON on one line, without its line end. Equal events give equal bytes."""
    return dumped(attributes(event), indent=False)


def data_schema() -> bytes:
    """The JSON Schema (2020-12) of `data`, to be served at the address that `dataschema` names."""
    return resources.files("feeds").joinpath("schema", f"change-{SCHEMA_VERSION}.json").read_bytes()
