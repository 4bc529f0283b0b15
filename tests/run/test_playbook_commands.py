"""What do `batonpass check` and `batonpass score` print, and how do they leave?"""

from __future__ import annotations

import json

import pytest
import typer
from typer.testing import CliRunner

from batonpass.run.commands.playbook import register
from tests.written.sound import SOUND, changed

AT = "--at 2027-03-02T10:00:00Z"
LEAD = {
    "form": "demo",
    "email": "eva@firm.example",
    "country": "DE",
    "employees": 120,
    "occurred_at": "2027-03-02T10:00:00Z",
    "activities": [{"signal": "pricing", "at": "2027-03-02T09:00:00Z"}],
    "did": [{"signal": "pricing", "ago": "14d"}],
}


@pytest.fixture
def ask(tmp_path, monkeypatch):
    """Type a command line in a folder that holds these files."""
    monkeypatch.chdir(tmp_path)
    app = typer.Typer()
    register(app)

    def ask(line, **files):
        files = {"good.yaml": SOUND, "lead.json": json.dumps(LEAD)} | {
            name.replace("_", "."): text for name, text in files.items()
        }
        for name, text in files.items():
            (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return CliRunner().invoke(app, line.split())

    return ask


def refused(ask, text):
    """What is told about a lead file, which must be a refusal in words."""
    answer = ask(f"score good.yaml bad.json {AT}", bad_json=text)
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert "Traceback" not in answer.stderr
    return answer.stderr


def decided(ask, **change):
    answer = ask(f"score good.yaml lead.json --json {AT}", lead_json=json.dumps({**LEAD, **change}))
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.stdout)


def test_a_sound_playbook_is_summed_up(ask):
    answer = ask("check good.yaml")
    assert answer.exit_code == 0
    assert answer.stdout.splitlines() == [
        "sound 1 is sound; all 2 examples and counter-examples hold.",
        "  models      dach, base",
        "  points      2 fit rules, 3 signals",
        "  ready       MQL from 40, hot from 70 until below 60; raises a hand: demo_request",
        "  tiers       urgent 30 minutes, high 1 hour 30 minutes, standard 4 hours",
        "  escalation  50% remind owner, 100% notify manager, 200% reassign pool",
        "  routing     account_owner > needs (email) > territory (DACH, named) > pool emea > queue triage",
        "  pools       emea (2), large (2)",
        "  people      3 people, 1 queue, 1 account, 1 calendar",
    ]


def test_a_sound_playbook_is_summed_up_as_json(ask):
    told = json.loads(ask("check good.yaml --json").stdout)
    assert (told["ok"], told["playbook"], told["version"]) == (True, "sound", "1")
    assert [case["passed"] for case in told["cases"]] == [True, True]


def test_warnings_and_notes_do_not_refuse(ask):
    text = changed(", sent_by: the website", "")
    answer = ask("check odd.yaml", odd_yaml=text)
    assert (answer.exit_code, "warning: odd.yaml:13:3 signals.pricing" in answer.stdout) == (0, True)


def test_what_may_be_the_cause_is_told_beside_a_case_that_does_not_hold(ask):
    text = changed("total: 60", "total: 61").replace(", sent_by: the website", "")
    answer = ask("check bad.yaml", bad_yaml=text)
    assert (answer.exit_code, "warning: bad.yaml:13:3 signals.pricing" in answer.stdout) == (1, True)


def test_a_failed_example_is_told_with_author_day_and_contributions(ask):
    answer = ask("check bad.yaml", bad_yaml=changed("total: 60", "total: 61"))
    assert answer.exit_code == 1
    assert answer.stdout.splitlines() == [
        "sound 1 is refused: 1 of 2 examples and counter-examples do not hold.",
        "",
        "example on line 28: a demo from the right size",
        "  by Mara, 2027-03-02; decided as of 2027-03-02 12:00 UTC",
        "  expected total 61, got 60",
        "  because hand raised: asked for a demo (line 24: definition.hand_raisers)",
        "       20  50 people or more (fit: right_size)",
        "       40  asked for a demo (behaviour: demo_request)",
    ]


def test_a_failed_example_is_told_as_json_and_leaves_with_one(ask):
    answer = ask("check bad.yaml --json", bad_yaml=changed("total: 60", "total: 61"))
    told = json.loads(answer.stdout)
    assert (answer.exit_code, told["ok"], told["cases"][0]["missed"]) == (1, False, {"total": "61"})


