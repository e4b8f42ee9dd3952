"""`changes.atom`: what moved, as entries of their own, so that a new deadline comes up again in a reader that has long
shown the call (FEEDS.md §3); and tombstones (RFC 6721) for what is shown no more. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from feeds import french
from feeds.channel import Channel
from feeds.ids import feed_tag, item_page, tag
from feeds.instants import rfc3339
from feeds.rights import released, source_link
from feeds.xml_text import element, empty, worded
from vigie.model import Call, Change, ChangeType, Event, Item, Kind

LIVE = 100
MEDIA_TYPE = "application/atom+xml; charset=utf-8"
PATH = "changes.atom"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
Told = tuple[Change, Item | None]

_MOVED = {Kind.EVENT: "Nouvelle date", Kind.NEWS: "Nouvelle date", Kind.CALL: "Nouvelle échéance"}
_NEW = {Kind.EVENT: "Nouvel événement", Kind.NEWS: "Nouveau", Kind.CALL: "Nouvel appel"}
_LEFT = (ChangeType.WITHDRAWN, ChangeType.MERGED)


def render(changes: Sequence[Told], channel: Channel) -> bytes:
    """The last 100 of `changes` (oldest first, as the log has them), each with its item as the change left it and
    held to present rights (`feeds.change_events.latest`), the newest first; the rights gate is applied here."""
    return "\n".join(_feed(changes[-LIVE:], channel)).encode("utf-8") + b"\n"


def rows(changes: Sequence[Told]) -> int:
    """How many entries and tombstones the file holds."""
    return len(_entries(changes[-LIVE:])) + len(_tombstones(changes[-LIVE:]))


def _feed(changes: Sequence[Told], channel: Channel) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="utf-8"?>'
    # Validators warn of a name space that they do not know: it is there when it is used.
    graves = f' xmlns:at="{TOMBSTONES}"' if _tombstones(changes) else ""
    yield f'<feed xmlns="http://www.w3.org/2005/Atom"{graves} xml:lang="{channel.language}">'
    yield element("id", feed_tag(channel))
    yield element("title", channel.title)
    yield element("subtitle", channel.description)
    yield element("updated", _updated(changes[-1][0]) if changes else rfc3339(channel.updated))
    yield empty("link", rel="self", type="application/atom+xml", href=channel.self_url)
    yield empty("link", rel="alternate", type="text/html", hreflang=channel.language, href=channel.page_url)
    yield empty("link", rel="license", href=channel.licence)
    if hub := channel.link("hub"):
        yield empty("link", rel="hub", href=hub)
    yield f"<author>{element('name', channel.site.name)}{element('uri', channel.site_url + '/')}</author>"
    yield element("generator", "Vigie", version="1.0")
    yield element("rights", f"Métadonnées : {channel.licence} — textes et images : leurs auteurs")
    for change in reversed(_tombstones(changes)):
        yield from _tombstone(change, channel)
    for change, item in reversed(_entries(changes)):
        yield from _entry(change, released(item), channel)
    yield "</feed>"


def _entries(changes: Sequence[Told]) -> list[tuple[Change, Item]]:
    """Changes that are told with a title: not those of what has left since, for which the tombstone stands."""
    left = {change.item for change in _tombstones(changes) if change.type is ChangeType.WITHDRAWN}
    joined = {change.item for change in _tombstones(changes) if change.type is ChangeType.MERGED}
    return [
        (change, item)
        for change, item in changes
        if item is not None
        and not item.hidden
        and change.item not in left
        and (change.type is ChangeType.MERGED if change.item in joined else change.type not in _LEFT)
    ]


def _tombstones(changes: Sequence[Told]) -> list[Change]:
    """The last change of each item that is shown no more: one tombstone for an item, however often it came and went."""
    last = {change.item: change for change, _ in changes}
    return [change for change in last.values() if change.type in _LEFT]


def _tombstone(change: Change, channel: Channel) -> Iterator[str]:
    """RFC 6721 §3: `ref` is the id that the item has in every other feed."""
    yield f'<at:deleted-entry ref="{tag(channel.site, change.item)}" when="{rfc3339(change.at)}">'
    if change.merged_into:
        yield element("at:comment", f"Réuni avec {tag(channel.site, change.merged_into)}")
        yield empty("link", rel="alternate", type="text/html", href=item_page(channel.site, change.merged_into))
    yield "</at:deleted-entry>"


def _entry(change: Change, item: Item, channel: Channel) -> Iterator[str]:
    content = item.content
    yield f'<entry xml:lang="{content.language}">' if content.language else "<entry>"
    yield element("id", tag(channel.site, f"change:{change.seq}"))
    yield worded("title", title(change, item))
    yield element("updated", _updated(change))
    yield element("published", rfc3339(change.at))
    page = item_page(channel.site, change.merged_into or change.item)
    yield empty("link", rel="alternate", type="text/html", href=page)
    if original := source_link(item):
        yield empty("link", rel="via", type="text/html", href=original)
    yield empty("category", term=change.type.value, scheme=f"tag:{channel.domain},2026:change")
    yield empty("category", term=change.kind.value, scheme=f"tag:{channel.domain},2026:kind")
    yield worded("summary", _summary(change, item))
    yield "</entry>"


def title(change: Change, item: Item) -> str:
    """What happened, then to what: `Nouvelle échéance, jeudi 5 mars 2026 : Bourse de création`. `item` is released."""
    named = item.content.title
    if change.type is ChangeType.CREATED:
        return f"{_NEW[change.kind]} : {named}"
    if change.type is ChangeType.CANCELLED:
        return f"Annulé : {named}"
    if change.type is ChangeType.REINSTATED:
        return f"De retour : {named}"
    if change.type is ChangeType.MERGED:
        return f"Réuni avec une autre annonce : {named}"
    if change.type is ChangeType.RESCHEDULED or "deadlines" in change.fields:
        return f"{_MOVED[change.kind]}{_when(item)} : {named}"
    return f"Mis à jour : {named}"


def _when(item: Item) -> str:
    """The day of an only session or deadline: it is what a reader wants to know first."""
    content = item.content
    if isinstance(content, Event) and len(content.occurrences) == 1:
        return f", {french.moment(content.occurrences[0].start)}"
    if isinstance(content, Call) and len(content.deadlines) == 1:
        return f", {french.moment(content.deadlines[0].at)}"
    return ""


def _summary(change: Change, item: Item) -> str:
    """The facts as the change left them, then the excerpt; never empty (RFC 4287 §4.1.1)."""
    former = ""
    if change.type is ChangeType.RESCHEDULED and isinstance(item.content, Event) and item.content.previous_start:
        former = f"Auparavant : {french.moment(item.content.previous_start)}"
    if change.type is ChangeType.MERGED:
        return "Cette annonce est réunie avec une autre, qui continue : le lien y mène."
    return "\n".join(words for words in (former, french.summary(item)) if words) or item.content.title


def _updated(change: Change) -> str:
    """The instant of a change with its number as the fraction of the second: changes of one curation share their
    instant, and readers (and the W3C validator) want entries to differ in it."""
    return f"{rfc3339(change.at)[:-1]}.{change.seq % 10**7:07}Z"
