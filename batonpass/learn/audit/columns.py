"""Which column of an export is what: by its name, by what stands in it, or because somebody said so?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

import polars as pl

from batonpass.learn.audit.dates import looks_like_dates
from batonpass.learn.audit.roles import CALLED, DATES, TELLTALE, Role, names_of
from batonpass.written.mapping_words import plain
from batonpass.written.nearest import did_you_mean
from batonpass.written.refused import Problem, Refused, quoted

SAMPLE: Final = 2_000
NOTHING: Final = ("", "?", "-", "--", "n/a", "na", "null", "none", "nan", "select", "(blank)", "#n/a", "not provided")
"""What CRMs and their users write for nothing; `unknown` is somebody's answer and stays."""
DROPPED: Final = "-"
NUMBER: Final = r"^[^\d\w-]{0,3}(?:[A-Z]{3} ?)?-?\d[\d.,' ]*(?: ?(?:[A-Z]{3}|[^\w]))?$"
"""An amount, with a currency before or behind it."""
_MOSTLY: Final = 0.8
_TELLTALES_LEAST: Final = 2
_PREFIXES: Final = ("deal ", "lead ", "person ", "organization ", "contact ", "property ", "hs ")
_THINGS: Final = frozenset({"deal title", "deal deal title", "lead title", "lead lead title"})
"""The name of a deal or lead, which is nobody's job."""
_STAGES: Final = frozenset({"stage", "deal stage", "deal deal stage", "pipeline stage"})
_LATER: Final = 1_000
_RANKS: Final = {role: {name: place for place, name in enumerate(names_of(text))} for role, text in CALLED.items()}
_TELLTALES: Final = {crm: frozenset(names_of(text)) for crm, text in TELLTALE.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column that was recognised: what it is taken for, and why."""

    role: Role
    column: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """What the columns of an export are: from which CRM it seems to be, and a column for each role that was found."""

    crm: str
    found: tuple[Column, ...]
    passed_over: tuple[str, ...] = ()

    def of(self, role: Role) -> str:
        """The column with this role; empty when there is none."""
        return next((one.column for one in self.found if one.role is role), "")


def without_nothing(texts: pl.Series) -> pl.Series:
    """The cells with what stands for nothing made null and spaces around them gone."""
    trimmed = texts.str.strip_chars()
    return trimmed.to_frame("t").select(
        pl.when(pl.col("t").str.to_lowercase().is_in(NOTHING)).then(None).otherwise(pl.col("t")).alias(texts.name)
    )[texts.name]


def recognise(table: pl.DataFrame, said: Mapping[Role, str]) -> Columns:
    """Give each role the column that fits best by name, if what stands in it fits too; what was said wins."""
    head = {name: without_nothing(table[name].drop_nulls().head(SAMPLE)).drop_nulls() for name in table.columns}
    plains = {name: _plain(name) for name in table.columns}
    crm = _crm(plains.values())
    ranked = sorted(
        (rank, place, role)
        for role in Role
        if role not in said
        for place, name in enumerate(table.columns)
        if (rank := _rank(role, plains[name], crm)) is not None and _fits(role, head[name])
    )
    taken = {column: role for role, column in said.items() if column != DROPPED}
    found = [Column(role=role, column=column, because="you said so") for column, role in taken.items()]
    done = {*said}
    for _, place, role in ranked:
        name = table.columns[place]
        if role not in done and name not in taken:
            done.add(role)
            taken[name] = role
            found.append(Column(role=role, column=name, because="its name"))
    found = _with_a_beginning(found, head, done, taken)
    order = list(Role)
    rest = tuple(name for name in table.columns if name not in taken)
    return Columns(crm=crm, found=tuple(sorted(found, key=lambda one: order.index(one.role))), passed_over=rest)


def said_roles(pairs: Sequence[str], columns: Sequence[str], where: str) -> dict[Role, str]:
    """Read role=Column as somebody wrote them; raise Refused, with what to write instead, for what there is not."""
    said: dict[Role, str] = {}
    problems: list[Problem] = []
    for pair in pairs:
        name, sign, column = (part.strip() for part in pair.partition("="))
        role = next((one for one in Role if one == name.lower()), None)
        if not sign or role is None:
            problems.append(_no_role(where, pair, name))
        elif column not in (*columns, DROPPED):
            instead = did_you_mean(column, columns) or f"The columns are {', '.join(columns[:12])}"
            problems.append(Problem(where=where, says=f"there is no column {quoted(column)}", instead=instead))
        else:
            said[role] = column
    if problems:
        raise Refused(problems)
    return said


def _no_role(where: str, pair: str, name: str) -> Problem:
    near = get_close_matches(name.lower(), [*Role], n=1)
    instead = f"Did you mean {near[0]}?" if near else f"Write one of: {', '.join(Role)}"
    return Problem(where=where, says=f"{quoted(pair)} is not role=Column", instead=instead)


def _plain(name: str) -> str:
    """A header in plain words; the `_c` with which Salesforce marks fields of one's own says nothing."""
    words = plain(name)
    return words.removesuffix(" c")


def _rank(role: Role, name: str, crm: str) -> int | None:
    """How well a name says a role, 0 best; with the object's name before it a little less.

    In Pipedrive a title is a deal's, and a deal that is won or lost keeps its last stage: its status says more.
    """
    pipedrive = crm == "Pipedrive"
    if role is Role.TITLE and (name in _THINGS or (pipedrive and name == "title")):
        return None
    ranks = _RANKS[role]
    if name in ranks:
        return ranks[name] + (_LATER if pipedrive and role is Role.STATUS and name in _STAGES else 0)
    short = next((name.removeprefix(start) for start in _PREFIXES if name.startswith(start)), "")
    return ranks[short] + 1 if short in ranks else None


def _fits(role: Role, held: pl.Series) -> bool:
    """Whether what stands in a column can be what its name says; an empty column is nothing."""
    if not held.len():
        return False
    if role in DATES:
        return looks_like_dates(held) >= _MOSTLY
    if role in (Role.TOUCHES, Role.AMOUNT, Role.HANDOVERS):
        return _numbers(held) >= _MOSTLY
    if role in (Role.WON, Role.KEPT):
        return held.n_unique() <= 3 + held.len() // 100
    return role is Role.ID or looks_like_dates(held, numbers=False) < _MOSTLY


def _numbers(held: pl.Series) -> float:
    return int(held.str.contains(NUMBER).sum()) / held.len()


def _with_a_beginning(
    found: list[Column], head: Mapping[str, pl.Series], done: set[Role], taken: dict[str, Role]
) -> list[Column]:
    """Take the earliest date for when leads came in, if no name says which it is."""
    if Role.CREATED in done or Role.EVENT_AT in done:
        return found
    free = [name for name, held in head.items() if name not in taken and not name.startswith("_") and _dated(held)]
    if not free:
        return found
    taken[free[0]] = Role.CREATED
    return [*found, Column(role=Role.CREATED, column=free[0], because="a guess: the first column of dates")]


def _dated(held: pl.Series) -> bool:
    return looks_like_dates(held, numbers=False) == 1


def _crm(names: Iterable[str]) -> str:
    """The CRM whose words the header uses most; empty when it could be anybody's."""
    said = {*names}
    counts = {crm: len(said & words) for crm, words in _TELLTALES.items()}
    best = max(counts, key=lambda crm: counts[crm])
    return best if counts[best] >= _TELLTALES_LEAST else ""
