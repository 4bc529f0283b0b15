"""What follows here when a CRM merges or deletes its record of a person?"""

from __future__ import annotations

from .facts.records import RecordGone, RecordMoved
from .lead import Lead
from .notify import answers_for, tell
from .requests import LoseRecord, MoveRecord
from .stages import OPEN, WORKED
from .walk import Walk


def record_moved(walk: Walk, request: MoveRecord) -> None:
    """From now on they are known over there by the id that lives on; nobody need be told."""
    because = merge_told(request.by, request.record, request.into)
    at = walk.setting.at
    walk.keep(RecordMoved(at=at, system=request.by, was=request.record, into=request.into, because=because))


def record_gone(walk: Walk, request: LoseRecord) -> None:
    """A deletion over there ends nothing here: whoever has the lead in hand is told, and decides."""
    lead, setting = walk.lead, walk.setting
    told = f"{request.by} deleted its record {request.record} of them; here all stays"
    because = f"{told} as it was"
    walk.keep(RecordGone(at=setting.at, system=request.by, record=request.record, because=because))
    if lead.stage not in OPEN and not lead.waiting:
        return
    hears = lead.owner or answers_for(lead.queue, setting)
    says = f"{told}, promises too: give it up if that was meant"
    walk.ask(tell("notice", hears, walk.lead, setting, why=says))


def merge_told(system: str, record: str, into: str) -> str:
    """That a CRM takes two records for one person."""
    return f"{system} merged its record {record} into {into}"


def why_ask(one: Lead, other: Lead) -> str:
    """Why a person has to look before two leads become one by the word of a CRM; empty where nobody must."""
    deals = [lead.second.deal.deal_id for lead in (one, other) if lead.second and lead.second.deal]
    if len({*deals} - {""}) > 1:
        return "each has a deal of its own"
    if {one.stage, other.stage} <= WORKED and one.owner != other.owner:
        return "two people work on them"
    return ""
