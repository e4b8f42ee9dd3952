"""Why a target of the scorecard is missed, by figure: shown under its cases as long as it is missed."""

from __future__ import annotations

WHY: dict[str, tuple[str, ...]] = {
    "duplicates shown": (
        "Nearly all are twins in two languages: the matcher asks an editor where nothing but a name that both titles"
        " share speaks for them; what it asks is shown twice until someone answers.",
        "Things that a site lists twice under one title after a migration of its ids are shown twice while both are"
        " listed.",
    ),
    "cancellations shown in time": (
        "A copy on a second site that is trusted as much still lists the thing, or its page is gone for one day only:"
        " a page that is gone does not cancel against it (law 4). It is shown a run later, when the copy has gone too.",
        "One call is withdrawn by its own site while a more trusted portal goes on listing it as open: trust decides.",
    ),
    "cause of fault named rightly": (
        "Renamed keys of a JSON answer are named parse-error: each item is refused by the reader, which cannot tell a"
        " renamed key from a broken one.",
        "Two things under one id are seen as a list that lost some (volume-drop), or not at all where few are doubled.",
        "An XML feed that breaks behind its last item is read whole: nothing is lost, and nothing is said.",
    ),
}
