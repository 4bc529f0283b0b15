"""What becomes of a lead whose person objects to marketing?"""

from __future__ import annotations

from . import clock as promises
from .facts.review import ReviewDropped
from .lead import ClockState
from .notify import tell
from .playbook import WORKED, Stage
from .qualify import OBJECTS, hand_by_now, left_alone, raised_hand
from .review import stop_review
from .walk import Walk
from .wishes import objects, unwanted


def objected(walk: Walk) -> None:
    """Whoever refuses mail gets none of ours; whom points alone brought to sales is called by nobody any more.

    A raised hand asks for us whatever else they refuse, and what somebody works already is theirs to end: its owner
    hears of the objection. Every other promise is closed without a verdict, for nobody may keep it. Nor does marketing
    look at whom it may hand over to nobody.
    """
    lead, setting = walk.lead, walk.setting
    if unwanted(lead, "email"):
        walk.withdraw("ack")
    if objects(lead) and lead.waiting and not hand_by_now(lead, lead.waiting, setting.playbook.definition):
        walk.keep(ReviewDropped(at=setting.at, because=OBJECTS.because))
        stop_review(walk, OBJECTS.because, closed=True)
        walk.keep(left_alone(walk.lead, setting.at))
        return
    if not objects(lead) or (lead.stage is not Stage.MQL and lead.stage not in WORKED):
        return
    owner = lead.owner
    if lead.stage is not Stage.MQL or lead.clock is None or raised_hand(lead, None, setting.playbook.definition):
        walk.ask(tell("notice", owner, lead, setting, why="they object to marketing; answer what they asked, no more"))
        return
    walk.effects[:] = [effect for effect in walk.effects if effect.kind != "asked_again"]
    for clock in [c for c in lead.clocks if c.state is ClockState.RUNNING]:
        walk.keep(promises.stop(clock, setting, at=setting.at, because=OBJECTS.because, closed=True))
    walk.keep(left_alone(walk.lead, setting.at))
    walk.withdraw("assigned", "queued", "reminder", "breach", "snoozed", "asked_again")
    walk.ask(tell("taken_away", owner, walk.lead, setting, why=OBJECTS.because))
