"""Would the tests notice the faults that were found by judging odd arrivals by hand? Each is put in a copy.

Run by hand: `python -m tests.faults.arrivals`; exit code 1 if one lived.
"""

from __future__ import annotations

from tests.breaking import tell
from tests.faults.hard import fault

DOINGS, WISHES, FADED = (f"handoff/test_{name}.py" for name in ("doings", "wishes", "faded"))
RETENTION = "store/test_retention.py"
ERASE, QUALIFY, MAPPING = "store/test_erase.py", "handoff/test_qualify.py", "written/test_csv_mapping.py"
FAULTS = (
    fault("handoff/doings.py", DOINGS, "old doings push out new ones", "done[n].at, reverse=True", "n, reverse=True"),
    fault("handoff/doings.py", DOINGS, "views hide a look at the price", "ranked.sort(key=lambda one: one[0])", "pass"),
    fault("handoff/doings.py", DOINGS, "a list of the past raises hands", "if not fact.historic:", "if fact:"),
    fault(
        "handoff/qualify.py",
        DOINGS,
        "whatever is told of people of the past pages reps",
        "or short_of(scored, definition) or _old_news(case)",
        "or short_of(scored, definition)",
    ),
    fault("handoff/qualify.py", DOINGS, "an opened mail pages reps", "return not worth", "return False"),
    fault("handoff/qualify.py", DOINGS, "nothing told of people of the past counts", "return not raised and", "return"),
    fault("handoff/wishes.py", WISHES, "an old yes lifts a refusal", "if not older and not lifted:", "if not lifted:"),
    fault("handoff/wishes.py", WISHES, "a list lifts a refusal", "if not older and not lifted:", "if not older:"),
    fault(
        "handoff/wishes.py",
        WISHES,
        "a merge lifts a refusal",
        "if older.consented_at[name] > newer.consented_at[name]:",
        "if not name:",
    ),
    fault(
        "handoff/faded.py",
        FADED,
        "the points of then are shown for those of now",
        "_done(lead, model, playbook, at), at)",
        "recorded, at)",
    ),
    fault("handoff/faded.py", FADED, "another agreement's points are shown", "!= recorded:", "== ():"),
    fault(
        "web/api/leads.py",
        "whole/test_decisions.py",
        "a list says other points than the lead",
        "by_now.get(row.id)",
        "None",
    ),
    fault(
        "store/decide.py",
        ERASE,
        "a late event brings back who was forgotten",
        "if self.forgotten and is_over(",
        "if False and is_over(",
    ),
    fault("store/marked.py", ERASE, "a list brings back who was forgotten", "or (listed and not known)", ""),
    fault(
        "store/marked.py",
        ERASE,
        "nobody comes back of their own accord",
        "return fact.at < forgotten or",
        "return True or",
    ),
    fault(
        "store/marked.sql",
        ERASE,
        "who objected may be written to again",
        "= any ($3::text[]))",
        "= any ('{}'::text[]) or false and $3::text[] is null)",
    ),
    fault("store/erase.py", ERASE, "whose time was over may never come back", "asked=bool(by)", "asked=True"),
    fault("store/said.py", ERASE, "an address in another alphabet is nobody's", "*_as_we_write(said)", ""),
    fault(
        "store/imports.py",
        "store/test_imports.py",
        "the row of somebody forgotten is kept among the refused",
        "cells=(), wrong=outcome.error",
        "cells=row.cells, wrong=outcome.error",
    ),
    fault("store/rounds.py", ERASE, "one who is forgotten early stops all counts", "if here:", "if here := leads:"),
    fault(
        "store/erase.py",
        ERASE,
        "who is forgotten early was never there",
        "await keep_rounds_of(connection, leads)",
        "pass",
    ),
    fault(
        "handoff/path.py",
        "handoff/test_objecting.py",
        "an objection beside a yes is not heard",
        "heard = (walk.lead.consent, walk.lead.consented_at) != (lead.consent, lead.consented_at)",
        "heard = walk.lead.consented_at != lead.consented_at",
    ),
    fault(
        "store/decide.py",
        "web/test_intake_events.py",
        "who refuses to be tracked is tracked",
        "if known and arrival.is_watched and",
        "if known and arrival.is_watched and False and",
    ),
    fault(
        "store/decide.py",
        "web/test_intake_events.py",
        "who refuses to be tracked cannot ask for us",
        " and not self._raises_hand(fact):",
        ":",
    ),
    fault(
        "store/decide.py",
        "web/test_intake_events.py",
        "a new consent to tracking is not heard",
        'agreed_at = fact.at if "consent" in arrival.sent else None',
        "agreed_at = None",
    ),
    fault(
        "handoff/wishes.py",
        "web/test_visitors.py",
        "what was seen before a refusal joins after it",
        "or (name in since and since[name] > agreed_at) for",
        "for",
    ),
    fault(
        "web/intake/events.py",
        "web/test_visitors.py",
        "a visit of long ago happened when its visitor is named",
        'sent.setdefault("timestamp", waits.arrived_at.isoformat())',
        "pass",
    ),
    fault(
        "store/retention.py",
        RETENTION,
        "who wrote yesterday is forgotten tonight",
        "wrote_at=wrote.get(name)",
        "wrote_at=None",
    ),
    fault("store/retention.sql", RETENTION, "an answer is no contact", "f.kind = 'Replied' or", ""),
    fault(
        "store/retention.sql",
        RETENTION,
        "every list keeps people longer",
        "coalesce((f.body ->> 'historic')::boolean, false) is false",
        "true",
    ),
    fault(
        "store/traces.py",
        "store/test_forgotten_whole.py",
        "who is forgotten takes along whose address is longer",
        "yield ADDRESS_BEFORE + _escaped(trace) + ADDRESS_AFTER",
        "yield BEFORE + _escaped(trace) + AFTER",
    ),
    fault(
        "store/erase.py",
        ERASE,
        "who was taken for a robot is never forgotten",
        "await _forget_strangers(connection, who) if asked else 0",
        "0",
    ),
    fault(
        "handoff/qualify.py",
        DOINGS,
        "a list of the past makes a reader ready",
        "if lead.stage in FINISHED and not never_with_sales:",
        'if lead.stage in FINISHED and not (never_with_sales and level == "nurture"):',
    ),
    fault(
        "handoff/qualify.py",
        DOINGS,
        "who objects was given back",
        "return _without_tier(case, Stage.NURTURE, level, OBJECTS)",
        "return _without_tier(case, Stage.NURTURE, level, Ground(rule='', because=lead.because))",
    ),
    fault(
        "handoff/person.py",
        "handoff/test_capture.py",
        "who has a sharp s is somebody else",
        "if SINCE_2010.isdisjoint(domain):",
        "if domain:",
    ),
    fault(
        "handoff/person.py",
        "handoff/test_capture.py",
        "a space that nobody sees makes two of one",
        'if category(c) != "Cf"',
        "if c",
    ),
    fault(
        "handoff/path.py",
        QUALIFY,
        "a demo that moves no promise is told to nobody",
        "if not _tightened(walk, running) and again:",
        "if not _tightened(walk, running) and False:",
    ),
    fault(
        "handoff/qualify.py",
        QUALIFY,
        "an event is no raised hand",
        "if signal in case.playbook",
        "if not case.playbook",
    ),
    fault(
        "handoff/fold/__init__.py",
        DOINGS,
        "old words stand for new",
        "latest = not overtaken(fact, lead)",
        "latest = True",
    ),
    fault(
        "handoff/wishes.py",
        "handoff/test_wishes.py",
        "Opted-Out is no objection",
        '.lower().replace("-", "_").replace(" ", "_")',
        ".lower()",
    ),
    fault(
        "web/intake/aliases.py",
        "web/test_intake_events.py",
        "a consent that is taken back is one",
        'NO = wishes.NO | {"deny", "none"}',
        'NO = {"denied", "no", "false"}',
    ),
    fault("handoff/meant.py", "handoff/test_capture.py", "a dash is an answer", "in NOT_SAID or", "in () or"),
    fault(
        "handoff/meant.py",
        "handoff/test_capture.py",
        "somebody called Null has no name",
        'text.lower() == "n/a" or',
        "text.lower() in NOT_SAID or",
    ),
    fault("written/mapping.py", MAPPING, "whoever says no lives in Norway", 'if text.lower() != "no"]', "]"),
    fault("written/mapping.py", MAPPING, "the names of fields are none", "if spelt in CALLED else", "if False else"),
    fault("written/csv_sent.py", MAPPING, "an opt-out in a list is a word", "elif to in REFUSED:", "elif False:"),
    fault(
        "written/csv_sent.py",
        MAPPING,
        "an old yes hides a no",
        "key=lambda one: one[2] in REFUSED",
        "key=lambda one: 0",
    ),
    fault(
        "written/entries.py",
        "web/test_api_directory.py",
        "free mail is a company's beside its own",
        'check_domain(other.lower(), notes.under("domains", place))',
        "pass",
    ),
)


if __name__ == "__main__":
    tell(FAULTS)
