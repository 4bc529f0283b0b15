"""Which leads of the list are chosen, and how many would each other choice show?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from batonpass.tongue.spoken import later, say
from batonpass.web.parts import words

from .choice import NOT_TOLD, Choice, Order, Show
from .pressing import LATE, Placed

PRESSING: Mapping[Show, str] = {
    Show.ALL: later("All"),
    Show.LATE: later("Late"),
    Show.TODAY: later("Due today"),
    Show.ACCEPT: later("To accept"),
}
ORDERS: Mapping[Order, str] = {
    Order.DUE: later("What presses most first"),
    Order.SCORE: later("Highest score first"),
    Order.NEWEST: later("Newest first"),
}
KINDS: Mapping[str, str] = {"tier": later("Tier"), "source": later("Source"), "country": later("Country")}
VALUES: Mapping[str, Callable[[Placed], str]] = {
    "tier": lambda one: one.lead.tier or "",
    "source": lambda one: one.lead.source.channel or one.lead.source.medium or one.lead.source.campaign,
    "country": lambda one: one.lead.value("country") or one.lead.account_fields.get("country", ""),
}

LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One thing to choose: how many leads it would show beside the other choices, and where it is seen."""

    value: str
    says: str
    count: int
    href: str
    on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """By what one may choose, such as the country, with the choices there are."""

    name: str
    says: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """What was chosen. `late_left_out` counts broken promises not seen; `taken` can be taken back one by one."""

    choice: Choice
    shows: tuple[Option, ...]
    kinds: tuple[Kind, ...]
    orders: tuple[Option, ...]
    taken: tuple[Option, ...]
    found: int
    of: int
    late_left_out: int
    clear: str = Choice().address()

    @property
    def number(self) -> int:
        """How many choices are made, the order among them."""
        return len(self.choice.asked)


def narrowed(placed: Sequence[Placed], choice: Choice) -> tuple[tuple[Placed, ...], Narrowed]:
    """The chosen leads in the chosen order, and what else there is to choose."""
    found = tuple(one for one in placed if _passes(one, choice))
    kinds = tuple(_kind(name, placed, choice) for name in KINDS)
    told = Narrowed(
        choice=choice,
        shows=_shows(placed, choice),
        kinds=kinds,
        orders=tuple(_option(name, says, choice, name="sort") for name, says in ORDERS.items()),
        taken=tuple(_taken_back(one, kind.name, choice) for kind in kinds for one in kind.options[1:] if one.on),
        found=len(found),
        of=len(placed),
        late_left_out=sum(one.place == LATE for one in placed) - sum(one.place == LATE for one in found),
    )
    return _in_order(found, choice.sort), told


def _passes(one: Placed, choice: Choice, but: str = "") -> bool:
    """Whether a lead is chosen, by everything but one kind."""
    return (but == "show" or one.presses(choice.show)) and all(
        name == but or getattr(choice, name) in ("", value(one) or NOT_TOLD) for name, value in VALUES.items()
    )


def _shows(placed: Sequence[Placed], choice: Choice) -> tuple[Option, ...]:
    beside = [one for one in placed if _passes(one, choice, but="show")]
    counted = {show: sum(one.presses(show) for one in beside) for show in PRESSING}
    return tuple(_option(show, PRESSING[show], choice, name="show", count=count) for show, count in counted.items())


def _kind(name: str, placed: Sequence[Placed], choice: Choice) -> Kind:
    """What there is of a kind among all the leads, by name; what is chosen stands there even if no lead is like it."""
    value = VALUES[name]
    counted = Counter(value(one) or NOT_TOLD for one in placed if _passes(one, choice, but=name))
    known = {value(one) or NOT_TOLD for one in placed} | {getattr(choice, name)} - {""}
    options = [_option(one, _says(name, one), choice, name=name, count=counted[one]) for one in known]
    options.sort(key=lambda one: (one.value == NOT_TOLD, one.says.casefold()))
    everything = _option("", say("all"), choice, name=name, count=counted.total())
    return Kind(name=name, says=say(KINDS[name]), options=(everything, *options))


def _says(name: str, value: str) -> str:
    if value == NOT_TOLD:
        return say("not known")
    return words.country(value) if name == "country" else words.plain(value)


def _option(value: str, says: str, choice: Choice, *, name: str, count: int = 0) -> Option:
    href = choice.address(**{name: str(value)})
    return Option(value=str(value), says=says, count=count, href=href, on=getattr(choice, name) == value)


def _taken_back(one: Option, name: str, choice: Choice) -> Option:
    """What is chosen, with where it is chosen no more."""
    return Option(value=one.value, says=one.says, count=one.count, href=choice.address(**{name: ""}), on=True)


def _in_order(found: Iterable[Placed], order: Order) -> tuple[Placed, ...]:
    """In the order that is asked for; those alike stay as they press."""
    match order:
        case Order.DUE:
            return tuple(sorted(found, key=lambda one: one.place))
        case Order.SCORE:
            return tuple(sorted(found, key=_score, reverse=True))
        case Order.NEWEST:
            return tuple(sorted(found, key=_came_in, reverse=True))


def _score(one: Placed) -> Decimal:
    return one.lead.score.total if one.lead.score else Decimal(0)


def _came_in(one: Placed) -> datetime:
    """When this round of theirs began; somebody who comes back is new again."""
    return one.lead.cycle_since or one.lead.created_at or LONG_AGO
