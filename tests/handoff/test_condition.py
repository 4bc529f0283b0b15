"""Does a condition hold, fail or stay unknown, and can it say why?"""

from dataclasses import FrozenInstanceError
from decimal import Decimal

import pytest

from batonpass.handoff.condition import NUMBER, TEXT, Why, compile_condition, misfits
from tests.handoff.asking import SCHEMA, ask

IDEAL = """
(lead.event == "demo_request" || lead.behaviour >= 60) && account.target &&
account.employees >= 50 && account.employees < 5000 &&
!lead.email.endsWith("@gmail.com") && lead.seniority in ["vp", "director"]
"""
EVA = {
    "lead.event": "demo_request",
    "lead.email": "eva@firm.se",
    "lead.seniority": "vp",
    "account.target": True,
    "account.employees": 120,
}


def test_eva_fits_the_ideal_customer():
    assert ask(IDEAL).holds(EVA) is True


def test_a_private_address_does_not():
    assert ask(IDEAL).holds({**EVA, "lead.email": "eva@gmail.com"}) is False


def test_without_the_number_of_employees_nobody_can_tell():
    assert ask(IDEAL).holds({**EVA, "account.employees": None}) is None


def test_a_plain_no_decides_whatever_else_is_missing():
    assert ask(IDEAL).holds({"account.target": False}) is False


def test_a_plain_yes_decides_an_or_whatever_else_is_missing():
    assert ask('lead.country == "DE" || account.target').holds({"account.target": True}) is True


@pytest.mark.parametrize(
    ("source", "answer"),
    [
        ("lead.behaviour == 50", True),
        ("lead.behaviour == 50.0", True),
        ("lead.behaviour > 49.99 && lead.behaviour < 50.01", True),
        ("lead.behaviour > -5", True),
        ("50 <= lead.behaviour && 50 >= lead.behaviour", True),
        ("50 < lead.behaviour || 50 > lead.behaviour", False),
        ("lead.behaviour in [49, 50.0,]", True),
        ("lead.behaviour != score.total", True),
        ("score.total == 0.1", True),
        ("score.total < 0.1", False),
        ('lead.country == "DE"', True),
        ("lead.country == 'de'", False),
        ('lead.country < "DF" && lead.country >= "DE"', True),
        ("lead.country in ['AT', 'DE']", True),
        ("!(lead.country in ['AT'])", True),
        ("lead.country == account.country", True),
        ("lead.country in lead.tags", True),
        ("'pricing_view' in lead.signals", True),
        ("'webinar' in lead.signals", False),
        ("lead.email.contains('@')", True),
        ("lead.email.startsWith('eva') && lead.email.endsWith('.se')", True),
        ("lead.email.startsWith(lead.country)", False),
        ("lead.email.startsWith('firm') || lead.email.endsWith('firm')", False),
        ("lead.email.contains('firm')", True),
        ("account.target", True),
        ("!account.target || !!!account.customer", True),
        ("account.customer == false && account.target != false", True),
        ("true && !false", True),
        ("1 in [2, 3]", False),
        (r"lead.event == 'it\'s \"new\" \\ A\u00e9\U0001F600'", True),
    ],
)
def test_each_kind_of_question_is_answered(source, answer):
    facts = {
        "lead.behaviour": Decimal(50),
        "score.total": Decimal("0.1"),
        "lead.country": "DE",
        "account.country": "DE",
        "lead.tags": ("x", "DE"),
        "lead.signals": ("pricing_view",),
        "lead.email": "eva@firm.se",
        "lead.event": 'it\'s "new" \\ Aé😀',
        "account.target": True,
        "account.customer": False,
    }
    assert ask(source).holds(facts) is answer


@pytest.mark.parametrize(
    "source",
    [
        "lead.behaviour == 50",
        "50 < lead.behaviour",
        "lead.behaviour < score.total",
        "lead.country in ['DE']",
        "!(lead.country in ['DE'])",
        "'DE' in lead.tags",
        "lead.country in lead.tags",
        "lead.email.contains('')",
        "!lead.email.contains(lead.country)",
        "account.target",
        "account.target && true",
        "account.target || false",
        "account.target == account.target",
    ],
)
def test_every_question_about_what_is_missing_is_unknown(source):
    assert (ask(source).holds({}), ask(source).holds(dict.fromkeys(SCHEMA))) == (None, None)


def test_whether_something_is_known_is_always_known():
    asked = [ask("has(lead.country)"), ask("lead.country is unknown"), ask("!has(lead.country)")]
    assert [one.holds({"lead.country": None}) for one in asked] == [False, True, True]
    assert [one.holds({"lead.country": ""}) for one in asked] == [True, False, False]


def test_false_and_nought_and_empty_are_known():
    assert ask("account.target == false && score.total == 0 && !('x' in lead.tags)").holds(
        {"account.target": False, "score.total": 0, "lead.tags": ()}
    )


def test_a_condition_names_the_fields_it_reads():
    assert ask(IDEAL).fields == {*EVA, "lead.behaviour"}


def test_spaces_and_needless_parentheses_change_nothing():
    assert ask("(account.target)&&((true)&&!!has(lead.email)) \n") == ask("account.target && true && has(lead.email)")


def test_and_binds_tighter_than_or():
    assert ask("true || true && false").holds({}) is True
    assert ask("(true || true) && false").holds({}) is False


