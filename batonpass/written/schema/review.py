"""What may be written of the person who looks at a lead before sales gets it?"""

from typing import Annotated, TypeAlias

from pydantic import BeforeValidator

from batonpass.written.schema.kinds import (
    Line,
    Name,
    Names,
    Section,
    Text,
    Word,
    WorkingTime,
    YesNo,
    one_of,
    or_alone,
)


class BackFile(Section):
    """A reason for which marketing sends a lead back."""

    says: Line | None = None
    then: Annotated[str, BeforeValidator(one_of("nurture", "disqualified"))] = "nurture"
    needs_note: YesNo = False


class ReviewFile(Section):
    """Who lets a lead go to sales: nobody (automatic) or a person, which leads they see, and what if they do not."""

    by: Annotated[str, BeforeValidator(one_of("automatic", "person"))]
    people: Names = []
    within: WorkingTime | None = None
    unseen: Annotated[str, BeforeValidator(one_of("pass", "alarm"))] = "alarm"
    hand_raisers: Annotated[str, BeforeValidator(one_of("pass", "wait"))] = "pass"
    when: Text | None = None
    models: list[Name] = []
    tiers: list[Name] = []
    reasons: dict[Word, BackFile] = {}


ReviewSaid: TypeAlias = Annotated[ReviewFile, BeforeValidator(or_alone("by"))]
