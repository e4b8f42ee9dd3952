"""Airflow's navigation leads to the desk: an external view, without a route of its own, because no page of ours may be
shown inside another. Whoever follows it signs in at the desk's own door (docs/desk-access.md)."""

from __future__ import annotations

from airflow.plugins_manager import AirflowPlugin

from vigie.settings import Settings


class DeskView(AirflowPlugin):
    """The link `Desk`."""

    name = "vigie_desk"
    external_views = [  # noqa: RUF012 - Airflow declares it so
        {
            "name": "Desk",
            "href": f"{Settings.from_environment().site_url}/desk",
            "destination": "nav",
            "nav_top_level": True,
        }
    ]
