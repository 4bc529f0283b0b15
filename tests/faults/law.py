"""Would the tests notice a fault in what the law asks? Each is put into a copy of the tree.

Run by hand: `python -m tests.faults.law`; exit code 1 if one lived.
"""

from __future__ import annotations

from tests.breaking import Fault, tell


def fault(place: str, suite: str, hurts: str, *change: str) -> Fault:
    where, (was, becomes) = f"batonpass/{place}", change
    return Fault(verb="law", hurts=hurts, was=was, becomes=becomes, place=where, suites=(f"tests/{suite}.py",))


RETAIN, KEPT, ALL = "handoff/test_retain", "store/test_retention", "store/test_dsar"
GONE, WHOLE = "store/test_erase_everywhere", "store/test_forgotten_whole"
FAULTS = (
    fault("handoff/retain.py", RETAIN, "31 January and a month is no day", "min(at.day, last)", "min(at.day, 28)"),
    fault("handoff/retain.py", RETAIN, "December counts twice", "+ months, MONTHS)", "+ months + 1, MONTHS)"),
    fault("handoff/retain.py", KEPT, "an opened mail counts", "if one.signal not in silent", "if one.signal"),
    fault("handoff/retain.py", KEPT, "a scanner counts", "for one in done if", "for one in lead.activities if"),
    fault("store/retention.sql", KEPT, "the court's are forgotten", "where h.lead_id = l.id", "where false"),
    fault(
        "run/commands/retention.py",
        "run/test_erase_commands",
        "who forgets the reason lets the court's go",
        "if lift == bool(reason):",
        "if lift and reason:",
    ),
    fault(
        "web/intake/events.py",
        "web/test_visitors",
        "an objection beside a refused cookie is lost",
        "    if not named or not (who or aliases):",
        "    if True:",
    ),
    fault(
        "web/intake/events.py",
        "web/test_visitors",
        "who unsubscribes objects to nothing",
        'OBJECTING.get(known or "")',
        'OBJECTING.get("")',
    ),
    fault("store/dsar.py", ALL, "a colleague is handed out", "if hidden:", "if False:"),
    fault("store/erase.py", GONE, "a name lives on elsewhere", "await wipe(connection, leads, pattern)", "pass"),
    fault("store/erase.py", WHOLE, "the court's reason stays", "    SQL.drop_holds,\n", ""),
    fault(
        "store/erase.py",
        WHOLE,
        "the CRM keeps its record",
        "connection.fetch(SQL.records_of, leads)",
        "connection.fetch(SQL.records_of, [])",
    ),
    fault("store/traces.py", WHOLE, "a colleague's facts name them", "SQL.amend_facts, ", ""),
    fault("store/traces.py", WHOLE, "other tables name them", ", SQL.wipe_texts)", ")"),
    fault("store/traces.py", WHOLE, "a campaign of one stays", ", SQL.wipe_lone_words)", ")"),
    fault("store/traces.py", WHOLE, "namesakes lose their names", "if trace not in shared", "if trace"),
    fault("store/traces.py", WHOLE, "a spaced number stays", "APART.join(digits", '"".join(digits'),
    fault(
        "store/traces.sql",
        WHOLE,
        "what was changed is unguarded",
        "fresh.number, true, t.digest",
        "fresh.number, true, ''",
    ),
    fault(
        "store/crm_heard.sql",
        "run/test_crm_sync",
        "a stranger of the CRM is kept",
        "when $2 = 'nobody' then '' else email",
        "when false then '' else email",
    ),
    fault(
        "handoff/ways.py",
        "handoff/test_ways",
        "a new lead wakes who sleeps",
        "return None if opens is None or opens <= setting.at or is_urgent(lead, opens) else opens",
        "return None if opens is None or opens <= setting.at or not is_urgent(lead, opens) else opens",
    ),
    fault(
        "handoff/ways.py",
        "handoff/test_ways",
        "quiet ends at dusk",
        "if start <= now < stop]",
        "if start < now <= stop]",
    ),
    fault(
        "web/choices/page.py",
        "web/test_choices",
        "any site objects for me",
        "if not same_origin(request):",
        "if False:",
    ),
    fault(
        "web/choices/page.py",
        "web/test_choices",
        "a look at the link objects",
        'return rendered("choices/page.html", title=say("Your choice"), done=asked.objects)',
        "return await choose(request, token)",
    ),
    fault(
        "store/retention.sql",
        KEPT,
        "what waits for a person is emptied",
        "and state in ('taken', 'released', 'refused') and body",
        "and body",
    ),
    fault(
        "store/retention.sql", KEPT, "one page alone is emptied", "select max(id) from page;", "select null::bigint;"
    ),
    fault(
        "web/sign_in/passwords.py",
        "web/test_sign_in",
        "a guessed password will do",
        "if guessable(password):",
        "if False:",
    ),
)


if __name__ == "__main__":
    tell(FAULTS)
