"""What readers of the sector type, and the titles that must, and must not, come up (D18 of EDITORS.md)."""

from __future__ import annotations

import pytest

from transforms.analyse import analyse, written
from transforms.question import Question, read_question

FOUND = (
    ("jeu video", "Jeux vidéo : la Wallonie recrute"),
    ("creation numerique", "Créations numériques à la Citadelle"),
    ("oeuvre", "Les œuvres lumineuses de l’hiver"),
    ("appel à projet", "Appels à projets « Industries culturelles »"),
    ("intelligence artificielle", "L’IA générative entre à l’école"),
    ("IA", "Intelligence artificielle et droit d’auteur"),
    ("réalité virtuelle", "Une nuit en VR au Quai10"),
    ("XR", "Casques et réalités étendues"),
    ("realite augmentee", "Parcours AR dans le vieux Mons"),
    ("exposition art numerique", "Expo : arts numériques de demain"),
    ("atelier enfants", "Workshop for children : ton premier robot"),
    ("son", "Son et lumière sur la Meuse"),
    ("art sonore", "Sound art sous la verrière"),
    ("festival lumières", "Light festival de Liège"),
    ("résidence", "Appel à résidences : artistes et laboratoires"),
    ("residence artiste", "Résidences d’artistes 2027"),
    ("court-métrage", "Nuit des courts métrages d’animation"),
    ("fablab", "Portes ouvertes au Fab Lab de Mons"),
    ("tiers lieu", "Les tiers-lieux se racontent"),
    ("données ouvertes", "Open data : les communes publient"),
    ("dataviz", "Visualisation de données pour débutants"),
    ("start-up", "Dix startups montent sur scène"),
    ("game jam", "Gamejam de printemps, 48 heures"),
    ("serious game", "Jeux sérieux pour musées"),
    ("e-sport", "Tournoi d’esports"),
    ("bande dessinée", "La BD s’anime"),
    ("musée", "Museum night : nos collections en 3D"),
    ("developpeuse", "Rencontre des développeurs"),
    ("autrice", "Auteurs et autrices face aux machines"),
    ("creatif", "Code : les créatives ont la parole"),
    ("bourse", "Bourses de la Fédération"),
    ("FWB", "La Fédération Wallonie-Bruxelles soutient les arts"),
    ("impression 3d", "Impressions 3D : de l’idée à l’objet"),
    ("photo", "Photographies d’une ville"),
    ("coeur", "Au cœur de la machine"),
    ("theatre numerique", "Théâtres et écritures numériques"),
    ("liege", "Liège se met en scène"),
    ("jumeaux numériques", "Digital twin : un barrage en double"),
    ('"nuit blanche"', "Nuit blanche au musée"),
    ("lumière -atelier", "Parcours de lumières"),
)
LOST = (
    ("jeu video", "Une vidéo d’art"),
    ("IA", "J’ai rêvé d’une ville"),
    ("VR", "Vernissage à la galerie"),
    ("AR", "L’art et la manière"),
    ("appel à projets", "Un projet de quartier"),
    ("réalité virtuelle", "Réalités augmentées"),
    ("robot", "Roboratif : la cuisine d’hiver"),
    ("cinema", "Cinématique des fluides"),
    ("exposition", "Les exposants du salon"),
    ("formation", "Informations pratiques"),
    ("son", "Sonder les fonds marins"),
    ("art", "Artisans du goût"),
    ("danse", "Une foule dense"),
    ("3D", "Trois dés et un gobelet"),
    ('"nuit blanche"', "Nuits blanches de l’hiver"),
    ('"jeu vidéo"', "Vidéo : le jeu continue"),
    ('"appel à projets"', "Appel aux projets citoyens"),
    ("lumière -atelier", "Atelier de lumière"),
    ('festival -"réalité virtuelle"', "Festival : la réalité virtuelle chez soi"),
    ("-concert", "Trois concerts pour une gare"),
    ("musique -workshop", "Atelier de musiques électroniques"),
)


def comes_up(query: str, title: str) -> bool:
    return read_question(query).fits(set(analyse(title)), [written(title)])


@pytest.mark.parametrize(("query", "title"), FOUND)
def test_a_reader_finds(query: str, title: str) -> None:
    assert comes_up(query, title)


@pytest.mark.parametrize(("query", "title"), LOST)
def test_a_reader_is_not_shown(query: str, title: str) -> None:
    assert not comes_up(query, title)


def test_the_tables_are_as_long_as_promised() -> None:
    assert len({query for query, _ in FOUND}) == 40
    assert len(LOST) >= 20


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("jeux vidéo", Question(("jeu", "video"))),
        ("« Nuit Blanche »", Question((), (("nuit", "blanche"),))),
        ("“l’œuvre d’art” lumière", Question(("lumier",), (("l", "oeuvre", "d", "art"),))),
        ("e-sport", Question(("esport",))),
        ("lumière - atelier", Question(("lumier", "ateli"))),
        ("-atelier", Question((), (), (("ateli",),))),
        ('-"jeu vidéo" -VR', Question((), (), (("realit", "virtuel", "xr"),), (("jeu", "video"),))),
        ('l’"art', Question(("art",))),
        ('""', Question()),
        ("- --", Question()),
        ("…", Question()),
    ],
)
def test_what_is_asked(text: str, question: Question) -> None:
    assert read_question(text) == question


def test_a_phrase_does_not_reach_from_one_part_into_the_next() -> None:
    asked = read_question('"nuit blanche"')
    assert not asked.fits({"nuit", "blanch"}, [written("La nuit"), written("Blanche comme neige")])
    assert asked.fits({"nuit", "blanch"}, [written("Ailleurs"), written("Une nuit blanche")])
