"""Would the tests notice? One deliberate fault a verb of the core, each put into a copy of the tree.

Run by hand: `python -m tests.faults.handoff`. It prints each fault and the first test that caught it; exit code 1 if
one lived.
"""

from __future__ import annotations

from tests.breaking import Fault, tell

FAULTS = (
    Fault(
        verb="capture",
        hurts="an event of tomorrow counts tomorrow",
        was="return min(_dated(sent, name) or arrived_at, arrived_at)",
        becomes="return _dated(sent, name) or arrived_at",
    ),
    Fault(
        verb="meant",
        hurts="a budget of $10k-$50k is no number",
        was='number = _size(MONEY.sub("", text.strip()))',
        becomes="number = None",
        suites=("tests/handoff/test_capture.py",),
    ),
    Fault(
        verb="meant",
        hurts="an answer in other capitals is another answer",
        was="fields[name] = answers.get(said.casefold(), said)",
        becomes="fields[name] = said",
        suites=("tests/handoff/test_capture.py",),
    ),
    Fault(
        verb="identify", hurts="gmail becomes an account", was="if domain in directory.free_mail:", becomes="if False:"
    ),
    Fault(verb="score", hurts="old interest never fades", was="0.5**halvings", becomes="0.5**0"),
    Fault(
        verb="bands",
        hurts="70 is not hot",
        was="    if total >= hot:",
        becomes="    if total > hot:",
    ),
    Fault(
        verb="brief",
        hurts="the story is told backwards",
        was="key=lambda a: a.at)\n    if not done",
        becomes="key=lambda a: -a.at.timestamp())\n    if not done",
    ),
    Fault(
        verb="available",
        hurts="a rep on leave gets leads",
        was='return f"{rep.name} is away until {until(leave, rep, setting)}" if leave else ""',
        becomes='return ""',
    ),
    Fault(
        verb="postal",
        hurts="Wimbledon is Westminster",
        was="if _goes_on(code, len(self.first)):",
        becomes="if False:",
        suites=("tests/handoff/test_rungs.py",),
    ),
    Fault(
        verb="postal",
        hurts="Dresden is in Berlin",
        was="plain.zfill(digits) if lost else plain",
        becomes="plain",
        suites=("tests/handoff/test_rungs.py",),
    ),
    Fault(
        verb="postal",
        hurts="the first of several codes decides, though they disagree",
        was="return inside.pop() if len(inside) == 1 else None",
        becomes="return inside.pop() if inside else None",
        suites=("tests/handoff/test_rungs.py",),
    ),
    Fault(
        verb="turn",
        hurts="the smallest weight rounds to nothing",
        was="ends = [-(-whole * upto // total) for upto in",
        becomes="ends = [whole * upto // total // TURN * TURN for upto in",
    ),
    Fault(
        verb="turn",
        hurts="turns that come back come all at once",
        was="more = [max(-share, min(share, due)) for",
        becomes="more = [due for",
    ),
    Fault(
        verb="pools",
        hurts="a full rep gets leads all the same",
        was="here, fill = at_work(member.rep, setting), full(member, pool.name, setting)",
        becomes='here, fill = at_work(member.rep, setting), ""',
    ),
    Fault(
        verb="escalate",
        hurts="a step that reaches nobody waits",
        was="        if stand_in:\n            asleep.append(stand_in)",
        becomes="        return None, passed, None",
    ),
    Fault(
        verb="fold/clock",
        hurts="a breach is booked to who came after",
        was="return running and clock.due_at < at and clock.breached_owner is None",
        becomes="return False",
    ),
    Fault(
        verb="pauses",
        hurts="a pause has no limit",
        was="left = reason.at_most - timedelta(seconds=clock.paused_wall_seconds)",
        becomes="left = reason.at_most",
    ),
    Fault(
        verb="take",
        hurts="two processes deal one turn",
        was="from app.look_around(true,",
        becomes="from app.look_around(false,",
        place="batonpass/store/surround.sql",
        suites=("tests/store/test_routing.py",),
    ),
    Fault(
        verb="notify",
        hurts="the lead is acknowledged at every form",
        was="setting.at < lead.acknowledged_at + policy.at_most_every",
        becomes="False",
    ),
    Fault(
        verb="clock",
        hurts="a touch at the due instant is late",
        was="in_time = at <= clock.due_at or",
        becomes="in_time = at < clock.due_at or",
    ),
    Fault(
        verb="clock",
        hurts="a step fires at its instant, not after it",
        was="s.at < setting.at]",
        becomes="s.at <= setting.at]",
    ),
    Fault(verb="may", hurts="anybody accepts", was="if lead.owner != by:", becomes="if False:"),
    Fault(verb="dispose", hurts="an ended lead ends again", was="if lead.stage not in OPEN:", becomes="if False:"),
    Fault(
        verb="answer",
        hurts="an undo outlives what it undid",
        was="corrected = clock.breached_at is not None and fact.at <= clock.due_at",
        becomes="corrected = False",
    ),
    Fault(verb="verified", hurts="a late word overwrites a newer one", was="if before.at <= at:", becomes="if True:"),
    Fault(
        verb="hours",
        hurts="due at the next opening instead of at close",
        was="bisect_left(year.worked, left) - 1",
        becomes="bisect_right(year.worked, left) - 1",
    ),
    Fault(
        verb="path",
        hurts="a bot's competitor is acknowledged",
        was="walk.lead.stage is not Stage.DISQUALIFIED",
        becomes="True",
    ),
)


