"""Every site of the made-up web, by host."""

from __future__ import annotations

from simulator import hosts
from simulator.sites.drupal import DrupalAgenda
from simulator.sites.icalendar import Calendar
from simulator.sites.imio import ImioEvents
from simulator.sites.opendatasoft import Opendatasoft
from simulator.sites.plain import PlainAgenda, PlainCalls
from simulator.sites.schemaorg import JsonLdArray, JsonLdGraph, Microdata
from simulator.sites.sedia import FundingPortal
from simulator.sites.site import Site
from simulator.sites.syndication import AtomLetter, PloneNews
from simulator.sites.tribe import Tribe
from simulator.sites.typo3 import TtNews
from simulator.sites.wordpress import WordPress

SITES: dict[str, Site] = {
    site.host: site
    for site in (
        Tribe(hosts.HUB),
        Tribe(hosts.HALLE, index=True),
        WordPress(hosts.PIXEL),
        AtomLetter(hosts.LETTRE),
        DrupalAgenda(hosts.HAINAUT),
        PloneNews(hosts.MARCHE),
        ImioEvents(hosts.COMMUNES),
        Opendatasoft(hosts.REGION),
        Calendar(hosts.GRENIER),
        JsonLdArray(hosts.THEATRE),
        JsonLdGraph(hosts.MUSEE),
        Microdata(hosts.OURTHE),
        PlainAgenda(hosts.NEON),
        TtNews(hosts.APPELS),
        WordPress(hosts.FONDS, kinds=("call", "news")),
        PlainCalls(hosts.BOURSES),
        FundingPortal(hosts.EUROPE),
    )
}
