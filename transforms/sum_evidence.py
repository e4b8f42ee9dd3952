"""Whether the words of a passage carry the role of a sum: money that nobody is said to give or to ask stays unread.

"La Ville a acheté l'œuvre pour 25.000 €" holds a sum and no word of giving: no grant. A fragment ("350 €",
"Montant : 5.000 €") is a field that is known to hold a sum, and needs none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from transforms.money_ranges import Printed
from vigie.model import MoneyRole

_GIVING = re.compile(
    r"soutien|\bsoutenus?\b|\baides?\b|subvention\w*|subsid\w+|\bbourses?\b|financements?\b|\bfinance(?:nt|r|ra)?\b|"
    r"\bcofinanc\w*|dotations?|\bdotee?s?\b|\bdote\b|\bprimes?\b|\binterven\w+|octro[iy]\w*|accord(?:e|ons|"
    r"ee?s?|ent|er)\b|"
    r"attribue\w*|allou(?:e|ee?s?|er|ons)\b|\bverse(?:e|es|s|nt|r|ra)?\b|remport\w+|gagn\w+|empoch\w+|recoi\w+|"
    r"recev\w+|obten\w+|"
    r"obtien\w+|percoi\w+|percev\w+|beneficie\w*|decroch\w+|repart\b|partag\w+|cachets?\b|honoraires|remuner\w+|"
    r"indemnit\w+|"
    r"defraiement|defray\w+|forfait\w*|recompens\w+|cheques?\b|laureat\w*|\bpayee?s?\b|\bprix\b|\btrophee|"
    r"allocation\w*|"
    r"gratification|"
    r"coup de pouce|avances? recuperables?|\bprets?\b|appui\b|taux\b|depenses eligibles|prise? en charge|"
    r"prend\w* en charge|"
    r"prenons en charge|rembours\w+|couvr\w+|offr\w+|propos\w+|\bappels?\b|dispositif|mesure\b|enveloppe|"
    r"candidat\w*|dossiers?\b|\bdemandes?\b|"
    r"eligible|(?:par|per|chaque) (?:projet|project|dossier|laureat|equipe|beneficiaire|artiste|candidat)\w*|"
    r"projets? (?:retenu|"
    r"selectionn|soutenu)\w*|\bfonds\b (?:propose|alloue|accorde|octroie)|creation\b|"
    r"grants?\b|funding|funded|\bfunds?\b|awards?\b|support\w*|stipend\w*|\bprizes?\b|\bfees? of|artist'?s? fee|"
    r"receive|reimburs\w+|"
    r"contribution|winner|\bbeurs\b|beurzen|steun|subsidie|tussenkomst|aangevraagd|aanvra\w+|ontvang\w+|vergoeding|"
    r"forder\w*|gefordert|stipendium|preisgeld|dotiert|erhalt\w*|zuschuss|honorar"
)
_AMOUNT = re.compile(
    r"^\W*(?:(?:le|la|les|un|une|du|the|het|der|das|den) )?(?:montants?|plafonds?|maximum|minimum|max|min|"
    r"sommes?|amounts?|bedrag|betrag|"
    r"total|soit)\b"
)
_SHARED = re.compile(
    r"enveloppe|budget (?:total|global|disponible|indicatif|de l'appel|alloue|consacre|prevu|reserve|de la mesure)|"
    r"dotation|montant (?:total|global)|(?:total|overall|indicative|available|call|global) (?:budget|envelope|"
    r"funding|amount)|"
    r"envelope|partag\w+|repart\w+|debloqu\w+|consacr\w+|mobilis\w+|injecte\w*|alloue\w*|investit|reserve\w*|degag\w+|"
    r"disponible\w*|available|beschikbaar|verfugung|shared?\b|split|divided|verdeeld|total?e? ?budget|"
    r"totaalbudget|gesamtbudget|"
    r"au total|en tout|in total|overall|in totaal|insgesamt|^\W*total\b|fonds"
)
_CALL = re.compile(
    r"\bappels?\b|\bprojets?\b|dispositif|\bmesures?\b|programme|\bsession|\bedition|\bcalls?\b|projects?|"
    r"oproep|aufruf|"
    r"subvention|subsid|soutien|\baides?\b|bourses?\b|candidat|laureat|grant"
)
_PAYING = re.compile(
    r"\bpaf\b|p\. ?a\. ?f|entrees?\b|tarifs?|billet\w*|tickets?\b|places?\b|prevente|sur place|inscri\w+|"
    r"participation|frais\b|droits?\b|"
    r"abonne\w*|\bpass\b|adhesion|cotisation|location|caution|acompte|\bprix\b|stages?\b|ateliers?\b|concerts?\b|"
    r"spectacles?\b|visites?\b|seances?\b|\bcours\b|formations?\b|etudiant|enfant|adulte|senior|art(?:icle|"
    r"\.) ?27|reduit|"
    r"admission|fees?\b|eintritt|ermassigt|inkom|toegang|prijs|kost|price|costs?\b|suggestion|menu|repas|"
    r"catalogue|vestiaire|"
    r"membre|demandeur|payant|coute|gratuit|journees?\b|workshop|personne|pers\b|plein|jours?\b|semaine|soiree|"
    r"payer|paie|reserv\w+|door|presale|student|concession|ausweis|kinder|leden|prezzo|gratis|masterclass|repetition"
)
_VERB = re.compile(
    r"\b(?:a|ont|avait|est|sont|etait|fut|sera|seront|peut|peuvent|doit|doivent|dispose\w*|pese\w*|vaut|valent|"
    r"estim\w+|coutent|"
    r"acheter|achete\w*|vend\w*|leve\w*|is|are|was|were|has|have|will|heeft|wordt|werd|hat|wird|wurde|ist)\b"
)
_PROSE = re.compile(
    r"^\W*(?:(?:les?|la|une?|des|ce|cette|the|an?|het|een|der|die|das|eine?|nos|notre|son|sa|ses|chaque) |l')[a-z]+"
)
_WHOSE = re.compile(
    r"\b(?:candidate?s?|porteurs?|demandeurs?|asbl|entreprises?|associations?|structures?|projets?|applicants?|"
    r"societes?)\b"
)
_LETTERS = re.compile(r"[a-z]")
_END = re.compile(r"[;\n]|[.!?](?= |$)")
FEW = 40
"""Letters around a sum up to which a text without a verb is a field, not prose."""
DEAR = 3000
"""Euros. Nobody pays more to take part."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a whole passage speaks of; worked out once."""

    giving: bool
    paying: bool
    call: bool
    letters: int


def context_of(folded: str) -> Context:
    return Context(
        bool(_GIVING.search(folded)),
        bool(_PAYING.search(folded)),
        bool(_CALL.search(folded)),
        len(_LETTERS.findall(folded)),
    )


def carries(one: Printed, role: MoneyRole, sentence: str, behind: str, context: Context) -> bool:
    """Whether the words carry the role. `sentence`: the words of the sum's sentence up to it, with the line above
    that heads it; `behind`: those after it. All folded."""
    words = f"{sentence} {re.split(_END, behind[:200])[0]}"
    prose = _PROSE.match(sentence) and ":" not in sentence
    few = not prose and len(_LETTERS.findall(words)) <= FEW and context.letters <= 3 * FEW and not _VERB.search(words)
    if role is MoneyRole.PRICE:
        return one.most < DEAR and (few or context.paying)
    if role is MoneyRole.ENVELOPE:
        if _SHARED.search(words) or few:
            return True
        return context.call and one.high is not None and not _WHOSE.search(sentence)
    if few or _GIVING.search(words) or _AMOUNT.match(sentence.split(":")[0]):
        return True
    return context.giving and not _VERB.search(words)
