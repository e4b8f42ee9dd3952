"""A larger word stock than the demo's: works, titles and traps for a year of a hundred sites; all invented."""

from __future__ import annotations

from random import Random

from simulator import words

_PLURALS = (
    "Lucioles", "Ressorts", "Voltiges", "Archipels", "Sillons", "Chimères", "Boussoles", "Balises", "Pendules",
    "Tessons", "Alluvions", "Girouettes", "Murmures", "Phares", "Volcans", "Pétales", "Glaciers", "Tremplins",
    "Chaudrons", "Ricochets", "Spirales", "Varechs", "Totems", "Origamis", "Pylônes", "Falaises", "Braseros",
    "Coquillages", "Métronomes", "Toboggans", "Cerfs-volants", "Aurores", "Moussons", "Rouages", "Ardoises",
    "Sédiments", "Tambours", "Kaléidoscopes", "Lampadaires", "Estuaires",
)  # fmt: skip
_COMPLEMENTS = (
    "de cuivre", "du matin", "en écho", "sans rivage", "de nacre", "à rebours", "en orbite", "du septième étage",
    "de brique", "au ralenti", "en clair-obscur", "d’ambre", "du marais", "à facettes", "en dentelle", "d’octobre",
    "de minuit moins le quart", "en miroir", "de basalte", "à contre-jour", "du terril", "en pointillé", "de laine",
    "à vapeur", "d’outre-Sambre",
)  # fmt: skip
_SECONDS = ("tisanes", "cailloux", "satellites", "sémaphores", "fougères", "lanternes", "engrenages", "marées",
            "hirondelles", "partitions", "télescopes", "racines")  # fmt: skip

TRAPS = (
    "En cas d’événement annulé par l’organisateur, les billets sont remboursés dans les quinze jours.",
    "Le concert annulé l’an dernier trouve enfin sa place dans la saison.",
    "Une réservation peut être annulée ou reportée jusqu’à la veille, sans frais.",
    "Après une édition reportée puis annulée en 2021, le parcours revient au grand complet.",
    "L’atelier n’est pas annulé en cas de pluie : il se tient alors sous la halle.",
    "Les inscriptions des groupes sont complètes, celles des visiteurs individuels restent ouvertes.",
)

FORMS = ("exhibition", "performance", "festival", "screening", "meetup", "conference", "game-jam", "workshop")
CATEGORIES = {
    "exhibition": "Exposition", "performance": "Spectacle", "festival": "Festival", "screening": "Cinéma",
    "meetup": "Rencontre", "conference": "Conférence", "game-jam": "Game jam", "workshop": "Stage",
    "series": "Rendez-vous",
}  # fmt: skip
_FRENCH = {
    "exhibition": ("Exposition « {} »", "{}, installation interactive", "{} – parcours de lumière"),
    "performance": ("{} : concert audiovisuel", "{}, performance sonore", "Spectacle : {}"),
    "festival": ("Festival {}", "{}, festival d’arts numériques"),
    "screening": ("Projection : {}, film et rencontre", "Ciné-débat {}"),
    "meetup": ("Apéro métiers – {}", "{} : démonstration et rencontre"),
    "conference": ("Conférence : {}", "Table ronde « {} »"),
    "game-jam": ("Game jam « {} »", "48 heures pour un jeu : {}"),
    "workshop": ("Stage « {} »", "Initiation : {}", "Masterclass {}"),
    "series": ("Cycle {}", "Les mercredis de {}"),
}
_ABROAD = {
    "nl": {
        "exhibition": "Tentoonstelling {}", "performance": "Concert: {}", "festival": "Festival {}",
        "screening": "Vertoning: {}", "meetup": "Ontmoeting {}", "conference": "Lezing: {}",
        "game-jam": "Game jam {}", "workshop": "Workshop {}", "series": "Reeks {}",
    },
    "en": {
        "exhibition": "Exhibition: {}", "performance": "Concert: {}", "festival": "{} Festival",
        "screening": "Screening: {}", "meetup": "Meetup: {}", "conference": "Talk: {}",
        "game-jam": "Game jam {}", "workshop": "Workshop: {}", "series": "{} series",
    },
}  # fmt: skip
SUMMARIES = {
    "fr": "Une proposition de {} autour de la création numérique.",
    "nl": "Een voorstel van {} rond digitale creatie.",
    "en": "A proposal by {} on digital creation.",
}
_ENGLISH = (
    ("Immersive", "Interactive", "Small-scale", "Cross-border", "Sustainable", "Open", "Regional", "Accessible"),
    ("storytelling", "performance", "game", "archive", "sound", "animation", "exhibition", "publishing", "craft"),
    ("networks", "laboratories", "prototypes", "residencies", "toolkits", "markets", "academies", "pilots"),
)


def english_titles(rng: Random) -> list[str]:
    """Some 570 titles of European topics, shuffled."""
    found = [f"{a} {b} {c}" for a in _ENGLISH[0] for b in _ENGLISH[1] for c in _ENGLISH[2]]
    rng.shuffle(found)
    return found


def work_names(rng: Random) -> list[str]:
    """Some 3,800 distinct names, shuffled."""
    names = [f"{noun} {tail}" for noun in _PLURALS for tail in _COMPLEMENTS]
    names += [f"{noun} et {second}" for noun in _PLURALS for second in _SECONDS]
    names += [f"{noun} et {other}" for noun in _PLURALS for other in _PLURALS if noun != other]
    names += words.work_names(rng)
    rng.shuffle(names)
    return names


def title(rng: Random, form: str, name: str) -> str:
    """The title of an event of that form in French."""
    return rng.choice(_FRENCH[form]).format(name)


def title_abroad(language: str, form: str, name: str) -> str:
    """The same on the page in Dutch (`nl`) or English (`en`); the name of a work is not translated."""
    return _ABROAD[language][form].format(name)
