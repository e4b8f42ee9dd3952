"""The notebook kept while one item is understood: where each field came from, and what was left unsaid."""

from __future__ import annotations

from vigie.model import Evidence, FieldEvidence, RawField

_LONGEST = 200


class Notebook:
    """Collects provenance and abstentions. One per item; nothing is kept between items."""

    def __init__(self) -> None:
        self._fields: list[FieldEvidence] = []
        self._abstentions: list[str] = []

    def note(self, field: str, rule: str, words: str, raw: RawField | Evidence) -> None:
        """Writes down that `field` was read from `raw` by `rule`, resting on `words`."""
        evidence = raw.evidence if isinstance(raw, RawField) else raw
        words = " ".join(words.split())
        row = FieldEvidence(field, rule, words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…", evidence)
        if row not in self._fields:
            self._fields.append(row)

    def abstain(self, field: str, why: str) -> None:
        """Writes down that `field` was left empty or cut, and why."""
        row = f"{field}: {why}"[: 2 * _LONGEST]
        if row not in self._abstentions:
            self._abstentions.append(row)

    @property
    def provenance(self) -> tuple[FieldEvidence, ...]:
        return tuple(self._fields)

    @property
    def abstentions(self) -> tuple[str, ...]:
        return tuple(self._abstentions)
