"""Is whoever sends a form or event under a name that nothing listens to told so, and of the name that was meant?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from batonpass.written.unheard import Unheard, noted, unheard_event, unheard_form
from tests.handoff.cast import PLAYBOOK, event, submission


@pytest.mark.parametrize(
    ("form", "found"),
    [
        ("demo", None), ("Demo", None), ("", None),
        ("demos", Unheard(name="demos", near="demo")),
        ("newsletter", Unheard(name="newsletter")),
    ],
)  # fmt: skip
def test_a_form_that_gives_no_signal_is_told_with_the_one_that_was_meant(form, found):
    assert unheard_form(form, PLAYBOOK) == found


def test_a_form_written_with_another_dash_gives_no_signal_and_is_told():
    dashed = replace(PLAYBOOK, signals_of_forms={"book-a-demo": ("demo_request",)})
    assert unheard_form("book_a_demo", dashed) == Unheard(name="book_a_demo", near="book-a-demo")


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("demo_request", None), ("Demo Request", None), ("page_view", None), ("about_us_page_view", None),
        ("email_delivered", None),
        ("demo_reqest", Unheard(name="demo_reqest", near="demo_request")),
        ("opened_the_fridge", Unheard(name="opened_the_fridge")),
    ],
)  # fmt: skip
def test_an_event_that_is_no_signal_is_told_unless_it_comes_by_itself(name, found):
    assert unheard_event(name, PLAYBOOK) == found


def test_what_is_told_names_what_was_meant():
    told = 'the form "demos" gives no signal in the playbook in force, so it earns no points; did you mean "demo"?'
    assert noted(submission("demos"), PLAYBOOK) == (told,)
    assert noted(event("demo_reqest"), PLAYBOOK)[0].startswith('the event "demo_reqest" gives no signal')
    assert (noted(submission("demo"), PLAYBOOK), noted(event("demo_request"), PLAYBOOK)) == ((), ())
