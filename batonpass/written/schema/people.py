"""How are people, pools, queues, accounts and the routing ladder written in a playbook?"""

from typing import Annotated, Final, TypeAlias, cast

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from batonpass.written.nearest import did_you_mean, nearest
from batonpass.written.refused import kind_of, quoted
from batonpass.written.schema.kinds import (
    Count,
    Day,
    EMail,
    Length,
    Line,
    Lines,
    Moment,
    Name,
    Names,
    PoolNames,
    Section,
    Text,
    Whole,
    YesNo,
    one_of,
    wrong,
)
from batonpass.written.schema.told import Personal, QuietFile

TARGETS: Final = ("pool", "rep", "queue")
WORD_RUNGS: Final = ("account_owner", "account_team", "same_company")
TERMS: Final = (
    "country", "region", "postal", "employees", "industry", "language", "product", "offer", "campaign", "accounts",
)  # fmt: skip
"""What the cases of a rung may name without a condition, in words everybody routes by."""


class LeaveFile(Section):
    first: Day = Field(description="the first day away")
    last: Day = Field(description="the last day away, included")
    delegate: Name | None = Field(None, description="who stands in")
    begins: Moment | None = Field(None, description="with `ends`: away to the minute, such as for an afternoon")
    ends: Moment | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "LeaveFile":
        if self.last < self.first:
            raise wrong(f"the leave ends on {self.last}, before it begins on {self.first}", "Swap the two days")
        if (self.begins is None) != (self.ends is None):
            raise wrong("a leave to the minute needs both its ends", "Add begins: … and ends: …, or neither")
        if self.begins and self.ends and self.ends <= self.begins:
            raise wrong("the leave ends before it begins", "Swap the two instants")
        return self


class PersonFile(Section):
    name: Line
    email: EMail
    calendar: Name
    manager: Name | None = None
    active: YesNo = True
    available: YesNo = True
    leave: list[LeaveFile] = []
    channels: list[Personal] = []
    quiet: QuietFile | None = None
    slack: Name | None = None
    teams: Name | None = None


class MemberFile(Section):
    weight: Whole = 1
    cap: Count | None = None
    a_day: Whole | None = None


class OverflowFile(Section):
    """Where a lead goes beyond the caps."""

    queue: Name | None = None
    pool: Name | None = None

    @model_validator(mode="after")
    def _one_place(self) -> "OverflowFile":
        if (self.queue is None) == (self.pool is None):
            raise wrong(
                "beyond the caps a lead goes to one place", "Write {queue: …}, {pool: …}, next_rung or over_cap"
            )
        return self


Overflow: TypeAlias = Annotated[
    Annotated[str, BeforeValidator(one_of("next_rung", "over_cap")), Tag("<word>")]
    | Annotated[OverflowFile, Tag("<place>")],
    Discriminator(lambda value: "<place>" if isinstance(value, dict) else "<word>"),
]


class PoolSection(Section):
    """A pool: its members, how they share, and what happens beyond their caps."""

    members: dict[Name, MemberFile]
    overflow: Overflow | None = None
    share: Annotated[str, BeforeValidator(one_of("turns", "load"))] = "turns"


def _members(value: object) -> object:
    """A plain list of names is a pool of equal members."""
    if isinstance(value, str):
        raise wrong("a pool is a list of people", f"Write [{value}]")
    if not isinstance(value, list):
        return value
    names = cast("list[object]", value)
    odd = next((name for name in names if not isinstance(name, str)), None)
    if odd is not None:
        raise wrong(f"a pool lists the names of people, not {kind_of(odd)}", "Write it such as [ana, bruno]")
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise wrong(f"{quoted(twice)} stands twice in this pool", f"For two turns write {{{twice}: {{weight: 2}}}}")
    return dict.fromkeys(names)


def _pool(value: object) -> object:
    """Members stand beside the pool's own two settings, so that the short form stays short."""
    listed = _members(value)
    if not isinstance(listed, dict):
        return listed
    written = cast("dict[object, object]", listed)
    own = {key: written[key] for key in ("overflow", "share") if key in written}
    return {"members": {key: member for key, member in written.items() if key not in own}, **own}


PoolFile: TypeAlias = Annotated[PoolSection, BeforeValidator(_pool)]


class QueueFile(Section):
    calendar: Name
    manager: Name | None = None


