"""What does the receiver's answer mean: taken, try again, or never?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from batonpass.connectors.channel import Later, Never, Result, Sent

PATIENCE = 8
"""A plain refusal (4xx, or a redirect) is believed after this many tries, which leaves hours to mend the receiver."""

_BUSY = {408, 421, 425, 429}
_LONGEST = timedelta(hours=24)
_REDIRECT = "; a redirect is not followed: write the final address in the playbook"


def judged(status: int, headers: Mapping[str, str], *, tries: int, host: str) -> Result:
    """The verdict on an answer. `tries` counts the tries before this one."""
    said = f"{host} answers {_named(status)}"
    match status // 100:
        case 2:
            return Sent(detail=said)
        case 5:
            return Later(why=said, after=_asked_for(headers))
        case _ if status in _BUSY:
            return Later(why=said, after=_asked_for(headers))
        case 3:
            said += _REDIRECT
        case _ if status == HTTPStatus.GONE:
            return Never(why=f"{said}: it wants no more of these. Take the webhook out of the playbook")
        case _:
            pass
    count = tries + 1
    return Later(why=said) if count < PATIENCE else Never(why=f"{said}, {count} times now")


def _named(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _asked_for(headers: Mapping[str, str]) -> timedelta | None:
    """Retry-After, in seconds or as a date; a date counts from the receiver's own clock, which need not be ours."""
    wanted = headers.get("retry-after", "").strip()
    if wanted.isascii() and wanted.isdigit():
        return timedelta(seconds=min(int(wanted[:9]), _LONGEST.total_seconds()))
    until, now = _date(wanted), _date(headers.get("date", ""))
    return min(max(until - now, timedelta()), _LONGEST) if until and now else None


def _date(text: str) -> datetime | None:
    try:
        read = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    return read if read.tzinfo else None
