"""Settings become channels, and a setting that cannot be used is named before anything is sent with it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from batonpass.connectors.catcher.server import Catcher
from batonpass.connectors.channel import Later, Sent
from batonpass.connectors.channels import build_channels
from tests.connectors.sample import SECRET, hook, tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an operator has set."""

    base_url: str = "https://baton.lumen.example"
    link_secret: bytes = SECRET
    older_link_secrets: tuple[bytes, ...] = ()
    smtp_host: str = "127.0.0.1"
    smtp_port: int = 0
    smtp_security: str = "plain"
    smtp_username: str = ""
    smtp_password: str = ""
    mail_from: str = "Lumen handoff <handoff@lumen.example>"
    webhook_allow: str = "127.0.0.0/8"
    secrets: tuple[tuple[str, str], ...] = (("CRM_HOOK_SECRET", "an invented secret"),)

    def secret(self, name):
        return dict(self.secrets).get(name)


async def send(settings, name, message):
    channels = build_channels(settings)
    result = await channels[name].send(message)
    for way in channels.values():
        await way.close()
    return result


async def test_mail_leaves_through_the_server_that_is_set(catcher: Catcher):
    assert isinstance(await send(Settings(smtp_port=catcher.port), "email", tell()), Sent)
    assert catcher.mails.list()[0].sender == "Lumen handoff <handoff@lumen.example>"


async def test_posts_leave_with_the_secret_that_is_set(listener):
    assert isinstance(await send(Settings(), "webhook", hook(listener.url)), Sent)


async def test_without_a_mail_server_mail_waits():
    assert isinstance(await send(Settings(smtp_host=""), "email", tell()), Later)


def test_each_channel_is_known_by_its_name():
    assert {name: way.name for name, way in build_channels(Settings()).items()} == {
        "email": "email",
        "slack": "slack",
        "teams": "teams",
        "webhook": "webhook",
    }


@pytest.mark.parametrize(
    ("setting", "value", "says"),
    [
        ("smtp_security", "ssl", "BATONPASS_SMTP_SECURITY"),
        ("mail_from", "Lumen", "BATONPASS_MAIL_FROM"),
        ("mail_from", "a@x.example, b@x.example", "BATONPASS_MAIL_FROM"),
        ("webhook_allow", "10.0.0.1/8", "BATONPASS_WEBHOOK_ALLOW"),
        ("link_secret", b"short", "needs 32"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(setting, value, says):
    with pytest.raises(ValueError, match=says):
        build_channels(Settings(**{setting: value}))
