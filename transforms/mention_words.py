"""Words that tell an event, a call, and everything else that has a date. Searched in `offsets.unaccented` text."""

from __future__ import annotations

import re

# Nouns of things that one can attend. `weak` ones mean other things as well and need a word of happening or a name.
_STRONG = (
    r"apero[- ]debats?|aperos?|after-?works?|assises|atel(?:ier|iers)|avant-premieres?|barcamps?|biennales?|"
    r"bootcamps?|"
    r"brocantes?|cafes?[- ](?:numeriques?|debats?|philo\w*|litteraires?|creatifs?|citoyens?)|ceremonies?|"
    r"cine-debats?|colloques?|(?:cine-|video-)?concerts?|conferences?(?:-debats?| de presse)?|"
    r"congres|creathons?|datathons?|debats?|demo days?|drinks?|etats generaux|expos?|expositions?|"
    r"fetes?(?! (?:ses|son|sa|leurs?|nos|notre|ces)\b)|festivals?|"
    r"finissages?|foires?|forums?|game ?jams?|galas?|hackathons?|inaugurations?|jams?|journees? (?:de|d'|du|des|"
    r"pro\w*|portes)"
    r"|kick-?offs?|lan[- ]part(?:y|ies)|marathons?|masterclass(?:es)?|master-class(?:es)?|matinees?|meet-?ups?|"
    r"midis?|"
    r"networking|nocturnes?|nuits?|parades?|performances?|petits?[- ]dejeuners?|pitch(?:es)?|portes ouvertes|"
    r"projections?|"
    r"remises? (?:de|des) (?:prix|diplomes)|rencontres?|representations?|retrospectives?|salons?|seances?(?: d'\w+)?|"
    r"seminaires?|sessions? d'info\w*|showcases?|soirees?|sommets?|spectacles?|speed-?dating|stages?|"
    r"startup weekends?|"
    r"summer schools?|symposiums?|tables? rondes?|tournois?|trophees|universites? d'ete|vernissages?|"
    r"visites? guidees?|"
    r"webinaires?|webinars?|webinar|workshops?|bourse aux|"
    r"conference|exhibition|fair|gathering|hackathon|keynote|"
    r"lectures? (?:publiques?|musicales?|performees?|by)|panel|performance|screening|seminar|summit|talk|"
    r"training|"
    r"award ceremony|awards?|information session|info session|"
    r"conferentie|infodag|studienamiddag|netwerkevent|beurs|congres|debat|filmvoorstelling|infosessie|infoavond|"
    r"lezing|lezingen|netwerkavond|opendeurdag|studiedag|"
    r"tentoonstelling|voorstelling|wedstrijd|avond|"
    r"ausstellung|fest|konferenz|konzert|messe|tagung|vorstellung|vortrag|werkstatt"
)
_WEAK = (
    r"animations?|competitions?|cycles?|demonstrations?|presentations?|editions?|evenements?|events?|formations?|"
    r"journees?|lancements?|parcours|rendez-vous|"
    r"semaines?|week-?ends?|tournees?|reunions?|day|night|week|dag|veranstaltung"
)
EVENT = re.compile(rf"(?<![\w'-])(?:[ldcs]')?(?P<noun>(?P<strong>{_STRONG})|(?P<weak>{_WEAK}))(?![\w])")
"""A noun of an event; group `noun`, and `strong` or `weak`."""

PERSONAL = re.compile(r"\b(?:son|sa|leur|mon|notre)\s+$")
"""Before "atelier", "salon", "stage": a room or a time of a person, not a public event, unless something says so."""

HAPPENS = re.compile(
    r"\b(?:se (?:tien\w*|deroul\w*|donn\w*|jou\w*|poursui\w*)|s'est (?:tenu\w*|deroul\w*|ouvert\w*|achev\w*)|"
    r"se sont (?:tenu\w*|deroul\w*|retrouve\w*|reuni\w*|donne\w*)|(?:a|ont|aura|auront|avait|"
    r"avaient) (?:\w+ )?(?:eu )?lieu|"
    r"prend\w* place|rendez-vous|(?:est|sont|sera|seront|etait|etaient) (?:\w+ment )?(?:organise|prevu|programme|"
    r"propose|"
    r"fixe|attendu|dedie|consacre|accessible|visible|ouvert|presente|inaugure)\w*|organis\w*|accueill\w*|invest\w*|"
    r"ouvr\w* ses portes|s'ouvr\w*|ouvr\w*|inaugur\w*|debut\w*|commence\w*|demarr\w*|revien\w*|celebr\w*|fet(?:e|"
    r"er|era)\b|"
    r"s'install\w*|a la date|save the date|a l'agenda|se tenant|reuni\w*|rassembl\w*|participe\w*|visible|a voir|"
    r"reporte\w*|deplace\w*|postpose\w*|avance\w*|invite\w*|presente\w*|donne\w*|"
    r"held|takes? place|took place|will|returns?|comes? back|kicks? off|scheduled|runs?|opens?|hosts?|moved|"
    r"postponed|"
    r"vindt|plaats\w*|loopt|organiseert|organiseren|begint|opent|openen|gaat door|uitgesteld|"
    r"findet|statt|beginnt|eroffnet)\b"
)

