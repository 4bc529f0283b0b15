"""What must the rep know before the first word?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from batonpass.handoff.facts import Briefed
from batonpass.handoff.people import Account
from batonpass.handoff.words import ago
from tests.handoff.cast import PEOPLE, event, minutes, submission, walk

JOURNEY = (
    "What they did: read a white paper (1 hour ago), then looked at pricing 2 times (10 minutes ago), "
    "then asked for a demo (just now)"
)
SCORE = (
    "Score 93.99 (fit 20, behaviour 73.99, base model): "
    "+40 asked for a demo, +23.99 looked at pricing (2 times), +20 50 to 999 people, +10 read a white paper"
)


def briefed(*steps) -> Briefed:
    return next(f for f in walk(*steps).facts if isinstance(f, Briefed))


def test_the_brief_tells_who_whence_what_where_why_and_what_is_missing():
    found = briefed(
        event("whitepaper", at=minutes(-60)),
        event("pricing", at=minutes(-20)),
        event("pricing", at=minutes(-10)),
        submission(
            title="COO",
            country="SE",
            fields={"employees": "120", "industry": "robots"},
            source={"campaign": "spring", "medium": "cpc"},
            message="Can you show it with 400 users?",
        ),
    )
    assert found.lines == (
        "Eva, COO, at Firm (SE)",
        "Why now: asked for a demo just now, after 3 other actions within 7 days",
        "Came from campaign spring, cpc",
        JOURNEY,
        "Company: Firm, robots, 120 people, SE",
        SCORE,
        "They wrote: Can you show it with 400 users?",
    )
    assert (found.missing, found.complete_percent) == ((), 100)


def test_what_is_missing_is_named_in_words_and_counted():
    found = briefed(submission(company=None))
    assert found.missing == ("company", "country", "campaign")
    assert (found.complete_percent, found.lines[-1]) == (25, "Missing: company, country, campaign")


def test_the_account_record_is_told_as_such_with_its_owner():
    assert (
        "Company: Volvo, cars, 900 people (from our account record); account owner Astrid"
        in briefed(submission(email="x@volvo.example")).lines
    )


def test_an_account_of_which_only_name_and_owner_are_known_is_told_without_gaps():
    bare = replace(PEOPLE, accounts={"bare.example": Account(domain="bare.example", name="Bare", owner="astrid")})
    done = walk(submission(email="x@bare.example", company=None, country=None), people=bare)
    lines = next(f for f in done.facts if isinstance(f, Briefed)).lines
    assert "Company: Bare; account owner Astrid" in lines


def test_a_company_we_know_is_not_missing():
    assert "company" not in briefed(submission(email="x@volvo.example", company=None)).missing


def test_what_they_did_is_told_in_the_order_it_happened_not_arrived():
    line = briefed(event("pricing"), submission(at=minutes(1), occurred_at="2027-03-02T09:00:00Z")).lines[3]
    assert line.index("asked for a demo") < line.index("looked at pricing")


def test_a_long_story_is_cut_from_its_beginning_and_says_so():
    names = ["read", "wrote"] * 6
    line = briefed(*[event(name, at=minutes(n - 60)) for n, name in enumerate(names)], submission()).lines[3]
    assert line.startswith("What they did: 5 earlier actions, then ")


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (59, "just now"),
        (60, "1 minute ago"),
        (3599, "59 minutes ago"),
        (7200, "2 hours ago"),
        (86_400 * 3, "3 days ago"),
    ],
)
def test_time_passed_is_said_in_the_largest_whole_unit(passed, said):
    assert ago(timedelta(seconds=passed)) == said


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"company": "", "country": "SE"}, "Country: SE"),
        ({"company": "", "country": "SE", "fields": {"employees": "9"}}, "Company: 9 people, SE"),
        ({"country": "SE"}, "Company: Firm, SE"),
    ],
)
def test_a_country_alone_is_no_company(sent, told):
    assert told in briefed(submission(**sent)).lines