class AccountFile(Section):
    name: Line
    owner: Name | None = None
    industry: Line | None = None
    employees: Count | None = None
    country: Line | None = None
    target: YesNo = False
    team: Names = []
    parent: Line | None = None
    domains: Lines = []
    names: Lines = []


class HoldFile(Section):
    """Wait in a queue until somebody opens, but no longer than this; then these pools take it."""

    hold: Name
    at_most: Length
    then: PoolNames


OffShiftFile: TypeAlias = Annotated[
    Annotated[str, BeforeValidator(one_of("first_to_open", "next_rung")), Tag("<word>")]
    | Annotated[HoldFile, Tag("<hold>")],
    Discriminator(lambda value: "<hold>" if isinstance(value, dict) else "<word>"),
]


class _Targeted(Section):
    """Something that sends a lead to exactly one of a pool, a rep or a queue."""

    pool: PoolNames | None = None
    rep: Name | None = None
    queue: Name | None = None
    off_shift: OffShiftFile | None = None

    @model_validator(mode="after")
    def _one_target(self) -> "_Targeted":
        named = [key for key in TARGETS if getattr(self, key) is not None]
        if len(named) > 1:
            raise wrong(f"{' and '.join(named)} are both named here", "Keep one: pool, rep or queue")
        if not named:
            raise wrong("nothing says where the lead goes", "Add one of pool, rep or queue")
        if self.off_shift is not None and self.pool is None:
            raise wrong("off_shift is about pools, and none is named here", "Remove it, or name a pool")
        return self


class CaseFile(_Targeted):
    """A named case: a condition, or the usual terms of routing, or both; all that is written must hold."""

    when: Text | None = None
    country: Lines = []
    region: Lines = []
    postal: Lines = []
    employees: Line | None = None
    industry: Lines = []
    language: Lines = []
    product: Lines = []
    offer: Lines = []
    campaign: Lines = []
    accounts: Lines = []
    target: YesNo | None = None

    @model_validator(mode="after")
    def _some_term(self) -> "CaseFile":
        if self.when is None and not any(getattr(self, term) for term in TERMS) and self.target is None:
            raise wrong("nothing says which leads this case is for", "Add when: …, or a term such as country: [SE, NO]")
        return self


class SendFile(_Targeted):
    """A rung that sends every lead that reaches it."""


class NeedsFile(Section):
    needs: Annotated[Names, Field(min_length=1)]


class OwnerFile(Section):
    """What the owner's rung does with an owner who has left."""

    inactive: Annotated[str, BeforeValidator(one_of("next_rung", "manager"))] = "next_rung"


class OwnerRungFile(Section):
    account_owner: OwnerFile


def _word_rung(value: object) -> str:
    if value not in WORD_RUNGS:
        raise wrong(f"{quoted(value)} is not a rung by itself", did_you_mean(str(value), WORD_RUNGS))
    return str(value)


def _one_caption(value: object) -> object:
    if isinstance(value, dict) and len(cast("dict[str, object]", value)) != 1:
        raise wrong("a rung has one caption of its own", "Begin each rung with `- `")
    return cast("object", value)


def _rung_kind(value: object) -> str | None:
    if isinstance(value, str):
        return "<word>"
    if not isinstance(value, dict) or not value:
        return None
    rung = cast("dict[str, object]", value)
    caption, content = next(iter(rung.items()))
    if caption in ("needs", "account_owner"):
        return f"<{caption}>"
    if caption not in TARGETS and (isinstance(content, dict) or len(rung) > 1):
        return "<cases>"
    return "<needs>" if nearest(caption, ("needs", *TARGETS)) == "needs" else "<send>"


WordRung: TypeAlias = Annotated[str, BeforeValidator(_word_rung)]
CasesRung: TypeAlias = Annotated[
    dict[Name, Annotated[dict[Name, CaseFile], Field(min_length=1)]], BeforeValidator(_one_caption)
]
RungFile: TypeAlias = Annotated[
    Annotated[WordRung, Tag("<word>")]
    | Annotated[NeedsFile, Tag("<needs>")]
    | Annotated[OwnerRungFile, Tag("<account_owner>")]
    | Annotated[SendFile, Tag("<send>")]
    | Annotated[CasesRung, Tag("<cases>")],
    Discriminator(_rung_kind, custom_error_type="rung", custom_error_message="this is not a rung"),
]
