"""Does a rep with one minute before the call read who, why, why now, what to say and what to ask?"""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from batonpass.handoff import record
from batonpass.handoff.brief_company import colleague
from batonpass.handoff.brief_full import Around, Check, full_brief, in_words, source_words
from batonpass.handoff.condition import compile_condition
from batonpass.handoff.condition.form import TEXT
from batonpass.handoff.facts import Briefed, Disposed, Rejected
from batonpass.handoff.messaging import opening, why_now
from batonpass.handoff.playbook import Outcome, Stage
from batonpass.handoff.playbook.messaging import Messaging
from batonpass.handoff.second import Deal, Second
from batonpass.handoff.template import filled, placeholders
from batonpass.handoff.words import TAKES_NOTHING
from tests.handoff.cast import PEOPLE, PLAYBOOK, TUESDAY_TEN, event, minutes, submission, walk

SPRING = compile_condition('source.campaign == "spring"', {"source.campaign": TEXT})
MESSAGING = (
    Messaging(
        name="spring",
        when=SPRING,
        pains=("three tools, four numbers",),
        proof=("Volvo halved its reporting time",),
        opener="Hi {first_name|there}, you {did} {when} from {campaign}.",
        ask="Shall we look at {company|your company}'s own data on Thursday?",
        checklist=("employees", "Who signs?"),
    ),
    Messaging(name="others", opener="Hello {first_name|there}."),
)
AGREED = replace(PLAYBOOK, messaging=MESSAGING, checklist=("country",))


def around(*facts, at=TUESDAY_TEN, colleagues=()) -> Around:
    return Around(at=at, name_of=PEOPLE.name_of, facts=facts, colleagues=colleagues)


def brief_of(*steps, playbook=AGREED, **more):
    done = walk(*steps, playbook=playbook)
    return full_brief(done.lead, playbook, around(*done.facts, **more))


def sent(**more):
    return submission(country="SE", fields={"employees": "120"}, source={"campaign": "spring"}, **more)


def test_the_first_messaging_whose_condition_holds_speaks():
    assert brief_of(sent()).messaging == "spring"
    assert brief_of(submission()).messaging == "others"


def test_an_opener_says_what_they_did_and_ends_in_one_ask():
    brief = brief_of(sent())
    assert brief.opener == "Hi Eva, you asked for a demo just now from spring."
    assert brief.ask == "Shall we look at Firm's own data on Thursday?"


def test_without_messaging_the_opener_still_says_what_they_did():
    brief = brief_of(sent(), playbook=PLAYBOOK)
    assert brief.opener == "Hi Eva, you asked for a demo just now."


def test_the_mail_to_the_rep_opens_with_the_agreed_words():
    told = next(fact for fact in walk(sent(), playbook=AGREED).facts if isinstance(fact, Briefed))
    assert "Say first: Hi Eva, you asked for a demo just now from spring." in "\n".join(told.lines)


def test_each_thing_we_know_keeps_its_source_and_age():
    brief = brief_of(sent(at=minutes(-90)))
    told = {one.label: (one.value, one.source, one.age) for one in brief.company}
    assert told["company size"] == ("120", "from test", "1 hour ago")


def test_the_account_record_stands_before_what_was_typed():
    brief = brief_of(submission(email="x@volvo.example", company="volvo ag", fields={"employees": "3"}))
    told = {one.label: (one.value, one.source) for one in brief.company}
    assert (told["company"], told["company size"]) == (("Volvo", "our account record"), ("900", "our account record"))


def test_what_we_know_answers_the_checklist_and_the_rest_is_asked():
    assert brief_of(sent()).checklist == (
        Check(question="country", answer="SE"),
        Check(question="company size", answer="120"),
        Check(question="Who signs?"),
    )


def test_the_journey_is_told_by_days():
    brief = brief_of(event("pricing", at=minutes(-1440)), event("pricing", at=minutes(-1430)), sent())
    assert brief.journey == ("Mon 1 Mar: looked at pricing 2 times", "Tue 2 Mar: asked for a demo")


def test_every_message_of_theirs_is_there_in_their_own_words():
    brief = brief_of(sent(message="first"), sent(at=minutes(5), message="second"))
    assert brief.wrote == ("Tue 2 Mar: first", "Tue 2 Mar: second")


def test_colleagues_whom_we_know_are_told_with_their_owner():
    nils = walk(submission(first_name="Nils", last_name="Berg", at=minutes(-2 * 24 * 60))).lead
    other = colleague(nils, at=TUESDAY_TEN, name_of=PEOPLE.name_of)
    assert brief_of(sent(), colleagues=(other,)).account == (
        f"Nils Berg of the same company is MQL, with {PEOPLE.name_of(nils.owner)}, last seen 2 days ago",
    )


@pytest.mark.parametrize(
    ("stage", "because", "says"),
    [
        (Stage.LOST, "Ana: lost: timing", "Eva of the same company was lost on 2 Mar 2027 (Ana: lost: timing)"),
        (Stage.WON, "Ana: won", "Eva of the same company bought on 2 Mar 2027 (Ana: won)"),
    ],
)
def test_how_the_deal_of_a_colleague_ended_is_told_with_its_day(stage, because, says):
    over = record.replace(walk(sent()).lead, stage=stage, ended_at=TUESDAY_TEN, because=because)
    assert colleague(over, at=minutes(60), name_of=PEOPLE.name_of) == says


def test_what_an_opportunity_of_a_colleague_is_worth_is_told():
    deal = Second(cycle=1, deal=Deal(amount=Decimal(14_900), currency="EUR"))
    open_now = record.replace(walk(sent()).lead, stage=Stage.OPPORTUNITY, owner="ana", second=deal)
    told = colleague(open_now, at=minutes(60), name_of=PEOPLE.name_of)
    assert told.startswith("Eva of the same company is Opportunity of 14,900 EUR, with Ana")


