"""Would the tests notice a fault in how touches arrive by themselves? Each is put into a copy of the tree.

Run by hand: `python -m tests.faults.touches`; exit code 1 if one lived.
"""

from __future__ import annotations

from tests.breaking import Fault, tell

MEANING = ("tests/store/test_mail_meaning.py",)
DOOR = ("tests/run/test_mail_in.py",)
MEANS, READS = "batonpass/store/mail_meaning.py", "batonpass/written/mail.py"
FAULTS = (
    Fault(
        verb="touch", hurts="an old call keeps today's promise", was="at < lead.cycle_since - AHEAD_MOST",
        becomes="at < lead.cycle_since - AHEAD_MOST * 9999", place="batonpass/handoff/touch.py",
        suites=("tests/handoff/test_touch.py",),
    ),
    Fault(
        verb="clock", hurts="fourteen days become nine", was="    if clock.days:",
        becomes="    if clock.days and used < 0:", place="batonpass/handoff/clock.py",
        suites=("tests/handoff/test_pledges.py",),
    ),
    Fault(
        verb="meaning", hurts="a touch of tomorrow", was="mail.sent_at <= at else None", becomes="at else None",
        place=MEANS, suites=MEANING,
    ),
    Fault(
        verb="meaning", hurts="last year's mail keeps today's promise", was="at - mail.sent_at > ANCIENT",
        becomes="at < mail.sent_at - ANCIENT", place=MEANS, suites=MEANING,
    ),
    Fault(
        verb="meaning", hurts="a mass mailing is personal", was="if len(met) >= BULK_FROM:", becomes="if not met:",
        place=MEANS, suites=MEANING,
    ),
    Fault(
        verb="meaning", hurts="an out-of-office answer is a reply", was="if mail.automatic:", becomes="if not mail.id:",
        place=MEANS, suites=MEANING,
    ),
    Fault(
        verb="mail", hurts="a delay is a failure", was='said(one, "Action").lower() == FAILED', becomes="_to(one)",
        place=READS, suites=MEANING,
    ),
    Fault(
        verb="mail", hurts="signs nobody can read spoil the database", was="if one.isprintable() and _ADDRESS",
        becomes="if _ADDRESS", place=READS, suites=MEANING,
    ),
    Fault(
        verb="invitation", hurts="a folded attendee is nobody", was=r're.sub(r"\n[ \t]", "", text)', becomes="text",
        place="batonpass/written/invitation.py", suites=MEANING,
    ),
    Fault(
        verb="fold/touch", hurts="a bounced mail keeps the promise", was="if fact.reopens else lead.clocks",
        becomes="if fact.next_at else lead.clocks", suites=DOOR,
    ),
    Fault(
        verb="mails", hurts="a mail counts as often as it is brought", place="batonpass/store/mails.py",
        was='if await connection.fetchval(SQL.claim, mail.id, "reading") is None:\n                return',
        becomes='if await connection.fetchval(SQL.claim, mail.id, "reading") == "":\n                return',
        suites=DOOR,
    ),
)  # fmt: skip


if __name__ == "__main__":
    tell(FAULTS)
