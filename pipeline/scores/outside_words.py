"""Words of the outside worlds: what happens, about what, at whose house, in French, English, Dutch and German.

Written for these worlds alone, by someone who had not read the matcher or the words of the other worlds.
"""

from __future__ import annotations

LANGUAGES = ("fr", "en", "nl", "de")


def _rows(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(part.strip() for part in line.split("|")) for line in text.strip().splitlines())


FORMS = _rows("""
Atelier | Workshop | Workshop | Workshop
Concert | Concert | Concert | Konzert
Conférence | Lecture | Lezing | Vortrag
Stage | Training camp | Stage | Kurs
Projection | Screening | Filmvoorstelling | Filmvorführung
Rencontre | Meet-up | Ontmoeting | Treffen
Formation | Training | Opleiding | Weiterbildung
Spectacle | Show | Voorstelling | Vorstellung
Visite guidée | Guided tour | Rondleiding | Führung
Soirée | Evening | Avond | Abend
Performance | Performance | Performance | Performance
Masterclass | Masterclass | Masterclass | Meisterklasse
""")
EXHIBITION = ("Exposition", "Exhibition", "Tentoonstelling", "Ausstellung")
TOPICS = _rows("""
impression 3D | 3D printing | 3D-printen | 3D-Druck
broderie électronique | electronic embroidery | elektronisch borduren | elektronisches Sticken
jeu vidéo indépendant | independent video games | onafhankelijke games | unabhängige Videospiele
réalité virtuelle | virtual reality | virtuele realiteit | virtuelle Realität
intelligence artificielle | artificial intelligence | artificiële intelligentie | künstliche Intelligenz
musique modulaire | modular music | modulaire muziek | modulare Musik
podcast | podcasting | podcast | Podcast
vidéo mapping | video mapping | videomapping | Videomapping
robotique | robotics | robotica | Robotik
photogrammétrie | photogrammetry | fotogrammetrie | Fotogrammetrie
typographie animée | animated typography | geanimeerde typografie | animierte Typografie
cinéma d'animation | animation film | animatiefilm | Animationsfilm
données ouvertes | open data | open data | offene Daten
design sonore | sound design | geluidsontwerp | Sounddesign
découpe laser | laser cutting | lasersnijden | Laserschneiden
textile connecté | connected textiles | slim textiel | vernetzte Textilien
logiciels libres | free software | vrije software | freie Software
éthique du numérique | digital ethics | digitale ethiek | digitale Ethik
photographie argentique | analogue photography | analoge fotografie | analoge Fotografie
bande dessinée numérique | digital comics | digitale strips | digitale Comics
danse et capteurs | dance and sensors | dans en sensoren | Tanz und Sensoren
archives sonores | sound archives | geluidsarchieven | Klangarchive
écriture interactive | interactive writing | interactief schrijven | interaktives Schreiben
drones | drones | drones | Drohnen
cybersécurité | cybersecurity | cyberveiligheid | Cybersicherheit
patrimoine numérisé | digitised heritage | gedigitaliseerd erfgoed | digitalisiertes Erbe
""")
HEADS = _rows("""
Les machines | The machines | De machines | Die Maschinen
Les ombres | The shadows | De schaduwen | Die Schatten
Les jardins | The gardens | De tuinen | Die Gärten
Les fantômes | The ghosts | De spoken | Die Geister
Les oiseaux | The birds | De vogels | Die Vögel
Les miroirs | The mirrors | De spiegels | Die Spiegel
Les archives | The archives | De archieven | Die Archive
Les rivières | The rivers | De rivieren | Die Flüsse
Les voix | The voices | De stemmen | Die Stimmen
Les géants | The giants | De reuzen | Die Riesen
Les enfants | The children | De kinderen | Die Kinder
Les lanternes | The lanterns | De lantaarns | Die Laternen
Les planètes | The planets | De planeten | Die Planeten
Les horloges | The clocks | De klokken | Die Uhren
Les forêts | The forests | De bossen | Die Wälder
Les cartes | The maps | De kaarten | Die Karten
Les ateliers | The workshops | De ateliers | Die Werkstätten
Les racines | The roots | De wortels | Die Wurzeln
Les vagues | The waves | De golven | Die Wellen
Les abeilles | The bees | De bijen | Die Bienen
Les usines | The factories | De fabrieken | Die Fabriken
Les signaux | The signals | De signalen | Die Signale
Les passages | The passages | De doorgangen | Die Durchgänge
Les couleurs | The colours | De kleuren | Die Farben
Les montagnes | The mountains | De bergen | Die Berge
Les tisseuses | The weavers | De weefsters | Die Weberinnen
""")
TAILS = _rows("""
du silence | of silence | van de stilte | der Stille
de verre | of glass | van glas | aus Glas
de minuit | of midnight | van middernacht | der Mitternacht
sans mémoire | without memory | zonder geheugen | ohne Gedächtnis
de l'hiver | of winter | van de winter | des Winters
sous la pluie | in the rain | in de regen | im Regen
du futur | of the future | van de toekomst | der Zukunft
de papier | of paper | van papier | aus Papier
invisibles | unseen | onzichtbaar | unsichtbar
en colère | in anger | in woede | im Zorn
de la Meuse | of the Meuse | van de Maas | der Maas
électriques | electric | elektrisch | elektrisch
du dimanche | of Sunday | van zondag | des Sonntags
en exil | in exile | in ballingschap | im Exil
de sable | of sand | van zand | aus Sand
à venir | to come | die komen | die kommen
de la nuit | of the night | van de nacht | der Nacht
endormies | asleep | in slaap | im Schlaf
de poussière | of dust | van stof | aus Staub
du canal | of the canal | van het kanaal | des Kanals
retrouvés | found again | teruggevonden | wiedergefunden
sans frontières | without borders | zonder grenzen | ohne Grenzen
de velours | of velvet | van fluweel | aus Samt
du vent | of the wind | van de wind | des Windes
""")
AUDIENCES = (
    "pour ados",
    "dès 8 ans",
    "pour enseignants",
    "débutants",
    "pour seniors",
    "en famille",
    "niveau 1",
    "niveau 2",
)
HOMONYMS = (
    "Repair Café", "Vernissage", "Portes ouvertes", "CoderDojo", "Heure du conte", "Café numérique", "Ciné-club",
    "Permanence numérique", "Marché des créateurs", "Apéro des créatifs", "Open lab", "Blind test",
)  # fmt: skip
SYLLABLES = _rows(
    "ba | bri | ca | el | fa | gru | ka | lo | mi | na | nor | o | pi | ra | sol | ta | tri | u | va | zo"
)[0]
SUBTITLES = ("une découverte à partager", "entrée libre", "rencontre et verre de l’amitié", "pour curieux et curieuses")
HOUSES = (
    ("Centre culturel de {town}", "CC {town}", "Centre culturel", "Le Centre culturel de {town}"),
    ("Bibliothèque communale de {town}", "Bibliothèque de {town}", "Bibliothèque communale", "Bibliothèque"),
    ("Maison de la culture de {town}", "Maison de la culture", "MC {town}", "Maison de la Culture {town}"),
    ("FabLab {name}", "Fablab {name}", "Fab-Lab {name}", "{name}"),
    ("Galerie {name}", "Galerie {name} asbl", "{name}", "La galerie {name}"),
    ("Le {name}", "{name}", "{name} {town}", "Salle {name}"),
    ("Cinéma {name}", "{name}", "Ciné {name}", "Le {name}"),
    ("La {name}", "{name}", "Espace {name}", "La {name} ({town})"),
    ("Musée {name}", "Musée {name} de {town}", "Museum {name}", "{name}"),
    ("Espace {name}", "L'Espace {name}", "{name}", "Espace culturel {name}"),
)
STREETS = (
    "Rue de la Station",
    "Rue Haute",
    "Place du Marché",
    "Avenue des Tilleuls",
    "Rue du Moulin",
    "Quai de l'Ourthe",
)
FUNDERS = (
    ("Fédération Wallonie-Bruxelles", "FWB"), ("Wallonie-Bruxelles International", "WBI"), ("Wallimage", "Wallimage"),
    ("Province de Liège", "Liège Province"), ("Province de Hainaut", "Hainaut"), ("SPW", "Service public de Wallonie"),
    ("Fondation Roi Baudouin", "FRB"), ("Europe créative", "Creative Europe"), ("hub.brussels", "Hub Brussels"),
    ("KIKK", "KIKK asbl"), ("Agence du Numérique", "AdN"), ("SACD", "SACD-SCAM"),
)  # fmt: skip
SCHEMES = _rows("""
Appel à projets | Call for projects | Projectoproep | Projektaufruf
Bourse | Grant | Beurs | Stipendium
Prix | Prize | Prijs | Preis
Résidence | Residency | Residentie | Residenz
Fonds | Fund | Fonds | Fonds
""")
DEEDS = (
    ("{who} ouvre {what} à {town}", "{town} : {who} inaugure {what}", "À {town}, {what} voit le jour grâce à {who}"),
    ("{who} reçoit {sum} euros pour {what}", "{sum} euros pour {what} de {who}", "{what} : {who} décroche {sum} euros"),
    ("{who} lance {what}", "{what}, le nouveau projet de {who}", "Avec {what}, {who} innove à {town}"),
    (
        "{who} ferme {what} à {town}",
        "{town} : fin de {what} pour {who}",
        "C'est fini pour {what} : {who} quitte {town}",
    ),
    (
        "{who} cherche vingt personnes pour {what}",
        "Vingt emplois chez {who} à {town}",
        "{what} : {who} engage à {town}",
    ),
)
WHAT = (
    "un studio de motion capture", "une résidence d'artistes", "un laboratoire de son immersif", "une école de code",
    "un incubateur de jeux vidéo", "un atelier de lutherie numérique", "une plateforme de podcasts", "un musée virtuel",
    "une bibliothèque d'objets", "un plateau de production virtuelle",
    "un fonds d'archives vidéo", "un parcours sonore",
)  # fmt: skip
ACTORS = ("le studio", "le collectif", "la société", "l'asbl")
EMOJI = ("🎉", "🎧", "🎬", "🤖", "✨", "🎨")
