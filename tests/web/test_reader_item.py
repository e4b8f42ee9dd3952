"""An item's page: what is around it, what changed in its life, who made it and where, what can be followed from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import web_samples as made
from lxml import html
from site_under_test import Site
from starlette.testclient import TestClient

from vigie.model import Article, Call, Content, Deadline, Event, Item, Kind, Place, Sighting, Status
from warehouse import editing, server
from warehouse.as_of import Version
from warehouse.curate import curate
from warehouse.engine import open_engine
from warehouse.migrate import upgrade
from web.app import create_app
from web.history import history
from web.language import Language

PAVILION = Place(name="Le Pavillon", municipality="Namur", province="namur", totem="le-pavillon", street="esplanade 1")
MARKET = Event(
    "Le marché des studios",
    made.session(made.at(3, 18, 18), made.at(3, 18, 20)),
    place=PAVILION,
    organizers=("KIKK asbl", "Une inconnue"),
    actors=("organizer:kikk", "mentioned:wallonie-design"),
    topics=("event_type:meetup",),
    is_free=True,
)
FIRST = replace(MARKET, occurrences=made.session(made.at(3, 11, 18)), is_free=None, place=None, actors=())
VISIT = Event("Visite des coulisses", made.session(made.at(3, 21, 14)), place=PAVILION)
CAFES = [Event(f"Café des codes n° {n}", made.session(made.at(2 + n, 5, 18)), place=made.FABRIQUE) for n in range(3)]
CALL = Call("Bourse du marché", deadlines=(Deadline(made.at(4, 15)),), actors=("funder:kikk",))
OTHER_NEWS = Article("Le KIKK prend l’air", published=made.at(3, 9, 9), actors=("mentioned:kikk",))
BEFORE = datetime(2026, 2, 20, 8, tzinfo=UTC)
MIDDLE = datetime(2026, 3, 3, 8, tzinfo=UTC)


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().replace("\u00a0", " ").split())


@pytest.fixture(scope="module")
def lived(site: Site) -> Iterator[Site]:
    engine = open_engine(server.database_url(site.settings, "lived"))
    upgrade(engine)

    def agenda(market: Event) -> list[tuple[str, Content]]:
        return [("m", market), ("v", VISIT), *((f"c{n}", cafe) for n, cafe in enumerate(CAFES))]

    for market, at in ((FIRST, BEFORE), (MARKET, MIDDLE)):
        made.bring(engine, made.HALLE, [made.record(made.HALLE, key, content) for key, content in agenda(market)], at)
        made.bring(engine, made.FONDS, [made.record(made.FONDS, "b", CALL)], at)
        made.bring(engine, made.GAZETTE, [made.record(made.GAZETTE, "n", OTHER_NEWS)], at)
        curate(engine, at)
    settings = replace(site.settings, home=site.settings.home / "lived")
    client = TestClient(create_app(engine, settings), base_url="http://vigie.test", follow_redirects=False)
    yield Site(settings, engine, client)
    engine.dispose()


def page(site: Site, title: str, kind: Kind = Kind.EVENT, base: str = "") -> html.HtmlElement:
    answer = site.client.get(f"{base}/e/{made.item_named(site.engine, kind, title)}")
    assert answer.status_code == 200
    return html.fromstring(answer.text)


def around(found: html.HtmlElement, id: str) -> list[str]:
    return [words(p) for p in found.xpath(f"//section[@aria-labelledby='{id}']//p[@class='near-title']")]


def test_the_life_of_an_item_is_told_in_sentences(lived: Site) -> None:
    told = [words(li) for li in page(lived, "marché des studios").xpath("//details[@class='history']//li")]
    assert told == [
        "3 mars La date est passée du mercredi 11 mars à 18 h au mercredi 18 mars à 18 h. "
        "Annoncé à une nouvelle date. Prix désormais annoncé : gratuit. "
        "Le lieu est désormais connu : Le Pavillon, Namur.",
        "20 février Repéré chez Halle du Confluent.",
    ]


def test_it_is_told_in_english_too(lived: Site) -> None:
    told = words(page(lived, "marché des studios", base="/en").xpath("//details[@class='history']")[0])
    assert "The date moved from Wednesday 11 March" in told
    assert "passée" not in told


def test_place_and_organiser_lead_to_their_pages(lived: Site) -> None:
    facts = page(lived, "marché des studios").xpath("//aside")[0]
    links = {words(a): a.get("href") for a in facts.xpath(".//a")}
    assert links == {
        "Le Pavillon": "/lieux/le-pavillon",
        "KIKK asbl": "/acteurs/kikk",
        "Wallonie Design": "/acteurs/wallonie-design",
    }
    assert "Une inconnue" in words(facts)
    assert all(lived.client.get(href).status_code == 200 for href in links.values())


def test_what_is_around_it_is_named_once(lived: Site) -> None:
    found = page(lived, "marché des studios")
    assert around(found, "ici") == ["Visite des coulisses"]
    assert around(found, "autour") == ["Bourse du marché", "Le KIKK prend l’air"]
    hrefs = found.xpath("//section[@class='around']//a/@href")
    assert len(hrefs) == len(set(hrefs)) == 3


def test_editions_of_a_series_stand_together_what_comes_first(lived: Site) -> None:
    found = page(lived, "codes n° 1")
    assert around(found, "serie") == ["Café des codes n° 2", "Café des codes n° 0"]


def test_it_can_be_followed_by_type_place_actor_and_source(lived: Site) -> None:
    links = page(lived, "marché des studios").xpath("//section[@class='follow']//a/@href")
    assert links == [
        "/abonnements?kind=event&type=meetup",
        "/lieux/le-pavillon#suivre",
        "/acteurs/kikk#suivre",
        "/abonnements?kind=event&source=halle-confluent",
    ]
    assert all(lived.client.get(link.partition("#")[0]).status_code == 200 for link in links)


def test_an_error_can_be_reported_from_it(lived: Site) -> None:
    (link,) = page(lived, "marché des studios").xpath("//a[contains(@href, '/signaler')]/@href")
    assert lived.client.get(link).status_code == 200


def test_what_nobody_could_see_is_not_told(lived: Site) -> None:
    item = made.item_named(lived.engine, Kind.EVENT, "Visite")
    with lived.engine.begin() as connection:
        editing.hide(connection, item, True, "ada", MIDDLE + timedelta(hours=1))
        editing.hide(connection, item, False, "ada", MIDDLE + timedelta(hours=2))
    told = [words(li) for li in page(lived, "Visite").xpath("//details[@class='history']//li")]
    assert told == ["20 février Repéré chez Halle du Confluent."]


def versions(*contents: Content) -> tuple[Version, ...]:
    seen = Sighting("s", "La source", "k", None, BEFORE, BEFORE)
    days = [BEFORE + timedelta(days=n) for n in range(len(contents))]
    shown = [Item("i", c, (seen,), BEFORE, at) for c, at in zip(contents, days, strict=True)]
    return tuple(Version(n + 1, at, None, None, item) for n, (item, at) in enumerate(zip(shown, days, strict=True)))


def told(before: Content, after: Content, language: Language = Language.FR) -> list[str]:
    moments = history(versions(before, after), made.TODAY, language)
    return [s.replace("\u00a0", " ") for m in moments[:-1] for s in m.said]


EVENT = Event("Bal", made.session(made.at(3, 12, 18), made.at(3, 12, 20)))
GRANT = Call("Bourse", deadlines=(Deadline(made.at(4, 1)),))
LONGER = made.session(made.at(3, 20), made.at(3, 22))


@pytest.mark.parametrize(
    ("before", "after", "sentences"),
    [
        (EVENT, EVENT, []),
        (EVENT, replace(EVENT, topics=("discipline:xr",), relevance=3), []),
        (EVENT, replace(EVENT, title="Bal: le grand"), ["Le titre était « Bal »."]),
        (EVENT, replace(EVENT, occurrences=made.session(made.at(3, 12, 19))), ["L’heure est passée de 18 h à 19 h."]),
        (
            EVENT,
            replace(EVENT, occurrences=LONGER),
            ["Les dates ont changé : auparavant jeudi 12 mars, 18 h – 20 h, désormais du 20 au 22 mars."],
        ),
        (
            EVENT,
            replace(EVENT, occurrences=(*EVENT.occurrences, *made.session(made.at(3, 19, 18)))),
            ["Une date s’ajoute : jeudi 19 mars, 18 h."],
        ),
        (
            replace(EVENT, occurrences=(*EVENT.occurrences, *made.session(made.at(3, 19, 18)))),
            EVENT,
            ["Une date n’est plus annoncée : jeudi 19 mars, 18 h."],
        ),
        (EVENT, replace(EVENT, status=Status.CANCELLED), ["Annulé, selon sa source."]),
        (replace(EVENT, status=Status.FULL), EVENT, ["De nouveau annoncé comme prévu."]),
        (
            replace(EVENT, place=made.DELTA),
            replace(EVENT, place=made.MOULIN),
            ["Le lieu a changé : auparavant Halle du Confluent, Namur, désormais Moulin de Mons."],
        ),
        (EVENT, replace(EVENT, prices=made.price("12")), ["Prix désormais annoncé : 12 €."]),
        (
            GRANT,
            replace(GRANT, deadlines=(Deadline(made.at(4, 15)),)),
            ["L’échéance est passée du mercredi 1er avril au mercredi 15 avril."],
        ),
        (GRANT, replace(GRANT, closed=True), ["Clôturé, selon sa source."]),
        (GRANT, replace(GRANT, rolling=True), ["Candidatures désormais à tout moment."]),
        (GRANT, replace(GRANT, amounts=made.grant(None, "7500")), ["Montant désormais annoncé : jusqu’à 7 500 €."]),
    ],
)
def test_each_change_has_its_sentence(before: Content, after: Content, sentences: list[str]) -> None:
    assert told(before, after) == sentences
    english = told(before, after, Language.EN)
    assert len(english) == len(sentences)
    assert not set(english) & set(sentences), "said in English"


def test_contacts_that_a_title_once_had_are_not_told() -> None:
    (said,) = told(replace(EVENT, title="Bal, écrire à jean@example.org"), EVENT)
    assert "jean@example.org" not in said


def test_a_long_life_is_cut_and_keeps_its_beginning() -> None:
    many = versions(*(replace(EVENT, title=f"Bal {n}") for n in range(60)))
    moments = history(many, made.TODAY, Language.FR)
    assert len(moments) == 21
    assert moments[-1].said == ("Repéré chez La source.",)
    assert moments[0].at > moments[-1].at


def test_nothing_is_told_of_what_was_never_shown() -> None:
    (only,) = versions(EVENT)
    assert history([replace(only, item=replace(only.item, hidden=True))], made.TODAY, Language.FR) == ()


def test_a_price_that_is_gone_is_told() -> None:
    assert told(replace(EVENT, prices=made.price("12")), EVENT) == ["Le prix n’est plus annoncé."]
