"""May we call this address, or would somebody be using us to reach inside?

A playbook is written by people who may call any public address, and must not reach what only this machine can see
(S35). So the name is looked up by us, every address behind it is judged, and a judged address is the one that is
dialled: a name that answers differently the second time gains nothing (S36). An operator opens a private place by
naming it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

import httpx

Address = IPv4Address | IPv6Address
UNREADABLE = "the address cannot be read; write one such as https://crm.example/hook"
_PORTS, _PORT_LAST = {443, 8443}, 65_535
_DEFAULT_PORTS = {"http": 80, "https": 443}
_NOT_PUBLIC_4 = tuple(
    IPv4Network(net)
    for net in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4",
    )
)  # fmt: skip
_PUBLIC_6 = IPv6Network("2000::/3")
_NOT_PUBLIC_6 = tuple(IPv6Network(net) for net in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
_CARRIES_4 = tuple(IPv6Network(net) for net in ("::ffff:0:0/96", "64:ff9b::/96"))
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9])?", re.IGNORECASE)


class AddressRefused(Exception):
    """We do not call there; the text says why, and what an operator or the playbook's author may change."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """Places an operator has opened by name or network: any port there, and http without encryption."""

    hosts: frozenset[str] = frozenset()
    networks: tuple[IPv4Network | IPv6Network, ...] = ()

    def names(self, host: str) -> bool:
        """Whether this very name was opened."""
        return _plain(host) in self.hosts

    def holds(self, addresses: Iterable[Address]) -> bool:
        """Whether all of these addresses lie in opened networks."""
        found = tuple(addresses)
        return bool(found) and all(any(address in net for net in self.networks) for address in found)


def allowed(setting: str) -> Allowed:
    """Read `BATONPASS_WEBHOOK_ALLOW`: host names and networks, with commas. ValueError names what is neither."""
    hosts: set[str] = set()
    networks: list[IPv4Network | IPv6Network] = []
    for part in filter(None, (piece.strip() for piece in setting.split(","))):
        if "/" in part or _is_address(part):
            networks.append(_network(part))
        elif _HOST.fullmatch(part):
            hosts.add(_plain(part))
        else:
            raise ValueError(
                f"BATONPASS_WEBHOOK_ALLOW: {part!r} is neither a host name nor a network such as 10.1.0.0/16"
            )
    return Allowed(frozenset(hosts), tuple(networks))


def hold_url(url: httpx.URL) -> None:
    """Refuse what needs no look-up: other protocols, user names, and hosts spelled to mislead."""
    host = host_of(url)
    if url.scheme not in _DEFAULT_PORTS:
        raise AddressRefused(f"{url.scheme or 'no protocol'} is not called; write an address that begins with https://")
    if url.userinfo:
        raise AddressRefused(f"the address of {host} holds a user name; take it out, our posts are signed")
    if not 0 < port_of(url) <= _PORT_LAST or not (_HOST.fullmatch(host) or _is_address(host)):
        raise AddressRefused(UNREADABLE)
    if _NUMBER.fullmatch(_plain(host).rpartition(".")[2]) and not _is_address(host):
        raise AddressRefused(f"{host} is a number in disguise; write the name of the host")


def hold_addresses(url: httpx.URL, addresses: tuple[Address, ...], open_to: Allowed) -> None:
    """Refuse unless the call is encrypted and each address behind the name public, or an operator opened the place."""
    host = host_of(url)
    if open_to.names(host) or open_to.holds(addresses):
        return
    _hold_in_the_open(url)
    if not addresses or not all(is_public(address) for address in addresses):
        raise AddressRefused(f"{host} leads into a private network; {_opened(host)}, if that is meant")


def _hold_in_the_open(url: httpx.URL) -> None:
    host = host_of(url)
    if url.scheme != "https":
        raise AddressRefused(f"{host} would be called unencrypted; write https://, or {_opened(host)}")
    if port_of(url) not in _PORTS:
        raise AddressRefused(f"port {port_of(url)} of {host} is not called, only 443 and 8443; or {_opened(host)}")


def host_of(url: httpx.URL) -> str:
    """The host in ASCII, as the DNS knows it."""
    return url.raw_host.decode("ascii")


def port_of(url: httpx.URL) -> int:
    """The port that is dialled."""
    return _DEFAULT_PORTS[url.scheme] if url.port is None else url.port


def is_public(address: Address) -> bool:
    """Whether anybody on the internet could call it. IPv4 inside IPv6 is judged as the IPv4 that it reaches."""
    if isinstance(address, IPv6Address) and any(address in net for net in _CARRIES_4):
        address = IPv4Address(int(address) & 0xFFFF_FFFF)
    if isinstance(address, IPv4Address):
        return not any(address in net for net in _NOT_PUBLIC_4)
    return address in _PUBLIC_6 and not any(address in net for net in _NOT_PUBLIC_6)


def _opened(host: str) -> str:
    return f"have an operator add {host} to BATONPASS_WEBHOOK_ALLOW"


def _plain(host: str) -> str:
    return host.lower().rstrip(".")


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _network(part: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(part)
    except ValueError as error:
        raise ValueError(f"BATONPASS_WEBHOOK_ALLOW: {error}; write a network such as 10.1.0.0/16") from None
