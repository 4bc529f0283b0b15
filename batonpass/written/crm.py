"""What is kept alike in the CRM, by this playbook?"""

from __future__ import annotations

from collections.abc import Iterator

from batonpass.handoff.playbook import Playbook
from batonpass.handoff.playbook.crm import FIELDS, HEARD, OWNER, STAGE, Crm, CrmField, Wins
from batonpass.handoff.stages import Stage
from batonpass.handoff.words import length
from batonpass.written.nearest import did_you_mean
from batonpass.written.reading import Reading
from batonpass.written.refused import quoted
from batonpass.written.schema.crm import CrmFile


def crm_of(reading: Reading) -> Crm | None:
    """Read `crm:`; note fields that are none of ours, one field written twice, and people who are not there."""
    file = reading.file.crm
    if file is None:
        return None
    _check_fields(reading, file)
    _check_owners(reading, file)
    freeze = file.freeze
    spans = {"within": freeze.within, "keeps": file.keeps, "quiet": file.quiet or file.keeps}
    return Crm(
        system=file.system,
        fields={
            name: CrmField(name=name, to=one.to, wins=Wins(one.wins), values=one.values)
            for name, one in file.fields.items()
        },
        secret_setting=file.token,
        owners=file.owners,
        house_accounts=frozenset(file.house_accounts),
        marker=file.marker or "",
        flips=freeze.flips,
        alerts=freeze.tell,
        **{name: span for name, span in spans.items() if span},
    )


def synced(playbook: Playbook) -> Iterator[tuple[str, str, str]]:
    """The agreement as people read it: its name in the file, what it says, and what that leads to."""
    crm = playbook.crm
    if crm is None:
        return
    for one in crm.fields.values():
        whose = "the CRM has the last word" if one.wins is Wins.CRM else "our word stands"
        yield f"fields.{one.name}", f"The {one.name} is kept as {one.to}", whose
    if crm.house_accounts:
        names = ", ".join(sorted(crm.house_accounts))
        yield "house_accounts", f"Given to {names} over there", "is given to nobody: our owner stands"
    says = f"Overturned {crm.flips} times within {length(crm.within)}"
    yield "freeze", says, "left alone until a person settles it"


def _check_fields(reading: Reading, file: CrmFile) -> None:
    here = reading.at("crm", "fields")
    if not file.fields:
        here.add("nothing is kept alike", "Name one or more of " + ", ".join(FIELDS))
    seen: dict[str, str] = {}
    for name, one in file.fields.items():
        if name not in FIELDS:
            here.under(name).add(f"{quoted(name)} is nothing that we keep in a CRM", did_you_mean(name, FIELDS))
        elif one.wins == "crm" and name not in HEARD:
            here.under(name).under("wins").add(f"the {name} is worked out here, so our word stands", "Write ours")
        if one.to in seen:
            here.under(name).under("to").add(f"{one.to} is the {seen[one.to]} already", "Name another field")
        seen[one.to] = name
        _check_values(reading, name, one.values)


def _check_values(reading: Reading, name: str, values: dict[str, str]) -> None:
    stages = [stage.value for stage in Stage]
    here = reading.at("crm", "fields", name, "values")
    for ours in values if name == STAGE else ():
        if ours not in stages:
            here.under(ours).add(f"{quoted(ours)} is not a stage", did_you_mean(ours, stages))
    if len(set(values.values())) < len(values) and reading.file.crm and reading.file.crm.fields[name].wins == "crm":
        here.add("two of our words are one of theirs, so that a change over there is not clear", "Keep them apart")


def _check_owners(reading: Reading, file: CrmFile) -> None:
    here = reading.at("crm", "owners")
    for rep in file.owners:
        reading.refer("people", rep, here.under(rep))
    both = sorted(set(file.owners.values()) & set(file.house_accounts))
    if both:
        here.add(f"{', '.join(both)} is a person's account and a house account", "Take it out of one of the two")
    if len(set(file.owners.values())) < len(file.owners):
        here.add("two people have one account over there", "Give each their own")
    if OWNER in file.fields and not file.owners:
        here.add("the owner is kept, and nobody's account is named", 'Name them: {ana: "101"}')
    reading.refer("people", file.freeze.tell, reading.at("crm", "freeze", "tell"))
