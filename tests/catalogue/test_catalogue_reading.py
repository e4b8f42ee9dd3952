"""What entries with options or a recipe make of answers of the shape in the facts; the answers are made up."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from scrapers.catalogue import load
from scrapers.readers import reader_for
from transforms.understand import understand
from vigie.model import Article, Call, Capture, Event, Page, Record, Request, Source

HERE = Path(__file__).resolve().parent
SOURCES = {source.slug: source for source in load(HERE.parents[1] / "sources")}
NOW = datetime(2026, 11, 21, 7, tzinfo=UTC)
TYPES = {".html": "text/html; charset=utf-8", ".json": "application/json", ".xml": "application/rss+xml"}


def read(slug: str, file: str, request: Request | None = None) -> Page:
    source, body = SOURCES[slug], (HERE / "answers" / file).read_bytes()
    request = request or reader_for(source.platform).start(source, NOW)[0]
    headers = (("content-type", TYPES[Path(file).suffix]),)
    capture = Capture(request, request.url, 200, headers, body, NOW, hashlib.sha256(body).hexdigest())
    return reader_for(source.platform).read(source, capture, NOW)


def records(slug: str, page: Page) -> list[Record]:
    source: Source = SOURCES[slug]
    return [record for item in page.items if (record := understand(item, source, NOW).record)]


def closing_days(record: Record) -> list[str]:
    assert isinstance(record.content, Call)
    return [deadline.at.local.date().isoformat() for deadline in record.content.deadlines]


def starts(record: Record) -> list[str]:
    assert isinstance(record.content, Event)
    return [o.start.local.isoformat() for o in record.content.occurrences]


def test_culture_be_is_known_by_tt_news_alone_and_no_pager_is_followed() -> None:
    page = read("culture-be", "culture-be.html")
    first, second = records("culture-be", page)
    assert (first.key, first.content.title, closing_days(first)) == (
        "tt_news:90001",
        "Bourse image",
        ["2027-01-15"],
    )
    assert (second.key, second.content.title, closing_days(second)) == ("tt_news:90002", "Résidence son", [])
    assert {request.label for request in page.next} == {"detail"}
    assert {request.item_key for request in page.next} == {"tt_news:90001", "tt_news:90002"}


def test_wbi_follows_its_pager_and_every_card() -> None:
    page = read("wbi", "wbi.html")
    assert [r.content.title for r in records("wbi", page)] == ["Grant one", "Grant two"]
    assert {r.url for r in page.next} == {
        "https://www.wbi.be/en/bourses?page=0",
        "https://www.wbi.be/en/bourses?page=2",
        "https://www.wbi.be/en/bourses/exemple-un",
        "https://www.wbi.be/en/bourses/exemple-deux",
    }


def test_an_opening_and_a_closing_day_in_one_line_are_two_fields() -> None:
    for slug, title, opening, closing in (
        ("eit-culture-creativity", "Evaluation study", "2027-03-02", "2027-04-09"),
        ("bpifrance", "Mondes numériques", "2027-03-12", "2027-04-30"),
    ):
        (record,) = records(slug, read(slug, f"{slug}.html"))
        assert isinstance(record.content, Call)
        assert record.content.opens
        assert (record.content.title, closing_days(record)) == (title, [closing])
        assert record.content.opens.local.date().isoformat() == opening


def test_satellifacts_takes_whole_title_and_day_from_the_page_behind_the_cut_one() -> None:
    page = read("satellifacts", "satellifacts.html")
    (followed,) = page.next
    assert followed.url == "https://www.satellifacts.com/news/un-studio-ouvre"
    (item,) = read("satellifacts", "satellifacts-page.html", followed).items
    record = understand(item, SOURCES["satellifacts"], NOW).record
    assert record
    assert isinstance(record.content, Article)
    assert record.content.title == "Un studio ouvre à Liège"
    assert record.content.description == "Vingt personnes y travaillent."
    assert record.content.published
    assert record.content.published.local.isoformat() == "2026-11-05T19:24:46"


def test_json_agendas_give_local_clocks_and_own_keys() -> None:
    (session,) = records("constant-vzw", read("constant-vzw", "constant-vzw.json"))
    assert (session.key, starts(session)) == (
        "https://constantvzw.org/site/worksession.html",
        ["2026-12-05T18:30:00"],
    )
    assert isinstance(session.content, Event)
    assert session.content.occurrences[0].end is None
    (party,) = records("bxlug", read("bxlug", "bxlug.json"))
    assert (party.url, starts(party)) == ("https://www.bxlug.be/spip.php?article1", ["2026-12-12T13:00:00"])


def test_cocof_tells_a_call_from_its_laureates() -> None:
    kinds = {r.content.title: r.kind.value for r in records("cocof", read("cocof", "cocof.xml"))}
    assert kinds == {
        "Appel à projets : art numérique": "call",
        "Les lauréats de l'appel à projets sont connus": "news",
    }


def test_the_agenda_of_namur_takes_days_from_its_text_and_never_from_dc_date() -> None:
    page = read("namur-agenda", "namur-agenda.xml")
    assert len(page.items) == 2
    (dated,) = records("namur-agenda", page)
    assert (dated.content.title, starts(dated)) == ("Expo un", ["2026-12-11T19:00:00"])


def test_each_eu_programme_keeps_its_own_topics() -> None:
    (culture,) = records("creative-europe", read("creative-europe", "eu-topics.json"))
    assert (culture.key, closing_days(culture)) == ("CREA-CULT-2027-COOP-1", ["2027-05-05"])
    (heritage,) = records("horizon-europe", read("horizon-europe", "eu-topics.json"))
    assert (heritage.key, closing_days(heritage)) == ("HORIZON-CL2-2027-01", ["2027-03-10", "2027-09-15"])
    for slug in ("digital-europe", "erasmus-plus", "cosme-smp", "new-european-bauhaus"):
        assert records(slug, read(slug, "eu-topics.json")) == []
