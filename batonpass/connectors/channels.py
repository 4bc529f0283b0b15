"""Which ways out of the house are there, by these settings?"""

from __future__ import annotations

from collections.abc import Mapping
from email.utils import getaddresses
from typing import Protocol

from .channel import Channel
from .email.line import MailServer, Security
from .email.plain import one_address
from .email.render import Stationery
from .email.send import EmailChannel
from .post import Poster
from .slack.hear import SlackDesk
from .slack.send import SlackChannel
from .teams.send import TeamsChannel
from .webhook.guard import allowed
from .webhook.send import WebhookChannel

_DEFAULT_PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.PLAIN: 25}


class ChannelSettings(Protocol):
    """What we need to know; `run` reads it from the environment (BATONPASS_ and the name in capitals)."""

    @property
    def base_url(self) -> str: ...
    @property
    def link_secret(self) -> bytes: ...
    @property
    def older_link_secrets(self) -> tuple[bytes, ...]: ...
    @property
    def smtp_host(self) -> str: ...
    @property
    def smtp_port(self) -> int: ...
    @property
    def smtp_security(self) -> str: ...
    @property
    def smtp_username(self) -> str: ...
    @property
    def smtp_password(self) -> str: ...
    @property
    def mail_from(self) -> str: ...
    @property
    def webhook_allow(self) -> str: ...
    def secret(self, name: str) -> str | None: ...


def build_channels(settings: ChannelSettings) -> Mapping[str, Channel]:
    """All channels by the name that playbooks know them by. ValueError names the setting that cannot be used."""
    return {
        "email": EmailChannel(_server(settings), _stationery(settings)),
        "slack": SlackChannel(settings.secret, _stationery(settings), Poster(allowed(settings.webhook_allow))),
        "teams": TeamsChannel(settings.secret, _stationery(settings), Poster(allowed(settings.webhook_allow))),
        "webhook": WebhookChannel(settings.secret, allowed(settings.webhook_allow)),
    }


def build_slack_desk(settings: ChannelSettings) -> SlackDesk:
    """Who hears the buttons that are pressed in Slack."""
    return SlackDesk(
        settings.secret, (*settings.older_link_secrets, settings.link_secret), Poster(allowed(settings.webhook_allow))
    )


def _server(settings: ChannelSettings) -> MailServer | None:
    if not settings.smtp_host:
        return None
    try:
        security = Security(settings.smtp_security)
    except ValueError:
        known = ", ".join(Security)
        raise ValueError(f"BATONPASS_SMTP_SECURITY: {settings.smtp_security!r} is none of {known}") from None
    return MailServer(
        host=settings.smtp_host,
        port=settings.smtp_port or _DEFAULT_PORTS[security],
        security=security,
        username=settings.smtp_username,
        password=settings.smtp_password,
    )


def _stationery(settings: ChannelSettings) -> Stationery:
    named = getaddresses([settings.mail_from])
    name, sender = named[0][0], one_address(named[0][1])
    if sender is None or len(named) > 1:
        raise ValueError(
            f"BATONPASS_MAIL_FROM: {settings.mail_from!r} is not one mail address; write handoff@firm.example"
        )
    return Stationery(
        base_url=settings.base_url, sender=sender, sender_name=name or "Batonpass", link_secret=settings.link_secret
    )
