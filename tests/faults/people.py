"""Would the tests notice a fault in the pages that lead people? Each is put into a copy of the tree.

Run by hand: `python -m tests.faults.people`; exit code 1 if one lived.
"""

from __future__ import annotations

from tests.breaking import Fault, tell

BOARD, PEOPLE, ROUTING = (f"tests/web/test_{name}.py" for name in ("board", "people", "routing_page"))
DAYS = "tests/web/test_days_browser.py"
AMONG = "tests/written/test_among.py"
CHANGES, CALENDARS = "tests/store/test_changes.py", "tests/web/test_calendars_page.py"


def fault(place: str, hurts: str, was: str, becomes: str, *, suite: str) -> Fault:
    name = place.rpartition("/")[2].partition(".")[0]
    return Fault(verb=name, hurts=hurts, was=was, becomes=becomes, place=f"batonpass/{place}", suites=(suite,))


FAULTS = (
    fault(
        "written/among.py",
        "two people sign in with one address, and a mail of theirs counts for either",
        "if other.id != rep.id and other.active and",
        "if other.id == rep.id and other.active and",
        suite=AMONG,
    ),
    fault(
        "written/among.py",
        "a broken promise goes round between two who lead one another",
        "return tuple(way) if boss == name else ()",
        "return tuple(way) if boss == name and len(way) == 1 else ()",
        suite=AMONG,
    ),
    fault(
        "web/board/moved.py",
        "a lead that has moved is taken from who has it",
        "if now == holder:",
        "if now:",
        suite=f"{BOARD}::test_a_lead_that_somebody_else_has_by_now_stays_there",
    ),
    fault(
        "web/parts/rights.py",
        "a manager changes another team",
        'return reader.user.role == "manager" and rep in owners and rep != reader.user.rep',
        'return reader.user.role == "manager"',
        suite=f"{PEOPLE}::test_a_manager_changes_nobody_of_another_team",
    ),
    fault(
        "web/parts/rights.py",
        "a rep changes a colleague",
        "return leads(reader, rep) or (reader.acts and reader.user.rep == rep)",
        "return leads(reader, rep) or reader.acts",
        suite=f"{PEOPLE}::test_a_rep_changes_nobody_else",
    ),
    fault(
        "store/alter.py",
        "of two changes at once one is lost",
        "    await connection.execute(changes.SQL.hold_directory)\n",
        "",
        suite=f"{CHANGES}::test_two_who_change_one_person_at_once_lose_nothing",
    ),
    fault(
        "store/migrations/0018_pre_changes.sql",
        "the trace of a change can be removed",
        "before update or delete on app.changes",
        "before update on app.changes",
        suite=f"{CHANGES}::test_the_trace_of_a_change_is_never_removed",
    ),
    fault(
        "store/absences.py",
        "the key in a feed's address is shown",
        'urlsplit(feed.url).hostname or ""',
        "feed.url",
        suite=f"{CHANGES}::test_the_address_of_a_feed_may_be_a_key_and_is_not_kept_in_the_trace",
    ),
    fault(
        "web/people/acts.py",
        "leads wait for who called in sick",
        "while await absences.hand_over_absent(home.pool, home.watched):",
        "while False:",
        suite=f"{PEOPLE}::test_leave_that_begins_today_moves_what_waits_for_a_first_touch",
    ),
    fault(
        "written/trial.py",
        "a cap never fills up in the next turns",
        "setting = replace(setting, turns=turns, loads=loads)",
        "setting = replace(setting, turns=turns)",
        suite=f"{ROUTING}::test_a_cap_fills_up_within_the_next_turns",
    ),
    fault(
        "web/routing/trial.py",
        "another time asks who is at work now",
        "return setting if at == setting.at else replace(setting, at=at, reckoned={})",
        "return setting",
        suite=f"{ROUTING}::test_another_time_finds_other_people_at_work",
    ),
    fault(
        "web/calendars/page.py",
        "a rep closes the office",
        '    """Close a day, let it close early, take that back, or write the calendar anew."""\n'
        "    must(steers(reader), ADMIN)\n",
        "",
        suite=f"{CALENDARS}::test_nobody_but_an_administrator_changes_a_calendar",
    ),
    fault(
        "web/lead/page.py",
        "who claims second is not told who was first",
        '"{who} claimed {name} {ago}. It is theirs now.",',
        '"Somebody claimed {name} {ago}. It is theirs now.",',
        suite=f"{DAYS}::test_of_two_reps_who_claim_one_lead_the_second_hears_who_was_first",
    ),
    fault(
        "web/static/forms.css",
        "a sheet of a lead lies under the list, where nobody can press it",
        ".actions > .drop { position: static; }",
        ".actions > .drop { position: relative; }",
        suite=f"{DAYS}::test_the_reps_core_path_works_without_scripts",
    ),
    fault(
        "web/static/report.css",
        "a page jumps when its charts have come",
        "@media (scripting: enabled)",
        "@media (scripting: none)",
        suite=f"{DAYS}::test_nothing_moves_once_a_page_is_shown",
    ),
    fault(
        "web/parts/keys.html",
        "a key is kept a secret",
        '("n", _("write a call note")), ',
        "",
        suite="tests/web/test_keys.py",
    ),
    fault(
        "web/connectors/page.py",
        "a way out that nothing names is called connected",
        "if self.unused:",
        "if self.unused and False:",
        suite="tests/web/test_connectors.py::test_what_nothing_names_is_not_called_connected",
    ),
)


if __name__ == "__main__":
    tell(FAULTS)
