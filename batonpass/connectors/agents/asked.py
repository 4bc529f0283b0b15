"""How does an agent's request reach the API, with the key's rights and no others?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx
from mcp.server.mcpserver.exceptions import ToolError

TIMEOUT_SECONDS = 30.0


class Api:
    """A running Batonpass, asked with one key: what the key may not do is refused there, not here."""

    def __init__(self, url: str, key: str, *, transport: httpx.AsyncBaseTransport | None = None) -> None:
        """Remember where it answers; nothing is asked yet."""
        self._http = httpx.AsyncClient(
            base_url=url,
            headers={"Authorization": f"Bearer {key}", "User-Agent": "batonpass-mcp"},
            timeout=TIMEOUT_SECONDS,
            transport=transport,
            trust_env=False,
        )

    async def read(self, path: str, **asked: object) -> str:
        """What stands there, as JSON; `asked` goes into the address, but for what was left empty."""
        return await self._answer("GET", path, params={name: _plain(value) for name, value in asked.items() if value})

    async def act(self, path: str, **sent: object) -> str:
        """Let something happen, and give what stands there then; `sent` is the body, but for what was left empty.

        Raises ToolError when it is refused.
        """
        return await self._answer("POST", path, json={name: value for name, value in sent.items() if value})

    async def close(self) -> None:
        """Let go of all connections."""
        await self._http.aclose()

    async def _answer(self, method: str, path: str, **more: Any) -> str:
        try:
            answer = await self._http.request(method, path, **more)
        except httpx.HTTPError as error:
            where = self._http.base_url
            raise ToolError(f"Batonpass does not answer at {where} ({type(error).__name__}): is it running?") from error
        if answer.is_success:
            return answer.text
        raise ToolError(_refused(answer))


def _plain(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _refused(answer: httpx.Response) -> str:
    """The problem in a sentence or two: an agent, and who reads over its shoulder, can act on it."""
    try:
        problem = answer.json()
    except ValueError:
        return f"Batonpass answers {answer.status_code} and no more"
    if not isinstance(problem, Mapping):
        return f"Batonpass answers {answer.status_code} and no more"
    said = f"{problem.get('title', 'Refused')}: {problem.get('detail', '')}"
    allowed = problem.get("allowed")
    return f"{said} Allowed: {', '.join(map(str, allowed))}." if allowed else said
