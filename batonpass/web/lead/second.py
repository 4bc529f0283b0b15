"""What was found out about this lead, how far is the second handoff, and what can this reader do about it?"""

from __future__ import annotations

from dataclasses import dataclass

from batonpass.handoff.checklist import TALKS, unmet
from batonpass.handoff.fold.second import second_of
from batonpass.handoff.lead import Lead
from batonpass.handoff.may import owns_or_leads, works_on
from batonpass.handoff.playbook import WORKED, Playbook, Stage
from batonpass.handoff.playbook.second import UNKNOWN, AnswerKind
from batonpass.handoff.second import Second
from batonpass.handoff.setting import condition_facts
from batonpass.handoff.words import worth_said
from batonpass.tongue.heard import heard, heard_term
from batonpass.tongue.spoken import say
from batonpass.tongue.written_out import numeral
from batonpass.web.parts import words
from batonpass.web.parts.reader import Reader

from .offers import Choice

OURS = ("yes", "no", UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One question, the answer to it, and who found it out when."""

    name: str
    asks: str
    required: bool
    choices: tuple[Choice, ...]
    value: str
    shown: str
    note: str
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLine:
    """One conversation as it was written down."""

    text: str
    told: str
    next_step: str
    meeting: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondView:
    """The second half on a lead's page; what is not on offer is empty or False."""

    checks: tuple[Check, ...]
    notes: tuple[NoteLine, ...]
    talks: tuple[Choice, ...]
    state: str
    deal: str
    lacks: tuple[str, ...] = ()
    writes: bool = False
    hands_over: bool = False
    takers: tuple[Choice, ...] = ()
    takes_over: bool = False
    returns: tuple[Choice, ...] = ()
    sells: bool = False
    lost: tuple[Choice, ...] = ()


def second_view(lead: Lead, reader: Reader) -> SecondView | None:
    """The panel of the second half; None where the playbook has none and nothing was found out."""
    playbook, held = reader.agreed.playbook, second_of(lead)
    in_sales = lead.stage is Stage.MQL or lead.stage in WORKED
    if not held.answers and not held.notes and held.deal is None and not (playbook.questions and in_sales):
        return None
    acts, me, people = _may_act(reader), reader.user.rep, reader.agreed.directory
    mine = acts and lead.owner == me
    agreed = playbook.second
    hands = bool(agreed) and mine and lead.stage is Stage.SAL and not held.waiting
    sells = acts and owns_or_leads(lead, me, people) and lead.stage in (Stage.SQL, Stage.OPPORTUNITY)
    gives = mine and agreed and (held.waiting or (lead.stage is Stage.SQL and held.sdr))
    return SecondView(
        checks=_checks(held, playbook, reader),
        notes=_notes(held, reader),
        talks=tuple(Choice(value=one, says=words.named(one)) for one in TALKS),
        state=_state(lead, held, reader),
        deal=_deal(held),
        lacks=_lacks(lead, playbook, reader) if agreed and lead.stage in (Stage.MQL, Stage.SAL) else (),
        writes=acts and works_on(lead, me, people) and in_sales,
        hands_over=hands,
        takers=_takers(lead, reader) if hands else (),
        takes_over=mine and held.waiting,
        returns=_returns(playbook) if gives else (),
        sells=sells,
        lost=tuple(Choice(value=one, says=words.sentence(words.plain(one))) for one in agreed.lost) if agreed else (),
    )


def _may_act(reader: Reader) -> bool:
    known = reader.agreed.directory.reps.get(reader.user.rep or "")
    return reader.acts and known is not None and known.active


def _checks(held: Second, playbook: Playbook, reader: Reader) -> tuple[Check, ...]:
    found: list[Check] = []
    for name, one in playbook.questions.items():
        answer = held.answers.get(name)
        text = one.kind is AnswerKind.TEXT
        found.append(
            Check(
                name=name,
                asks=one.asks,
                required=one.required,
                choices=tuple(Choice(value=c, says=_said(c)) for c in one.choices),
                value=answer.value if answer else "",
                shown=(answer.value if text else _said(answer.value)) if answer else "",
                note=answer.note if answer else "",
                told=_by(answer.by, answer.at, reader) if answer else "",
            )
        )
    return tuple(found)


def _said(answer: str) -> str:
    """One of the answers to choose from: ours in the language of the page, the playbook's as it writes them."""
    return words.named(answer) if answer in OURS else words.sentence(words.plain(answer))


def _notes(held: Second, reader: Reader) -> tuple[NoteLine, ...]:
    return tuple(
        NoteLine(
            text=note.text,
            told=_by(note.by, note.at, reader) + (f", {note.kind}" if note.kind else ""),
            next_step=note.next_step,
            meeting=words.moment(note.meeting_at, zone=reader.zone, now=reader.now) if note.meeting_at else "",
        )
        for note in reversed(held.notes)
    )


def _by(who: str, at: object, reader: Reader) -> str:
    return f"{reader.agreed.directory.name_of(who)}, {words.moment(at, zone=reader.zone, now=reader.now)}"  # pyright: ignore[reportArgumentType] - an instant


def _state(lead: Lead, held: Second, reader: Reader) -> str:
    """How far it is, in a sentence."""
    people = reader.agreed.directory
    if held.waiting:
        clock = lead.running("ae_accept")
        by = say(" by {moment}", moment=words.moment(clock.due_at, zone=reader.zone, now=reader.now)) if clock else ""
        return say(
            "{name_of} handed it over; {name_of2} answers{by}",
            name_of=people.name_of(held.sdr),
            name_of2=people.name_of(lead.owner or lead.queue),
            by=by,
        )
    if held.came_back and lead.stage is Stage.SAL:
        reason = reader.agreed.playbook.second
        known = reason.returns.get(held.came_back) if reason else None
        return say("Came back: {part}", part=known.says if known else heard_term(words.plain(held.came_back)))
    if held.sdr and lead.stage in WORKED:
        return say(
            "{name_of} handed it over to {name_of2}",
            name_of=people.name_of(held.sdr),
            name_of2=people.name_of(lead.owner),
        )
    return ""


def _deal(held: Second) -> str:
    deal = held.deal
    if deal is None:
        return ""
    worth = numeral(worth_said(deal.amount, deal.currency)) if deal.amount is not None else say("no amount yet")
    by = say(", closes {day}", day=words.day(deal.close_on)) if deal.close_on else ""
    return f"{worth}{by}" + (say(", deal {deal_id}", deal_id=deal.deal_id) if deal.deal_id else "")


def _lacks(lead: Lead, playbook: Playbook, reader: Reader) -> tuple[str, ...]:
    seen = condition_facts(lead, playbook, at=reader.now)
    return tuple(words.sentence(heard(says)) for _, says in unmet(lead, playbook, seen))


def _takers(lead: Lead, reader: Reader) -> tuple[Choice, ...]:
    """Whom the SDR may name: those in the pools of the second ladder."""
    agreed, people = reader.agreed.playbook.second, reader.agreed.directory
    pools = [name for rung in (agreed.routing if agreed else ()) if rung.target for name in rung.target.pools]
    members = [m.rep for name in pools if name in people.pools for m in people.pools[name].members]
    able = dict.fromkeys(one for one in members if one != lead.owner and one in people.reps and people.reps[one].active)
    return tuple(Choice(value=one, says=people.name_of(one)) for one in able)


def _returns(playbook: Playbook) -> tuple[Choice, ...]:
    agreed = playbook.second
    return tuple(
        Choice(
            value=code,
            says=say(
                "{sentence}, goes {goes}",
                sentence=words.sentence(reason.says),
                goes=_goes(reason.then, note=reason.needs_note),
            ),
        )
        for code, reason in (agreed.returns.items() if agreed else ())
    )


def _goes(then: Stage, *, note: bool) -> str:
    return (say("to the SDR") if then in WORKED else say("to {value}", value=then.value)) + (
        say(" (with a note)") if note else ""
    )
