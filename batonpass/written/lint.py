"""Which rules can never count, claim the same twice or leave a gap, and which thresholds can nobody reach?"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TypeAlias

from batonpass.handoff.condition import Condition
from batonpass.handoff.condition.form import texts_asked
from batonpass.handoff.off_shift import OffShift
from batonpass.handoff.person import in_ascii
from batonpass.handoff.playbook import Case, FitRule, Playbook, Rung, RungKind
from batonpass.handoff.playbook.cadence import Cadence
from batonpass.handoff.words import plain
from batonpass.written.boxes import Box, Range, Span, boxes_of, inside, meet, spans_on
from batonpass.written.notes import Notes
from batonpass.written.reach import ENDLESS, most_behaviour, most_fit
from batonpass.written.reading import Reading
from batonpass.written.refused import quoted
from batonpass.written.scoring import BASE

_ADDRESSES = ("lead.email", "lead.email_domain", "account.domain")
ALL = 100
_SCORES = ("score.fit", "score.behaviour", "score.total")
_Tried: TypeAlias = list[tuple[str, Condition]]


def judge_rules(reading: Reading, playbook: Playbook) -> None:
    """Refuse rules that cannot count or that claim the same twice, and warn of the rest that was surely not meant."""
    limits = _limits(playbook)
    _refuse_impossible(reading, playbook, limits)
    _warn_of_addresses(reading, playbook)
    _refuse_shadows(reading, playbook)
    _join_bands(reading, playbook)
    _warn_of_thresholds(reading, playbook, limits)


def _limits(playbook: Playbook) -> Mapping[str, Decimal]:
    """The most points anybody can have, by any model."""
    halves = [(most_fit(model), most_behaviour(model)) for model in playbook.models]
    best = max(fit for fit, _ in halves), max(did for _, did in halves), max(fit + did for fit, did in halves)
    return dict(zip(_SCORES, best, strict=True))


def _refuse_impossible(reading: Reading, playbook: Playbook, limits: Mapping[str, Decimal]) -> None:
    scores: Box = {path: Span(most=most) for path, most in limits.items() if most != ENDLESS}
    for steps, when in _conditions(playbook):
        boxes = boxes_of(when.form)
        if boxes is None:
            continue
        if not boxes:
            reading.ask_since(*steps).add("this can never hold: its parts exclude each other", "Mend it, or remove it")
        elif all(meet(box, scores) is None for box in boxes):
            says = f"nobody has so many points: at most {_most(limits)} can be reached"
            reading.warn(*steps).add(says, "Lower the number, or give more points")


def _conditions(playbook: Playbook) -> Iterable[tuple[tuple[str | int, ...], Condition]]:
    base = playbook.models[-1]
    yield from ((("fit", rule.name, "when"), rule.when) for rule in base.fit)
    yield from ((("models", model.name, "when"), model.when) for model in playbook.models if model.when)
    yield from ((("definition", "disqualifiers", d.name, "when"), d.when) for d in playbook.definition.disqualifiers)
    yield from ((("tiers", tier.name, "when"), tier.when) for tier in playbook.tiers if tier.when)
    yield from ((("cadences", one.name, "when"), one.when) for one in playbook.cadences if one.when)
    yield from ((("briefs", one.name, "when"), one.when) for one in playbook.messaging if one.when)
    for steps, rung in _rungs(playbook):
        if rung.kind is RungKind.CASES:
            yield from (((*steps, case.name, "when"), case.when) for case in rung.cases)


def _rungs(playbook: Playbook) -> Iterable[tuple[tuple[str | int, ...], Rung]]:
    """The rungs of both handoffs."""
    second = playbook.second.routing if playbook.second else ()
    for above, rungs in ((("routing",), playbook.routing), (("second_handoff", "routing"), second)):
        yield from (((*above, place, rung.name), rung) for place, rung in enumerate(rungs))


def _warn_of_addresses(reading: Reading, playbook: Playbook) -> None:
    """An address is compared as we keep it: small letters, and a domain as the network writes it."""
    for steps, when in _conditions(playbook):
        for path, text in texts_asked(when.form):
            kept = _kept(text) if path in _ADDRESSES else text
            if kept != text:
                says = f"no {path.rpartition('.')[2].replace('_', ' ')} is ever written {quoted(text)} here"
                reading.warn(*steps).add(says, f"Write {quoted(kept)}")


def _kept(text: str) -> str:
    """The address, the domain or the piece of one, as we keep it."""
    before, at, domain = text.lower().rpartition("@")
    label = domain.lstrip(".")
    return before + at + domain[: len(domain) - len(label)] + (in_ascii(label) or label)


def _refuse_shadows(reading: Reading, playbook: Playbook) -> None:
    """Of several that are tried in order, each takes what no earlier one has taken."""
    for steps, tried in _in_turn(playbook):
        for n, (name, when, ends) in enumerate(tried):
            before = [(first, other) for first, other, keeps in tried[:n] if keeps]
            beaten = _never_reached(when, before) or (_claimed_twice(when, before) if ends else None)
            if beaten:
                reading.ask_since(*steps, name, "when").add(*beaten)
    for n, plan in enumerate(playbook.cadences):
        before = [(one.name, one.when) for one in playbook.cadences[:n] if _for_tiers_of(one, plan)]
        _refuse_unreached(reading.ask_since("cadences", plan.name), plan.when, before)
    for n, brief in enumerate(playbook.messaging):
        before = [(one.name, one.when) for one in playbook.messaging[:n]]
        _refuse_unreached(reading.ask_since("briefs", brief.name), brief.when, before)


def _for_tiers_of(wide: Cadence, narrow: Cadence) -> bool:
    return not wide.tiers or (bool(narrow.tiers) and narrow.tiers <= wide.tiers)


def _refuse_unreached(here: Notes, when: Condition | None, before: Iterable[tuple[str, Condition | None]]) -> None:
    """Of several of which the first that holds is taken, one without a condition takes all."""
    for first, other in before:
        if other is None or (when is not None and (other == when or _covers(other, when))):
            says = f"{quoted(first)} is tried first and holds wherever this does, so this is never reached"
            here.add(says, "Put it before, narrow the other, or remove it", at_key=True)
            return


def _never_reached(when: Condition, before: _Tried) -> tuple[str, str] | None:
    for first, other in before:
        if _covers(other, when):
            says = f"{quoted(first)} is tried first and holds wherever this does, so this is never reached"
            return says, "Put it before, narrow the other, or remove it"
    return None


def _claimed_twice(when: Condition, before: _Tried) -> tuple[str, str] | None:
    for first, other in before:
        if both := _shared(other, when):
            says = f"overlaps with {quoted(first)}: {both} is asked for by both, and only the first gets it"
            return says, "Leave it to one of the two"
    return None


def _in_turn(playbook: Playbook) -> Iterable[tuple[tuple[str | int, ...], list[tuple[str, Condition, bool]]]]:
    """What is tried in order, each by name with its condition, and whether it keeps every lead for whom that holds."""
    yield ("models",), [(model.name, model.when, True) for model in playbook.models if model.when]
    yield ("tiers",), [(tier.name, tier.when, True) for tier in playbook.tiers if tier.when]
    for steps, rung in _rungs(playbook):
        yield steps, [(case.name, case.when, _ends(case)) for case in rung.cases]


def _ends(case: Case) -> bool:
    """Does it take all leads for whom its condition holds: of every postal code, and while nobody is at work?"""
    return not case.postal and case.target.off_shift is not OffShift.NEXT_RUNG


def _covers(wide: Condition, narrow: Condition) -> bool:
    outer, inner = boxes_of(wide.form), boxes_of(narrow.form)
    if not outer or not inner or wide == narrow:
        return False
    return all(any(inside(box, other) for other in outer) for box in inner)


def _shared(first: Condition, second: Condition) -> str:
    """What both ask for, where each asks about one field and for something of its own besides; else nothing.

    Of two that lie within each other the narrow one is meant to come before the wide one.
    """
    one, other = boxes_of(first.form), boxes_of(second.form)
    if not one or not other or first == second or _covers(first, second) or _covers(second, first):
        return ""
    if len({frozenset(box) for box in (*one, *other)}) > 1 or len(one[0]) != 1:
        return ""
    both = (meet(box, against) for box in one for against in other)
    return next((f"{path} {_named(found)}" for box in both if box for path, found in box.items()), "")


def _named(found: Range) -> str:
    if isinstance(found, Span):
        return _stretch(found)
    return ", ".join(sorted(str(value) for value in found))


def _join_bands(reading: Reading, playbook: Playbook) -> None:
    """Bands of one number that overlap give points twice; bands with a gap between give some nobody's."""
    for path, bands in _bands(playbook.models[-1].fit).items():
        name = path.rpartition(".")[2].replace("_", " ")
        ordered = sorted(bands, key=_start)
        for n, (following, after) in enumerate(ordered[1:], start=1):
            before = ordered[:n]
            place = ("fit", after.name, "when")
            span, rule = next((one for one in before if _overlap(one[0], following)), before[-1])
            # The one that reaches furthest leaves the gap, wherever it begins.
            furthest, left = max(before, key=lambda one: one[0].high())
            if twice := _overlap(span, following):
                says = f"overlaps with {rule.name}: {name} {twice} counts in both"
                reading.ask_since(*place).add(says, "Let one end where the other begins")
            elif _gap(furthest, following):
                says = f"between {left.name} and this, {name} {_between(furthest, following)} counts in neither"
                reading.warn(*place).add(says, "Let one end where the other begins")


