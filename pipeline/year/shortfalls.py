"""Why a target of the scorecard is missed, by figure: shown under its cases as long as it is missed."""

from __future__ import annotations

WHY: dict[str, tuple[str, ...]] = {}
