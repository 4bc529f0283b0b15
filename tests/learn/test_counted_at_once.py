"""Do the figures that are counted by column equal those that are counted one lead after another?"""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from math import erfc, sqrt
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from batonpass.handoff.instants import EPOCH, NEVER
from batonpass.handoff.playbook.commitments import Commitments
from batonpass.learn.answered import segments_in
from batonpass.learn.asked import Asked
from batonpass.learn.columns_of import decided_of, groups_of, months_of, reached_at
from batonpass.learn.counted import answers, undisposed, unworked
from batonpass.learn.funnel import Step
from batonpass.learn.headline import headline_report, weeks_of
from batonpass.learn.intervals import rate_of
from batonpass.learn.league import held
from batonpass.learn.leaks import leaks_report
from batonpass.learn.log_rank import log_rank
from batonpass.learn.rejections import segments_of
from batonpass.learn.rounds import local_hours, split
from batonpass.learn.seam_map import SEAMS, WHOLE
from batonpass.learn.seams import Passage, look, waits_at
from batonpass.learn.seams_when import when
from batonpass.learn.sla import sla_report
from batonpass.learn.survival import curve_of, wait_of
from batonpass.learn.terms import Terms
from batonpass.learn.verdicts import broke_under, verdicts
from batonpass.learn.why_not import why_not_report
from batonpass.learn.working import worked
from batonpass.learn.working_of import Working
from batonpass.written.calendars import read_calendars
from tests.learn.drawn_rounds import FIRST, LAST, ZONE, drawn

HOURS = read_calendars(
    {
        name: {"tz": zone, "days": ["Mon", "Tue", "Wed", "Thu", "Fri"], "hours": ["09:00", "18:00"]}
        for name, zone in (("south", "Europe/Lisbon"), ("east", "Asia/Tokyo"))
    },
    "c",
)
OF = {"ana": HOURS["south"], "bruno": HOURS["east"]}.get
TERMS = Terms(zone=ZONE, house=HOURS["south"], commitments=Commitments(), tiers=("urgent", "standard"), hours_of=OF)
ASKED = Asked(first=FIRST, last=LAST, zone=ZONE, by="team")
SEEDS = range(4)


def ready(seed, count=900):
    """Drawn rounds with reasons, amounts and ties: every third wait lasts whole minutes."""
    rounds = drawn(count, seed=seed)
    rng = np.random.default_rng(seed)
    arrays = dict(rounds.arrays)
    arrays["reject_reason"] = np.where(arrays["rejected_at"] != NEVER, rng.integers(0, 4, count), 0).astype(np.int32)
    arrays["amount"] = np.where(rng.random(count) < 0.2, rng.random(count) * 100, np.nan)
    arrays["first_touch.breached_owner"] = rng.integers(0, 4, count).astype(np.int32)
    arrays["first_owner"] = rng.integers(0, 4, count).astype(np.int32)
    arrays["won_at"] = np.where(rng.random(count) < 0.1, arrays["arrived_at"] + 9_000_000_000, NEVER)
    people = ("", "ana", "bruno", "astrid")
    words = {**rounds.words, "reject_reason": ("", "no", "late", "unknown"), "first_touch.breached_owner": people}
    return type(rounds)(arrays=arrays, words=words, now=rounds.now, zone=rounds.zone, leads=rounds.leads)


