"""The own page of a thing that its list no longer holds: explicit markers alone cancel (law 4)."""

from __future__ import annotations

import json

import pytest

from transforms.page_marks import MARKERS, PageAnswer, read_page
from transforms.page_marks_headings import read_heading
from transforms.page_marks_words import read_mark
from vigie.model import Status

TITLE = "Nuit des pixels"
CANCELLED, POSTPONED, RESCHEDULED = PageAnswer.CANCELLED, PageAnswer.POSTPONED, PageAnswer.RESCHEDULED
LIVES, OTHER = PageAnswer.LIVES, PageAnswer.OTHER


def page(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode()


def linked(*nodes: dict[str, object]) -> str:
    return f'<script type="application/ld+json">{json.dumps(list(nodes))}</script>'


def event(name: str, status: str = "EventScheduled", **more: object) -> dict[str, object]:
    return {"@type": "Event", "name": name, "eventStatus": f"https://schema.org/{status}", **more}


# The heading of the page, the answer that an editor would give, the language of the marker.
HEADINGS = [
    ("Nuit des pixels", LIVES, None),
    ("NUIT DES PIXELS", LIVES, None),
    ("ANNULÉ – Nuit des pixels", CANCELLED, "fr"),
    ("[Annulé] Nuit des pixels", CANCELLED, "fr"),
    ("[ANNULATION] Nuit des pixels", CANCELLED, "fr"),
    ("Nuit des pixels (annulée)", CANCELLED, "fr"),
    ("Nuit des pixels : annulé", CANCELLED, "fr"),
    ("ANNULÉ Nuit des pixels", CANCELLED, "fr"),
    ("/!\\ ANNULÉ /!\\ Nuit des pixels", CANCELLED, "fr"),
    ("Nuit des pixels – événement annulé", CANCELLED, "fr"),
    ("Nuit des pixels – annulée pour cause de maladie", CANCELLED, "fr"),
    ("ANNULÉ / GEANNULEERD – Nuit des pixels", CANCELLED, "nl"),  # the word beside the title
    ("Geannuleerd: Nuit des pixels", CANCELLED, "nl"),
    ("Nuit des pixels - AFGELAST", CANCELLED, "nl"),
    ("Nuit des pixels (gaat niet door)", CANCELLED, "nl"),
    ("Abgesagt: Nuit des pixels", CANCELLED, "de"),
    ("Nuit des pixels – fällt leider aus", CANCELLED, "de"),
    ("Nuit des pixels | ENTFÄLLT", CANCELLED, "de"),
    ("CANCELLED: Nuit des pixels", CANCELLED, "en"),
    ("Nuit des pixels [Canceled]", CANCELLED, "en"),
    ("Nuit des pixels – this event has been cancelled", CANCELLED, "en"),
    ("Reporté : Nuit des pixels", POSTPONED, "fr"),
    ("Nuit des pixels – reportée à une date ultérieure", POSTPONED, "fr"),
    ("Nuit des pixels (postposé)", POSTPONED, "fr"),
    ("Uitgesteld – Nuit des pixels", POSTPONED, "nl"),
    ("Verschoben: Nuit des pixels", POSTPONED, "de"),
    ("Postponed: Nuit des pixels", POSTPONED, "en"),
    ("Nuit des pixels – reportée au 12 mai", RESCHEDULED, "fr"),
    ("NOUVELLE DATE : Nuit des pixels", RESCHEDULED, "fr"),
    ("Nuit des pixels (verplaatst naar 5 mei)", RESCHEDULED, "nl"),
    ("Nuit des pixels – verschoben auf den 5. Mai", RESCHEDULED, "de"),
    ("Rescheduled: Nuit des pixels", RESCHEDULED, "en"),
    # What is no marker of this thing.
    ("Nuit des pixels – concert annulé", LIVES, None),
    ("Nuit des pixels – COMPLET", LIVES, None),
    ("Nuit des pixels : conditions d’annulation", LIVES, None),
    ("Nuit des pixels, ou l’annulation du monde", LIVES, None),
    ("Nuit des pixels – annulé puis rejoué", LIVES, None),
    ("Nuit des pixels : la fête annulée", LIVES, None),
    ("Annulé : Bal des ombres", OTHER, None),
    ("Agenda", OTHER, None),
    ("Page introuvable", OTHER, None),
]


@pytest.mark.parametrize(("heading", "answer", "language"), HEADINGS)
def test_headings(heading: str, answer: PageAnswer, language: str | None) -> None:
    read = read_page(page(f"<main><h1>{heading}</h1><p>Une soirée.</p></main>"), "text/html", TITLE)
    assert (read.answer, read.language) == (answer, language)
    assert (read.pointer == "h1") == (answer is not OTHER)


PROSE = "<p>Annulé en 2020, reporté en 2021, le festival revient. Annulation gratuite jusqu’à la veille.</p>"
# A page about the thing, which no words of it cancel.
ALIVE = {
    "a word of the description": f"<h1>{TITLE}</h1>{PROSE}",
    "a paragraph of the text": f"<h1>{TITLE}</h1><p>Une soirée.</p><p>Annulé</p>",
    "one concert of the festival": f"<h1>{TITLE}</h1><p>Le concert est annulé.</p><p>Le reste a lieu.</p>",
    "a related event": f"<h1>{TITLE}</h1><p>Bienvenue</p><section class='related'><h2>ANNULÉ – Bal</h2></section>",
    "its own title among related ones": f"<h1>{TITLE}</h1><div class='related-posts'><h2>ANNULÉ – {TITLE}</h2></div>",
    "another session in the sidebar": f"<h1>{TITLE}</h1><aside><h1>{TITLE} – ANNULÉ</h1></aside>",
    "a teaser of news": f"<h1>{TITLE}</h1><p>Infos</p><article><h3>Annulé : {TITLE} de l’an dernier</h3></article>",
    "a comment": f"<h1>{TITLE}</h1><p>Infos</p><div id='comments'><p>Annulé</p></div>",
    "the navigation": f"<nav><ul><li><a href='/a'>Annulé</a></li></ul></nav><h1>{TITLE}</h1>",
    "a link beside the heading": f"<a class='tag' href='/annules'>Annulé</a><h1>{TITLE}</h1>",
    "terms of cancellation": f"<h1>{TITLE}</h1><div>Conditions d’annulation</div>",
    "a tab named so": f"<h1>{TITLE}</h1><div class='tab-label'>Annulation</div><p>Remboursement</p>",
    "a badge that a script shows": f"<h1>{TITLE}</h1><span class='badge' v-if='event.cancelled'>Annulé</span>",
    "a badge that is hidden": f"<h1>{TITLE}</h1><span class='badge' style='display: none'>Annulé</span>",
    "a badge with a hidden class": f"<h1>{TITLE} <span class='badge d-none'>Annulé</span></h1>",
    "a template": f"<template><span>Annulé</span></template><h1>{TITLE}</h1>",
    "a script": f"<script>var labels = ['Annulé'];</script><h1>{TITLE}</h1>",
    "full is not cancelled": f"<h1>{TITLE}</h1><span class='badge'>Complet</span>",
    "a filter": f"<form><label>Annulé</label></form><h1>{TITLE}</h1>",
    "another event in the data": linked(event(TITLE), event("Bal des ombres", "EventCancelled")) + f"<h1>{TITLE}</h1>",
    "one of two sessions": linked(
        event(TITLE, "EventCancelled", startDate="2026-03-01"), event(TITLE, startDate="2026-03-02")
    ),
    "an online event": linked(event(TITLE, "EventMovedOnline")),
    "an article named so": linked({"@type": "NewsArticle", "name": f"ANNULÉ – {TITLE}"}) + f"<h1>{TITLE}</h1>",
    "one nearly named so among others": linked(event("Nuit des pixels juniors", "EventCancelled"), event("Bal"))
    + f"<h1>{TITLE}</h1>",
    "broken data": f"<script type='application/ld+json'>{{'eventStatus': EventCancelled</script><h1>{TITLE}</h1>",
    "several things on one page": f"<h1>Agenda</h1><h2>{TITLE}</h2><p>20 h</p><h2>ANNULÉ – Bal des ombres</h2>",
}
# Pages that mark the thing where it counts.
MARKED = {
    "a badge before": (f"<span class='badge'>Annulé</span><h1>{TITLE}</h1>", CANCELLED),
    "a badge behind": (f"<h1>{TITLE}</h1><div class='status'>Annulé</div><p>Texte</p>", CANCELLED),
    "a badge inside": (f"<h1>{TITLE} <span class='badge'>Annulé</span></h1>", CANCELLED),
    "a badge beside the header": (
        f"<header><h1>{TITLE}</h1></header><p class='etat'>Geannuleerd</p><p>Texte</p>",
        CANCELLED,
    ),
    "a badge with its reason below": (
        f"<h1>{TITLE}</h1><div class='event-status'><b>Reporté</b><p>L’artiste est souffrante.</p></div>",
        POSTPONED,
    ),
    "The Events Calendar": (
        f"<div class='tribe-events-single'><h1>{TITLE}</h1><div class='tribe-events-schedule'><h2>12 mars</h2></div>"
        "<div class='tribe-events-status-single'>"
        "<div class='tribe-events-status-single__header'>Annulé</div></div></div>",
        CANCELLED,
    ),
    "JSON-LD": (linked(event(TITLE, "EventCancelled")) + f"<h1>{TITLE}</h1>", CANCELLED),
    "JSON-LD in a graph": (
        f'<script type="application/ld+json">{json.dumps({"@graph": [event(TITLE, "EventPostponed")]})}</script>',
        POSTPONED,
    ),
    "JSON-LD, heading without it": (linked(event(TITLE, "EventRescheduled")) + f"<h1>{TITLE}</h1>", RESCHEDULED),
    "JSON-LD says scheduled by habit": (linked(event(TITLE)) + f"<h1>ANNULÉ – {TITLE}</h1>", CANCELLED),
    "JSON-LD with entities": (linked(event("Nuit &#171;des pixels&#187;", "EventCancelled")), CANCELLED),
    "JSON-LD with a longer name, alone": (linked(event("Nuit des pixels de Namur", "EventCancelled")), CANCELLED),
    "all sessions": (linked(event(TITLE, "EventCancelled"), event(TITLE, "EventCancelled")), CANCELLED),
    "microdata": (
        f"<div itemscope itemtype='https://schema.org/MusicEvent'><h1 itemprop='name'>{TITLE}</h1>"
        "<meta itemprop='eventStatus' content='https://schema.org/EventCancelled'></div>",
        CANCELLED,
    ),
    "microdata of another event": (
        f"<h1>{TITLE}</h1><div itemscope itemtype='https://schema.org/Event'><p itemprop='name'>Bal des ombres</p>"
        "<meta itemprop='eventStatus' content='https://schema.org/EventCancelled'></div>",
        LIVES,
    ),
}  # fmt: skip


@pytest.mark.parametrize("body", ALIVE.values(), ids=ALIVE)
def test_what_never_cancels(body: str) -> None:
    assert read_page(page(body), "text/html", TITLE).answer is LIVES


@pytest.mark.parametrize(("body", "answer"), MARKED.values(), ids=MARKED)
def test_what_counts(body: str, answer: PageAnswer) -> None:
    read = read_page(page(body), "text/html", TITLE)
    assert read.answer is answer
    assert (read.words != "") == (read.pointer != "") == (answer is not OTHER)


# Titles that speak of cancellation themselves.
TITLES = [
    ("L’annulation du monde, spectacle", "L’annulation du monde, spectacle"),
    ("L’annulation du monde, spectacle", "L’annulation du monde – Théâtre de Namur"),
    ("Annulé ! Un spectacle", "Annulé ! Un spectacle"),
    ("Annulé ! Un spectacle", "Annulé ! Un spectacle | Théâtre"),
    ("Le procès reporté", "Le procès reporté"),
    ("Cancelled", "Cancelled"),
    ("Cancel culture : débat", "Cancel culture : débat"),
    ("Concert annulé", "Concert annulé (création)"),
]


@pytest.mark.parametrize(("title", "heading"), TITLES)
def test_a_title_that_speaks_of_cancellation(title: str, heading: str) -> None:
    assert read_page(page(f"<h1>{heading}</h1>"), "text/html", title).answer is LIVES
    assert read_page(page(linked(event(title))), "text/html", title).answer is LIVES


def test_the_title_of_the_document_counts_when_no_other_heading_is_the_items() -> None:
    head = f"<title>ANNULÉ – {TITLE} | Le Quai</title>"
    read = read_page(page("<h1>Le Quai</h1><p>Texte</p>", head), "text/html", TITLE)
    assert (read.answer, read.pointer, read.words) == (CANCELLED, "title", f"ANNULÉ – {TITLE} | Le Quai")
    social = f'<meta property="og:title" content="{TITLE} (geannuleerd)">'
    assert read_page(page(f"<h1>{TITLE}</h1>", social), "text/html", TITLE).pointer == "meta[property='og:title']"


def test_a_longer_title_keeps_its_marker() -> None:
    longer = "Festival des pixels et des sons de Namur"
    assert read_page(page(f"<h1>ANNULÉ – {longer} 2026</h1>"), "text/html", longer).answer is CANCELLED
    assert read_page(page("<h1>ANNULÉ – Festival des sons</h1>"), "text/html", longer).answer is OTHER


def test_a_concert_is_cancelled_where_the_title_says_concert() -> None:
    assert (
        read_page(page("<h1>Concert de Noël – concert annulé</h1>"), "text/html", "Concert de Noël").answer is CANCELLED
    )


def test_json_of_an_api() -> None:
    def read(value: object) -> PageAnswer:
        return read_page(json.dumps(value).encode(), "application/json", TITLE).answer

    assert read({"title": TITLE, "start_date": "2026-03-01", "status": "cancelled"}) is CANCELLED
    assert read({"title": {"rendered": TITLE}, "start_date": "2026-03-01", "status": "publish"}) is LIVES
    assert (
        read({"title": {"fr": TITLE, "nl": "Pixelnacht"}, "timings": [], "event_status": "EventCancelled"}) is CANCELLED
    )
    assert read({"title": {"fr": TITLE}, "timings": [], "status": 6}) is LIVES, "a number means nothing outside its API"
    assert read({"title": TITLE, "start": "2026-03-01", "status": "unavailable"}) is LIVES, "that is booking"
    assert read({"title": "Bal des ombres", "start": "2026-03-01", "status": "cancelled"}) is OTHER
    assert read({"code": "rest_no_route", "title": TITLE}) is OTHER


@pytest.mark.parametrize("body", [b"", b"\x00\xff\xfe", b"<", b"<h1>", b"{", b"[" * 100_000, b"<h1>" * 20_000])
@pytest.mark.parametrize("media", ["text/html", "application/json", "", "application/pdf"])
def test_any_bytes_are_read(body: bytes, media: str) -> None:
    assert read_page(body, media, TITLE).answer is OTHER
    assert read_page(body, media, "").answer is OTHER


def test_other_charsets() -> None:
    latin = "<html><head><meta charset=iso-8859-1></head><body><h1>ANNULÉ : Été à Liège</h1></body></html>"
    assert read_page(latin.encode("iso-8859-1"), "text/html", "Été à Liège").answer is CANCELLED


def test_no_sentence_is_a_marker() -> None:
    for text in ("annulé puis rejoué", "Les places annulées", "annuler", "reporter", "Annulé le 12 mars", "non annulé"):
        assert read_mark(text) is None, text
    mark = read_mark("Le spectacle est annulé", ("spectacle",))
    assert mark is not None
    assert mark.status is Status.CANCELLED
    assert read_mark("ANNULÉ / REPORTÉ") is None, "it says two things"


def test_a_heading_without_the_title_is_nobody() -> None:
    assert read_heading("ANNULÉ", TITLE) is None
    assert read_heading("Annulé – Agenda", TITLE) is None
    assert len(MARKERS) == 3
