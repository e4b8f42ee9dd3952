"""Who works at the desk, and what each role may."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from web.embed_query import Language


class Role(StrEnum):
    """Each one may what those before it may."""

    VIEWER = "viewer"
    EDITOR = "editor"
    ADMIN = "admin"

    def allows(self, other: Role) -> bool:
        """Whether this role may do what asks for `other`."""
        ranks = list(Role)
        return ranks.index(self) >= ranks.index(other)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who came in. `name` is the author of what they do, in the journal too."""

    name: str
    role: Role
    language: Language
