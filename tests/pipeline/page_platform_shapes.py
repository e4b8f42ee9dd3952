# ruff: noqa: E501 - markup stands as it would in a page
"""Made-up pages as the content systems of French and Belgian sites write them; every name and title is invented."""

from __future__ import annotations

from collections.abc import Iterable

from tests.pipeline.page_shapes import NEWS, TEXT, THINGS, Shape, page, slug

EVENTS = tuple((title, iso) for title, _, iso, _, _ in THINGS)
ARTICLES = tuple((title, iso) for title, _, iso in NEWS)
MONTHS = ("mars", "mars", "avril", "avril", "mai")
ENGLISH = ("Mar 14, 2024", "Mar 23, 2024", "Apr 5, 2024", "Apr 20, 2024", "May 7, 2024")
SAID = ("12 février 2024", "29 janvier 2024", "8 décembre 2023", "17 novembre 2023")
_YEARS = (("2024", NEWS[:2]), ("2023", NEWS[2:]))


def _join(parts: Iterable[str]) -> str:
    return "".join(parts)


def page_of(
    name: str,
    url: str,
    title: str,
    body: str,
    kind: str,
    things: tuple[tuple[str, str], ...],
    head: str = "",
    year: int = 2024,
    classes: str = "",
) -> Shape:
    return Shape(name, url, page(title, body, head, year, classes), kind, things)


