"""What a sum of running text is for: what one applicant gets, what all share, what a person pays, or none of these.

Decided by the words right behind it ("par projet", "par personne"), then by the last telling word before it in its
sentence, then by the sum in front, then by the whole passage; a sum without any word is a price when it is small.
"""

from __future__ import annotations

import re

from transforms.money_ranges import Printed
from vigie.model import MoneyRole

SMALL = 200
"""Euros. A sum that no word explains is a price below it, a grant from it on: venues charge less, calls pay more."""

_NONE = re.compile(
    r"chiffres? d'affaires?|turnover|\bcapital\b|total (?:du|de) bilan|omzet|\bumsatz|"
    r"(?:projets?|entreprises?|associations?|structures?|societes?|organisations?) (?:\w+ )?dont (?:les? |la |"
    r"l')(?:\w+ ){0,4}|"
    r"(?:dispos\w+|justifi\w+|avec|ayant) d'un (?:budget|revenu|capital)|(?:pour|sur|avec) un (?:projet|budget|"
    r"investissement|"
    r"cout|montant|film|spectacle) (?:total )?(?:de|d'un)|exclu\w*|ineligib\w*|non eligib\w*|estimee?s? a|"
    r"caution bancaire|"
    r"(?:a|ont) (?:leve|achete|vendu|rapporte|coute)|\bpese\w*\b|"
    r"depenses? (?:de plus|superieur|d'un montant)|\bdevis\b|(?:ticket|panier|prix|cout) moyen|masse salariale|"
    r"droits d'auteur|pret bancaire|tout (?:achat|investissement)|toute depense|"
    r"\bmarches? de\b|de gre a gre|prete?s?\b(?= :| a)|"
    r"(?:budgets?|couts?)(?: (?:total|global|minimum|maximum|previsionnel|annuel|"
    r"prevu))*(?: (?:du|de votre|de son|des|d'un|de leur) (?:\w+ )?"
    r"(?:projets?|films?|spectacles?|associations?|entreprises?|oeuvres?|operations?|travaux|porteur))|"
    r"\bbudgets? (?:depass|superieur|inferieur|de moins|de plus|compris)\w*|"
    r"couts? (?:total|totaux|de production|admissibles? (?:minimum|minimaux))|project budget|project costs?|"
    r"fonds propres|\bapport (?:propre|personnel)|de minimis|\bseuil|\brevenus?|\bamendes?|\bpenalit|valeur|"
    r"recettes|pertes|benefices?|"
    r"salaires?|\bdettes?|\bloyers?|\brecolt\w+|depenses doivent|marche (?:public )?(?:estime|d'un montant)|iban|"
    r"factures? (?:de|inferieur|superieur)|"
    r"investissements? (?:minimum|minimal|superieur|d'au moins)|"
    r"depenses? (?:minimales?|minimum|superieur|d'au moins|inferieur)"
)
_PAST = re.compile(
    r"\bne (?:peut|peuvent|pourra|pourront) (?:pas |jamais )?(?:percevoir|recevoir|cumuler)|"
    r"\b(?:a|ont|avait|avaient) (?:deja |ainsi )?(?:ete |pu )?(?!\w*(?:er|re|ir)\b)(?:soutenu|finance|verse|"
    r"achete|inaugure|"
    r"depense|investi|remporte|obtenu|perdu|gagne|paye|touche|realise|acquis|construit|restaure|engage|octroye|"
    r"attribue|distribue|recu|"
    r"beneficie|rapporte|leve|"
    r"accorde|alloue|permis|coute)\w*|l'an(?:nee)? dernier|l'annee passee|edition precedente|"
    r"laureate?s? (?:de )?\d{4}|depuis (?:sa creation|\d{4})|"
    r"\b(?:has|have) (?:already )?(?:awarded|funded|supported|received)|last year|en 20[01]\d"
)
_ENVELOPE = re.compile(
    r"\b(?:appel|programme|mesure|dispositif|fonds|call)\b[^.;€]{0,40}\bdotee?s?\b|enveloppes?|"
    r"budgets? (?:total|totaux|global|disponible|indicatif|de l'appel|annuel|alloue|consacre|prevu|"
    r"reserve|de la mesure|d'environ|de)\b|"
    r"\bbudget(?= ?:)|dotation (?:totale|globale|budgetaire)|montant (?:total|global) (?:de l'appel|disponible|"
    r"alloue|de l'enveloppe|du programme|des aides|des subventions|des subsides|prevu)|"
    r"(?:total|overall|indicative|available|call|global) (?:budget|envelope|funding|amount)|\bbudget\b|envelope|"
    r"somme(?: totale| globale)? de(?=.{0,40}(?:partag|repart))|"
    r"\b(?:debloque|consacre|mobilise|injecte|alloue|investit|reserve|degage)(?:nt|ra|ront)?\b|\bfonds? (?:total|"
    r"dote|de)\b|au total|en tout|totaal ?budget|"
    r"gesamtbudget|total de(?! l)"
)
_GRANT = re.compile(
    r"soutien|soutenus?\b|\baides?\b|subventions?|subsid\w+|\bbourses?\b|\bmontants?\b|\bfinancements?\b|"
    r"\bfinance\b|dotations?|\bdotee?s?\b|"
    r"\bprimes?\b|plafond\w*|plafonn\w*|\binterven\w+|forfait\w*|remuner\w+|honoraires|\bcachets?\b|recompens\w*|"
    r"cheques?|laureate?s?|chacune?\b|"
    r"\bgrants?\b|\bfunding|\bawards?\b|\bsupport\b|\bbeurs\b|beurzen|forderung|steun|\bcontribution\b(?! libre)|"
    r"coup de pouce|avance recuperable|\bprets?\b|"
    r"appui|allocation|indemnit\w+|defraiement|gratification|stipend\w*|per project|per applicant|\bfees? of\b|"
    r"artist fee|artist's fee|"
    r"taux|depenses eligibles|(?:premier|deuxieme|troisieme|second|1er|2e|3e|1st|2nd|3rd|grand) (?:prix|prize)|"
    r"prix (?:du|de la|des) (?:jury|public|meilleur\w*|presse|ville|fondation|spectateurs?|jeunes?|ministre\w*|"
    r"decouverte)|\bprizes?\b|"
    r"projets? (?:de|a|d'un)\b|budget (?:moyen|maximal|maximum)|(?:par|per) (?:projet|dossier|project|laureat)|"
    r"bedrag|subvention\w*|(?:deux|trois|quatre|cinq|six|sept|huit|dix|\d+) prix de"
)
_PRICE = re.compile(
    r"\bpaf\b|p\. ?a\. ?f\.?|\bentrees?\b|\btarifs?\b|billets?|billetterie|\btickets?\b|\bplaces?\b(?! de march)|"
    r"preventes?|sur place|"
    r"(?:droits?|frais) (?:d'|de )(?:inscriptions?|participation|dossier|entree|reservation|candidature)|"
    r"\binscriptions?\b|participation aux frais|\bparticipation (?:de|:|demandee)|\bparticipation\b(?= ?:)|"
    r"abonnements?|\bpass\b|adhesions?|cotisations?|locations?|cautions?|acomptes?|prix d'entree|prix (?:plein|"
    r"reduit|normal|unique|d'ami|public|de vente|membre)|"
    r"\bstages?\b|\bateliers?\b|\bconcerts?\b|\bspectacles?\b|\bvisites?\b|\bseances?\b|\bcours\b|\bformations?\b|"
    r"etudiants?\b|\benfants?\b|\badultes?\b|\bseniors?\b|\bart(?:icle|\.) ?27|reduit|concessions?|admission|"
    r"(?:registration|application|entry|participation) fees?|\bfees?\b(?! of)|"
    r"eintritt|ermassigt|inkom|toegang|\bprijs|kost\b|\bprice|\bcosts?\b(?= ?:)|\bprix (?:libre|conscient)|"
    r"suggestion|\bmenus?\b|repas|"
    r"\bcatalogue|\bau bar\b|\bvestiaire|\bmembres?\b|non-membres?|demandeurs? d'emploi|\bpayant\w*|\bcoute\b|"
    r"gratuite?s?|\bjournee\b|\bworkshop"
)
_EACH_BUDGET = re.compile(r"(?:par|per) (?:projet|project|dossier|laureat)|budget (?:moyen|maximal|maximum)")
_EACH_OPEN = re.compile(r"\b(?:par|per|pro) (?:projet|project|projekt|dossier|laureat|aanvraag)\b[^.,;:€\d]{0,40}$")
_PRIZE = re.compile(r"\bprix\b")
_CONTEST = re.compile(
    r"concours|laureat|\bjury|candidat|recompens|bourse|oeuvres|prix (?:est|sont|sera) (?:dote|decern|attribu|"
    r"remis)|competition|dote"
)
_NOTHING_BEHIND = re.compile(
    r"\s?(?:htva |tvac |ttc )?(?:de|d'|en|of|an|aan)\s?(?:\w+ )?(?:fonds propres|recettes|chiffre|revenus?|"
    r"capital|dettes?|loyers?|"
    r"benefices?|pertes|moyens propres|turnover|own funds|own contribution|eigenmittel|eigen middelen|omzet|"
    r"damages|degats)"
)
_PER_PERSON = re.compile(
    r"\s?(?:(?:htva|tvac|hors tva|ttc)\s)?[\s(,]{0,3}(?:par|/|per|p\.|pro|la|le|l'|pour)\s?(?P<who>pers\w*|"
    r"participant\w*|enfant\w*|adulte\w*|famille\w*|seance|cours|nuit|place|billet|tete|eleve|"
    r"equipe inscrite|inscri\w+|semaine|week-end|weekend|journee|jour|entree|place|ticket|soiree|stage|module|"
    r"personne|personen|persoon|head|pp\b|visiteur|pax)"
)
_PER_PROJECT = re.compile(
    r"[^.;\d]{0,30}?\b(?:par|per|pour chaque|pro|chaque|each|a chaque)\s(?:an et par )?(?P<what>projets?|project|"
    r"dossiers?|laureate?s?|beneficiaires?|associations?|entreprises?|candidate?s?|candidatures?|oeuvres?|"
    r"films?|spectacles?|consorti\w+|equipes?|structures?|operateurs?|communes?|applicant|company|artistes?|"
    r"artist|residences?|creations?|productions?|compagnies?|prototypes?|studios?|winner|award\w*|aanvra\w+|"
    r"demandes?|projekt|organisations?)\b"
)
_EACH = re.compile(r"\s{0,2}[^.;\d]{0,20}\b(?:chacune?s?|each|elk|jeweils)\b")
_TARIFF_BEHIND = re.compile(
    r"\s?\(?(?:en )?(?:prevente|sur place|reduit|tarif|etudiant|membre|adulte|enfant|senior|presale|at the door|"
    r"door|online|de prevente|d'entree)|\s?\((?:moins|-)"
)
_SHARED = re.compile(
    r"^[^.;]{0,12}(?:au total|en tout|de fonds\b|(?:sont |est )?disponibles?\b|beschikbaar|zur verfugung|(?:is |"
    r"are )?available|pour (?:cette|la|toute la) session|"
    r"pour l'(?:ensemble|appel)|"
    r"in total|overall|in totaal|de budget\b|d'enveloppe)|^[^.;\d]{0,60}\b(?:partage\w*|reparti\w*|consacree?s?|"
    r"mobilisee?s?|debloquee?s?|allouee?s? (?:a l'appel|a l'ensemble|a cet appel|a cette|au programme|a la mesure)|"
    r"reservee?s? (?:a|au|aux|pour)|shared|split|divided|verdeeld) ?"
)
_DONE = re.compile(
    r"[^.;:€\n]{0,50}?\b(?:a|ont) ete (?!reserv|prev|fix|degag|debloqu|mobilis|port|augment|confirm|consacr|"
    r"doubl|mis|allou|vot|liber|annonc|approuv|"
    r"inscri|affect)[a-z]+(?:e|es|ee|ees|is|ise|it|ite|u|us|ue|ues)\b"
)
# "50 % du budget avec un maximum de": the budget of the project, not of the call.
_SHARE_OF = re.compile(r"% (?:du|des|de la|of the|van het|der|des) (?:\w+ )?(?:budget|couts?|depenses?|costs?|kosten)")
_SHARED_BEFORE = re.compile(
    r"\b(?:will|to|must) share\b|se partag\w+|partageront|nous disposons de|insgesamt|in totaal|totaal|zusammen|"
    r"^\W*total ?:|"
    r"au total,? |in total"
)
_DAYS_BEHIND = re.compile(
    r"\s?(?:htva |tvac |ttc |hors tva )?(?:,? )?pour (?:les?|la|l'ensemble des|deux|trois|quatre|"
    r"cinq) ?(?:\w+ )?(?:journees?|jours?|"
    r"week-ends?|semaines?|stages?|formations?|cours|seances?|ateliers?|soirees?|modules?)\b"
)
_PRIZE_BEHIND = re.compile(
    r"\s?\((?:1er|2e|3e|premier|deuxieme|troisieme|grand|1st|2nd|3rd|laureat)|\s?(?:brut|nets?)\b"
)
_PRIZE_OF = re.compile(r"\bprix (?:\w+ ){0,3}(?:de|d'un montant de|d'une valeur de|dote de)\s*$")


