"""Where may a lead go that sales gives back?"""

from enum import StrEnum
from typing import Annotated, Final, TypeAlias

from pydantic import BeforeValidator

from batonpass.handoff.playbook import Stage
from batonpass.written.nearest import did_you_mean
from batonpass.written.refused import kind_of, quoted
from batonpass.written.schema.kinds import wrong


class Back(StrEnum):
    """Where such a lead goes beside a stage: to marketing's review, or into the lead that it duplicates."""

    REVIEW = "review"
    MERGE = "merge"


GIVEN_TO: Final = (Stage.NURTURE.value, Stage.DISQUALIFIED.value, *(back.value for back in Back))
_KNOWN: Final[dict[str, Stage | Back]] = {
    **{stage.value.lower(): stage for stage in Stage if stage is not Stage.MERGED},
    **{back.value: back for back in Back},
}


def given_to(value: object) -> Stage | Back:
    """The stage, or one of the two other ways; the checks of the playbook say which of the stages may stand here."""
    if not isinstance(value, str):
        raise wrong(f"a text is needed here, not {kind_of(value)}", "Write one of " + ", ".join(GIVEN_TO))
    known = _KNOWN.get(value.lower())
    if known is None:
        raise wrong(f"{quoted(value)} is not a stage", did_you_mean(value, GIVEN_TO))
    return known


GivenTo: TypeAlias = Annotated[Stage | Back, BeforeValidator(given_to)]
