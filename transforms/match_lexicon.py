"""Words of agendas in the four languages of Belgian sites: what they are in French, which ones tell little.

A general lexicon, no list of titles: a word stands here because agendas of any town print it.
"""

from __future__ import annotations

_TRANSLATIONS = """
workshop atelier; workshops atelier; werkplaats atelier; course stage; training formation; opleiding formation;
lecture conference; talk conference; lezing conference; vortrag conference; meeting rencontre; ontmoeting rencontre;
treffen rencontre; debate debat; panel table ronde; night nuit; nacht nuit; nachten nuit; evening soiree; avond
soiree; abend soiree; day jour; dag jour; tag jour; week semaine; woche semaine; weekend weekend; month mois; year an;
morning matin; afternoon apres midi; opening vernissage; exhibition exposition; expo exposition; tentoonstelling
exposition; ausstellung exposition; show spectacle; voorstelling spectacle; performance performance; screening
projection; vertoning projection; film film; movie film; cinema cinema; concert concert; konzert concert; party fete;
feest fete; fest fete; market marche; markt marche; christmas noel; kerst kerstmis; weihnachten noel; tour visite;
guided guide; rondleiding visite guide; führung visite guide; walk balade; wandeling balade; game jeu; games jeu; spel
jeu; spiel jeu; play jeu; board societe; light lumiere; lights lumiere; licht lumiere; sound son; sounds son; geluid
son; klank son; image image; picture image; beeld image; city ville; stad ville; stadt ville; town ville; house
maison; huis maison; haus maison; home maison; garden jardin; tuin jardin; forest foret; bos foret; river riviere;
water eau; fire feu; earth terre; world monde; wereld monde; welt monde; future futur; toekomst futur; zukunft futur;
past passe; time temps; tijd temps; zeit temps; memory memoire; dream reve; droom reve; traum reve; body corps;
lichaam corps; voice voix; stem voix; music musique; muziek musique; musik musique; dance danse; dans danse; tanz
danse; art art; arts art; kunst art; artist artiste; artists artiste; kunstenaar artiste; creative creatif; creation
creation; design design; digital numerique; digitaal numerique; data donnee; network reseau; netwerk reseau; machine
machine; robotics robotique; code code; coding code; programming programmation; artificial artificiel; intelligence
intelligence; ai intelligence artificiel; ia intelligence artificiel; ki intelligence artificiel; virtual virtuel;
virtuele virtuel; augmented augmente; reality realite; realiteit realite; vr realite virtuel; ar realite augmente; xr
realite etendu; video video; videogame jeu video; audiovisual audiovisuel; heritage patrimoine; erfgoed patrimoine;
museum musee; museums musee; library bibliotheque; bibliotheek bibliotheque; school ecole; schools ecole; children
enfant; kids enfant; kinderen enfant; kinder enfant; child enfant; family famille; families famille; familie famille;
teenagers ado; teens ado; adolescents ado; youth jeune; young jeune; jongeren jeune; parents parent; ouders parent;
teachers enseignant; beginners debutant; beginner debutant; starters debutant; advanced avance; gevorderden avance;
professionals professionnel; students etudiant; studenten etudiant; company entreprise; companies entreprise; business
entreprise; bedrijven entreprise; funding financement; grant bourse; grants bourse; beurs bourse; fund fonds; call
appel; oproep appel; calls appel; projects projet; project projet; projecten projet; projekt projet; residency
residence; residentie residence; proposals projet; application candidature; applications candidature; prize prix;
award prix; awards prix; prijs prix; open ouvert; deuren porte; door porte; doors porte; new nouveau; nieuw nouveau;
neue nouveau; free gratuit; gratis gratuit; first premier; last dernier; great grand; big grand; little petit; small
petit; old ancien; living vivant; hidden cache; black noir; white blanc; red rouge; blue bleu; green vert; zwart noir;
wit blanc; rood rouge; blauw bleu; groen vert; love amour; liefde amour; life vie; leven vie; death mort; war guerre;
peace paix; history histoire; geschiedenis histoire; story histoire; stories histoire; tale conte; tales conte; book
livre; books livre; boek livre; writing ecriture; reading lecture; theatre theatre; theater theatre; puppet
marionnette; puppets marionnette; puppetry marionnette; circus cirque; street rue; straat rue; square place; nature
nature; natuur nature; climate climat; klimaat climat; energy energie; science science; sciences science; wetenschap
science; space espace; ruimte espace; star etoile; stars etoile; moon lune; maan lune; sun soleil; sea mer; mountain
montagne; bird oiseau; birds oiseau; tree arbre; trees arbre; flower fleur; animal animal; food alimentation; kitchen
cuisine; cooking cuisine; wine vin; beer biere; bier biere; drawing dessin; tekenen dessin; painting peinture;
schilderen peinture; photography photographie; fotografie photographie; photo photographie; printing impression;
engraving gravure; pottery poterie; ceramics ceramique; keramiek ceramique; sewing couture; knitting tricot;
embroidery broderie; weaving tissage; woodwork menuiserie; electronics electronique; elektronica electronique; comics
bd; strip bd; animation animation; screenwriting scenario; editing montage; recording enregistrement; mixing mixage;
improvisation improvisation; chess echecs; schaken echecs; quiz quiz; health sante; gezondheid sante; women femme;
vrouwen femme; woman femme; men homme; human humain; people gens; public public; society societe; democracy
democratie; ethics ethique; politics politique; work travail; job emploi; jobs emploi; career carriere; law droit;
rights droit; culture culture; cultuur culture; kultur culture; cultural culturel; industry industrie; industries
industrie; innovation innovation; technology technologie; technologies technologie; tech technologie; factory usine;
fabriek usine; hall salle; room salle; stage scene; podium scene; silence silence; shadow ombre; mirror miroir;
archive archive; archives archive; map carte; journey voyage; travel voyage; reis voyage; game jeu; festival festival;
launch lancement; closing cloture; ceremony ceremonie; premiere avant premiere; preview avant premiere; between entre;
against contre; without sans; under sous; over sur; spring printemps; summer ete; autumn automne; winter hiver; lente
printemps; zomer ete; herfst automne; frühling printemps; sommer ete; herbst automne; monday lundi; tuesday mardi;
wednesday mercredi; thursday jeudi; friday vendredi; saturday samedi; sunday dimanche; maandag lundi; dinsdag mardi;
woensdag mercredi; donderdag jeudi; vrijdag vendredi; zaterdag samedi; zondag dimanche; montag lundi; dienstag mardi;
mittwoch mercredi; donnerstag jeudi; freitag vendredi; samstag samedi; sonntag dimanche; support soutien; steun soutien;
unterstützung soutien; tool outil; lab laboratoire; abroad etranger; immersive immersif; sustainable durable; round
session; installation installation; min minute
"""
FRENCH_OF: dict[str, str] = {}
for _row in " ".join(_TRANSLATIONS.split()).split(";"):
    _foreign, _, _french = _row.strip().partition(" ")
    FRENCH_OF[_foreign] = _french
