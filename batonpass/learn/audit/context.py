"""What does a rep not find when a lead arrives?"""

from dataclasses import dataclass
from typing import Final

import polars as pl

from batonpass.learn.audit.leads import Leads
from batonpass.learn.audit.read import MET
from batonpass.learn.audit.roles import CONTEXT, Role
from batonpass.learn.intervals import Rate, rate_of

UNKNOWN: Final = ("unknown", "other", "unbekannt", "inconnu", "desconocido")
NEEDED: Final = (Role.OWNER, Role.SOURCE, Role.REGION, Role.COMPANY, Role.TITLE, Role.EMAIL, Role.PHONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """One field: the share of leads in which it is empty, and how many say something that says nothing."""

    role: Role
    field: str
    column: str
    missing: Rate
    unknown: int = 0
    joined: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The fields the export has, the emptiest first, the share of leads with all needed ones, and which those are."""

    fields: tuple[Blank, ...]
    complete: Rate | None
    needed: tuple[str, ...]


def context(leads: Leads) -> Context:
    """How complete each lead's context is; a field of a joined export counts where that export has the lead."""
    known = [role for role in CONTEXT if leads.columns.of(role)]
    fields = sorted((_blank(leads, role) for role in known), key=lambda one: -_share(one))
    needed = [role for role in NEEDED if role in known and role not in leads.joined]
    complete = None
    if len(needed) > 1:
        whole = leads.rows.select(pl.all_horizontal(pl.col(role).is_not_null() for role in needed)).to_series()
        complete = rate_of(int(whole.sum()), whole.len())
    return Context(fields=tuple(fields), complete=complete, needed=tuple(CONTEXT[role] for role in needed))


def _blank(leads: Leads, role: Role) -> Blank:
    joined = role in leads.joined and MET in leads.rows.columns
    rows = leads.rows.filter(pl.col(MET)) if joined else leads.rows
    held = rows[role]
    unknown = 0 if held.dtype != pl.String else int(held.str.to_lowercase().is_in(UNKNOWN).sum())
    return Blank(
        role=role,
        field=CONTEXT[role],
        column=leads.columns.of(role),
        missing=rate_of(int(held.is_null().sum()), held.len()),
        unknown=unknown,
        joined=joined,
    )


def _share(one: Blank) -> float:
    return one.missing.hits / one.missing.of if one.missing.of else 0.0
