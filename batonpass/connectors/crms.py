"""Which CRM is spoken to, by these settings and an agreement?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from batonpass.handoff.playbook.crm import Crm

from .channel import Later
from .crm import CrmSystem
from .hubspot.objects import HubSpot
from .post import Poster
from .salesforce.objects import Salesforce
from .webhook.guard import Allowed

KINDS: Mapping[str, Callable[..., CrmSystem]] = {"hubspot": HubSpot, "salesforce": Salesforce}


@dataclass(slots=True, kw_only=True)
class Crms:
    """Speaks to the CRM of the agreement in force. `urls` are the addresses by system; tokens are read at each use."""

    secret_of: Callable[[str], str | None]
    open_to: Allowed
    urls: Mapping[str, str]
    spoken_to: dict[tuple[Any, ...], CrmSystem] = field(default_factory=dict[tuple[Any, ...], CrmSystem])

    def __call__(self, crm: Crm) -> CrmSystem | Later:
        """The CRM, or what an operator has to set first."""
        token, url = self.secret_of(crm.secret_setting), self.urls.get(crm.system, "")
        if not token:
            return Later(why=f"the token {crm.secret_setting} is not set; set it in the environment")
        if not url:
            return Later(why=f"the address BATONPASS_{crm.system.upper()}_URL is not set")
        fields = tuple(one.to for one in crm.fields.values())
        known = (crm.system, url, token, fields, crm.marker)
        if known not in self.spoken_to:
            poster = Poster(self.open_to)
            self.spoken_to[known] = KINDS[crm.system](
                poster=poster, url=url, token=token, fields=fields, marker=crm.marker
            )
        return self.spoken_to[known]

    async def close(self) -> None:
        """Let go of all connections."""
        for one in self.spoken_to.values():
            await one.close()
