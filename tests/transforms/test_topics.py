"""Topics: keywords of the taxonomy."""

from __future__ import annotations

from transforms.taxonomy import concepts
from transforms.topics import read_topics


def slugs(title: str, text: str = "", language: str | None = "fr") -> list[str]:
    return [f"{t.facet}:{t.slug}" for t in read_topics(title, text, language)]


def test_plurals_and_accents_in_a_title() -> None:
    assert "discipline:games" in slugs("ATELIERS JEUX VIDEO")
    assert "event_type:workshop" in slugs("ATELIERS JEUX VIDEO")


def test_a_longer_keyword_hides_the_shorter_one_it_holds() -> None:
    (topic,) = [t for t in read_topics("Atelier créatif", "", "fr") if t.slug == "workshop"]
    assert topic.words == ("atelier créatif",)


def test_a_passing_mention_in_the_text_is_no_topic() -> None:
    assert slugs("Une soirée", "On y parlera aussi de cinéma.") == []


def test_two_words_of_the_text_are_a_topic() -> None:
    assert "discipline:audiovisual-cinema" in slugs("Une soirée", "Un documentaire, puis un court métrage.")


def test_short_capitals_need_capitals() -> None:
    assert "discipline:xr" in slugs("Journée VR")
    assert "discipline:xr" not in slugs("journée vr")


def test_english_words_do_not_speak_in_french_titles() -> None:
    assert slugs("Lecture à voix haute") == []
    assert "event_type:conference" in slugs("Public lecture", language="en")


def test_whole_words_only() -> None:
    assert slugs("Expositionnisme et filmographie") == []


def test_best_first() -> None:
    topics = read_topics("Exposition", "Un atelier. Un autre atelier pratique.", "fr")
    assert [t.score for t in topics] == sorted((t.score for t in topics), reverse=True)
    assert topics[0].slug == "exhibition"


def test_every_call_type_has_words() -> None:
    assert [c.slug for c in concepts() if c.facet == "call_type" and not c.words] == []
    assert slugs("Appel à projets : marché public")[:2] == ["call_type:appel-a-projets", "call_type:marche-public"]