def role_of(
    one: Printed, sentence_before: str, behind: str, passage: str, previous: MoneyRole | None
) -> MoneyRole | None:
    """The role of a sum; None for one that is neither paid out nor paid in. `sentence_before`: the words of its
    sentence before it, from the sum in front on; `behind`: those after it, to the next sum. All folded."""
    if _NOTHING_BEHIND.match(behind) or _DONE.match(behind):
        return None
    sentence_before = _SHARE_OF.sub(lambda m: " " * len(m[0]), sentence_before)
    told = _by_words_behind(one, sentence_before, behind)
    if told is not None:
        return told
    if _PAST.search(sentence_before) or _PAST.search(behind):
        return None
    positions = {
        "none": _last(_NONE, sentence_before),
        "envelope": _last(_ENVELOPE, sentence_before),
        "grant": _last(_GRANT, sentence_before),
        "price": _last(_PRICE, sentence_before),
        "prize": _last(_PRIZE, sentence_before),
    }
    best = max(positions, key=lambda name: positions[name])
    if positions[best] < 0:
        if previous is not None:
            return previous
        return _by_passage(one, passage, behind)
    if (
        positions["none"] >= 0
        and positions["none"] >= positions["envelope"] - 3
        and positions["price"] <= positions["none"]
    ):
        return MoneyRole.GRANT if positions["grant"] > positions["none"] + 25 else None
    if best == "prize":
        if _PRIZE_OF.search(sentence_before) or _CONTEST.search(passage) or one.most >= SMALL:
            return MoneyRole.GRANT
        return MoneyRole.PRICE
    if (
        best == "grant"
        and not _EACH_BUDGET.search(sentence_before)
        and positions["envelope"] >= 0
        and not re.search(r"[,;]", sentence_before[positions["envelope"] :])
    ):
        return MoneyRole.ENVELOPE  # "enveloppe de financement de": the word for support belongs to the envelope
    if best == "price" and one.most >= 10 * SMALL and positions["grant"] >= 0:
        return MoneyRole.GRANT
    return MoneyRole(best)