def _overlap(span: Span, following: Span) -> str:
    """What lies in both of two bands; nothing where one lies within the other, which is meant to add to it."""
    shared = span.both(following)
    if shared.empty or span.within(following) or following.within(span):
        return ""
    return _stretch(shared)


def _stretch(span: Span) -> str:
    least, most = _number(span.least), _number(span.most)
    if least == most:
        return least
    return " ".join([f"from {least}"] * bool(least) + [f"to {most}"] * bool(most))


def _bands(rules: Iterable[FitRule]) -> dict[str, list[tuple[Span, FitRule]]]:
    """The rules that ask about one number and nothing else, by that number."""
    found: dict[str, list[tuple[Span, FitRule]]] = {}
    for rule in rules:
        boxes = boxes_of(rule.when.form) or ()
        if len(boxes) == 1 and len(boxes[0]) == 1:
            path = next(iter(boxes[0]))
            found.setdefault(path, []).extend((span, rule) for span in spans_on(boxes, path))
    return found


def _start(band: tuple[Span, FitRule]) -> tuple[Decimal, bool]:
    span, _ = band
    return (-ENDLESS if span.least is None else span.least, span.least_open)


def _gap(span: Span, following: Span) -> bool:
    """Is there a number between? Whole numbers that follow each other leave none."""
    if span.most is None or following.least is None or not span.both(following).empty:
        return False
    if span.most == following.least:
        return span.most_open and following.least_open
    whole = span.most % 1 == 0 and following.least % 1 == 0
    return not (whole and not span.most_open and not following.least_open and following.least - span.most == 1)


