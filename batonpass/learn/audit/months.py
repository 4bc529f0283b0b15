"""How are months drawn, side by side, with those that are not whole or cannot be compared hatched?"""

from typing import Final

from batonpass.learn.audit import svg, words
from batonpass.learn.audit.charts import Chart, ticks_of, top_of
from batonpass.learn.audit.cohorts import Cohorts, State
from batonpass.learn.audit.svg import Column
from batonpass.learn.intervals import Rate

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def volume(months: Cohorts) -> Chart:
    """Leads by month of coming in."""
    most = max(one.leads for one in months.months)
    shown = [
        Column(
            label=_month(one.month, n == 0),
            height=one.leads / most,
            grey=bool(one.cut),
            says=f"{one.month}: {words.plural(one.leads, 'lead')}" + (f" ({one.cut})" if one.cut else ""),
        )
        for n, one in enumerate(months.months)
    ]
    return Chart(
        title="Leads by month",
        says=_cut(months),
        drawing=svg.columns(shown, dots=False, ticks=((1.0, words.number(most)), (0.5, words.number(most / 2)))),
        head=("month", "leads", "whole?"),
        table=tuple((one.month, words.number(one.leads), one.cut or "yes") for one in months.months),
    )


def _cut(months: Cohorts) -> str:
    """Which months are hatched, and why."""
    said: list[str] = []
    for cut in (State.BEGINS_LATE, State.EMPTY, State.THIN, State.ENDS_EARLY):
        these = [one.month for one in months.months if one.cut is cut]
        if these:
            said.append((these[0] if len(these) == 1 else f"{these[0]} to {these[-1]}") + f" ({cut})")
    return f"Hatched months are not whole: {'; '.join(said)}." if said else ""


def conversion_by_month(months: Cohorts) -> Chart | None:
    """The share that got there, by month of coming in."""
    told = [one.share for one in months.months if one.share is not None and one.share.high is not None]
    if not told:
        return None
    top = top_of(max(share.high or 0.0 for share in told))
    shown = [
        Column(
            label=_month(one.month, n == 0),
            **_heights(one.share, top),
            grey=bool(one.state or one.cut),
            says=f"{one.month}: {words.rate(one.share)}"
            + (f" ({one.state or one.cut})" if one.state or one.cut else ""),
        )
        for n, one in enumerate(months.months)
    ]
    guess = " (assumed: outcomes carry no date)" if months.assumed else ", by when nine in ten outcomes have come"
    since = f" Before {months.recorded_since} no outcome was recorded." if months.recorded_since else ""
    return Chart(
        title=f"{months.outcome.capitalize()}, by month of coming in",
        says=f"Settled months together: {words.rate(months.settled)}. Hatched months cannot be compared: a month is "
        f"mature after {months.mature_days} days{guess}.{since}",
        drawing=svg.columns(shown, dots=True, ticks=ticks_of(top)),
        legend="Dot: share so far. Line: 95 % interval.",
        head=("month", "leads", f"{months.outcome} so far", "within 30 days", "can be compared?"),
        table=tuple(
            (
                one.month, words.number(one.leads), words.rate(one.share), words.rate(one.soon),
                "; ".join(filter(None, (one.state, one.cut))) or "yes",
            )
            for one in months.months
        ),
    )  # fmt: skip


def _heights(share: Rate | None, top: float) -> dict[str, float | None]:
    if share is None or share.rate is None or share.low is None or share.high is None:
        return {"height": None, "low": None, "high": None}
    return {"height": share.rate / top, "low": share.low / top, "high": share.high / top}


def _month(month: str, first: bool) -> str:  # noqa: FBT001
    """`Jan 18` for the first and each January, else `Feb`."""
    name = _MONTHS[int(month[5:]) - 1]
    return f"{name} {month[2:4]}" if first or name == "Jan" else name
