"""How long may we keep people, as the handoff's own data?"""

from __future__ import annotations

from batonpass.handoff.playbook.privacy import KINDS, Privacy
from batonpass.written.reading import Reading


def privacy_of(reading: Reading) -> Privacy | None:
    """Read `privacy:`; note a time of no month, and a section that names none."""
    file = reading.file.privacy
    if file is None:
        return None
    here = reading.at("privacy", "keep_months")
    months = {kind: count for kind in KINDS if (count := getattr(file.keep_months, kind)) is not None}
    for kind, count in months.items():
        if count < 1:
            here.under(kind).add("nobody would be kept at all", "Write a number of months, such as 36")
    if not months:
        here.add("no time is named", "Write a number of months for prospect, customer or disqualified")
        return None
    if file.payload_days < 1:
        reading.at("privacy", "payload_days").add("nothing could be looked at any more", "Write days, such as 90")
    return Privacy(months=months, not_contact=frozenset(file.not_contact), payload_days=file.payload_days)