def one_by_one(waits, ended):
    """Kaplan and Meier as the book has it: at each time, who is left and who goes."""
    share, spread, steps = 1.0, 0.0, []
    for at in sorted(set(waits[ended].tolist())):
        left, gone = int((waits >= at).sum()), int((waits[ended] == at).sum())
        share *= 1 - gone / left
        spread += gone / (left * (left - gone)) if left > gone else np.inf
        steps.append((at, share, share * np.sqrt(spread) if share else np.nan))
    return steps


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("seam", [SEAMS[5], SEAMS[7], WHOLE], ids=lambda seam: seam.name)
def test_the_product_limit_is_that_of_the_book(seed, seam):
    waits = waits_at(ready(seed, 300), seam)
    seconds, over = np.round(waits.seconds() / 60), waits.over[waits.counted]
    curve = curve_of(seconds, over)
    told = list(zip(curve.times, curve.waiting, curve.error, strict=True))
    np.testing.assert_allclose(told, one_by_one(seconds, over), rtol=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("share", [0.25, 0.5, 0.8])
def test_the_interval_of_a_wait_is_that_of_every_time_looked_at(seed, share):
    waits = waits_at(ready(seed), WHOLE)
    curve = curve_of(waits.seconds(), waits.over[waits.counted])
    told = wait_of(curve, share, len(curve.times))
    scale = [np.log(-np.log(s)) if 0 < s < 1 else np.nan for s in curve.waiting]
    apart = np.abs((np.array(scale) - np.log(-np.log(1 - share))) * curve.waiting * np.log(curve.waiting) / curve.error)
    near = [n for n, far in enumerate(apart) if far <= 1.959963984540054]
    times = curve.times.tolist()
    assert told.low == times[near[0]]
    assert told.high == (times[near[-1] + 1] if near[-1] + 1 < len(times) else None)
    assert told.value == next((at for at, s in zip(times, curve.waiting, strict=True) if s <= 1 - share + 1e-12), None)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_log_rank_is_that_of_every_time_looked_at(seed):
    mine, other = (waits_at(ready(n, 250), WHOLE) for n in (seed, seed + 50))
    (a, x), (b, y) = ((np.round(w.seconds() / 60), w.over[w.counted]) for w in (mine, other))
    apart = spread = 0.0
    for at in sorted({*a[x].tolist(), *b[y].tolist()}):
        left, ours = (a >= at).sum() + (b >= at).sum(), (a >= at).sum()
        gone, our_gone = (a[x] == at).sum() + (b[y] == at).sum(), (a[x] == at).sum()
        apart += our_gone - gone * ours / left
        spread += gone * (ours / left) * (1 - ours / left) * (left - gone) / max(left - 1, 1)
    assert log_rank(a, x, b, y) == pytest.approx(erfc(abs(apart) / sqrt(spread) / sqrt(2)), rel=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_working_time_at_a_seam_is_that_of_each_owner_alone(seed):
    rounds = ready(seed)
    found = look(Passage(rounds), WHOLE, Working(rounds, OF)).working
    waits, owners = waits_at(rounds, WHOLE), rounds.arrays["first_owner"]
    alone = []
    for place, name in enumerate(rounds.words["first_owner"]):
        theirs = waits.counted & (owners == place)
        if OF(name):
            alone += worked(waits.start[theirs], waits.end[theirs], OF(name)).tolist()
    assert sorted([*found.over, *found.still]) == sorted(alone)


@pytest.mark.parametrize("seed", SEEDS)
def test_each_hour_of_the_week_is_counted_as_if_it_were_alone(seed):
    rounds = ready(seed).handed()
    for row in when(rounds, ASKED).rows:
        part = rounds.cut(rounds.of("weekday", row.cells[0]) & rounds.of("block", row.cells[1]))
        waits = waits_at(part, WHOLE)
        told = wait_of(curve_of(waits.seconds(), waits.over[waits.counted]), 0.5, int(waits.counted.sum()))
        assert row.cells[2:] == (int(waits.here.sum()), told)


@pytest.mark.parametrize("seed", SEEDS)
def test_each_week_of_the_four_figures_is_counted_as_if_it_were_alone(seed):
    rounds = ready(seed)
    weeks = headline_report(rounds, ASKED, TERMS)[1].rows
    assert len(weeks) == 13
    for row in weeks:
        monday = datetime.fromisoformat(row.cells[0]).replace(tzinfo=UTC)
        week = rounds.handed().between(monday, min(monday + timedelta(days=7), weeks_of(ASKED, rounds.now).until))
        (late, told), never, due = undisposed(week), unworked(week), verdicts(week, "first_touch")
        yes, no = answers(week)
        promised = due.kept | due.broken | due.excused | never
        assert row.cells[1:4] == (len(week), due.rate, rate_of(int(yes.sum()), int((yes | no).sum())))
        assert row.cells[7:] == (rate_of(late.sum(), told.sum()), rate_of(never.sum(), promised.sum()))


def test_no_week_is_told_that_has_not_begun():
    rounds, ahead = ready(1), replace(ASKED, last=ASKED.last + timedelta(days=40))
    mondays = [
        [row.cells[0] for row in table.rows]
        for table in (headline_report(rounds, ahead, TERMS)[1], why_not_report(rounds, ahead, TERMS)[0])
    ]
    assert mondays[0] == mondays[1] == [f"{date(2027, 1, 4) + timedelta(weeks=n)}" for n in range(13)]


@pytest.mark.parametrize("by", ["team", "source", "weekday"])
def test_promises_by_group_are_counted_as_if_each_group_were_alone(by):
    rounds, asked = ready(1), Asked(first=FIRST, last=LAST, zone=ZONE, by=by)
    rows = [row.cells for row in sla_report(rounds, asked, TERMS)[-1].rows]
    alone = [
        (group, told.rate, told.broken.sum(), told.excused.sum(), told.running.sum(), told.closed.sum())
        for group, part in split(rounds.handed().between(asked.since, asked.until), by)
        for told in (verdicts(part, "first_touch"),)
    ]
    assert [(cells[0], *cells[2:]) for cells in rows] == alone


@pytest.mark.parametrize("seed", SEEDS)
def test_whoever_held_a_broken_promise_is_found_as_the_list_of_leads_finds_them(seed):
    rounds = ready(seed)
    told = verdicts(rounds, "first_touch")
    kept, broken = held(rounds, told)
    for rep in ("ana", "bruno", "astrid"):
        assert kept[rep] == int((told.kept & rounds.says("first_owner", rep)).sum())
        assert broken[rep] == int((told.broken & broke_under(rounds, "first_touch", rep)).sum())


@pytest.mark.parametrize("seed", SEEDS)
def test_segments_are_those_of_each_answered_lead(seed):
    rounds, kinds = ready(seed), ("source", "channel", "team", "tier")
    here = np.arange(len(rounds)) % 5 > 0
    assert segments_in(rounds, kinds, here, leads_over=-1.0) == tuple(segments_of(decided_of(rounds, kinds, here)))


@pytest.mark.parametrize("seed", SEEDS)
def test_groups_and_months_are_counted_as_if_each_were_alone(seed):
    rounds = ready(seed)
    here = np.arange(len(rounds)) % 7 > 0
    for group in groups_of(rounds, "source", here):
        those = here & rounds.of("source", group.name)
        reasons = Counter(rounds.words["reject_reason"][code] for code in rounds.arrays["reject_reason"][those])
        assert group.leads == int(those.sum())
        assert group.reached == {step: int((reached_at(rounds, step)[those] != NEVER).sum()) for step in Step}
        won = those & (rounds.arrays["won_at"] != NEVER)
        told = sum(map(float, group.amounts.values()))
        assert told == pytest.approx(float(np.nansum(rounds.arrays["amount"][won])), abs=0.011)
        assert dict(group.reasons) == {reason: count for reason, count in reasons.items() if reason}
        assert len(group.touched) == int((rounds.has("touched") & those).sum())
    assert sum(month.leads for month in months_of(rounds, here)) == int(here.sum())


@pytest.mark.parametrize("name", ["UTC", "Europe/Lisbon", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"])
def test_the_clock_on_the_wall_is_that_of_each_instant_alone(name):
    zone, rng = ZoneInfo(name), np.random.default_rng(3)
    at = rng.integers(1_790_000_000, 1_830_000_000, 3000) * 1_000_000
    for instant, hours in zip(at, local_hours(at, zone), strict=True):
        local = (EPOCH + timedelta(microseconds=int(instant))).astimezone(zone)
        assert hours == (local.replace(tzinfo=UTC) - EPOCH) // timedelta(hours=1)


@pytest.mark.parametrize("seed", SEEDS)
def test_leaks_count_what_nobody_worked_of_each_kind_and_most_of_them_first(seed):
    rounds = ready(seed)
    (table,) = leaks_report(rounds, replace(ASKED, by="owner"), TERMS)
    here = rounds.handed().between(ASKED.since, ASKED.until)
    lost = unworked(here)
    first, *others = table.rows
    assert first.cells[:4] == ("all", "all leads", len(here), int(np.count_nonzero(lost)))
    names, places = here.groups("owner")
    wanted = {names[n]: int(np.count_nonzero(lost & (places == n))) for n in set(places.tolist())}
    assert {row.cells[1]: row.cells[3] for row in others} == wanted
    assert [row.cells[3] for row in others] == sorted(wanted.values(), reverse=True)
    assert sum(wanted.values()) == first.cells[3] > 0
