"""How do leads, one after the other, become columns?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cache

import numpy as np
import polars as pl

from batonpass.handoff.condition import Condition
from batonpass.handoff.instants import EPOCH, NEVER, since_1970
from batonpass.handoff.meant import as_number
from batonpass.handoff.playbook import Playbook, Stage
from batonpass.handoff.setting import FUNCTION, SENIORITY
from batonpass.handoff.titles import FUNCTIONS, SENIORITIES, function_of, seniority_of
from batonpass.handoff.wishes import objecting

from . import BANDS, STAGE_AT, Acts, Many, Row, Small, Whole
from .conditions import NotInColumns
from .numbers import SCORE, Ranks, ranked

RFC_3339 = "%Y-%m-%dT%H:%M:%S%.fZ"
SIGNALS = "lead.signals"
HAND = "lead.hand_raised"
COMPUTED = (SIGNALS, HAND)
STANDING = ("owner", "queue", "account", "account_name", "account_owner", "ended_why", "ended_in")
Reads = Callable[[Row], object]

_ACCOUNT: dict[str, Reads] = {
    "account.known": lambda row: row.account is not None,
    "account.domain": lambda row: row.account or None,
    "account.name": lambda row: row.account_name if row.account else None,
    "account.owner": lambda row: row.account_owner or None,
    "account.target": lambda row: row.account_fields.get("target") == "true",
}
_LEAD: dict[str, Reads] = {
    "lead.email_domain": lambda row: _value(row, "email").rpartition("@")[2] if _value(row, "email") else None,
    "lead.free_mail": lambda row: row.free_mail if _value(row, "email") else None,
    "lead.form": lambda row: row.forms[-1] if row.forms else None,
}
TITLED = {SENIORITY: (seniority_of, SENIORITIES), FUNCTION: (function_of, FUNCTIONS)}
TRUTHS = ("account.known", "account.target", "lead.free_mail")


def reader(path: str) -> Reads:
    """How a field is found in a lead, as `condition_facts` finds it. NotInColumns for one we do not know."""
    if path in _ACCOUNT:
        return _ACCOUNT[path]
    if path in _LEAD:
        return _LEAD[path]
    if path in TITLED:
        return _titled(path)
    thing, _, name = path.partition(".")
    if thing == "account" and name in ("industry", "employees", "country"):
        return lambda row: row.account_fields.get(name) or _value(row, name) or None
    if thing == "source" and name in ("campaign", "medium", "channel", "page"):
        return lambda row: getattr(row.source, name) or None
    if thing == "lead":
        return lambda row: held.value if (held := row.known.get(name)) else None
    raise NotInColumns(f"conditions read {path}")


def paths_of(playbooks: Iterable[Playbook], also: Iterable[str] = ()) -> tuple[str, ...]:
    """Every field that a condition or rung of these playbooks reads, besides what is computed from the leads."""
    found: set[str] = {*also}
    for playbook in playbooks:
        for condition in conditions_of(playbook):
            found |= {path for path in condition.fields if path not in COMPUTED and not path.startswith(SCORE)}
        found |= {path for rung in playbook.routing for path in rung.needs if not path.startswith(SCORE)}
    return tuple(sorted(found - {*COMPUTED}))


def conditions_of(playbook: Playbook) -> Iterator[Condition]:
    """Every condition of a playbook, wherever it stands."""
    for model in playbook.models:
        yield from (rule.when for rule in model.fit)
    named = (*playbook.models, *playbook.definition.disqualifiers, *playbook.tiers)
    yield from (one.when for one in named if one.when is not None)
    yield from (case.when for rung in playbook.routing for case in rung.cases)


@dataclass(slots=True)
class ManyReader:
    """Gathers leads into columns, some at a time."""

    playbooks: Sequence[Playbook]
    also: Sequence[str] = ()
    at: datetime = EPOCH
    paths: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    frames: list[pl.DataFrame] = field(default_factory=list[pl.DataFrame])
    acts: list[pl.DataFrame] = field(default_factory=list[pl.DataFrame])
    count: int = 0

    def __post_init__(self) -> None:
        """Find out which fields are read at all."""
        self.paths = paths_of(self.playbooks, self.also)
        self.tiers = tuple(dict.fromkeys(tier.name for playbook in self.playbooks for tier in playbook.tiers))
        unlike = {path for path in self.paths if len({path in playbook.numbers for playbook in self.playbooks}) > 1}
        if unlike:
            raise NotInColumns(f"{min(unlike)} is a number in one playbook and text in the other")

    def add(self, rows: Sequence[Row]) -> None:
        """Take some leads in, in the order in which they shall be routed."""
        numbers = {path for playbook in self.playbooks for path in playbook.numbers}
        columns = [_column(rows, path, number=path in numbers) for path in self.paths]
        self.frames.append(pl.DataFrame([*columns, *standing_of(rows)]))
        self.acts.append(acts_of(rows, self.count))
        self.count += len(rows)

    def finish(self) -> Many:
        """All of them, rechunked and ordered; nobody at all is a table without rows."""
        if not self.frames:
            self.add(())
        frame = pl.concat(self.frames, rechunk=True)
        self.frames.clear()
        return self.put_together(frame, ordered(pl.concat(self.acts)))

    def put_together(self, frame: pl.DataFrame, acts: Acts) -> Many:
        """Columns of what conditions read (numbers as text) and of `standing_of`, and all that was done, as one."""
        numbers = [path for path in self.paths if any(path in playbook.numbers for playbook in self.playbooks)]
        ranks, series = ranked_texts([frame[path] for path in numbers])
        ranked_ = (one.alias(path) for path, one in zip(numbers, series, strict=True))
        told = frame["_tier"].drop_nulls().unique().sort().to_list()
        tiers = tuple(dict.fromkeys([*self.tiers, *told]))
        place = {name: n for n, name in enumerate(tiers)}
        stage, cycle = _codes(frame["_stage"]), _since(frame["_cycle_since"])
        return Many(
            ids=frame["_id"],
            seen=frame.select(self.paths).with_columns(ranked_),
            ranks=ranks,
            acts=acts,
            stage=stage,
            band=_codes(frame["_band"]),
            tier=_codes(frame["_tier"].replace_strict(place, default=None, return_dtype=pl.Int32)),
            tiers=tiers,
            cycle_since=cycle,
            ended_at=_since(frame["_ended_at"]),
            created_at=_since(frame["_created_at"]),
            hand_since=np.where(stage == STAGE_AT[Stage.MQL], cycle, NEVER),
            at=np.full(frame.height, since_1970(self.at)),
            standing=frame.select([pl.col("_" + name).alias(name) for name in (*STANDING, "objects", "handed")]),
        )


def many_of(rows: Sequence[Row], playbooks: Sequence[Playbook], *, at: datetime, also: Sequence[str] = ()) -> Many:
    """These leads as columns, to be decided on at one instant."""
    gathered = ManyReader(playbooks, also=also, at=at)
    gathered.add(rows)
    return gathered.finish()


def _titled(path: str) -> Reads:
    """As somebody told us in our own words, or else as the title says; each different title is read once."""
    read, ours = TITLED[path]

    @cache
    def told(title: str) -> str | None:
        return read(title) or None

    def reads(row: Row) -> object:
        said = _value(row, path.partition(".")[2])
        return said if said in ours else told(_value(row, "title"))

    return reads


def _value(row: Row, name: str) -> str:
    known = row.known.get(name)
    return known.value if known else ""


def _column(rows: Sequence[Row], path: str, *, number: bool) -> pl.Series:
    read = reader(path)
    if number:
        return pl.Series(path, [number_of(read(row)) for row in rows], dtype=pl.String)
    return pl.Series(path, [read(row) for row in rows], dtype=pl.Boolean if path in TRUTHS else pl.String)


def number_of(seen: object) -> str | None:
    """The text of a number that can be read; what cannot is missing data, not zero."""
    number = None if seen is None else as_number(seen)
    return None if number is None else str(number)


def standing_of(rows: Sequence[Row]) -> list[pl.Series]:
    """Where leads stand, in columns that begin with an underscore."""
    columns: dict[str, list[object]] = {
        "id": [row.id for row in rows],
        "tier": [row.tier for row in rows],
        "owner": [row.owner for row in rows],
        "queue": [row.queue for row in rows],
        "account": [row.account for row in rows],
        "account_name": [row.account_name for row in rows],
        "account_owner": [row.account_owner for row in rows],
        "ended_why": [row.ended_why for row in rows],
        "ended_in": [row.ended_in for row in rows],
    }
    texts = [pl.Series("_" + name, values, dtype=pl.String) for name, values in columns.items()]
    codes = [
        pl.Series("_objects", [objecting(row.consent) for row in rows], dtype=pl.Boolean),
        pl.Series("_handed", [row.cycle > 0 for row in rows], dtype=pl.Boolean),
        pl.Series("_stage", [STAGE_AT[Stage(row.stage)] for row in rows], dtype=pl.Int32),
        pl.Series("_band", [BANDS.index(row.band) for row in rows], dtype=pl.Int32),
    ]
    instants = {name: [getattr(row, name) for row in rows] for name in ("cycle_since", "ended_at", "created_at")}
    return [*texts, *codes, *(instants_of("_" + name, values) for name, values in instants.items())]


def instants_of(name: str, values: Sequence[object]) -> pl.Series:
    """Microseconds since 1970, read all at once where they are text."""
    if any(isinstance(value, datetime) for value in values):
        known = [since_1970(value) if isinstance(value, datetime) else None for value in values]
        return pl.Series(name, known, dtype=pl.Int64)
    text = pl.Series(name, values, dtype=pl.String)
    return text.str.to_datetime(RFC_3339, time_unit="us").to_physical().alias(name)


def acts_of(rows: Sequence[Row], first: int) -> pl.DataFrame:
    """What leads did, each act with the place of its lead, counted from `first`."""
    counts = np.fromiter((len(row.activities) for row in rows), dtype=np.int32, count=len(rows))
    done = [act for row in rows for act in row.activities]
    return pl.DataFrame(
        [
            pl.Series("row", np.repeat(np.arange(first, first + len(rows), dtype=np.int32), counts)),
            pl.Series("signal", [act.signal for act in done], dtype=pl.String),
            instants_of("at", [act.at for act in done]),
            instants_of("arrived", [act.arrived_at for act in done]),
        ]
    )


def ranked_texts(columns: Sequence[pl.Series]) -> tuple[Ranks, list[pl.Series]]:
    """Rank numbers that are written as text, each distinct one read once."""
    distinct = [column.drop_nulls().unique() for column in columns]
    exact = {text: Decimal(text) for column in distinct for text in column}
    ranks, (places,) = ranked([list(exact.values())])
    place = dict(zip(exact, places, strict=True))
    return ranks, [
        column.replace_strict(place, default=None, return_dtype=pl.Int32) if place else column.cast(pl.Int32)
        for column in columns
    ]


def ordered(acts: pl.DataFrame) -> Acts:
    """Signal by signal, lead by lead, by time."""
    names = tuple(acts["signal"].unique().sort())
    place = {name: n for n, name in enumerate(names)}
    codes = acts["signal"].replace_strict(place, return_dtype=pl.Int16) if place else pl.Series([], dtype=pl.Int16)
    sorted_ = acts.with_columns(signal=codes).sort("signal", "row", "at")
    counts = np.bincount(sorted_["signal"].to_numpy(), minlength=len(names))
    return Acts(
        names=names,
        starts=np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(counts, dtype=np.int64)]),
        rows=sorted_["row"].to_numpy(),
        at=sorted_["at"].to_numpy(),
        arrived=sorted_["arrived"].to_numpy(),
    )


def _codes(series: pl.Series) -> Small:
    return series.fill_null(-1).to_numpy().astype(np.int32)


def _since(series: pl.Series) -> Whole:
    return series.fill_null(NEVER).to_numpy().astype(np.int64)
