"""The words around a date that say what it is for in a call: closing, opening, a step, something else."""

from __future__ import annotations

import re

CLOSES = re.compile(
    r"date limite|date butoir|date de cloture|date de remise|cloture|se cloturer|deadline|closing|closes?\b|"
    r"close on|echeances?|au plus tard|"
    r"jusqu|limite|remise(?! des (?:prix|diplomes))|depot|remettre|soumettre|introdui|candidatures?|avant le|"
    r"inscription|fixee? au|cut-?off|submission|submit|apply by|"
    r"\bby\b|until|uiterlijk|inschrijv|indien|einsende|frist|fin des|fermeture|postul|dossiers?|"
    r"declaration d'intention|\beob\b"
)
OPENS = re.compile(
    r"ouvertures?|ouvert(?:e|s|es)? (?:du|des|le|a partir)|ouvre|ouvrira|\bopen(?:s|ing)\b|open from|lancement|"
    r"lance le|debut (?:des|du)|"
    r"a partir du|start(?:s|ing)? |opens on|des le"
)
# "Ouverture des candidatures le", "les inscriptions débutent le": the word for an application names what opens.
APPLICATION = (
    r"(?:candidatures?|inscriptions?|depots?|dossiers?|soumissions?|projets?|appel(?: a \w+)?|applications?|"
    r"submissions?|registrations?|call(?: for \w+)?)"
)
OPENING_OF = re.compile(
    r"(?:re)?(?:ouvertures?|lancement|debut|demarrage|opening|launch|start)(?: officiel(?:le)?)? "
    rf"(?:du |des |de |d'|of |for )(?:l'|la |les |the |cet |ce )?(?:[\w'-]+ ){{0,3}}?{APPLICATION}\b|"
    rf"{APPLICATION} (?:(?:va|vont|will) )?(?:ouvr\w*|debut\w*|commenc\w*|demarr\w*|opens?|starts?)\b"
)
OTHER = re.compile(
    r"jury|se deroul\w*|a(?:ura)? lieu|se ti(?:ent|endra)|residence|exposition|vernissage|resultats?|decision|"
    r"selection|annonce|evenement|ceremonie|remise des prix|notification|publi(?:e|ee|cation)\b|seance d'info|"
    r"info ?session|webinaire|auditions?|pitch|realisation|demarrage|kick-?off|periode|projets? (?:se|doit|doivent)"
)
MOVED = re.compile(r"report|postpose|prolong|exten[ds]|extension|repousse|nouvelle date|verleng|verschoben|verlangert")
STRICT = re.compile(r"\bavant le\b|\bbefore\b|\bvoor\b|\bvor dem\b")
ROLLING = re.compile(
    r"en continu\b|jusqu'a epuisement|jusqu'a l'epuisement|a tout moment|toute l'annee|appel permanent|"
    r"en permanence|permanents?\b.{0,20}appel|rolling|"
    r"sans date limite|pas de date limite|no deadline|until funds|doorlopend|laufend"
)
CLOSED = re.compile(
    r"\b(?:est|sont|desormais|appel|candidatures?|inscriptions?|call|applications?|actuellement|deja|"
    r"maintenant)\b[^.\n]{0,30}\b"
    r"(?:clotures?|cloturee?s?|clos|closes?|closed|termines?|terminees?|fermees?|fermes?)\b(?! (?:le|on|au|in)\b)|"
    r"^\W*(?:clotures?|cloturee?s?|clos|closed|termine|gesloten|afgesloten|geschlossen)\W*$|\bn'est plus ouvert|"
    r"\bis (?:now )?closed\b"
)
OFFICE_END = re.compile(r"\beob\b|\bcob\b|end of business|close of business|fin de journee de travail")
STEPS = (
    (
        re.compile(
            r"(?:declaration|lettre) d'intention|manifestation d'interet|expression of interest|letter of intent"
        ),
        "déclaration d'intention",
    ),
    (
        re.compile(r"dossier complet|full proposal|proposition complete|dossier final|full application"),
        "dossier complet",
    ),
    (
        re.compile(
            r"pre-?projet|pre-?candidature|note conceptuelle|concept note|pre-?dossier|short proposal|avant-?projet"
        ),
        "pré-projet",
    ),
    (
        re.compile(r"(?:1re|1ere|premiere) (?:etape|phase)|(?:first|1st) (?:stage|step)|stage 1|etape 1|phase 1"),
        "étape 1",
    ),
    (
        re.compile(
            r"(?:2e|2eme|deuxieme|seconde) (?:etape|phase)|(?:second|2nd) (?:stage|step)|stage 2|etape 2|phase 2"
        ),
        "étape 2",
    ),
    (re.compile(r"inscri|registration"), "inscription"),
)
WAS = re.compile(r"\b(?:was|au lieu d[ue]|instead of|initialement|previously|anciennement|in plaats van)\b")
