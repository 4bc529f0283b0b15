"""What do members of a pool, its overflow and a leave mean, once they are known to be well written?"""

from collections.abc import Iterable, Iterator
from typing import Any

from batonpass.handoff.people import Beyond, Leave, Member, Overflow, Share
from batonpass.written.schema.people import LeaveFile, MemberFile, OverflowFile, PersonFile
from batonpass.written.schema.told import OFF_HOURS


def members_of(written: Iterable[tuple[str, MemberFile]]) -> Iterator[Member]:
    """Give the members of a pool, in their order."""
    for rep, member in written:
        yield Member(rep=rep, weight=member.weight, cap=member.cap, a_day=member.a_day)


def overflow_of(written: str | OverflowFile | None) -> Overflow:
    """Give the rule beyond the caps; without one a lead goes down the ladder, at whose end stands a queue."""
    if written is None:
        return Overflow()
    if isinstance(written, str):
        return Overflow(kind=Beyond(written))
    if written.queue is not None:
        return Overflow(kind=Beyond.QUEUE, name=written.queue)
    return Overflow(kind=Beyond.POOL, name=written.pool or "")


def share_of(written: str) -> Share:
    """Give how a pool shares."""
    return Share(written)


def leave_of(written: LeaveFile) -> Leave:
    """Give a leave by days, or to the minute."""
    return Leave(
        first=written.first,
        last=written.last,
        delegate=written.delegate,
        begins=written.begins,
        ends=written.ends,
    )


def told_by(written: PersonFile) -> dict[str, Any]:
    """Give how a person hears of things, as the fields of a rep: channels, quiet, where they are found."""
    quiet = written.quiet
    return {
        "channels": tuple(dict.fromkeys(written.channels)),
        "quiet": tuple(quiet) if isinstance(quiet, list) else (),
        "quiet_off_hours": None if quiet is None else quiet == OFF_HOURS,
        "slack": written.slack or "",
        "teams": written.teams or "",
    }
