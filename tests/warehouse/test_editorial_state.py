"""Random lives of a warehouse that sources and editors pull at, beside a model of plain dictionaries.

After each curation: records are grouped as the model says, every id leads somewhere, every edit in force is shown,
conflicts are exactly those where the sources moved, and the journal holds. In the end everything is undone in reverse
order: what is left is what a second warehouse says, which had the same sources and no editor.

`VIGIE_STEPS=10000 pytest tests/warehouse/test_editorial_state.py -s` runs as many steps as it says; VIGIE_SEED=n
begins with others, VIGIE_SHRINK=1 shortens a life that fails.
"""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule, run_state_machine_as_test

from tests.warehouse.editorial_acts import COUNTED, SOURCES, TOPICS, VALUES, Acting, state_of
from tests.warehouse.editorial_model import FIELDS, Edit
from vigie.settings import Settings
from warehouse import editing
from warehouse.fingerprint import content_hash

STEPS = int(os.environ.get("VIGIE_STEPS") or 300)
FIRST = int(os.environ.get("VIGIE_SEED") or 1)
LENGTH = 30
"""Rules in a life. A step is one act of a source, an editor or curation; some rules take several."""
ANY = st.integers(0, 10**6)


class Editorial(Acting):
    """Sources and editors at work."""

    # Few rules, each for many acts: hypothesis leaves some rules out of each life.

    @initialize(thing=ANY)
    def begin(self, thing: int) -> None:
        for n, slug in enumerate(SOURCES):
            self._ingest(slug, [thing % 6, (thing + n) % 6, (thing + 3) % 6], price=n)
        self._curate()
        self.living = True

    @rule(what=st.sampled_from(["says", "says", "brings", "drops"]), slug=st.sampled_from(sorted(SOURCES)), pick=ANY)
    def a_source(self, what: str, slug: str, pick: int) -> None:
        """New records; other words of a known one; a complete run that lists some only: missing is not cancelled."""
        known = sorted(key for of, key in self.world.records if of == slug)
        if what == "brings":
            self._ingest(slug, [pick % 6, pick // 6 % 6], pick // 36)
        elif what == "says":
            key, name = self._pick(known, pick), ("price_text", "image")[pick % 2]
            said = self.world.records[slug, key].fields
            self._load(slug, {key: {**said, name: self._pick(VALUES[name], pick // 7)}})
        else:
            self._load(slug, {}, seen=[key for n, key in enumerate(known) if pick >> n & 1])

    @rule(pick=ANY, name=st.sampled_from(FIELDS), value=ANY, hours=st.sampled_from([None, None, 6, 24]))
    def edit(self, pick: int, name: str, value: int, hours: int | None) -> None:
        item, said = self._item(pick), self._pick(VALUES[name], value)
        end = None if hours is None else self.now + timedelta(hours=hours)
        told = Edit(said, self.world.base(item, name), "anne", end)
        with self.engine.begin() as connection:
            editing.edit(connection, item, name, said, "anne", self.now, end)
        self._decided([(("edit", item, name), told)])

    @rule(what=st.sampled_from(["release", "keep", "keep"]), pick=ANY)
    def answer(self, what: str, pick: int) -> None:
        """One of the ways out of a conflict; a release also without one."""
        if what == "release" and self._edited():
            self._release(*self._pick(self._edited(), pick)[1:])
        elif what == "keep" and self.world.conflicts():
            self._keep(*self._pick(sorted(self.world.conflicts()), pick))

    @rule(what=st.sampled_from(["hide", "pin", "tag"]), pick=ANY, how=ANY)
    def mark(self, what: str, pick: int, how: int) -> None:
        item = self._item(pick)
        if what == "hide":
            self._hide(item, how % 2 == 1)
        elif what == "pin":
            self._pin(item, how % 3)
        else:
            self._tag(item, self._pick(TOPICS, how), self._pick((True, False, None), how // 2))

    @rule(kept=ANY, other=ANY)
    def merge(self, kept: int, other: int) -> None:
        self._merge(self._item(kept), self._item(other))

    @precondition(lambda self: any(len(of) > 1 for of in self.world.members.values()))
    @rule(pick=ANY, records=st.integers(1, 30))
    def split(self, pick: int, records: int) -> None:
        several = sorted(item for item, of in self.world.members.items() if len(of) > 1)
        item = self._pick(several, pick)
        members = sorted(self.world.members[item])
        off = [key for n, key in enumerate(members) if records >> n & 1] or members[:1]
        self._split(item, off if len(off) < len(members) else off[1:])

    @rule(kept=ANY, other=ANY)
    def merge_and_split(self, kept: int, other: int) -> None:
        """Split undoes merge: ids and contents as before."""
        self._curate()
        one, two = self._item(kept), self._item(other)
        before, theirs, edited = self._shown(), sorted(self.world.members[two]), self._edited()
        if not self._merge(one, two):
            return
        self._curate()
        assert self.world.end(two) == one
        assert one in self.world.members, "the item that the editor named stays"
        if not set(theirs) < self.world.members[one]:
            return
        groups = set(map(frozenset, before["records"].values()))
        self._split(one, theirs)
        self._curate()
        again = {frozenset(of) for of in self._shown()["records"].values()}
        if again == groups and self._edited() == edited:  # nothing ended meanwhile
            COUNTED["merges split again"] += 1
            assert self._shown() == before

    @precondition(lambda self: self.world.acts)
    @rule(pick=ANY, late=st.booleans())
    def undo(self, pick: int, late: bool) -> None:
        """Any act, of the last ones more often; refused exactly when something else stands there now."""
        acts = self.world.acts[-4:] if late else self.world.acts
        self._undo(self._pick(acts, pick))

    # Curation

    @rule()
    def curate(self) -> None:
        self._curate()

    def teardown(self) -> None:
        try:
            if self.world.records:
                self._back_to_the_start()
        finally:
            for engine in (self.engine, self.alone):
                engine.dispose()
            self._admin(*(f"DROP DATABASE {name} WITH (FORCE)" for name in self.names))

    def _back_to_the_start(self) -> None:
        self.living = False
        self._curate()
        stepwise = len(self.world.acts) % 2
        for act in reversed(tuple(self.world.acts)):
            self._undo(act)
            if stepwise:
                self._curate()
        self._curate()
        assert not {on[0] for on in self.world.decided} - {"judge"}
        assert not any(on[0] == "judge" for on in self.world.decided)
        mine, theirs = (state_of(engine) for engine in (self.engine, self.alone))
        for name in ("memberships", "items", "choices"):
            assert mine[name] == theirs[name], name
        if mine["ids"] == theirs["ids"]:
            COUNTED["fingerprints compared"] += 1
            assert content_hash(self.engine) == content_hash(self.alone)


def lives(postgres: Settings, steps: int) -> None:
    """Runs lives until so many steps were taken: the same ones each time."""
    COUNTED.clear()
    how = settings(
        max_examples=6,
        stateful_step_count=LENGTH,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        # A life costs seconds: to shorten one that fails takes minutes, and is asked for.
        phases=[Phase.generate, Phase.shrink] if os.environ.get("VIGIE_SHRINK") else [Phase.generate],
    )
    for number in itertools.count(FIRST):
        make: Callable[[], Editorial] = seed(number)(lambda: Editorial(postgres))
        try:
            run_state_machine_as_test(make, settings=how)  # type: ignore[arg-type]
        except BaseException:
            print(f"lives of VIGIE_SEED={number}")
            raise
        if COUNTED["steps"] >= steps:
            return


@pytest.mark.slow
@pytest.mark.timeout(max(600, STEPS))
def test_no_editor_is_lost_in_any_life(postgres: Settings) -> None:
    began = time.monotonic()
    try:
        lives(postgres, STEPS)
    finally:
        print(f"{dict(COUNTED)} in {time.monotonic() - began:.0f} s")
    for what in (
        "undone",
        "undo refused",
        "conflicts seen",
        "edits held",
        "merges split again",
        "fingerprints compared",
    ):
        assert COUNTED[what], f"no life had any: {what}"
