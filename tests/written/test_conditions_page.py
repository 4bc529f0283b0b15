"""Does the page about conditions tell the truth?"""

import re
from pathlib import Path

import pytest

from batonpass.handoff.condition import ConditionError, compile_condition
from batonpass.written.fields import condition_schema

PAGE = (Path(__file__).parents[2] / "docs" / "conditions.md").read_text("utf-8")
SCHEMA = condition_schema({}, ("demo_request", "pricing_view", "webinar"))
MISTAKES = re.findall(r"^(.+)\n  \| (.*)\n  \| ( *)\^$", PAGE, re.MULTILINE)
TABLE = PAGE.split("**Questions about one field.**")[1].split("**Joining questions.**")[0]
QUESTIONS = {
    *re.findall(r"^\| `([^`]+)`", TABLE, re.MULTILINE),
    *re.findall(r"^((?:account\.|has\().*)$", PAGE, re.MULTILINE),
    *re.findall(r"^when: '(.*)'$", PAGE, re.MULTILINE),
}


@pytest.mark.parametrize(("message", "source", "indent"), MISTAKES, ids=[source for _, source, _ in MISTAKES])
def test_each_message_on_the_page_is_the_one_that_is_given(message, source, indent):
    with pytest.raises(ConditionError) as caught:
        compile_condition(source, SCHEMA)
    assert (caught.value.message, caught.value.position) == (message, len(indent))


@pytest.mark.parametrize("source", sorted(QUESTIONS))
def test_each_question_on_the_page_can_be_asked(source):
    assert compile_condition(source, SCHEMA).fields


def test_the_page_has_many_questions_and_mistakes():
    assert (len(MISTAKES), len(QUESTIONS)) == (19, 14)