def test_a_condition_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        ask("true").form = None


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (
            'lead.country in ["DE", "AT", "CH"] && account.employees >= 50',
            "lead country is one of DE, AT, CH and employees at least 50",
        ),
        ("!(lead.country in ['DE', 'AT'])", "lead country is none of DE, AT"),
        ("lead.country in ['DE']", "lead country is DE"),
        ("!(lead.country in ['DE'])", "lead country is not DE"),
        ("50 <= score.total && 5000 > score.total", "total at least 50 and total below 5000"),
        ("score.total <= 0.50 || score.total > 7", "total at most 0.50 or total above 7"),
        ("!(score.total > 7) && !(score.total != 7)", "total at most 7 and total is 7"),
        ("lead.email > 'm' && lead.email <= 'n'", "email after m and email up to n"),
        ("lead.email >= 'm' && lead.email < 'n'", "email from m and email before n"),
        ("account.industry == 'real estate'", 'the company\'s industry is "real estate"'),
        ("lead.country != account.country", "lead country is not account country"),
        ("account.target && !account.customer", "a target account and not customer"),
        ("account.target == false || true != account.customer", "not a target account or not customer"),
        ("'webinar' in lead.signals && !('x' in lead.tags)", "signals include webinar and tags do not include x"),
        ("lead.email.endsWith('@x.com')", "email ends with @x.com"),
        ("!lead.email.startsWith('info@')", "email does not start with info@"),
        ("!lead.email.contains('')", 'email does not contain ""'),
        ("has(lead.email) || account.employees is unknown", "email is known or employees is unknown"),
        ("!has(lead.email) && !(lead.event is unknown)", "email is unknown and event is known"),
        (
            "(account.target || account.customer) && (score.total > 1 || has(lead.email))",
            "(a target account or customer) and (total above 1 or email is known)",
        ),
        ("!(account.target && account.customer)", "not (a target account and customer)"),
        ("true", "always"),
        ("!true || false || true in [true]", "never or never or true is true"),
    ],
)
def test_a_condition_can_be_said_aloud(source, words):
    assert ask(source).words() == words


@pytest.mark.parametrize(
    ("sign", "words", "turned_round", "denied"),
    [
        ("==", "is", "is", "is not"),
        ("!=", "is not", "is not", "is"),
        ("<", "below", "above", "at least"),
        ("<=", "at most", "at least", "above"),
        (">", "above", "below", "at most"),
        (">=", "at least", "at most", "below"),
    ],
)
def test_a_comparison_is_said_from_the_side_of_the_field(sign, words, turned_round, denied):
    sources = (f"score.total {sign} 7", f"7 {sign} score.total", f"!(score.total {sign} 7)")
    assert [ask(source).words() for source in sources] == [f"total {said} 7" for said in (words, turned_round, denied)]


def test_fields_with_one_ending_are_told_apart_and_others_are_short():
    schema = {"lead.job_title": TEXT, "lead.size": NUMBER, "account.size": NUMBER}
    assert compile_condition("lead.job_title == 'x' && lead.size < account.size", schema).words() == (
        "job title is x and lead size below account size"
    )


def test_the_explanation_shows_every_clause_with_what_it_saw():
    source = "account.target && !(lead.country == 'DE' || score.total > 5)"
    assert ask(source).explain({"account.target": True, "lead.country": "SE"}) == Why(
        value=None,
        words="a target account and not (lead country is DE or total above 5)",
        seen=(("account.target", True), ("lead.country", "SE"), ("score.total", None)),
        parts=(
            Why(value=True, words="a target account", seen=(("account.target", True),)),
            Why(
                value=None,
                words="not (lead country is DE or total above 5)",
                seen=(("lead.country", "SE"), ("score.total", None)),
                parts=(
                    Why(value=False, words="lead country is DE", seen=(("lead.country", "SE"),)),
                    Why(value=None, words="total above 5", seen=(("score.total", None),)),
                ),
            ),
        ),
    )


def test_clauses_behind_the_deciding_one_are_explained_too():
    why = ask("account.target && score.total > 5").explain({"account.target": False, "score.total": 9})
    assert [part.value for part in why.parts] == [False, True]


def test_the_missing_fields_that_left_it_open_are_named():
    condition = ask("account.target && (lead.country == 'DE' || score.total > 5) && lead.behaviour > lead.behaviour")
    assert condition.unknown_because({"account.target": True, "lead.country": "SE"}) == (
        "score.total",
        "lead.behaviour",
    )


def test_what_is_missing_but_did_not_matter_is_not_named():
    condition = ask("(lead.country == 'DE' || account.target) && score.total > 5")
    assert condition.unknown_because({"account.target": True}) == ("score.total",)


@pytest.mark.parametrize("facts", [{"account.target": False}, {"account.target": True, "score.total": 9}])
def test_a_known_answer_has_no_missing_fields(facts):
    assert ask("account.target && score.total > 5").unknown_because(facts) == ()


def test_facts_that_fit_the_schema_raise_no_word():
    assert misfits({**EVA, "score.total": Decimal("0.5"), "lead.tags": ["a"], "lead.country": None}, SCHEMA) == ()


@pytest.mark.parametrize(
    ("path", "seen", "says"),
    [
        ("account.employees", "50", "account.employees is declared as number, but is '50'"),
        ("account.employees", 0.5, "account.employees is declared as number, but is 0.5"),
        ("account.employees", True, "account.employees is declared as number, but is True"),
        ("score.total", Decimal("NaN"), "score.total is declared as number, but is Decimal('NaN')"),
        ("account.target", 1, "account.target is declared as true or false, but is 1"),
        ("lead.country", 49, "lead.country is declared as text, but is 49"),
        ("lead.seniority", ("vp",), "lead.seniority is declared as choice, but is ('vp',)"),
        ("lead.tags", "x", "lead.tags is declared as list, but is 'x'"),
        ("lead.tags", (1,), "lead.tags is declared as list, but is (1,)"),
    ],
)
def test_facts_of_the_wrong_type_are_named(path, seen, says):
    assert misfits({path: seen}, SCHEMA) == (says,)
