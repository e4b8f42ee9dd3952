"""Sites of further platforms, each with things of a publisher of the demo under a host of its own.

They are no part of the demo web (`register.SITES`): tests serve them with `SimulatedWeb(clock, port, PLATFORM_SITES)`.
"""

from __future__ import annotations

from simulator import hosts
from simulator.sites.digitalwallonia import DigitalWallonia
from simulator.sites.drupal_jsonapi import DrupalJsonApi
from simulator.sites.drupal_views import DrupalViews
from simulator.sites.interfaces import JsonFeed, NamurRecords, OpenAgenda
from simulator.sites.mec import Mec
from simulator.sites.odoo import Odoo
from simulator.sites.prezly import Prezly
from simulator.sites.public_calendars import GoogleCalendar, Meetup
from simulator.sites.site import Site
from simulator.sites.sitemapped import Sitemapped
from simulator.sites.small_calendars import SmallCalendar
from simulator.sites.squarespace import Squarespace
from simulator.sites.tx_news import TxNews
from simulator.sites.typo3 import TtNews
from simulator.sites.wix import Wix
from simulator.sites.wordpress_types import WordPressTypes

_SITES: tuple[Site, ...] = (
    DigitalWallonia("numerique-wallon.example", hosts.HUB, "Numérique wallon", hosts.PIXEL, hosts.FONDS),
    DrupalViews("vitrine-communes.example", hosts.COMMUNES, "Vitrine des communes", hosts.FONDS),
    DrupalJsonApi("noeuds-wallonie.example", hosts.REGION, "Les nœuds de Wallonie", hosts.BOURSES),
    Mec("grenier-mec.example", hosts.GRENIER, "Le grenier, en MEC"),
    Sitemapped("plan-du-site.example", hosts.HALLE, "Le plan du site", hosts.LETTRE),
    JsonFeed("journal-pixel.example", hosts.PIXEL, "Le journal de Pixel"),
    NamurRecords("donnees-hub.example", hosts.HUB, "Données du hub"),
    OpenAgenda("agendas-ouverts.example", hosts.COMMUNES, "Agendas ouverts"),
    TtNews(hosts.APPELS),
    TxNews("lettre-typo3.example", hosts.LETTRE, "La lettre, en TYPO3"),
)
_SITES += (
    Squarespace("halle-espace.example", hosts.HALLE, "La Halle", hosts.PIXEL),
    Squarespace("halle-sans-zone.example", hosts.HALLE, "La Halle d’Amérique", zone="America/New_York"),
    Odoo("hainaut-libre.example", hosts.HAINAUT, "Hainaut libre", hosts.MARCHE),
    Prezly("presse-lettre.example", hosts.LETTRE, "La lettre, salle de presse"),
    Prezly("presse-pixel.example", hosts.PIXEL, "Pixel, salle de presse", pushes=True),
    GoogleCalendar("calendrier-grenier.example", hosts.GRENIER, "Le Grenier, calendrier"),
    Meetup("rencontres-hub.example", hosts.HUB, "Rencontres du hub"),
    WordPressTypes("scene-champs.example", hosts.THEATRE, "La scène"),
    WordPressTypes("scene-texte.example", hosts.THEATRE, "La scène, en toutes lettres", fields=False),
    SmallCalendar("agenda-spip.example", hosts.HUB, "Agenda en SPIP", "spip"),
    SmallCalendar("constant-wallon.example", hosts.NEON, "Constant wallon", "constant"),
    SmallCalendar("fabrique.example", hosts.HALLE, "La fabrique", "fab-manager"),
    SmallCalendar("labo-etudiant.example", hosts.OURTHE, "Labo étudiant", "lab"),
    Wix("neon-vitrine.example", hosts.NEON, "Néon"),
)

PLATFORM_SITES: dict[str, Site] = {site.host: site for site in _SITES}
