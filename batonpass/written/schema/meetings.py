"""What may stand under `meetings:`?"""

from __future__ import annotations

from batonpass.written.schema.kinds import Day, Length, Line, Name, Names, Section


class MeetingsFile(Section):
    """The fortnightly meeting of both sides: from which day, at which hour of a calendar's zone, led by whom."""

    first: Day
    at: Line
    calendar: Name
    sales: Names
    marketing: Names
    remind: Length | None = None
