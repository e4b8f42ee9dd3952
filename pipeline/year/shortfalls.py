"""Why a target of the scorecard is missed, by figure: shown under its cases as long as it is missed."""

from __future__ import annotations

WHY: dict[str, tuple[str, ...]] = {
    "cancellations shown in time": (
        "One call is withdrawn by its own site while a more trusted portal goes on listing it as open: trust decides.",
    ),
    "cause of fault named rightly": (
        "Renamed keys of a JSON answer are named parse-error: each item is refused by the reader, which cannot tell a"
        " renamed key from a broken one.",
        "Two things under one id are seen as a list that lost some (volume-drop), or not at all where few are doubled.",
        "An XML feed that breaks behind its last item is read whole: nothing is lost, and nothing is said.",
    ),
}
