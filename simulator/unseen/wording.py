"""The words of four languages that sites wrap around what they list."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """One language: names of months and days (Monday first), labels of links and parts."""

    code: str
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    days: tuple[str, ...]
    short_days: tuple[str, ...]
    headings: dict[str, tuple[str, ...]]  # by kind: what the page that lists them is called
    folders: dict[str, tuple[str, ...]]
    more: tuple[str, ...]
    following: tuple[str, ...]
    load_more: tuple[str, ...]
    published: str
    deadline: tuple[str, ...]
    when: str
    where: str
    price: str
    free: str
    archive: str
    cookies: str
    accept: str
    search: str
    related: str
    latest: str
    opening: str
    rights: str
    menu: tuple[str, ...]
    about: str


def _names(line: str) -> tuple[str, ...]:
    return tuple(line.split())


FRENCH = Wording(
    "fr",
    _names("janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
    _names("janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc."),
    _names("lundi mardi mercredi jeudi vendredi samedi dimanche"),
    _names("lun. mar. mer. jeu. ven. sam. dim."),
    {"event": ("Agenda", "Programmation", "Événements", "À l’affiche", "Que faire ?"),
     "news": ("Actualités", "Toutes les actus", "Blog", "Nouvelles"),
     "call": ("Appels à projets", "Appels en cours", "Bourses et appels")},
    {"event": ("agenda", "programme", "evenements", "saison", "fr/agenda"),
     "news": ("actualites", "actus", "blog", "news"),
     "call": ("appels", "appels-a-projets", "financements")},
    ("En savoir plus", "Lire la suite", "Plus d’infos", "Découvrir", "+ d’infos", "Voir"),
    ("Suivant", "Page suivante", "Suivant »", "›"), ("Charger plus", "Voir plus", "Afficher plus de résultats"),
    "Publié le", ("Date limite", "Clôture", "À rendre pour le", "Échéance"), "Quand", "Où", "Tarif", "Gratuit",
    "Archives", "Ce site utilise des cookies pour mesurer son audience.", "Tout accepter", "Rechercher",
    "Vous aimerez aussi",
    "Dernières actualités", "Accueil du mardi au vendredi de 9h à 17h, le samedi de 10h à 13h.",
    "Tous droits réservés", ("Accueil", "La maison", "L’équipe", "Infos pratiques", "Contact"),
    "Un lieu de rencontre pour les arts, les sciences et les techniques.",
)  # fmt: skip

DUTCH = Wording(
    "nl",
    _names("januari februari maart april mei juni juli augustus september oktober november december"),
    _names("jan. feb. mrt. apr. mei jun. jul. aug. sep. okt. nov. dec."),
    _names("maandag dinsdag woensdag donderdag vrijdag zaterdag zondag"),
    _names("ma di wo do vr za zo"),
    {"event": ("Kalender", "Agenda", "Programma"),
     "news": ("Nieuws", "Berichten"), "call": ("Oproepen", "Projectoproepen")},
    {"event": ("kalender", "agenda", "nl/programma"),
     "news": ("nieuws", "berichten"), "call": ("oproepen",)},
    ("Lees meer", "Meer info", "Ontdek meer"), ("Volgende", "Volgende pagina", "›"), ("Toon meer", "Meer laden"),
    "Gepubliceerd op", ("Uiterste datum", "Deadline"), "Wanneer", "Waar", "Prijs", "Gratis", "Archief",
    "Deze website gebruikt cookies.", "Alles aanvaarden", "Zoeken", "Misschien ook iets voor u", "Laatste nieuws",
    "Onthaal van dinsdag tot vrijdag van 9 tot 17 uur.", "Alle rechten voorbehouden",
    ("Home", "Het huis", "Het team", "Praktisch", "Contact"), "Een plek voor kunst, wetenschap en techniek.",
)  # fmt: skip

GERMAN = Wording(
    "de",
    _names("Januar Februar März April Mai Juni Juli August September Oktober November Dezember"),
    _names("Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez."),
    _names("Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag"),
    _names("Mo Di Mi Do Fr Sa So"),
    {"event": ("Veranstaltungen", "Kalender", "Programm"),
     "news": ("Aktuelles", "Neuigkeiten"), "call": ("Ausschreibungen", "Projektaufrufe")},
    {"event": ("veranstaltungen", "kalender", "programm"),
     "news": ("aktuelles", "neuigkeiten"), "call": ("ausschreibungen",)},
    ("Mehr erfahren", "Weiterlesen", "Details"), ("Weiter", "Nächste Seite", "›"), ("Mehr anzeigen", "Mehr laden"),
    "Veröffentlicht am", ("Einsendeschluss", "Frist"), "Wann", "Wo", "Eintritt", "Eintritt frei", "Archiv",
    "Diese Seite verwendet Cookies.", "Alle akzeptieren", "Suche", "Das könnte Sie auch interessieren",
    "Neueste Meldungen",
    "Geöffnet Dienstag bis Freitag von 9 bis 17 Uhr.", "Alle Rechte vorbehalten",
    ("Startseite", "Über uns", "Team", "Anfahrt", "Kontakt"), "Ein Ort für Kunst, Wissenschaft und Technik.",
)  # fmt: skip

ENGLISH = Wording(
    "en",
    _names("January February March April May June July August September October November December"),
    _names("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
    _names("Monday Tuesday Wednesday Thursday Friday Saturday Sunday"),
    _names("Mon Tue Wed Thu Fri Sat Sun"),
    {"event": ("Events", "What’s on", "Programme"),
     "news": ("News", "Stories"), "call": ("Open calls", "Opportunities")},
    {"event": ("events", "whats-on", "en/programme"),
     "news": ("news", "stories"), "call": ("open-calls", "opportunities")},
    ("Read more", "Learn more", "More info"), ("Next", "Next page", "Next »"), ("Load more", "Show more"),
    "Posted on", ("Deadline", "Apply by"), "When", "Where", "Tickets", "Free", "Past events",
    "We use cookies to understand how this site is used.", "Accept all", "Search", "You may also like", "Latest news",
    "Open Tuesday to Friday, 9 am to 5 pm.", "All rights reserved",
    ("Home", "About", "Team", "Visit", "Contact"), "A place for arts, science and technology.",
)  # fmt: skip

LANGUAGES = {w.code: w for w in (FRENCH, DUTCH, GERMAN, ENGLISH)}
