"""Would the tests notice a fault in the playbook's editor? Each is put into a copy of the tree and named with its test.

Run by hand: `python -m tests.faults_editor`; exit code 1 if one lived.
"""

from __future__ import annotations

import sys

from tests.faults_identity import Fault, caught

FORMS = ("tests/web/test_editor.py",)
WINDOWS = ("tests/web/test_editor_browser.py",)

FAULTS = (
    Fault(
        place="store/unfinished.sql",
        hurts="the second of two who save wins, and the first loses what they wrote",
        was="where id = $1 and revision = $2\nreturning revision",
        becomes="where id = $1 and $2::int is not null\nreturning revision",
        tests=FORMS,
    ),
    Fault(
        place="web/parts/rights.py",
        hurts="anybody who signs in changes the playbook",
        was="if not reader.tends:",
        becomes="if False:",
        tests=FORMS,
    ),
    Fault(
        place="web/editor/page.py",
        hurts="a draft is made of a text that another has changed meanwhile",
        was="there is None or there.revision != writing.seen",
        becomes="there is None",
        tests=FORMS,
    ),
    Fault(
        place="web/editor/pinned.py",
        hurts="a lead of another team is read by pinning it",
        was="if held is not None and reader.sees(held.lead) else None",
        becomes="if held is not None else None",
        tests=FORMS,
    ),
    Fault(
        place="learn/what_if.py",
        hurts="a lead that changes its stage is not counted",
        was="stage = was.stage != would.stage",
        becomes="stage = was.stage > would.stage + 99",
        tests=FORMS,
    ),
    Fault(
        place="web/static/editor.js",
        hurts="a look that begins during a save loses the revision the save has made",
        was="  await saving;\n",
        becomes="",
        tests=WINDOWS,
    ),
    Fault(
        place="web/static/editor.js",
        hurts="letters typed in the text are taken for the page's shortcuts",
        was="if (!palette) event.stopPropagation();",
        becomes="",
        tests=WINDOWS,
    ),
    Fault(
        place="web/static/editor.js",
        hurts="who leaves loses what is not saved, unasked",
        was="if (dirty() && !leaving) event.preventDefault();",
        becomes="",
        tests=WINDOWS,
    ),
    Fault(
        place="web/static/editor.js",
        hurts="the editor puts its styles into the page, which the policy refuses",
        was='const root = host.attachShadow({ mode: "open" });',
        becomes="const root = document;",
        tests=WINDOWS,
    ),
)


def main() -> None:
    lived = 0
    for fault in FAULTS:
        test = caught(fault)
        lived += not test
        sys.stdout.write(f"{fault.place:28} {fault.hurts:60} {test or 'LIVED'}\n")
        sys.stdout.flush()
    sys.exit(1 if lived else 0)


if __name__ == "__main__":
    main()
