"""Who reads this page, when, in which zone, under which agreement, and whose leads may they see?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Protocol

from batonpass.handoff.available import stands_in
from batonpass.handoff.hours import Hours
from batonpass.handoff.lead import Lead
from batonpass.handoff.people import Directory
from batonpass.handoff.playbook import Playbook
from batonpass.handoff.setting import Setting
from batonpass.store.users import User


class Agreed(Protocol):
    """The playbook and the people as they stand now; `hours` compiles calendars by name, raising KeyError for none."""

    @property
    def playbook(self) -> Playbook: ...
    @property
    def directory(self) -> Directory: ...
    @property
    def hours(self) -> Callable[[tuple[str, ...]], Hours]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A signed-in person before a page; `token` goes into every form of theirs."""

    user: User
    now: datetime
    zone: tzinfo
    agreed: Agreed
    token: str = ""

    @property
    def by(self) -> str:
        """The name under which this person acts on leads: the rep's id, or the address of who is no rep."""
        return self.user.rep or self.user.email

    @property
    def acts(self) -> bool:
        """May this person do anything with leads? Marketing reads."""
        return self.user.role != "marketing"

    @property
    def tends(self) -> bool:
        """May this person see what the program has set aside, and set it going again?"""
        return self.user.role != "rep"

    @property
    def shapes(self) -> bool:
        """May this person lay forms out? Marketing may, and administrators."""
        return self.user.role in ("marketing", "admin")

    @property
    def reviews(self) -> bool:
        """May this person let leads go to sales? Marketing may, administrators, and whom the playbook names."""
        policy = self.agreed.playbook.definition.review
        return self.user.role in ("marketing", "admin") or bool(policy and self.user.rep in policy.people)

    @property
    def owners(self) -> frozenset[str] | None:
        """Whose leads this person sees: their own, their team's, or (None) everybody's."""
        if self.user.role in ("admin", "marketing"):
            return None
        mine = frozenset({self.user.rep} if self.user.rep else ())
        return mine | team(self.user.rep, self.agreed.directory) if self.user.role == "manager" else mine

    @property
    def leads_others(self) -> bool:
        """Does this person see more leads than their own?"""
        return self.owners is None or len(self.owners) > 1

    def sees(self, lead: Lead) -> bool:
        """May this person open it? A lead in a queue is everybody's to take, one given back its last owner's.

        What whoever is away has left behind is open to who stands in for them, for they hear of it.
        """
        owners = self.owners
        if owners is None or lead.owner in owners or self._stands_in(lead.owner):
            return True
        if lead.waiting and self.reviews:
            return True
        if lead.second is not None and lead.second.sdr in owners:
            return True
        decided = lead.undo is not None and lead.undo.by == self.by
        return lead.owner is None and (lead.queue is not None or decided)

    def _stands_in(self, owner: str | None) -> bool:
        agreed = self.agreed
        rep = agreed.directory.reps.get(owner or "")
        if rep is None or not rep.leave or self.user.rep is None:
            return False
        setting = Setting(at=self.now, playbook=agreed.playbook, directory=agreed.directory, hours=agreed.hours)
        return stands_in(rep, setting) == self.user.rep

    def hours(self, calendars: tuple[str, ...]) -> Hours | None:
        """The working time of these calendars; None when one of them is gone."""
        try:
            return self.agreed.hours(calendars)
        except KeyError:
            return None


def team(boss: str | None, directory: Directory) -> frozenset[str]:
    """Everybody who reports to this person, over however many steps."""
    found: set[str] = set()
    ring = {boss} if boss else set[str]()
    while ring:
        ring = {rep.id for rep in directory.reps.values() if rep.manager in ring} - found
        found |= ring
    return frozenset(found)


def zone_of(rep: str | None, agreed: Agreed) -> tzinfo:
    """The zone of a rep's calendar, or of the default queue's for somebody who has none."""
    known = agreed.directory.reps.get(rep or "")
    queue = agreed.directory.queues.get(agreed.playbook.default_queue)
    named = (known.calendar if known else "", queue.calendar if queue else "")
    for calendar in filter(None, named):
        try:
            return agreed.hours((calendar,)).zone
        except KeyError:
            continue
    return UTC
