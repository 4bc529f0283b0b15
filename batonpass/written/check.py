"""Does the playbook decide about its own examples as its authors say it does?"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from batonpass.handoff.facts import Part, Qualified
from batonpass.handoff.identify import NONE, known_accounts
from batonpass.handoff.lead import Lead
from batonpass.handoff.refusal import Refusal
from batonpass.handoff.words import plain
from batonpass.written.cases import Case
from batonpass.written.load import Written
from batonpass.written.story import World, happened, hours_by_name
from batonpass.written.yaml12 import parse


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One case as decided: what was expected and not met, what came instead, from which contributions, and why.

    `rule` is the place in the playbook that decided, `rule_line` its line; both are empty when none did.
    """

    case: Case
    at: datetime
    missed: Mapping[str, str]
    got: Mapping[str, str]
    parts: tuple[Part, ...]
    because: str
    rule: str = ""
    rule_line: int | None = None

    @property
    def passed(self) -> bool:
        """Say whether everything expected came true."""
        return not self.missed


def world_of(written: Written) -> World:
    """Give the playbook, with its own people and hours, as the world in which a decision is taken.

    What the definition says is asked here; marketing's review, where there is one, is taken for a yes.
    """
    hours = {name: calendar.hours for name, calendar in written.calendars.items()}
    agreed = written.playbook
    playbook = replace(agreed, definition=replace(agreed.definition, review=None))
    known, named = known_accounts(NONE, written.directory.accounts)
    directory = replace(written.directory, accounts=known, named=named)
    return World(playbook=playbook, directory=directory, hours=hours_by_name(hours))


def check(written: Written, at: datetime) -> tuple[Checked, ...]:
    """Decide every example and counter-example, each at its own instant or at the one given."""
    world = world_of(written)
    found = (_checked(case, world, case.instant(at)) for case in written.cases)
    return tuple(one if one.passed else replace(one, rule_line=line_of(written, one.rule)) for one in found)


def line_of(written: Written, rule: str) -> int | None:
    """Give the line on which a place such as `definition.mql_from` stands; None for none."""
    return parse(written.text, "").position(rule.split("."))[0] if rule else None


def _checked(case: Case, world: World, at: datetime) -> Checked:
    try:
        lead, facts = happened(case.story, world, at)
    except Refusal as refusal:
        undecided = {"decision": refusal.says}
        return Checked(case=case, at=at, missed={"decision": "one"}, got=undecided, parts=(), because=refusal.says)
    got = outcome(lead)
    missed = {key: _shown(wish) for key, wish in case.expect.items() if not _met(key, wish, got)}
    return Checked(
        case=case,
        at=at,
        missed=missed,
        got={key: _shown(value) for key, value in got.items()},
        parts=lead.score.parts if lead.score else (),
        because="; ".join(
            why for why in (lead.because, lead.routed_because if missed.keys() & {"owner", "queue"} else "") if why
        ),
        rule=next((fact.rule for fact in reversed(facts) if isinstance(fact, Qualified) and fact.rule), ""),
    )


def outcome(lead: Lead) -> dict[str, object]:
    """Give what can be expected of a decision, by the names that `expect` uses."""
    score = lead.score
    return {
        "stage": lead.stage,
        "band": lead.band,
        "tier": lead.tier,
        "model": score.model if score else None,
        "total": score.total if score else None,
        "fit": score.fit if score else None,
        "behaviour": score.behaviour if score else None,
        "owner": lead.owner,
        "queue": lead.queue,
    }


def _met(key: str, wish: object, got: Mapping[str, object]) -> bool:
    return got["stage"] != wish if key == "not" else got[key] == wish


def _shown(value: object) -> str:
    if value is None:
        return "none"
    return plain(value) if isinstance(value, Decimal) else str(value)