OTHER = re.compile(
    r"\b(?:(?P<publication>publi(?:e|ee|es|ees|er|era|ant|cation\w*)|par(?:u|ue|us)|posted|published|"
    r"mis(?:e)? a jour|mis(?:e)?s? en ligne|"
    r"numero (?:du|de)|"
    r"gepubliceerd|verschenen|communique|news release)|"
    r"(?P<founding>fond(?:e|ee|es)\b|cree(?:e|es|s)?\b|ne(?:e|s)? (?:en|le)|existe|opgericht|gesticht|founded|"
    r"born|gegrundet|"
    r"diplom\w+|install\w+ (?:depuis|en)|engage\w*|nomme\w*)|"
    r"(?P<sale>en vente|prevente|billets?|billetterie|tarifs?|tickets?|early bird|abonnements?|reserv\w+)|"
    r"(?P<registration>inscri\w+|remboursement\w*|regist\w+|inschrijv\w+|aanmeld\w+|anmeld\w+)|"
    r"(?P<results>resultats?|laureat\w*|connus?|devoil\w+|annonc\w+|jury|revel\w+|winners?|announced|bekendgemaakt)|"
    r"(?P<release>sort(?:i|ie|ira|iront)?\b|disponible\w*|commercialis\w+|released|verkrijgbaar|attendue? (?:pour|"
    r"le))|"
    r"(?P<decision>adopt\w+|gouvernement|decret|entr\w+ en vigueur|assemblee generale|conseil d'administration|"
    r"conseil communal|accord|boucl\w+|sign\w+|lev(?:e|ee) de fonds)|"
    r"(?P<office>secretariat|permanence|bureaux|heures d'ouverture)|"
    r"(?P<interview>rencontre(?:e|s|es)? le|propos recueillis|entretien|interview\w*)|"
    r"(?P<cancelled>annul\w+|cancel\w+|afgelast|abgesagt|geannuleerd))\b"
)
"""What else has a date, by its reason."""

CALL = re.compile(
    r"(?<![\w'-])(?:[ld]')?(?P<noun>appels? (?:a|aux) (?:projets?|candidatures?|propositions?|"
    r"manifestations? d'interet|idees|"
    r"films?|artistes|contributions?|participation|communications?|textes|oeuvres|residences?|creat\w+|temoignages|"
    r"porteurs|partenaires|initiatives|benevoles)|appel d'offres|depots? (?:de|des) (?:projets?|dossiers?|"
    r"candidatures?)|prochains? depots?|appel(?=\s[«\"“])|(?:bourses?|concours|prix)(?= )|"
    r"open calls?|calls? for [a-z]+|calls?(?= )|grants?|competition|oproep\w*|projectoproep|subsidieoproep|wedstrijd|"
    r"projektaufruf|aufruf|ausschreibung|guichet)(?![\w])"
)
APPLY = re.compile(
    r"\b(?:candidatures?|candidats?|candidater|candidatez|dossiers?|postul\w+|envoy\w+|envoi|transmettre|send|"
    r"stuur\w*|soumettre|soumission\w*|soumis\w*|"
    r"depos\w+|"
    r"depot|introdui\w+|remettre|remettront|remis|rentr\w+|parvenir|repondre|proposer|propositions?|"
    r"notes? d'intention|"
    r"date limite|cloture\w*|cloturer|deadline|apply|applications?|submit|submissions?|proposals?|close[sd]?|closing|"
    r"indienen|ingediend|aanvra\w+|kandida\w+|kandidatur\w*|bewerb\w+|einreich\w+|court jusqu|prolong\w+|"
    r"extended|verlengd|ouverts? jusqu|participer)\b"
)

PAST = re.compile(
    r"\b(?:a|ont|avait|avaient|s['’]est|se sont|s['’]était|était|étaient|fut|furent)\s+(?:\w+\s+)?(?:\w+(?:é|ée|"
    r"és|ées)|"
    r"(?:eu|tenu|reçu|réuni|accueilli|permis|remis|investi|choisi|fini|conclu|vécu|ouvert|offert|pris|fait|rendu|"
    r"connu|"
    r"clos|reparti|couru|rempli|conquis|suivi)(?:e|s|es)?)\b|\b(?:dernier|dernière|derniers|dernières|écoulé\w*|"
    r"retour sur|"
    r"took place|drew|gathered|attracted|were|was held|vond plaats|waren|kwamen|werd|fand|fanden)\b",
    re.I,
)
"""Searched in the text itself: without its accent "à" would be "a"."""
FUTURE = re.compile(
    r"\b(?!(?:opera|camera|agora|extra|infra|ultra|aura d)\b)\w{2,}(?:ra|ront)\b|\b(?:prochain\w*|bientot|will|shall|"
    r"upcoming|next|zal|zullen|wird|werden|annonce)\b"
)
RETROSPECT = re.compile(
    r"\b(?:retour sur|bilan|compte[- ]rendu|revivez|en images|souvenirs?|looking back|terugblik|recap)\b"
)
ANAPHOR = re.compile(
    r"^\W*(?:il|elle|ils|elles|on|ce(?:t|tte)? \w+|l'evenement|le rendez-vous|celui-ci|celle-ci|le premier|le second|"
    r"la premiere|la seconde|le deuxieme|le troisieme|l'un|l'autre|le lieu|la soiree|la journee|le festival|le salon|"
    r"l'exposition|it|they|the event|this|he[t]|die|dit|deze|es|sie|le programme)\b"
)
VISIBLE = re.compile(
    r"\b(?:visible\w*|accessible\w*|a voir|la voir|le voir|les voir|se visite|ouverte?|jusqu'au|until|te zien)\b"
)
RUN_WORDS = re.compile(
    r"^(?:Days?|Festivals?|Summits?|Awards?|Weeks?|Weekends?|Fairs?|Expos?|Nights?|Jams?|Camps?|Forums?|Fest|"
    r"Biennale|"
    r"Conference|Meetups?|Hackathons?|Talks?|Sessions?|Con|Connect|Show|Market|Nuits?|Journées?|Rencontres?|Salon|"
    r"Sommet|Assises|Semaine|Fête|Colloque|Trophées|Concours|Creathon|Congrès|Printemps|Universités?)$"
)
"""Words that make a run of capitalised words the name of an event: "IA Days", "Pixels Festival"."""
