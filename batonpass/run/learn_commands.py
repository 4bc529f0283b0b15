"""Which commands learn from past leads?"""

from __future__ import annotations

import typer

from batonpass.run import backtest_commands, calibrate_commands, simulate_commands


def register(app: typer.Typer) -> None:
    """Add the commands."""
    calibrate_commands.register(app)
    backtest_commands.register(app)
    simulate_commands.register(app)
