"""The people of the whole-program tests: calendars, reps, pools and the playbook's ladder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.whole.program import Program

STARTER = (Path(__file__).parents[2] / "playbooks" / "starter.yaml").read_text("utf-8")
WEEK = ["Mon", "Tue", "Wed", "Thu", "Fri"]


def calendar(tz: str, opens: str, closes: str, *holidays: str, days: list[str] | None = None) -> dict[str, Any]:
    return {"tz": tz, "days": days or WEEK, "hours": [opens, closes], "holidays": list(holidays)}


CALENDARS = {
    "cal-lis": calendar("Europe/Lisbon", "09:00", "18:00", "2026-12-01", "2026-12-08", "2026-12-25", "2027-01-01"),
    "cal-sto": calendar("Europe/Stockholm", "08:00", "17:00", "2026-12-25", "2027-01-01", "2027-01-06"),
    "win-sto": calendar("Europe/Stockholm", "09:00", "17:00", "2026-12-25", "2027-01-01", "2027-01-06"),
    "cal-ber": calendar("Europe/Berlin", "09:00", "17:00", "2026-12-25", "2027-01-01", "2027-03-08"),
    "cal-muc": calendar("Europe/Berlin", "09:00", "17:00", "2026-12-25", "2027-01-01", "2027-01-06"),
    "cal-nyc": calendar("America/New_York", "09:00", "17:00", "2026-11-26", "2026-12-25", "2027-01-01"),
    "cal-tlv": calendar("Asia/Jerusalem", "09:00", "17:00", days=["Sun", "Mon", "Tue", "Wed", "Thu"]),
    "cal-syd": calendar("Australia/Sydney", "09:00", "17:00", "2027-03-26", "2027-03-29"),
    "cal-van": calendar("America/Vancouver", "09:00", "17:00"),
    "cal-247": calendar("Europe/Berlin", "00:00", "24:00", days=[*WEEK, "Sat", "Sun"]),
}
REPS = {
    "mara": "cal-lis", "ana": "cal-lis", "bruno": "cal-lis", "astrid": "cal-sto", "greta": "cal-ber",
    "moritz": "cal-muc", "nina": "cal-nyc", "tal": "cal-tlv", "olivia": "cal-syd", "vic": "cal-van", "bo": "cal-247",
}  # fmt: skip


def person(name: str, **more: Any) -> dict[str, Any]:
    manager = {} if name == "mara" else {"manager": "mara"}
    return {"name": name.title(), "email": f"{name}@lumen.example", "calendar": REPS[name], **manager, **more}


def move_in(on: Program, *pool: str, at: str = "2026-11-23T08:00:00Z") -> None:
    """Everybody is there; the pool emea has these members, Ana and Bruno when none is named."""
    on.now(at)
    for name, days in CALENDARS.items():
        on.put(f"/v1/calendars/{name}", days)
    for name in REPS:
        on.put(f"/v1/reps/{name}", person(name))
    on.put("/v1/pools/emea", {"members": [{"rep": name} for name in pool or ("ana", "bruno")]})
    on.put("/v1/queues/triage", {"calendar": "cal-lis", "manager": "mara"})


def playbook(version: str, *changes: tuple[str, str]) -> str:
    """The starter playbook under another version with some words changed; each must be there to be changed."""
    text = STARTER.replace('version: "1"', f'version: "{version}"')
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text
