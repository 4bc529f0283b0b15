"""What follows from what is asked in the second half: found out, handed over, taken over, given back, won, lost?"""

from __future__ import annotations

from . import clock as promises
from .available import absent
from .checklist import answered, noted
from .deal import lost, opportunity, won
from .facts.second import Returned, TakenOver
from .fold.second import second_of
from .lead import Lead
from .may import must_own
from .moves import must_be_there
from .notify import announce, answers_for, tell
from .playbook import WORKED, Stage
from .pledges import DISPOSE, HOLD, OF_SALES, hold
from .pledges_second import AE_ACCEPT, OPPORTUNITY, WIN, anew, goes_on, moved_to, of_sdr, to_close, to_decide
from .refusal import conflict, invalid
from .requests import Accept, Reassign, Reject, Request
from .requests_second import (
    AnswerChecklist,
    GiveBack,
    HandOver,
    Lose,
    OpenOpportunity,
    SecondRequest,
    TakeNote,
    TakeOver,
    Win,
)
from .route import of_return, route, route_to
from .second_handoff import agreed_on, handed_over, running, stop, withdraw
from .seen import seen_now
from .setting import Setting
from .take_back import CALLED_BACK, CallBack, called_back, must_not_take_back
from .walk import Walk


def second_answer(walk: Walk, request: SecondRequest) -> None:
    """Do what is asked, once: the same key with the same content changes nothing, with another it is refused."""
    if _done_already(walk.lead, request):
        return
    match request:
        case AnswerChecklist():
            fact = answered(walk.lead, request, walk.setting)
            if fact:
                walk.keep(fact)
        case TakeNote():
            walk.keep(noted(walk.lead, request, walk.setting))
        case HandOver():
            handed_over(walk, request)
        case TakeOver():
            _taken_over(walk, request)
        case GiveBack():
            _given_back(walk, request)
        case CallBack():
            _called_back(walk, request)
        case OpenOpportunity():
            _opened(walk, request)
        case Win() | Lose():
            _closed(walk, request)
        case _:
            raise invalid(f"{type(request).__name__} is not something a lead can be asked")


def of_second(lead: Lead, request: Request) -> SecondRequest | None:
    """An acceptance or a rejection of a lead that waits for an account executive is one of the second handoff.

    And so is to give it to the one who handed it over.
    """
    if lead.second is None:
        return None
    if isinstance(request, Reassign):
        return called_back(lead, request)
    if not isinstance(request, (Accept, Reject)):
        return None
    second = second_of(lead)
    again = isinstance(request, Accept) and lead.stage is Stage.SQL and second.sdr is not None
    if not second.waiting and not again:
        return None
    if isinstance(request, Accept):
        return TakeOver(by=request.by)
    return GiveBack(by=request.by, reason=request.reason, note=request.note)


def _done_already(lead: Lead, request: SecondRequest) -> bool:
    done = second_of(lead).keys
    if not request.key or request.key not in done:
        return False
    if done[request.key] != request.asked:
        raise invalid("this Idempotency-Key came with another request before; use a fresh one", field="Idempotency-Key")
    return True


def _taken_over(walk: Walk, request: TakeOver) -> None:
    """The account executive accepts: an SQL, and the next promise begins. A second time changes nothing."""
    setting, agreed = walk.setting, agreed_on(walk.setting)
    must_own(walk.lead, request.by, setting)
    if walk.lead.stage is Stage.SQL and not second_of(walk.lead).waiting:
        return
    if not second_of(walk.lead).waiting:
        raise conflict(f"nobody has handed this lead over; it is {walk.lead.stage.value}")
    because = f"taken over by {setting.directory.name_of(request.by)}"
    walk.keep(TakenOver(at=setting.at, by=request.by, key=request.key, asked=request.asked, because=because))
    stop(walk, AE_ACCEPT, because)
    stop(walk, DISPOSE, because)
    walk.keep(to_decide(walk.lead, agreed, setting))
    withdraw(walk)
    walk.ask(tell("taken_over", second_of(walk.lead).sdr, walk.lead, setting, why=because))
    walk.ask(announce("taken_over", walk.lead, setting, because=because))


def _given_back(walk: Walk, request: GiveBack) -> None:
    """The account executive gives it back: to the SDR, to marketing or out, as the reason says."""
    setting, lead = walk.setting, walk.lead
    ae, sdr = lead.owner, second_of(lead).sdr
    fact = _returned(lead, request, setting)
    _no_longer_asked(walk, fact)
    if fact.then in WORKED:
        _back_to(walk, sdr, ae, fresh=fact.anew)
    else:
        for clock in running(walk.lead):
            stop(walk, clock.promise, fact.because, closed=clock.promise not in OF_SALES)
    withdraw(walk)
    note = f" ({request.note.strip()})" if request.note.strip() else ""
    hears = walk.lead.owner or answers_for(walk.lead.queue, setting) if fact.then in WORKED else sdr
    walk.ask(tell("returned", hears, walk.lead, setting, why=fact.because + note))
    walk.ask(announce("returned", walk.lead, setting, because=fact.because))


