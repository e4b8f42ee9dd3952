"""Countries as sources write them, and the foreign towns that must not be taken for Belgian ones."""

from __future__ import annotations

import re

from transforms.text import fold

_NAMES = {
    "BE": "be bel belgique belgie belgium belgien",
    "FR": "fr fra france frankrijk frankreich",
    "LU": "lu lux luxembourg_(pays) grand-duche_de_luxembourg grand-duche",
    "NL": "nl nld pays-bas nederland netherlands the_netherlands niederlande",
    "DE": "de deu allemagne duitsland germany deutschland",
    "GB": "gb uk royaume-uni united_kingdom england angleterre ecosse",
    "IE": "ie irlande ireland",
    "CH": "ch che suisse zwitserland switzerland schweiz",
    "CA": "ca can canada quebec ontario",
    "US": "us usa etats-unis united_states",
    "IT": "it ita italie italy italia",
    "ES": "es esp espagne spain espana",
    "PT": "pt prt portugal",
    "AT": "at aut autriche austria osterreich",
    "DK": "dk dnk danemark denmark",
    "SE": "se swe suede sweden",
    "NO": "no nor norvege norway noorwegen",
    "FI": "fi fin finlande finland",
    "PL": "pl pol pologne poland",
    "CZ": "cz cze tchequie republique_tcheque czechia",
    "HU": "hu hun hongrie hungary",
    "RO": "ro rou roumanie romania",
    "RS": "rs srb serbie serbia",
    "GR": "gr grc grece greece",
    "DZ": "dz dza algerie algeria",
    "MA": "ma mar maroc morocco",
    "TN": "tn tun tunisie tunisia",
    "SN": "sn sen senegal",
    "CD": "cd cod rdc republique_democratique_du_congo",
    "JP": "jp jpn japon japan",
    "CN": "cn chn chine china",
    "BR": "br bra bresil brazil",
}
_CODES = {name.replace("_", " "): code for code, names in _NAMES.items() for name in names.split()}

# Towns that agendas of the sector name often. Keys as `gazetteer.name_key` makes them.
_TOWNS = """
FR: paris lille lyon marseille strasbourg nantes roubaix tourcoing lens maubeuge annecy rennes cannes angouleme
    toulouse bordeaux montpellier nice grenoble dijon reims metz nancy amiens valenciennes dunkerque calais arras
    douai rouen caen le_havre orleans tours poitiers limoges clermont_ferrand saint_etienne saint_denis bailleul
    avignon arles brest villeneuve_d_ascq charleville_mezieres charleville sedan givet villers_cotterets
    mons_en_baroeul saint_malo la_rochelle perpignan nimes aix_en_provence besancon mulhouse versailles montreuil
    enghien_les_bains laval marne_la_vallee
NL: amsterdam rotterdam maastricht utrecht eindhoven la_haye den_haag the_hague groningen groningue nijmegen nimegue
    tilburg breda arnhem leiden delft haarlem
DE: berlin cologne koln aachen aix_la_chapelle essen munich munchen hamburg hambourg leipzig francfort frankfurt
    dusseldorf stuttgart karlsruhe bonn dresde dresden potsdam treves trier sarrebruck saarbrucken hanovre hannover
    dortmund monschau
CH: geneve lausanne zurich locarno bale basel berne bern neuchatel nyon
CA: montreal quebec toronto ottawa vancouver
GB: londres london manchester edimbourg edinburgh liverpool glasgow bristol brighton oxford cambridge
IE: dublin
LU: esch_sur_alzette belval dudelange luxembourg_ville clervaux differdange grand_duche grand_duche_de_luxembourg
AT: linz vienne wien graz salzbourg salzburg
ES: barcelone barcelona madrid seville valence bilbao san_sebastian malaga
PT: lisbonne lisbon lisboa porto
IT: venise milan milano turin torino rome roma florence bologne bologna naples venezia
DK: copenhague copenhagen
SE: stockholm malmo
NO: oslo
FI: helsinki
PL: varsovie warsaw cracovie krakow
CZ: prague
HU: budapest
RO: bucarest bucharest timisoara cluj
RS: belgrade
GR: athenes athens
MA: casablanca rabat marrakech
TN: tunis
SN: dakar
CD: kinshasa
JP: tokyo kyoto
CN: shanghai pekin
US: new_york los_angeles san_francisco austin boston chicago
"""
FOREIGN_TOWNS: dict[str, str] = {}
for _country, _names in re.findall(r"^([A-Z]{2}):((?:\s+[a-z_]+(?!:))+)", _TOWNS, re.M):
    FOREIGN_TOWNS.update({town.replace("_", " "): _country for town in _names.split()})

# Names of Belgian towns that are those of provinces or of better known towns elsewhere: alone they tell no town.
NAMESAKES = frozenset({"limbourg", "limburg", "bergen", "ham"})


def country_code(written: str | None) -> str | None:
    """ISO 3166-1 alpha-2 code of a country as a source writes it; None when it writes none or an unknown name.

    "Luxembourg" alone stays None: it is a Belgian province too.
    """
    key = fold(written or "").strip(" .,;()")
    if key in _CODES:
        return _CODES[key]
    return key.upper() if re.fullmatch(r"[a-z]{2}", key) else None


def country_named(written: str) -> str | None:
    """The same for a piece of running text: only a country's name, or its code in capitals ("FR"), counts."""
    code = _CODES.get(fold(written).strip(" .,;()"))
    return code if code and (len(written) > 3 or written.isupper()) else None
