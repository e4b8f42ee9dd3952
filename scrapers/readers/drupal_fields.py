"""What the fields of a Drupal node or of a row of a view are called among raw fields, told from their machine names.

Drupal prints the machine name of each field as a class (`field--name-field-lieu`, `views-field-field-lieu`), which
site builders choose: a field whose name tells nothing is counted as unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from scrapers.readers.addresses import absolute
from scrapers.readers.drafts import ItemDraft
from scrapers.readers.html_nodes import rich_text, seen_text, selected
from scrapers.readers.html_times import Said, told
from scrapers.readers.instants import iso
from vigie.model import Kind

_TIME = "time[datetime], .date-display-single[content], .date-display-start[content], .date-display-end[content]"
_FIELD = '[class*="field--name-"], [class*="views-field-"], [class*="field-name-"]'
_NAME = re.compile(r"(?:^|\s)(?:field--name|views-field|field-name)-(?:field-)?([\w-]+)")
_ROLES: tuple[tuple[str, str], ...] = (
    ("title", r"^(?:title|titre|name|nom|nid|view-node|path)(?:-\d+)?$"),
    ("image", r"image|photo|visuel|media|picture|vignette|logo"),
    ("published", r"created|submitted|publi(?:shed|cation|e)|post-?date|authored"),
    ("updated", r"changed|updated|modifi|last-?edit"),
    ("deadline_text", r"deadline|limite|cl[o]?tur|echeance|closing|remise"),
    ("opens", r"ouverture|opening|opens"),
    ("end", r"(?:^|-)(?:end|fin)(?:-|$)"),
    ("date", r"date|horaire|quand|when|periode|jour|heure|start|debut|time|moment"),
    ("city", r"^(?:ville|city|commune|localite|municipal\w*)"),
    ("postcode", r"postal-?code|code-?postal|postcode|^zip"),
    ("place_text", r"lieu|place|location|venue|localisation|adresse|address|salle|endroit"),
    ("category", r"rubrique|type|categor|thematique|theme|domaine|discipline"),
    ("keywords", r"tags?$|mots?-cles?|keyword|etiquette"),
    ("price_text", r"prix|tarif|price|cost|cout"),
    ("amount_text", r"montant|budget|dotation|amount|subside|financement"),
    ("organizer", r"organis|organiz|promoteur|operateur"),
    ("audience", r"^public(?!ation)|audience|beneficiaire"),
    ("body", r"^body|description|corps|contenu|texte?$|paragraph|details"),
    ("description", r"chapo|intro|summary|resume|teaser|accroche|lead|excerpt"),
)  # fmt: skip
_DAY = re.compile(r"(?<!\d)\d{1,2}[./]\d{1,2}[./]\d{4}(?!\d)")
_CLASS_ROLES = re.compile(r"\b(submitted|node__meta|node__submitted|author)\b")


def role_of(name: str) -> str | None:
    """What a machine name (`lieu`, `date-limite`, without `field-`) says: a raw field's name, `date`, or nothing."""
    return next((role for role, pattern in _ROLES if re.search(pattern, name)), None)


def say_fields(item: ItemDraft, root: LexborNode, kind: Kind, page: str, pointer: str) -> Iterator[str]:
    """Says what the named fields below a node hold; yields the names of those that tell nothing."""
    inside: set[int] = set()
    for node in selected(root, _FIELD):
        hit = _NAME.search(node.attributes.get("class") or "")
        if hit is None or node.mem_id in inside:
            continue
        name = hit[1]
        role = role_of(name)
        if role is None and any(inner.mem_id != node.mem_id for inner in node.css(_FIELD)):
            continue  # a frame around other fields
        inside.update(inner.mem_id for inner in node.css("*"))
        if role is None:
            if seen_text(node):
                yield name
        elif role != "title":
            _say(item, role, node, kind, page, f"{pointer} .{name}")
    for node in root.css(_TIME):
        if node.mem_id not in inside and not _in_byline(node, root):
            _say_times(item, [node], kind, f"{pointer} time")
        elif node.mem_id not in inside and not item.has("published"):
            item.say("published", told(_stamp(node), seen_text(node))[0][1], f"{pointer} time", html=False)
    if not item.has("published"):
        _say_byline(item, root, pointer)


