"""Would the tests notice a fault in the copy that plans read? Each is put into a copy of the tree in turn.

Run by hand: `python -m tests.faults.plan`; exit code 1 if one lived.
"""

from __future__ import annotations

from tests.breaking import Fault, tell

PURE = ("tests/learn/test_many_kept.py",)
STORED = ("tests/store/test_lead_columns.py",)

FAULTS = (
    Fault(
        place="learn/many/read.py",
        hurts="a plan breaks off where nobody has come in yet",
        was="if not self.frames:",
        becomes="if False:",
        suites=("tests/learn/test_plan.py",),
    ),
    Fault(
        place="learn/many/kept.py",
        hurts="a lead that changed is taken as it was",
        was="joined_ = now.join(numbered, on=list(KEY),",
        becomes='joined_ = now.join(numbered, on="id",',
        suites=PURE,
    ),
    Fault(
        place="learn/many/kept.py",
        hurts="what somebody did in an older row counts beside the newer one",
        was="stands = acts.rows >= 0",
        becomes="stands = acts.rows >= -1",
        suites=PURE,
    ),
    Fault(
        place="learn/many/kept.py",
        hurts="a chunk that is dead for the most part lies for ever",
        was="if there[n] < HALF * one.height",
        becomes="if there[n] < 0",
        suites=PURE,
    ),
    Fault(
        place="learn/many/kept.py",
        hurts="a title is taken instead of what somebody told us",
        was="said.zip_with(said.is_in(list(ours)).fill_null(value=False), told)",
        becomes="told",
        suites=PURE,
    ),
    Fault(
        place="store/lead_columns.py",
        hurts="who was forgotten while a chunk was made lies in it",
        was="if await connection.fetchval(SQL.are_there, list(ids)) == len(ids):",
        becomes="if ids:",
        suites=STORED,
    ),
    Fault(
        place="store/lead_columns.sql",
        hurts="marks of another database are taken for ours",
        was="where database = $1 and shape = $2",
        becomes="where $1 <> '' and shape = $2",
        suites=STORED,
    ),
    Fault(
        place="store/migrations/0037_pre_lead_columns.sql",
        hurts="an erasure passes by a chunk that is just being added",
        was="    perform pg_advisory_xact_lock(7233637);\n",
        becomes="",
        suites=STORED,
    ),
    Fault(
        place="store/lead_columns.sql",
        hurts="a lead that lives on in another is counted twice",
        was="from app.leads where stage <> 'Merged';",
        becomes="from app.leads where true;",
        suites=STORED,
    ),
)


if __name__ == "__main__":
    tell(FAULTS)
