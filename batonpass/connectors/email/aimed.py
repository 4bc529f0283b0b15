"""Is somebody aiming our answers at a company? Whoever fills in a form decides whom we answer (S06)."""

from __future__ import annotations

from collections import OrderedDict, deque
from datetime import datetime, timedelta

from batonpass.written.mail_domains import free_mail_domains

MOST, WITHIN = 50, timedelta(hours=1)
"""So many answers a company gets in an hour. One address gets one a day, but addresses are quickly invented."""
NOBODYS = (".example", ".test", ".invalid", ".localhost", ".example.com", ".example.net", ".example.org")
"""Names that are kept for trials (RFC 2606): nobody reads mail there."""
DOMAINS_MOST = 10_000


class Aimed:
    """The answers of the last hour, by the domain they went to; each worker counts its own, and forgets at its end."""

    def __init__(self, most: int = MOST) -> None:
        """Begin with none; `most` answers go to one domain in an hour."""
        self._most = most
        self._gone: OrderedDict[str, deque[datetime]] = OrderedDict()

    def too_many(self, address: str, at: datetime) -> bool:
        """Did this address's company get as many as it may in the hour before that instant? Free mail is no company."""
        times = self._gone.get(_domain(address), deque[datetime]())
        while times and times[0] <= at - WITHIN:
            times.popleft()
        return len(times) >= self._most

    def went(self, address: str, at: datetime) -> None:
        """One more has gone to this address."""
        domain = _domain(address)
        if domain in free_mail_domains() or f".{domain}".endswith(NOBODYS):
            return
        self._gone.setdefault(domain, deque()).append(at)
        self._gone.move_to_end(domain)
        if len(self._gone) > DOMAINS_MOST:
            self._gone.popitem(last=False)


def _domain(address: str) -> str:
    return address.rpartition("@")[2].strip(" >").lower()
