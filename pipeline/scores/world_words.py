"""Words of the made-up worlds of sameness: French and English side by side, written for this file alone.

Nothing here is read by the matcher; its own lexicon was not consulted while these were written.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")
Pair = tuple[str, str]


def _pairs(text: str) -> list[Pair]:
    rows = [part.split("|") for part in text.replace("\n", " ").split(";") if part.strip()]
    return [(row[0].strip(), row[-1].strip()) for row in rows]


NOUNS = _pairs("""
forêt|forest; rivière|river; miroir|mirror; signal|signal; archive|archive; boucle|loop; moteur|engine;
réseau|network; papier|paper; geste|gesture; écran|screen; mémoire|memory; robot|robot; carte|map; fiction|fiction;
drone|drone; capteur|sensor; avatar|avatar; monde|world; ville|city; jardin|garden; corps|body; machine|machine;
voix|voice; lumière|light; ombre|shadow; pierre|stone; métal|metal; argile|clay; verre|glass; bois|wood;
textile|textile; encre|ink; couleur|colour; silence|silence; bruit|noise; écho|echo; rythme|rhythm; cadence|cadence;
fréquence|frequency; onde|wave; vent|wind; orage|storm; neige|snow; glace|ice; désert|desert; océan|ocean; île|island;
montagne|mountain; étoile|star; lune|moon; comète|comet; planète|planet; galaxie|galaxy; orbite|orbit;
horizon|horizon; frontière|border; chemin|path; pont|bridge; tour|tower; maison|house; porte|door; fenêtre|window;
escalier|stairs; cave|cellar; usine|factory; mine|mine; terril|slag heap; canal|canal; écluse|lock; gare|station;
train|train; tram|tram; vélo|bicycle; marionnette|puppet; masque|mask; danse|dance; chant|song; conte|tale;
légende|legend; mythe|myth; rituel|ritual; fête|feast; carnaval|carnival; géant|giant; sorcière|witch; fantôme|ghost;
monstre|monster; dragon|dragon; loup|wolf; renard|fox; hibou|owl; abeille|bee; papillon|butterfly; baleine|whale;
cheval|horse; oiseau|bird; arbre|tree; fleur|flower; graine|seed; racine|root; champignon|mushroom; algue|seaweed;
mousse|moss; herbe|grass; pluie|rain; cellule|cell; virus|virus; gène|gene; neurone|neuron; atome|atom;
particule|particle; cristal|crystal; prisme|prism; pixel|pixel; vecteur|vector; algorithme|algorithm; donnée|data;
code|code; bug|bug; clavier|keyboard; manette|joystick; jeu|game; quête|quest; labyrinthe|maze; énigme|riddle;
trésor|treasure; secret|secret; enquête|inquiry; procès|trial; utopie|utopia; futur|future; passé|past; temps|time;
horloge|clock; calendrier|calendar; saison|season; aube|dawn; crépuscule|dusk; minuit|midnight; sommeil|sleep;
rêve|dream; cauchemar|nightmare; désir|desire; colère|anger; joie|joy; deuil|mourning; exil|exile; voyage|journey;
retour|return; départ|departure; dérive|drift; fuite|escape; chute|fall
""")
ADJECTIVES = _pairs("""
sensible|sensitive; sonore|sonic; vivant|living; fragile|fragile; augmenté|augmented; ouvert|open; nocturne|nocturnal;
mobile|mobile; commun|common; public|public; tactile|tactile; génératif|generative; imaginaire|imaginary;
urbain|urban; rural|rural; lointain|distant; calme|quiet; brut|raw; libre|free; invisible|invisible; perdu|lost;
retrouvé|regained; infini|endless; minuscule|tiny; immense|huge; rouge|red; bleu|blue; noir|black; blanc|white;
vert|green; doré|golden; électrique|electric; magnétique|magnetic; acoustique|acoustic; analogique|analogue;
virtuel|virtual; immersif|immersive; interactif|interactive; collectif|collective; solitaire|lonely; sauvage|wild;
domestique|domestic; étrange|strange; ancien|ancient; nouveau|new; éternel|eternal; soudain|sudden; lent|slow;
rapide|fast; liquide|liquid; solide|solid; flottant|floating; suspendu|hanging; souterrain|underground;
céleste|celestial; solaire|solar; lunaire|lunar; marin|marine; animal|animal; végétal|vegetal; minéral|mineral;
humain|human; mécanique|mechanical; chimique|chemical; poétique|poetic; politique|political; critique|critical;
ludique|playful; tragique|tragic; comique|comic; fantastique|fantastic; ordinaire|ordinary; secret|hidden;
interdit|forbidden; possible|possible; parallèle|parallel
""")
TECHNIQUES = _pairs("""
gravure|engraving; sérigraphie|screen printing; céramique|ceramics; soudure|soldering; impression 3D|3D printing;
découpe laser|laser cutting; montage vidéo|video editing; prise de son|sound recording; mixage|mixing;
podcast|podcasting; photographie|photography; cyanotype|cyanotype; dessin|drawing; aquarelle|watercolour; bande
dessinée|comics; animation image par image|stop motion; modélisation|modelling; broderie|embroidery; couture|sewing;
reliure|bookbinding; écriture|writing; slam|slam poetry; improvisation|improvisation; théâtre d’objets|object theatre;
danse contemporaine| contemporary dance; yoga|yoga; cuisine|cooking; jardinage|gardening; menuiserie|woodwork;
électronique|electronics; Arduino|Arduino; Python|Python; Scratch|Scratch; Blender|Blender; Unity|Unity; Godot|Godot;
TouchDesigner|TouchDesigner; Pure Data|Pure Data; Ableton|Ableton; vidéo-mapping|video mapping; VJing|VJing; synthèse
modulaire|modular synthesis; pixel art|pixel art; game design|game design; scénario|screenwriting; doublage|dubbing;
marionnettes|puppetry; origami|origami; calligraphie|calligraphy; linogravure|linocut; collage|collage;
poterie|pottery; tricot|knitting; échecs|chess; robotique|robotics; code créatif|creative coding; réalité
virtuelle|virtual reality; bruitage|foley
""")
AUDIENCES = _pairs("""
pour débutants|for beginners; niveau avancé|advanced; en famille|for families; pour enseignants|for teachers; pour
ados|for teenagers; parents-enfants|parents and children; 6-8 ans|ages 6-8; 9-12 ans|ages 9-12; seniors|seniors; pour
professionnels|for professionals; intensif|intensive; découverte|taster
""")
ANGLES = _pairs("""
quels enjeux pour demain ?|what is at stake tomorrow?; entre mythe et réalité|between myth and reality; le grand
débat|the great debate; état des lieux|a survey; regards croisés|crossed views; et nous ?|and what about us?; au
service du patrimoine|serving heritage; à l’école|at school; dans les musées|in museums; menaces et promesses|threats
and promises; une histoire belge|a Belgian story; pour une éthique partagée|towards shared ethics
""")
SORTS = {
    "workshop": _pairs("Atelier|Workshop; Stage|Course; Initiation|Introduction; Masterclass|Masterclass"),
    "talk": _pairs("Conférence|Lecture; Rencontre|Meeting; Débat|Debate; Table ronde|Round table"),
    "concert": _pairs("Concert|Concert; Live|Live; Release party|Release party; Soirée|Night"),
    "film": _pairs("Projection|Screening; Ciné-club|Film club; Avant-première|Preview; Cinéma|Cinema"),
    "show": _pairs("Spectacle|Show; Théâtre|Theatre; Performance|Performance; Danse|Dance"),
    "expo": _pairs("Exposition|Exhibition; Expo|Exhibition; Installation|Installation"),
}
HOMONYMS = _pairs("""
Portes ouvertes|Open day; Vernissage|Opening; Heure du conte|Story time; Café philo|Philosophy café; Repair
Café|Repair Café; Marché de Noël|Christmas market; Brocante|Flea market; Visite guidée|Guided tour; Après-midi jeux de
société|Board game afternoon; Fête de la musique|Music day; Jam session|Jam session; Scène ouverte|Open stage; Atelier
parents-enfants|Parents and children workshop; Blind test|Blind test; Quiz|Quiz; Bourse aux livres|Book sale;
Assemblée générale|General assembly; Journée du patrimoine|Heritage day
""")
VENUES = [
    "Centre culturel de {town}", "Bibliothèque de {town}", "Salle {noun}", "Espace {name}", "Maison de la {noun}",
    "Le {name}", "Théâtre de la {noun}", "La {noun} {adjective}", "Fablab {name}", "Musée de la {noun}", "Ferme {name}",
    "Académie de {town}", "Cinéma {name}", "Maison des jeunes {name}", "Galerie {name}", "Hall des {noun}s",
    "Médiathèque {name}",
]  # fmt: skip
STREETS = [
    "rue de la Station", "place Communale", "rue Haute", "chaussée de Namur", "rue du Moulin", "avenue des Tilleuls",
    "rue Saint-Roch", "quai de l’Ourthe", "rue des Écoles", "place du Marché", "rue du Pont", "boulevard de l’Est",
]  # fmt: skip
TEXT = [
    "venez",
    "participer",
    "découvrir",
    "ensemble",
    "pratique",
    "animée",
    "accessible",
    "matériel",
    "fourni",
    "accueil",
    "inscription",
    "places",
    "limitées",
    "durant",
    "séance",
    "échange",
    "artistes",
    "invités",
    "public",
    "discussion",
    "parcours",
    "démonstration",
    "soutien",
    "commune",
    "partenaires",
    "gratuit",
    "membres",
    "bar",
    "ouvert",
    "collation",
    "exploration",
    "univers",
    "matière",
    "technique",
    "histoire",
    "quartier",
    "habitants",
    "jeunesse",
    "création",
    "résidence",
    "équipe",
    "propose",
    "moment",
    "convivial",
    "autour",
    "œuvre",
    "auteur",
    "musicien",
    "invité",
    "dialogue",
    "expérience",
    "visiteurs",
    "salle",
    "jardin",
    "nuit",
]
_ONSETS = [
    "b",
    "c",
    "d",
    "f",
    "g",
    "j",
    "k",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "t",
    "v",
    "z",
    "br",
    "ch",
    "cl",
    "cr",
    "dr",
    "fl",
    "gr",
    "kl",
    "pl",
    "st",
    "tr",
    "vr",
]
_RIMES = [
    "a",
    "e",
    "i",
    "o",
    "u",
    "an",
    "en",
    "on",
    "ou",
    "ai",
    "or",
    "ar",
    "el",
    "il",
    "ys",
    "ax",
    "un",
    "eur",
    "ine",
    "ette",
    "ande",
]


class Zipf(Generic[T]):
    """Draws from a list, the first ones more often: the r-th with a weight of 1/(r+3)^power."""

    def __init__(self, values: Sequence[T], power: float = 0.8) -> None:
        self._values = values
        self._sums = list(accumulate((rank + 4) ** -power for rank in range(len(values))))

    def draw(self, chance: Random) -> T:
        return self._values[min(bisect(self._sums, chance.random() * self._sums[-1]), len(self._values) - 1)]


def made_name(chance: Random) -> str:
    """An invented proper name of two or three syllables."""
    return "".join(chance.choice(_ONSETS) + chance.choice(_RIMES) for _ in range(chance.choice((2, 2, 3)))).capitalize()
