"""When do both sides meet, by this playbook, and who leads them?"""

from __future__ import annotations

import re
from datetime import time

from batonpass.handoff.playbook.meetings import Meetings
from batonpass.written.reading import Reading
from batonpass.written.refused import quoted

HOUR = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


def meetings_of(reading: Reading) -> Meetings | None:
    """Read `meetings:`; note an hour that is none, and people or a calendar that are not there."""
    file = reading.file.meetings
    if file is None:
        return None
    here = reading.at("meetings")
    reading.refer("calendars", file.calendar, here.under("calendar"))
    for side in ("sales", "marketing"):
        named = getattr(file, side)
        if not named:
            here.under(side).add(f"nobody leads {side}", "Name one or more people, such as [mara]")
        for place, person in enumerate(named):
            reading.refer("people", person, here.under(side).under(place))
    hour = HOUR.fullmatch(file.at)
    if hour is None:
        here.under("at").add(f"{quoted(file.at)} is not an hour of the day", 'Write it as "10:00"')
        return None
    return Meetings(
        first=file.first,
        at=time(int(hour[1]), int(hour[2])),
        calendar=file.calendar,
        sales=tuple(file.sales),
        marketing=tuple(file.marketing),
        **({"remind": file.remind} if file.remind else {}),
    )