def _by_words_behind(one: Printed, before: str, behind: str) -> MoneyRole | None:
    near = re.split(r"[.;\n]", behind)[0]
    if _PER_PROJECT.match(near) or _EACH.match(near) or _PRIZE_BEHIND.match(near):
        if _last(_NONE, before) > _last(_GRANT, before):
            return None
        paid = _last(_PRICE, before) > _last(_GRANT, before) and one.most < 10 * SMALL
        return MoneyRole.PRICE if paid else MoneyRole.GRANT
    if _PER_PERSON.match(near) or _TARIFF_BEHIND.match(near):
        granting = _last(_GRANT, before) > max(_last(_PRICE, before), -1)
        return MoneyRole.GRANT if granting else MoneyRole.PRICE
    if _DAYS_BEHIND.match(near) and one.most < 10 * SMALL and _last(_GRANT, before) < 0:
        return MoneyRole.PRICE
    if _SHARED_BEFORE.search(before) and _last(_PRICE, before) < 0 and not _EACH.match(near):
        return MoneyRole.ENVELOPE
    if _EACH_OPEN.search(before):
        return None if _last(_NONE, before) > _last(_GRANT, before) else MoneyRole.GRANT
    if _SHARED.search(near) and _last(_PRICE, before) < 0:
        return MoneyRole.ENVELOPE
    return None


