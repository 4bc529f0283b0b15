"""What does somebody ask of a report: which days, cut by what? And which leads stand behind a figure?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final
from urllib.parse import urlencode

import numpy as np

from batonpass.handoff.instants import NEVER
from batonpass.learn.columns_of import reached_at
from batonpass.learn.counted import answers, decided, undisposed, unworked
from batonpass.learn.funnel import Step
from batonpass.learn.rounds import BY, UNKNOWN, Flags, Rounds
from batonpass.learn.seam_map import BY_NAME
from batonpass.learn.seams import waits_at
from batonpass.learn.verdicts import Verdicts, broke_under, kept_under, verdicts
from batonpass.written.nearest import nearest
from batonpass.written.schema.kinds import YEARS

DAYS: Final = 28
WORD_MOST: Final = 40
REACHED: Final = ("mql", "sal", "sql", "opportunity", "won", "lost", "accepted", "rejected", "touched", "disposed")
RESULTS: Final = ("kept", "broken", "excused", "running", "closed")
STATES: Final = ("over", "waiting", "skipped", "all")
FLAGS: Final = (
    "unworked",
    "undisposed",
    "answered",
    "taken",
    "given_back",
    "rejected",
    "unanswered",
    "qualified",
    "undecided",
    "incomplete",
    "unknown_source",
    "known_source",
    "handed",
    "open",
    "waived",
    "told_late",
)
TELLING: Final = ("from", "to", "by")
WHICH: Final = (
    "reached",
    "not_reached",
    "promise",
    "result",
    "excuse",
    "seam",
    "wait",
    "only",
    "kept_by",
    "breached_by",
    "reason",
    "complete",
    "ending",
)
GIVEN_BACK: Final = "given_back"
OR: Final = ","
"""Stands between several reasons."""


class AskedWrong(ValueError):
    """A question that no report answers; the sentence says what to write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Days from `first` to `last`, both in; `by` one dimension; `only` values of dimensions; `which` leads of them."""

    first: date
    last: date
    zone: tzinfo
    by: str = ""
    only: Mapping[str, str] = field(default_factory=dict[str, str])
    which: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def since(self) -> datetime:
        """The instant at which the first day begins in our zone."""
        return datetime.combine(self.first, time(), self.zone).astimezone(UTC)

    @property
    def until(self) -> datetime:
        """The instant at which the last day is over."""
        return datetime.combine(self.last + timedelta(days=1), time(), self.zone).astimezone(UTC)

    @property
    def before(self) -> Asked:
        """As many days just before."""
        length = self.last - self.first + timedelta(days=1)
        return replace(self, first=self.first - length, last=self.last - length)

    def query(self, **more: str) -> str:
        """The question as the end of an address, with more put to it; an empty value takes something out."""
        told = {"from": f"{self.first}", "to": f"{self.last}", "by": self.by, **self.only, **self.which, **more}
        return urlencode({name: value for name, value in told.items() if value})

    def opens(self, **which: str) -> str:
        """The list of leads behind a figure of this report."""
        return replace(self, by="", which={}).query(**which)


def asked_of(given: Mapping[str, str], *, today: date, zone: tzinfo, days: int = DAYS) -> Asked:
    """Read a question as it comes in an address or from the command line; AskedWrong when it is none."""
    last = _day(given.get("to", ""), today, "to")
    first = _day(given.get("from", ""), last - timedelta(days=days - 1), "from")
    if first > last:
        raise AskedWrong(f"from {first} is after to {last}; give the earlier day first")
    if unknown := set(given) - {*TELLING, *BY, *WHICH}:
        raise AskedWrong(_nothing(min(unknown)))
    by = given.get("by", "")
    if by and by not in BY:
        raise AskedWrong(f"by {by}: a report can be cut by {', '.join(BY)}")
    which = {name: given[name] for name in WHICH if given.get(name)}
    _known(which)
    only = {name: given[name] for name in BY if given.get(name)}
    return Asked(first=first, last=last, zone=zone, by=by, only=only, which=which)


def chosen(rounds: Rounds, only: Mapping[str, str]) -> Rounds:
    """Only the rounds with these values."""
    for name, value in only.items():
        rounds = rounds.cut(rounds.of(name, value))
    return rounds


def behind(rounds: Rounds, which: Mapping[str, str]) -> Flags:
    """Which rounds stand behind a figure: those that all the words of `which` hold for."""
    keep = np.ones(len(rounds), np.bool_)
    for name, value in which.items():
        keep &= HOW[name](rounds, value, which)
    return keep


def _known(which: Mapping[str, str]) -> None:
    """Refuse a word that no figure opens with."""
    allowed: Mapping[str, Iterable[str]] = {
        "reached": REACHED,
        "not_reached": REACHED,
        "result": RESULTS,
        "wait": STATES,
        "seam": BY_NAME,
        "only": FLAGS,
        "complete": ("yes", "no"),
    }
    for name, value in which.items():
        if name in allowed and value not in allowed[name]:
            raise AskedWrong(f"{name} {value}: there are {', '.join(allowed[name])}")


def _nothing(word: str) -> str:
    near = nearest(word, (*TELLING, *BY, *WHICH))
    meant = f"did you mean {near}? There" if near else "there"
    return f"{word[:WORD_MOST]} is nothing to ask for; {meant} are {', '.join((*TELLING, *BY))}"


def _day(text: str, otherwise: date, name: str) -> date:
    if not text:
        return otherwise
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise AskedWrong(f"{name} {text} is no day; write it as 2027-03-02") from None
    if day.year not in YEARS:
        raise AskedWrong(f"{name} {text} is not of our time; give a year from {YEARS[0]} to {YEARS[-1]}")
    return day


def _promised(rounds: Rounds, promise: str, which: Mapping[str, str]) -> Flags:
    told: Verdicts = verdicts(rounds, promise)
    result = which.get("result", "")
    return told.of(result) if result else told.kept | told.broken | told.excused | told.running | told.closed


def _waited(rounds: Rounds, seam: str, which: Mapping[str, str]) -> Flags:
    waits = waits_at(rounds, BY_NAME[seam])
    named = {"over": waits.over, "waiting": waits.waiting, "skipped": waits.skipped}
    return named.get(which.get("wait", "all"), waits.here)


def _flagged(rounds: Rounds, flag: str, _which: Mapping[str, str]) -> Flags:
    match flag:
        case "unworked":
            return unworked(rounds)
        case "undisposed":
            return undisposed(rounds)[0]
        case "taken":
            return answers(rounds)[0]
        case "given_back":
            return answers(rounds)[1]
        case "rejected":
            return rounds.has("rejected")
        case "qualified":
            return decided(rounds)[0] & rounds.has("sql")
        case "undecided":
            taken, over = decided(rounds)
            return taken & ~over
        case "answered":
            return np.logical_or(*answers(rounds))
        case "unanswered":
            return ~np.logical_or(*answers(rounds))
        case "incomplete":
            return _complete(rounds, whole=False)
        case "unknown_source":
            return rounds.says("source", "")
        case "known_source":
            return ~rounds.says("source", "")
        case "waived" | "told_late":
            return rounds.arrays[flag] > 0
        case "open":
            return ~rounds.has("ended") & ~rounds.has("disposed")
        case _:
            return rounds.has("mql")


def _complete(rounds: Rounds, *, whole: bool) -> Flags:
    """Whose brief is known to be complete, or known to lack something."""
    percent = rounds.arrays["completeness"]
    return percent >= 100 if whole else percent < 100  # noqa: PLR2004 - percent


def _reached(rounds: Rounds, step: str) -> Flags:
    """Who got as far as a step, counted as the funnel counts: who got further was there, told or not."""
    return reached_at(rounds, Step(step)) != NEVER if step in set(Step) else rounds.has(step)


def _ended_with(rounds: Rounds, how: str) -> Flags:
    """What sales said at the end: given back, or an outcome; who was given back has no outcome."""
    return (
        rounds.has("rejected")
        if how == GIVEN_BACK
        else rounds.says("outcome", how) & rounds.has("disposed") & ~rounds.has("rejected")
    )


def _says_one(rounds: Rounds, column: str, words: Iterable[str]) -> Flags:
    """Whose column holds one of these words."""
    found = np.zeros(len(rounds), np.bool_)
    for word in words:
        found |= rounds.says(column, word)
    return found


def _said(rounds: Rounds, why: str) -> Flags:
    """The leads of a reason, or of several; `unknown` are those that ended without one."""
    back = rounds.has("rejected")
    codes = [code for one in why.split(OR) for code in ((one, "") if one == UNKNOWN else (one,))]
    rejected, disposed = (_says_one(rounds, column, codes) for column in ("reject_reason", "outcome_reason"))
    return (back & rejected) | (~back & rounds.has("disposed") & disposed)


HOW: Final[Mapping[str, Callable[[Rounds, str, Mapping[str, str]], Flags]]] = {
    "reached": lambda rounds, step, _: _reached(rounds, step),
    "not_reached": lambda rounds, step, _: ~_reached(rounds, step),
    "promise": _promised,
    "result": lambda rounds, _, which: np.ones(len(rounds), np.bool_) if "promise" in which else rounds.has("mql"),
    "excuse": lambda rounds, cause, which: rounds.says(f"{which.get('promise', 'first_touch')}.excuse", cause),
    "seam": _waited,
    "wait": lambda rounds, _value, _which: np.ones(len(rounds), np.bool_),
    "only": _flagged,
    "kept_by": lambda rounds, who, which: kept_under(rounds, which.get("promise", "first_touch"), who),
    "breached_by": lambda rounds, who, which: broke_under(rounds, which.get("promise", "first_touch"), who),
    "reason": lambda rounds, why, _: _said(rounds, why),
    "ending": lambda rounds, how, _: _ended_with(rounds, how),
    "complete": lambda rounds, yes, _: _complete(rounds, whole=yes == "yes"),
}
