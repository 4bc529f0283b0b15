"""What can be asked for on the command line?"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

import batonpass
from batonpass.run import (
    admin_commands,
    audit_commands,
    explain_commands,
    import_commands,
    learn_commands,
    plan_commands,
    playbook_commands,
    serve_commands,
    time_commands,
)
from batonpass.run.backup_commands import register as for_backups
from batonpass.run.brief_commands import register as for_briefs
from batonpass.run.change_commands import register as for_changes
from batonpass.run.crm_commands import register as for_crm
from batonpass.run.door_commands import register as for_doors
from batonpass.run.erase_commands import register as for_erasure
from batonpass.run.joint_review_commands import register as for_joint_reviews
from batonpass.run.leave_commands import register as for_leave
from batonpass.run.meeting_commands import register as for_meetings
from batonpass.run.recovery_commands import register as for_recovery
from batonpass.run.report_commands import register as for_reports
from batonpass.run.retention_commands import register as for_retention
from batonpass.run.routing_commands import register as for_routing
from batonpass.run.settings import SettingRefused
from batonpass.run.shadow_commands import register as for_shadows
from batonpass.run.verify_commands import register as for_verifying
from batonpass.store.migrate import MigrationRefused
from batonpass.store.refused import DatabaseRefused
from batonpass.written.refused import Refused

app = typer.Typer(
    name="batonpass",
    help="The marketing-to-sales handoff: recognise, score, qualify, route, promise, escalate, learn.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for commands in (
    serve_commands,
    playbook_commands,
    plan_commands,
    explain_commands,
    import_commands,
    audit_commands,
    learn_commands,
    time_commands,
    admin_commands,
):
    commands.register(app)
for_backups(app)
for_recovery(app)
for_changes(app)
for_shadows(app)
for_crm(app)
for_doors(app)
for_briefs(app)
for_leave(app)
for_routing(app)
for_erasure(app)
for_retention(app)
for_reports(app)
for_joint_reviews(app)
for_meetings(app)
for_verifying(app)


@app.callback()
def about(
    version: Annotated[bool, typer.Option("--version", help="Say which version this is.", is_eager=True)] = False,  # noqa: FBT002 - typer's way
) -> None:
    """Run one of the commands below."""
    if version:
        typer.echo(f"batonpass {batonpass.__version__}")
        raise typer.Exit


def main() -> None:
    """Run the command line; what we refuse is said in a sentence and ends with exit code 1."""
    try:
        app()
    except (Refused, SettingRefused, DatabaseRefused, MigrationRefused) as refused:
        typer.echo(str(refused), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
