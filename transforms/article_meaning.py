"""What a news item's raw fields mean."""

from __future__ import annotations

from datetime import datetime

from transforms.actor_fields import actors_of
from transforms.moments import read_moment
from transforms.notebook import Notebook
from transforms.whereabouts import read_whereabouts
from transforms.wording import Wording, topics_of
from vigie.model import Article, Kind, RawItem, Source


def read_article(raw: RawItem, source: Source, wording: Wording, reference: datetime, notebook: Notebook) -> Article:
    """The article. Without a readable date it is still news, with an abstention."""
    published = read_moment(raw, "published", reference, notebook)
    if published is None and not raw.first("published"):
        notebook.abstain("published", "the source gives no date of publication")
    place = read_whereabouts(raw, source, "", notebook)
    return Article(
        title=wording.title,
        url=wording.url,
        description=wording.description,
        published=published,
        updated=read_moment(raw, "updated", reference, notebook),
        place=place,
        image=wording.image,
        language=wording.language,
        topics=topics_of(raw, Kind.NEWS, wording, notebook),
        actors=actors_of(raw, Kind.NEWS, wording, place, notebook),
    )
