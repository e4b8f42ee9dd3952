"""Which known events and calls a mention speaks of, by title, day and place. A pure function of values."""

from __future__ import annotations

from collections.abc import Sequence

from transforms.mention_record import Mention, MentionLink
from vigie.model import Content


def link_mentions(mention: Mention, candidates: Sequence[tuple[str, Content]]) -> tuple[MentionLink, ...]:
    """Candidates `(id, content)` that `mention` may speak of, best first; none when nothing fits."""
    return ()
