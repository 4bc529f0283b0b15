"""What does the environment say about this installation? The only place that reads it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from batonpass.connectors.email.line import MailServer, Security
from batonpass.store.open import Where


class SettingRefused(Exception):
    """A setting cannot be used; the text names it and says what to write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one process, each from its variable; docs/operate.md tells what they are for."""

    data: Path
    database_url: str = ""
    programs: str = ""
    test_clock: bool = False
    base_url: str = "http://127.0.0.1:8000"
    mail: MailServer | None = None
    mail_from: str = "batonpass@localhost"
    mail_from_name: str = "Batonpass"
    webhook_allow: str = ""
    bootstrap_key: str = field(default="", repr=False)
    secrets: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)

    @property
    def where(self) -> Where:
        """Which database."""
        return Where(data=self.data, url=self.database_url, programs=self.programs, test_clock=self.test_clock)


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings; raise SettingRefused naming the variable that cannot be used."""
    said = environment.get
    return Settings(
        data=Path(said("BATONPASS_DATA", "batonpass-data")),
        database_url=said("BATONPASS_DATABASE_URL", ""),
        programs=said("BATONPASS_PG_BIN", ""),
        test_clock=_yes(said("BATONPASS_TEST_CLOCK", ""), "BATONPASS_TEST_CLOCK"),
        base_url=said("BATONPASS_BASE_URL", "http://127.0.0.1:8000").rstrip("/"),
        mail=_mail(environment),
        mail_from=said("BATONPASS_MAIL_FROM", "batonpass@localhost"),
        mail_from_name=said("BATONPASS_MAIL_FROM_NAME", "Batonpass"),
        webhook_allow=said("BATONPASS_WEBHOOK_ALLOW", ""),
        bootstrap_key=said("BATONPASS_BOOTSTRAP_KEY", ""),
        secrets=environment,
    )


def _mail(environment: Mapping[str, str]) -> MailServer | None:
    host = environment.get("BATONPASS_SMTP_HOST", "")
    if not host:
        return None
    security = environment.get("BATONPASS_SMTP_SECURITY", "starttls")
    if security not in {kind.value for kind in Security}:
        raise SettingRefused(f"BATONPASS_SMTP_SECURITY is {security!r}; write starttls, tls or plain.")
    port = environment.get("BATONPASS_SMTP_PORT", "587")
    if not port.isdecimal():
        raise SettingRefused(f"BATONPASS_SMTP_PORT is {port!r}; write a number such as 587.")
    try:
        return MailServer(
            host=host,
            port=int(port),
            security=Security(security),
            username=environment.get("BATONPASS_SMTP_USER", ""),
            password=environment.get("BATONPASS_SMTP_PASSWORD", ""),
        )
    except ValueError as error:
        raise SettingRefused(f"BATONPASS_SMTP_SECURITY: {error}.") from error


def _yes(said: str, name: str) -> bool:
    if said in ("", "0", "false", "no"):
        return False
    if said in ("1", "true", "yes"):
        return True
    raise SettingRefused(f"{name} is {said!r}; write 1 or leave it out.")
