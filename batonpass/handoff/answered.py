"""What follows when somebody answers whom nobody works any more?"""

from __future__ import annotations

from .facts.cadence import Replied
from .follow_asked import replied
from .path import hand_over
from .playbook import Stage
from .qualify import Weighing, by_answer
from .requests import Reply
from .route import of_answer
from .score import score
from .setting import add_score, condition_facts
from .walk import Walk

AT_REST = (Stage.NURTURE, Stage.LOST)
"""Whom sales has done with for now. Whom a person disqualified no answer brings back, and customers write every day."""


def answered(walk: Walk, request: Reply) -> None:
    """They answered. Of a lead that sales had given up that is a raised hand: a new round, with whom they answered.

    What they said before it was given up, and is told later, begins nothing.
    """
    lead, setting = walk.lead, walk.setting
    ended = lead.ended_at if lead.stage in AT_REST else None
    anew = ended is not None and (request.at or setting.at) > ended
    said = replied(lead, request, setting, given_up=anew)
    walk.keep(said)
    if anew:
        _taken_up(walk, said)


def _taken_up(walk: Walk, said: Replied) -> None:
    setting, playbook = walk.setting, walk.setting.playbook
    seen = condition_facts(walk.lead, playbook, hand_raised=True, at=setting.at, others=setting.others)
    scored = score(walk.lead, playbook, seen, at=setting.at)
    walk.keep(scored)
    add_score(seen, scored)
    case = Weighing(lead=walk.lead, arrived=None, playbook=playbook, seen=seen, at=setting.at, hours=setting.hours)
    verdict = by_answer(case, said.because)
    if verdict:
        walk.keep(verdict)
        hand_over(walk, seen, first=of_answer(said.by, setting))
