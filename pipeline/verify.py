"""Whether every exported value of an item is what its rule makes of its captures. Pure (law 7).

An item is projected once more from its records as the stored bytes give them now, with the edits and tags that hold;
value and rule of each field must come out as they stand in the item and in the ledger.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from vigie.codec import to_json
from vigie.model import Content, FieldChoice
from warehouse.projection import Correction, Member, project

Key = tuple[str, str]
LIVED = ("state", "history")
"""Rules that rest on what a record went through, not on what its capture says."""


@dataclass(frozen=True, slots=True)
class Exported:
    """An item with all that its values rest on.

    `again` are its records, read from the stored bytes; `unread` says why some could not be: these stand there as they
    are stored. `doubts` tells of records whose state or former day is not what their page or versions say, `forged` of
    fields whose edit or tags are not those of the journal; `taken_down` are records whose captures were purged.
    """

    item: str
    content: Content
    choices: tuple[FieldChoice, ...]
    again: tuple[Member, ...]
    corrections: tuple[Correction, ...] = ()
    unread: Mapping[Key, str] = field(default_factory=dict)
    doubts: Mapping[Key, str] = field(default_factory=dict)
    forged: Mapping[str, str] = field(default_factory=dict)
    taken_down: frozenset[Key] = frozenset()


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A field that is not what its rule gives. `again` is the value that comes out now, as JSON, or empty."""

    item: str
    field: str
    value: str
    again: str
    rule: str
    source: str
    key: str
    capture: str
    reason: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one item: fields that agree, fields that rest on purged captures, and those that disagree."""

    agreed: int
    taken_down: int = 0
    wrong: tuple[Disagreement, ...] = ()


def verify(exported: Exported) -> Verdict:
    """Compares each field that has a value, or should have one, with what comes out now."""
    said = _values(exported.content)
    ledger = {choice.field: choice for choice in exported.choices}
    projected = project(exported.again, exported.corrections) if exported.again else None
    again = _values(projected.content) if projected else {}
    rules = {choice.field: choice for choice in projected.choices} if projected else {}
    agreed = unproved = 0
    wrong: list[Disagreement] = []
    for name in sorted(said.keys() | again.keys() | ledger.keys()):
        choice = ledger.get(name)
        rests_on = (choice.source, choice.key) if choice else None
        if rests_on in exported.taken_down:
            unproved += 1
            continue
        reason = _reason(exported, name, said.get(name), choice, again.get(name), rules.get(name))
        if reason is None:
            agreed += 1
            continue
        shown = choice or FieldChoice(exported.item, name, "", "", "", "", "")
        wrong.append(
            Disagreement(
                exported.item, name, said.get(name, ""), again.get(name, ""), shown.rule, shown.source, shown.key,
                shown.capture, reason,
            )
        )  # fmt: skip
    return Verdict(agreed, unproved, tuple(wrong))


def _reason(
    exported: Exported,
    name: str,
    value: str | None,
    choice: FieldChoice | None,
    again: str | None,
    rule: FieldChoice | None,
) -> str | None:
    """Why a field disagrees; None when it does not."""
    if choice is None:
        return "the ledger does not say where it comes from"
    by_record = (choice.source, choice.key)
    if by_record in exported.unread:
        return exported.unread[by_record]
    if choice.rule == "editor" and name in exported.forged:
        return exported.forged[name]
    if choice.rule in LIVED and by_record in exported.doubts:
        return exported.doubts[by_record]
    if value is None or choice.value != value:
        return f"the ledger says {choice.value}"
    if again != value:
        return "its captures, read again, say something else"
    if rule is None or (rule.rule, rule.source, rule.key) != (choice.rule, choice.source, choice.key):
        now = f"{rule.rule} by {rule.source}/{rule.key}" if rule else "no rule"
        return f"it was chosen by {choice.rule}, and would now be by {now}"
    if (rule.capture, rule.provenance) != (choice.capture, choice.provenance):
        return "it rests on another passage"
    return None


def _values(content: Content) -> dict[str, str]:
    """The fields that have a value, as the ledger writes them. All of them may be exported."""
    values: dict[str, Any] = {f.name: getattr(content, f.name) for f in fields(content)}
    return {name: to_json(value).decode() for name, value in values.items() if value not in (None, ())}


def total(verdicts: Sequence[Verdict]) -> Verdict:
    """The sums of many items."""
    wrong = tuple(one for verdict in verdicts for one in verdict.wrong)
    return Verdict(sum(v.agreed for v in verdicts), sum(v.taken_down for v in verdicts), wrong)
