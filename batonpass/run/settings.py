"""What does the environment say about this installation? The only place that reads it."""

from __future__ import annotations

import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

from batonpass.run.refused import SettingRefused
from batonpass.store.open import Where
from batonpass.written.nearest import did_you_mean

DEFAULT_FROM = "Batonpass <batonpass@localhost.localdomain>"
KEY_LEAST = 32
CONTACT = "BATONPASS_SECURITY_CONTACT"
SECURITY = ("starttls", "tls", "plain")
OURS = "BATONPASS_"
NAMES = tuple(
    f"{OURS}{name}"
    for name in (
        "BASE_URL", "BOOTSTRAP_KEY", "DATA", "DATABASE_URL", "DIGEST_ABOVE", "HUBSPOT_URL", "KEY", "MAIL_FROM",
        "MAIL_IN", "MAIL_IN_ADDRESS", "MAIL_IN_RELAYS", "MAIL_IN_TLS", "NEW_PASSWORD", "PG_BIN", "PROXIES",
        "SALESFORCE_URL", "SECRET_KEY", "SECRET_KEY_BEFORE", "SECURITY_CONTACT", "SIGNATURES",
        "SLACK_SIGNING_SECRET", "SLACK_TOKEN", "SMTP_HOST", "SMTP_PASSWORD", "SMTP_PORT", "SMTP_SECURITY",
        "SMTP_USERNAME", "TEST_CLOCK", "WEBHOOK_ALLOW",
    )
)  # fmt: skip
"""Every variable of ours that anything here reads."""
BEFORE, NO_KEY = "BATONPASS_SECRET_KEY_BEFORE", "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one process, each from its variable; docs/settings.md tells what they are for."""

    data: Path
    database_url: str = ""
    programs: str = ""
    test_clock: bool = False
    base_url: str = "http://127.0.0.1:8000"
    smtp_host: str = ""
    smtp_port: int = 0
    smtp_security: str = "starttls"
    smtp_username: str = ""
    smtp_password: str = field(default="", repr=False)
    mail_from: str = DEFAULT_FROM
    webhook_allow: str = ""
    digest_above: int = 5
    hubspot_url: str = "https://api.hubapi.com"
    salesforce_url: str = ""
    proxies: str = ""
    signatures: str = ""
    security_contact: str = ""
    bootstrap_key: str = field(default="", repr=False)
    secret_key: str = field(default="", repr=False)
    secret_key_before: str = field(default="", repr=False)
    link_secret: bytes = field(default=b"", repr=False)
    older_link_secrets: tuple[bytes, ...] = field(default=(), repr=False)
    environment: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)

    @property
    def where(self) -> Where:
        """Which database."""
        return Where(data=self.data, url=self.database_url, programs=self.programs, test_clock=self.test_clock)

    def secret(self, name: str) -> str | None:
        """A secret that the playbook names, from the variable of that name."""
        return self.environment.get(name)

    def sealed(self, kept: bytes) -> bytes:
        """A secret as it signs: what the database keeps of it is half of it once a key outside is set (S67)."""
        return _sealed(self.secret_key, kept)

    def sealed_before(self, kept: bytes) -> tuple[bytes, ...]:
        """The same by the key before it, while one is exchanged for another: what that signed is good still."""
        key = self.secret_key_before
        return (_sealed("" if key == NO_KEY else key, kept),) if key else ()


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings; raise SettingRefused naming the variable that cannot be used."""
    said = environment.get
    return Settings(
        data=Path(said("BATONPASS_DATA", "batonpass-data")),
        database_url=_address(said("BATONPASS_DATABASE_URL", ""), "BATONPASS_DATABASE_URL"),
        programs=said("BATONPASS_PG_BIN", ""),
        test_clock=_yes(said("BATONPASS_TEST_CLOCK", ""), "BATONPASS_TEST_CLOCK"),
        base_url=_page(said("BATONPASS_BASE_URL", "")) or "http://127.0.0.1:8000",
        smtp_host=said("BATONPASS_SMTP_HOST", ""),
        smtp_port=_number(said("BATONPASS_SMTP_PORT", "0"), "BATONPASS_SMTP_PORT"),
        smtp_security=_one_of(said("BATONPASS_SMTP_SECURITY", ""), SECURITY, "BATONPASS_SMTP_SECURITY") or SECURITY[0],
        smtp_username=said("BATONPASS_SMTP_USERNAME", ""),
        smtp_password=said("BATONPASS_SMTP_PASSWORD", ""),
        mail_from=said("BATONPASS_MAIL_FROM", DEFAULT_FROM),
        webhook_allow=said("BATONPASS_WEBHOOK_ALLOW", ""),
        digest_above=_number(said("BATONPASS_DIGEST_ABOVE", "5"), "BATONPASS_DIGEST_ABOVE"),
        hubspot_url=said("BATONPASS_HUBSPOT_URL", "https://api.hubapi.com").rstrip("/"),
        salesforce_url=said("BATONPASS_SALESFORCE_URL", "").rstrip("/"),
        proxies=_networks(said("BATONPASS_PROXIES", ""), "BATONPASS_PROXIES"),
        signatures=_one_of(said("BATONPASS_SIGNATURES", ""), ("two", "none"), "BATONPASS_SIGNATURES"),
        security_contact=_reachable(said(CONTACT, "")),
        bootstrap_key=said("BATONPASS_BOOTSTRAP_KEY", ""),
        secret_key=_long(said("BATONPASS_SECRET_KEY", ""), "BATONPASS_SECRET_KEY"),
        secret_key_before=_before(said(BEFORE, ""), now=said("BATONPASS_SECRET_KEY", "")),
        environment=environment,
    )


def misnamed(environment: Mapping[str, str] = os.environ) -> list[str]:
    """Say which variables look like settings and are none: a slip nobody would hear of."""
    strange = sorted(name for name in environment if name.startswith(OURS) and name not in NAMES)
    return [f"{name} is no setting. {did_you_mean(name, NAMES)}" for name in strange]


def _number(said: str, name: str) -> int:
    if not said.isdecimal():
        raise SettingRefused(f"{name} is {said!r}; write a number such as 587.")
    return int(said)


def _address(said: str, name: str) -> str:
    """What can be taken apart as an address; the address is not repeated, for a password may stand in it."""
    try:
        for host in urlsplit(said).netloc.rpartition("@")[2].split(","):
            _ = urlsplit(f"//{host}").port
    except ValueError:
        says = f"{name} is no address: its host or port cannot be read, or its password holds / ? # or @ as they are"
        raise SettingRefused(f"{says}; write postgresql://user@host:5432/name, and %2F for a slash.") from None
    return said


def _page(said: str) -> str:
    """Where links begin: one without its scheme would open nothing, in any mail."""
    whole = urlsplit(said)
    if said and not (whole.scheme in ("http", "https") and whole.netloc and not (whole.query or whole.fragment)):
        raise SettingRefused(f"BATONPASS_BASE_URL is {said!r}; write it whole, such as https://handoff.firm.example.")
    return said.rstrip("/")


def _networks(said: str, name: str) -> str:
    for one in said.split(","):
        try:
            _ = ip_network(one.strip(), strict=False) if one.strip() else None
        except ValueError:
            says = f"{name} names {one.strip()!r}, which is neither an address nor a network"
            raise SettingRefused(f"{says}; write such as 127.0.0.1, 10.1.0.0/16.") from None
    return said


def _reachable(said: str) -> str:
    """An address to write to or a page, alone on its line: what follows it would be read as more of the file."""
    if said and not (said.startswith(("mailto:", "https://", "tel:")) and said.isascii() and said.isprintable()):
        raise SettingRefused(f"{CONTACT} is {said!r}; write mailto:security@firm.example, or a page behind https://.")
    return said


def _long(said: str, name: str) -> str:
    if said and len(said) < KEY_LEAST:
        raise SettingRefused(f"{name} has {len(said)} characters; give it {KEY_LEAST} random ones or more.")
    return said


def _before(said: str, *, now: str) -> str:
    """The key that was in use until now; one without a key after it would be the key in use."""
    if said and not now:
        raise SettingRefused(f"{BEFORE} is set, and BATONPASS_SECRET_KEY is not; give the new key, or leave both out.")
    return said if said == NO_KEY else _long(said, BEFORE)


def _sealed(key: str, kept: bytes) -> bytes:
    return hmac.digest(key.encode(), kept, "sha256") if key else kept


def _one_of(said: str, known: tuple[str, ...], name: str) -> str:
    if said and said not in known:
        raise SettingRefused(f"{name} is {said!r}; write {' or '.join(known)}, or leave it out.")
    return said


def _yes(said: str, name: str) -> bool:
    if said in ("", "0", "false", "no"):
        return False
    if said in ("1", "true", "yes"):
        return True
    raise SettingRefused(f"{name} is {said!r}; write 1 or leave it out.")
