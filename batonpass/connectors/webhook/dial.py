"""How is a request sent to exactly an address that was judged?"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable
from functools import cache
from ipaddress import ip_address

import httpx

from .guard import Address, Allowed, hold_addresses, hold_url, host_of, port_of

Lookup = Callable[[str, int], Awaitable[tuple[Address, ...]]]
_CONNECT_SECONDS = 5


@cache
def authorities() -> ssl.SSLContext:
    """Whose certificates we believe, read once a process: reading them is the dearest part of making a client."""
    return httpx.create_ssl_context()


async def look_up(host: str, port: int) -> tuple[Address, ...]:
    """Every address behind a name, as the machine's resolver knows them. OSError when there is none."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(ip_address(str(where[0]).partition("%")[0]) for *_, where in found))


class GuardedTransport(httpx.AsyncBaseTransport):
    """Looks the host up once, judges all its addresses, and dials those, under the host's own name and certificate.

    No connection is kept: the pool below knows addresses only, and must not lend one host's connection to another.
    """

    def __init__(
        self, open_to: Allowed, *, lookup: Lookup = look_up, below: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._open_to, self._lookup = open_to, lookup
        self._below = below or httpx.AsyncHTTPTransport(
            verify=authorities(), limits=httpx.Limits(max_keepalive_connections=0)
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send to the first judged address that lets us in, older addresses first as most networks carry those."""
        hold_url(request.url)
        addresses = await self._judged(request)
        for address in addresses[:-1]:
            try:
                return await self._dial(request, address)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        return await self._dial(request, addresses[-1])

    async def aclose(self) -> None:
        """Let go of all connections."""
        await self._below.aclose()

    async def _judged(self, request: httpx.Request) -> tuple[Address, ...]:
        url = request.url
        try:
            addresses = await self._lookup(host_of(url), port_of(url))
        except (OSError, UnicodeError):
            raise httpx.ConnectError("the name of the host is not known", request=request) from None
        hold_addresses(url, addresses, self._open_to)
        return tuple(sorted(addresses, key=lambda address: address.version))

    async def _dial(self, request: httpx.Request, address: Address) -> httpx.Response:
        dialled = httpx.Request(
            request.method,
            request.url.copy_with(host=str(address)),
            headers=request.headers,
            stream=request.stream,
            extensions={"sni_hostname": host_of(request.url), "timeout": {"connect": _CONNECT_SECONDS}},
        )
        return await self._below.handle_async_request(dialled)
