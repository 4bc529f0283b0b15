"""Is an event heard, however whoever sends it writes its name?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from batonpass.handoff.capture import observe
from tests.handoff.cast import PLAYBOOK, SIGNALS, TUESDAY_TEN, event


def test_an_event_by_another_spelling_is_the_signal_of_that_name():
    assert event("Demo Request").signal == "demo_request"


@pytest.mark.parametrize("sent", ["Demo Request", "demo_request", "DEMO-REQUEST", "demo-request"])
def test_a_signal_with_a_dash_in_its_name_is_heard_under_every_spelling(sent):
    models = [
        replace(one, signals={name.replace("_", "-"): s for name, s in one.signals.items()}) for one in PLAYBOOK.models
    ]
    dashed = replace(PLAYBOOK, models=tuple(models))
    found = observe({"email": "a@b.example", "event": sent}, arrived_at=TUESDAY_TEN, playbook=dashed, countries={})
    assert found.signal == "demo-request"


@pytest.mark.parametrize(
    ("sent", "known", "heard"),
    [
        ("email_clicked", ("email_click",), "email_click"),
        ("Email Click", ("email_clicked",), "email_clicked"),
        ("email_unsubscribed", ("unsubscribe",), "unsubscribe"),
        ("email_clicked", ("email_click", "email_clicked"), "email_clicked"),
        ("email_clicked", ("email_click", "email_link_clicked"), "email_clicked"),
        ("email_opened", ("email_click",), "email_opened"),
    ],
    ids=["the playbook's name", "the other way", "no more mail", "its own name first", "two that it may be", "another"],
)
def test_what_a_mail_system_tells_is_heard_by_the_name_that_the_playbook_has_for_it(sent, known, heard):
    models = [replace(one, signals=dict.fromkeys(known, SIGNALS["pricing"])) for one in PLAYBOOK.models]
    found = observe(
        {"email": "a@b.example", "event": sent},
        arrived_at=TUESDAY_TEN,
        playbook=replace(PLAYBOOK, models=tuple(models)),
        countries={},
    )
    assert found.signal == heard