def _between(span: Span, following: Span) -> str:
    if span.most == following.least:
        return _number(span.most)
    return f"from {_number(span.most)} to {_number(following.least)}"


def _warn_of_thresholds(reading: Reading, playbook: Playbook, limits: Mapping[str, Decimal]) -> None:
    agreed = playbook.definition
    if playbook.trip_wire > ALL:
        says = f"{playbook.trip_wire}% is more than all leads, so nobody would ever be alarmed"
        reading.ask_since("trip_wire").add(says, "Write 1% to 100%, such as 20%")
    bars: list[tuple[str, str, Decimal | None]] = [
        ("mql_from", "score.total", agreed.mql_from),
        ("hot_from", "score.total", agreed.hot_from),
        ("fit_at_least", "score.fit", agreed.fit_at_least),
        ("behaviour_at_least", "score.behaviour", agreed.behaviour_at_least),
        ("hand_raisers_need_fit", "score.fit", agreed.hand_raisers_need_fit),
    ]
    for name, path, bar in bars:
        if bar is not None and bar > limits[path]:
            says = f"nobody can reach {plain(bar)}: {_half(path)} is at most {plain(limits[path])}"
            reading.warn("definition", name).add(says, "Lower it, or give more points")
    if agreed.matrix:
        for half, thresholds in (("fit", agreed.matrix.fit), ("behaviour", agreed.matrix.behaviour)):
            most = limits[f"score.{half}"]
            if thresholds[-1] > most:
                says = f"nobody gets the best grade at {plain(thresholds[-1])}: {half} is at most {plain(most)}"
                reading.warn("definition", "matrix", half).add(says, "Lower it, or give more points")


def _half(path: str) -> str:
    return path.removeprefix("score.")


def _most(limits: Mapping[str, Decimal]) -> str:
    told = (f"{_half(path)} {plain(most)}" for path, most in limits.items() if most != ENDLESS)
    return ", ".join(told)


def _number(value: Decimal | None) -> str:
    return "" if value is None else plain(value)


def warn_of_signals_of_models(reading: Reading) -> None:
    """Warn of signals that only a model has, and of which nobody says who sends them."""
    for model, written in reading.file.models.items():
        for name, signal in written.signals.items():
            if model != BASE and name not in reading.file.signals and not signal.forms and not signal.sent_by:
                says = "no form gives this signal and nobody is said to send it"
                hint = "Add `forms: […]`, or `sent_by: …` with who sends it as an event"
                reading.warn("models", model, "signals", name).add(says, hint)
