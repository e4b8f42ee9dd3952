"""Who publishes in the made-up web: host names, where they are at home, and how much they bring."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class House:
    """A publisher. `towns` are where its own events take place; counts are of the things that it brings itself."""

    host: str
    name: str
    towns: tuple[str, ...]
    events: int = 0
    series: int = 0
    news: int = 0
    calls: int = 0


HUB = "hub-namur.example"
HALLE = "halle-charleroi.example"
PIXEL = "pixel-wallon.example"
LETTRE = "lettre-numerique.example"
HAINAUT = "agenda-hainaut.example"
MARCHE = "commune-marche.example"
COMMUNES = "agenda-communes.example"
REGION = "donnees-wallonie.example"
GRENIER = "grenier-huy.example"
THEATRE = "theatre-meuse.example"
MUSEE = "musee-ardoise.example"
OURTHE = "centre-ourthe.example"
NEON = "collectif-neon.example"
APPELS = "appels-culture.example"
FONDS = "fonds-image.example"
BOURSES = "bourses-arts.example"
EUROPE = "portail-europe.example"

HOUSES = (
    House(HUB, "Hub créatif de Namur", ("Namur",), events=42, series=4, news=28),
    House(HALLE, "La Halle numérique de Charleroi", ("Charleroi",), events=38, news=18),
    House(PIXEL, "Pixel wallon, le magazine", (), news=60),
    House(LETTRE, "La lettre du numérique culturel", (), news=34),
    House(HAINAUT, "Agenda créatif du Hainaut", ("Mons", "Tournai", "La Louvière", "Ath"), events=30),
    House(MARCHE, "Commune de Marche-en-Famenne", ("Marche-en-Famenne",), news=24),
    House(
        COMMUNES,
        "Agenda des communes",
        ("Wavre", "Nivelles", "Dinant", "Eupen", "Ottignies-Louvain-la-Neuve", "Ciney"),
        events=48,
        series=4,
    ),
    House(
        REGION,
        "Données ouvertes de Wallonie",
        ("Bastogne", "Arlon", "Namur", "Liège", "Mons", "Verviers", "Wavre"),
        events=62,
        series=2,
    ),
    House(GRENIER, "Le Grenier à sons de Huy", ("Huy",), events=26, series=3),
    House(THEATRE, "Théâtre de la Meuse électrique", ("Liège",), events=22, series=2),
    House(MUSEE, "Musée de l’ardoise et de l’image", ("Bastogne", "Arlon"), events=20),
    House(OURTHE, "Centre culturel des deux Ourthes", ("Marche-en-Famenne",), events=24),
    House(NEON, "Collectif Néon", ("Verviers", "Liège", "Eupen"), events=28),
    House(APPELS, "Appels Culture", (), calls=24),
    House(FONDS, "Fonds de l’image animée", (), news=14, calls=20),
    House(BOURSES, "Bourses et résidences", (), calls=16),
    House(EUROPE, "EU Funding Portal", (), calls=24),
)


def house(host: str) -> House:
    """The publisher behind a host name; KeyError when there is none."""
    found = next((h for h in HOUSES if h.host == host), None)
    if found is None:
        raise KeyError(host)
    return found
