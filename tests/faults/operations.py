"""Would the tests notice a fault in how an installation is run and guarded? Each is put into a copy of the tree.

Run by hand: `python -m tests.faults.operations`; exit code 1 if one lived.
"""

from __future__ import annotations

from tests.breaking import Fault, tell


def fault(place: str, suite: str, hurts: str, *change: str) -> Fault:
    where, (was, becomes) = f"batonpass/{place}", change
    return Fault(verb="operations", hurts=hurts, was=was, becomes=becomes, place=where, suites=(f"tests/{suite}",))


AGAIN, SCOPE, BACKUP = "store/test_forgotten_again.py", "web/test_scope.py", "run/test_backup.py"
FAULTS = (
    Fault(
        place="run/settings.py",
        hurts="an address that cannot be read ends in a traceback with the password in it",
        was="    except ValueError:\n        says",
        becomes="    except ZeroDivisionError:\n        says",
        suites=("tests/run/test_serve.py",),
    ),
    Fault(
        place="store/world.py",
        hurts="after an upgrade a text in force that lacks what is asked since refuses every lead",
        was='load(text, "the active playbook", kept=True)',
        becomes='load(text, "the active playbook")',
        suites=("tests/store/test_playbooks.py",),
    ),
    Fault(
        place="store/playbooks.py",
        hurts="nothing can follow a text in force that this version cannot read",
        was="    except Refused:\n        return None\n\n\nasync def refuse_unsound",
        becomes="    except ZeroDivisionError:\n        return None\n\n\nasync def refuse_unsound",
        suites=("tests/store/test_playbooks.py",),
    ),
    Fault(
        verb="due",
        hurts="workers ring against one another, in pieces",
        was="if not await connection.fetchval(SQL.alone, RINGING):",
        becomes="if await connection.fetchval(SQL.alone, RINGING) is None:",
        place="batonpass/store/due.py",
        suites=("tests/store/test_due.py",),
    ),
    Fault(
        verb="wake",
        hurts="what is being told hides what is said meanwhile",
        was="while self._untold:",
        becomes="if self._untold:",
        place="batonpass/run/wake.py",
        suites=("tests/run/test_wake.py",),
    ),
    Fault(
        verb="wake",
        hurts="each step wakes every worker for its messages",
        was="self.tell(elsewhere or news)",
        becomes="self.tell(news)",
        place="batonpass/run/wake.py",
        suites=("tests/run/test_wake.py",),
    ),
    Fault(
        verb="outbox",
        hurts="whoever comes back is run over at once",
        was="app.now() + t.nth * least(",
        becomes="app.now() + least(",
        place="batonpass/store/outbox.sql",
        suites=("tests/store/test_outbox.py",),
    ),
    Fault(
        verb="outbox",
        hurts="one system that works hurries what waits for another",
        was="join app.outbox o using (channel, recipient)\n    where not w.people",
        becomes="join app.outbox o using (channel)\n    where not w.people",
        place="batonpass/store/outbox.sql",
        suites=("tests/store/test_outbox.py",),
    ),
    Fault(
        verb="on_the_way",
        hurts="who asks for six hours of peace gets a minute",
        was="if isinstance(result, Later) and result.after for one",
        becomes="if isinstance(result, Never) and result.why for one",
        place="batonpass/run/on_the_way.py",
        suites=("tests/run/test_deliver.py",),
    ),
    Fault(
        verb="outbox",
        hurts="many messages for one person fill the channel",
        was="(n.nth > n.allowed or f.key is not null and",
        becomes="(f.key is not null and",
        place="batonpass/store/outbox.sql",
        suites=("tests/store/test_outbox_ways.py",),
    ),
    fault("store/recovery.py", AGAIN, "an older copy speaks at once", 'older = seen > row["number"]', "older = False"),
    fault(
        "run/keep_pulse.py",
        AGAIN,
        "a copy under a running process is not seen",
        "older = number <= seen",
        "older = False",
    ),
    fault("store/forgotten.py", AGAIN, "who was forgotten is there again", "if ids else []", "if not ids else []"),
    fault(
        "store/forgotten.sql",
        AGAIN,
        "a copy that is behind forgets to tell",
        "then 0 else $1 end",
        "then $1 else $1 end",
    ),
    fault("store/backup.py", BACKUP, "everybody reads the backup", "half.chmod(0o600)", "half.chmod(0o644)"),
    fault("store/backup.py", BACKUP, "a backup counts what it lacks", "if instant else ()", "if not instant else ()"),
    fault("store/play_back.py", BACKUP, "half a backup is put back", 'else b"rollback;\\n")', 'else b"commit;\\n")'),
    fault("store/play_back.py", BACKUP, "a copy may send before it is held", "{last};\\ncommit", "commit"),
    fault("store/play_back.py", BACKUP, "what went wrong goes on", '"--set=ON_ERROR_STOP=1", ', ""),
    fault("store/backup.py", BACKUP, "a backup writes over another", "if target.exists():", "if False:"),
    fault(
        "web/parts/reader.py",
        SCOPE,
        "a colleague's lead is open to all",
        "if owners is None or lead.owner in owners or self._stands_in(lead.owner):",
        "if True:",
    ),
    fault(
        "web/session.py",
        "web/test_sign_in.py",
        "everybody is signed out when the key is exchanged",
        "[*home.older_session_secrets, home.session_secret]",
        "[home.session_secret]",
    ),
    fault(
        "run/settings.py",
        "run/test_secret_key.py",
        "links that were signed before there was a key cannot be kept alive",
        '_sealed("" if key == NO_KEY else key, kept)',
        "_sealed(key, kept)",
    ),
    fault(
        "store/silent.py",
        "store/test_silent.py",
        "a process that stands still locks everybody out for as long",
        "        await connection.execute(LET_GO, timeout=within)\n",
        "",
    ),
    fault(
        "web/api/health.py",
        "web/test_api_health.py",
        "all is well while a full disk keeps no lead",
        "    if counted.refusing:\n",
        "    if not counted:\n",
    ),
    fault(
        "store/uploads.py",
        "web/test_api_imports.py",
        "who sends millions of empty lines keeps us busy",
        "if many > LINES_MOST:",
        "if many < 0:",
    ),
    fault(
        "store/gone_back.py",
        "store/test_gone_back.py",
        "a clock that was ahead keeps everybody waiting",
        "if back is not None:",
        "if back is None:",
    ),
    fault(
        "web/session.py",
        "web/test_sign_in.py",
        "a session of a clock that was ahead lasts as long",
        "return -idle <= at - session.seen <= idle",
        "return at - session.seen <= idle",
    ),
    fault(
        "store/open.py",
        "run/test_no_database.py",
        "who misspells the database's address is answered with a traceback",
        "        await _reach(where)\n",
        "",
    ),
    fault(
        "store/open.py",
        "store/test_open.py",
        "a pooler swallows what wakes the processes, and leads wait",
        "    if not whole:\n",
        "    if whole is None:\n",
    ),
    fault("store/open.py", "store/test_open.py", "an unsafe setting is taken", 'DURABLE = ("fsync", ', "DURABLE = ("),
)


if __name__ == "__main__":
    tell(FAULTS)
