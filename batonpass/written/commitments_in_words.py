"""How do both sides' promises for the month read aloud?"""

from collections.abc import Iterator

from batonpass.handoff.playbook.commitments import Commitments

SHARES = {
    "accepted": "leads that sales accepts, of those it answers",
    "brief_complete": "handed over with a complete brief",
    "source_known": "handed over with a known source",
}
KEPT = {
    "first_touch": "first touches in time",
    "accept": "accepted or given back in time",
    "dispose": "an outcome in time",
    "cadence": "follow-up plans completed",
}


def committed(commitments: Commitments) -> Iterator[tuple[str, str, str]]:
    """Each promise: who makes it, what it says, and the number."""
    if commitments.qualified_a_month:
        yield "marketing", "leads ready for sales each month", str(commitments.qualified_a_month)
    for name, says in SHARES.items():
        if getattr(commitments, name):
            yield "marketing", says, f"{getattr(commitments, name)} %"
    for name, share in commitments.kept.items():
        yield "sales", KEPT.get(name, name), f"{share} %"
