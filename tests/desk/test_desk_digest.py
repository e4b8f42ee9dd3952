"""The weekly digest: picked and worded at the desk, written as a mail that holds anywhere; nothing for nothing."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from desk_site import DeskSite
from lxml import html as lxml_html
from selection_samples import AGENDA, NOW, bring, event, events, furnished_desks, item_named
from selection_samples import at as on
from typer.testing import CliRunner

from pipeline.cli import app as vigie
from vigie.model import Content
from warehouse import digests, editing
from warehouse.digests import Words
from web.desk.digest import read_week, week_name
from web.desk.people import Role
from web.digest_pick import made
from web.digest_render import LARGEST, rendered
from web.language import Language
from web.rendering import Pages

CHROMIUM = shutil.which("chromium")
WEEK = "2026-W11"  # Monday 9 to Sunday 15 March
MONDAY = date(2026, 3, 9)


@pytest.fixture(scope="module")
def desks() -> Iterator[Callable[[], DeskSite]]:
    with furnished_desks() as another:
        yield another


@pytest.fixture
def house(desks: Callable[[], DeskSite]) -> DeskSite:
    return desks()


def mail(house: DeskSite, name: str = "fr.html", week: str = WEEK) -> str:
    answer = house.signed_in().get(f"/desk/digest/{week}/{name}")
    assert answer.status_code == 200, answer.text
    return answer.text


def did(house: DeskSite, words: str, act: str) -> None:
    item = item_named(house.engine, words)
    answer = house.signed_in().post(f"/desk/digest/{WEEK}/picks", data={"item": item, "act": act})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/desk/digest/{WEEK}#i-{item}")


def titles(page: str) -> list[str]:
    return [" ".join(one.text_content().split()) for one in lxml_html.fromstring(page.encode()).iter("h3")]


GOLDEN_TEXT = """\
VIGIE
Du 9 au 15 mars 2026

Cette semaine dans la créativité numérique en Wallonie : 1 événement, 1 actualité et 1 appel qui se clôture.

== Cette semaine ==

* Atelier de casques au bord de l’eau
  samedi 14 mars, 10 h – 12 h, Le Quai, Namur
  http://vigie.test/e/{workshop}

== À lire ==

* Trois studios s’associent
  mercredi 11 mars, La gazette
  http://vigie.test/e/{studios}

== Les appels qui se clôturent ==

* Bourse d’écriture interactive
  Clôture : dimanche 15 mars, Fonds du Quai
  http://vigie.test/e/{bourse}

