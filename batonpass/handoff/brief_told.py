"""How would a colleague tell it who has ten seconds: why this lead, and why now?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from .bursts import without_machines
from .lead import Activity, Lead
from .messaging import LATE, LATELY, latest, reason_of, words_of
from .playbook import Playbook, Stage
from .words import ago, full_day, when

FIT_UNKNOWN = "how well they fit is not known yet: what the rules ask about is missing"
KINDS_MOST = 4
TWICE = 2


def told(
    lead: Lead, playbook: Playbook, *, at: datetime, name_of: Callable[[str | None], str], before: Iterable[str] = ()
) -> tuple[str, ...]:
    """Sentences without capital and full stop: what they did, since when we know them, what fits, who spoke to them.

    `before` is what came of the rounds before this one. A page says each in its reader's language and joins them.
    """
    lead = without_machines(lead, playbook)
    return (
        *_did(lead, playbook, at),
        *_reason(lead, playbook),
        *_fits(lead),
        *before,
        *_touched(lead, at, name_of),
    )


def prose(clauses: Iterable[str]) -> str:
    """Those sentences as one text that reads on."""
    return " ".join(
        clause[:1].upper() + clause[1:] + ("" if clause.endswith((".", "!", "?")) else ".") for clause in clauses
    )


def _did(lead: Lead, playbook: Playbook, at: datetime) -> Iterator[str]:
    """What they did just now, then the week before it, what came since, and how it began."""
    now = latest(lead, playbook)
    if now is None:
        return
    late = f" (told to us {ago(at - now.arrived_at)})" if now.arrived_at - now.at >= LATE else ""
    yield f"{words_of(now.signal, playbook)} {when(now.at, at)}{late}"
    others = sorted((one for one in lead.activities if one is not now), key=lambda one: one.at)
    week = [one for one in others if now.at - LATELY <= one.at <= now.at]
    since = [one for one in others if one.at > now.at]
    earlier = [one for one in others if one.at < now.at - LATELY]
    if week:
        yield f"in the week before, they {_things(week, playbook)}"
    if since:
        yield f"since then, they {_things(since, playbook)}"
    begun = min(one for one in (lead.created_at, *(one.at for one in earlier), now.at) if one)
    if earlier:
        yield f"we have known them since {full_day(begun)}: earlier, they {_things(earlier, playbook)}"
    elif begun < now.at - LATELY:
        yield f"we have known them since {full_day(begun)}"


def _things(done: Iterable[Activity], playbook: Playbook) -> str:
    """Each thing once with how often, in the order in which it was done last; of many kinds the latest."""
    often: dict[str, int] = {}
    for one in done:
        words = words_of(one.signal, playbook)
        often[words] = often.pop(words, 0) + 1
    latest_ones = list(often.items())[-KINDS_MOST:]
    told_ones = [words + _times(count) for words, count in latest_ones]
    rest = sum(often.values()) - sum(count for _, count in latest_ones)
    if rest:
        told_ones.append(f"did {rest} other thing{'s' if rest > 1 else ''}")
    *first, last = told_ones
    return f"{', '.join(first)}, and {last}" if first else last


def _times(count: int) -> str:
    return "" if count == 1 else " twice" if count == TWICE else f" {count} times"


def _reason(lead: Lead, playbook: Playbook) -> tuple[str, ...]:
    over = lead.stage in (Stage.WON, Stage.LOST)
    reason = "" if over else reason_of(lead, playbook)
    return (reason,) if reason else ()


def _fits(lead: Lead) -> Iterator[str]:
    """What fits, as the playbook says it; what speaks against the lead stands there, too."""
    parts = [part for part in (lead.score.parts if lead.score else ()) if part.kind == "fit"]
    if not parts and lead.score and lead.score.unknown:
        yield FIT_UNKNOWN
    good = ", ".join(part.says for part in parts if part.points > 0)
    bad = ", ".join(part.says for part in parts if part.points < 0)
    if good:
        yield f"they fit us: {good}"
    if bad:
        yield f"against them: {bad}"


def _touched(lead: Lead, at: datetime, name_of: Callable[[str | None], str]) -> Iterator[str]:
    """Whether somebody of ours reached out in this round already."""
    last = max(lead.made, key=lambda one: one.at, default=None)
    if last is None:
        return
    more = f", after {lead.touches - 1} more" if lead.touches > 1 else ""
    yield f"{name_of(last.by)} reached out {when(last.at, at)} ({last.kind}){more}"
