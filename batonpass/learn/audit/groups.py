"""By source, owner, region and month: who differs from the rest, and who only seems to?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from batonpass.learn.audit.leads import FOLLOWED, WON, YES, Leads, on_
from batonpass.learn.audit.roles import DIMENSIONS, Role
from batonpass.learn.audit.waits import grown
from batonpass.learn.intervals import ALPHA, RATE_LEAST, Rate, alike, band, benjamini_hochberg, difference, rate_of
from batonpass.learn.stratified import Stratum, apart, usual

SHOWN: Final = 15
MONTHS_SHOWN: Final = 36
HANDED_FEW, HANDED_SOME = 3, 4
MISSING: Final = "(missing)"
MONTH: Final = "month"
STRATUM: Final = "came in in"
LEAK: Final = "never followed up"
_NAME: Final = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One source, owner, region or month: its share, the band in which chance alone would put it, and what that says.

    `differs` is "above" or "below" when the difference from the rest is more than chance, all groups that the report
    compares taken into account (Benjamini and Hochberg, 5 %). `usual` is the share that all leads have, those of the
    group's own months where outcomes take time.
    """

    name: str
    share: Rate
    band_low: float
    band_high: float
    usual: float
    p: float | None = None
    adjusted: float | None = None
    differs: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class League:
    """All groups of one kind for one question, the largest first; `others` are the rest, too many or small to show.

    `alike` is the chance of groups so different if all were alike.
    """

    question: str
    by: str
    column: str
    overall: Rate
    groups: tuple[Group, ...]
    others: int = 0
    others_leads: int = 0
    alike: float = 1.0
    by_months: bool = False
    passed_over: str = ""

    @property
    def by_chance(self) -> bool:
        """Whether all differences are what chance gives."""
        return not any(group.differs for group in self.groups)


def leakage(leads: Leads) -> tuple[League, ...]:
    """The share of leads that nobody followed up, by each dimension there is; empty when nothing tells of follow-up."""
    if not leads.has(FOLLOWED):
        return ()
    old = grown(leads).filter(pl.col(FOLLOWED).is_not_null()).with_columns((~pl.col(FOLLOWED)).alias("hit"))
    return _leagues(leads, old, LEAK)


def conversion(leads: Leads) -> tuple[League, ...]:
    """The share that was won or converted so far, by each dimension; compared within the months of coming in.

    Young leads had less time, and of old ones nobody may have written down what became of them.
    """
    if not leads.has(WON):
        return ()
    told = leads.rows.filter(pl.col(WON).is_not_null()).with_columns(pl.col(WON).alias("hit"))
    if leads.has(on_(Role.CREATED)):
        told = told.with_columns(_month().alias(STRATUM))
    return _leagues(leads, told, leads.outcome, months=False)


def kept(leads: Leads) -> tuple[League, ...]:
    """The share of promises kept, where the export itself says so, by dimension and by number of hand-overs."""
    if not leads.has(Role.KEPT):
        return ()
    said = leads.rows.filter(pl.col(Role.KEPT).is_not_null())
    told = said.with_columns(pl.col(Role.KEPT).str.to_lowercase().is_in(YES).alias("hit"))
    leagues = list(_leagues(leads, told, "promise kept"))
    if leads.log is not None and Role.HANDOVERS in told.columns:
        count = pl.col(Role.HANDOVERS)
        few = pl.when(count < HANDED_FEW).then(count.cast(pl.Int64).cast(pl.String))
        bands = (
            few.when(count <= HANDED_SOME).then(pl.lit("3 to 4")).when(count.is_not_null()).then(pl.lit("5 and more"))
        )
        by_hand = told.with_columns(bands.alias("bands"))
        leagues.insert(
            0, _league(by_hand, "bands", "promise kept", by="hand-overs", called=leads.columns.of(Role.HANDOVERS))
        )
    return _tested(leagues)


def overall_won(leads: Leads) -> Rate | None:
    """The share that was won or converted so far; None when nothing tells."""
    if not leads.has(WON):
        return None
    told = leads.rows[WON].drop_nulls()
    return rate_of(int(told.sum()), told.len())


def _leagues(leads: Leads, rows: pl.DataFrame, question: str, *, months: bool = True) -> tuple[League, ...]:
    leagues = [
        _league(rows, role, question, by=word, called=leads.columns.of(role))
        for role, word in DIMENSIONS.items()
        if leads.has(role) and role in rows.columns
    ]
    if months and leads.has(on_(Role.CREATED)):
        by_month = rows.with_columns(_month().alias(MONTH))
        leagues.append(_league(by_month, MONTH, question, by=MONTH, called=leads.columns.of(Role.CREATED)))
    return _tested(leagues)


