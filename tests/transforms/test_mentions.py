"""Events and calls in prose become suggestions; other dates do not, and say why. Links to what is known are careful."""

from __future__ import annotations

import time
from datetime import date, datetime

import pytest
import yaml

from pipeline.meaning import mentions as cli
from pipeline.scores.mentions import DATA, REAL, Text, judge, load, report
from transforms.mention_links import link_mentions
from transforms.mentions import Mention, read_mentions
from vigie.model import Call, Content, Deadline, Event, Kind, Occurrence, Place, Verdict, WallTime

DAY = date(2026, 3, 2)
LABELLED = [t for t in (*load(), *load(DATA / "kept")) if t.text is not None]


def found(text: str, title: str = "", published: date = DAY) -> list[tuple[str, str, str | None, str | None]]:
    """(kind, title, first day, last day) of each mention."""
    reading = read_mentions(title, text, published)
    return [(m.kind.value, m.title, str(m.first_day), str(m.last_day)) for m in reading.mentions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Le festival « Nuits claires » se tiendra du 8 au 10 mai 2026 à Huy.",
            [("event", "Nuits claires", "2026-05-08", "2026-05-10")],
        ),
        (
            "Les 9, 16 et 23 mai, l'asbl propose des ateliers de gravure.",
            [("event", "ateliers de gravure", "2026-05-09", "2026-05-23")],
        ),
        (
            "L'exposition Brumes ouvre le 6 mars à Mons. Elle restera visible jusqu'au 31 mai.",
            [("event", "Brumes", "2026-03-06", "2026-05-31")],
        ),
        (
            "Le colloque « Données », prévu le 5 mars, est reporté au 12 mars 2026.",
            [("event", "Données", "2026-03-12", "2026-03-12")],
        ),
        (
            "L'appel à projets « Écrans » est ouvert. Les dossiers sont à remettre avant le 30 avril 2026 à minuit.",
            [("call", "Écrans", "2026-04-30", "2026-04-30")],
        ),
        (
            "The Loop Summit takes place on 4 June 2026 in Namur. Applications close on 1 May 2026.",
            [("event", "Loop Summit", "2026-06-04", "2026-06-04"), ("call", "Loop Summit", "2026-05-01", "2026-05-01")],
        ),
        (
            "LUNDI 9 MARS\nAtelier Scratch pour enfants, Huy\nMARDI 10 MARS\nConférence sur la sécurité, Liège",
            [
                ("event", "Atelier Scratch", "2026-03-09", "2026-03-09"),
                ("event", "Conférence sur la sécurité", "2026-03-10", "2026-03-10"),
            ],
        ),
    ],
)
def test_what_is_announced_is_suggested(text: str, expected: list[tuple[str, ...]]) -> None:
    reading = found(text)
    assert [(r[0], *r[2:]) for r in reading] == [(e[0], *e[2:]) for e in expected]
    assert [r[1] for r in reading if r[0] == "event"] == [e[1] for e in expected if e[0] == "event"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("L'étude est parue le 26 février 2026.", "publication"),
        ("Publié le 26 février 2026 | Conférence", "publication"),
        ("La société a été fondée le 12 janvier 2015 lors d'un hackathon.", "long past"),
        ("Les billets du festival sont en vente dès le 4 mai.", "sale"),
        ("Le concert du 5 mars est annulé.", "cancelled"),
        ("Inscription au webinaire jusqu'au 20 mars.", "only an end"),
        ("Le jeu sort le 12 novembre.", "release"),
        ("L'équipe a déménagé le 12 février.", "no event"),
        ("Le programme 2026-2030 soutient les ateliers.", "no day"),
        ("Son atelier de Wavre ouvre ses volets le 3 avril.", "no event"),
    ],
)
def test_other_dates_are_left_with_a_reason(text: str, why: str) -> None:
    reading = read_mentions("", text, DAY)
    assert reading.mentions == ()
    assert reading.abstained
    assert why in reading.abstained


