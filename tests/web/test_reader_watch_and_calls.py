"""The watch by week and topic, the calls with what they ask and when they come back: pages over a real warehouse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import web_samples as made
from lxml import etree, html
from site_under_test import Site
from sqlalchemy import text
from starlette.testclient import TestClient

from vigie.model import Article, Call, Deadline, Event, Kind, Suggestion
from warehouse import announcements, items, server
from warehouse.curate import curate
from warehouse.engine import open_engine
from warehouse.migrate import upgrade
from web.app import create_app
from web.calls import CLOSED_PER_PAGE

EVENING = Event("Soirée des horlogers", made.session(made.at(3, 18, 19)), place=made.DELTA)
NEWS = "Les horlogers se retrouvent"
PRIZE = "Prix de la lenteur numérique"
HEADS, TAILS = ("ba", "co", "du", "fi", "gre"), ("rin", "lot", "mec", "sub", "tak")
BOARD = (
    *((f"{PRIZE} {year}", Call(f"{PRIZE} {year}", deadlines=(Deadline(made.at(2, 10 + n, year=year)),),
       funders=("Fonds",), topics=("call_type:prix-concours",))) for n, year in enumerate((2024, 2025, 2026))),
    *((f"old{n}", Call(f"Ancien appel des {w}", deadlines=(Deadline(made.at(1, 1 + n)),)))
      for n, w in enumerate(f"{a}{b}" for a in HEADS for b in TAILS)),
    ("open", Call("Résidence de robots", deadlines=(Deadline(made.at(4, 20)),), topics=(
        "call_level:europeen", "audience:artist", "audience:student", "call_type:appel-a-candidatures"))),
    ("other", Call("Aide aux studios", rolling=True, topics=(
        "call_level:region-wallonne", "audience:startup-entrepreneur"))),
)  # fmt: skip


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().replace("\u00a0", " ").split())


def same_title(mention: object, candidates: object) -> list[object]:
    from transforms.mention_links import MentionLink
    from vigie.model import Verdict

    return [
        MentionLink(id, 90, "title", Verdict.SAME)
        for id, content in candidates  # type: ignore[attr-defined]
        if content.title == mention.title  # type: ignore[attr-defined]
    ]


@pytest.fixture(scope="module")
def desk(site: Site) -> Iterator[Site]:
    engine = open_engine(server.database_url(site.settings, "watch_and_calls"))
    upgrade(engine)
    before = datetime(2026, 3, 1, tzinfo=UTC)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(announcements, "link_mentions", same_title)
        made.bring(engine, made.HALLE, [made.record(made.HALLE, "e", EVENING)], before)
        told = made.record(made.GAZETTE, "n", Article(NEWS, published=made.at(3, 10, 9), topics=("discipline:games",)))
        others = [
            made.record(made.GAZETTE, f"w{n}", Article(f"Nouvelle n° {n}", published=made.at(2, 2 + 7 * n, 10)))
            for n in range(3)
        ]
        told = replace(told, suggestions=(Suggestion(EVENING, EVENING.title, (0, 9), 80),))
        made.bring(engine, made.GAZETTE, [told, *others], before)
        made.bring(engine, made.FONDS, [made.record(made.FONDS, key, call) for key, call in BOARD], before)
        curate(engine, made.NOW)
    settings = replace(site.settings, home=site.settings.home / "watch_and_calls")
    client = TestClient(create_app(engine, settings), base_url="http://vigie.test", follow_redirects=False)
    yield Site(settings, engine, client)
    engine.dispose()


def page(site: Site, path: str) -> html.HtmlElement:
    answer = site.client.get(path)
    assert answer.status_code == 200, path
    return html.fromstring(answer.text)


def test_news_shows_what_it_announces(desk: Site) -> None:
    (piece,) = (p for p in page(desk, "/veille").xpath("//article") if NEWS in words(p))
    (line,) = piece.xpath(".//ul[@class='announced']/li")
    assert words(line) == "Agenda Soirée des horlogers mercredi 18 mars, 19 h"
    assert line.xpath("./a/@href") == [f"/e/{made.item_named(desk.engine, Kind.EVENT, 'horlogers')}"]
    assert len(page(desk, "/veille").xpath("//ul[@class='announced']")) == 1


def test_a_week_has_an_address_of_its_own(desk: Site) -> None:
    week = page(desk, "/veille?semaine=2026-W11")
    assert [words(h) for h in week.xpath("//article/h4")] == [NEWS]
    assert words(week.xpath("//p[@class='lede']")[0]) == "Semaine du 9 au 15 mars 1 actualité"
    assert week.xpath("//a[@rel='next']/@href") == ["/veille?semaine=2026-W08"], (
        "the last week before in which any came"
    )
    before = page(desk, "/veille?semaine=2026-W08")
    assert [words(h) for h in before.xpath("//article/h4")] == ["Nouvelle n° 2"]
    assert before.xpath("//a[@rel='prev']/@href") == ["/veille?semaine=2026-W09"]


def test_weeks_of_all_news_lead_to_their_own_address(desk: Site) -> None:
    every = page(desk, "/veille")
    assert every.xpath("//section[@class='week']/h2/a/@href") == [
        f"/veille?semaine=2026-W{n:02d}" for n in (11, 8, 7, 6)
    ]


@pytest.mark.parametrize("week", ["2026-W60", "W11", "2026-11", "<script>", "2026-W00"])
def test_a_week_that_is_none_is_left_out(desk: Site, week: str) -> None:
    answer = desk.client.get("/veille", params={"semaine": week})
    assert answer.status_code == 200
    assert len(html.fromstring(answer.text).xpath("//article")) == 4


def test_topics_have_the_counts_that_sql_has(desk: Site) -> None:
    shown = {words(a).rsplit(" ", 1)[0]: words(a).rsplit(" ", 1)[1] for a in
             page(desk, "/veille").xpath("//nav[contains(@class,'chips-topics')]//a[span]")}  # fmt: skip
    with desk.engine.connect() as connection:
        count = connection.execute(
            text("SELECT count(*) FROM items WHERE kind = 'news' AND topics @> ARRAY['discipline:games']")
        ).scalar_one()
    assert (shown, count) == ({"Jeu vidéo": "1"}, 1)


def test_closed_calls_are_paged_and_none_is_lost(desk: Site) -> None:
    first, second = page(desk, "/appels"), page(desk, "/appels?page=2")
    closed = [words(h) for p in (first, second) for h in p.xpath("//section[contains(@class,'calls-closed')]//h3")]
    assert len(closed) == len(set(closed)) == 28
    assert len(first.xpath("//section[contains(@class,'calls-closed')]//h3")) == CLOSED_PER_PAGE
    assert not second.xpath("//section[contains(@class,'calls-open')]")
    assert not second.xpath("//a[@rel='next']")


def test_a_closed_call_says_when_it_used_to_close_only_with_two_years_of_proof(desk: Site) -> None:
    rows = {words(li.xpath(".//h3")[0]): words(li) for p in ("/appels", "/appels?page=2")
            for li in page(desk, p).xpath("//section[contains(@class,'calls-closed')]//li[@class='call']")}  # fmt: skip
    assert "Se clôture d’habitude en février · 3 éditions connues" in rows[f"{PRIZE} 2026"].replace(
        "février ", "février · "
    )
    assert "d’habitude" not in rows["Ancien appel des barin"]


def test_who_may_apply_is_only_probable(desk: Site) -> None:
    row = next(words(li) for li in page(desk, "/appels").xpath("//li[@class='call']") if "robots" in words(li))
    assert "Probablement éligibles : Artistes, Étudiants" in row
    assert "Européen" in row
    item = page(desk, f"/e/{made.item_named(desk.engine, Kind.CALL, 'robots')}")
    assert "Probablement éligibles : Artistes, Étudiants. À vérifier auprès du financeur." in words(item)


def test_level_audience_and_state_live_in_the_address(desk: Site) -> None:
    assert [words(h) for h in page(desk, "/appels?niveau=europeen").xpath("//h3")] == ["Résidence de robots"]
    both = page(desk, "/appels?niveau=europeen&public=student")
    assert both.xpath("//select[@name='niveau']/option[@selected]/@value") == ["europeen"]
    assert both.xpath("//select[@name='public']/option[@selected]/@value") == ["student"]
    assert not page(desk, "/appels?niveau=europeen&public=developer").xpath("//li[@class='call']")
    closed = page(desk, "/appels?etat=closed")
    assert closed.xpath("//section[contains(@class,'calls')]/h2/@id") == ["etat-closed"]
    assert closed.xpath("//a[@rel='next']/@href") == ["/appels?page=2&etat=closed"]


def test_a_choice_counts_what_it_would_give(desk: Site) -> None:
    for path in ("/appels", "/appels?public=artist"):
        here = page(desk, path)
        for name in ("sujet", "niveau", "public"):
            for option in here.xpath(f"//select[@name='{name}']/option[@value!='']"):
                query = {name: option.get("value")}
                if "?" in path and name != "public":
                    query["public"] = "artist"
                count = int(option.text_content().rsplit("(", 1)[1].rstrip(")"))
                found = html.fromstring(desk.client.get("/appels", params=query).text)
                assert len(found.xpath("//li[@class='call']")) == count, (path, query)


def test_the_past_editions_of_a_call_stand_on_its_page(desk: Site) -> None:
    item = page(desk, f"/e/{made.item_named(desk.engine, Kind.CALL, f'{PRIZE} 2026')}")
    assert "il se clôture d’habitude en février" in words(item)
    around = item.xpath("//section[@aria-labelledby='serie']")[0]
    assert [words(p) for p in around.xpath(".//p[@class='near-title']")] == [f"{PRIZE} 2025", f"{PRIZE} 2024"]


def test_the_pages_speak_english_and_leave_titles_alone(desk: Site) -> None:
    watch = page(desk, "/en/veille?semaine=2026-W11")
    assert "Week of" in words(watch.xpath("//p[@class='lede']")[0])
    assert [words(h) for h in watch.xpath("//article/h4")] == [NEWS]
    calls = page(desk, "/en/appels")
    assert "Probably eligible: Artists, Students" in words(calls)
    assert all(a.startswith(("/en/", "#", "http", "mailto")) for a in calls.xpath("//main//a/@href"))


def test_every_call_is_on_the_board_once(desk: Site) -> None:
    with desk.engine.connect() as connection:
        titles = sorted(i.content.title for i in items.stream(connection, Kind.CALL))
    shown = sorted(
        words(h) for p in ("/appels", "/appels?page=2") for h in page(desk, p).xpath("//li[@class='call']//h3")
    )
    assert shown == titles


@pytest.mark.parametrize(
    ("path", "titles"),
    [
        ("/appels?niveau=europeen&public=artist", ["Résidence de robots"]),
        ("/appels?sujet=call_type%3Aprix-concours", [f"{PRIZE} 2026"]),
        ("/veille?sujet=discipline%3Agames", [NEWS]),
        ("/veille?q=horlogers", [NEWS]),
    ],
)
def test_what_is_chosen_leads_to_its_own_feed(desk: Site, path: str, titles: list[str]) -> None:
    (feed,) = (a for a in page(desk, path).xpath("//p[@class='feed-line']//a/@href") if ".atom" in a)
    atom = etree.fromstring(desk.client.get(feed).content)
    assert [t.text for t in atom.findall("{*}entry/{*}title")] == titles


def test_what_is_not_chosen_has_no_feed_of_its_own(desk: Site) -> None:
    for path in ("/appels", "/veille", "/veille?semaine=2026-W11"):
        assert not page(desk, path).xpath("//p[@class='feed-line']"), path
