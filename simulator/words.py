"""Word stock of the made-up world: everything here is invented; none of it names a real person or organisation."""

from __future__ import annotations

from random import Random

# Nouns and adjectives that agree (plural), from which names of works, festivals and nights are made.
_MASCULINE = (
    "Jardins", "Orages", "Fantômes", "Horizons", "Échos", "Reflets", "Signaux", "Atlas", "Vertiges", "Rivages",
    "Labyrinthes", "Mirages", "Courants", "Silences", "Tunnels", "Cristaux", "Oracles", "Manèges", "Vestiges",
    "Satellites",
)  # fmt: skip
_FEMININE = (
    "Brumes", "Marées", "Lueurs", "Mémoires", "Racines", "Lisières", "Étincelles", "Constellations", "Méduses",
    "Cabanes", "Dérives", "Empreintes", "Nébuleuses", "Ruches", "Cascades", "Sirènes", "Clairières", "Ombres",
    "Fréquences", "Comètes",
)  # fmt: skip
_ADJECTIVES = (
    ("analogiques", "analogiques"), ("récursifs", "récursives"), ("élastiques", "élastiques"),
    ("de verre", "de verre"), ("minuscules", "minuscules"), ("nocturnes", "nocturnes"),
    ("magnétiques", "magnétiques"), ("de papier", "de papier"), ("en suspens", "en suspens"),
    ("obliques", "obliques"), ("sauvages", "sauvages"), ("du canal", "du canal"), ("parallèles", "parallèles"),
    ("électriques", "électriques"), ("invisibles", "invisibles"), ("de charbon", "de charbon"),
    ("vagabonds", "vagabondes"), ("sous tension", "sous tension"), ("mutants", "mutantes"),
    ("en trois temps", "en trois temps"),
)  # fmt: skip

# What a workshop, a training or a talk is about.
TOPICS = (
    "code créatif", "synthèse sonore modulaire", "impression 3D en céramique", "récits interactifs avec Twine",
    "mapping vidéo", "animation en stop motion", "réalité virtuelle au musée", "capteurs et cartes Arduino",
    "broderie électronique", "pixel art", "photogrammétrie du patrimoine", "motion design",
    "sound design de jeu vidéo", "images génératives et droit d’auteur", "podcast de fiction", "robots dessinateurs",
    "découpe laser", "typographie paramétrique", "modélisation sous Blender", "live coding musical",
    "création d’avatars", "cartographie sensible", "bande dessinée numérique", "jeux de rôle hybrides",
    "éclairage scénique DMX", "son binaural", "web sobre et low-tech", "archives sonores de quartier",
    "vidéo à 360 degrés", "herbier numérique", "instruments en carton conducteur", "bruitage de dessins animés",
    "fresque algorithmique", "interfaces accessibles", "données ouvertes culturelles", "prises de vue par drone",
    "hologrammes de poche", "réparation de consoles rétro", "écriture transmédia", "textiles connectés",
    "marionnettes motorisées", "poésie générative", "danse et capture de mouvement", "médiation par le jeu",
    "scénographie immersive", "vidéo verticale", "filtres en réalité augmentée", "sculpture numérique",
    "lanternes programmables", "microscopie et image", "synthétiseurs faits main", "prototypage de jouets",
    "montage vidéo libre", "univers virtuels partagés", "storytelling de marque", "accessoires de cosplay imprimés",
    "visites augmentées en forêt", "carnets de voyage animés",
)  # fmt: skip

QUESTIONS = (
    "Qui signe une image calculée ?", "Le musée peut-il devenir un jeu ?",
    "Comment rémunérer les artistes du numérique ?", "Faut-il ralentir nos écrans ?",
    "Que reste-t-il d’une œuvre éteinte ?", "Le théâtre sans scène est-il possible ?",
    "À qui appartiennent les voix de synthèse ?", "Peut-on exposer du logiciel ?",
    "Les jeux vidéo racontent-ils nos villes ?", "Quel studio pour demain en Wallonie ?",
    "Comment mesurer l’empreinte d’une installation ?", "Où répéter en réalité mixte ?",
    "Pourquoi archiver le web local ?", "Le son peut-il guider la visite ?", "Qui forme les créatrices de mondes ?",
    "Comment financer un prototype immersif ?", "La lumière abîme-t-elle la nuit ?",
    "Une école peut-elle être un fablab ?", "Comment coproduire avec un voisin frontalier ?",
    "Que disent les données d’un festival ?", "Peut-on danser avec une machine ?", "Le design a-t-il une odeur ?",
    "Qui range les fichiers des artistes ?", "Comment sous-titrer un monde virtuel ?",
)  # fmt: skip

SERIES = (
    "Open lab du soir", "Café des makers", "Repair café numérique", "Club de code junior", "Permanence fablab",
    "Écoute collective au casque", "Mercredis du pixel", "Chorale de synthétiseurs", "Labo photo du samedi",
    "Ciné-manettes", "Cercle des narratrices", "Jam modulaire mensuelle", "Heure du conte augmenté", "Dojo créatif",
)  # fmt: skip

COLLECTIVES = (
    "Collectif Onde Lente", "Studio Grain de Sel", "Trio Parallaxe", "Atelier Nuage Bas", "Ensemble Voltige",
    "Compagnie du Fil Rouge", "Studio Hors Piste", "Collectif Nord Magnétique", "Duo Kaléido", "Bureau des Possibles",
    "Quatuor Oscille", "Collectif Lampe Tempête",
)  # fmt: skip

AUDIENCES = ("les 8-12 ans", "les adolescents", "les familles", "les enseignants", "les professionnels", "débutants")

PARTNERS = (
    "l’école supérieure des arts appliqués", "la bibliothèque communale", "un studio de jeux indépendant",
    "le réseau des fablabs", "une coopérative de scénographes", "la maison des jeunes",
    "un laboratoire universitaire", "les ateliers de la prison voisine", "un centre de recherche sur le son",
    "la fédération des studios",
)  # fmt: skip


def work_names(rng: Random) -> list[str]:
    """Every noun with every adjective, shuffled: 800 distinct names such as `Brumes analogiques`."""
    names = [f"{noun} {adjective[0]}" for noun in _MASCULINE for adjective in _ADJECTIVES]
    names += [f"{noun} {adjective[1]}" for noun in _FEMININE for adjective in _ADJECTIVES]
    rng.shuffle(names)
    return names
