"""The words around a name that tell whether it is a place: streets, venues, people, goods, biographies.

All are keys as `gazetteer.name_key` makes them: folded, without hyphens and apostrophes.
"""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Dutch and German write the street and its kind in one word.
STREET_IN_ONE = re.compile(r".{2,}(?:straat|laan|plein|steenweg|strasse|platz|dreef|kaai|markt|weg)")

STREET = _words(
    """
    allee autoroute av avenue bd bld blvd boul boulevard ch chaussee chee chemin clos cour cours dreve drive
    esplanade faubourg impasse kaai laan lane markt metro montee parvis passage pl place placette platz plein
    pont porte quai r rempart road rond rondpoint route rte rue ruelle sentier sortie square steenweg straat
    strasse street thier traverse tunnel venelle viaduc voie weg
    """
)

VENUE = _words(
    """
    abbaye academie administration amphi amphitheatre antenne aquarium arena arsenal atelier ateliers athenee
    auberge auditoire auditorium base basilique beffroi bib bibliotheek bibliotheque boutique brasserie cafe
    camp campus caserne casino cathedrale centre chalet chapelle chateau cine cinema citadelle cite club coeur
    college collegiale complexe conference congres conservatoire couvent coworking cultuurcentrum discotheque
    domaine ecole eglise espace expo exposition fablab faculte faculty ferme fort forum foyer galerie gare gite
    golf hall halle halles haute hippodrome hopital hotel hub incubateur institut jardin jardins karting
    kiosque kulturzentrum kursaal lab labo librairie local locaux ludotheque lycee magasin mairie maison manege
    marche mediatheque moulin musee museum observatoire office opera palais parc parking piscine plaine
    planetarium pole prieure rectorat refuge salle schouwburg site stade studio studios syndicat temple theatre
    tour triangel universite universiteit university usine zoo
    """
)

# Bodies that carry a town's name wherever they act: their words place an item only where they stand as a venue.
BODY = _words(
    """
    agence bourgmestre club college commune conseil cpas diocese echevin echevine ecole eveche gemeente
    gouverneur haute office parquet police province stad syndicat tribunal universite universiteit university
    ville
    """
)

# What may stand beside a town's name without being part of another name ("Namur-Centre", "Charleroi-Sud", "Mons Expo").
SUFFIX = _words(
    """
    arena belgie belgien belgique belgium campus center central centre centrum city congres est expo gare
    guillemins hall nord ouest palace palais stad station sud universite university ville wallonie
    """
)

# "Bruxelles-Nord" is in Schaerbeek, "Bruxelles-Midi" in Saint-Gilles, "Bruxelles-Luxembourg" in Ixelles.
STATIONS_ELSEWHERE = _words("luxembourg midi nord noord ouest schuman zuid")

PARTICLE = _words("d de den der des du en et l la le les of the van von")

BEFORE_TOWN = _words("a at in te")

BEFORE_AREA = _words("across dans en in partout toute")

# Goods, battles, clubs, works: what follows is a brand or a title. Distances and origins: the item is elsewhere.
NOT_A_PLACE = _words(
    """
    aeroport airport alentours arrondissement artiste artistes auteur autour autrice bassin bataille batailles
    biere bieres biscuit biscuits boulets cafe circuit citoyens collectif comte couque couques course depart
    depuis direction distance duc eau eaux environs equipe fc festival fromage fromages gaufre gaufres habitant
    habitants hors jambon kilometres km loin orchestre originaire pays pres proche quatuor rallye recette
    recettes region rfc royal rsc siege sirop sporting standard studio studios style tarte traite trappiste
    trappistes vers
    """
)

# "né à Liège", "hommage à Verlaine", "grâce à Dave": a life, a gift, a thanks, and no place of an event.
LIFE = _words(
    """
    base basee basees bases confie consacre consacree decede decedee dedie dediee diplome diplomee domicilie
    domiciliee enseigne etabli etablie etudie face forme formee grace grandi habite hommage installe installee
    installes km merci mort morte ne nee nes pense siege travaille travaillent vit vivent
    """
)

PERSON_TITLE = _words(
    """
    abbe baron baronne comte comtesse dr m madame maitre mlle mm mme mmes monsieur mr prof professeur
    """
)

FIRM = _words(
    """
    asbl bv bvba consulting fils freres gmbh group groupe inc industries ltd nv sa sprl srl vzw
    """
)

# "Mons sur …": a longer name that is not known.
COMPOUND = _words("devant les lez sous sur")

# Names that are also words, first names or famous people: alone in a running text they tell no place.
WORDS = _words(
    """
    alle angre ans arbre as aye bande barry bouillon braine bras bray bure bury celles champion clavier clermont
    cordes dave fontaine forest foret forges fosse fosses freux gages halle havre heer heron herve heure hour
    housse humain jette latour lier lierre ligne maffe manage marche membre mol mont mortier moulin my nouvelles
    odeur on peer pesche riviere rosee roux roy saintes salles silly spa termes tertre thon tilly vance verlaine
    villers vise ways
    """
)

FIRST_NAMES = _words(
    """
    adele adrien agnes alain albert alex alexandra alexandre alexis alice aline amandine amelie andre andrea
    anita anna anne annick anthony antoine ariane arnaud arthur audrey aurelie axel baptiste barbara bart
    beatrice benedicte benjamin benoit bernadette bernard bertrand bob brigitte bruno camille carine carl carlo
    caroline catherine cecile cedric celine chantal charles charlotte chloe christelle christian christiane
    christine christophe claire clara claude claudine clement colette coralie corentin corinne cyril damien
    daniel daniele david deborah delphine denis diane didier dominique dorothee edith edouard elena eleonore
    elisabeth elise elodie eloise emile emilie emma emmanuel emmanuelle eric erik ernest esther etienne eugene
    eva eve evelyne fabian fabien fabienne fabrice fanny felix fernand florence florent florian francine francis
    franck francois francoise frank frederic gabriel gabrielle gaelle gaston genevieve geoffrey georges gerard
    ghislain gilbert gilles gregory guillaume gustave guy helene henri herve hubert hugo hugues ines ingrid
    isabelle jacqueline jacques jan jean jeanne jeremy jerome jessica joel joelle johan john jonathan joseph
    jules julia julie julien juliette justine karim karine karl katia kevin koen laetitia laura laure laurence
    laurent lea leo leon leonie liliane lionel lisa loic louis louise luc lucas lucie lucien ludovic luka
    madeleine magali manon marc marcel margaux margot marguerite maria marianne marie marine mario mark martin
    martine mathias mathieu mathilde matthieu maud maurice max maxime melanie michael michel michele micheline
    mireille mohamed monique muriel myriam nadia nadine nancy natacha nathalie nathan nicolas nicole noel noemie
    odette olivia olivier oscar pascal pascale patrice patricia patrick paul paula pauline peter philippe pierre
    pol quentin rachel raoul raphael raymond regine regis remi remy renaud rene richard robert robin roger
    roland romain rudy sabine sabrina salome samuel sandra sandrine sara sarah sebastien serge severine simon
    simone sofia sonia sophie stefan stephane stephanie steve suzanne sylvain sylvie tanguy thea theo theodore
    therese thierry thomas tim tom valentin valerie vanessa vera veronique victor victoria vincent viviane
    walter william willy xavier yann yannick yasmine yves yvette yvonne zoe
    """
)
