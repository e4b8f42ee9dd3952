"""What the address of an embedded page asks for: filters of the feeds, a number of lines, a language, a theme. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import urlencode

from vigie.model import Kind
from web.feed_parameters import Parameters, refused
from web.feed_query import FeedQuery, read_feed_query
from web.language import Language
from web.query import ITEM_ID

__all__ = ["MOST", "PATH", "USUAL", "EmbedQuery", "Language", "Theme", "read_embed_query"]

PATH = "/embed"
MOST, USUAL = 50, 10
LOOKS = ("langue", "theme")


class Theme(StrEnum):
    """AUTO follows the reader's device."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class EmbedQuery:
    """One embedded page: a list of what comes next, or one item when `item` is given (`feed` then asks nothing)."""

    feed: FeedQuery
    language: Language = Language.FR
    theme: Theme = Theme.AUTO
    item: str | None = None

    @property
    def lines(self) -> int:
        return 1 if self.item else self.feed.limit or USUAL

    def address(self) -> str:
        """The one spelling of its address, without the site."""
        kind = None if self.item or self.feed.kind is Kind.EVENT else self.feed.kind.value
        language = self.language.value if self.language is not Language.FR else None
        theme = self.theme.value if self.theme is not Theme.AUTO else None
        pairs = [("item", self.item), ("kind", kind), ("langue", language), ("theme", theme)]
        parts = [urlencode([(name, value) for name, value in pairs if value]), self.feed.canonical()]
        rest = "&".join(part for part in parts if part)
        return f"{PATH}?{rest}" if rest else PATH


def read_embed_query(pairs: Sequence[tuple[str, str]], today: date, sources: Collection[str]) -> EmbedQuery:
    """The question of an address. Raises BadParameter; `sources` are the slugs that there are."""
    own = Parameters([pair for pair in pairs if pair[0] in ("kind", "item", *LOOKS)], ("kind", "item", *LOOKS))
    language = Language(own.one_of("langue", list(Language)) or Language.FR)
    theme = Theme(own.one_of("theme", list(Theme)) or Theme.AUTO)
    item = own.one("item")
    if item is not None:
        Parameters(pairs, ("item", *LOOKS))
        if not ITEM_ID.fullmatch(item):
            raise refused("item", item, "l’identifiant d’un élément", "the id of an item")
        return EmbedQuery(FeedQuery(Kind.EVENT), language, theme, item)
    kind = Kind(own.one_of("kind", list(Kind)) or Kind.EVENT)
    return EmbedQuery(read_feed_query(pairs, kind, today, sources, ("kind", *LOOKS), MOST), language, theme)
