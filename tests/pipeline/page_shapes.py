# ruff: noqa: E501 - markup stands as it would in a page
"""Made-up pages in the shapes that French and Belgian sites have, each with what a person reads on it.

Every site, title and name is invented. A shape is (address, markup, kind, [(title, day)]).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Shape:
    name: str
    url: str
    html: str
    kind: str
    things: tuple[tuple[str, str], ...]


MENU = """<header class="site-header"><div class="logo"><a href="/">Maison des Possibles</a></div>
<nav><ul><li><a href="/agenda/">Agenda</a></li><li><a href="/actualites/">Actualités</a></li><li><a href="/contact/">Contact</a></li></ul></nav></header>"""
FOOT = (
    """<footer><p>Maison des Possibles, 12 rue du Parc, 5000 Namur</p><p>© {year} Maison des Possibles</p></footer>"""
)
TEXT = (
    "Une soirée pour découvrir le travail de la compagnie, avec une rencontre à la fin et un verre offert par le bar. "
    "Le lieu est accessible à toutes et à tous, et les enfants sont les bienvenus dès huit ans. "
)
THINGS = (
    ("Concert de la fanfare des Sources", "jeudi 14 mars 2024", "2024-03-14", "20h30", "14.03.2024"),
    ("Atelier de sérigraphie pour débutants", "samedi 23 mars 2024", "2024-03-23", "10h00", "23.03.2024"),
    ("Projection : Les Oiseaux de passage", "vendredi 5 avril 2024", "2024-04-05", "19h", "05.04.2024"),
    ("Bal folk de printemps", "samedi 20 avril 2024", "2024-04-20", "20h", "20.04.2024"),
    ("Rencontre avec les éditeurs du quai", "mardi 7 mai 2024", "2024-05-07", "18h30", "07.05.2024"),
)
NEWS = (
    ("Le nouveau studio ouvre ses portes", "12/02/2024", "2024-02-12"),
    ("Trois résidences pour l'année qui vient", "29/01/2024", "2024-01-29"),
    ("Notre rapport d'activités est en ligne", "08/12/2023", "2023-12-08"),
    ("La cour intérieure a été rénovée", "17/11/2023", "2023-11-17"),
)


def page(title: str, body: str, head: str = "", year: int = 2024, url_class: str = "") -> str:
    return (
        f"<!doctype html><html lang=fr><head><meta charset=utf-8><title>{title}</title>{head}</head>"
        f'<body class="{url_class}">{MENU}{body}{FOOT.format(year=year)}</body></html>'
    )


def _events() -> tuple[tuple[str, str], ...]:
    return tuple((t, iso) for t, _, iso, _, _ in THINGS)


def _news() -> tuple[tuple[str, str], ...]:
    return tuple((t, iso) for t, _, iso in NEWS)


def slug(text: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in text.lower()).split())


def extra(add: Callable[..., None]) -> None:
    one = THINGS[0]
    rows = "".join(
        f'<div class="elementor-element elementor-element-{n}ab3f1 e-con"><div class="elementor-widget elementor-widget-heading"><div class="elementor-widget-container"><h3 class="elementor-heading-title"><a href="/e/{n}">{t}</a></h3></div></div><div class="elementor-widget elementor-widget-text-editor"><div class="elementor-widget-container">{d} | {c}</div></div></div>'
        for n, (t, d, _, c, _) in enumerate(THINGS, 1)
    )
    add(
        "page builder columns",
        "https://example.org/agenda/",
        page(
            "Agenda",
            f'<div class="elementor"><section class="elementor-section"><div class="elementor-container"><h1>Agenda</h1>{rows}</div></section></div>',
        ),
    )
    rows = "".join(
        f'<div class="items-row"><h2 itemprop="name"><a href="/fr/{n}">{t}</a></h2><dl class="article-info"><dt>Détails</dt><dd class="published">Publié le {d}</dd><dd class="hits">Affichages : {n}12</dd></dl><p>{TEXT}</p><p class="readmore"><a href="/fr/{n}">Lire la suite : {t}</a></p></div>'
        for n, (t, d, _) in enumerate(NEWS, 3)
    )
    add(
        "joomla blog",
        "https://example.org/index.php/fr/actus",
        page(
            "Actus",
            f'<div class="blog"><div class="page-header"><h1>Actus</h1></div>{rows}</div><div class="pagination"><a href="/fr/actus?start=5">Suivant</a></div>',
        ),
        "news",
    )
    rows = "".join(
        f'<div class="event"><p class="what"><a href="/e/{n}">{t}</a></p><p class="when">Du {iso[8:]} au {int(iso[8:]) + 2} {("mars", "mars", "avril", "avril", "mai")[n]} 2024</p><p class="posted">Publié le 1 février 2024</p></div>'
        for n, (t, d, iso, c, _) in enumerate(THINGS)
    )
    add("ranges beside a publication", "https://example.org/agenda", page("Agenda", f"<h1>Agenda</h1>{rows}"))
    past = "".join(
        f'<li><a href="/old/{n}">Ancien spectacle numéro {n}</a> <span>{n} octobre 2023</span></li>'
        for n in range(2, 6)
    )
    rows = "".join(f'<li><a href="/e/{n}">{t}</a> <span>{d}</span></li>' for n, (t, d, _, c, _) in enumerate(THINGS))
    add(
        "coming and past",
        "https://example.org/agenda",
        page(
            "Agenda",
            f"<h1>Agenda</h1><h2>À venir</h2><ul class=next>{rows}</ul><h2>Archives</h2><ul class=old>{past}</ul>",
        ),
        "event",
        (*_events(), *((f"Ancien spectacle numéro {n}", f"2023-10-0{n}") for n in range(2, 6))),
    )
    rows = "".join(
        f'<div class="row"><div class="col-md-4"><img src="{n}.jpg"></div><div class="col-md-8"><p><b>{d.upper()}</b></p><h4>{t.upper()}</h4><p>{TEXT}</p><p><a href="/e/{n}">&gt; En savoir plus</a> <a href="https://tickets.example.com/{n}">Réserver</a></p></div></div><hr>'
        for n, (t, d, _, c, _) in enumerate(THINGS)
    )
    add(
        "capitals in a grid",
        "https://example.org/spectacles.php",
        page("Spectacles", f'<div class="container"><h1>Nos spectacles</h1>{rows}</div>'),
        "event",
    )
    rows = "".join(
        f'<p><strong>{t}</strong><br>{d}, {c}<br>Salle des fêtes<br><a href="mailto:a@example.org">Réserver</a></p>'
        for n, (t, d, _, c, _) in enumerate(THINGS)
    )
    add(
        "paragraphs with breaks",
        "https://example.org/agenda.htm",
        page("Agenda", f'<div id="main"><h2>Agenda</h2>{rows}</div>'),
    )
    rows = "".join(
        f'<a class="tile" href="/e/{n}"><span class="tile-date">{short[:5].replace(".", "/")}</span><span class="tile-title">{t}</span></a>'
        for n, (t, d, _, c, short) in enumerate(THINGS)
    )
    add(
        "tiles with figures",
        "https://example.org/programmation/2024",
        page("Programmation 2024", f'<main><h1>Programmation</h1><div class="tiles">{rows}</div></main>'),
    )
    comments = "".join(
        f'<li class="comment"><cite>Lecteur {n}</cite> <span>1{n} février 2024 à 10h1{n}</span><p>Merci pour ce bel article, cela donne envie.</p></li>'
        for n in range(4)
    )
    add(
        "an article with comments",
        "https://example.org/2024/02/le-nouveau-studio-ouvre-ses-portes/",
        page(
            NEWS[0][0],
            f'<main><article><h1>{NEWS[0][0]}</h1><p class="byline">Par Claude, le 12 février 2024</p><p>{TEXT * 4}</p></article><section id="comments" class="comments-area"><h2>4 commentaires</h2><ol>{comments}</ol></section></main>',
        ),
        "news",
        ((NEWS[0][0], "2024-02-12"),),
    )
    add(
        "an event told in prose",
        "https://example.org/bal-folk-de-printemps",
        page(
            "Bal folk de printemps - Maison des Possibles",
            f"<article><h1>Bal folk de printemps</h1><p>Posté le 2 avril 2024</p><p>{TEXT} Le bal aura lieu le samedi 20 avril 2024 à 20h à la salle des fêtes. {TEXT}</p></article>",
        ),
        "event",
        (("Bal folk de printemps", "2024-04-20"),),
    )
    add(
        "when, where, how much",
        f"https://example.org/evenements/{slug(one[0])}",
        page(
            one[0],
            f"<main><h1>{one[0]}</h1><dl><dt>Quand ?</dt><dd>{one[1]}, {one[3]}</dd><dt>Où ?</dt><dd>Grande salle, Namur</dd><dt>Tarif</dt><dd>12 € / 8 €</dd></dl><p>{TEXT * 3}</p></main>",
        ),
        "event",
        ((one[0], one[2]),),
    )
    add(
        "neighbours before and behind",
        f"https://example.org/evenements/{slug(one[0])}",
        page(
            one[0],
            f'<main><h1>{one[0]}</h1><p class=date>{one[1]} {one[3]}</p><p>{TEXT * 3}</p><div class="post-nav"><a href=/a>« {THINGS[1][0]} ({THINGS[1][1]})</a> <a href=/b>{THINGS[2][0]} ({THINGS[2][1]}) »</a></div></main>',
        ),
        "event",
        ((one[0], one[2]),),
    )
    add(
        "a press release dated in its first line",
        "https://example.org/presse/une-nouvelle-saison",
        page(
            "Une nouvelle saison | Presse",
            f"<main><h1>Une nouvelle saison</h1><p>Namur, le 4 septembre 2023 – {TEXT * 4}</p><p>La saison ouvre le 6 octobre 2023.</p></main>",
        ),
        "news",
        (("Une nouvelle saison", "2023-09-04"),),
    )
    rows = "".join(
        f'<div class="call"><h3><a href="/appels/{n}">{t}</a></h3><p>Date limite : {d}</p><p>{TEXT}</p></div>'
        for n, (t, d) in enumerate(
            (
                ("Appel à projets Images", "15 mars 2024"),
                ("Appel à candidatures : résidence d'écriture", "30 avril 2024"),
                ("Concours de nouvelles", "12 mai 2024"),
            )
        )
    )
    add(
        "a list of calls",
        "https://example.org/appels-a-projets/",
        page("Appels à projets", f"<main><h1>Appels à projets</h1>{rows}</main>"),
        "call",
        (
            ("Appel à projets Images", "2024-03-15"),
            ("Appel à candidatures : résidence d'écriture", "2024-04-30"),
            ("Concours de nouvelles", "2024-05-12"),
        ),
    )
    add(
        "a call without a day of publication",
        "https://example.org/residence-2025",
        page(
            "Résidence 2025 : appel à candidatures",
            f"<main><h1>Résidence 2025 : appel à candidatures</h1><p>{TEXT * 2}</p><p>Durée : du 3 mars au 30 mai 2025.</p><p><strong>Date limite de dépôt des dossiers : 15 novembre 2024</strong></p></main>",
        ),
        "call",
        (("Résidence 2025 : appel à candidatures", "2024-11-15"),),
    )
    add(
        "an event of several days",
        "https://example.org/festival-des-rives",
        page(
            "Festival des Rives",
            f"<main><h1>Festival des Rives</h1><h2>Du 14 au 17 août 2024</h2><p>{TEXT * 3}</p><h3>Programme</h3><p>Mercredi 14 août : ouverture à 18h</p><p>Jeudi 15 août : concerts dès 14h</p></main>",
        ),
        "event",
        (("Festival des Rives", "2024-08-14"),),
    )
    rows = "".join(
        f'<div class="listing-item"><a href="/f/{n}"><h5>{t}</h5></a><div><i class="icon-cal"></i>{d}</div><div><i class="icon-pin"></i>Namur</div></div>'
        for n, (t, d, _, c, _) in enumerate(THINGS)
    )
    blog = "".join(
        f'<div class="blog-item"><a href="/b/{n}"><h5>{t}</h5></a><small>{d}</small></div>'
        for n, (t, d, _) in enumerate(NEWS[:2])
    )
    add(
        "front page with an agenda and news",
        "https://example.org/",
        page(
            "Maison des Possibles",
            f"<main><section><h2>Agenda</h2>{rows}</section><section><h2>Actualités</h2>{blog}</section></main>",
        ),
    )
    rows = "".join(
        f'<div class="tx-news"><div class="article"><h3><a title="{t}" href="/detail/{n}">{t}</a></h3><span class="news-list-date"><time itemprop="datePublished" datetime="{iso}">{d}</time></span><div class="teaser">{TEXT}<a class="more" href="/detail/{n}">Plus</a></div></div></div>'
        for n, (t, d, iso) in enumerate(NEWS)
    )
    add(
        "typo3 news",
        "https://example.org/fr/nouvelles.html",
        page(
            "Nouvelles",
            f'<div id="c12"><h1>Nouvelles</h1><div class="news-list-view">{rows}</div><ul class="f3-widget-paginator"><li class="next"><a href="/fr/nouvelles/page-2.html">Suivante</a></li></ul></div>',
        ),
        "news",
    )


def shapes() -> list[Shape]:
    found = []

    def add(
        name: str, url: str, html: str, kind: str = "event", things: tuple[tuple[str, str], ...] | None = None
    ) -> None:
        found.append(
            Shape(name, url, html, kind, things if things is not None else (_events() if kind == "event" else _news()))
        )

    rows = "".join(
        f'<article class="post"><h2 class="entry-title"><a href="/evenement/{slug(t)}/">{t}</a></h2><p class="event-date">{d} à {c}</p><p>{TEXT}</p><a class="more" href="/evenement/{slug(t)}/">En savoir plus</a></article>'
        for t, d, _, c, _ in THINGS
    )
    add(
        "wordpress cards",
        "https://example.org/agenda/",
        page("Agenda – Maison des Possibles", f"<main><h1>Agenda</h1>{rows}</main>"),
    )

    rows = "".join(f"<tr><td>{d}</td><td>{c}</td><td>{t}</td><td>Salle des fêtes</td></tr>" for t, d, _, c, _ in THINGS)
    add(
        "plain table",
        "https://example.org/programme.html",
        page(
            "Programme",
            f"<h1>Programme du printemps</h1><table><tr><th>Date</th><th>Heure</th><th>Quoi</th><th>Où</th></tr>{rows}</table>",
        ),
    )

    rows = "".join(f"<li>{d} : {t}</li>" for t, d, _, c, _ in THINGS)
    add(
        "plain list",
        "https://example.org/dates.html",
        page("Nos dates", f"<h1>Nos prochaines dates</h1><p>Voici le programme de la saison.</p><ul>{rows}</ul>"),
    )

    rows = "".join(f"<dt>{d}, {c}</dt><dd><b>{t}</b><br>{TEXT}</dd>" for t, d, _, c, _ in THINGS)
    add("definition list", "https://example.org/agenda", page("Agenda", f"<h1>Agenda</h1><dl>{rows}</dl>"))

    rows = "".join(f"<h3>{t}</h3><p>{d} à {c}, grande salle</p><p>{TEXT}</p>" for t, d, _, c, _ in THINGS)
    add(
        "headings and paragraphs",
        "https://example.org/saison/",
        page("La saison", f"<div id=content><h1>La saison</h1>{rows}</div>"),
    )

    rows = "".join(f"<h3>{d} - {c}</h3><p><strong>{t}</strong></p><p>{TEXT}</p>" for t, d, _, c, _ in THINGS)
    add(
        "days as headings",
        "https://example.org/saison/",
        page("La saison", f"<div id=content><h1>La saison</h1>{rows}</div>"),
    )

    rows = "".join(f"<p>{d[0].upper() + d[1:]} à {c} : <em>{t}</em>. {TEXT}</p>" for t, d, _, c, _ in THINGS)
    add("prose", "https://example.org/a-venir.html", page("À venir", f"<div><h1>À venir</h1>{rows}</div>"))

    rows = "".join(
        f'<div class="views-row"><div class="views-field views-field-title"><span class="field-content"><a href="/node/{n}">{t}</a></span></div><div class="views-field views-field-field-date"><div class="field-content"><span class="date-display-single">{d} - {c}</span></div></div></div>'
        for n, (t, d, _, c, _) in enumerate(THINGS, 20)
    )
    add(
        "drupal views",
        "https://example.org/fr/agenda",
        page(
            "Agenda | Maison des Possibles",
            f'<div class="region region-content"><h1 class="page-title">Agenda</h1><div class="view-content">{rows}</div></div>',
        ),
    )

    rows = "".join(
        f'<div class="css-{n}x1f3a"><div class="css-a1b2c"><a href="/e/{n}"><div class="css-q9w8e">{t}</div></a><div class="css-z1x2c">{d}</div><div class="css-p0o9i">{c}</div></div></div>'
        for n, (t, d, _, c, _) in enumerate(THINGS, 20)
    )
    add(
        "random class names",
        "https://example.org/whats-on",
        page("Programme", f'<div class="css-9f8e7"><h1>Programme</h1>{rows}</div>'),
    )

    rows = "".join(
        f'<div><div><div><span>{iso[8:]}</span><span>{("mars", "mars", "avril", "avril", "mai")[n]}</span></div></div><div><a href="/e/{n}">{t}</a><p>{TEXT}</p></div></div>'
        for n, (t, d, iso, c, _) in enumerate(THINGS)
    )
    add(
        "day and month apart, no year",
        "https://example.org/agenda",
        page("Agenda", f"<h1>Agenda</h1><div>{rows}</div>"),
    )

    rows = "".join(
        f'<article><time datetime="{iso}T{c.replace("h", ":")[:5] if len(c) > 3 else c[:2] + ":00"}+01:00">{iso[8:]}</time><h3>{t}</h3><a href="/e/{n}">Réserver</a></article>'
        for n, (t, d, iso, c, _) in enumerate(THINGS)
    )
    add(
        "time elements", "https://example.org/evenements", page("Événements", f"<main><h1>Événements</h1>{rows}</main>")
    )

    rows = "".join(
        f'<div class="news-item"><span class="date">Publié le {d}</span><h3><a href="/actualites/{slug(t)}">{t}</a></h3><p>{TEXT}</p><a href="/actualites/{slug(t)}">Lire la suite</a></div>'
        for t, d, _ in NEWS
    )
    add(
        "news with publication",
        "https://example.org/actualites/",
        page("Actualités", f"<main><h1>Actualités</h1>{rows}</main>"),
        "news",
    )

    rows = "".join(
        f'<div class="article"><a class="img" href="/node/{n}"><img src="/i{n}.jpg"></a><h2>{t}</h2><div class="infos"><span class="cat">Vie de la maison</span> <span>{d}</span></div><p>{TEXT}</p></div>'
        for n, (t, d, _) in enumerate(NEWS)
    )
    add(
        "news cards",
        "https://example.org/fr/news",
        page(
            "News",
            f"<main><h1>News</h1>{rows}</main><aside><h3>Agenda</h3><ul><li>14 mars : Concert</li><li>15 mars : Atelier</li></ul></aside>",
        ),
        "news",
    )

    items = "".join(
        f'<li class="item"><a href="article{n}.html">{t}</a>, {d}</li>' for n, (t, d, _) in enumerate(NEWS, 100)
    )
    add(
        "spip rubrique",
        "https://example.org/rubrique3.html",
        page(
            "Actualités",
            f'<div class="contenu"><h1>Actualités</h1><div class="menu_articles"><h2>Articles de cette rubrique</h2><ul>{items}</ul></div></div>',
        ),
        "news",
    )

    months = {"03": "Mars 2024", "04": "Avril 2024", "05": "Mai 2024"}
    rows, last = "", ""
    for n, (t, d, iso, _c, _) in enumerate(THINGS):
        if iso[5:7] != last:
            last = iso[5:7]
            rows += f"<h2>{months[last]}</h2>"
        rows += f'<div class="ev"><span class="d">{d.split()[0][:3]}. {iso[8:].lstrip("0")}</span> <a href="/e/{n}">{t}</a></div>'
    add("month headings", "https://example.org/agenda", page("Agenda", f"<main><h1>Agenda</h1>{rows}</main>"))

    rows = "".join(
        f'<h3>{d}</h3><ul><li><span>{c}</span> <a href="/e/{n}">{t}</a></li></ul>'
        for n, (t, d, _, c, _) in enumerate(THINGS)
    )
    add("days above lists", "https://example.org/agenda", page("Agenda", f"<main><h1>Agenda</h1>{rows}</main>"))

    one = THINGS[0]
    related = "".join(
        f'<article class="card"><h4><a href="/e/{n}">{t}</a></h4><span>{d}</span></article>'
        for n, (t, d, _, _, _) in enumerate(THINGS[1:4])
    )
    add(
        "one event with others below",
        f"https://example.org/agenda/{slug(one[0])}/",
        page(
            f"{one[0]} – Maison des Possibles",
            f"<main><h1>{one[0]}</h1><p>{one[1]} à {one[3]}</p><div><p>{TEXT * 4}</p></div><p>Lieu : grande salle</p><p>Tarif : 12 €</p><section><h3>Autres événements</h3>{related}</section></main>",
        ),
        "event",
        ((one[0], one[2]),),
    )
    add(
        "one event, others without a heading",
        f"https://example.org/agenda/{slug(one[0])}/",
        page(
            f"{one[0]} – Maison des Possibles",
            f"<main><h1>{one[0]}</h1><ul><li>Date : {one[1]}</li><li>Heure : {one[3]}</li></ul><div><p>{TEXT * 4}</p></div><div>{related}</div></main>",
        ),
        "event",
        ((one[0], one[2]),),
    )
    add(
        "one event in the last line",
        f"https://example.org/spectacles/{slug(one[0])}",
        page(
            f"{one[0]}",
            f"<div><h1>{one[0]}</h1><p>{TEXT * 3}</p><p>{TEXT}</p><p><strong>Le {one[1]} à {one[3]} - 10 €</strong></p></div>",
        ),
        "event",
        ((one[0], one[2]),),
    )
    add(
        "one event without a year",
        f"https://example.org/spectacles/{slug(one[0])}",
        page(f"{one[0]}", f"<div><h1>{one[0]}</h1><p>Jeudi 14 mars à 20h30</p><p>{TEXT * 3}</p></div>"),
        "event",
        ((one[0], one[2]),),
    )
    add(
        "one article",
        "https://example.org/actualites/" + slug(NEWS[0][0]),
        page(
            NEWS[0][0] + " | Maison des Possibles",
            f"<article><h1>{NEWS[0][0]}</h1><p class=meta>Publié le 12 février 2024 par l'équipe</p><p>{TEXT * 6}</p><p>Les travaux avaient commencé le 3 janvier 2022.</p></article><aside><h3>Derniers articles</h3><ul><li><a href=/a>{NEWS[1][0]}</a> 29/01/2024</li><li><a href=/b>{NEWS[2][0]}</a> 08/12/2023</li></ul></aside>",
        ),
        "news",
        ((NEWS[0][0], "2024-02-12"),),
    )
    add(
        "one article with a bare day",
        "https://example.org/" + slug(NEWS[1][0]),
        page(
            NEWS[1][0] + " | Maison des Possibles",
            f"<main><span>29 janvier 2024</span><h1>{NEWS[1][0]}</h1><p>{TEXT * 6}</p></main>",
        ),
        "news",
        ((NEWS[1][0], "2024-01-29"),),
    )
    add(
        "one call",
        "https://example.org/actualites/appel-a-projets-images",
        page(
            "Appel à projets : Images en mouvement",
            f"<main><h1>Appel à projets : Images en mouvement</h1><p>Publié le 5 janvier 2024</p><p>{TEXT * 3}</p><p>Les projets se dérouleront entre septembre 2024 et juin 2025.</p><p>Les candidatures sont à envoyer au plus tard le 29 février 2024 à 17h.</p></main>",
        ),
        "call",
        (("Appel à projets : Images en mouvement", "2024-02-29"),),
    )
    extra(add)
    add(
        "an empty calendar",
        "https://example.org/agenda",
        page(
            "Agenda",
            "<main><h1>Agenda</h1><iframe src='https://calendar.example.com'></iframe><p>Retrouvez ici toutes nos dates.</p></main>",
        ),
        "event",
        (),
    )
    add(
        "a page of contact",
        "https://example.org/contact",
        page(
            "Contact",
            "<main><h1>Contact</h1><p>Maison des Possibles, rue du Parc 12, 5000 Namur. Fondée en 1998.</p><p>Ouvert du mardi au samedi de 10h à 18h.</p></main>",
        ),
        "event",
        (),
    )
    return found
