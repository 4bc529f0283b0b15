"""Which fact is it that arrives?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from batonpass.handoff.capture import capture, learn, observe
from batonpass.handoff.facts import Captured, Learned, Observed
from batonpass.handoff.playbook import Playbook
from batonpass.store.arrival import IMPORT, Arrival, Kind
from batonpass.written.phones import e164


def as_fact(
    arrival: Arrival, *, at: datetime, playbook: Playbook, countries: Mapping[str, str]
) -> Captured | Observed | Learned:
    """What an arrival says, read by the agreement in force, at its own instant or else at `at`.

    `countries` turns a country's name into its code. Raises Refusal for what cannot be read.
    """
    at, past = arrival.arrived_at or at, arrival.historic
    match arrival.kind:
        case Kind.SUBMISSION:
            return capture(
                arrival.sent,
                door=arrival.door,
                arrived_at=at,
                playbook=playbook,
                countries=countries,
                historic=past,
                by_external_id=arrival.trusted,
                dial=e164,
            )
        case Kind.EVENT:
            return observe(
                arrival.sent,
                arrived_at=at,
                playbook=playbook,
                countries=countries,
                historic=past,
                listed=arrival.door == IMPORT,
                dial=e164,
            )
        case Kind.TRAITS:
            return learn(
                arrival.sent,
                door=arrival.door,
                arrived_at=at,
                countries=countries,
                playbook=playbook,
                by_external_id=arrival.trusted,
                dial=e164,
            )
