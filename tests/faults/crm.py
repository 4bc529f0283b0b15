"""Would the tests notice a fault in how the CRM is kept alike? Each is put into a copy of the tree.

Run by hand: `python -m tests.faults.crm`; exit code 1 if one lived.
"""

from __future__ import annotations

from tests.breaking import Fault, tell

HEARD, WHOLE = ("tests/handoff/test_crm_heard.py",), ("tests/whole/test_crm.py",)
SYNC = ("tests/run/test_crm_sync.py",)
FATES = ("tests/web/test_hook_fates.py",)
DEALS = ("tests/web/test_hook_deals.py",)


def fault(place: str, hurts: str, was: str, becomes: str, *, suites: tuple[str, ...] = HEARD) -> Fault:
    name = place.rpartition("/")[2]
    return Fault(verb=name, hurts=hurts, was=was, becomes=becomes, place=f"batonpass/{place}.py", suites=suites)


JUDGE = "handoff/crm_heard"
FAULTS = (
    fault(JUDGE, "an echo before the answer is news", "change.value == held.sending.value", "False"),
    fault(JUDGE, "old news overturns new", "if held.at and change.at < held.at:", "if False:"),
    fault(JUDGE, "a person is taken for an echo", "change.at > held.at and change.value != held.value", "False"),
    fault(JUDGE, "another's mark is ours", "not change.marker or change.marker == write.marker", "True"),
    fault(JUDGE, "a fight never ends", "len(after.flips) >= crm.flips", "False"),
    fault(JUDGE, "blows of last week count", "if at > now - crm.within)", "if at)"),
    fault(JUDGE, "changing minds is a fight", "(*flips, now) if held.ours else flips", "(*flips, now)"),
    fault(JUDGE, "the house account owns leads", "change.value in crm.house_accounts or", "False or"),
    fault(JUDGE, "a stranger is fought", "return not (strange and", "return not (False and"),
    fault(JUDGE, "frozen fields are written", "if held.frozen_at or held.value == value:", "if held.value == value:"),
    fault("store/record_fates", "a part of a merge is news", "minutes=1)", "minutes=0)", suites=FATES),
    fault("handoff/records", "two who work on one are not asked", "one.owner != other.owner", "False", suites=FATES),
    fault("connectors/salesforce/feed", "what came between two looks is lost", "KEPT = -2", "KEPT = -1", suites=WHOLE),
    fault("run/crm_sync", "a gap is not seen", "isinstance(news, Expired)", "False", suites=SYNC),
    fault(
        "store/crm_heard",
        "nobody hears of a fight",
        "                await tell_of_quarrel",
        "                _ = lambda: tell_of_quarrel",
        suites=WHOLE,
    ),
    fault("web/intake/deals", "a deal told too early is lost", "if not refusal.early:", "if True:", suites=DEALS),
    fault("handoff/deal", "what is over waits for ever", "_OVER = (Stage.WON, Stage.LOST,", "_OVER = (", suites=DEALS),
    fault("store/deal_steps", "nothing waits too long", 'and not row["over"]', "", suites=DEALS),
    fault("web/api/second", "what a person says waits", "if step.by != CRM or not", "if not", suites=DEALS),
    fault(
        "web/intake/deals",
        "a step passes one that waits",
        "    await take_ripe(given.pool, given.watched, lead_id=lead)\n",
        "",
        suites=DEALS,
    ),
)  # fmt: skip


if __name__ == "__main__":
    tell(FAULTS)
