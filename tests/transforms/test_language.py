"""Language: by enough words of a text, never on a title alone."""

from __future__ import annotations

import pytest
from items import REFERENCE, raw, source

from transforms.language import read_language
from transforms.understand import understand

FRENCH = (
    "Les artistes invités présentent leurs œuvres dans la grande salle, et les visiteurs peuvent poser des questions."
)
DUTCH = "De kunstenaars stellen hun werk voor in de grote zaal en het publiek kan vragen stellen aan alle makers."
GERMAN = "Die Künstlerinnen zeigen ihre Werke in der großen Halle, und das Publikum kann ihnen Fragen stellen."
ENGLISH = "The artists present their works in the main hall, and visitors are welcome to ask them questions about it."


@pytest.mark.parametrize(("text", "language"), [(FRENCH, "fr"), (DUTCH, "nl"), (GERMAN, "de"), (ENGLISH, "en")])
def test_four_languages(text: str, language: str) -> None:
    assert read_language(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Les artistes présentent leurs œuvres",
        f"{FRENCH} {DUTCH}",
        f"{ENGLISH} {FRENCH}",
        "KIKK TRAKK Quai10 Technocité Transcultures Pavillon Hovertone Superbe Namur Mons Charleroi Liège Tournai",
        "El festival presenta una selección de obras creadas por artistas de la región y de todo el mundo para niños.",
        "Il festival presenta una selezione di opere create da artisti della regione e di tutto il mondo per bambini.",
        "1234567890 " * 50,
    ],
)
def test_none_where_a_person_would_hesitate_or_in_other_languages(text: str) -> None:
    assert read_language(text) is None


def test_a_few_words_of_another_language_change_nothing() -> None:
    assert read_language(f"{FRENCH} In the mood for pixels.") == "fr"


def test_a_title_however_long_gives_no_language() -> None:
    record = understand(raw(title=ENGLISH, start="2026-03-05"), source(language=""), REFERENCE).record
    assert record is not None
    assert record.content.language is None
