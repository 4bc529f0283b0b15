"""How are people, pools, queues, accounts and the routing ladder written in a playbook?"""

from typing import Annotated, Final, TypeAlias, cast

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from batonpass.written.nearest import nearest
from batonpass.written.refused import quoted
from batonpass.written.schema_kinds import (
    Count,
    Day,
    EMail,
    Line,
    Name,
    Names,
    PoolNames,
    Section,
    Text,
    Whole,
    YesNo,
    kind_of,
    wrong,
)

TARGETS: Final = ("pool", "rep", "queue")


class LeaveFile(Section):
    first: Day = Field(description="the first day away")
    last: Day = Field(description="the last day away, included")
    delegate: Name | None = Field(None, description="who stands in")

    @model_validator(mode="after")
    def _in_order(self) -> "LeaveFile":
        if self.last < self.first:
            raise wrong(f"the leave ends on {self.last}, before it begins on {self.first}", "Swap the two days")
        return self


class PersonFile(Section):
    name: Line
    email: EMail
    calendar: Name
    manager: Name | None = None
    active: YesNo = True
    leave: list[LeaveFile] = []


class MemberFile(Section):
    weight: Whole = 1
    cap: Count | None = None


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


PoolFile: TypeAlias = Annotated[dict[Name, MemberFile], BeforeValidator(_members)]


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


class _Targeted(Section):
    """Something that sends a lead to exactly one of a pool, a rep or a queue."""

    pool: PoolNames | None = None
    rep: Name | None = None
    queue: Name | None = None

    @model_validator(mode="after")
    def _one_target(self) -> "_Targeted":
        named = [key for key in TARGETS if getattr(self, key) is not None]
        if len(named) > 1:
            raise wrong(f"{' and '.join(named)} are both named here", "Keep one: pool, rep or queue")
        if not named:
            raise wrong("nothing says where the lead goes", "Add one of pool, rep or queue")
        return self


class CaseFile(_Targeted):
    when: Text


class SendFile(_Targeted):
    """A rung that sends every lead that reaches it."""


class NeedsFile(Section):
    needs: Annotated[Names, Field(min_length=1)]


def _account_owner(value: object) -> str:
    if value != "account_owner":
        raise wrong(f"{quoted(value)} is not a rung by itself", "Did you mean account_owner?")
    return "account_owner"


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
    if caption == "needs":
        return "<needs>"
    if caption not in TARGETS and (isinstance(content, dict) or len(rung) > 1):
        return "<cases>"
    return "<needs>" if nearest(caption, ("needs", *TARGETS)) == "needs" else "<send>"


WordRung: TypeAlias = Annotated[str, BeforeValidator(_account_owner)]
CasesRung: TypeAlias = Annotated[
    dict[Name, Annotated[dict[Name, CaseFile], Field(min_length=1)]], BeforeValidator(_one_caption)
]
RungFile: TypeAlias = Annotated[
    Annotated[WordRung, Tag("<word>")]
    | Annotated[NeedsFile, Tag("<needs>")]
    | Annotated[SendFile, Tag("<send>")]
    | Annotated[CasesRung, Tag("<cases>")],
    Discriminator(_rung_kind, custom_error_type="rung", custom_error_message="this is not a rung"),
]
