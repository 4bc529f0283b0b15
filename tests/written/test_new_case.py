"""Can an example from a lead's own words, and a playbook from a firm's own name, be read again?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from batonpass.written.load import load
from batonpass.written.new_case import Deed, NewCase, with_case
from batonpass.written.refused import Refused
from batonpass.written.template import Company, adapted
from tests.written.sound import SOUND

OFFICE = {"tz": "Europe/Lisbon", "days": ["Mon"], "hours": ["09:00", "18:00"]}


@pytest.mark.parametrize("hidden", ["\u200b", "\u2028", "\ufeff"])
def test_what_a_form_sent_along_unseen_does_not_keep_a_lead_from_becoming_an_example(hidden: str) -> None:
    did = [Deed(signal="demo_request", ago=timedelta())]
    lead = {"email": "a@firm.example", "company": f"Firm{hidden}"}
    case = NewCase(kind="example", name="a firm", lead=lead, did=did, by="Mara", on=date(2027, 3, 2), why="they asked")

    text = with_case(SOUND, "p.yaml", case, version="2")

    assert load(text, "p.yaml").cases[0].story.sent["company"] == f"Firm{hidden}"


CASE = NewCase(kind="example", name="new", lead={}, did=(), by="Mara", on=date(2027, 3, 2), why="they asked")


@pytest.mark.parametrize("remarks", ["", "    # agreed in March\n    # by both\n"])
def test_a_remark_stays_above_what_it_stood_above(remarks: str) -> None:
    first = remarks + SOUND[SOUND.index("    - {name:") :].partition("\n")[0]
    before = SOUND.replace(first.removeprefix(remarks), first, 1)
    assert first in with_case(before, "p.yaml", CASE, version="2")
    assert load(with_case(before, "p.yaml", CASE, version="2"), "p.yaml").cases[0].name == "new"


@pytest.mark.parametrize("braces", ["{", "{\n   "])
def test_a_definition_in_braces_is_refused_in_words_of_its_own(braces: str) -> None:
    with pytest.raises(
        Refused, match=r"no place for another line under examples\. Write the definition without braces"
    ):
        with_case(f'version: "1"\ndefinition:\n  {braces}mql_from: 40}}\n', "p.yaml", CASE, version="2")


@pytest.mark.parametrize("name", ["365", "True", "12e3", "Lumen & Co"])
def test_a_firm_whose_name_reads_as_a_number_begins_with_a_template(name: str) -> None:
    text = adapted("small-saas", Company(name=name, version="1", office=OFFICE), before=None)

    assert load(text, "p.yaml").playbook.company == name
