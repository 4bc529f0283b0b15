"""Would the tests notice a door that lets in what it should not? Each fault is put into a copy of the tree.

Run by hand: `python -m tests.faults.doors`; exit code 1 if one lived.
"""

from __future__ import annotations

from tests.breaking import Fault, tell


def fault(place: str, suite: str, hurts: str, *change: str) -> Fault:
    where, (was, becomes) = f"batonpass/{place}", change
    return Fault(verb="doors", hurts=hurts, was=was, becomes=becomes, place=where, suites=(f"tests/{suite}",))


KEYS = "web/test_own_keys.py"
FAULTS = (
    fault(
        "handoff/heard_as.py",
        "handoff/test_heard_as.py",
        "a signal with a dash in its name is never heard",
        "return alike[0] if len(alike) == 1 else plain",
        "return plain",
    ),
    fault(
        "handoff/heard_as.py",
        "handoff/test_heard_as.py",
        "a click in a mail counts nothing with the playbooks we ship",
        "if plain_name(one) in same",
        "if plain_name(one) == plain",
    ),
    fault(
        "web/api/guard.py",
        KEYS,
        "a rep's own key works and reads the lead of a colleague",
        'scope in PERSONAL and "lead_id"',
        'scope not in PERSONAL and "lead_id"',
    ),
    fault(
        "web/api/leads.py",
        KEYS,
        "a rep's own key lists the leads of everybody",
        "after=after, seen_by=seen_by",
        "after=after, seen_by=None",
    ),
    fault(
        "web/api/whose.py",
        "web/test_api_leads.py",
        "a mistyped owner looks like somebody who has no leads",
        "if owner and owner not in",
        "if not owner and owner not in",
    ),
    fault(
        "web/api/waiting.py",
        KEYS,
        "a rep's own key reads every message, recipients and all",
        "if lead else tending(given, who)",
        "if lead else owners_of(given, who)",
    ),
    fault(
        "web/api/merges.py",
        KEYS,
        "a rep's own key takes a colleague's lead by calling it the same person",
        "await must_reach(given, desk.key, other, acting=True)",
        "await must_reach(given, desk.key, lead_id, acting=True)",
    ),
    fault(
        "web/api/second.py",
        KEYS,
        "a rep's own key learns by its deal where a colleague's lead stands",
        "await must_reach(desk.given, desk.key, lead_id, acting=True)",
        "await must_reach(desk.given, desk.key, deal_id, acting=True)",
    ),
    fault(
        "web/api/openapi.py",
        KEYS,
        "the description asks for a key where none is needed",
        "[] if is_open or path in PROVEN",
        "[] if is_open",
    ),
    fault(
        "connectors/leave/rules.py",
        "connectors/test_leave_feed.py",
        "a calendar with a rule that takes no step stops the whole process",
        "if any(int(one) < 1 for",
        "if any(int(one) < 0 for",
    ),
    fault(
        "connectors/leave/rules.py",
        "connectors/test_leave_feed.py",
        "a rule lands on other weekdays",
        "timedelta(days=146_097)",
        "timedelta(days=146_100)",
    ),
    fault(
        "connectors/leave/rules.py",
        "connectors/test_leave_feed.py",
        "leave that repeats every second fills the memory",
        "if often in TOO_OFTEN or any(",
        "if often in TOO_OFTEN and any(",
    ),
    fault(
        "connectors/leave/ics.py",
        "connectors/test_leave_feed.py",
        "a calendar of five thousand rules takes an hour",
        "[REPEATED_MOST:]}",
        "[EVENTS_MOST:]}",
    ),
    fault(
        "run/mail_in.py",
        "run/test_mail_door.py",
        "forty silent strangers keep every mail out",
        "if one.envelope and one.envelope.rcpt_tos)",
        "if one.envelope)",
    ),
    fault(
        "web/room.py",
        "web/test_room.py",
        "a few slow reports keep leads out",
        "max(1, pool.get_max_size() - KEPT_FREE)",
        "pool.get_max_size()",
    ),
    fault(
        "web/room.py",
        "web/test_room.py",
        "one who looks at much leaves no room to others",
        "self._look((place.turn, self._all), scope",
        "self._look((self._all,), scope",
    ),
    fault(
        "web/room.py",
        "web/test_room.py",
        "a few strangers behind slow lines keep everybody from looking",
        "await self.held.aclose()",
        "pass",
    ),
    fault(
        "web/room.py",
        "web/test_room.py",
        "a report that never ends goes on in the database",
        "asyncio.timeout(self._longest)",
        "asyncio.timeout(None)",
    ),
    fault(
        "web/still.py",
        "web/test_still.py",
        "a database that hangs leaves the probes without an answer",
        "done, _ = await asyncio.wait({task}, timeout=within)",
        "done = [await asyncio.wait_for(task, within)]",
    ),
    fault(
        "run/line.py",
        "run/test_line.py",
        "who never reads an answer keeps its line for ever",
        "if now > self.taken_at + UNREAD_SECONDS:",
        "if now > self.taken_at + BODY_SECONDS:",
    ),
    fault(
        "store/watch.sql",
        "store/test_watch.py",
        "an alarm goes on for as long as a look at every lead is worth, though its cause has passed",
        "then least($1::interval, $2::interval)",
        "then greatest($1::interval, $2::interval)",
    ),
    fault(
        "web/still.py",
        "web/test_still.py",
        "a page that takes long is given up though the database answers",
        "waiting.reads or not await self._stands_still()",
        "waiting.reads or await self._stands_still()",
    ),
    fault(
        "web/still.py",
        "web/test_still.py",
        "a sender on a slow line is sent away in the middle of it",
        "if waiting.reads or not",
        "if not",
    ),
    fault(
        "store/cluster.py",
        "store/test_embedded.py::test_a_row_that_is_refused_is_not_written_into_the_log",
        "PostgreSQL writes the rows that it refuses into its log",
        "log_error_verbosity = terse",
        "log_error_verbosity = default",
    ),
    fault(
        "run/log_lines.py",
        "run/test_log_lines.py",
        "a row that the database refuses stands in the log with its person",
        "behind += [one.__cause__, one.__context__,",
        "behind += [None,",
    ),
    fault(
        "web/body.py",
        "web/test_intake_bad.py",
        "of two equal names the second wins when its colon stands on the next line",
        'APART = (b" :", b"\\t:", b"\\n:", b"\\r:")',
        "APART = (b'\" :',)",
    ),
    fault(
        "run/line.py",
        "run/test_line.py",
        "headers without end fill the memory",
        "if self.beside > BESIDE_MOST and",
        "if self.beside > 1000 * BESIDE_MOST and",
    ),
    fault(
        "run/line.py",
        "run/test_line.py",
        "trailers without end fill the memory",
        "self.beside += len(data)",
        "self.beside += len(data) if self.cycle is None else 0",
    ),
    fault(
        "run/line.py",
        "run/test_line.py",
        "a body in small chunks is taken for headers",
        "len(body) - FRAME)",
        "len(body))",
    ),
    fault(
        "run/line.py",
        "run/test_line.py",
        "whoever opens a line and says nothing keeps it",
        "return self.begun_at + HEAD_SECONDS",
        "return self.heard_at + BODY_SECONDS",
    ),
    fault(
        "run/line.py",
        "run/test_line.py",
        "a body that trickles keeps its line for ever",
        "return min(self.heard_at + SILENT_SECONDS, self.begun_at + BODY_SECONDS)",
        "return self.heard_at + SILENT_SECONDS",
    ),
)


if __name__ == "__main__":
    tell(FAULTS)