def _news() -> list[Shape]:
    spip = _join(
        f'<li class="item hentry"><h3 class="entry-title"><a href="spip.php?article{n}">{t}</a></h3><div class="info-publi"><abbr class="published" title="{iso}T10:00:00Z">{d}</abbr>, par <span class="auteurs">Claude</span></div><div class="introduction entry-content"><p>{TEXT}</p></div></li>'
        for n, ((t, _, iso), d) in enumerate(zip(NEWS, SAID, strict=True), 11)
    )
    joomla = _join(
        f'<div class="items-row cols-1 row-{n}"><div class="item column-1"><div class="page-header"><h2><a href="/index.php/actualites/{n}-{slug(t)}">{t}</a></h2></div><dl class="article-info muted"><dt class="article-info-term">Détails</dt><dd class="createdby">Écrit par Claude</dd><dd class="category-name">Catégorie : <a href="/c">Vie</a></dd><dd class="published"><span class="icon-calendar"></span><time datetime="{iso}T10:00:00+01:00">Publication : {d}</time></dd><dd class="hits">Affichages : 4{n}2</dd></dl><p>{TEXT}</p></div></div>'
        for n, ((t, _, iso), d) in enumerate(zip(NEWS, SAID, strict=True), 11)
    )
    drupal = _join(
        f'<article class="node node--type-article node--view-mode-teaser"><h2><a href="/fr/node/{n}"><span class="field field--name-title">{t}</span></a></h2><footer class="node__meta"><div class="node__submitted">Soumis par <span>admin</span> le {w}, {d} - 10:12</div></footer><div class="node__content"><p>{TEXT}</p></div></article>'
        for n, ((t, d, _), w) in enumerate(zip(NEWS, ("lun", "lun", "ven", "ven"), strict=True), 31)
    )
    wordpress = _join(
        f'<article class="post-{n} post type-post status-publish hentry"><header class="entry-header"><h2 class="entry-title"><a href="https://example.org/{slug(t)}/">{t}</a></h2><div class="entry-meta"><span class="posted-on"><a href="https://example.org/{slug(t)}/"><time class="entry-date published" datetime="{iso}T08:00:00+01:00">{d}</time><time class="updated" datetime="2024-03-01T08:00:00+01:00">1 mars 2024</time></a></span><span class="byline">par <a href="/author/c">Claude</a></span></div></header><div class="entry-summary"><p>{TEXT}</p></div><footer class="entry-footer">Publié dans <a href="/c">Vie</a></footer></article>'
        for n, ((t, _, iso), d) in enumerate(zip(NEWS, SAID, strict=True), 301)
    )
    elementor = _join(
        f'<div class="elementor-element e-loop-item e-loop-item-{n} post-{n}"><div class="elementor-widget-theme-post-title"><h4 class="elementor-heading-title"><a href="/{slug(t)}/">{t}</a></h4></div><ul class="elementor-post-info"><li itemprop="datePublished"><span class="elementor-icon-list-text elementor-post-info__item--type-date"><time>{d}</time></span></li></ul></div>'
        for n, ((t, _, _), d) in enumerate(zip(NEWS, SAID, strict=True), 501)
    )
    divi = _join(
        f'<article id="post-{n}" class="et_pb_post clearfix post-{n} post"><a href="/{slug(t)}/" class="entry-featured-image-url"><img src="/i{n}.jpg"></a><h2 class="entry-title"><a href="/{slug(t)}/">{t}</a></h2><p class="post-meta">par <span class="author vcard"><a href="/a">Claude</a></span> | <span class="published">{d}</span> | <a href="/c" rel="category tag">Vie</a></p><div class="post-content"><p>{TEXT}</p></div></article>'
        for n, ((t, _, _), d) in enumerate(
            zip(NEWS, ("Fév 12, 2024", "Jan 29, 2024", "Déc 8, 2023", "Nov 17, 2023"), strict=True), 701
        )
    )
    typo3 = _join(
        f'<div class="article articletype-0" itemscope itemtype="http://schema.org/Article"><div class="header"><h3><a title="{t}" href="/actualites/detail/{slug(t)}"><span itemprop="headline">{t}</span></a></h3></div><div class="footer"><p><span class="news-list-date"><time itemprop="datePublished" datetime="{iso}">{d.replace("/", ".")}</time></span></p></div><div class="teaser-text"><p>{TEXT}<a class="more" href="/actualites/detail/{slug(t)}">Lire</a></p></div></div>'
        for t, d, iso in NEWS
    )
    plone = _join(
        f'<article class="entry"><header class="tileHeader"><h2 class="tileHeadline"><a class="summary url" href="https://example.org/actualites/{slug(t)}">{t}</a></h2><div class="documentByLine"><span class="documentPublished"><span>Publié le</span> {d}</span></div></header><p class="tileBody"><span class="description">{TEXT}</span></p></article>'
        for t, d, _ in NEWS
    )
    bootstrap = _join(
        f'<div class="col-lg-4 mb-4"><div class="card h-100"><img class="card-img-top" src="/{n}.jpg"><div class="card-body"><h5 class="card-title">{t}</h5><p class="card-text">{TEXT}</p><a href="/news/{n}" class="stretched-link">Lire la suite</a></div><div class="card-footer text-muted"><small>Le {d}</small></div></div></div>'
        for n, ((t, _, _), d) in enumerate(zip(NEWS, SAID, strict=True))
    )
    whole = _join(
        f'<a class="news-card" href="/actualites/{slug(t)}"><div class="news-card__media"></div><div class="news-card__footer"><div class="news-card__date">{d}</div><h3 class="news-card__title">{t}</h3></div></a>'
        for t, d, _ in NEWS
    )
    filed = _join(
        f'<li><a href="/{iso.replace("-", "/")}/{slug(t)}/"><h3>{t}</h3></a><p>{TEXT}</p></li>' for t, _, iso in NEWS
    )
    jekyll = _join(
        f'<div class="post-preview"><a href="/blog/{iso}-{slug(t)}.html"><h2 class="post-title">{t}</h2></a></div>'
        for t, _, iso in NEWS
    )
    squarespace = _join(
        f'<div class="summary-item summary-item-record-type-text"><div class="summary-content"><div class="summary-metadata-container"><div class="summary-metadata"><time class="summary-metadata-item summary-metadata-item--date" datetime="{iso}">{d}</time></div></div><div class="summary-title"><a href="/blog/{slug(t)}" class="summary-title-link">{t}</a></div><div class="summary-excerpt"><p>{TEXT}</p></div></div></div>'
        for (t, _, iso), d in zip(NEWS, SAID, strict=True)
    )
    wix = _join(
        f'<div role="listitem" class="T7n0L6"><div class="_1xEe"><div data-testid="richTextElement" class="wixui-rich-text"><h3 class="font_3"><span>{t}</span></h3></div><div data-testid="richTextElement" class="wixui-rich-text"><p class="font_8"><span>{d}</span></p></div><a href="https://example.org/post/{slug(t)}"><span>Lire plus</span></a></div></div>'
        for (t, _, _), d in zip(NEWS, SAID, strict=True)
    )
    years = _join(
        f"<h2>{year}</h2><ul>{_join(f'<li><span class=d>{d[:5]}</span> <a href=/n/{slug(t)}>{t}</a></li>' for t, d, _ in some)}</ul>"
        for year, some in _YEARS
    )
    pieces = _join(
        f'<div class="block-title">{year}</div>'
        + _join(
            f'<a class="row" href="/n/{slug(t)}"><div class="day">{d[:2]}</div><div class="month">{dict(zip(("01", "02", "11", "12"), ("Jan", "Fév", "Nov", "Déc"), strict=True))[d[3:5]]}</div><h2>{t}</h2></a>'
            for t, d, _ in some
        )
        for year, some in _YEARS
    )
    wiki = _join(
        f"<h2>{t}</h2><div class='level2'><p>{TEXT}</p></div><div class='meta'>{d.replace('/', '.')} 10:1{n} · claude</div>"
        for n, (t, d, _) in enumerate(NEWS)
    )
    return [
        page_of(
            "SPIP news",
            "https://example.org/spip.php?rubrique3",
            "Actualités - Maison",
            f'<div id="contenu"><h1>Actualités</h1><div class="liste articles"><ul class="liste-items">{spip}</ul></div></div>',
            "news",
            ARTICLES,
        ),
        page_of(
            "Joomla blog with details",
            "https://example.org/index.php/actualites",
            "Actualités",
            f'<div class="blog"><h1>Actualités</h1>{joomla}</div>',
            "news",
            ARTICLES,
        ),
        page_of(
            "Drupal teasers",
            "https://example.org/fr/actualites",
            "Actualités",
            f'<main><h1 class="page-title">Actualités</h1>{drupal}</main>',
            "news",
            ARTICLES,
        ),
        page_of(
            "WordPress archive with updates",
            "https://example.org/category/actualites/",
            "Actualités",
            f'<main><h1 class="page-title">Catégorie : Actualités</h1>{wordpress}</main>',
            "news",
            ARTICLES,
            classes="archive category",
        ),
        page_of(
            "Elementor loop",
            "https://example.org/actualites/",
            "Actualités",
            f'<div class="elementor"><h1>Actualités</h1><div class="elementor-loop-container">{elementor}</div></div>',
            "news",
            ARTICLES,
        ),
        page_of(
            "Divi blog",
            "https://example.org/blog/",
            "Blog",
            f'<div id="et-main-area"><h1>Le blog</h1><div class="et_pb_ajax_pagination_container">{divi}</div></div>',
            "news",
            ARTICLES,
        ),
        page_of(
            "TYPO3 news with feet",
            "https://example.org/actualites",
            "Actualités",
            f'<main><h1>Actualités</h1><div class="news"><div class="news-list-view">{typo3}</div></div></main>',
            "news",
            ARTICLES,
        ),
        page_of(
            "Plone listing",
            "https://example.org/actualites",
            "Actualités",
            f'<div id="content"><h1 class="documentFirstHeading">Actualités</h1><div id="content-core">{plone}</div></div>',
            "news",
            ARTICLES,
        ),
        page_of(
            "Bootstrap cards",
            "https://example.org/news",
            "News",
            f'<div class="container"><h1>Nos actualités</h1><div class="row">{bootstrap}</div></div>',
            "news",
            ARTICLES,
        ),
        page_of(
            "cards that are links",
            "https://example.org/actualites/",
            "Actualités",
            f'<main><h1>Nos actualités</h1><div class="grid">{whole}</div></main>',
            "news",
            ARTICLES,
        ),
        page_of(
            "addresses by day",
            "https://example.org/actualites/",
            "Actualités",
            f"<main><h1>Actualités</h1><ul>{filed}</ul></main>",
            "news",
            ARTICLES,
        ),
        page_of(
            "addresses of a static site",
            "https://example.org/blog/",
            "Blog",
            f"<main><h1>Blog</h1>{jekyll}</main>",
            "news",
            ARTICLES,
        ),
        page_of(
            "Squarespace summary",
            "https://example.org/blog",
            "Blog",
            f'<main><h1>Le journal</h1><div class="summary-item-list">{squarespace}</div></main>',
            "news",
            ARTICLES,
        ),
        page_of(
            "Wix repeater",
            "https://example.org/actualites",
            "Actualités",
            f'<main><h1 class="font_0">Actualités</h1><div role="list">{wix}</div></main>',
            "news",
            ARTICLES,
        ),
        page_of(
            "years above days and months",
            "https://example.org/actualites.html",
            "Actualités",
            f"<main><h1>Actualités</h1>{years}</main>",
            "news",
            ARTICLES,
        ),
        page_of(
            "years above days in pieces",
            "https://example.org/actualites/",
            "Actualités",
            f"<main><h1>Actualités</h1>{pieces}</main>",
            "news",
            ARTICLES,
        ),
        page_of(
            "DokuWiki blog",
            "https://example.org/doku.php/actualites",
            "actualites",
            f'<div class="dokuwiki"><h1>Actualités</h1>{wiki}</div>',
            "news",
            ARTICLES,
        ),
        page_of(
            "an article filed by day",
            f"https://example.org/2024/02/12/{slug(NEWS[0][0])}/",
            NEWS[0][0],
            f"<main><h1>{NEWS[0][0]}</h1><p>{TEXT * 4}</p></main>",
            "news",
            ARTICLES[:1],
        ),
        page_of(
            "an article of JSON-LD",
            f"https://example.org/{slug(NEWS[0][0])}/",
            NEWS[0][0],
            f"<main><h1>{NEWS[0][0]}</h1><p>{TEXT * 4}</p></main>",
            "news",
            ARTICLES[:1],
            '<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"x","datePublished":"2024-02-12T10:00:00+01:00"}</script>',
        ),
        page_of(
            "news without news",
            "https://example.org/actualites/",
            "Actualités",
            "<main><h1>Actualités</h1><p>Aucun article pour le moment.</p></main>",
            "news",
            (),
        ),
        page_of(
            "an agenda without events",
            "https://example.org/agenda/",
            "Agenda",
            "<main><h1>Agenda</h1><p>Il n'y a pas d'événement à venir. Revenez bientôt.</p></main>",
            "event",
            (),
        ),
        page_of(
            "one article on the page of news",
            "https://example.org/actualites/",
            "Actualités",
            f'<main><h1>Actualités</h1><article><h2><a href="/n/{slug(NEWS[0][0])}">{NEWS[0][0]}</a></h2><p class="date">12/02/2024</p><p>{TEXT}</p></article></main>',
            "news",
            ARTICLES[:1],
        ),
    ]


