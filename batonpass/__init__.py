"""Batonpass runs the B2B marketing-to-sales handoff: every lead dated, owned, briefed and on a clock."""

__version__ = "0.1.0"
