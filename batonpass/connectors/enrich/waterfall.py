"""Whom do we ask in which order, until what is missing is known or the money is spent?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from batonpass.handoff.playbook.enrichment import Enrichment, Provider

from .provider import Knows, Subject, Unavailable


class Kept(Protocol):
    """What a provider said about a subject, and when."""

    @property
    def fields(self) -> Mapping[str, str]: ...
    @property
    def at(self) -> datetime: ...


class Memory(Protocol):
    """What was asked before, and what may still be spent."""

    async def recall(self, provider: Provider, subject: str) -> Kept | None: ...

    async def remember(self, provider: Provider, subject: str, fields: Mapping[str, str]) -> Kept: ...

    async def afford(self, provider: Provider) -> bool: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one provider added, and since when it is known to be so."""

    provider: str
    fields: Mapping[str, str]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What came of it: the answers, what is missing still, why some could not be asked, and whether to try again."""

    answers: tuple[Answer, ...] = ()
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    again: bool = False


async def look(
    enrichment: Enrichment, subject: Subject, wants: Sequence[str], *, knows: Mapping[str, Knows], memory: Memory
) -> Looked:
    """Ask one provider after the other for what is missing still; one that cannot be asked is passed over."""
    missing, answers, notes, again = list(wants), list[Answer](), list[str](), False
    for provider in enrichment.providers:
        by = subject.by(provider)
        if not missing or not by:
            continue
        said = await _say(provider, subject, by, knows=knows, memory=memory)
        if isinstance(said, Unavailable):
            notes.append(f"{provider.name}: {said.why}")
            again = again or said.why != SPENT
            continue
        added = {name: value for name, value in said.fields.items() if name in missing and value}
        if added:
            answers.append(Answer(provider=provider.name, fields=added, at=said.at))
            missing = [name for name in missing if name not in added]
    return Looked(answers=tuple(answers), missing=tuple(missing), notes=tuple(notes), again=again and bool(missing))


SPENT = "what may be spent is spent"


async def _say(
    provider: Provider, subject: Subject, by: str, *, knows: Mapping[str, Knows], memory: Memory
) -> Kept | Unavailable:
    """What a provider says, from memory if it is there: nobody pays twice for one answer."""
    kept = await memory.recall(provider, by)
    if kept is not None:
        return kept
    if not await memory.afford(provider):
        return Unavailable(why=SPENT)
    said = await knows[provider.kind].ask(provider, subject)
    return said if isinstance(said, Unavailable) else await memory.remember(provider, by, said)
