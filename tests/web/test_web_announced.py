"""News and what it announces lead to each other, through the whole app; what is unsure, hidden, dismissed does not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count

import pytest
import web_samples as made
from lxml import html
from site_under_test import Site
from sqlalchemy import Engine
from starlette.testclient import TestClient

from transforms.mention_record import Mention, MentionLink
from vigie.model import Article, Call, Content, Deadline, Event, Kind, Suggestion, Verdict
from warehouse import announcements, desk, editing, server
from warehouse.curate import curate
from warehouse.engine import open_engine
from warehouse.migrate import upgrade
from web.app import create_app

EVENING = Event("Soirée des <horlogers>", made.session(made.at(3, 20, 20)), place=made.DELTA)
DOUBT = Event("Bal des câbles", made.session(made.at(3, 21, 20)))
GRANT = Call("Bourse des horlogers", deadlines=(Deadline(made.at(4, 2)),))
NUMBERS = count(1)
NEWS = "Les horlogers sont en ville"


def by_title(mention: Mention, candidates: Sequence[tuple[str, Content]]) -> tuple[MentionLink, ...]:
    """Stands in for transforms.mention_links: sure of everything but the ball."""
    return tuple(
        MentionLink(id_, 90, "same title", Verdict.ASK if content.title == DOUBT.title else Verdict.SAME)
        for id_, content in candidates
        if content.title == mention.title
    )


@dataclass(frozen=True)
class Town:
    """A small house of its own: an article that names three things, each of which is known."""

    engine: Engine
    client: TestClient

    def page(self, kind: Kind, words: str) -> html.HtmlElement:
        answer = self.client.get(f"/e/{made.item_named(self.engine, kind, words)}")
        assert answer.status_code == 200
        page: html.HtmlElement = html.fromstring(answer.text)
        return page

    def told(self, kind: Kind, words: str) -> tuple[str, list[str]] | None:
        """Heading and links of the section of announcements."""
        found = self.page(kind, words).xpath("//section[@aria-labelledby='annonces']")
        if not found:
            return None
        titles = [" ".join(a.text_content().replace("\u00a0", " ").split()) for a in found[0].xpath(".//li//a")]
        return found[0].xpath("./h2")[0].text_content(), titles


@pytest.fixture
def town(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    monkeypatch.setattr(announcements, "link_mentions", by_title)
    engine = open_engine(server.database_url(site.settings, f"announced_{next(NUMBERS)}"))
    upgrade(engine)
    made.bring(
        engine, made.HALLE, [made.record(made.HALLE, str(n), c) for n, c in enumerate((EVENING, DOUBT))], made.NOW
    )
    made.bring(engine, made.FONDS, [made.record(made.FONDS, "g", GRANT)], made.NOW)
    told = made.record(made.GAZETTE, "n", Article(NEWS, published=made.at(3, 10, 9)))
    announced = tuple(Suggestion(c, c.title, (0, 9), 80) for c in (EVENING, DOUBT, GRANT))
    made.bring(engine, made.GAZETTE, [replace(told, suggestions=announced)], made.NOW)
    curate(engine, made.NOW)
    yield Town(engine, TestClient(create_app(engine, site.settings), base_url="http://vigie.test"))
    engine.dispose()


def test_both_ends_name_each_other(town: Town) -> None:
    assert town.told(Kind.NEWS, NEWS) == ("Annonce", ["Soirée des <horlogers>", "Bourse des horlogers"])
    assert town.told(Kind.EVENT, "Soirée") == ("Annoncé par", [NEWS])
    assert town.told(Kind.CALL, "Bourse") == ("Annoncé par", [NEWS])
    assert town.told(Kind.EVENT, "Bal") is None, "what an editor is still asked is shown to no reader"
    (link,) = town.page(Kind.EVENT, "Soirée").xpath("//section[@aria-labelledby='annonces']//a/@href")
    assert link == f"/e/{made.item_named(town.engine, Kind.NEWS, NEWS)}"


def test_a_suggestion_itself_is_on_no_page(town: Town) -> None:
    for path in ("/agenda", "/appels", "/veille"):
        page = html.fromstring(town.client.get(path).text)
        titles = [t.text_content() for t in page.xpath("//h3|//h4")]
        assert len([t for t in titles if "horlogers" in t]) == 1, path


def test_what_is_hidden_or_dismissed_is_not_named(town: Town) -> None:
    with town.engine.begin() as connection:
        editing.hide(connection, made.item_named(town.engine, Kind.CALL, "Bourse"), True, "anne", made.NOW)
    assert town.told(Kind.NEWS, NEWS) == ("Annonce", ["Soirée des <horlogers>"])
    with town.engine.begin() as connection:
        (evening,) = (s for s in desk.standing(connection) if s.suggestion.content.title == EVENING.title)
        desk.dismiss(connection, evening.id, "anne", made.NOW)
    assert town.told(Kind.NEWS, NEWS) is None
    assert town.told(Kind.EVENT, "Soirée") is None