def test_a_session_is_no_second_event_but_an_event_beside_the_festival_is() -> None:
    text = "Le Loup Festival a lieu du 5 au 8 mai 2026 à Ath. Une soirée d'ouverture est prévue le 5 mai."
    assert found(text) == [("event", "Loup Festival", "2026-05-05", "2026-05-08")]
    beside = (
        "Le Loup Festival a lieu du 5 au 8 mai 2026 à Ath. Dans le cadre du mois du bois, un stage a lieu le 6 mai."
    )
    assert [m[2] for m in found(beside)] == ["2026-05-05", "2026-05-06"]


def test_news_looks_back_when_its_words_do() -> None:
    assert (
        found("Le 25 septembre, l'école a accueilli la Nuit des curieux.", published=date(2026, 11, 20))[0][2]
        == "2026-09-25"
    )
    (coming,) = found("Le 25 septembre, l'école accueillera la Nuit des curieux.", published=date(2026, 11, 20))
    assert coming[2] == "2027-09-25"
    (past,) = read_mentions("", "Le salon Bits a eu lieu le 3 février 2026 à Spa.", DAY).mentions
    assert past.past


@pytest.mark.parametrize("breaks", ["\n", " "])
def test_a_byline_is_no_event(breaks: str) -> None:
    lines = [
        "Le Salon Bits en bref",
        "- A. Auteur",
        "- 12 févr.",
        "- 3 min de lecture",
        "Le Salon Bits ouvre le 5 mai.",
    ]
    assert [m[2] for m in found(breaks.join(lines), published=date(2026, 2, 12))] == ["2026-05-05"]


def test_two_dates_that_only_stand_side_by_side_are_not_one_event() -> None:
    text = "Distribué le 04/03/2026 Le 12 mars, l'asbl organise une journée d'étude."
    assert found(text) == [("event", "journée d'étude", "2026-03-12", "2026-03-12")]


def test_the_year_before_counts_for_less() -> None:
    (mention,) = read_mentions("", "Le Salon Bits a eu lieu à Spa du 3 au 5 février 2025.", date(2026, 3, 2)).mentions
    (recent,) = read_mentions("", "Le Salon Bits a eu lieu à Spa du 3 au 5 février 2025.", date(2025, 3, 2)).mentions
    assert mention.score < recent.score
    assert read_mentions("", "Le Salon Bits a eu lieu à Spa du 3 au 5 février 2020.", date(2026, 3, 2)).mentions == ()


def test_a_mention_says_what_it_rests_on() -> None:
    text = "Rien ici.\nWALGA organise un hackathon à Verviers le 14 mars 2026. Rien là."
    (mention,) = read_mentions("", text, DAY).mentions
    assert text[slice(*mention.span)] == "WALGA organise un hackathon à Verviers le 14 mars 2026."
    assert mention.words == "hackathon … le 14 mars 2026"
    assert mention.actors == ("organizer:walga",)
    assert mention.place is not None
    assert mention.place.municipality == "Verviers"
    assert mention.because
    assert 50 <= mention.score <= 99


def test_labels_name_words_that_stand_in_their_texts() -> None:
    assert len(LABELLED) >= 21
    files = {path.stem: path for path in DATA.rglob("*.yaml")}
    for text in LABELLED:
        assert text.text is not None
        row = yaml.safe_load(files[text.name].read_text("utf-8"))
        for anchor in [w for e in row["expect"] for w in e["words"]] + [n["words"] for n in row["never"]]:
            assert anchor in text.text, (text.name, anchor)


def test_figures_of_the_labelled_texts_hold() -> None:
    figures = {(f.data, f.measure): f for f in report().figures}
    for data in ("invented", "kept"):
        assert figures[data, "recall"].n >= 15
        assert figures[data, "precision"].share >= 0.9
        assert figures[data, "recall"].share >= 0.9
        assert figures[data, "title"].share >= 0.9


@pytest.mark.shared
@pytest.mark.parametrize("name", ["000-ia-days", "001-sommet-ia", "002-guide-oif", "003-journee-cnc"])
def test_real_pages_are_read_as_an_editor_reads_them(name: str) -> None:
    text = next(t for t in load() if t.name == name)
    if text.text is None:
        pytest.skip(f"NOT TESTED: {REAL} is not on this machine")
    judged = judge(text)
    assert judged.missing == ()
    assert judged.extra == ()


