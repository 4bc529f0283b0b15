"""How is a backtest told in tables?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from batonpass.store.named import Named
from batonpass.tongue.spoken import later, say
from batonpass.tongue.written_out import numeral
from batonpass.web.parts.reported import NOT_KNOWN, Unit, in_words
from batonpass.web.parts.tabled import Shown, Tabled

CAME = {1: later("converted"), 0: later("did not convert"), -1: later("nobody knows")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """A lead that only one version hands over."""

    id: str
    name: str
    company: str
    joins: bool
    came: str


def comparison(result: Mapping[str, Any]) -> Tabled:
    """Both versions beside each other, and the difference with its interval."""
    found = result["backtest"]
    before, after = found["before"], found["after"]
    rows = [
        _row(
            say("Handed over"),
            _amount(before["volume"]),
            _amount(after["volume"]),
            _change(found["volume"], Unit.COUNT),
        ),
        _row(
            say("Worked by nobody: outcome unknown"),
            _plain(before["unknown"]),
            _plain(after["unknown"]),
            Shown(text=""),
        ),
        _row(
            say("Precision: of those with an outcome, converted"),
            *(_rate(side["precision"], side["precision_bounds"]) for side in (before, after)),
            _change(found["precision"], Unit.SHARE),
        ),
        _row(
            say("Recall: of all that converted, handed over"),
            *(_rate(side["recall"], side["recall_bounds"]) for side in (before, after)),
            _change(found["recall"], Unit.SHARE),
        ),
    ]
    if found["revenue"]:
        sides = (_amount(side["revenue"]) for side in (before, after))
        rows.append(_row(say("Revenue of those handed over"), *sides, _change(found["revenue"], Unit.COUNT)))
    if result["at_risk"]:
        risk = _change(result["at_risk"], Unit.COUNT)
        rows.append(_row(say("First touches that would come late, more"), Shown(text=""), Shown(text=""), risk))
    notes = (
        *result["says"],
        say(
            "Each range holds the truth 95 times in 100. The second one bounds what leads with no outcome could change."
        ),
        say(
            "Leads that were never handed over were worked by nobody: "
            "what they would have become is not known, not zero."
        ),
        say("Late touches: as large a share of each rep's leads as lately. For what busier reps do, see Capacity."),
    )
    names = [say("Version {one}", one=one) for one in result["versions"]]
    return Tabled(title=say("Beside each other"), heads=("", *names, say("Difference")), rows=tuple(rows), notes=notes)


def loads_table(result: Mapping[str, Any], name_of: Callable[[str | None], str]) -> Tabled:
    """Who would have got how many."""
    shared = sorted(result["loads"], key=lambda one: -abs(one["more"]["value"]))
    rows = tuple(
        _row(name_of(one["to"]), _amount(one["before"]), _amount(one["after"]), _change(one["more"], Unit.COUNT))
        for one in shared
    )
    names = [say("Version {one}", one=one) for one in result["versions"]]
    return Tabled(
        title=say("Who would have got them"),
        heads=(say("Rep or queue"), *names, say("Difference")),
        rows=rows,
        notes=(),
    )


def flips(result: Mapping[str, Any], leads: Mapping[str, Named]) -> list[Flip]:
    """The leads that only one of the two hands over, the latest first."""
    return [
        Flip(
            id=one["lead"],
            name=leads[one["lead"]].name,
            company=leads[one["lead"]].company,
            joins=one["joins"],
            came=CAME[one["outcome"]],
        )
        for one in result["flipped"]
        if one["lead"] in leads
    ]


def _row(name: str, *cells: Shown) -> tuple[Shown, ...]:
    return (Shown(text=name), *cells)


def _plain(count: int) -> Shown:
    return Shown(text=numeral(f"{count:,}"))


def _amount(amount: Mapping[str, float] | None) -> Shown:
    if amount is None:
        return Shown(text=NOT_KNOWN, soft=True)
    return Shown(
        text=numeral(f"{amount['value']:,.0f}"),
        under=say(
            "{amount} to {amount2}", amount=numeral(f"{amount['low']:,.0f}"), amount2=numeral(f"{amount['high']:,.0f}")
        ),
    )


def _rate(rate: Mapping[str, Any], bounds: Mapping[str, float | None]) -> Shown:
    if rate["rate"] is None:
        return Shown(
            text=say("{rate} of {rate2}", rate=rate["hits"], rate2=rate["of"]), under=say("too few to say"), soft=True
        )
    text, low, high = (in_words(rate[name], Unit.SHARE) for name in ("rate", "low", "high"))
    least, most = (in_words(bounds[name], Unit.SHARE) for name in ("low", "high"))
    return Shown(
        text=text,
        under=say("{low} to {high}; {least} to {most} with the unknown", low=low, high=high, least=least, most=most),
    )


def _change(apart: Mapping[str, float] | None, unit: Unit) -> Shown:
    if apart is None:
        return Shown(text=NOT_KNOWN, soft=True)
    scale, form = (100, "{:+,.1f} pts") if unit is Unit.SHARE else (1, "{:+,.0f}")
    text, low, high = (form.format(apart[name] * scale) for name in ("value", "low", "high"))
    chance = apart["low"] <= 0 <= apart["high"]
    perhaps = say(", may be chance") if chance and apart["value"] else ""
    return Shown(text=text, under=f"{low} to {high}{perhaps}", soft=chance)
