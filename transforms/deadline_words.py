"""The words of a call that say what a date beside them is for, folded, in French, English, Dutch and German."""

from __future__ import annotations

import re
from enum import StrEnum


class Cue(StrEnum):
    """`CLOSE` and `OPEN` name the end and the beginning of applying; `ACT` what an applicant does, `APPLY` what is
    handed in; `EVENT` what the call is about; `OTHER` a step that is none of the applicant's; `NEVER` a closing day
    of something else (questions, reports, expenses), whatever stands beside it; `STEP` numbers a stage of applying;
    `AT_MOST` ("au plus tard") ends something, and does not say what."""

    NEVER = "never"
    CLOSE = "close"
    OPEN = "open"
    OTHER = "other"
    ACT = "act"
    APPLY = "apply"
    EVENT = "event"
    STEP = "step"
    AT_MOST = "at_most"


# What can be handed in or is open for it.
APPLICATION = (
    r"(?:candidatures?|inscriptions?|depots?|dossiers?|soumissions?|appels?(?: a \w+)?|applications?|"
    r"submissions?|registrations?|calls?(?: for \w+)?|demandes?|propositions?|guichets?|participations?|offres?|"
    r"formulaires?|plateformes?|portails?|platform|aanvragen|inschrijvingen|oproep|bewerbungen|anmeldungen)"
)
_OF = r"(?:officiel(?:le)? )?(?:du |des |de |d'|of |for |to |van de |der )(?:l'|la |les |the |cet |ce |nos |votre )?"
_BEGINNING = r"(?:re)?(?:ouvertures?|lancement|debuts?|demarrage|opening(?: date)?|launch|start)"
_LAUNCH = r"(?:re)?(?:ouvertures?|lancement|opening(?: date)?|launch)"
_NEVER = (
    r"(?:seances?|sessions?|reunions?|soirees?|rencontres?|journees?) (?:d')?info\w*|info[- ]?(?:sessions?|days?|"
    r"dag|meeting)|infosessie|(?:visio|video)\w* (?:d')?info\w*|questions and answers|\bq ?& ?a\b|eclaircissements?|"
    r"webinai?r\w*|webinar|questions?\b(?! \w+ l'appel)|clarifications?|renseignements|pour toute (?:question|"
    r"info\w*)|"
    r"contactez|\bprecisions\b|\brapports?\b|reporting|(?:final|interim|activity|progress) reports?|eindverslag|"
    r"\bbilans?\b|pieces? justificatives?|justificatifs?|decompte|"
    r"depenses|\ba depenser|expenses|factur\w+|\binvoices?|\bfrais (?:engages|exposes|supportes)|couts (?:engages|"
    r"supportes)|"
    r"subsides? liquide|liquidation|versement|paiement|retrait d|ouverture des (?:offres|plis|portes)|"
    r"plis ouverts|visites? (?:des? lieux|obligatoire|du site|sur place|de terrain|technique)|"
    r"offre de remboursement|rembours\w+|demission|recours|"
    r"\bnee?s? (?:apres|avant|entre|le|a partir|depuis)\b|\bborn\b|ages? de|desist\w+|annul\w+ (?:gratuit|sans)"
)
_CLOSE = (
    r"dates?(?: et heures?)? (?:limites?|lim\b|butoirs?|ultimes?|finales?|d'echeances?|de fin|de cloture|de remise|"
    r"de fermeture|de depots?|d'envoi|d'introduction|de soumissions?)|(?:jours?|heures?) limites?|"
    r"dernier (?:delai|jour)|"
    r"(?:delais?|limites?)(?: ultimes?)? (?:de |d'|des |du |pour )(?:l'|la |le )?(?:remises?|depots?|introductions?|"
    r"soumissions?|candidatures?|reponses?|inscriptions?|participations?|receptions?|envois?|cloture)|"
    r"(?:ultime|dernier|extreme) (?:delai|limite)|delais?(?= ?:)|delai de rigueur|"
    r"clotur\w*|\bclot\b|\bclore\b|\bclos(?:es?)?(?= (?:le|au|ce)\b)|fermetures?|"
    r"(?:pris|prend\w*) fin\b|s'arret\w+|desactiv\w+|\bexpir(?:e|ent|ait|aient|era)\b|einreichfrist|abgabetermin|"
    rf"\bferm(?:ons|e|ent|era|eront)\b|\b(?:fin|einde|ende) (?:{_OF})?{APPLICATION}|\bfin de (?:la )?periode|"
    rf"prennent fin|prend fin|"
    r"\bse termine(?:nt|ra|ront)?\b|s\'acheve(?:nt)?\b|deadlines?|closing|\bcloses?\b|\bclosed(?= on\b)|"
    r"\bferme(?:e|s|es)? (?=le \d|depuis|ce |"
    r"(?:lun|mar|mercre|jeu|vendre|same)di)|cut-?offs?|\bdue\b|\bexpires?\b|echeances?|"
    r"uiterste|limite\b|"
    r"\bindien(?:datum|termijn)|sluit(?:ing\w*)?\b|afsluit\w*|einsendeschluss|(?:bewerbungs|anmelde|einreichungs|"
    r"abgabe|antrags|einsende)?frist(?:en)?\b|bewerbungsschluss|"
    r"anmeldeschluss|stichtag|\beob\b|\bcob\b"
)
_OPEN = (
    rf"{_BEGINNING} (?:{_OF})?(?:[\w'-]+ ){{0,3}}?{APPLICATION}\b|"
    rf"{APPLICATION} (?:[\w'-]+ ){{0,4}}?(?:(?:va|vont|will|sera|seront|est|sont) )?(?:de nouveau )?"
    r"(?:ouvr\w*|debut\w*|commenc\w*|demarr\w*|opens?\b|starts?\b|lancee?s?\b|mise?s? en ligne)|"
    rf"{_LAUNCH}(?= ?(?::|le\b|prevue?\b|on\b|-|\d|au\b|a partir|des\b le|ce\b|lundi|mardi|mercredi|jeudi|"
    rf"vendredi|"
    r"en ligne))|(?:date|jour) d'ouverture|\bouvre(?:nt|z)?\b|\bouvrir\w*|"
    r"\bouverte?s?\b(?! (?:aux?|a (?!partir|\d)))|opent\b|geopend\b|\bopens?\b|\bopening(?: date)?\b|openstelling|"
    rf"(?:a partir du|des le|from)(?=.{{0,40}}{APPLICATION})|eroffnung"
)
_OPEN += (
    r"|(?:mise en ligne|publication|parution|diffusion) (?:officielle )?de l'appel|"
    r"(?:oproep|call|appel|ausschreibung)(?: a \w+)? (?:loopt|runs|court|lauft|dure|s'etend)\b"
)
_OTHER = (
    rf"{_BEGINNING} {_OF}(?!l'appel)\w+|\b(?:les |des |le |votre |un )?projets? (?:\w+ ){{0,2}}(?:debut\w*|"
    rf"demarr\w*|commenc\w*)|"
    r"\bdebut(?:er|eront|era|ent|ant)\b|\bdemarr(?:er|eront|era|ent|ant|age)\b|\bstarting\b|"
    r"(?<!a la )(?<!\bau )(?<!\baux )(?:jurys?|comites?|commissions?)\b|se reuni\w*|deliber\w*|examin\w+|"
    r"\bexamens?\b|evalu\w+|analys\w+|"
    r"\bselections?\b|selectionnee?s?|preselect\w*|shortlist\w*|auditions?|auditionn\w*|entretiens?|interviews?|"
    r"pitch\w*|"
    r"resultats?|results?\b|laureate?s?|gagnante?s?|winners?|retenue?s?|annonc\w*|announce\w*|proclam\w*|notif\w*|"
    r"\binformee?s?\b|informed|decisions?|communiqu\w+|\bepreuves?\b|reponses? (?:aux|de la|du|sera|seront|officielle)|"
    r"ceremon\w+|remises? des? (?:prix|diplomes)|prix remis|palmares|bekanntgabe|bekendmaking|"
    r"\b(?:a|ont|aura|auront) lieu|se tien\w*|se tenir|se deroul\w*|take[sn]? place|held\b|findet|vindt plaats|"
    r"plaatsvind\w*|"
    r"organisee?s? (?:le|du|au|par)|programmee?s?\b|presentee?s? (?:au|le|lors|a la|du)|presentation\w*|"
    r"kick-?off|realis\w+|mise en (?:oe|œ)uvre|execution|executee?s?|\bdurees?\b|"
    r"periodes? (?:d'(?:elig\w+|execut\w+|activit\w+|occup\w+)|de (?:real\w+|mise|resid\w+|travail|validite|prog\w+|"
    r"creation|projet|realis\w+))|"
    r"\btermine(?:r|e|es|s)?\b|achev\w*|finalis\w+|completed|livr\w+|deliver\w*|elig\w+|"
    r"conventions?|contrats?|signatures?|\bsigne(?:r|nt|ra|ront)\b|"
    r"publie\w*|publications?|published|posted|gepubliceerd|veroffentlicht|mise?s? a jour|mise?s? en ligne|"
    r"updated|modifie\w*|"
    r"decrets?\b|\barretes?\b|\blois?\b|reglements?\b|circulaires?|directives?|ordonnance|deliberation|approuv\w+|"
    r"adopte\w*|"
    r"vigueur|entree en (?:fonction|service|vigueur)|prise de fonction|visibles?|a voir|valables?|valide\b|"
    r"fondee?|\bcreee?\b|\bdepuis\b(?! le \d[^.;\n]{0,30}jusqu'au)|soutenue?s?\b (?:en|depuis)|"
    r"naissance|l'annee passee|"
    r"\breunions?\b|\bdemontage|\bmontage\b|accrochage|repetitions?|montree?s?\b|\bjouee?s?\b|paraitra|"
    r"expos(?:e|ee|ees|es|er|ons)\b|inaugur\w+|dresse|\bvalidation|confirmation|clap|tournage"
)
_OTHER += (
    r"|\bchoix\b|informi\w+|\binform(?:ons|ent|er|era|erons|eren)\b|benachrichtig\w*|\bbericht\b|reviendrons|"
    r"\bfet(?:ons|e|ent)\b|project start|start of (?:the )?projects?|grant agreement|kick ?off|fin (?:du|des|"
    r"de la|de votre|"
    r"de l') ?(?:projets?|residences?|travaux|activites?|contrats?|formations?|festivals?|expositions?)|"
    r"reponses?\b(?! souhait| a l'appel| au )|projections?|\bmonte(?:s|es|e)?\b|gesprek\w*|antwoord|camera-ready|"
    r"avertis?\b|averti(?:e|es)\b|portes ouvertes|"
    r"\bparu(?:e|s|es)?\b|parution|editee?s?\b|brief\w*|debrief\w*|\bdrinks?\b|inaugur\w*|vot(?:e|ent|eront|es)\b|"
    r"gespeeld|optreden|auffuhrung|"
    r"rendez-vous|\bdeparts?\b|\bretours?\b|billets?\b|en vente|vaut\b|naissance|conferences? de presse|"
    r"\bmettr\w+|livraison|\binstallee?s?\b|accueil\w*|"
    r"prenant cours|prend cours|prennent cours|a exercer|(?:bureau|secretariat|musee|"
    r"bibliotheque)\w* \w+ fermee?s?|\bfermee?s? (?:du|entre|pendant)\b|disponibles? (?:du|des|le)\b|"
    r"inscrite?s? (?:a|au|en)\b|arriv(?:e|ent)\b|prix [^.;]{0,40}\bremis|couvr\w+|produit(?:e|es|s)?\b|"
    r"\bcreee?s\b|acquis\w*|\bnext review|"
    r"\breview (?:meetings?|dates?|panel)|restitution|domicili\w*|beginnt|begint\b|"
    r"\bage de\b|celebr\w*|\bfete\b|afgerond|abgeschlossen|a pourvoir|attribution|recrutement|prolongeable|assemblee|"
    r"remporte\w*|recoi(?:t|vent)|recevr\w+|percoi\w+|beneficie\w*|s'etal\w+|se poursui\w+|s'acheve\w*|se clore|"
    r"debute\b|demarre\b|commence\b|commencer\w*|"
    r"\bchoisi\w*|\btravaill(?:e|ent|er|erez|eront)\b|\bexposent\b|\bspeelt\b|verliehen|verleihung|selectie\w*|"
    r"bekend\w*|uitreiking|prijsuitreiking|jurering|beslissing|toekenning|gunning|\bloopt\b|bekannt\w*|"
    r"auswahl|preisverleihung|entscheidung|\blauft\b|jurysitzung|gepland|verkundet"
)
_ACT = (
    r"remettre|remett\w+|\bremises?\b(?! des? (?:prix|diplomes))|(?:etre|sont|soient|est) remis(?:es?)?\b|"
    r"introdui\w+|introduct\w+|"
    r"soumet\w*|"
    r"soumis(?:e|es)?\b|soumissions?|depos\w+|depots?|r?envoy\w+|\benvois?\b|\benverr\w+|transmet\w*|"
    r"transmis(?:es?)?\b|"
    r"parv(?:en|ien)\w+|(?:etre|soient|sont) inscrit(?:e?s)?(?= pour)|adress(?:er|ez|ees|es|ent)\b|(?:est|etre|"
    r"soit|sera) adressee?\b|receptions?|recevab\w+|"
    r"recue?s?\b|rentr(?:er|ez|ee?s?)\b|postul\w+|candidat(?:er|ez)\b|"
    r"attend(?:ue?s?|ons|ent)\b|"
    r"propos(?:er|ez)\b|il (?:vous |nous |leur )?reste\b|(?:vous avez|\bont|avez)(?= jusqu)|s'inscri\w+|inscrivez|"
    r"inscrire|participer|repond\w+|formulaires?|accept\w+|admis(?:es?)?\b|completer|"
    r"submit\w*|submissions?|\bapply\b|applying|\bsend\b|\bregister\b|received|entries|accepted|"
    r"\bstuur\w*|opstur\w+|bezorg\w*|inzend\w*|ingezonden|indien\w*|ingediend\w*|inschrij\w*|einsend\w*|"
    r"einreich\w*|eingereicht|bewirb|bewerb(?!er\b|ern\b|erin)\w+|anmeld\w+"
)
_ACT += (
    r"|aanmeld\w*|opgestuurd|"
    r"arriver\b|arrivee?s?\b|arriv(?:e|ent) (?:chez|a|au|dans)\b|televers\w+|upload\w*|reach us|rempli\w*|"
    r"schrijven (?:zich )?in\b|"
    r"melden sie sich|meld(?:en|et) (?:sich|je|u)\b|renvoyer|rendez(?!-vous| visite)|"
    r"envoi\w*|participez|inscris\b|(?:reponse|inscription|candidature) souhaitee|rsvp|"
    r"doivent (?:nous|parvenir)|doit nous|demander (?:l'|une |un |cette |ce )?(?:aide|bourse|subvention|subside|"
    r"soutien|prime)|(?:dossiers?|candidatures?|demandes?) completes?\b(?! \w+ de)|(?:dossiers?) complets?\b"
)
_APPLY = (
    r"candidatur\w*|dossiers?|notes? d'intention|fiches? projets?|esquisses?|\bvideos?\b|\btextes?\b|manuscrits?|"
    r"maquettes?|scenarios?|"
    r"\baides?\b|subventions?|\bbourses?\b|\bprimes?\b|subsides?|voorstel(?:len|s)?\b|inscriptions?|\bprojets?\b|"
    r"propositions?|(?<!etre )(?<!est )(?<!sont )(?<!a )demandes?\b|appels?\b|offres?\b|portfolios?|"
    r"applications?|proposals?|\bcalls?\b|registrations?|guichets?|participations?|contributions?|(?:oe|œ)uvres|"
    r"declarations? d'intention|manifestations? d'interet|lettres? d'intention|oproep|aanvra\w+|kandida\w+|"
    r"dossier|antrage?\b|"
    r"letters? of intent|expressions? of interest|concept notes?|notes? conceptuelles?|avant-?projets?|pre-?projets?"
)
_EVENT = (
    r"evenements?|festivals?|expositions?|vernissages?|residences?|concerts?|spectacles?|galas?|colloques?|salons?\b|"
    r"conferences?|biennales?|ateliers?|workshops?|formations?|concours|hackathons?|rencontres?|\bevents?\b|"
    r"residenc\w+|"
    r"exhibitions?|\bfoires?\b|\bforums?|journees?|ausstellung|veranstaltung|tentoonstelling|\bprix\b|editions?\b|"
    r"competitions?|marches?\b|soirees?|stages?\b(?! \d)|seminaires?|symposium|summit|sommet"
)
_STEP = (
    r"(?:1re|1ere|premiere|2e|2de|2eme|deuxieme|seconde|first|second|1st|2nd|eerste|tweede|erste|"
    r"zweite) (?:etapes?|phases?|stages?|steps?|fase|stufe|tour)|"
    r"\b(?:etape|phase|stage|step|fase) (?:[12]|ii?)\b"
)
_AT_MOST = r"au plus tard|no later than|not later than|at the latest|uiterlijk|ten laatste|spatestens"
CUES = re.compile(
    "(?<![a-z])(?=[a-z])(?:pre-?|re-?)?(?:"
    + "|".join(
        f"(?P<{cue.value}>{words})"
        for cue, words in (
            (Cue.NEVER, _NEVER),
            (Cue.AT_MOST, _AT_MOST),
            (Cue.CLOSE, _CLOSE),
            (Cue.OPEN, _OPEN),
            (Cue.OTHER, _OTHER),
            (Cue.ACT, _ACT),
            (Cue.APPLY, _APPLY),
            (Cue.STEP, _STEP),
            (Cue.EVENT, _EVENT),
        )
    )
    + ")"
)
"""Cues begin where a word does; each costs a bounded number of steps, so that noise costs little."""


