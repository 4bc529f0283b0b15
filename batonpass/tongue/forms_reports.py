"""Which words do reports use for titles, columns, verdicts and notes?"""

from __future__ import annotations

from typing import Final

from .spoken import later

REPORT_SENTENCES: Final = ()
"""Titles, columns, notes and verdicts."""
REPORT_TERMS: Final = ()
"""What stands in a cell of a column of our own words."""
