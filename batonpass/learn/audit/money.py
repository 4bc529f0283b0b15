"""What might be at stake in the leads that nobody followed up, under which assumptions?"""

from dataclasses import dataclass
from typing import Final

import polars as pl

from batonpass.learn.audit.leads import FOLLOWED, WON, Leads
from batonpass.learn.audit.roles import Role
from batonpass.learn.audit.waits import grown
from batonpass.learn.intervals import MEDIAN_LEAST, Quantile, Rate, quantile_of, rate_of

ASSUMED: Final = (
    (1.0, "as often as those that were followed up"),
    (0.5, "half as often"),
    (0.25, "a quarter as often"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stake:
    """If leads without follow-up were won as often as is assumed: how many, and what they are worth."""

    assumed: str
    wins: float
    wins_low: float
    wins_high: float
    value: float | None
    value_low: float | None
    value_high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """Leads without follow-up, how often others were won, what a won lead is worth, and the stakes; or why not."""

    untouched: int = 0
    won_of_followed: Rate | None = None
    worth: float | None = None
    worth_from: str = ""
    currency: str = ""
    stakes: tuple[Stake, ...] = ()
    why_not: str = ""


def money(leads: Leads, deal_value: float | None) -> Money:
    """The stakes; without them, which column would tell. `deal_value` wins over the median amount of won leads."""
    if not leads.has(FOLLOWED):
        return Money(why_not="no column tells which leads were followed up")
    if not leads.has(WON):
        return Money(why_not="no column tells which leads were won")
    told = grown(leads).filter(pl.col(FOLLOWED).is_not_null() & pl.col(WON).is_not_null())
    followed = told.filter(pl.col(FOLLOWED))
    untouched = told.filter(~pl.col(FOLLOWED) & ~pl.col(WON)).height
    won = rate_of(int(followed[WON].sum()), followed.height)
    if won.rate is None:
        return Money(untouched=untouched, why_not=f"only {followed.height} leads were followed up: too few to say")
    worth, worth_from = _worth(leads, deal_value)
    return Money(
        untouched=untouched,
        won_of_followed=won,
        worth=worth,
        worth_from=worth_from,
        currency=next(iter(_currencies(leads)), "") if deal_value is None and worth is not None else "",
        stakes=tuple(_stake(untouched, won, worth, share=share, words=words) for share, words in ASSUMED),
    )


def _worth(leads: Leads, said: float | None) -> tuple[float | None, str]:
    if said is not None:
        return said, "as you said"
    if len(several := _currencies(leads)) > 1:
        held = ", ".join(f"{many:,} in {name}" for name, many in several.items())
        return None, f"the amounts of won leads are in several currencies ({held}); say --deal-value"
    amounts = _amounts(leads)
    if amounts.value is None:
        return None, f"no amount of {MEDIAN_LEAST} won leads or more; say --deal-value"
    return amounts.value, f"the median amount of {amounts.of:,} won leads"


def _amounts(leads: Leads) -> Quantile:
    if not leads.has(Role.AMOUNT):
        return Quantile(of=0)
    return quantile_of(_won_for_money(leads)[Role.AMOUNT].to_numpy(), 0.5)


def _won_for_money(leads: Leads) -> pl.DataFrame:
    return leads.rows.filter(pl.col(WON) & (pl.col(Role.AMOUNT) > 0))


def _currencies(leads: Leads) -> dict[str, int]:
    """In which currencies the amounts of won leads are, as far as the export says, the most frequent first."""
    if not leads.has(Role.AMOUNT) or not leads.has(Role.CURRENCY):
        return {}
    counts = _won_for_money(leads)[Role.CURRENCY].drop_nulls().value_counts(sort=True)
    return dict(counts.sort("count", Role.CURRENCY, descending=[True, False]).iter_rows())


def _stake(untouched: int, won: Rate, worth: float | None, *, share: float, words: str) -> Stake:
    wins, low, high = (untouched * share * (rate or 0.0) for rate in (won.rate, won.low, won.high))
    value, value_low, value_high = (None if worth is None else n * worth for n in (wins, low, high))
    return Stake(
        assumed=words, wins=wins, wins_low=low, wins_high=high, value=value, value_low=value_low, value_high=value_high
    )