def _say(item: ItemDraft, role: str, node: LexborNode, kind: Kind, page: str, pointer: str) -> None:
    text = _value(node)
    times = node.css(_TIME)
    if role == "end" and kind is Kind.CALL:
        role = "deadline_text"
    if role == "image":
        picture = node.css_first("img[src]")
        item.say(role, absolute(page, picture.attributes.get("src")) if picture else None, pointer, html=False)
    elif role == "end":
        said = told(_stamp(times[0]), seen_text(times[0])) if times else ()
        sessions = sum(field.name == "start" for field in item.fields)
        item.say(role, said[0][1] if said else text, pointer, html=False, group=sessions)
    elif role in ("date", "deadline_text"):
        if not times:
            item.say(_words_of(kind) if role == "date" else role, text, pointer, html=False)
        for group in _sessions(node, times) if times else ():
            _say_times(item, group, kind, pointer, closing=role == "deadline_text")
    elif role in ("published", "updated", "opens"):
        stamp = iso(_stamp(times[0])) if times else None
        item.say(role, stamp or text, pointer, html=False)
    elif role in ("body", "description"):
        item.say(role, rich_text(_content(node)), pointer, html=True)
    elif role in ("category", "keywords", "organizer", "audience"):
        for one in [seen_text(n) for n in node.css("a, .field__item, li")] or [text]:
            item.say(role, one, pointer, html=False)
    else:
        item.say(role, text, pointer, html=False)


def _sessions(node: LexborNode, times: list[LexborNode]) -> list[list[LexborNode]]:
    """The times of each value of a field: two of one value are a start and an end."""
    values = [inner for part in node.css(".field__item, .field-item, li") if (inner := part.css(_TIME))]
    return values or [times[:2]]


def _say_times(item: ItemDraft, times: list[LexborNode], kind: Kind, pointer: str, closing: bool = False) -> None:
    said = [told(_stamp(node), seen_text(node)) for node in times[:2]]
    if kind is Kind.NEWS:
        item.say("published", said[0][0][1] if said and said[0] else None, pointer, html=False)
        return
    if kind is Kind.CALL:
        _say_of_call(item, said, pointer, closing)
        return
    if any(name == "date_text" for one in said for name, _ in one):
        item.say("date_text", " – ".join(seen_text(node) for node in times[:2]), pointer, html=False)
        return
    group = sum(field.name == "start" for field in item.fields) + 1
    for name, value in said[0] if said else ():
        item.say(name, value, pointer, html=False, group=group)
    if len(said) > 1 and said[1] and said[1][0][0] == "start":
        item.say("end", said[1][0][1], pointer, html=False, group=group)


def _say_of_call(item: ItemDraft, said: list[Said], pointer: str, closing: bool) -> None:
    """Two times are the opening and the closing. A single one closes the call when its field says so, or when it lay
    ahead as it was seen; else it may be the day of publication."""
    values = [one[0] for one in said if one]
    for number, (name, value) in enumerate(values):
        if len(values) == 2 and number == 0:
            item.say("opens", value, pointer, html=False)
        elif name == "start":
            ahead = closing or len(values) == 2 or value[:10] >= item.seen_on.isoformat()
            item.say("deadline" if ahead else "published", value, pointer, html=False)
        else:
            item.say("deadline_text", value, pointer, html=False)


def _stamp(node: LexborNode) -> str | None:
    """The instant of a `<time>`, or of Drupal 7's date fields (RDFa)."""
    return node.attributes.get("datetime") or node.attributes.get("content")


def _words_of(kind: Kind) -> str:
    return {Kind.EVENT: "date_text", Kind.NEWS: "published", Kind.CALL: "deadline_text"}[kind]


def _content(node: LexborNode) -> LexborNode:
    found = node.css_first(".field__item, .field-content, .field-item, .field__items")
    return found or node


def _value(node: LexborNode) -> str:
    """The text of a field without its label."""
    values = node.css(".field__item, .field-content, .field-item")
    if values:
        return " ; ".join(text for value in values if (text := seen_text(value)))
    label = node.css_first(".field__label, .views-label, .field-label")
    text, said = seen_text(node), seen_text(label) if label else ""
    return text.removeprefix(said).lstrip(" :") if said else text


def _say_byline(item: ItemDraft, root: LexborNode, pointer: str) -> None:
    """The day in words beside the author's name, when it is the only one there."""
    for node in root.css(".submitted, .node__meta, .node__submitted"):
        days = set(_DAY.findall(seen_text(node)))
        if len(days) == 1:
            item.say("published", days.pop(), f"{pointer} byline", html=False)
            return


def _in_byline(node: LexborNode, root: LexborNode) -> bool:
    """A time beside the author's name says when the node was written, not when anything takes place."""
    above = node.parent
    while above is not None and above.mem_id != root.mem_id:
        if _CLASS_ROLES.search(above.attributes.get("class") or "") or above.tag in ("footer", "nav"):
            return True
        above = above.parent
    return False