--
Ces informations viennent des pages citées, qui font foi.
Tout l’agenda sur Vigie : http://vigie.test/agenda
"""


def ids(house: DeskSite) -> dict[str, str]:
    named = {"workshop": "Atelier", "studios": "Trois studios", "bourse": "Bourse"}
    return {name: item_named(house.engine, words) for name, words in named.items()}


def test_the_text_of_a_proposal_word_for_word(house: DeskSite) -> None:
    assert mail(house, "fr.txt").replace("\u00a0", " ") == GOLDEN_TEXT.format(**ids(house))


def test_the_english_mail_says_the_same_in_english(house: DeskSite) -> None:
    text = mail(house, "en.txt").replace("\u00a0", " ")
    assert "== This week ==" in text
    assert "1 event, 1 news item and 1 call closing" in text
    assert "* Atelier de casques au bord de l’eau\n" in text  # titles stay in their language
    assert f"http://vigie.test/en/e/{ids(house)['bourse']}" in text
    assert "Closes: Sunday 15 March" in text
    assert not re.search(r"\b(semaine|clôture|événement)\b", text)


def outline(page: str) -> list[str]:
    """Headings, links and paragraphs of a mail, in their order."""
    root = lxml_html.fromstring(page.encode())
    told = []
    for one in root.iter("h1", "h2", "h3", "a"):
        words = " ".join((one.text_content() or "").split())
        told.append(f"{one.tag} {one.get('href') if one.tag == 'a' else words}")
    return told


def test_the_structure_of_the_html(house: DeskSite) -> None:
    did(house, "Bourse", "essential")
    known = ids(house)
    page = mail(house)
    assert outline(page) == [
        "h1 Du 9 au 15 mars 2026",
        "h2 L’essentiel",
        "h3 Bourse d’écriture interactive", f"a http://vigie.test/e/{known['bourse']}",
        "h2 Cette semaine",
        "h3 Atelier de casques au bord de l’eau", f"a http://vigie.test/e/{known['workshop']}",
        "h2 À lire",
        "h3 Trois studios s’associent", f"a http://vigie.test/e/{known['studios']}",
        "a http://vigie.test/agenda", "a http://vigie.test/a-propos",
    ]  # fmt: skip
    told = page.replace("\u00a0", " ")
    assert "<title>Vigie, semaine du 9 mars : Bourse d’écriture interactive</title>" in told
    assert '<html lang="fr"' in page


def test_the_mail_holds_in_any_program(house: DeskSite) -> None:
    for name in ("fr.html", "en.html"):
        page = mail(house, name)
        root = lxml_html.fromstring(page.encode())
        assert all(urlsplit(a.get("href")).scheme in ("http", "https") for a in root.iter("a"))
        assert all(image.get("alt") for image in root.iter("img"))
        assert all(table.get("role") == "presentation" for table in root.iter("table"))
        assert not list(root.iter("script", "link", "form", "iframe", "object", "svg"))
        assert "prefers-color-scheme: dark" in page
        assert "position:" not in page
        assert "flex" not in page
        for element in root.iter("td", "h1", "h2", "h3", "p", "a"):
            assert element.tag == "td" or "color:" in (element.get("style") or "") or element.tag == "h3"
        assert len(page.encode()) < LARGEST


def test_forty_long_items_stay_below_what_gmail_cuts(house: DeskSite) -> None:
    long: dict[str, Content] = {
        f"k{n}": event(f"{n} " + "Un très long titre qui n’en finit pas " * 5, on(3, 14, 10),
                       description="Une phrase de quarante-deux signes à peu près. " * 12)
        for n in range(50)
    }  # fmt: skip
    bring(house.engine, AGENDA, long)
    client = house.signed_in()
    for n in range(50):
        item = item_named(house.engine, f"{n} Un") if n > 9 else None
        if item:
            client.post(f"/desk/digest/{WEEK}/picks", data={"item": item, "act": "add"})
    page = mail(house)
    assert len(titles(page)) == 40  # no more than that are taken
    assert len(page.encode()) < LARGEST


def test_picks_are_added_dropped_and_put_in_order(house: DeskSite) -> None:
    did(house, "Concert", "add")  # of the next week: an editor may
    did(house, "Concert", "up")
    did(house, "Concert", "up")
    did(house, "Trois studios", "drop")
    page = house.signed_in().get(f"/desk/digest/{WEEK}").text
    listed = page[page.index('id="dedans"') : page.index('id="offre"')]
    found = [unescape(one) for one in re.findall(r'pick-title"><a href="[^"]+">([^<]+)', listed)]
    assert found == ["Atelier de casques au bord de l’eau", "Concert pour vingt synthétiseurs",
                     "Bourse d’écriture interactive"]  # fmt: skip
    assert "Trois studios" in page[page.index('id="offre"') :]
    assert "proposition" not in listed
    did(house, "Concert", "essential")
    assert titles(mail(house))[0] == "Concert pour vingt synthétiseurs"
    did(house, "Concert", "essential")
    assert titles(mail(house))[0] == "Atelier de casques au bord de l’eau"


def test_a_fragment_comes_back_to_the_script(house: DeskSite) -> None:
    item = item_named(house.engine, "Concert")
    answer = house.signed_in().post(
        f"/desk/digest/{WEEK}/picks", data={"item": item, "act": "add"}, headers={"hx-request": "true"}
    )
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<div id="choix"')
    assert "<html" not in answer.text


def test_words_are_proposed_kept_and_follow_when_left_alone(house: DeskSite) -> None:
    client = house.signed_in()
    page = client.get(f"/desk/digest/{WEEK}").text
    subjects = {t: unescape(re.search(rf'name="subject_{t}"[^>]*value="([^"]*)"', page)[1]) for t in ("fr", "en")}  # type: ignore[index]
    assert subjects["fr"].replace("\u00a0", " ") == "Vigie, semaine du 9 mars : Atelier de casques au bord de l’eau"
    assert subjects["en"] == "Vigie, week of 9 March: Atelier de casques au bord de l’eau"
    client.post(f"/desk/digest/{WEEK}/words", data={
        "subject_fr": "Casques <b>& bourses</b>", "intro_fr": "Bonjour.\r\n\r\nÀ samedi.", "subject_en": subjects["en"],
        "intro_en": "",
    })  # fmt: skip
    with house.engine.connect() as connection:
        digest = digests.of_week(connection, MONDAY)
    assert digest is not None
    assert digest.words == {"fr": Words("Casques <b>& bourses</b>", "Bonjour.\n\nÀ samedi."), "en": Words()}
    did(house, "Bourse", "essential")
    assert "<title>Casques &lt;b&gt;&amp; bourses&lt;/b&gt;</title>" in mail(house)
    assert "Bourse d’écriture interactive</title>" in mail(house, "en.html")
    assert mail(house).count("À samedi.") == 2  # once in the preview line


def test_an_empty_week_makes_no_file(house: DeskSite) -> None:
    client = house.signed_in()
    for name in ("fr.html", "fr.txt", "en.html"):
        answer = client.get(f"/desk/digest/2027-W30/{name}")
        assert answer.status_code == 404
        assert "Une semaine vide ne fait pas de digest" in answer.text
        assert "content-disposition" not in answer.headers
    page = client.get("/desk/digest/2027-W30").text
    assert "Aucun : la semaine est vide." in page.replace("\u00a0", " ")
    # Also one that editors emptied.
    for words in ("Atelier", "Trois studios", "Bourse"):
        did(house, words, "drop")
    assert client.get(f"/desk/digest/{WEEK}/fr.html").status_code == 404


def test_what_is_hidden_or_cancelled_since(house: DeskSite) -> None:
    did(house, "Atelier", "essential")
    workshop = item_named(house.engine, "Atelier")
    with house.engine.begin() as connection:
        editing.edit(connection, workshop, "status", "cancelled", "ada", NOW)
        editing.hide(connection, item_named(house.engine, "Trois studios"), True, "ada", NOW)
    house.desk.curated()
    text = mail(house, "fr.txt")
    assert "[Annulé]" in text  # it was announced: who comes must know
    assert "Trois studios" not in text


def test_weeks_and_their_names() -> None:
    assert (read_week("2026-W11"), week_name(MONDAY)) == (MONDAY, WEEK)
    assert read_week("2026-W53") == date(2026, 12, 28)
    assert (read_week("2025-W53"), read_week("2026-W00"), read_week("0000-W01"), read_week("x")) == (None,) * 4
    assert digests.monday(date(2026, 3, 15)) == MONDAY


def test_the_desk_leads_to_this_week_and_refuses_what_is_none(house: DeskSite) -> None:
    client = house.signed_in()
    assert client.get("/desk/digest").headers["location"] == f"/desk/digest/{WEEK}"
    for address in ("/desk/digest/2026-W99", f"/desk/digest/{WEEK}/de.html", f"/desk/digest/{WEEK}/fr.exe"):
        assert client.get(address).status_code == 404, address
    assert client.post(f"/desk/digest/{WEEK}/picks", data={"item": "x", "act": "add"}).status_code == 404
    viewer = house.signed_in("vera", Role.VIEWER)
    assert viewer.get(f"/desk/digest/{WEEK}").status_code == 200
    assert viewer.post(f"/desk/digest/{WEEK}/picks", data={"item": "x", "act": "add"}).status_code == 403


@pytest.mark.parametrize(("tool", "word"), [
    ("mailchimp", "*|UNSUB|*"), ("listmonk", "{{ UnsubscribeURL }}"), ("brevo", "{{ unsubscribe }}"),
])  # fmt: skip
def test_each_tool_gets_its_own_word_for_leaving(house: DeskSite, tool: str, word: str) -> None:
    assert f'href="{word}"' in mail(house, f"fr.html?tool={tool}")
    assert word in mail(house, f"fr.txt?tool={tool}")
    assert word not in mail(house)


def test_a_hostile_title_stays_a_title(house: DeskSite) -> None:
    hostile = '<script>alert(1)</script>"><img src=x onerror=alert(1)> {{ 7*7 }}'
    bring(house.engine, AGENDA, {**events(), "x": event(hostile, on(3, 13, 10))})
    page = mail(house)
    root = lxml_html.fromstring(page.encode())
    assert not list(root.iter("script", "img"))
    assert "49" not in "".join(titles(page))


def test_the_command_writes_the_files_and_none_for_an_empty_week(house: DeskSite, tmp_path: Path) -> None:
    environ = {"VIGIE_HOME": str(house.settings.home), "VIGIE_SITE_URL": "http://vigie.test",
               "VIGIE_NOW": NOW.isoformat(),
               "VIGIE_DATABASE_URL": house.engine.url.render_as_string(hide_password=False)}  # fmt: skip
    run = CliRunner().invoke(vigie, ["digest", "--out", str(tmp_path / "a")], env=environ)
    assert run.exit_code == 0, run.output
    assert sorted(p.name for p in (tmp_path / "a").iterdir()) == [
        f"vigie-{WEEK}-{tongue}.{end}" for tongue in ("en", "fr") for end in ("html", "txt")]  # fmt: skip
    assert (tmp_path / "a" / f"vigie-{WEEK}-fr.txt").read_text() == mail(house, "fr.txt")
    one = ["digest", "--week", WEEK, "--language", "fr", "--out", str(tmp_path / "b")]
    assert CliRunner().invoke(vigie, one, env=environ).exit_code == 0
    assert len(list((tmp_path / "b").iterdir())) == 2
    none = CliRunner().invoke(vigie, ["digest", "--week", "2027-W30", "--out", str(tmp_path / "c")], env=environ)
    assert (none.exit_code, none.output.strip()) == (0, "2027-W30: an empty week, no file")
    assert not (tmp_path / "c").exists()
    assert CliRunner().invoke(vigie, ["digest", "--week", "soon"], env=environ).exit_code == 2


def test_axe_finds_nothing_in_the_mail(house: DeskSite) -> None:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: barriers of the mail were not looked for")
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    did(house, "Bourse", "essential")
    with house.engine.connect() as connection:
        stands = made(connection, MONDAY, NOW)
    folder = Path(tempfile.mkdtemp(prefix="vigie-mail-"))
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync",
             "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"]  # fmt: skip
    found = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=quiet)
        for scheme in ("light", "dark"):
            for language in Language:
                written = rendered(stands, Pages(house.settings, language))
                assert written is not None
                (folder / "mail.html").write_text(written.html, encoding="utf-8")
                page = browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]
                page.goto((folder / "mail.html").as_uri())
                rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
                found += Axe().run(page, options=rules).response["violations"]
                page.close()
        browser.close()
    shutil.rmtree(folder)
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
