"""Sites of further platforms, each with things of a publisher of the demo under a host of its own.

They are no part of the demo web (`register.SITES`): tests serve them with `SimulatedWeb(clock, port, PLATFORM_SITES)`.
"""

from __future__ import annotations

from simulator.sites.site import Site

_SITES: tuple[Site, ...] = ()

PLATFORM_SITES: dict[str, Site] = {site.host: site for site in _SITES}
