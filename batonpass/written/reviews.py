"""Does a person of marketing look first, by this playbook, and can anybody be that person?"""

from collections.abc import Iterator
from datetime import timedelta

from batonpass.handoff.playbook import Playbook
from batonpass.handoff.playbook.review import USUAL_REASONS, BackReason, Review, Unseen
from batonpass.handoff.words import length
from batonpass.written.nearest import did_you_mean
from batonpass.written.reading import Reading
from batonpass.written.refused import quoted
from batonpass.written.schema.review import ReviewFile
from batonpass.written.scoring import BASE

USUAL = timedelta(hours=4)
PLACE = ("definition", "review")


def review_of(reading: Reading) -> Review | None:
    """Build the review; None where leads go to sales by themselves. Note who does not exist and what never holds."""
    written = reading.file.definition.review
    if written is None or written.by == "automatic":
        if written is not None and written.model_fields_set - {"by"}:
            reading.warn(*PLACE, "by").add("automatic: nobody looks, so the rest says nothing", "Write by: person")
        return None
    _check(reading, written)
    when = None if written.when is None else reading.condition(written.when, reading.at(*PLACE, "when"))
    reasons = {
        code: BackReason(
            code=code,
            says=one.says or code.replace("_", " "),
            for_good=one.then == "disqualified",
            needs_note=one.needs_note,
        )
        for code, one in written.reasons.items()
    }
    return Review(
        people=_people(reading, written),
        within=written.within or USUAL,
        unseen=Unseen(written.unseen),
        when=when,
        models=frozenset(written.models),
        tiers=frozenset(written.tiers),
        hands_pass=written.hand_raisers == "pass",
        reasons=reasons or USUAL_REASONS,
    )


def reviewed(playbook: Playbook) -> Iterator[tuple[str, str, str]]:
    """The review as people read it: its name in the file, what it says, and what that leads to."""
    agreed = playbook.definition.review
    if agreed is None:
        return
    whose = [f"if {agreed.when.words()}"] if agreed.when else []
    whose += [f"by the {' or '.join(sorted(agreed.models))} model"] if agreed.models else []
    whose += [f"of the {' or '.join(sorted(agreed.tiers))} tier"] if agreed.tiers else []
    yield (
        "review",
        f"Marketing looks at a ready lead before sales gets it{', ' if whose else ''}{', '.join(whose)}",
        f"within {length(agreed.within)} of working time",
    )
    yield "review.hand_raisers", "Whoever raises their hand", "passes" if agreed.hands_pass else "is looked at too"
    late = "passes on to sales" if agreed.unseen is Unseen.PASS_ON else "alarms until somebody looks"
    yield "review.unseen", "A lead that nobody looks at in time", late
    for reason in agreed.reasons.values():
        yield (
            f"review.reasons.{reason.code}",
            f"Sent back: {reason.says}",
            "disqualified" if reason.for_good else "nurture",
        )


def _people(reading: Reading, written: ReviewFile) -> tuple[str, ...]:
    """Those who are named; else who completes briefs, for they are marketing's."""
    by = reading.file.brief.by
    return tuple(written.people) or ((by,) if by else ())


def _check(reading: Reading, written: ReviewFile) -> None:
    file = reading.file
    for place, name in enumerate(written.people):
        reading.refer("people", name, reading.at(*PLACE, "people", place))
    manager = next((queue.manager for queue in file.queues.values() if queue.manager), None)
    if not _people(reading, written) and file.queues and not manager:
        says = "nobody is named, nobody completes briefs and no queue has a manager, so a lead would wait for nobody"
        reading.at(*PLACE).add(says, "Add people: […]")
    for key, known in (("models", (BASE, *file.models)), ("tiers", tuple(file.tiers))):
        for place, name in enumerate(getattr(written, key)):
            if name not in known:
                here = reading.at(*PLACE, key, place)
                here.add(f"{quoted(name)} is not one of the {key}", did_you_mean(name, known))
    if len(set(written.tiers)) == len(file.tiers) and written.tiers:
        reading.warn(*PLACE, "tiers").add("all tiers are named, which is as if none were", "Leave it out")
    _check_hands(reading, written)
    if written.reasons and all(one.needs_note for one in written.reasons.values()):
        reading.warn(*PLACE, "reasons").add("every reason needs a note, so no click sends a lead back", "Let one go")


def _check_hands(reading: Reading, written: ReviewFile) -> None:
    """Whoever says how raised hands fare must have some; a raised hand that waits has a promise that is too slow."""
    raisers, said = reading.file.definition.hand_raisers, "hand_raisers" in written.model_fields_set
    if said and not raisers:
        reading.warn(*PLACE, "hand_raisers").add("nobody can raise a hand", "Add hand_raisers: […] to the definition")
    fastest = min((tier.first_touch for tier in reading.file.tiers.values()), default=USUAL)
    within = written.within or USUAL
    if written.hand_raisers == "wait" and raisers and within > fastest:
        says = f"who asked for us may wait {length(within)} here before anybody's first touch, promised in "
        says += f"{length(fastest)}, begins to run"
        reading.warn(*PLACE, "hand_raisers").add(says, "Let them pass, or look within less time")