def _by_passage(one: Printed, passage: str, behind: str) -> MoneyRole:
    near = re.split(r"[.;\n]", behind)[0][:40]
    if _GRANT.search(near):
        return MoneyRole.GRANT
    if one.most < SMALL:
        return MoneyRole.PRICE
    return MoneyRole.GRANT


def says_a_role(words: str) -> bool:
    """Whether folded words hold any cue of a role."""
    return any(p.search(words) for p in (_NONE, _ENVELOPE, _GRANT, _PRICE, _PRIZE))


def per_of(behind: str, before: str) -> str | None:
    """ "project" or "person" when the words say so."""
    near = re.split(r"[.;\n]", behind)[0]
    project = _PER_PROJECT.match(near)
    if project and project["what"].startswith("artist"):
        return "person"
    if (
        project
        or _EACH.match(near)
        or re.search(r"\b(?:par|per|chaque) (?:projet|project|dossier|laureat|applicant)\w*[^.;\d]{0,30}$", before)
    ):
        return "project"
    person = _PER_PERSON.match(near)
    if person and person["who"].startswith(
        ("pers", "participant", "enfant", "adulte", "tete", "eleve", "pp", "head", "pax", "visiteur", "inscri")
    ):
        return "person"
    return None


def _last(pattern: re.Pattern[str], words: str) -> int:
    return max((m.end() for m in pattern.finditer(words)), default=-1)
