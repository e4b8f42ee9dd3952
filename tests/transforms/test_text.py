"""Text: what people see, and nothing that hides."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.text import clean, excerpt, fold, line, sanitise, without_contacts, without_feed_tail


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("L&rsquo;art &#8211; num&eacute;rique", "L’art – numérique"),
        ("&lt;p&gt;L&amp;rsquo;art&lt;/p&gt;\\n", "L’art"),
        ("<p>Un <b>deux</b>trois</p><ul><li>a<li>b</ul>", "Un deuxtrois\na\nb"),
        ("avant<script>alert(1)</script> après", "avant après"),
        ("3 < 4 et 5 > 2", "3 < 4 et 5 > 2"),
        ("R&D chez AT&T", "R&D chez AT&T"),
        ("a\u202eb\u00adc\u200bd\x00\x1be", "abcde"),
        ("18\u00a0h\u202f30\t le  soir", "18 h 30 le soir"),
        ("[et_pb_section fb_built=”1″]Texte[/et_pb_section]", "Texte"),
        ("e\u0301te\u0301", "été"),
        ("un\r\n\r\n\r\ndeux\u2028trois", "un\ndeux\ntrois"),
    ],
)
def test_clean(given_text: str, expected: str) -> None:
    assert clean(given_text) == expected


def test_markdown_of_strong_words_goes_and_other_stars_stay() -> None:
    assert clean("Un **moment** de **création  numérique**.") == "Un moment de création numérique."
    assert clean("2 ** 3, 5 * 4, ***") == "2 ** 3, 5 * 4, ***"


def test_a_line_has_no_breaks() -> None:
    assert line("<h2>Un<br>deux</h2>") == "Un deux"


@given(st.text(max_size=400))
@settings(max_examples=150, deadline=None)
def test_cleaning_leaves_nothing_invisible(text: str) -> None:
    cleaned = clean(text)
    assert not any(ord(c) < 32 and c != "\n" for c in cleaned)
    assert not any(c in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u00ad\u200b\ufeff" for c in cleaned)
    cleaned.encode("utf-8")


@pytest.mark.parametrize(
    "evil", ["<" * 50_000, "<a " * 30_000, "&#" * 60_000, "[et_pb_" * 20_000, "&amp;" * 30_000, " \n" * 90_000]
)
def test_cleaning_evil_text_is_quick(evil: str) -> None:
    began = time.thread_time()
    clean(evil)
    assert time.thread_time() - began < 5  # of CPU; what runs away takes minutes


def test_an_excerpt_ends_with_a_sentence() -> None:
    text = "Une première phrase assez longue pour compter. " + "Une deuxième qui déborde " * 20
    assert excerpt(text, 100) == "Une première phrase assez longue pour compter."


def test_an_excerpt_without_sentence_ends_with_a_word() -> None:
    cut = excerpt("mot " * 200, 50)
    assert len(cut) <= 50
    assert cut == "mot " * 11 + "mot…"


def test_a_short_text_is_its_own_excerpt() -> None:
    assert excerpt("Court.\nVraiment.") == "Court. Vraiment."


@given(st.text(max_size=900), st.integers(min_value=20, max_value=400))
@settings(max_examples=150, deadline=None)
def test_an_excerpt_never_exceeds_its_limit(text: str, limit: int) -> None:
    assert len(excerpt(text, limit)) <= limit


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        '<p onclick="x()">a</p>',
        '<a href="javascript:alert(1)">a</a>',
        "<svg onload=alert(1)>",
        '<iframe src="https://evil.example"></iframe>',
        '<img src=x onerror="alert(1)">',
        "<style>*{}</style>",
        '<a href="data:text/html,x">a</a>',
    ],
)
def test_sanitise_removes(attack: str) -> None:
    safe = sanitise(attack).lower()
    assert not any(
        word in safe
        for word in ("script", "onclick", "onload", "onerror", "<svg", "<iframe", "<img", "<style", "data:")
    )


def test_sanitise_keeps_what_is_allowed() -> None:
    html = '<p>Un <em>mot</em><br><a href="https://a.example/x">lien</a></p><ul><li>a</li></ul>'
    expected = (
        '<p>Un <em>mot</em><br><a href="https://a.example/x" rel="nofollow noopener">lien</a></p><ul><li>a</li></ul>'
    )
    assert sanitise(html) == expected


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("L’Œuvre d’ÉTÉ – naïve", "l'oeuvre d'ete - naive"),
        ("Æthérique  STRAẞE", "aetherique strasse"),
        ("ﬁn", "fin"),
    ],
)
def test_fold(given_text: str, expected: str) -> None:
    assert fold(given_text) == expected


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("Inscription : jeanne@example.org", "Inscription :"),
        ("Tél. 081 22 33 44 ou marie.x [at] example.org.", "ou."),
        ("Appelez le +32 (0)81 12 34 56.", "Appelez le."),
        ("GSM : 0475/12.34.56, merci", "merci"),
        ("Info (tel 02/123.45.67) sur place", "Info sur place"),
        ("Réservez à l’accueil (accueil@example.org). Merci", "Réservez à l’accueil. Merci"),
        ("Réservez (à l’accueil : accueil@example.org). Merci", "Réservez (à l’accueil :). Merci"),
        ("Écrire à 04 76 20 24 12 demain", "Écrire à demain"),
    ],
)
def test_contacts_are_removed(given_text: str, expected: str) -> None:
    found = without_contacts(given_text)
    assert "@" not in found
    assert found.replace(" ,", ",").strip(" ,") == expected


@pytest.mark.parametrize(
    "text",
    [
        "le 05/03/2026 à 18h",
        "05/03/2026 18 00",
        "du 01-02-2026 au 03-04-2026",
        "le 02/03 2026 18h",
        "Budget de 1 000 000 000 € et 10 000 000",
        "de 09.00 à 10.30",
        "saison 2025-2026",
        "01/03 02/03 03/03",
        "5000 Namur",
        "ISBN 978-2-07-036822-8 non",
    ],
)
def test_dates_amounts_and_hours_are_no_contacts(text: str) -> None:
    assert without_contacts(text) == text


def test_the_closing_sentence_of_wordpress_feeds_goes() -> None:
    assert without_feed_tail("Un texte. L’article Un titre est apparu en premier sur Un site.") == "Un texte."