def _events() -> list[Shape]:
    rows = [(t, d, iso, c, n) for n, (t, d, iso, c, _) in enumerate(THINGS)]
    tribe = _join(
        f'<div class="tribe-common-g-row tribe-events-calendar-list__event-row"><div class="tribe-events-calendar-list__event-date-tag"><time class="tribe-events-calendar-list__event-date-tag-datetime" datetime="{iso}"><span class="weekday">{d[:3]}</span><span class="daynum">{int(iso[8:])}</span></time></div><article class="tribe-events-calendar-list__event"><header><div><time datetime="{iso}"><span class="tribe-event-date-start">{d[d.index(" ") + 1 : -5]} @ {c}</span></time></div><h3 class="tribe-events-calendar-list__event-title"><a href="/evenement/{slug(t)}/">{t}</a></h3></header><p>{TEXT}</p></article></div>'
        for t, d, iso, c, n in rows
    )
    eventon = _join(
        f'<div class="eventon_list_event evo_eventtop event event_{n}"><a class="desc_trig" href="/events/{slug(t)}/"><span class="evoet_c1"><span class="evo_start"><em class="date">{int(iso[8:])}</em><em class="month">{MONTHS[n]}</em><em class="year">2024</em></span></span><span class="evoet_c2"><span class="evcal_desc2 evcal_event_title">{t}</span><span class="evcal_time">{c}</span></span></a></div>'
        for t, d, iso, c, n in rows
    )
    mec = _join(
        f'<article class="mec-event-article mec-clear"><div class="mec-event-date mec-color"><i></i><span class="mec-start-date-label">{d[d.index(" ") + 1 :]}</span></div><h4 class="mec-event-title"><a class="mec-color-hover" href="/events/{slug(t)}/">{t}</a></h4><div class="mec-event-detail"><div class="mec-event-loc-place">Grande salle</div></div></article>'
        for t, d, iso, c, n in rows
    )
    wix = _join(
        f'<li data-hook="event-list-item" class="k_l1"><div class="t_2"><a href="https://example.org/event-details/{slug(t)}" data-hook="title">{t}</a><div data-hook="date">{d[:3]}. {d[d.index(" ") + 1 : -5]}</div><div data-hook="location">Namur</div></div></li>'
        for t, d, iso, c, n in rows
    )
    square = _join(
        f'<article class="eventlist-event eventlist-event--upcoming"><div class="eventlist-column-date"><div class="eventlist-datetag"><div class="eventlist-datetag-inner"><div class="eventlist-datetag-startdate eventlist-datetag-startdate--month">{ENGLISH[n][:3]}</div><div class="eventlist-datetag-startdate--day">{int(iso[8:])}</div></div></div></div><div class="eventlist-column-info"><h1 class="eventlist-title"><a href="/agenda/{slug(t)}" class="eventlist-title-link">{t}</a></h1><ul class="eventlist-meta"><li class="eventlist-meta-date"><time class="event-date" datetime="{iso}">{d}</time></li><li><time class="event-time-12hr">{c}</time></li></ul><p>{TEXT}</p></div></article>'
        for t, d, iso, c, n in rows
    )
    plone = _join(
        f'<div class="tileItem vevent"><span class="cal_date"><span class="cal_month">{MONTHS[n]}</span><span class="cal_day">{int(iso[8:])}</span></span><h2 class="tileHeadline"><a class="summary url" href="/agenda/{slug(t)}">{t}</a></h2><div class="documentByLine">{d} de {c} à 22h00</div></div>'
        for t, d, iso, c, n in rows
    )
    google = _join(
        f'<div class="oKdM2c"><div class="hJDwNd"><div class="tyJCtd"><h3 class="zfr3Q"><span>{t}</span></h3><p class="zfr3Q CDt4Ke"><span>{d}</span><span>, {c}</span></p><p class="zfr3Q CDt4Ke"><span>{TEXT}</span></p></div></div></div>'
        for t, d, iso, c, n in rows
    )
    media = _join(
        f"<tr><td>{int(iso[8:])} {MONTHS[n]} 2024</td><td><b>{t}</b></td><td>Salle des fêtes</td></tr>"
        for t, d, iso, c, n in rows
    )
    bare = _join(
        f"<tr><td>{d[:-5].capitalize()}</td><td>{c}</td><td>{t}</td><td>Place du Marché</td></tr>"
        for t, d, iso, c, n in rows
    )
    font = _join(
        f'<p><font face="Verdana" size="2" color="#CC0000"><b>{d.capitalize()}</b></font><br><font face="Verdana" size="2"><b>{t}</b><br>{TEXT}</font></p>'
        for t, d, iso, c, n in rows
    )
    trailing = _join(f"<li>{t} – {d[d.index(' ') + 1 :]}</li>" for t, d, iso, c, n in rows)
    leading = _join(f"<li><a href='/e/{n}'>{d[d.index(' ') + 1 :]} : {t}</a></li>" for t, d, iso, c, n in rows)
    dutch = _join(
        f'<article><h2>{t}</h2><p><time datetime="{int(iso[5:7])}/{int(iso[8:])}/2024">{("Donderdag 14 maart", "Zaterdag 23 maart", "Vrijdag 5 april", "Zaterdag 20 april", "Dinsdag 7 mei")[n]} 2024</time> van 15:00 tot ?</p><p>{TEXT}</p></article>'
        for t, d, iso, c, n in rows
    )
    english = _join(
        f'<div class="framer-{n}a1b2c"><a href="./{slug(t)}"><h4>{t}</h4><p>Maison</p><p>{ENGLISH[n]}</p><p>7:00</p><p>PM</p></a></div>'
        for t, d, iso, c, n in rows
    )
    accordion = _join(
        f'<div class="accordion-item"><h3 class="accordion-header"><span class="accordion-button">{d[d.index(" ") + 1 :]} | {t}</span></h3><div class="accordion-collapse"><div class="accordion-body"><p>{TEXT}</p></div></div></div>'
        for t, d, iso, c, n in rows
    )
    one = rows[0]
    return [
        page_of(
            "The Events Calendar list",
            "https://example.org/evenements/",
            "Évènements",
            f'<main><h1>Évènements</h1><div class="tribe-events-calendar-list"><h2 class="tribe-events-calendar-list__month-separator"><time>mars 2024</time></h2>{tribe}</div></main>',
            "event",
            EVENTS,
        ),
        page_of(
            "EventOn",
            "https://example.org/agenda/",
            "Agenda",
            f'<main><h1>Agenda</h1><div class="eventon_events_list">{eventon}</div></main>',
            "event",
            EVENTS,
        ),
        page_of(
            "Modern Events Calendar",
            "https://example.org/agenda/",
            "Agenda",
            f'<main><h1>Agenda</h1><div class="mec-skin-list-events-container">{mec}</div></main>',
            "event",
            EVENTS,
        ),
        page_of(
            "Wix events",
            "https://example.org/agenda",
            "Agenda",
            f"<main><h1>Agenda</h1><ul>{wix}</ul></main>",
            "event",
            EVENTS,
        ),
        page_of(
            "Squarespace events",
            "https://example.org/agenda",
            "Agenda",
            f'<main><section class="eventlist">{square}</section></main>',
            "event",
            EVENTS,
        ),
        page_of(
            "Plone agenda",
            "https://example.org/agenda",
            "Agenda",
            f'<div id="content"><h1 class="documentFirstHeading">Agenda</h1>{plone}</div>',
            "event",
            EVENTS,
        ),
        page_of(
            "Google Sites",
            "https://example.org/view/maison/agenda",
            "Maison - Agenda",
            f'<div role="main"><h1>Agenda</h1>{google}</div>',
            "event",
            EVENTS,
        ),
        page_of(
            "a table of a wiki",
            "https://example.org/wiki/Agenda",
            "Agenda",
            f'<div id="mw-content-text"><h1>Agenda</h1><table class="wikitable"><tr><th>Date</th><th>Événement</th><th>Lieu</th></tr>{media}</table></div>',
            "event",
            EVENTS,
        ),
        page_of(
            "a table below the year",
            "https://example.org/agenda.htm",
            "Agenda",
            f"<h1>Agenda 2024</h1><table>{bare}</table>",
            "event",
            EVENTS,
            year=2019,
        ),
        page_of(
            "fonts and breaks",
            "https://example.org/agenda.htm",
            "Agenda",
            f"<center><h2>Agenda</h2></center>{font}",
            "event",
            EVENTS,
        ),
        page_of(
            "days behind titles",
            "https://example.org/evenements.html",
            "Événements",
            f"<section><h1>Événements</h1><h2>Liste des événements à venir</h2><ul>{trailing}</ul></section>",
            "event",
            EVENTS,
        ),
        page_of(
            "days before titles",
            "https://example.org/evenements.html",
            "Événements",
            f"<section><h1>Événements</h1><ul>{leading}</ul></section>",
            "event",
            EVENTS,
        ),
        page_of(
            "American stamps beside Dutch words",
            "https://example.org/activiteiten/",
            "Activiteiten",
            f"<main><h1>Activiteiten</h1>{dutch}</main>",
            "event",
            EVENTS,
        ),
        page_of(
            "English months",
            "https://example.org/evenements/",
            "Événements",
            f"<main><h1>Événements à venir</h1>{english}</main>",
            "event",
            EVENTS,
        ),
        page_of(
            "an accordion",
            "https://example.org/programme",
            "Programme",
            f'<main><h1>Programme</h1><div class="accordion">{accordion}</div></main>',
            "event",
            EVENTS,
        ),
        page_of(
            "one event with a day in pieces",
            f"https://example.org/agenda/{slug(one[0])}/",
            one[0],
            f'<main><h1>{one[0]}</h1><div class="day">14</div><div class="month">Mars</div><div class="year">2024</div><h3>Namur</h3><p>{TEXT * 3}</p></main>',
            "event",
            EVENTS[:1],
        ),
        page_of(
            "month above day of one event",
            f"https://example.org/agenda/{slug(one[0])}/",
            one[0],
            f'<main><div class="month">mars</div><div class="day">14</div><h1>{one[0]}</h1><p>{TEXT * 3}</p></main>',
            "event",
            EVENTS[:1],
        ),
        page_of(
            "one event on the agenda",
            "https://example.org/agenda/",
            "Agenda",
            f'<main><h1>Événements à venir</h1><article><h3><a href="/e/1">{one[0]}</a></h3><p>Jeudi 14 mars 2024 à 20h30</p><p>{TEXT}</p></article></main>',
            "event",
            EVENTS[:1],
        ),
        page_of(
            "a festival with its days",
            "https://example.org/festival-des-rives",
            "Festival des Rives",
            f"<main><h1>Festival des Rives</h1><p>{TEXT}</p><p>Du mercredi 14 au samedi 17 août 2024</p><h2>Le programme</h2>"
            + _join(
                f'<article class="day-card"><h3>{w} août</h3><ul><li><strong>{h} {a}</strong></li></ul></article>'
                for w, h, a in (
                    ("Mercredi 14", "18h", "Ouverture"),
                    ("Jeudi 15", "14h", "Concerts"),
                    ("Vendredi 16", "20h", "Grand bal"),
                    ("Samedi 17", "22h", "Feu d'artifice"),
                )
            )
            + "</main>",
            "event",
            (("Festival des Rives", "2024-08-14"),),
        ),
        page_of(
            "a past event told in the text",
            "https://example.org/portes-ouvertes-au-moulin",
            "Portes ouvertes au moulin",
            f"<main><h1>Portes ouvertes au moulin</h1><p>{TEXT} Venez nombreux le dimanche 29 juin 2014 de 10h à 17h au moulin. {TEXT}</p></main>",
            "event",
            (("Portes ouvertes au moulin", "2014-06-29"),),
            year=2014,
        ),
    ]


