"""What a site is built on before its platform is chosen: host, name, language, theme, items, pages of items."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from simulator import french
from simulator.unseen.html_list import archive, item_pages
from simulator.unseen.item import Item
from simulator.unseen.look import Look, random_look
from simulator.unseen.shell import Responder, Shell, small_pages, with_paths
from simulator.unseen.site import UnseenSite, sitemap
from simulator.unseen.stock import make_items
from simulator.unseen.theme import STYLES, Theme
from simulator.unseen.wording import LANGUAGES

_KINDS = ("Maison", "Espace", "Fabrique", "Foyer", "Labo", "Collectif", "Théâtre", "Musée", "Centre", "Atelier")
_NAMES = ("Mirador", "Boréal", "Azur", "Mosaïque", "Quartz", "Cobalt", "Prisme", "Lumen", "Sémaphore", "Belvédère",
          "Ardoise", "Tilleul", "Ricochet", "Lanterne", "Vermeil", "Cascade")  # fmt: skip
FORMS = ("/{folder}/{slug}", "/{folder}/{slug}/", "/{folder}/{number}-{slug}", "/{folder}/{slug}.html",
         "/detail.php?id={number}", "/{slug}/", "/{folder}/{year}/{slug}")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ground:
    """A shell with its items, a look for lists, and the rest of the seed's chances."""

    shell: Shell
    items: tuple[Item, ...]
    past: tuple[Item, ...]
    look: Look
    rng: Random

    def dressed(self, head: str, headers: tuple[tuple[str, str], ...] = ()) -> Ground:
        """The same with marks of a platform on every page."""
        return replace(self, shell=replace(self.shell, head=head, headers=headers))

    def moved(self, section: str, form: str) -> Ground:
        """The same with its list at another path and its items' pages in another form."""
        items, past = with_paths(self.items, form), with_paths(self.past, form)
        return replace(self, shell=replace(self.shell, section=section), items=items, past=past)

    def site(
        self,
        platforms: tuple[str, ...],
        layout: str,
        *parts: Responder,
        clock: bool = True,
        start: str | None = None,
        extra: dict[int, str] | None = None,
    ) -> UnseenSite:
        """The whole site: the parts, then pages of items, archive, small pages and perhaps a sitemap."""
        every = [*parts, item_pages(self.shell, self.items, self.look, extra)]
        every += [item_pages(self.shell, self.past, self.look), archive(self.shell, self.past, self.look)]
        every.append(small_pages(self.shell))
        if self.rng.random() < 0.4:
            every.append(sitemap(self.shell, self.items))
        begin = start or self.rng.choice(("/", self.shell.section, self.shell.section))
        return UnseenSite(self.shell, begin, platforms, layout, self.items, clock, tuple(every))


def lay(
    seed: str, number: int, kind: str, language: str, today: date, arrangement: str = "divs",
    count: int | None = None, host: str = "", name: str = "",
) -> Ground:  # fmt: skip
    """The ground of one site, all from `seed`; `host` and `name` are made up unless given."""
    rng = Random(seed)
    wording = LANGUAGES[language]
    name = name or f"{rng.choice(_KINDS)} {rng.choice(_NAMES)}"
    host = host or f"{french.slug(name)}-{number}.example"
    folder = rng.choice(wording.folders[kind])
    look = random_look(wording, kind, arrangement, rng)
    form = rng.choice(FORMS).replace("{folder}", folder)
    most = 60 if arrangement not in ("line", "definitions") else 30
    several = count or rng.choice((12, 14, 16, 18, 22, 26, 30, 36, 45, most))
    # Days without a year can only be told when they are not too far away.
    items = make_items(
        kind, language, several, today, rng, ahead=rng.choice((60, 120, 150)), running=look.how.year and not look.months
    )
    past = make_items(kind, language, 8, today - timedelta(days=400), rng, ahead=200)
    news = make_items("news", language, 4, today - timedelta(days=2), rng) if kind != "news" else ()
    shell = Shell(
        host,
        name,
        wording,
        Theme(look.theme.style if rng.random() < 0.8 else rng.choice(STYLES), look.theme.seed, kind),
        kind,
        f"/{folder}",
        today,
        "",
        (("Server", rng.choice(("nginx", "Apache/2.4.57 (Debian)", "nginx/1.24.0"))),),
        with_paths(news, "/echos/{slug}"),
        look.aside,
        rng.random() < 0.6,
        rng.random() < 0.3,
    )
    past = tuple(i for i in with_paths(past, form) if i.path not in {x.path for x in with_paths(items, form)})
    return Ground(shell, with_paths(items, form), past, look, rng)