def test_every_problem_of_a_playbook_is_told(ask):
    text = changed("points: 40", "points: ten").replace("undo_grace", "udo_grace")
    answer = ask("check bad.yaml", bad_yaml=text)
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert answer.stderr.splitlines() == [
        'bad.yaml:11:26 signals.demo_request.points: "ten" is not a number. Write a number such as 10 or 4.3.',
        'bad.yaml:80:1 udo_grace: "udo_grace" is not a setting here. Did you mean "undo_grace"?',
        "2 problems; nothing was taken over.",
    ]


def test_problems_are_told_as_json(ask):
    told = json.loads(ask("check bad.yaml --json", bad_yaml=changed("points: 40", "points: ten")).stdout)
    assert told["ok"] is False
    assert [(p["line"], p["column"], p["path"]) for p in told["problems"]] == [(11, 26, "signals.demo_request.points")]


@pytest.mark.parametrize(
    "line", ["check none.yaml", "check .", "score good.yaml none.json", "score none.yaml lead.json"]
)
def test_a_file_that_is_not_there_is_a_wrong_command_line(ask, line):
    answer = ask(line)
    assert (answer.exit_code, "cannot be read" in answer.stderr) == (2, True)


def test_an_instant_beyond_all_calendars_is_a_wrong_command_line(ask):
    assert ask("check good.yaml --at 1700-01-01T00:00:00Z").exit_code == 2


def test_a_lead_is_scored_with_its_contributions(ask):
    told = decided(ask)
    assert (told["fit"], told["behaviour"], told["total"]) == (25.5, 82.98, 108.48)
    assert (told["model"], told["stage"], told["band"], told["tier"]) == ("dach", "MQL", "hot", "urgent")
    assert told["contributions"][1] == {"rule": "german", "says": "in Germany", "points": 5.5, "kind": "fit"}


def test_a_lead_is_routed_as_it_would_be(ask):
    told = decided(ask)
    assert (told["owner"], told["queue"], told["due_at"]) == ("bruno", None, "2027-03-02T10:30:00Z")


def test_numbers_are_printed_to_the_last_digit(ask):
    change = {"country": "FR", "form": "", "activities": [], "did": []}
    text = SOUND.replace("points: 20,", "points: 0.1,").replace("account.employees >= 50", 'lead.country == "FR"')
    lead = json.dumps({**LEAD, **change})
    answer = ask(f"score new.yaml lead.json --json {AT}", new_yaml=text, lead_json=lead)
    assert '"total": 0.1,' in answer.stdout


def test_a_rule_that_lacks_its_field_is_told_as_unknown(ask):
    told = decided(ask, employees=None)
    assert told["unknown"] == ["right_size"]


def test_the_decision_in_words_says_why(ask):
    lines = ask(f"score good.yaml lead.json {AT}").stdout.splitlines()
    assert lines[0] == "MQL, tier urgent: hand raised: asked for a demo"
    assert lines[1] == "108.48 points by the dach model: fit 25.5, behaviour 82.98"
    assert "       40  asked for a demo (behaviour: demo_request)" in lines


def test_a_lead_from_the_future_is_decided_at_its_own_last_moment(ask):
    moment = "2098-03-02T10:00:00Z"
    lead = json.dumps({**LEAD, "activities": [{"signal": "pricing", "at": moment}]})
    assert json.loads(ask("score good.yaml lead.json --json", lead_json=lead).stdout)["at"] == moment


def test_a_lead_without_an_address_writes_from_a_company_nobody_knows(ask):
    assert decided(ask, email="")["stage"] == "MQL"


def test_fields_may_stand_at_the_top_or_under_fields(ask):
    below = decided(ask, employees=None, fields={"employees": 120})
    assert below["fit"] == decided(ask)["fit"]


@pytest.mark.parametrize(
    ("as_text", "number"),
    [
        ({"employees": "1,200"}, {"employees": 1200}),
        ({"team_size": "11"}, {"team_size": 11}),
        ({"Team-Size": "11-50"}, {"team_size": 11}),
        ({"product": "REPORTS"}, {"product": "reports"}),
        ({"team_size": [11]}, {"team_size": 11}),
    ],
)
def test_a_number_in_text_is_the_number_that_the_door_takes_it_for(ask, as_text, number):
    told = [decided(ask, employees=None, fields=fields) for fields in (as_text, number)]
    assert told[0] == told[1]


def test_several_answers_are_kept_as_the_door_keeps_them_and_noted_where_one_is_asked(ask):
    told = decided(ask, fields={"product": ["reports", "Alerts"], "goals": ["more", "less"]}, form="DEMO")
    assert told["notes"] == [
        'several answers to "product" are kept as one text, which is none of its answers',
        'no rule sees the field "goals"',
    ]


