"""What came of weighing a playbook's points?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from batonpass.run.past_leads import Gathered

if TYPE_CHECKING:
    from batonpass.learn.auc import Auc
    from batonpass.learn.calibrate import Calibrated
    from batonpass.learn.inputs import Inputs
    from batonpass.learn.leakage import Looked
    from batonpass.learn.proposal import Bar
    from batonpass.learn.reliability import Reliability
    from batonpass.learn.trial import Tried
    from batonpass.written.redraft import Redrafted


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """All that came of it, to be told."""

    gathered: Gathered
    guard: tuple[Looked, ...]
    inputs: Inputs
    found: Calibrated
    trial: Tried | None
    before: Auc
    bars: tuple[Bar, ...]
    draft: Redrafted
    broken: tuple[str, ...]
    unknown: int
    groups: dict[str, Reliability]
