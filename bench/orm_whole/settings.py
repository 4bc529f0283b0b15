"""Which settings does RevOps edit, one row each: scores, definition, tiers, territories, teams, shifts and leave?

What is edited rarely and read whole (the words of a mail, the list of needed fields) is a column of the playbook.
"""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, MetaData
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bench.orm_whole.base import SETUP, Base


class Setting(Base):
    __abstract__ = True
    metadata = MetaData(schema=SETUP)
    id: Mapped[int] = mapped_column(primary_key=True)


class Playbook(Setting):
    __tablename__ = "playbooks"
    version: Mapped[str]
    in_force: Mapped[bool] = mapped_column(index=True)
    company: Mapped[str]
    mql_from: Mapped[Decimal]
    hot_from: Mapped[Decimal]
    hot_exit_below: Mapped[Decimal]
    hand_raisers: Mapped[list[str]]
    brief_needs: Mapped[list[str]]
    acknowledge: Mapped[dict[str, Any]]
    default_queue_id: Mapped[int] = mapped_column(ForeignKey("queues.id"))
    models: Mapped[list[ScoringModel]] = relationship(lazy="raise", order_by="ScoringModel.id")
    signals: Mapped[list[Signal]] = relationship(lazy="raise", order_by="Signal.id")
    tiers: Mapped[list[Tier]] = relationship(lazy="raise", order_by="Tier.id")
    steps: Mapped[list[Step]] = relationship(lazy="raise", order_by="Step.percent")
    territories: Mapped[list[Territory]] = relationship(lazy="raise", order_by="Territory.id")
    rejections: Mapped[list[Rejection]] = relationship(lazy="raise", order_by="Rejection.id")


class OfPlaybook(Setting):
    __abstract__ = True
    playbook_id: Mapped[int] = mapped_column(ForeignKey("playbooks.id"), index=True)


class ScoringModel(OfPlaybook):
    __tablename__ = "scoring_models"
    name: Mapped[str]
    when: Mapped[list[Any]]
    rules: Mapped[list[FitRule]] = relationship(lazy="raise", order_by="FitRule.id")


class FitRule(Setting):
    __tablename__ = "fit_rules"
    model_id: Mapped[int] = mapped_column(ForeignKey("scoring_models.id"), index=True)
    name: Mapped[str]
    says: Mapped[str]
    when: Mapped[list[Any]]
    points: Mapped[Decimal]


class Signal(OfPlaybook):
    __tablename__ = "signals"
    name: Mapped[str]
    says: Mapped[str]
    points: Mapped[Decimal]
    forms: Mapped[list[str]]
    half_life: Mapped[timedelta | None]
    most: Mapped[int | None]
    within: Mapped[timedelta | None]


class Tier(OfPlaybook):
    __tablename__ = "tiers"
    name: Mapped[str]
    when: Mapped[list[Any]]
    first_touch: Mapped[timedelta]


class Step(OfPlaybook):
    __tablename__ = "escalation_steps"
    percent: Mapped[int]
    kind: Mapped[str]
    who: Mapped[str]


class Territory(OfPlaybook):
    __tablename__ = "territories"
    name: Mapped[str]
    when: Mapped[list[Any]]
    pool_id: Mapped[int] = mapped_column(ForeignKey("pools.id"))


class Rejection(OfPlaybook):
    __tablename__ = "rejections"
    code: Mapped[str]
    says: Mapped[str]
    needs_note: Mapped[bool]


class Calendar(Setting):
    __tablename__ = "calendars"
    name: Mapped[str]
    zone: Mapped[str]
    country: Mapped[str]
    shifts: Mapped[list[Shift]] = relationship(lazy="raise", order_by="Shift.opens")


class Shift(Setting):
    __tablename__ = "shifts"
    calendar_id: Mapped[int] = mapped_column(ForeignKey("calendars.id"), index=True)
    weekday: Mapped[int]
    opens: Mapped[time]
    closes: Mapped[time]


class Rep(Setting):
    __tablename__ = "reps"
    name: Mapped[str]
    code: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str]
    active: Mapped[bool]
    available: Mapped[bool]
    manager_id: Mapped[int | None] = mapped_column(ForeignKey("reps.id"))
    calendar_id: Mapped[int] = mapped_column(ForeignKey("calendars.id"))
    calendar: Mapped[Calendar] = relationship(lazy="raise")
    leaves: Mapped[list[Leave]] = relationship(lazy="raise")


class Leave(Setting):
    __tablename__ = "leaves"
    rep_id: Mapped[int] = mapped_column(ForeignKey("reps.id"), index=True)
    first: Mapped[date]
    last: Mapped[date]


class Pool(Setting):
    __tablename__ = "pools"
    name: Mapped[str]
    members: Mapped[list[Member]] = relationship(lazy="raise", order_by="Member.id")


class Member(Setting):
    __tablename__ = "members"
    pool_id: Mapped[int] = mapped_column(ForeignKey("pools.id"), index=True)
    rep_id: Mapped[int] = mapped_column(ForeignKey("reps.id"))
    weight: Mapped[int]
    rep: Mapped[Rep] = relationship(lazy="raise")


class Queue(Setting):
    __tablename__ = "queues"
    name: Mapped[str]
    calendar_id: Mapped[int] = mapped_column(ForeignKey("calendars.id"))
    manager_id: Mapped[int] = mapped_column(ForeignKey("reps.id"))
    calendar: Mapped[Calendar] = relationship(lazy="raise")
    manager: Mapped[Rep] = relationship(lazy="raise")
