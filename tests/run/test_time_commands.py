"""What do `batonpass due` and `batonpass elapsed` print, and how do they leave?"""

import json

import pytest
import typer
from typer.testing import CliRunner

from batonpass.run.commands.time import register

LISBON = 'tz: Europe/Lisbon\ndays: [Mon, Tue, Wed, Thu, Fri]\nhours: ["09:00", "18:00"]\nholidays: {country: PT}\n'
PLAYBOOK = """\
calendars:
  sweden: {tz: Europe/Stockholm, days: [Mon, Tue, Wed, Thu, Fri], hours: ["09:00", "17:00"], holidays: {country: SE}}
  sydney: {tz: Australia/Sydney, days: [Mon, Tue, Wed, Thu, Fri], hours: ["09:00", "17:00"]}
"""


@pytest.fixture
def ask(tmp_path, monkeypatch):
    """Type a command line in a folder that holds a calendar and a playbook."""
    (tmp_path / "lisbon.yaml").write_text(LISBON)
    (tmp_path / "playbook.yaml").write_text(PLAYBOOK)
    (tmp_path / "broken.yaml").write_text(LISBON.replace("18:00", "25:00"))
    monkeypatch.chdir(tmp_path)
    app = typer.Typer()
    register(app)
    return lambda line: CliRunner().invoke(app, line.split())


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("due --calendar lisbon.yaml --start 2027-03-02T15:00:00Z --budget 4h", {"due_at": "2027-03-03T10:00:00Z"}),
        (
            "due --calendar lisbon.yaml --start 2027-03-02T16:00:00+01:00 --budget 240m",
            {"due_at": "2027-03-03T10:00:00Z"},
        ),
        ("due --calendar lisbon.yaml --start 2027-03-02T15:00:00Z --budget 14400s", {"due_at": "2027-03-03T10:00:00Z"}),
        ("due --calendar lisbon.yaml --start 2027-03-02T15:00:00Z --budget PT4H", {"due_at": "2027-03-03T10:00:00Z"}),
        (
            "due --calendar lisbon.yaml --start 2027-03-02T15:00:00Z --budget pt240m",
            {"due_at": "2027-03-03T10:00:00Z"},
        ),
        ("due --calendar lisbon.yaml --start 2027-03-06T03:00:00Z --budget 0", {"due_at": "2027-03-06T03:00:00Z"}),
        (
            "due --calendar lisbon.yaml --start 2027-03-02t15:00:00.25z --budget 1h30m",
            {"due_at": "2027-03-02T16:30:00.250000Z"},
        ),
        (
            "due --calendar playbook.yaml#sweden --start 2027-01-06T10:00:00Z --budget 30m",
            {"due_at": "2027-01-07T08:30:00Z"},
        ),
        (
            "due --calendar lisbon.yaml --calendar playbook.yaml#sweden --start 2027-01-06T10:00:00Z --budget 30m",
            {"due_at": "2027-01-07T09:30:00Z"},
        ),
        ("elapsed --calendar lisbon.yaml --start 2027-03-02T15:00:00Z --end 2027-03-03T10:00:00Z", {"seconds": 14400}),
        ("elapsed --calendar lisbon.yaml --start 2027-03-02T15:00:00Z --end 2027-03-02T15:00:00.5Z", {"seconds": 0.5}),
        ("elapsed --calendar lisbon.yaml --start 2027-03-02T15:00:00Z --end 2027-03-01T15:00:00Z", {"seconds": 0}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_answer_as_json(ask, line, answer):
    assert json.loads(ask(f"{line} --json").output) == answer


def test_whole_seconds_are_whole_numbers(ask):
    line = "elapsed --calendar lisbon.yaml --start 2027-03-02T15:00:00Z --end 2027-03-03T10:00:00Z --json"
    assert ask(line).output == '{"seconds": 14400}\n'


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            "due --calendar playbook.yaml#sweden --start 2027-03-02T15:00:00Z --budget 4h",
            "Due Wednesday 3 March 2027 at 12:00 in Europe/Stockholm (2027-03-03T11:00:00Z).\n",
        ),
        (
            "elapsed --calendar lisbon.yaml --start 2027-03-02T15:00:00Z --end 2027-03-03T10:20:30.5Z",
            "4 h 20 min 30.5 s of working time passed in Europe/Lisbon (15630.5 s).\n",
        ),
        (
            "elapsed --calendar lisbon.yaml --start 2027-03-02T19:00:00Z --end 2027-03-02T20:00:00Z",
            "No working time passed in Europe/Lisbon (0 s).\n",
        ),
    ],
    ids=["due", "elapsed", "nothing"],
)
def test_the_answer_in_words(ask, line, words):
    assert ask(line).output == words


