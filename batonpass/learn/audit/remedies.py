"""Why does a fault of the data matter to those who read the figures, and what is to be done about it?"""

from collections.abc import Mapping
from typing import Final, TypeAlias

Remedy: TypeAlias = tuple[str, str]


def remedy(kind: str) -> Remedy:
    """Why a finding of this kind matters, and the next step; general words for a kind that has none of its own."""
    return _BY_KIND.get(kind, _ANY)


_ANY: Final[Remedy] = (
    "Figures that rest on these rows are wrong",
    "Find the form, the sync or the person that writes this, and mend it there.",
)
_BY_KIND: Final[Mapping[str, Remedy]] = {
    "outcomes that were recorded late": (
        "Earlier months look worse than they may have been, for nothing says what became of their leads",
        "Enter the earlier outcomes if somebody still has them; until then judge by the later months alone.",
    ),
    "a stage that went silent": (
        "Leads went on coming, so what stopped is the recording: a form, a sync or a habit",
        "Ask what was changed on that day, and switch it on again.",
    ),
    "steps before the lead came in": (
        "That cannot be: one of the two dates was typed or brought over wrong",
        "Open these rows and correct the date; let the system stamp it instead of a person.",
    ),
    "two orders of day and month": (
        "Some dates are read as another day than was meant",
        "Export again with the year first, such as 2026-03-04.",
    ),
    "broken rows": (
        "Who stands in them is in no figure",
        "Export again, and compare the number of rows with the CRM's.",
    ),
}
"""Why a fault of the data matters to those who read the figures, and what to do about it, by its kind."""
