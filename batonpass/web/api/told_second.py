"""How does the second half of a lead read as data?"""

from __future__ import annotations

from datetime import datetime

from batonpass.handoff.checklist import unmet
from batonpass.handoff.fold.second import second_of
from batonpass.handoff.lead import Lead
from batonpass.handoff.playbook import Playbook
from batonpass.handoff.second import Answer, CallNote
from batonpass.handoff.setting import condition_facts
from batonpass.web.api.shapes_second import (
    AnswerOut,
    CallNoteOut,
    ChecklistOut,
    DealOut,
    LackOut,
    QuestionOut,
    SecondOut,
)


def second_out(lead: Lead) -> SecondOut | None:
    """What was found out and handed over; nothing where nobody has begun."""
    if lead.second is None:
        return None
    held = second_of(lead)
    return SecondOut(
        answers={name: _answer(one) for name, one in held.answers.items()},
        notes=_notes(held.notes),
        sdr=held.sdr,
        handed_at=held.handed_at,
        rounds=held.rounds,
        waiting=held.waiting,
        came_back=held.came_back,
        deal=deal_out(lead),
    )


def deal_out(lead: Lead) -> DealOut | None:
    """The deal of the present cycle."""
    deal = second_of(lead).deal
    if deal is None:
        return None
    amount = None if deal.amount is None else float(deal.amount)
    return DealOut(amount=amount, currency=deal.currency, close_date=deal.close_on, deal_id=deal.deal_id)


def checklist_out(lead: Lead, playbook: Playbook, at: datetime) -> ChecklistOut:
    """Every question with its answer, and what still stands between the lead and an account executive."""
    held = second_of(lead)
    lacks = unmet(lead, playbook, condition_facts(lead, playbook, at=at))
    return ChecklistOut(
        lead_id=lead.id,
        questions=tuple(
            QuestionOut(
                name=one.name,
                asks=one.asks,
                kind=one.kind.value,
                choices=one.choices,
                required=one.required,
                answer=_answer(held.answers[one.name]) if one.name in held.answers else None,
            )
            for one in playbook.questions.values()
        ),
        ready=playbook.second is not None and not lacks,
        lacks=tuple(LackOut(name=name, says=says) for name, says in lacks),
        notes=_notes(held.notes),
    )


def _answer(one: Answer) -> AnswerOut:
    return AnswerOut(value=one.value, by=one.by, at=one.at, note=one.note)


def _notes(notes: tuple[CallNote, ...]) -> tuple[CallNoteOut, ...]:
    return tuple(CallNoteOut.model_validate(note) for note in notes)
