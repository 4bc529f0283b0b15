"""Would the tests notice a fault in the commands and in what agents may do? Each is put into a copy of the tree.

Run by hand: `python -m tests.faults.commands`; exit code 1 if one lived.
"""

from __future__ import annotations

from tests.breaking import Fault, tell


def fault(place: str, suite: str, hurts: str, *change: str) -> Fault:
    where, (was, becomes) = f"batonpass/{place}", change
    return Fault(verb="commands", hurts=hurts, was=was, becomes=becomes, place=where, suites=(f"tests/{suite}.py",))


FAULTS = (
    fault(
        "run/commands/__init__.py",
        "run/test_refusals",
        "a program that asks for JSON is refused in prose",
        "if not as_json:\n        typer.echo(str(refused), err=True)",
        "if as_json or not as_json:\n        typer.echo(str(refused), err=True)",
    ),
    fault(
        "run/commands/__init__.py",
        "run/test_refusals",
        "a full disk under the answer ends in a traceback",
        "if error.errno not in FULL:",
        "if error.errno:",
    ),
    fault(
        "run/house.py",
        "run/test_begin",
        "the starter takes the version of one's own first playbook",
        "STARTER.name, STARTER_VERSION)",
        'STARTER.name, "1")',
    ),
    fault(
        "store/open.py",
        "run/test_no_database",
        "what is asked in the wrong folder is answered from an empty database",
        "if not (begin or where.url or",
        "if False and not (begin or where.url or",
    ),
    fault("run/commands/erase.py", "run/test_erase_commands", "a person's data lies open", "0o600", "0o644"),
    fault(
        "run/commands/reviews.py",
        "run/test_reviews_commands",
        "whoever types lets leads go",
        "who = await reviewers.reviewer(connection, by, world)",
        "who = by if by in world.directory.reps else next(iter(world.directory.reps))",
    ),
    fault(
        "run/commands/recovery.py",
        "whole/test_recovery",
        "what is old leaves after a restore",
        "skip_older_than=skip_older_than, drop",
        "skip_older_than=None, drop",
    ),
    fault(
        "connectors/agents/tools.py",
        "web/test_agents",
        "an agent reaches what it has no tool for",
        'Field(pattern=r"^[A-Za-z0-9]{1,40}$"',
        'Field(pattern=r"^.{1,40}"',
    ),
    fault(
        "connectors/agents/asked.py",
        "web/test_agents",
        "a refusal looks like an answer",
        "if answer.is_success:",
        "if answer.text:",
    ),
    fault(
        "connectors/agents/tools.py",
        "web/test_agents",
        "an act is announced as a look",
        "server.add_tool(tool, annotations=ACTS",
        "server.add_tool(tool, annotations=READS",
    ),
)


if __name__ == "__main__":
    tell(FAULTS)
