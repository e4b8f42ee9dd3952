# ruff: noqa: E501 - markup stands as it would in a page
"""Made-up pages in which more than one thing could be meant: grids, side columns, several days, labels, months above."""

from __future__ import annotations

from tests.pipeline.page_platform_shapes import ARTICLES, EVENTS, MONTHS, SAID, page_of
from tests.pipeline.page_shapes import NEWS, TEXT, THINGS, Shape, slug


def mixed_shapes() -> list[Shape]:
    rows = [(t, d, iso, c, n) for n, (t, d, iso, c, _) in enumerate(THINGS)]
    return [
        page_of(
            "months above weekdays",
            "https://example.org/agenda",
            "Agenda",
            "<main><h1>Agenda 2024</h1>"
            + "<h2>Mars</h2><ul><li>Jeudi 14 à 20h30 : Concert de la fanfare des Sources</li><li>Samedi 23 à 10h : Atelier de sérigraphie pour débutants</li></ul><h2>Avril</h2><ul><li>Vendredi 5 à 19h : Projection : Les Oiseaux de passage</li><li>Samedi 20 à 20h : Bal folk de printemps</li></ul><h2>Mai</h2><ul><li>Mardi 7 à 18h30 : Rencontre avec les éditeurs du quai</li></ul></main>",
            "event",
            EVENTS,
        ),
        page_of(
            "a season without years",
            "https://example.org/programme.php",
            "Programme de la saison",
            "<div class=content><h1>Programme de la saison 2023-2024</h1>"
            + "".join(
                f"<div class=item><div class=date>{d[:-5]}</div><div class=titre>{t}</div><div class=lieu>Namur</div></div>"
                for t, d, iso, c, n in rows
            )
            + "</div>",
            "event",
            EVENTS,
        ),
        page_of(
            "a table of two rows each",
            "https://example.org/agenda",
            "Agenda",
            "<h1>Agenda</h1><table>"
            + "".join(
                f"<tr><td rowspan=2>{d}</td><td><a href=/e/{n}>{t}</a></td></tr><tr><td>{TEXT}</td></tr>"
                for t, d, iso, c, n in rows
            )
            + "</table>",
            "event",
            EVENTS,
        ),
        page_of(
            "an article beside recent ones",
            "https://example.org/le-nouveau-studio-ouvre-ses-portes/",
            NEWS[0][0] + " - Maison",
            f"<div id=content><h1>{NEWS[0][0]}</h1><div class=meta>12 février 2024</div><p>{TEXT * 5}</p></div><div id=sidebar><h3>Articles récents</h3><ul>"
            + "".join(f"<li><a href=/{slug(t)}>{t}</a><span class=post-date>{d}</span></li>" for t, d, _ in NEWS)
            + "</ul></div>",
            "news",
            ARTICLES[:1],
        ),
        page_of(
            "one event with its dates",
            "https://example.org/spectacle/les-oiseaux-de-passage/",
            "Les Oiseaux de passage",
            f"<main><h1>Les Oiseaux de passage</h1><p>{TEXT * 3}</p><h2>Dates</h2><ul><li>Vendredi 5 avril 2024 à 20h</li><li>Samedi 6 avril 2024 à 20h</li><li>Dimanche 7 avril 2024 à 16h</li></ul></main>",
            "event",
            (("Les Oiseaux de passage", "2024-04-05"),),
        ),
        page_of(
            "days in brackets",
            "https://example.org/actualites",
            "Actualités",
            "<main><h1>Actualités</h1>"
            + "".join(
                f"<div class=n><p class=d>[{d.replace('/', '-')}]</p><p class=t><a href=/n/{n}>{t}</a></p><p>{TEXT}</p></div>"
                for n, (t, d, _) in enumerate(NEWS)
            )
            + "</main>",
            "news",
            ARTICLES,
        ),
        page_of(
            "posted by somebody",
            "https://example.org/category/news/",
            "News",
            "<main>"
            + "".join(
                f"<div class=post><h3><a href=/n/{n}>{t}</a></h3><small>Posté par admin le {d} dans <a href=/c>Vie</a> | 0 commentaire</small><p>{TEXT}</p></div>"
                for n, ((t, _, _), d) in enumerate(zip(NEWS, SAID, strict=True))
            )
            + "</main>",
            "news",
            ARTICLES,
        ),
        page_of(
            "a grid of the month above a list",
            "https://example.org/agenda/",
            "Agenda",
            "<main><h1>Agenda</h1><table class=cal><caption>mars 2024</caption><tr><th>L</th><th>M</th><th>M</th><th>J</th><th>V</th><th>S</th><th>D</th></tr>"
            + "".join(
                "<tr>" + "".join(f"<td>{x if 1 <= x <= 31 else ''}</td>" for x in range(w * 7 - 3, w * 7 + 4)) + "</tr>"
                for w in range(5)
            )
            + "</table><div class=list>"
            + "".join(
                f"<div class=ev><h3><a href=/e/{n}>{t}</a></h3><p>{d} - {c}</p></div>" for t, d, iso, c, n in rows
            )
            + "</div></main>",
            "event",
            EVENTS,
        ),
        page_of(
            "bold days in paragraphs",
            "https://example.org/concerts",
            "Concerts",
            "<main><h1>Concerts</h1>"
            + "".join(f"<p><strong>{d}</strong> – {t} – Salle des fêtes, Namur</p>" for t, d, iso, c, n in rows)
            + "</main>",
            "event",
            EVENTS,
        ),
        page_of(
            "a SPIP article",
            "https://example.org/spip.php?article12",
            NEWS[0][0] + " - Maison",
            f'<div class="contenu-principal"><div class="cartouche"><h1>{NEWS[0][0]}</h1><p class="info-publi"><abbr class="published" title="2024-02-12T10:00:00Z">lundi 12 février 2024</abbr>, par <span>Claude</span></p></div><div class="texte"><p>{TEXT * 4}</p></div></div>',
            "news",
            ARTICLES[:1],
        ),
        page_of(
            "a Joomla article",
            "https://example.org/index.php/actualites/12-x",
            NEWS[0][0],
            f'<div class="item-page"><h2>{NEWS[0][0]}</h2><dl class="article-info"><dt>Détails</dt><dd class="published">Publication : 12 février 2024</dd><dd class="modified">Mis à jour : 15 mars 2024</dd><dd class="hits">Clics : 341</dd></dl><p>{TEXT * 4}</p></div>',
            "news",
            ARTICLES[:1],
        ),
        page_of(
            "news of what is to come",
            "https://example.org/actualites/" + slug(NEWS[0][0]),
            NEWS[0][0],
            f"<main><h1>{NEWS[0][0]}</h1><p class=date>Publié le 12/02/2024</p><p>{TEXT * 3}</p><p>Une inauguration aura lieu en mars.</p></main>",
            "news",
            ARTICLES[:1],
        ),
        page_of(
            "calls in a table",
            "https://example.org/appels-a-projets",
            "Appels à projets",
            "<main><h1>Appels à projets</h1><table><tr><th>Appel</th><th>Ouverture</th><th>Clôture</th></tr><tr><td><a href=/1>Appel à projets Jardins</a></td><td>1 février 2024</td><td>15 mars 2024</td></tr><tr><td><a href=/2>Appel à projets Quartiers</a></td><td>1 mars 2024</td><td>30 avril 2024</td></tr><tr><td><a href=/3>Appel à candidatures Ateliers</a></td><td>15 mars 2024</td><td>12 mai 2024</td></tr></table></main>",
            "call",
            (
                ("Appel à projets Jardins", "2024-03-15"),
                ("Appel à projets Quartiers", "2024-04-30"),
                ("Appel à candidatures Ateliers", "2024-05-12"),
            ),
        ),
        page_of(
            "a call of labels and values",
            "https://example.org/aides/aide-a-la-creation",
            "Aide à la création",
            f"<main><h1>Appel à projets : aide à la création</h1><div class=field><div class=label>Date d'ouverture</div><div class=value>01/02/2024</div></div><div class=field><div class=label>Date de clôture</div><div class=value>15/04/2024 à 12h</div></div><p>{TEXT * 2}</p></main>",
            "call",
            (("Appel à projets : aide à la création", "2024-04-15"),),
        ),
        page_of(
            "a slider above the same list",
            "https://example.org/agenda",
            "Agenda",
            "<main><h1>Agenda</h1><div class=slider>"
            + "".join(f"<div class=slide><h2>{t}</h2><span>{d}</span></div>" for t, d, iso, c, n in rows[:2])
            + "</div><div class=list>"
            + "".join(
                f"<div class=ev><h3><a href=/e/{n}>{t}</a></h3><p>{d} - {c}</p></div>" for t, d, iso, c, n in rows
            )
            + "</div></main>",
            "event",
            EVENTS,
        ),
        page_of(
            "a year above bold titles",
            "https://example.org/archives",
            "Archives des concerts",
            "<main><h1>Concerts passés</h1><h2>2024</h2>"
            + "".join(f"<p>{d[d.index(' ') + 1 : -5]} : <b>{t}</b>, Namur</p>" for t, d, iso, c, n in rows)
            + "</main>",
            "event",
            EVENTS,
        ),
        page_of(
            "days inside links",
            "https://example.org/nieuws",
            "Nieuws",
            "<main><h1>Nieuws</h1><ul>"
            + "".join(
                f"<li><a href=/n/{n}><span class=datum>{d}</span> {t}</a></li>"
                for n, ((t, _, _), d) in enumerate(
                    zip(
                        NEWS,
                        ("12 februari 2024", "29 januari 2024", "8 december 2023", "17 november 2023"),
                        strict=True,
                    )
                )
            )
            + "</ul></main>",
            "news",
            ARTICLES,
        ),
        page_of(
            "news beside an agenda",
            "https://example.org/actualites",
            "Actualités",
            "<main><h1>Actualités</h1>"
            + "".join(
                f"<section class=teaser><div class=row><div class=col-3><time datetime={iso}>{d}</time></div><div class=col-9><h2><a href=/n/{n}>{t}</a></h2><p>{TEXT}</p></div></div></section>"
                for n, ((t, d, iso)) in enumerate(NEWS)
            )
            + "</main><aside><h3>Agenda</h3>"
            + "".join(f"<p><b>{d}</b> {t}</p>" for t, d, iso, c, n in rows)
            + "</aside>",
            "news",
            ARTICLES,
        ),
        page_of(
            "bulletins by month",
            "https://example.org/bulletins",
            "Bulletins communaux",
            "<main><h1>Bulletins communaux</h1><ul><li><a href=/a.pdf>Bulletin janvier 2024</a></li><li><a href=/b.pdf>Bulletin février 2024</a></li><li><a href=/c.pdf>Bulletin mars 2024</a></li></ul></main>",
            "news",
            (),
        ),
        page_of(
            "a page about the house",
            "https://example.org/qui-sommes-nous",
            "Qui sommes-nous ?",
            f"<main><h1>Qui sommes-nous ?</h1><p>{TEXT * 3}</p><p>L'association a été fondée le 12 mars 1998 par des habitants du quartier.</p></main>",
            "news",
            (),
        ),
        page_of(
            "opening hours",
            "https://example.org/contact",
            "Contact",
            "<main><h1>Contact</h1><p>12 rue du Parc, 5000 Namur</p><p>Ouvert du lundi au vendredi de 9h à 17h.</p></main>",
            "event",
            (),
        ),
        page_of(
            "an event of labels below its publication",
            "https://example.org/bal-folk-de-printemps",
            "Bal folk de printemps",
            f'<article><h1>Bal folk de printemps</h1><p class="entry-meta">Publié le 2 avril 2024 par Claude</p><ul><li>Date : 20/04/2024</li><li>Heure : 20h</li><li>Lieu : Salle des fêtes</li></ul><p>{TEXT * 2}</p></article>',
            "event",
            (("Bal folk de printemps", "2024-04-20"),),
        ),
        page_of(
            "weekday, day and month in three pieces",
            "https://example.org/agenda/",
            "Agenda",
            "<main><h1>Agenda</h1>"
            + "".join(
                f"<div class=ev><div class=d><span>{d.split()[0][:3]}</span><b>{int(iso[8:])}</b><span>{MONTHS[n][:4]}.</span></div><div class=t><h4>{t}</h4><span>{c} - Salle des fêtes</span></div></div>"
                for t, d, iso, c, n in rows
            )
            + "</main>",
            "event",
            EVENTS,
        ),
        page_of(
            "times that are relative to see",
            "https://example.org/actus",
            "Actus",
            "<main><h1>Actus</h1>"
            + "".join(
                f'<article><h3><a href=/n/{n}>{t}</a></h3><time datetime="{iso}T09:00:00Z">il y a {n + 2} mois</time><p>{TEXT}</p></article>'
                for n, (t, d, iso) in enumerate(NEWS)
            )
            + "</main>",
            "news",
            ARTICLES,
        ),
        page_of(
            "a front page of events",
            "https://example.org/",
            "Maison",
            "<main><section><h2>Prochains événements</h2>"
            + "".join(f"<div class=e><a href=/e/{n}><h3>{t}</h3></a><span>{d}</span></div>" for t, d, iso, c, n in rows)
            + "</section></main>",
            "event",
            EVENTS,
        ),
        page_of(
            "calls with publication and close",
            "https://example.org/appels/",
            "Appels à candidatures",
            "<main><h1>Appels à candidatures</h1>"
            + "".join(
                f"<div class=c><h3><a href=/c/{n}>Appel à candidatures {t}</a></h3><p>Publié le {a}</p><p>Clôture : {b}</p></div>"
                for n, (t, a, b) in enumerate(
                    (
                        ("jury", "1 mars 2024", "15 avril 2024"),
                        ("résidence", "5 mars 2024", "30 avril 2024"),
                        ("atelier", "9 mars 2024", "12 mai 2024"),
                    )
                )
            )
            + "</main>",
            "call",
            (
                ("Appel à candidatures jury", "2024-04-15"),
                ("Appel à candidatures résidence", "2024-04-30"),
                ("Appel à candidatures atelier", "2024-05-12"),
            ),
        ),
        page_of(
            "a contest of three steps",
            "https://example.org/concours-photo",
            "Concours photo 2024",
            f"<main><h1>Concours photo 2024</h1><p>{TEXT}</p><ul><li>Ouverture des inscriptions : 1er mars 2024</li><li>Clôture des inscriptions : 31 mai 2024</li><li>Remise des prix : 15 juin 2024</li></ul></main>",
            "call",
            (("Concours photo 2024", "2024-05-31"),),
        ),
        page_of(
            "a conference with a last day to register",
            "https://example.org/evenements/journee-detude",
            "Journée d'étude du quai",
            f"<main><h1>Journée d'étude du quai</h1><p><strong>Jeudi 14 mars 2024, de 9h à 17h</strong></p><p>{TEXT * 2}</p><p>Inscriptions avant le 1er mars 2024.</p></main>",
            "event",
            (("Journée d'étude du quai", "2024-03-14"),),
        ),
        page_of(
            "an article that looks back",
            "https://example.org/blog/retour-sur-le-bal",
            "Retour sur le bal",
            f'<main><article><h1>Retour sur le bal</h1><time datetime="2024-04-25">25 avril 2024</time><p>Le samedi 20 avril 2024, plus de cent personnes ont dansé. {TEXT * 3}</p></article></main>',
            "news",
            (("Retour sur le bal", "2024-04-25"),),
        ),
        page_of(
            "tables within tables",
            "http://example.org/agenda.html",
            "Agenda",
            "<table width=100%><tr><td width=150 bgcolor=#ccc><a href=a.html>Accueil</a><br><a href=b.html>Contact</a></td><td><h2 align=center>Agenda</h2><table border=1>"
            + "".join(
                f"<tr><td><font size=2>{d}</font></td><td><font size=2><b>{t}</b><br>{TEXT}</font></td></tr>"
                for t, d, iso, c, n in rows
            )
            + "</table></td></tr></table>",
            "event",
            EVENTS,
        ),
        page_of(
            "one paragraph of breaks",
            "http://example.org/agenda.html",
            "Agenda",
            "<h1>Agenda</h1><p>" + "".join(f"{d} : {t}<br>" for t, d, iso, c, n in rows) + "</p>",
            "event",
            EVENTS,
        ),
        page_of(
            "past concerts alone",
            "https://example.org/concerts",
            "Concerts",
            "<main><h1>Concerts</h1><h2>À venir</h2><p>Pas de concert prévu pour le moment.</p><h2>Passés</h2><ul>"
            + "".join(f"<li>{iso[8:]}/{iso[5:7]}/2024 - {t}</li>" for t, d, iso, c, n in rows)
            + "</ul></main>",
            "event",
            EVENTS,
        ),
        page_of(
            "articles inside of a paged block",
            "https://example.org/category/vie-du-lieu/",
            "Vie du lieu",
            "<div class=ajax_pagination_container><div class=grid>"
            + "".join(
                f"<article class='post type-post hentry'><h2 class=entry-title><a href='/{slug(t)}/'>{t}</a></h2><p class=post-meta><span class=published>{MONTHS_FIRST[iso[5:7]]} {int(iso[8:])}, {iso[:4]}</span></p></article>"
                for t, d, iso in NEWS
            )
            + "</div></div>",
            "news",
            ARTICLES,
        ),
        page_of(
            "a day and its month with a year of two figures",
            "https://example.org/blog/",
            "Blog",
            "<h1>Blog</h1>"
            + "".join(
                f"<div class=news-block><figure><div class=news-date>{int(iso[8:])}<span class=month>{MONTHS_FIRST[iso[5:7]].lower()} {iso[2:4]}</span></div></figure><h3><a href='/{slug(t)}/'>{t}</a></h3><p>{TEXT}</p></div>"
                for t, d, iso in NEWS
            ),
            "news",
            ARTICLES,
        ),
        page_of(
            "titles before the blocks of their texts",
            "https://example.org/expositions.html",
            "Expositions",
            "<h1>Expositions</h1>"
            + "".join(
                f"<div class=title>{t}</div><div class=text><p>Au pavillon - {d}</p><p>Galerie du quai numéro {n}, Namur</p><p>{TEXT}</p></div>"
                for t, d, iso, c, n in rows
            ),
            "event",
            EVENTS,
        ),
        page_of(
            "a day in pieces with the weekday between",
            "https://example.org/evenements/concert-les-sources/",
            "Concert : Les Sources",
            f"<main><h1>Concert : Les Sources</h1><div><p>05</p><p>samedi</p><p>août 2017</p><p>21:00</p></div><p>{TEXT * 2}</p></main>",
            "event",
            (("Concert : Les Sources", "2017-08-05"),),
        ),
        page_of(
            "a longer call for speakers",
            "https://example.org/appel-aux-orateurs.html",
            "Appel aux orateurs : quelques jours de plus",
            f"<main><h1>Appel aux orateurs : quelques jours de plus</h1><div class=meta>lun. 4 mars 2013 Camille Dupuis</div><p>Nous rallongeons l'appel à orateurs d'une semaine, jusqu'au dimanche 10 mars 2013.</p><p>{TEXT}</p></main>",
            "call",
            (("Appel aux orateurs : quelques jours de plus", "2013-03-10"),),
        ),
        page_of(
            "days of a span told one by one",
            "https://example.org/agenda/semaine-du-son",
            "Semaine du son",
            f"<main><h1>Semaine du son</h1><h4>// du 25 au 29 mai 2021 //</h4><p>{TEXT}</p><h6>Jeudi 27 mai de 16h à 20h, au laboratoire</h6><p>{TEXT}</p><h6>Samedi 29 mai de 14h à 20h, à la chapelle</h6></main>",
            "event",
            (("Semaine du son", "2021-05-25"),),
        ),
    ]


MONTHS_FIRST = {"01": "Jan", "02": "Fév", "03": "Mar", "11": "Nov", "12": "Déc"}
