"""The preview: the very pages of readers, also with a correction that is not saved; nothing is written."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from desk_site import DeskSite, desk_site
from lxml import html as lxml_html
from selection_samples import NOW, furnish, item_named

from warehouse import editing, journal
from web.desk.people import Role


@pytest.fixture(scope="module")
def house() -> Iterator[DeskSite]:
    with desk_site() as made:
        furnish(made.engine)
        yield made


def outline(page: str) -> list[str]:
    """Tags and classes of the body, without what the page of the moment adds: the structure that readers get."""
    root = lxml_html.fromstring(page.encode()).find("body")
    assert root is not None
    return [f"{one.tag}.{one.get('class') or ''}" for one in root.iter() if isinstance(one.tag, str)]


@pytest.mark.parametrize(("words", "kind"), [("Atelier", "event"), ("Trois studios", "news"), ("Bourse", "call")])
def test_the_page_is_the_one_that_readers_get(house: DeskSite, words: str, kind: str) -> None:
    item = item_named(house.engine, words)
    public = house.anonymous().get(f"/e/{item}")
    seen = house.signed_in().get(f"/desk/e/{item}/preview/page")
    assert (public.status_code, seen.status_code) == (200, 200)
    assert outline(seen.text) == outline(public.text)
    title = re.search(r"<h1[^>]*>([^<]+)", public.text)
    assert title
    assert title[1] in seen.text


@pytest.mark.parametrize("words", ["Atelier", "Trois studios", "Bourse"])
def test_the_frame_is_the_one_of_other_sites(house: DeskSite, words: str) -> None:
    item = item_named(house.engine, words)
    assert (
        house.signed_in().get(f"/desk/e/{item}/preview/embed").text == house.anonymous().get(f"/embed?item={item}").text
    )


def test_the_list_line_and_the_card_are_those_of_the_lists(house: DeskSite) -> None:
    item = item_named(house.engine, "Atelier")
    page = lxml_html.fromstring(house.signed_in().get(f"/desk/e/{item}/preview").content)
    agenda = lxml_html.fromstring(house.anonymous().get("/agenda").content)
    (mine,) = page.xpath("//section//ul[@class='lines']/li")
    lines = agenda.xpath("//ul[@class='lines']/li")
    theirs = next(li for li in lines if item in lxml_html.tostring(li).decode())

    def plain(element: lxml_html.HtmlElement) -> str:
        return re.sub(r"\s+", " ", lxml_html.tostring(element).decode()).strip()

    assert plain(mine) == plain(theirs)
    assert [one.get("class") for one in page.xpath("//ul[@class='nears']/li/p")] == [
        "near-when", "near-title", "near-where"]  # fmt: skip
    assert [frame.get("src").rsplit("/", 1)[1] for frame in page.iter("iframe")] == ["page", "embed", "digest"]


def test_the_piece_of_the_digest(house: DeskSite) -> None:
    item = item_named(house.engine, "Concert")  # in the week of the 16th
    mail = house.signed_in().get(f"/desk/e/{item}/preview/digest").text
    assert "Du 16 au 22 mars" in mail.replace("\u00a0", " ")
    assert f'href="http://vigie.test/e/{item}"' in mail


def test_a_correction_is_tried_and_nothing_is_written(house: DeskSite) -> None:
    item = item_named(house.engine, "Atelier")
    client = house.signed_in()
    with house.engine.connect() as connection:
        before = journal.newest(connection)
    answer = client.post(f"/desk/e/{item}/preview", data={"field": "title", "value": "Un autre <b>titre</b>"})
    assert answer.status_code == 303
    address = answer.headers["location"]
    page = client.get(address).text
    assert "Un autre &lt;b&gt;titre&lt;/b&gt;" in page
    assert "rien n’a été écrit" in page
    for view in re.findall(r'src="(/desk/e/[^"]+/preview/[^"]+)"', page):
        told = client.get(view).text
        assert "Un autre &lt;b&gt;titre&lt;/b&gt;" in told, view
        assert "Atelier de casques" not in re.sub(r"<script.*?</script>", "", told, flags=re.DOTALL), view
    with house.engine.connect() as connection:
        assert journal.newest(connection) == before
    assert "Un autre" not in house.anonymous().get(f"/e/{item}").text


def test_what_does_not_fit_is_refused_in_words(house: DeskSite) -> None:
    item = item_named(house.engine, "Atelier")
    client = house.signed_in()
    for data in (
        {"field": "title", "value": "  "},
        {"field": "colour", "value": "x"},
        {"field": "url", "value": "ftp:x"},
    ):
        answer = client.post(f"/desk/e/{item}/preview", data=data)
        assert answer.status_code == 422, data
        assert 'role="alert"' in answer.text


def test_a_draft_is_of_its_item_and_of_us(house: DeskSite) -> None:
    workshop, concert = item_named(house.engine, "Atelier"), item_named(house.engine, "Concert")
    client = house.signed_in()
    address = client.post(f"/desk/e/{workshop}/preview", data={"field": "title", "value": "Ailleurs"}).headers[
        "location"
    ]
    draft = address.partition("draft=")[2]
    other = client.get(f"/desk/e/{concert}/preview?draft={draft}").text
    assert "Ailleurs" not in other
    assert "a expiré" in other
    assert "Ailleurs" not in client.get(f"/desk/e/{workshop}/preview?draft={draft[:-3]}xyz").text


def test_hidden_items_are_seen_here_alone(house: DeskSite) -> None:
    item = item_named(house.engine, "Le bilan")
    with house.engine.begin() as connection:
        editing.hide(connection, item, True, "ada", NOW)
    assert house.anonymous().get(f"/e/{item}").status_code == 404
    assert "ne voient pas cette fiche" in house.signed_in().get(f"/desk/e/{item}/preview").text
    assert house.signed_in().get(f"/desk/e/{item}/preview/page").status_code == 200


def test_only_pages_of_ours_may_frame_a_view(house: DeskSite) -> None:
    item = item_named(house.engine, "Atelier")
    viewer = house.signed_in("vera", Role.VIEWER)
    for view in ("page", "embed", "digest"):
        headers = viewer.get(f"/desk/e/{item}/preview/{view}").headers
        assert headers["x-frame-options"] == "SAMEORIGIN"
        assert "frame-ancestors 'self'" in headers["content-security-policy"]
        assert "script-src 'self'" not in headers["content-security-policy"]
        assert headers["cache-control"] == "no-store"
    assert viewer.get(f"/desk/e/{item}/preview/other").status_code == 404
    assert viewer.get("/desk/e/nothing/preview").status_code == 404
    assert viewer.post(f"/desk/e/{item}/preview", data={"field": "title", "value": "x"}).status_code == 403
    assert house.anonymous().get(f"/desk/e/{item}/preview/page").status_code == 401
