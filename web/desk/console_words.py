"""What stands beside the editor of the SQL console, in French: views, columns, questions to begin with."""

from __future__ import annotations

VIEWS = {
    "agenda": "Les séances des événements qui ne sont pas finies : une ligne par séance.",
    "watch": "La veille : une ligne par article.",
    "calls": "Les appels, leur prochaine échéance et leur état : une ligne par appel.",
    "source_health": "Comment va chaque source : dernière lecture, lignes suivies, problèmes ouverts.",
    "item_history": "Ce qui est arrivé à une fiche : ses changements, et les versions de ce que disent ses sources.",
}
COLUMNS = {
    "item": "identifiant de la fiche (son adresse : /e/…)",
    "title": "titre, dans la langue de la source",
    "starts_at": "début, à l’heure de Bruxelles",
    "ends_at": "fin",
    "local_start": "début, à l’heure du lieu",
    "local_end": "fin, à l’heure du lieu",
    "all_day": "toute la journée, ou sans heure connue",
    "status": "prévu, déplacé, reporté, annulé …",
    "place": "nom du lieu",
    "municipality": "commune",
    "province": "province, par son code",
    "url": "page de la source",
    "is_free": "gratuit ; vide quand on ne sait pas",
    "topics": "sujets, chacun facette:code",
    "sources": "sources, par leur code",
    "published_at": "parution, sinon le jour où Vigie l’a vu",
    "description": "texte, tel que la source le donne",
    "language": "langue de la source",
    "opens_at": "ouverture",
    "last_deadline": "dernière échéance",
    "next_deadline": "prochaine échéance",
    "state": "annoncé, ouvert, bientôt clos, clos, inconnu",
    "funders": "qui finance",
    "slug": "code de la source",
    "name": "nom",
    "platform": "genre de site",
    "last_run": "dernière lecture",
    "cause": "comment elle s’est terminée",
    "complete": "tout a été lu",
    "last_complete_run": "dernière lecture complète",
    "listed": "lignes que la source donne",
    "missing": "lignes qu’elle ne donne plus",
    "open_problems": "problèmes à regarder",
    "at": "quand",
    "what": "change : la fiche a changé ; version : une source a parlé",
    "type": "ce qui a changé",
    "fields": "champs qui ont changé",
    "source": "source qui a parlé",
    "key": "numéro de la ligne chez la source",
    "content": "ce qu’elle disait, en JSON",
}
EXAMPLES = (
    (
        "Événements par commune, ce mois-ci",
        "SELECT municipality, count(DISTINCT item) AS events\n"
        "FROM agenda\n"
        "WHERE starts_at < date_trunc('month', now()) + interval '1 month'\n"
        "GROUP BY municipality\n"
        "ORDER BY events DESC",
    ),
    (
        "Appels qui ferment dans les trente jours",
        "SELECT title, next_deadline, url\n"
        "FROM calls\n"
        "WHERE next_deadline < now() + interval '30 days'\n"
        "ORDER BY next_deadline",
    ),
    (
        "Sources qui n’ont pas été lues en entier depuis sept jours",
        "SELECT slug, cause, last_complete_run, open_problems\n"
        "FROM source_health\n"
        "WHERE last_complete_run IS NULL OR last_complete_run < now() - interval '7 days'\n"
        "ORDER BY last_complete_run NULLS FIRST",
    ),
)
