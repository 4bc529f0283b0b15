"""What does a decision depend on besides the lead? Fetched first, changed never."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from . import facts as f
from .bursts import done_by_people
from .features import Others, measured
from .hours import Hours
from .lead import Lead
from .meant import as_number
from .people import Directory
from .playbook import Playbook
from .titles import FUNCTIONS, SENIORITIES, function_of, seniority_of

SENIORITY, FUNCTION = "lead.seniority", "lead.function"
NOBODY: Others = {}
RECKONED_MOST = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """The instant, the agreement, the people, the tallies of the pools and how much each rep holds open.

    `hours` compiles calendars by name, several names meaning the hours in which all of them are open.
    `countries` turns a country's name in any language (lower case) into its code.
    """

    at: datetime
    playbook: Playbook
    directory: Directory
    hours: Callable[[tuple[str, ...]], Hours]
    turns: Mapping[str, Mapping[str, int]] = field(default_factory=dict[str, Mapping[str, int]])
    loads: Mapping[str, int] = field(default_factory=dict[str, int])
    minutes: Mapping[str, int] = field(default_factory=dict[str, int])
    """The promised working minutes each rep has open; only for pools that share by load."""
    colleagues: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """By mail domain, who works open leads of that company, who began last first; only where a ladder keeps to it."""
    countries: Mapping[str, str] = field(default_factory=dict[str, str])
    country_named: Mapping[str, str] = field(default_factory=dict[str, str])
    """The English name of a country by its code."""
    others: Others = field(default_factory=dict[str, Mapping[str, tuple[tuple[str, datetime], ...]]])
    """What the other people of an account did, for the features that ask; empty unless the playbook has one."""
    reckoned: dict[tuple[object, ...], Any] = field(default_factory=dict[tuple[object, ...], Any])
    """What has been reckoned already and is the same for every lead of a batch: who is at work, when a tier is due.

    Each entry is named by all it depends on, the instant among it; the people and the agreement are the setting's own.
    """

    def reckon(self, key: tuple[object, ...], value: Any) -> None:  # noqa: ANN401 - each key has its own kind
        """Remember what has been reckoned; of many instants only the latest are remembered."""
        if len(self.reckoned) >= RECKONED_MOST:
            self.reckoned.clear()
        self.reckoned[key] = value


def condition_facts(
    lead: Lead, playbook: Playbook, *, hand_raised: bool = False, at: datetime | None = None, others: Others = NOBODY
) -> dict[str, object]:
    """The flat facts that conditions of the playbook see; what we do not know is not in it.

    Features are measured as of `at`; without it they are unknown.
    """
    seen: dict[str, object] = {"lead." + name: known.value for name, known in lead.known.items()}
    email = lead.value("email")
    if email:
        seen["lead.email_domain"] = email.rpartition("@")[2]
        seen["lead.free_mail"] = lead.free_mail
    if lead.forms:
        seen["lead.form"] = lead.forms[-1]
    seen["lead.hand_raised"] = hand_raised
    seen["lead.signals"] = [a.signal for a in lead.activities]
    _add_account(seen, lead)
    _add_source(seen, lead.source)
    if lead.score:
        add_score(seen, lead.score)
    for path in playbook.numbers:
        if path in seen:
            _as_number(seen, path)
    if SENIORITY in playbook.reads or FUNCTION in playbook.reads:
        _add_title(seen, lead)
    if playbook.features and at is not None:
        done = done_by_people(playbook.bursts, lead.activities, at)[0] if playbook.bursts else lead.activities
        seen |= measured(playbook.features, lead, done, at=at, others=others)
    return seen


def add_score(seen: dict[str, object], scored: f.Scored) -> None:
    """Let conditions see these points; what else they see of the lead was gathered before it was scored."""
    seen["score.fit"] = scored.fit
    seen["score.behaviour"] = scored.behaviour
    seen["score.total"] = scored.total


def _add_title(seen: dict[str, object], lead: Lead) -> None:
    """How senior, and in which part of the firm: as somebody told us in our own words, or else as the title says."""
    title = lead.value("title")
    for path, read, known in ((SENIORITY, seniority_of, SENIORITIES), (FUNCTION, function_of, FUNCTIONS)):
        if seen.get(path) not in known:
            seen[path] = read(title) or None


def _add_account(seen: dict[str, object], lead: Lead) -> None:
    """An account's own data come first; what the person typed stands in for what it lacks."""
    seen["account.known"] = lead.account is not None
    if lead.account:
        seen["account.domain"] = lead.account
        seen["account.name"] = lead.account_name
    if lead.account_owner:
        seen["account.owner"] = lead.account_owner
    for name in ("industry", "employees", "country"):
        value = lead.account_fields.get(name) or lead.value(name)
        if value:
            seen["account." + name] = value
    seen["account.target"] = lead.account_fields.get("target") == "true"


def _add_source(seen: dict[str, object], source: f.Source) -> None:
    if source.campaign:
        seen["source.campaign"] = source.campaign
    if source.medium:
        seen["source.medium"] = source.medium
    if source.channel:
        seen["source.channel"] = source.channel
    if source.page:
        seen["source.page"] = source.page


def _as_number(seen: dict[str, object], path: str) -> None:
    """A number that cannot be read is missing data, not zero."""
    number = as_number(seen[path])
    if number is None:
        del seen[path]
    else:
        seen[path] = number
