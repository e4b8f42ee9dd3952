"""Who publishes, and under which name and address: the values that every format prints around its items."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from vigie.model import Kind
from vigie.settings import Settings

ITEM_PATH = "/e/"

# What a feed without items says of its age: an edition needs an instant that no clock gives.
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Site:
    """The readers' site. `url` and `feeds_url` have no trailing slash.

    `domain` is the authority of every exported id (`UUID@domain`, `tag:domain,2026:UUID`). It is chosen once and is not
    the host of `url`: a site that moves to another address or to https keeps its ids (feedbin/support#515).
    `mailbox` is a role's e-mail address, never a person's.
    """

    url: str
    name: str = "Vigie"
    domain: str = "vigie.example"
    language: str = "fr-BE"
    licence: str = "https://creativecommons.org/licenses/by/4.0/"
    feeds_path: str = "/feeds"
    item_path: str = ITEM_PATH
    mailbox: str | None = None
    pages: tuple[tuple[Kind, str], ...] = field(
        default=((Kind.EVENT, "/agenda"), (Kind.NEWS, "/veille"), (Kind.CALL, "/appels"))
    )

    def page_of(self, kind: Kind) -> str:
        """Address of the readers' page that lists items of a kind."""
        return self.url + dict(self.pages)[kind]

    def feed(self, path: str) -> str:
        """Address at which the feed file `path` is served."""
        return f"{self.url}{self.feeds_path}/{path}"


def site_of(settings: Settings) -> Site:
    """The site that an installation serves."""
    return Site(url=settings.site_url, item_path=ITEM_PATH, mailbox=settings.mailbox)


@dataclass(frozen=True, slots=True)
class Link:
    """Where another part of a feed is; `rel` as registered with IANA (RFC 5005, WebSub)."""

    rel: str
    href: str


@dataclass(frozen=True, slots=True)
class Channel:
    """One feed: its words, its addresses, its age. `updated` is aware UTC, the newest revision among its items.

    `since` and `until` (inclusive days) bound the sessions and deadlines that a calendar prints; None means no bound.
    `kind` is that of all its items. `whole` lifts the limits of size: an archive is not subscribed to. `links` lead to
    its other parts (`next`, `prev-archive`, `current`, `hub`), as far as a format has a word for them;
    `history` is RFC 5005's word for a file: `complete` (there is no other part), `archive` (it will not change) or "".
    """

    name: str
    title: str
    description: str
    self_url: str
    page_url: str
    site: Site
    updated: datetime = BEGINNING
    since: date | None = None
    until: date | None = None
    kind: Kind = Kind.EVENT
    whole: bool = False
    links: tuple[Link, ...] = ()
    history: str = ""

    def link(self, rel: str) -> str | None:
        """The address of the part that stands in the relation `rel`, or None."""
        return next((link.href for link in self.links if link.rel == rel), None)

    @property
    def language(self) -> str:
        return self.site.language

    @property
    def licence(self) -> str:
        return self.site.licence

    @property
    def site_url(self) -> str:
        return self.site.url

    @property
    def domain(self) -> str:
        return self.site.domain

    def covers(self, first: date, last: date) -> bool:
        """Whether the days `first` to `last` touch the window of this channel."""
        return (self.since is None or last >= self.since) and (self.until is None or first <= self.until)