SCORING = (
    Fault(
        verb="score",
        hurts="all looks fade from the latest one",
        was="(worth(signal, when, at) for when in counted)",
        becomes="(worth(signal, max(counted), at) for when in counted)",
    ),
    Fault(
        verb="score", hurts="a cap lets one more in", was="if near < signal.times:", becomes="if near <= signal.times:"
    ),
    Fault(
        verb="score",
        hurts="a look one week later is of the same week",
        was="other - when < signal.within",
        becomes="other - when <= signal.within",
    ),
    Fault(
        verb="score",
        hurts="who arrives first is who counts",
        was="latest = sorted(times, reverse=True)",
        becomes="latest = list(times)",
    ),
    Fault(
        verb="score", hurts="missing data is a plain no", was="elif holds is None:", becomes="elif holds is not holds:"
    ),
    Fault(
        verb="qualify",
        hurts="who might be a competitor is one",
        was="d.when.holds(case.seen) is True), None)\n    if out",
        becomes="d.when.holds(case.seen) is not False), None)\n    if out",
    ),
    Fault(
        verb="condition/run",
        hurts="not unknown is true",
        was="return None if value is None else not value",
        becomes="return not value",
    ),
    Fault(
        verb="bursts",
        hurts="three clicks are a machine's",
        was="if end - first > burst.more_than:",
        becomes="if end - first >= burst.more_than:",
    ),
    Fault(
        verb="features",
        hurts="a week has eight days",
        was="at - when < feature.within",
        becomes="at - when <= feature.within",
    ),
    Fault(
        verb="bands",
        hurts="a score flaps at its threshold",
        was="if RANK[lead.band] <= RANK[now]:",
        becomes="if RANK[now] >= 0:",
    ),
    Fault(
        verb="playbook/matrix",
        hurts="a grade begins a hair later",
        was="bisect_right(self.fit, fit)",
        becomes="bisect_right(self.fit, fit - 1)",
    ),
    Fault(
        verb="explain",
        hurts="what others did then is forgotten",
        was="others=NOBODY), **others}",
        becomes="others=NOBODY)}",
    ),
    Fault(
        verb="titles",
        hurts="the assistant of the CEO is the CEO",
        was="if _FOR_ANOTHER.search(words):",
        becomes="if not words:",
    ),
)
"""What would hurt in a score, and nobody would see."""


_WAYS, _OUTBOX = ("tests/handoff/test_ways.py",), ("tests/store/test_outbox_ways.py",)
MESSAGES = (
    Fault(verb="notify", hurts="quiet hours silence a promise", was="urgent = is_urgent(lead, quiet)",
          becomes="urgent = False", suites=_WAYS),
    Fault(verb="ways", hurts="a person's choice of channel is ignored", was="if rep.channels:", becomes="if False:",
          suites=_WAYS),
    Fault(verb="notify", hurts="news that arrived arrives on every other way",
          was='chain=news if one_is_enough else ""', becomes='chain=""', suites=_WAYS),
    Fault(verb="snooze", hurts="an owner sleeps through a promise", was="request.minutes), *dues))",
          becomes="request.minutes),))", suites=("tests/handoff/test_notify.py",)),
    Fault(verb="outbox", hurts="what a way failed to tell is lost", place="batonpass/store/outbox.sql",
          was="""d (key, claim, after, why, named)
    where o.key = d.key and o.claim = d.claim and o.state = 'sending'
    returning o.chain""", becomes="""d (key, claim, after, why, named)
    where o.key = d.key and o.claim = d.claim and o.state = 'sending'
    returning null::text as chain""", suites=_OUTBOX),
    Fault(verb="outbox", hurts="a storm of single messages", place="batonpass/store/outbox.sql",
          was="else nth <= allowed end", becomes="else true end", suites=_OUTBOX),
    Fault(verb="news", hurts="a digest hides an urgent lead", place="batonpass/connectors/email/news.py",
          was="return sorted(last.values()", becomes="return sorted([*last.values()][:20]",
          suites=("tests/connectors/test_slack.py", "tests/connectors/test_teams.py")),
    Fault(verb="hear", hurts="whoever was forwarded a message presses its button",
          place="batonpass/connectors/slack/hear.py", was="purpose=PRESSED + user",
          becomes="purpose=PRESSED + 'U02AB34CD'", suites=("tests/connectors/test_slack.py",)),
    Fault(verb="on_the_way", hurts="a slow receiver takes all hands", place="batonpass/run/on_the_way.py",
          was="A_RECIPIENT = 4", becomes="A_RECIPIENT = 40", suites=("tests/run/test_deliver.py",)),
    Fault(verb="outbox", hurts="a lost worker overrules who took over", place="batonpass/store/outbox.sql",
          was="d (key, claim, proof)\n    where o.key = d.key and o.claim = d.claim",
          becomes="d (key, claim, proof)\n    where o.key = d.key", suites=("tests/store/test_outbox.py",)),
)  # fmt: skip
"""What would hurt in a message on its way to a person."""


if __name__ == "__main__":
    tell(FAULTS, SCORING, MESSAGES)