FRENCH_OF |= {
    "kerst": "noel", "stage": "stage", "expositions": "exposition", "cine": "cinema", "jpo": "journee porte ouverte",
    "lln": "louvain neuve", "fwb": "federation wallonie bruxelles", "aap": "appel projet", "bd": "bande dessinee",
    "comics": "bande dessinee", "strip": "bande dessinee", "ctn": "creation technologie numerique", "jeux": "jeu",
}  # fmt: skip

# What names a sort of thing, or its state on a poster: "Conférence : IA" and "IA" may be one thing, "Atelier" is none.
_SORTS = """
presse atelier conference rencontre soiree stage formation festival exposition visite guidee concert live
spectacle projection seance meetup webinaire webinar masterclass table ronde debat journee evenement event gratuit
edition vernissage appel projet candidature session programme cycle nouveau decouverte initiation special afterwork
apero cafe salon hackathon lab film cinema theatre danse performance installation cours conferences
avant premiere complet annule annulation reporte reportee annonce rappel agenda info infos
lancement club bourse residence concours prix inscription
"""

# Words that agendas of every town print: two events that share only these may well be two.
_COMMON = """
porte ouvert heure conte lecture livre bourse brocante marche noel jeu societe apres midi quiz blind test jam scene
libre ouverte philo repair cafe musique patrimoine parent enfant famille assemblee general general ado jeune senior
vacances ete hiver printemps automne paques carnaval halloween village quartier ville commune maison bibliotheque
balade promenade randonnee nature jardin yoga cuisine peinture dessin photo photographie couture tricot theatre danse
cirque chant chorale orchestre film cinema video art artiste creation creatif numerique robot robotique code
programmation debutant avance professionnel enseignant ecole musee culture culturel semaine weekend matin midi nuit
jour soir an ans mois nouvel accueil info public tous toute grand petit fete
"""

SORT_WORDS = frozenset(_SORTS.split())
COMMON_WORDS = frozenset(_COMMON.split())