def _called_back(walk: Walk, request: CallBack) -> None:
    """Whoever leads them gives it to who handed it over, who goes on with what was left of the time."""
    setting, lead = walk.setting, walk.lead
    sdr, ae, people = second_of(lead).sdr or "", lead.owner, setting.directory
    if sdr in people.reps:
        must_be_there(people.reps[sdr], setting)
    must_not_take_back(lead, Reassign(by=request.by, to=sdr), people)
    because = f"called back by {people.name_of(request.by)}"
    _no_longer_asked(walk, Returned(at=setting.at, by=request.by, reason=CALLED_BACK, because=because))
    stop(walk, HOLD, because, closed=True)
    walk.keep(route_to(sdr, setting, rung="reassign", because=because))
    _time_left(walk, sdr, fresh=False)
    withdraw(walk)
    walk.ask(tell("returned", sdr, walk.lead, setting, why=because))
    walk.ask(tell("taken_away", ae, walk.lead, setting, why=because))
    walk.ask(announce("returned", walk.lead, setting, because=because))


def _no_longer_asked(walk: Walk, fact: Returned) -> None:
    """It comes back: what the account executive promised ends."""
    walk.keep(fact)
    stop(walk, AE_ACCEPT, fact.because)
    stop(walk, OPPORTUNITY, fact.because, closed=True)


def _returned(lead: Lead, request: GiveBack, setting: Setting) -> Returned:
    """Given back for a reason of the playbook, by who holds it; the reason says where it goes."""
    codes = agreed_on(setting).returns
    reason = codes.get(request.reason)
    if reason is None:
        says = f"{request.reason!r} is no reason to give back" if request.reason else "giving back needs a reason"
        raise invalid(f"{says}; choose one of: {', '.join(codes)}", field="reason", allowed=tuple(codes))
    if reason.needs_note and not request.note.strip():
        raise invalid(f"{reason.code} needs a note that says more", field="note", allowed=tuple(codes))
    must_own(lead, request.by, setting)
    if not second_of(lead).waiting and lead.stage is not Stage.SQL:
        raise conflict(f"only a lead that was handed over can be given back; this one is {lead.stage.value}")
    goes = "to who handed it over" if reason.then in WORKED else f"to {reason.then.value}"
    return Returned(
        at=setting.at,
        by=request.by,
        reason=reason.code,
        note=request.note,
        then=reason.then,
        anew=reason.anew,
        key=request.key,
        asked=request.asked,
        because=f"given back by {setting.directory.name_of(request.by)}: {reason.says}; goes {goes}",
    )


def _back_to(walk: Walk, sdr: str | None, ae: str | None, *, fresh: bool) -> None:
    """The SDR has it again, else who stands in for them, else who the first ladder finds; with what time was left."""
    setting, avoid = walk.setting, frozenset(one for one in (sdr, ae) if one)
    if sdr and not absent(sdr, setting):
        walk.keep(route_to(sdr, setting, rung="return", because="worked it before it was handed over"))
    else:
        stand_in = of_return(sdr, setting, avoid=frozenset({ae} if ae else ())) if sdr else None
        found = stand_in or route(walk.lead, setting, seen_now(walk.lead, setting), avoid=avoid)
        walk.keep(found)
        if found.held:
            walk.keep(hold(walk.lead, found.held, setting))
    _time_left(walk, sdr, fresh=fresh)


def _time_left(walk: Walk, sdr: str | None, *, fresh: bool) -> None:
    """The promise to say what became of it goes on with what was left, or begins anew, with whoever has it now."""
    setting = walk.setting
    waits = walk.lead.running(DISPOSE)
    if waits is None:
        walk.keep(of_sdr(walk.lead, setting))
        return
    walk.keep(goes_on(walk.lead, waits, setting))
    resumed = walk.lead.running(DISPOSE)
    if resumed and fresh:
        walk.keep(anew(walk.lead, setting))
    elif resumed and walk.lead.owner != sdr:
        walk.keep(promises.hand_on(walk.lead, resumed, setting))


def _opened(walk: Walk, request: OpenOpportunity) -> None:
    """An opportunity opens, or its deal changes; its close date is the next promise, and moves only with it."""
    setting, agreed = walk.setting, walk.setting.playbook.second
    fact = opportunity(walk.lead, request, setting)
    held, closes = walk.lead.running(WIN), second_of(walk.lead).deal
    walk.keep(fact)
    stop(walk, OPPORTUNITY, fact.because)
    stop(walk, DISPOSE, fact.because)
    deal = second_of(walk.lead).deal
    if agreed and (held is None or (closes and deal and closes.close_on != deal.close_on)):
        promise = to_close(walk.lead, agreed, setting)
        walk.keep(moved_to(promise) if held else promise)
    walk.ask(announce("opportunity", walk.lead, setting, because=fact.because))


def _closed(walk: Walk, request: Win | Lose) -> None:
    """Won or lost: no promise is left."""
    fact = won(walk.lead, request, walk.setting) if isinstance(request, Win) else lost(walk.lead, request, walk.setting)
    clocks = running(walk.lead)
    walk.keep(fact)
    for clock in clocks:
        stop(walk, clock.promise, fact.because, closed=clock.promise not in OF_SALES)
    withdraw(walk)
    walk.ask(announce("won" if isinstance(request, Win) else "lost", walk.lead, walk.setting, because=fact.because))
