"""Who is really asking, and have they asked too often?"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from math import ceil

MINUTE = 60.0
PEERS_MOST = 50_000
HOPS_MOST = 10


class Proxies:
    """The addresses whose word about who is behind them is believed."""

    def __init__(self, trusted: Iterable[str]) -> None:
        """Take addresses or networks; ValueError for what is neither."""
        self._networks = tuple(ip_network(one, strict=False) for one in trusted)

    def peer(self, connected: str, forwarded: str) -> str:
        """The nearest address that no trusted proxy vouches away; X-Forwarded-For of anybody else is hearsay (S03)."""
        at = connected
        hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()][-HOPS_MOST:]
        while hops and self._trusted(at):
            said = hops.pop()
            if _address(said) is None:
                break
            at = said
        return _counted_as(at)

    def _trusted(self, text: str) -> bool:
        address = _address(text)
        return address is not None and any(address in network for network in self._networks)


class PerMinute:
    """At most so many in any sixty seconds for each peer; the quietest peers are forgotten first."""

    def __init__(self, most: int) -> None:
        """Begin with nobody."""
        self._most = most
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()

    def wait(self, peer: str, now: float) -> int:
        """Count one more at this instant; the seconds to wait when it is too many, and then it is not counted."""
        times = self._seen.setdefault(peer, deque())
        self._seen.move_to_end(peer)
        while times and times[0] <= now - MINUTE:
            times.popleft()
        if len(times) >= self._most:
            return max(1, ceil(times[0] + MINUTE - now))
        times.append(now)
        if len(self._seen) > PEERS_MOST:
            self._seen.popitem(last=False)
        return 0


def forwarded_by(headers: Sequence[tuple[bytes, bytes]]) -> str:
    """All X-Forwarded-For headers as one list, in their order."""
    return ",".join(value.decode("latin-1") for name, value in headers if name == b"x-forwarded-for")


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None


def _counted_as(text: str) -> str:
    """A household has a whole /64 of IPv6 addresses, so these count as one."""
    address = _address(text)
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(IPv6Network((address, 64), strict=False))
    return text
