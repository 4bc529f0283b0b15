"""What did both sides promise for the month, as the handoff's own data?"""

from batonpass.handoff.playbook.commitments import SALES, Commitments
from batonpass.written.reading import Reading


def commitments_of(reading: Reading) -> Commitments:
    """Read the section; a promise that no tier and no cadence makes is told, for nobody could keep it."""
    file = reading.file.commitments
    sales = {name: share for name in SALES if (share := getattr(file.sales, name)) is not None}
    tiers = reading.file.tiers.values()
    for name in ("accept", "dispose"):
        if name in sales and not any(getattr(tier, name) for tier in tiers):
            place = reading.at("commitments", "sales", name)
            place.add(f"no tier promises {name}", f"Give a tier a time to {name}, or take this out")
    if "cadence" in sales and not reading.file.cadences:
        here = reading.ask_since("commitments", "sales", "cadence")
        here.add("no cadence plans a touch", "Write one under cadences:, or take this out")
    return Commitments(
        qualified_a_month=file.marketing.qualified_a_month,
        accepted=file.marketing.accepted,
        brief_complete=file.marketing.brief_complete,
        source_known=file.marketing.source_known,
        kept=sales,
    )