def test_the_scorer_counts_missing_wrong_and_allowed() -> None:
    text = Text(
        "x", "", "Le salon Bits a lieu le 5 mai 2026. Le colloque Octets a lieu le 9 mai 2026.", DAY, "fr", (), ()
    )
    assert [m.title for m in judge(text).extra] == ["Bits", "Octets"]


def test_a_line_of_the_command_may_hold_line_breaks() -> None:
    said = cli.read("Agenda\\nLe salon Bits a lieu le 5 mai 2026 à Spa.", datetime(2026, 3, 2))
    (result,) = said["results"]  # type: ignore[misc]
    assert {"kind", "title", "start", "end", "deadline", "place", "actors", "span", "score", "because", "past"} <= set(
        result
    )
    assert (result["kind"], result["title"], result["start"], result["end"]) == (
        "event",
        "Bits",
        "2026-05-05",
        "2026-05-05",
    )
    assert cli.read("Rien à signaler.", datetime(2026, 3, 2))["abstained"] == "no day is named"


HUY = Place(municipality="Huy", nis="61031", country="BE")
SPA = Place(municipality="Spa", nis="63072", country="BE")


def event(title: str, start: str, end: str | None = None, place: Place | None = HUY) -> Event:
    first = WallTime.of_day(date.fromisoformat(start))
    return Event(title, (Occurrence(first, WallTime.of_day(date.fromisoformat(end)) if end else None),), place=place)


def mention(title: str, start: str, end: str | None = None, place: Place | None = HUY) -> Mention:
    return Mention(Kind.EVENT, title, event(title, start, end).occurrences, place=place)


def verdicts(said: Mention, *known: Content) -> list[tuple[str, Verdict]]:
    return [(link.id, link.verdict) for link in link_mentions(said, [(str(n), c) for n, c in enumerate(known)])]


def test_a_telling_word_and_the_day_make_a_link() -> None:
    said = mention("Nuits claires", "2026-05-08")
    assert verdicts(said, event("Festival Nuits claires 2026", "2026-05-08", "2026-05-10")) == [("0", Verdict.SAME)]
    assert verdicts(said, event("Festival Nuits claires 2025", "2025-05-08")) == []
    assert verdicts(said, event("Marché aux fleurs", "2026-05-08", place=SPA)) == []


def test_a_common_noun_alone_is_asked() -> None:
    said = mention("conférence", "2026-05-08")
    assert verdicts(said, event("Conférence : les abeilles", "2026-05-08")) == [("0", Verdict.ASK)]
    assert verdicts(said, event("Conférence : les abeilles", "2026-05-08", place=SPA)) == []


def test_a_town_in_both_titles_tells_nothing() -> None:
    said = mention("Huy se raconte", "2026-05-08")
    assert verdicts(said, event("Concert à Huy", "2026-05-08")) == [("0", Verdict.ASK)]


def test_two_sure_candidates_are_a_doubt() -> None:
    said = mention("Nuits claires", "2026-05-08")
    twins = [event("Nuits claires", "2026-05-08"), event("Nuits claires", "2026-05-08")]
    assert verdicts(said, *twins) == [("0", Verdict.ASK), ("1", Verdict.ASK)]


def test_a_call_is_known_by_its_deadline() -> None:
    def call(day: str, title: str = "Bourse Écrans") -> Call:
        return Call(title, deadlines=(Deadline(WallTime.of_day(date.fromisoformat(day))),))

    said = Mention(Kind.CALL, "Écrans", deadlines=call("2026-04-30").deadlines)
    assert verdicts(said, call("2026-04-30")) == [("0", Verdict.SAME)]
    assert verdicts(said, call("2026-05-15")) == [("0", Verdict.ASK)]
    assert verdicts(said, call("2027-04-30")) == []
    assert verdicts(said, event("Écrans", "2026-04-30")) == []


@pytest.mark.parametrize(
    "evil",
    [
        "1" * 20_000,
        "a" * 100_000,
        "١٢٣" * 6_000,
        "festival « " * 2_000,
        "Festival de " * 2_000,
        "5 mars\n" * 3_000,
        "A " * 10_000,
    ],
)
def test_evil_text_is_read_quickly(evil: str) -> None:
    read_mentions("", "Le concert a lieu le 5 mars.", DAY)
    started = time.process_time()
    read_mentions(evil[:300], evil, DAY)
    assert time.process_time() - started < 0.1