# A day behind these is one that ends something.
LIMIT = re.compile(
    r"\b(?:avant|av\.|jusqu'(?:au|a|en)?|au plus tard|d'ici|pour|before|by|no later than|not later than|until|till|"
    r"uiterlijk|"
    r"ten laatste|tegen|voor|tot|bis|spatestens|vor|limites?|butoir)(?:,? (?:le|la|the|au|ce|pour|a|zum|den|dem|"
    r"op|midi|minuit|noon|"
    r"midnight|plus|tard|final|fin|on|d'ici|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|\d{1,2}[:h]\d{0,2}))*\W*$"
)
LIMITING = re.compile(
    r"(?:avant|jusqu'|au plus tard|d'ici|pour|before|by|no later than|not later than|until|till|uiterlijk|"
    r"ten laatste|tegen|"
    r"voor|tot|bis|spatestens|vor)\b"
)
STRICT = re.compile(r"\b(?:avant|av\.?|before|prior to|voor|vor)\b(?: le| la| the| dem| den)?\W*$")
INCLUDED = re.compile(
    r"^[^.;,\n]{0,12}\b(?:inclus(?:ivement)?|compris|included|inclusive|inbegrepen|einschliesslich)\b"
)
OFFICE_END = re.compile(r"\beob\b|\bcob\b|end of business|close of business|fin de journee de travail")
STEPS = (
    (
        re.compile(
            r"(?:declarations?|lettres?|notes?) d'intention|manifestations? d'interet|expressions? of interest|"
            r"letters? of intent|intentieverklaring|absichtserklarung"
        ),
        "déclaration d'intention",
    ),
    (
        re.compile(
            r"dossiers? complets?|full proposals?|propositions? completes?|dossiers? finals?|full applications?|"
            r"dossiers? definitifs?|projets? complets?|volledige? (?:aanvraag|dossier)|vollantrag"
        ),
        "dossier complet",
    ),
    (
        re.compile(
            r"pre-?projets?|pre-?candidatures?|notes? conceptuelles?|concept notes?|pre-?dossiers?|short proposals?|"
            r"avant-?projets?|pre-?propositions?|pre-?proposals?|pre-?applications?|projectschets"
        ),
        "pré-projet",
    ),
    (
        re.compile(
            r"\b(?:1re|1ere|premiere) (?:etape|phase)|(?:first|1st) (?:stage|step|phase)|(?:stage|etape|phase|"
            r"step|fase) (?:1|i)\b|eerste fase"
        ),
        "étape 1",
    ),
    (
        re.compile(
            r"\b(?:2e|2de|2eme|deuxieme|seconde) (?:etape|phase)|(?:second|2nd) (?:stage|step|phase)|"
            r"(?:stage|etape|phase|step|fase) (?:2|ii)\b|tweede fase"
        ),
        "étape 2",
    ),
    (re.compile(r"\binscri(?!re votre|vez votre)\w*|registration"), "inscription"),
)