def _calls() -> list[Shape]:
    return [
        page_of(
            "steps in a table",
            "https://example.org/appel-a-projets-rives",
            "Appel à projets Rives",
            f"<main><h1>Appel à projets Rives</h1><p>{TEXT}</p><table><tr><th>Date</th><th>Étape</th></tr><tr><td>15 avril 2024</td><td>Lancement de l'appel</td></tr><tr><td>28 juin 2024</td><td>Date limite de dépôt des dossiers</td></tr><tr><td>15 septembre 2024</td><td>Annonce des lauréats</td></tr></table></main>",
            "call",
            (("Appel à projets Rives", "2024-06-28"),),
        ),
        page_of(
            "a column of deadlines",
            "https://example.org/appel-d-offres",
            "Appel d'offres",
            "<main><h1>Appel d'offres pour l'entretien du jardin</h1><table><tr><td>Objet</td><td>Date limite de remise des offres</td><td>Documents</td></tr><tr><td>Entretien du jardin</td><td>12 janvier 2024</td><td><a href=/d.pdf>Cahier des charges</a></td></tr></table></main>",
            "call",
            (("Appel d'offres pour l'entretien du jardin", "2024-01-12"),),
        ),
        page_of(
            "label and value in two cells",
            "https://example.org/bourses/bourse-du-quai",
            "Bourse du Quai",
            f"<main><h1>Bourse du Quai</h1><dl><dt>Montant</dt><dd>5 000 €</dd><dt>Date limite</dt><dd>31 mai 2024</dd></dl><p>{TEXT}</p></main>",
            "call",
            (("Bourse du Quai", "2024-05-31"),),
        ),
        page_of(
            "open since and until",
            "https://example.org/appel-a-projets-sources",
            "Appel à projets Sources",
            f"<main><h1>Appel à projets Sources</h1><p class=date>20 janvier 2024</p><p>L'appel à projets Sources est ouvert depuis le 17 janvier 2024 jusqu'au 27 avril 2024.</p><p>{TEXT * 2}</p></main>",
            "call",
            (("Appel à projets Sources", "2024-04-27"),),
        ),
        page_of(
            "from and to",
            "https://example.org/appel-a-candidatures-residences",
            "Appel à candidatures : résidences",
            f"<main><h1>Appel à candidatures : résidences</h1><p>Les candidatures sont ouvertes du 3 mars au 30 avril 2024.</p><p>{TEXT * 2}</p></main>",
            "call",
            (("Appel à candidatures : résidences", "2024-04-30"),),
        ),
    ]


def platform_shapes() -> list[Shape]:
    return [*_news(), *_events(), *_calls()]
