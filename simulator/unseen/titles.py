"""Titles and sentences in four languages: every noun with every ending, wrapped in the forms that programmes use."""

from __future__ import annotations

from random import Random

from simulator import words

_NOUNS = {
    "nl": (
        "Lichtspoor",
        "Klankkamer",
        "Papierstad",
        "Nachtgarens",
        "Stuifzand",
        "Spiegeltuin",
        "Draadwerk",
        "Windorgel",
        "Zoutkaart",
        "Vuurtorens",
        "Glasmuziek",
        "Schemering",
    ),
    "de": (
        "Lichtspuren",
        "Klangräume",
        "Papierstädte",
        "Nachtgarne",
        "Flugsand",
        "Spiegelgarten",
        "Drahtwerk",
        "Windorgel",
        "Salzkarten",
        "Leuchttürme",
        "Glasmusik",
        "Dämmerung",
    ),
    "en": (
        "Light Trails",
        "Sound Rooms",
        "Paper Cities",
        "Night Threads",
        "Drifting Sand",
        "Mirror Garden",
        "Wirework",
        "Wind Organ",
        "Salt Maps",
        "Lighthouses",
        "Glass Music",
        "Afterglow",
    ),
}
_ENDINGS = {
    "nl": ("in de haven", "voor beginners", "van morgen", "zonder scherm", "op straat", "in drie delen", "bij nacht"),
    "de": (
        "am Hafen",
        "für Einsteiger",
        "von morgen",
        "ohne Bildschirm",
        "auf der Straße",
        "in drei Teilen",
        "bei Nacht",
    ),
    "en": (
        "by the Harbour",
        "for Beginners",
        "of Tomorrow",
        "Unplugged",
        "on the Street",
        "in Three Parts",
        "at Night",
    ),
}
_FORMS = {
    "event": {
        "fr": (
            "{w}",
            "{w}",
            "{w}",
            "Atelier : {t}",
            "Atelier {t}",
            "Rencontre – {w}",
            "Concert de {w}",
            "Expo « {w} »",
            "{w} (dès 8 ans)",
            "Conférence : {q}",
            "{q}",
            "Initiation : {t}",
            "Festival {w}",
            "Visite guidée de {w}",
        ),
        "nl": ("{w}", "{w}", "Workshop: {w}", "Lezing – {w}", "Concert {w}", "Expo {w}"),
        "de": ("{w}", "{w}", "Workshop: {w}", "Vortrag – {w}", "Konzert {w}", "Ausstellung „{w}“"),
        "en": ("{w}", "{w}", "Workshop: {w}", "Talk – {w}", "Live: {w}", "Exhibition “{w}”"),
    },
    "news": {
        "fr": (
            "{w} ouvre ses portes au public",
            "Retour en images sur {w}",
            "Un nouveau studio consacré à {t}",
            "Trois questions à l’équipe de {w}",
            "{w} : bilan d’une saison",
            "Le réseau s’agrandit avec {w}",
            "{t} : un dossier complet",
        ),
        "nl": ("{w} opent de deuren", "Terugblik op {w}", "Nieuw atelier rond {w}"),
        "de": ("{w} öffnet die Türen", "Rückblick auf {w}", "Neues Atelier für {w}"),
        "en": ("{w} opens to the public", "Looking back at {w}", "A new studio for {w}"),
    },
    "call": {
        "fr": (
            "Appel à projets {w}",
            "Bourse « {w} »",
            "Résidence : {t}",
            "Appel à candidatures – {w}",
            "Prix {w}",
            "Soutien à la création : {t}",
        ),
        "nl": ("Projectoproep {w}", "Beurs {w}", "Residentie – {w}"),
        "de": ("Projektaufruf {w}", "Stipendium {w}", "Residenz – {w}"),
        "en": ("Open call: {w}", "{w} Grant", "Residency – {w}"),
    },
}
_SENTENCES = {
    "fr": (
        "Une soirée pour découvrir autrement les outils de la création.",
        "Sur inscription, dans la limite des places.",
        "Une proposition qui mêle image, son et mouvement.",
        "Avec le soutien des partenaires du réseau.",
        "Le public est invité à essayer les prototypes.",
        "L’équipe présente ses derniers travaux.",
    ),
    "nl": (
        "Een avond om de werktuigen van makers te leren kennen.",
        "Inschrijven is verplicht.",
        "Beeld, klank en beweging komen samen.",
        "Het publiek mag de prototypes uitproberen.",
    ),
    "de": (
        "Ein Abend mit den Werkzeugen der Gestaltung.",
        "Um Anmeldung wird gebeten.",
        "Bild, Klang und Bewegung kommen zusammen.",
        "Das Publikum darf die Prototypen ausprobieren.",
    ),
    "en": (
        "An evening with the tools of makers.",
        "Booking is required.",
        "Image, sound and movement meet.",
        "The public can try the prototypes.",
    ),
}
CATEGORIES = {
    "event": {
        "fr": ("Concert", "Atelier", "Conférence", "Exposition", "Jeune public", "Danse"),
        "nl": ("Concert", "Workshop", "Lezing", "Tentoonstelling"),
        "de": ("Konzert", "Workshop", "Vortrag", "Ausstellung"),
        "en": ("Concert", "Workshop", "Talk", "Exhibition"),
    },
    "news": {"fr": ("Actualité", "Portrait", "Réseau"), "nl": ("Nieuws",), "de": ("Meldung",), "en": ("News", "Story")},
    "call": {"fr": ("Subvention", "Résidence", "Bourse"), "nl": ("Subsidie",), "de": ("Förderung",), "en": ("Grant",)},
}


def titles(kind: str, language: str, count: int, rng: Random) -> list[str]:
    """`count` titles, all different."""
    names = _names(language, rng)
    topics = list(words.TOPICS)
    questions = list(words.QUESTIONS)
    rng.shuffle(topics)
    rng.shuffle(questions)
    found: list[str] = []
    while len(found) < count:
        form = rng.choice(_FORMS[kind][language])
        if ("{t}" in form and not topics) or ("{q}" in form and not questions):
            continue
        title = form.format(
            w=names.pop() if "{w}" in form else "",
            t=topics.pop() if "{t}" in form else "",
            q=questions.pop() if "{q}" in form else "",
        )
        title = title[0].upper() + title[1:]
        if title not in found:
            found.append(title)
    return found


def sentences(language: str, rng: Random) -> tuple[str, ...]:
    """Two to four sentences, in any order."""
    stock = _SENTENCES[language]
    return tuple(rng.sample(stock, rng.randint(2, 4)))


def _names(language: str, rng: Random) -> list[str]:
    if language == "fr":
        return words.work_names(rng)
    names = [f"{noun} {ending}" for noun in _NOUNS[language] for ending in _ENDINGS[language]]
    rng.shuffle(names)
    return names
