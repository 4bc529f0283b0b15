"""What do all who know more about people and companies have in common?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from batonpass.handoff.playbook.enrichment import Provider


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whom or what we ask about. `domain` is empty for a free-mail address: that domain is nobody's company."""

    email: str = ""
    domain: str = ""
    company: str = ""

    def by(self, provider: Provider) -> str:
        """What this provider is asked by; empty when we do not have it."""
        return self.email if provider.by == "email" else self.domain


@dataclass(frozen=True, slots=True, kw_only=True)
class Unavailable:
    """The provider could not be asked now; the text never holds a secret."""

    why: str


Said = Mapping[str, str] | Unavailable


class Knows(Protocol):
    """Asks one provider; nothing found is an empty answer. Raises nothing for what the world does."""

    async def ask(self, provider: Provider, subject: Subject) -> Said: ...

    async def close(self) -> None: ...