def _league(rows: pl.DataFrame, column: str, question: str, *, by: str, called: str) -> League:
    counted = (
        rows.group_by(pl.col(column).fill_null(MISSING).alias(_NAME))
        .agg(pl.col("hit").sum().alias("hits"), pl.len().alias("of"))
        .sort(["of", _NAME], descending=[True, False])
    )
    hits, of = int(rows["hit"].sum()), rows.height
    league = League(question=question, by=by, column=called, overall=rate_of(hits, of), groups=())
    if given_away := _gives_outcome_away(counted):
        return replace(league, passed_over=given_away)
    if counted.height < 2 or hits in (0, of):  # noqa: PLR2004  nothing to compare
        return league
    large = pl.col("of") >= RATE_LEAST
    shown = counted.sort(_NAME).tail(MONTHS_SHOWN) if by == MONTH else counted.filter(large).head(SHOWN)
    by_months = _strata(rows, column) if STRATUM in rows.columns else {}
    groups = tuple(
        _group(str(n), (int(k), int(c)), (hits, of), by_months.get(str(n), []))
        for n, k, c in shown.select(_NAME, "hits", "of").iter_rows()
    )
    if by in (MONTH, "hand-overs"):
        groups = tuple(sorted(groups, key=lambda group: group.name))
    rest = counted.height - len(groups)
    compared = counted.filter(large)
    return replace(
        league,
        groups=groups,
        others=rest,
        others_leads=of - sum(group.share.of for group in groups),
        alike=alike(compared["hits"].to_list(), compared["of"].to_list()),
        by_months=bool(by_months),
    )


def _month() -> pl.Expr:
    return pl.col(on_(Role.CREATED)).dt.strftime("%Y-%m")


def _strata(rows: pl.DataFrame, column: str) -> dict[str, list[Stratum]]:
    """The leads of each group by the month they came in in, each beside all leads of that month; nothing for one."""
    counted = pl.col("hit").sum().alias("hits"), pl.len().alias("of")
    every = rows.group_by(STRATUM).agg(*counted)
    if every.height < 2:  # noqa: PLR2004  one month is no choice
        return {}
    each = rows.group_by(pl.col(column).fill_null(MISSING).alias(_NAME), STRATUM).agg(*counted)
    found: dict[str, list[Stratum]] = {}
    for name, hits, of, all_hits, all_of in (
        each.join(every, on=STRATUM, nulls_equal=True, suffix="_all")
        .select(_NAME, "hits", "of", "hits_all", "of_all")
        .iter_rows()
    ):
        found.setdefault(str(name), []).append(Stratum(hits=hits, of=of, all_hits=all_hits, all_of=all_of))
    return found


def _gives_outcome_away(counted: pl.DataFrame) -> str:
    """Why a column is no ground to compare: it is filled in for those who got there, and for nobody else."""
    filled, blank = counted.filter(pl.col(_NAME) != MISSING), counted.filter(pl.col(_NAME) == MISSING)
    if not filled.height or not blank.height:
        return ""
    all_hit = int(filled["hits"].sum()) == int(filled["of"].sum())
    none_else = int(blank["hits"].sum()) == 0
    if all_hit and none_else:
        return "it is filled in only for leads that got there, so that everybody's share would be 100 %"
    return ""


def _group(name: str, own: tuple[int, int], everybody: tuple[int, int], months: list[Stratum]) -> Group:
    (hits, of), (all_hits, all_of) = own, everybody
    expected = min(1.0, usual(months) / of) if months else all_hits / all_of
    low, high = band(of, expected)
    group = Group(name=name, share=rate_of(hits, of), band_low=low, band_high=high, usual=expected)
    if of < RATE_LEAST or all_of - of < 1:
        return group
    return replace(group, p=apart(months) if months else difference(hits, of, all_hits - hits, all_of - of))


def _tested(leagues: Iterable[League]) -> tuple[League, ...]:
    """Adjust the chances of all groups of one question together, and say who differs."""
    given = tuple(leagues)
    chances = iter(benjamini_hochberg([g.p for league in given for g in league.groups if g.p is not None]))
    return tuple(replace(league, groups=_judged(league, chances)) for league in given)


def _judged(league: League, chances: Iterator[float]) -> tuple[Group, ...]:
    return tuple(group if group.p is None else _said(group, next(chances)) for group in league.groups)


def _said(group: Group, adjusted: float) -> Group:
    clear = adjusted < ALPHA
    differs = ("above" if (group.share.rate or 0) > group.usual else "below") if clear else ""
    return replace(group, adjusted=adjusted, differs=differs)
