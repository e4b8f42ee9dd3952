"""The analyser: a query finds a title when all its tokens are among the title's (D18 of EDITORS.md)."""

from __future__ import annotations

import pytest

from transforms.analyse import analyse
from transforms.language import read_language

FOUND = [
    ("jeu video", "Jeux vidéo et société"),
    ("jeux vidéos", "Atelier de jeu vidéo"),
    ("creation numerique", "Créations numériques en Wallonie"),
    ("oeuvre", "Les œuvres du mois"),
    ("œuvres", "Une oeuvre interactive"),
    ("appel à projet", "Appels à projets 2026"),
    ("AAP", "Appel à projets : culture"),
    ("appel", "AAP Culture"),
    ("call for proposals", "Appel à projets européen"),
    ("IA", "L’intelligence artificielle au musée"),
    ("intelligence artificielle", "IA et création"),
    ("AI", "Journée IA"),
    ("intelligence", "Journée IA"),
    ("VR", "Expérience en réalité virtuelle"),
    ("RV", "Casques VR"),
    ("XR", "Festival RV"),
    ("realite virtuelle", "XR Day"),
    ("réalité", "Soirée VR"),
    ("realite augmentee", "Parcours AR"),
    ("ICC", "Industries culturelles et créatives"),
    ("industrie créative culturelle", "Les ICC en chiffres"),
    ("art numerique", "Digital art now"),
    ("arts numériques", "Art numérique"),
    ("exposition", "Expo : lumières"),
    ("hackathon", "Hackaton citoyen"),
    ("game jam", "Gamejam de Namur"),
    ("fablab", "Portes ouvertes du Fab Lab"),
    ("l'art", "Art et science"),
    ("d’été", "Stages d'été"),
    ("createur", "Rencontre de créatrices"),
    ("lieux", "Un lieu pour créer"),
    ("formations", "Formation continue"),
    ("startup", "Start-up : pitch"),
    ("louvain la neuve", "Concert à Louvain-la-Neuve"),
    ("e-sport", "Tournoi esport"),
    ("webinar", "Webinaire : financer"),
]
NOT_FOUND = [
    ("IA", "J’ai vu une exposition"),
    ("jeu video", "Vidéo d’art"),
    ("VR", "Vernissage"),
    ("appel à projets", "Projet de quartier"),
]


@pytest.mark.parametrize(("query", "title"), FOUND)
def test_found(query: str, title: str) -> None:
    assert set(analyse(query)) <= set(analyse(title))


@pytest.mark.parametrize(("query", "title"), NOT_FOUND)
def test_not_found(query: str, title: str) -> None:
    assert not set(analyse(query)) <= set(analyse(title))


def test_tokens_keep_the_order_of_the_text() -> None:
    assert analyse("Le musée et la nuit") == ("muse", "nuit")


def test_stop_words_alone_stay_findable() -> None:
    assert analyse("À nous") == ("a", "nous")


def test_no_word_no_token() -> None:
    assert analyse(" … !") == ()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Le festival revient à Namur pour une nouvelle édition avec des artistes venus du monde entier.", "fr"),
        ("Het festival komt terug naar Namen voor een nieuwe editie met kunstenaars uit de hele wereld.", "nl"),
        ("Das Festival kommt mit einer neuen Ausgabe und Künstlern aus der ganzen Welt nach Namur zurück.", "de"),
        ("The festival is back in Namur for a new edition with artists from all over the world.", "en"),
        ("Le festival revient à Namur.", None),
        ("Namur Liège Charleroi Mons Tournai Verviers Arlon Bastogne Wavre Nivelles Ath Mouscron", None),
    ],
)
def test_language(text: str, language: str | None) -> None:
    assert read_language(text) == language
