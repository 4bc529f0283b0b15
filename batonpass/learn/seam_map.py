"""Through which seams does a lead go, and who answers for each?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Side(StrEnum):
    """Whose wait it is: the machine's, which people can only mend, or people's."""

    SYSTEM = "system"
    HUMAN = "human"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seam:
    """A stretch between two steps where a lead can wait. `owner` answers for it.

    One with `rare` is told of only where somebody came to that step: not every house has it.
    """

    name: str
    start: str
    end: str
    side: Side
    owner: str
    says: str
    rare: str = ""


POINTS: Final = (
    "submitted", "kept", "judged", "reviewed", "decided", "routed", "told", "delivered", "looked", "answered",
    "accepted", "touched", "booked", "settled", "received",
)  # fmt: skip
"""The steps in their order. Judged is when the machine knew: decided, or marketing asked to look first; answered is
accepted or given back; settled is an outcome, or handed over to an account executive; received is taken over by one, or
given back."""
SEAMS: Final = (
    Seam(name="submit-kept", start="submitted", end="kept", side=Side.SYSTEM, owner="marketing operations",
         says="submitted to kept"),
    Seam(name="kept-decided", start="kept", end="judged", side=Side.SYSTEM, owner="revenue operations",
         says="kept to decided"),
    Seam(name="review", start="review_asked", end="reviewed", side=Side.HUMAN, owner="marketing",
         says="asked to look to looked at, before sales gets it", rare="review_asked"),
    Seam(name="decided-routed", start="decided", end="routed", side=Side.SYSTEM, owner="revenue operations",
         says="decided to given an owner"),
    Seam(name="routed-told", start="routed", end="told", side=Side.SYSTEM, owner="revenue operations",
         says="owner to message"),
    Seam(name="told-delivered", start="told", end="delivered", side=Side.SYSTEM, owner="the platform team",
         says="message to delivered"),
    Seam(name="delivered-looked", start="delivered", end="looked", side=Side.HUMAN, owner="the lead's owner",
         says="delivered to opened"),
    Seam(name="looked-answered", start="looked", end="answered", side=Side.HUMAN, owner="the lead's owner",
         says="opened to accepted or given back"),
    Seam(name="accepted-touched", start="accepted", end="touched", side=Side.HUMAN, owner="the lead's owner",
         says="accepted to first touch"),
    Seam(name="touched-booked", start="touched", end="booked", side=Side.HUMAN, owner="the lead's owner",
         says="first touch to a meeting booked", rare="booked"),
    Seam(name="touched-disposed", start="touched", end="settled", side=Side.HUMAN, owner="the lead's owner",
         says="first touch to disposition"),
    Seam(name="handed-taken", start="handed_over", end="received", side=Side.HUMAN, owner="the account executive",
         says="handed over to taken over or given back", rare="handed_over"),
)  # fmt: skip
SYSTEM_WHOLE: Final = Seam(
    name="system", start="begun", end="delivered", side=Side.SYSTEM, owner="the platform team",
    says="all that machines took: submitted to delivered, without marketing's look",
)  # fmt: skip
HUMAN_WHOLE: Final = Seam(
    name="human", start="delivered", end="touched", side=Side.HUMAN, owner="the lead's owner",
    says="all that people took: delivered to first touch",
)  # fmt: skip
WHOLE: Final = Seam(
    name="whole", start="submitted", end="touched", side=Side.HUMAN, owner="both",
    says="what the buyer waited: submitted to first touch",
)  # fmt: skip
BY_NAME: Final[Mapping[str, Seam]] = {one.name: one for one in (*SEAMS, SYSTEM_WHOLE, HUMAN_WHOLE, WHOLE)}
OF_REVIEW: Final = ("review_asked_at", "reviewed_at")
COLUMNS: Final = (
    *(f"{name}_at" for name in (*POINTS, "rejected", "ended", "arrived", "mql", "disposed", "handed_over",
                                "taken_over", "returned")
      if name not in ("judged", "answered", "settled", "received")),
    *OF_REVIEW[:1],
)  # fmt: skip
