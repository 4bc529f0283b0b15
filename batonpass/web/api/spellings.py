"""What does a program mean that writes a person, a pool or an account in words of its own?

Entries are read strictly, so that a slip is refused; here stand the few other ways to write them that can mean one
thing only. What is not understood stays as it came, for the reader to refuse.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

Entry = Mapping[str, Any]
FIRST = ("first", "from", "begins", "start", "starts", "begin", "since", "start_date", "starts_at", "start_at")
LAST = ("last", "to", "ends", "end", "until", "through", "end_date", "ends_at", "end_at")
UNSET = ("slack", "teams")
"""Fields that are answered as "" where nothing is set."""
SINGLE = ("day", "date", "on")
_RANGE = re.compile(r"\s*(\d{4}-\d\d-\d\d)\s*(?:\.\.|/)\s*(\d{4}-\d\d-\d\d)\s*")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
Find = Callable[[object], object]


def without_address(sent: Entry, key: str, name: str) -> dict[str, Any]:
    """The entry without the name that its address says already, as an answer of ours has it."""
    return {field: value for field, value in sent.items() if (field, value) != (key, name)}


def as_rep(sent: Entry, name: str, kept: Entry | None, find: Find) -> dict[str, Any]:
    """A person; what lacks something that each person has is a change of whoever stands under that name already."""
    said = without_address(sent, "id", name)
    said = {field: value for field, value in said.items() if value != "" or field not in UNSET}
    if kept and any(said.get(needed) is None for needed in ("name", "email", "calendar")):
        said = {**kept, **said}
    if "leave" in said:
        leave = said["leave"] or ()
        if isinstance(leave, Mapping | str | list | tuple):
            listed = [leave] if isinstance(leave, Mapping | str) else cast("Sequence[object]", leave)
            said["leave"] = [_leave(one, find) for one in listed]
    return said | ({"manager": find(said["manager"])} if said.get("manager") else {})


def as_pool(sent: Entry, name: str, find: Find) -> dict[str, Any]:
    """A pool; a member may be a bare name."""
    said = without_address(sent, "name", name)
    members = said.get("members")
    if isinstance(members, Mapping):
        of = cast("Entry", members)
        members = [{"rep": rep, **more} if isinstance(more, Mapping) else rep for rep, more in of.items()]
    if isinstance(members, list):
        said["members"] = [_member(one, find) for one in cast("list[object]", members)]
    return said


def capped_without_word(said: Entry) -> bool:
    """Whether a pool has caps, and nothing says where a lead goes when all have had their fill."""
    members = said.get("members")
    of = [cast("Entry", one) for one in members if isinstance(one, Mapping)] if isinstance(members, list) else []
    return said.get("overflow") is None and any(one.get("cap") or one.get("a_day") for one in of)


def as_account(sent: Entry, domain: str, kept: Entry | None, find: Find) -> dict[str, Any]:
    """An account; without a name it is a change of the one that is there already, or goes by its domain."""
    said = {"name": domain, **without_address(sent, "domain", domain)}
    if kept and not sent.get("name"):
        said = {**without_address(kept, "domain", domain), **said, "name": kept["name"]}
    return said | ({"owner": find(said["owner"])} if said.get("owner") else {})


def _member(one: object, find: Find) -> object:
    if isinstance(one, str):
        return {"rep": find(one)}
    if isinstance(one, Mapping) and "rep" in one:
        said = dict(cast("Entry", one))
        return said | {"rep": find(said["rep"])}
    return one


def _leave(one: object, find: Find) -> object:
    """A leave by its first and last day, and by instants where they are what was sent."""
    if isinstance(one, str):
        days = _RANGE.fullmatch(one)
        first, last = days.groups() if days else (one, one)
        return {"first": first, "last": last}
    if not isinstance(one, Mapping):
        return one
    said = dict(cast("Entry", one))
    if said.get("delegate"):
        said["delegate"] = find(said["delegate"])
    if said.get("first") and said.get("last") and _DAY.fullmatch(str(said["first"])):
        return said
    ends = [_taken(said, names) for names in (FIRST, LAST)]
    if None in ends:
        single = _taken(said, SINGLE)
        ends = [single, single]
    if None in ends:
        return one
    return said | _between(*(str(at) for at in ends))


def _taken(said: dict[str, Any], names: tuple[str, ...]) -> object:
    """The value under the one of these names that was used; nothing is left under it."""
    used = [name for name in names if said.get(name) is not None]
    return said.pop(used[0]) if len(used) == 1 else None


def _between(first: str, last: str) -> dict[str, str]:
    if _DAY.fullmatch(first) and _DAY.fullmatch(last):
        return {"first": first, "last": last}
    return {"first": first[:10], "last": last[:10], "begins": first, "ends": last}
