"""The feeds of another instant, rendered from the versions of items: byte for byte what was published then.

They rest on what curation and editors had written by that instant. Three things are not rewritten by it: a feed that
the publisher held back then (it would have lost half of its rows) is rendered all the same; an edition that was killed
half-way is rendered whole; `index.json` counts the sources of the present catalogue, healthy as of then. What runs
while a curation is at work is shown by the state that this curation left: its instant is that of its beginning.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from feeds.channel import site_of
from feeds.publish import Published
from feeds.publish import publish as publish_feeds
from feeds.shelf import Then
from pipeline.house import House
from warehouse import as_of


def publish_as_of(house: House, at: datetime, folder: Path) -> Published:
    """Writes every feed as it was at the aware instant `at` into `folder`, which is made when it is not there.

    ValueError when `folder` is where the present feeds lie: the past must not be published in their place.
    """
    if folder.resolve() == house.settings.feeds.resolve():
        raise ValueError(f"{folder} holds the present feeds: name another folder")
    with house.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        healthy = as_of.healthy(connection, [source.slug for source in house.sources], at)
        return publish_feeds(
            Then(connection, at),
            site_of(house.settings),
            at,
            folder,
            (healthy, len(house.sources)),
            confirm=True,
            sources=[source.slug for source in house.sources],
        )
