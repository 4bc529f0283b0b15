"""Until when may we keep what we know of a person?"""

from __future__ import annotations

from datetime import datetime, timedelta

from .bursts import done_by_people
from .lead import Lead
from .playbook import Playbook, Stage

MONTHS = 12
A_MONTH_MOST = timedelta(days=31)


def add_months(at: datetime, months: int) -> datetime:
    """The same time so many calendar months later; where that day does not exist, the last day of the month (G06).

    A year after 29 February is 28 February; a month after 31 January is the last of February.
    """
    year, before = divmod(at.year * MONTHS + at.month - 1 + months, MONTHS)
    first = at.replace(year=year, month=before + 1, day=1)
    last = ((first + A_MONTH_MOST).replace(day=1) - timedelta(days=1)).day
    return first.replace(day=min(at.day, last))


def kind_of(lead: Lead) -> str:
    """What somebody is to us: customer, disqualified or prospect."""
    if lead.customer or lead.stage == Stage.WON:
        return "customer"
    return "disqualified" if lead.stage == Stage.DISQUALIFIED else "prospect"


def last_contact(lead: Lead, playbook: Playbook, at: datetime) -> datetime | None:
    """When the person themselves last did something, as of an instant (G04).

    What machines did in their name counts nothing, nor does an opened mail. Who never did anything counts from the day
    they came to us; None when even that is not known.
    """
    silent = playbook.privacy.not_contact if playbook.privacy else frozenset[str]()
    done, _ = done_by_people(playbook.bursts, lead.activities, at)
    acts = [one.at for one in done if one.signal not in silent]
    return max(acts, default=lead.created_at)


def keep_until(lead: Lead, playbook: Playbook, at: datetime, *, wrote_at: datetime | None = None) -> datetime | None:
    """The first instant at which they are to be forgotten; None when no time was agreed, or a promise to them runs.

    `wrote_at` is when they last wrote to us, for what is worth no points: an answer to a rep, a form of no signal.
    """
    months = playbook.privacy.months.get(kind_of(lead)) if playbook.privacy else None
    contact = max(filter(None, (last_contact(lead, playbook, at), wrote_at)), default=None)
    if months is None or contact is None or any(clock.state == "running" for clock in lead.clocks):
        return None
    return add_months(contact, months)
