"""What follows when sales gives a lead back as a duplicate of another, and when they are two people after all?"""

from __future__ import annotations

from .facts import Undone
from .lead import Lead
from .notify import tell
from .objecting import objected
from .playbook import Stage
from .record import replace
from .turn_back import turn_back
from .walk import Walk
from .wishes import objects


def as_before_it(double: Lead) -> Lead:
    """The lead as it stood before it was given back: what it was promised is not forgotten with it."""
    was = double.undo
    if was is None:
        return double
    return replace(double, stage=was.stage, owner=was.owner, queue=was.queue, clocks=was.clocks)


def told_of_double(walk: Walk, double: Lead, *, by: str) -> None:
    """Whoever has the lead that it duplicates hears that the same person asked elsewhere, and who gave them back."""
    owner, who = walk.lead.owner, walk.setting.directory.name_of(by)
    if owner and owner != by:
        why = f"also asked as {double.name}: {double.because}; {who} gave them back as the same person"
        walk.ask(tell("asked_again", owner, walk.lead, walk.setting, why=why))


def alive_again(walk: Walk, *, by: str) -> None:
    """A lead that was no duplicate is with whom it was, under the promise it had; its turn is taken again."""
    lead, setting = walk.lead, walk.setting
    because = f"{setting.directory.name_of(by)} took the rejection back: they are two people"
    walk.keep(Undone(at=setting.at, by=by, undone="reject", because=because))
    owner = walk.lead.owner
    if lead.turn_returned and lead.pool and owner:
        walk.keep(turn_back(lead, -1, setting, because="the rejection was taken back", rep=owner))
    if objects(walk.lead) and walk.lead.stage is Stage.MQL:
        objected(walk)
    walk.withdraw("rejected", "notice")
    if owner and owner != by:
        walk.ask(tell("reassigned", owner, walk.lead, setting, why=because))
