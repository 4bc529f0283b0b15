"""How do both sides write down what they promise for the month?"""

from typing import Annotated, TypeAlias

from pydantic import AfterValidator

from batonpass.written.schema.kinds import Percent, Section, Whole, wrong

WHOLE = 100


def _share(percent: int) -> int:
    """A share of leads, which is never more than all of them."""
    if percent > WHOLE:
        raise wrong(f"{percent}% is more than all leads", "Write 1% to 100%, such as 90%")
    return percent


Share: TypeAlias = Annotated[Percent, AfterValidator(_share)]


class OfMarketing(Section):
    qualified_a_month: Whole | None = None
    accepted: Share | None = None
    brief_complete: Share | None = None
    source_known: Share | None = None


class OfSales(Section):
    first_touch: Share | None = None
    accept: Share | None = None
    dispose: Share | None = None
    cadence: Share | None = None


class CommitmentsFile(Section):
    """What each side promises the other; what is left out is reported without a target."""

    marketing: OfMarketing = OfMarketing()
    sales: OfSales = OfSales()
