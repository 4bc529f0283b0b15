"""What does the form of a pool make of its entry?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from batonpass.handoff.refusal import invalid
from batonpass.tongue.spoken import say
from batonpass.web.parts.numbers import whole

Entry = dict[str, Any]
LIMITS = ("weight", "cap", "a_day")
PLACES = ("queue", "pool")
NUMBER_MOST = 999_999


def with_form(entry: Entry, form: Mapping[str, str]) -> Entry:
    """The members with their weights and caps, who joins and who leaves, and what happens beyond the caps."""
    members = [_member(one["rep"], form) for one in entry.get("members", ()) if not form.get(f"out.{one['rep']}")]
    if form.get("add"):
        members.append({"rep": form["add"]})
    changed = entry | {"members": members, "share": form.get("share", "turns")}
    kept = {name: value for name, value in changed.items() if name != "overflow"}
    overflow = _overflow(form.get("overflow", "next_rung"))
    return kept | ({"overflow": overflow} if overflow else {})


def _member(rep: str, form: Mapping[str, str]) -> Entry:
    told = {name: form.get(f"{name}.{rep}", "") for name in LIMITS}
    member: Entry = {"rep": rep}
    for name, written in told.items():
        number = whole(written, NUMBER_MOST)
        if written and number is None:
            raise invalid(
                say("{written!r} is no whole number, or too large", written=written[:40]), field=f"{name}.{rep}"
            )
        if number is not None:
            member[name] = number
    return member


def _overflow(written: str) -> Any:
    """`queue:triage` names a place; a word is a rule."""
    kind, sign, name = written.partition(":")
    if sign and kind in PLACES:
        return {kind: name}
    return written
