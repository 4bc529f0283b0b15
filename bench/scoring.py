"""How much CPU does scoring take: one decision, its explanation, and its conditions beside another engine?"""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Callable, Mapping
from datetime import timedelta

import cel

from batonpass.handoff.capture import capture
from batonpass.handoff.condition import NUMBER, TEXT, TRUTH, compile_condition
from batonpass.handoff.explain import explain, explainer
from batonpass.handoff.lead import Activity, Lead
from batonpass.handoff.path import advance
from batonpass.handoff.people import Directory
from batonpass.handoff.playbook import Playbook
from batonpass.handoff.qualify import HoursOf, Weighing, qualify
from batonpass.handoff.record import replace
from batonpass.handoff.score import score
from batonpass.handoff.setting import Setting, condition_facts
from batonpass.written.load import Written, load
from batonpass.written.story import hours_by_name
from bench.ground import A_TUESDAY, PLAYBOOK, Ground
from bench.lines import Line, compared, within
from bench.plan import Plan

SIGNALS, ACTIVITIES, ANSWERS = 40, 10, 20_000
MILLION = 1e6
TARGET_US = 100
FIELDS = {"event": TEXT, "behaviour": NUMBER, "target": TRUTH, "employees": NUMBER, "country": TEXT, "email": TEXT}
SEEN = {
    "event": "pricing",
    "behaviour": 72,
    "target": True,
    "employees": 240,
    "country": "SE",
    "email": "eva@firm.example",
}
ASKED = (
    '(event == "demo_request" || behaviour >= 60) && target && employees >= 50 && employees < 5000 '
    '&& country in ["SE", "DE", "FR"] && !email.endsWith("@gmail.com")'
)


async def measure(_ground: Ground, plan: Plan) -> AsyncGenerator[Line]:
    """The best of several rounds for times, for noise only ever adds; answers a second beside the other engine."""
    written = load(_with_signals(PLAYBOOK.read_text("utf-8")), PLAYBOOK.name)
    lead, playbook = _lead(written), written.playbook
    count = f"{SIGNALS} signals, {ACTIVITIES} activities"
    times = max(200, plan.leads // 10)
    decide, tell = _decision(lead, written), _explanation(lead, playbook)
    yield within(f"score and qualify with reasons, {count}", _best(decide, times, plan.rounds), "us CPU", TARGET_US)
    spent = _best(tell, max(50, times // 10), plan.rounds)
    yield within(f"score and explain: what nearly counted, what would help, {count}", spent, "us CPU", TARGET_US)
    ours, theirs = _ours(), _theirs()
    assert ours() is theirs() is True
    pairs = [(_rate(ours), _rate(theirs)) for _ in range(plan.rounds)]
    yield compared("a condition of seven clauses, beside CEL in C++ (cel-bind)", pairs, "a second", at_least=1)


def _with_signals(text: str) -> str:
    """The playbook of the benchmarks with enough signals."""
    has = len(load(text, "bench").playbook.models[-1].signals)
    more = "".join(
        f"  extra_{n}: {{points: {n % 7 + 1}, says: did thing {n}, sent_by: the website, half_life: 14d, "
        "cap: {times: 3, within: 7d}}\n"
        for n in range(SIGNALS - has)
    )
    return text.replace("\nsignals:\n", "\nsignals:\n" + more, 1)


def _lead(written: Written) -> Lead:
    """Somebody who sent a form and did ten things in ten days."""
    people = Directory(
        reps=written.directory.reps,
        pools=written.directory.pools,
        queues=written.directory.queues,
        free_mail=frozenset(),
    )
    hours = _hours(written)
    sent = {"email": "eva@firm.example", "country": "SE", "title": "Head of Sales", "fields": {"employees": "240"}}
    fact = capture(sent, door="bench", arrived_at=A_TUESDAY, playbook=written.playbook, countries={})
    setting = Setting(at=A_TUESDAY, playbook=written.playbook, directory=people, hours=hours)
    lead = advance(Lead(id="L1"), fact, setting).lead
    names = [*written.playbook.models[-1].signals][:ACTIVITIES]
    times = [A_TUESDAY - timedelta(days=n, minutes=7) for n in range(ACTIVITIES)]
    done = tuple(Activity(signal=name, at=at, arrived_at=at) for name, at in zip(names, times, strict=True))
    return replace(lead, activities=done)


def _hours(written: Written) -> HoursOf:
    return hours_by_name({name: one.hours for name, one in written.calendars.items()})


def _decision(lead: Lead, written: Written) -> Callable[[], object]:
    playbook, hours = written.playbook, _hours(written)
    arrived = capture(
        {"email": "eva@firm.example"}, door="bench", arrived_at=A_TUESDAY, playbook=playbook, countries={}
    )

    def work() -> object:
        seen = condition_facts(lead, playbook, at=A_TUESDAY)
        scored = score(lead, playbook, seen, at=A_TUESDAY)
        seen |= {"score.fit": scored.fit, "score.behaviour": scored.behaviour, "score.total": scored.total}
        # The lead as scored is folded in by the path; here its copy would weigh more than the verdict.
        case = Weighing(lead=lead, arrived=arrived, playbook=playbook, seen=seen, at=A_TUESDAY, hours=hours)
        return qualify(case)

    return work


def _explanation(lead: Lead, playbook: Playbook) -> Callable[[], object]:
    ready = explainer(playbook)

    def work() -> object:
        return explain(lead, ready, condition_facts(lead, playbook, at=A_TUESDAY), at=A_TUESDAY)

    return work


def _best(work: Callable[[], object], times: int, rounds: int) -> float:
    """Microseconds of CPU a call."""
    found: list[float] = []
    for _ in range(2 * rounds):
        began = time.process_time()
        for _ in range(times):
            work()
        found.append((time.process_time() - began) / times * MILLION)
    return min(found)


def _ours() -> Callable[[], object]:
    condition = compile_condition(ASKED, FIELDS)
    return lambda: condition.holds(SEEN)


def _theirs() -> Callable[[], object]:
    kinds = {TEXT: cel.StringType(), NUMBER: cel.IntType(), TRUTH: cel.BoolType()}
    declared: Mapping[str, object] = {name: kinds[kind] for name, kind in FIELDS.items()}
    pool = cel.DescriptorPool()
    checked = cel.Compiler(pool, declared, None).compile_to_checked_expr(ASKED)
    engine = cel.Interpreter(pool, declared, None)
    plan = engine.build_expression_plan(checked)
    return lambda: engine.evaluate(plan, SEEN)


def _rate(ask: Callable[[], object]) -> float:
    began = time.process_time()
    for _ in range(ANSWERS):
        ask()
    return ANSWERS / (time.process_time() - began)