def test_a_field_that_no_rule_sees_is_kept_and_noted(ask):
    told = decided(ask, fields={"team_sise": 3}, form="demoo")
    assert told["notes"] == [
        'no rule sees the field "team_sise"; did you mean "team_size"?',
        'the form "demoo" gives no signal; did you mean "demo"?',
    ]


def test_where_they_are_is_seen_by_the_terms_of_routing_and_not_noted(ask):
    assert decided(ask, fields={"region": "BY", "postal_code": "80331"})["notes"] == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"emial": "a@b.example"}, 'emial: "emial" is neither part of a submission nor a declared field. Did you'),
        ({"email": 5}, "email: a text is needed here, not a number"),
        ({"email": "eva"}, "email: 'eva' is not an e-mail address"),
        ({"employees": "many"}, 'fields.employees: "many" is not a number'),
        ({"employees": [[1]]}, "fields.employees: a list cannot be the value of a field"),
        ({"product": "report"}, 'fields.product: "report" is not an answer of product. Did you mean "reports"?'),
        ({"did": ["demo_requst"]}, 'did[0].signal: "demo_requst" is not one of the signals. Did you mean "demo_'),
        ({"did": "demo_request"}, "did: a list is needed here, not text"),
        ({"did": [{"signal": "pricing", "ago": "long"}]}, 'did[0].ago: "long" is not a length of time'),
        ({"did": [{"signal": "pricing", "times": 10**9}]}, "did[0].times"),
        ({"activities": [{"signal": "pricing"}]}, 'activities[0].at: "at" is missing'),
        ({"activities": [{"signal": "pricing", "at": "now"}]}, 'activities[0].at: "now" is not an instant'),
        ({"activities": [{"signal": "pricing", "at": "2027-03-02T09:00"}]}, "has no time zone"),
        ({"activities": [{"signal": "pricing", "at": "2027-03-02T10:00:01Z"}]}, "this is later than the decision"),
        ({"occurred_at": "1066-10-14T09:00:00Z"}, 'occurred_at: "1066-10-14T09:00:00Z" is not of our time'),
        ({"source": "ads"}, "source: a group of settings is needed here, not text"),
        ({"source": {"campain": "x"}}, 'source.campain: "campain" is not a setting here. Did you mean "campaign"?'),
        ({"fields": 3}, "fields: a group of named settings is needed here, not a number"),
        ({"message": "\x00"}, "message holds a control character"),
        ({"message": "x" * 5000}, "message: a text of more than 4000 characters"),
    ],
)  # fmt: skip
def test_a_wrong_lead_is_refused_at_the_field(ask, change, says):
    assert says in refused(ask, json.dumps({**LEAD, **change}))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "bad.json:1:1: this is not JSON"),
        ('{"email": "a@b.example" "name": ""}', "bad.json:1:25: this is not JSON"),
        ("{email: a}", "bad.json:1:2: this is not JSON: expecting property name enclosed in double quotes"),
        ('{"email": "a@b.example", "email": "c@d.example"}', 'bad.json: "email" is written twice'),
        ('["a"]', "bad.json: a group of settings is needed here, not a list"),
        ('"a"', "bad.json: a group of settings is needed here, not text"),
        ('{"employees": NaN}', "NaN is not a number one can count with"),
        ('{"employees": 1e999999999}', "is too large or too small a number"),
        ('{"employees": ' + "9" * 5000 + "}", "a number of more than 40 digits"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a": "\x01"}', "a character that cannot be seen, U+0001"),
        (b"\xff", "is not UTF-8 text"),
        ('"' + "x" * 10_000_000 + '"', "the file is larger than 5 MB"),
    ],
)
def test_what_is_no_lead_at_all_is_refused_in_words(ask, text, says):
    assert says in refused(ask, text)


def test_a_counter_example_that_a_lower_threshold_breaks_is_told_with_author_date_and_rule(ask):
    stands = "    - {name: a rival,"
    reader = (
        "    - name: a reader of one white paper\n      did: [whitepaper]\n      expect: {not: MQL}\n"
        "      by: Olle\n      on: 2027-02-01\n"
    )
    text = changed(stands, reader + stands).replace("mql_from: 40", "mql_from: 10")
    lines = ask("check bad.yaml", bad_yaml=text).stdout.splitlines()
    assert "counter-example on line 35: a reader of one white paper" in lines
    assert "  by Olle, 2027-02-01; decided as of 2027-02-01 12:00 UTC" in lines
    assert "  because score 10 reaches 10 (line 20: definition.mql_from)" in lines
