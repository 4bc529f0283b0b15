"""Would the tests notice a fault in the playbook's editor? Each is put into a copy of the tree and named with its test.

Run by hand: `python -m tests.faults.editor`; exit code 1 if one lived.
"""

from __future__ import annotations

from tests.breaking import Fault, tell

FORMS = ("tests/web/test_editor.py",)
WINDOWS = ("tests/web/test_editor_browser.py",)

FAULTS = (
    Fault(
        place="web/playbook/planned.py",
        hurts="a text whose people work by hours it does not name is planned as if it could be put in force",
        was="    refuse_unknown_calendars(draft, written.playbook.version)\n",
        becomes="",
        suites=FORMS,
    ),
    Fault(
        place="store/world.py",
        hurts="a draft in shadow stops at the first lead of somebody whose hours it does not name",
        was="_world(connection, revision, written, left=left)",
        becomes="_world(connection, revision, written, left={})",
        suites=("tests/store/test_shadow.py",),
    ),
    Fault(
        place="store/unfinished.sql",
        hurts="the second of two who save wins, and the first loses what they wrote",
        was="where id = $1 and revision = $2\nreturning revision",
        becomes="where id = $1 and $2::int is not null\nreturning revision",
        suites=FORMS,
    ),
    Fault(
        place="web/parts/rights.py",
        hurts="anybody who signs in changes the playbook",
        was="if not reader.tends or (acts and not reader.acts):",
        becomes="if acts and not reader.acts:",
        suites=FORMS,
    ),
    Fault(
        place="web/editor/page.py",
        hurts="a draft is made of a text that another has changed meanwhile",
        was="there is None or there.revision != writing.seen",
        becomes="there is None",
        suites=FORMS,
    ),
    Fault(
        place="web/editor/pinned.py",
        hurts="a lead of another team is read by pinning it",
        was="if held is not None and reader.sees(held.lead) else None",
        becomes="if held is not None else None",
        suites=FORMS,
    ),
    Fault(
        place="learn/what_if.py",
        hurts="a lead that changes its stage is not counted",
        was="stage = was.stage != would.stage",
        becomes="stage = was.stage > would.stage + 99",
        suites=FORMS,
    ),
    Fault(
        place="web/static/editor.js",
        hurts="a look that begins during a save loses the revision the save has made",
        was="  await saving;\n",
        becomes="",
        suites=WINDOWS,
    ),
    Fault(
        place="web/static/editor.js",
        hurts="letters typed in the text are taken for the page's shortcuts",
        was="if (!palette) event.stopPropagation();",
        becomes="",
        suites=WINDOWS,
    ),
    Fault(
        place="web/static/editor.js",
        hurts="who leaves loses what is not saved, unasked",
        was="if (dirty() && !leaving) event.preventDefault();",
        becomes="",
        suites=WINDOWS,
    ),
    Fault(
        place="web/static/editor.js",
        hurts="the editor puts its styles into the page, which the policy refuses",
        was='const root = host.attachShadow({ mode: "open" });',
        becomes="const root = document;",
        suites=WINDOWS,
    ),
)


if __name__ == "__main__":
    tell(FAULTS)
