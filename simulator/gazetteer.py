"""Real Walloon municipalities in which the made-up world takes place, with invented venues and streets."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Town:
    """A municipality: postal code of its centre, province slug, rough WGS84 position of the centre in degrees."""

    name: str
    postcode: str
    province: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Venue:
    """An invented place in a real town."""

    number: int
    name: str
    street: str
    house: str
    town: Town

    @property
    def address(self) -> str:
        """`street house, postcode town`."""
        return f"{self.street} {self.house}, {self.town.postcode} {self.town.name}"


TOWNS = (
    Town("Namur", "5000", "namur", 50.4669, 4.8675),
    Town("Liège", "4000", "liege", 50.6412, 5.5718),
    Town("Charleroi", "6000", "hainaut", 50.4108, 4.4446),
    Town("Mons", "7000", "hainaut", 50.4542, 3.9523),
    Town("Tournai", "7500", "hainaut", 50.6071, 3.3893),
    Town("Ottignies-Louvain-la-Neuve", "1348", "brabant-wallon", 50.6681, 4.6118),
    Town("Arlon", "6700", "luxembourg", 49.6833, 5.8167),
    Town("Marche-en-Famenne", "6900", "luxembourg", 50.2267, 5.3442),
    Town("Verviers", "4800", "liege", 50.5891, 5.8630),
    Town("Wavre", "1300", "brabant-wallon", 50.7172, 4.6014),
    Town("La Louvière", "7100", "hainaut", 50.4865, 4.1877),
    Town("Huy", "4500", "liege", 50.5190, 5.2394),
    Town("Dinant", "5500", "namur", 50.2606, 4.9122),
    Town("Bastogne", "6600", "luxembourg", 50.0004, 5.7153),
    Town("Nivelles", "1400", "brabant-wallon", 50.5983, 4.3285),
    Town("Eupen", "4700", "liege", 50.6279, 6.0365),
    Town("Ciney", "5590", "namur", 50.2964, 5.0996),
    Town("Ath", "7800", "hainaut", 50.6294, 3.7780),
)

_KINDS = ("Espace", "Halle", "Atelier", "Maison", "Fabrique", "Station")
_NAMES = (
    "Mirador",
    "des Signaux",
    "Boréal",
    "Azur",
    "aux Images",
    "des Ondes",
    "Mosaïque",
    "Aurore",
    "Quartz",
    "des Lisières",
    "du Levant",
    "Cobalt",
    "Prisme",
    "des Fileuses",
    "Belvédère",
    "Sémaphore",
    "des Échos",
    "Lumen",
)
_STREETS = (
    "rue des Tisserands",
    "place du Vieux Lavoir",
    "quai des Mariniers d’en Bas",
    "rue du Moulin Bleu",
    "avenue des Trois Tilleuls",
    "rue de l’Ancienne Forge",
    "chemin des Brodeuses",
    "rue des Sœurs Lanterne",
)


def town(name: str) -> Town:
    """The town of that name; KeyError when the world has none."""
    found = next((t for t in TOWNS if t.name == name), None)
    if found is None:
        raise KeyError(name)
    return found


def venues(rng: Random) -> dict[str, tuple[Venue, ...]]:
    """Three invented venues for every town, by the name of the town; no two venues share a name."""
    pairs = [(kind, name) for kind in _KINDS for name in _NAMES]
    rng.shuffle(pairs)
    found: dict[str, tuple[Venue, ...]] = {}
    for place, spot in enumerate(TOWNS):
        found[spot.name] = tuple(
            Venue(
                100 + 3 * place + offset,
                " ".join(pairs[3 * place + offset]),
                rng.choice(_STREETS),
                str(rng.randint(1, 140)),
                spot,
            )
            for offset in range(3)
        )
    return found