def test_a_raised_hand_of_this_week_is_the_reason_even_if_they_looked_at_a_page_since():
    brief = brief_of(sent(), event("pricing", at=minutes(30)), at=minutes(60))
    assert brief.why_now.startswith("asked for a demo 1 hour ago, after 1 other action")


def test_what_the_agreed_brief_lacks_is_counted():
    brief = brief_of(submission(company=None), playbook=PLAYBOOK)
    assert (brief.missing, brief.complete_percent) == (("company", "country", "campaign"), 25)


def test_the_brief_in_words_holds_no_empty_part():
    lines = list(in_words(brief_of(sent())))
    assert (lines[0], lines[-1]) == ("Eva", "Brief 100 % complete")
    assert all(not line.endswith(":") or following.startswith("  ") for line, following in itertools.pairwise(lines))


@pytest.mark.parametrize(
    ("by", "says"),
    [
        ("enrichment/clearbit", "looked up with clearbit"),
        ("hooks/typeform", "said through typeform"),
        ("form", "said in a form"),
        ("fax", "from fax"),
    ],
)
def test_a_source_is_told_in_words(by, says):
    assert source_words(by) == says


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Hi {first_name|there}!", "Hi there!"),
        ("Hi {first_name} , you", "Hi, you"),
        ("{company}", "{first_name}"),
        ("{first_name.__class__}", "{first_name.__class__}"),
        ("{0} {} {company!r}", "{0} {} {company!r}"),
        ("{{7*7}} {% for %}", "{{7*7}} {% for %}"),
    ],
)
def test_a_template_is_filled_in_once_and_never_run(text, says):
    """S22."""
    assert filled(text, {"company": "{first_name}"}) == says


def test_a_value_cannot_take_over_a_template():
    assert len(filled("{company}", {"company": "a\nb" * 10_000})) <= 200


def test_a_name_that_is_none_is_not_spoken():
    lead = walk(sent(first_name="Win at evil.example")).lead
    assert opening(lead, AGREED, at=TUESDAY_TEN).says.startswith("Hi there,")


def test_the_placeholders_of_a_text_are_told_in_their_order():
    assert placeholders("{b|x} {a} {b}") == ("b", "a", "b")


def test_the_brief_grows_older_with_the_instant_at_which_it_is_read():
    done = walk(sent(), playbook=AGREED)
    later = full_brief(done.lead, AGREED, around(at=TUESDAY_TEN + timedelta(days=2)))
    assert later.why_now.startswith("asked for a demo 2 days ago")


def test_what_happened_long_ago_is_told_by_its_day_and_that_it_came_late():
    brief = brief_of(sent(occurred_at="2024-12-26T10:00:00Z"))
    assert brief.why_now == "asked for a demo on 26 Dec 2024 (told to us just now)"
    assert brief.journey == ("Thu 26 Dec 2024: asked for a demo",)


def test_why_a_lead_is_not_ready_is_never_told_as_a_reason_to_call():
    newcomer, reader = walk(submission("news")).lead, walk(submission("paper")).lead
    assert [why_now(lead, PLAYBOOK, TUESDAY_TEN) for lead in (newcomer, reader)] == ["", "read a white paper just now"]


def test_a_raised_hand_below_the_threshold_says_that_it_needs_no_score():
    dear = replace(PLAYBOOK, definition=replace(PLAYBOOK.definition, mql_from=Decimal(50)))
    lead = walk(submission(), playbook=dear).lead
    assert (
        why_now(lead, dear, TUESDAY_TEN)
        == "asked for a demo just now; a raised hand counts at any score (theirs is 40)"
    )


def test_what_brought_a_lead_in_is_told_and_not_that_it_stays_though_its_score_fell():
    ready = walk(submission("ebook"))
    fell = record.replace(ready.lead, because=TAKES_NOTHING)
    assert [why_now(lead, PLAYBOOK, TUESDAY_TEN) for lead in (ready.lead, fell)] == [
        "took the e-book just now; score 40 reaches 40",
        "took the e-book just now",
    ]


def test_whatever_else_they_told_is_there_too():
    brief = brief_of(submission(fields={"meeting_at": "2027-03-04T09:00:00Z", "time_zone": "Asia/Baghdad"}))
    assert [(one.label, one.value) for one in brief.also] == [
        ("meeting at", "2027-03-04T09:00:00Z"),
        ("time zone", "Asia/Baghdad"),
    ]


def test_an_opener_never_quotes_what_they_were_seen_doing():
    brief = brief_of(event("pricing"), submission(form="contact"), event("pricing", at=minutes(5)), playbook=PLAYBOOK)
    assert brief.opener == "Hi Eva, you were in touch with us."


def test_why_a_lead_was_ended_before_is_told_in_the_words_of_the_playbook():
    ended = Disposed(at=minutes(-9_999), by="ana", outcome="recycled", reason="timing", then=Stage.NURTURE)
    given_back = Rejected(at=minutes(-99_999), by="ana", reason="no_budget", then=Stage.NURTURE)
    outcomes = {
        "recycled": Outcome(name="recycled", then=Stage.NURTURE, reasons=("timing",), says={"timing": "not now"})
    }
    told = full_brief(walk(submission()).lead, replace(PLAYBOOK, outcomes=outcomes), around(given_back, ended))
    assert [one.partition(": ")[2] for one in told.touchpoints] == [
        "given back by Ana, no budget",
        "ended as recycled, not now",
    ]
