"""The consumer `feeds`: publishes when something moved since the last edition that it made."""

from __future__ import annotations

from pipeline import steps
from pipeline.consume import DeliveryError
from pipeline.house import House


class Publisher:
    """Publishing is idempotent (law 3) and atomic (law 9), so that a kill needs no care of its own."""

    name = "feeds"

    def __init__(self, house: House) -> None:
        self.house = house

    def catch_up(self) -> None:
        """Writes the feeds that changed. Raises DeliveryError when one was kept back: an operator must look."""
        done = steps.publish(self.house)
        if done.held:
            raise DeliveryError(f"{done.held}: `vigie publish --confirm` publishes again")
        if done.refused:
            kept_back = ", ".join(str(refusal) for refusal in done.refused)
            raise DeliveryError(f"kept back: {kept_back}. `vigie publish --confirm` lets a feed shrink")