def test_a_far_opening_is_doubted_aloud(ask, tmp_path):
    (tmp_path / "shut.yaml").write_text(f"{LISBON}closed: [2027-03-01..2027-05-01]\n")
    answer = ask("due --calendar shut.yaml --start 2027-02-26T18:00:00Z --budget 1h").output
    assert "It does not open for 65 days: is that meant?" in answer


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (
            "--calendar broken.yaml --start 2027-03-02T15:00:00Z --budget 4h",
            'broken.yaml:3:18 hours[1]: "25:00" is not',
        ),
        ("--calendar playbook.yaml#swedn --start 2027-03-02T15:00:00Z --budget 4h", 'Did you mean "sweden"?'),
        ("--calendar playbook.yaml --start 2027-03-02T15:00:00Z --budget 4h", "Name one: playbook.yaml#sweden"),
        ("--calendar lisbon.yaml#x --start 2027-03-02T15:00:00Z --budget 4h", "there are no calendars in this file"),
        (
            "--calendar playbook.yaml#sydney --calendar lisbon.yaml --start 2027-06-02T15:00:00Z --budget 4h",
            "nothing is open in all of 2028",
        ),
        ("--calendar lisbon.yaml --start 1960-03-02T15:00:00Z --budget 4h", "1970 to 2100"),
    ],
    ids=["calendar", "name", "no name", "no playbook", "never", "out of reach"],
)
def test_what_the_files_cannot_answer_is_refused_with_1(ask, line, says):
    result = ask(f"due {line}")
    assert (result.exit_code, says in result.stderr) == (1, True)


def test_a_leap_second_is_the_instant_after_it(ask):
    """T14."""
    line = "--calendar lisbon.yaml --start 2027-03-02t14:59:60z --end 2027-03-02T15:00:01-00:00 --json"
    assert json.loads(ask(f"elapsed {line}").stdout) == {"seconds": 1}


def test_a_refusal_as_json_holds_every_problem_and_its_line(ask):
    result = ask("due --calendar broken.yaml --start 2027-03-02T15:00:00Z --budget 4h --json")
    assert json.loads(result.stdout)["problems"][0]["line"] == 3


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("--calendar lisbon.yaml --start 2027-03-02T15:00:00 --budget 4h", "no time zone"),
        ("--calendar lisbon.yaml --start 2027-02-30T15:00:00Z --budget 4h", "is not an instant"),
        ("--calendar lisbon.yaml --start tomorrow --budget 4h", "is not an instant"),
        ("--calendar lisbon.yaml --start 2027-03-02T15:00:00Z --budget 2d", "a working day has no"),
        ("--calendar lisbon.yaml --start 2027-03-02T15:00:00Z --budget P1DT4H", "a working day has no"),
        ("--calendar lisbon.yaml --start 2027-03-02T15:00:00Z --budget PT", "is not a length"),
        ("--calendar lisbon.yaml --start 2027-03-02T15:00:00Z --budget 240", "is not a length"),
        ("--calendar lisbon.yaml --start 2027-03-02T15:00:00Z --budget -4h", "is not a length"),
        ("--calendar nowhere.yaml --start 2027-03-02T15:00:00Z --budget 4h", "cannot be read"),
        ("--calendar lisbon.yaml --start 2027-03-02T15:00:00Z", "Missing option"),
    ],
)
def test_a_command_line_that_cannot_be_meant_leaves_with_2(ask, line, says):
    result = ask(f"due {line}")
    assert (result.exit_code, says in result.stderr) == (2, True)
