"""Do links lead to the door that is open, unless somebody said where people reach us?"""

from __future__ import annotations

import re
import selectors
import socket
from pathlib import Path

import pytest

from batonpass.run.refused import SettingRefused
from batonpass.run.serve import Door, listen, listen_side_by_side, named
from batonpass.run.settings import NAMES, misnamed, read_settings

ROOT = Path(__file__).parents[2]


def address(host: str, environment: dict[str, str]) -> tuple[str, int]:
    door, settings = Door(host=host, port=0), read_settings(environment)
    with listen(door, settings) as ears:
        return named(settings, door, ears).base_url, ears.getsockname()[1]


@pytest.mark.parametrize(
    ("host", "reached"),
    [("127.0.0.1", "127.0.0.1"), ("localhost", "localhost"), ("0.0.0.0", "127.0.0.1")],  # noqa: S104 - nobody connects
)
def test_links_begin_with_the_port_that_was_asked_for(host, reached):
    base, port = address(host, {})
    assert base == f"http://{reached}:{port}"


def test_what_somebody_said_wins():
    assert (
        address("127.0.0.1", {"BATONPASS_BASE_URL": "https://leads.firm.example/"})[0] == "https://leads.firm.example"
    )


@pytest.mark.parametrize(
    "told", ["postgresql://u:secret/x@h/db", "postgresql://u:secret@h:99999/db", "postgresql://[::1/db"]
)
def test_an_address_that_cannot_be_read_is_refused_without_its_password(told):
    with pytest.raises(SettingRefused, match="BATONPASS_DATABASE_URL is no address") as refused:
        read_settings({"BATONPASS_DATABASE_URL": told})
    assert "secret" not in str(refused.value)


def test_an_address_of_several_hosts_is_one():
    assert read_settings({"BATONPASS_DATABASE_URL": "postgresql://a@h1:5432,h2:5433/x"}).database_url


@pytest.mark.parametrize(
    ("name", "told", "says"),
    [
        ("BATONPASS_BASE_URL", "handoff.firm.example", "write it whole, such as https://"),
        ("BATONPASS_BASE_URL", "firm.example:8000", "write it whole"),
        ("BATONPASS_BASE_URL", "https://firm.example/?a=b", "write it whole"),
        ("BATONPASS_PROXIES", "127.0.0.1, caddy", "'caddy', which is neither an address nor a network"),
        ("BATONPASS_SMTP_SECURITY", "ssl", "write starttls or tls or plain"),
    ],
)
def test_a_setting_that_would_break_later_is_refused_by_name_at_the_start(name, told, says):
    with pytest.raises(SettingRefused, match=name) as refused:
        read_settings({name: told})
    assert says in str(refused.value)


def test_a_setting_that_is_left_blank_counts_as_not_set():
    blank: dict[str, str] = dict.fromkeys(("BATONPASS_BASE_URL", "BATONPASS_PROXIES", "BATONPASS_SMTP_SECURITY"), "")
    found, usual = read_settings(blank), read_settings({})
    assert (found.base_url, found.proxies, found.smtp_security) == (usual.base_url, "", "starttls")


def test_a_variable_that_is_no_setting_is_named_and_every_documented_one_is_known():
    documented = re.findall(r"BATONPASS_[A-Z_]*[A-Z]", (ROOT / "docs/settings.md").read_text("utf-8"))
    assert set(documented) == set(NAMES)
    said = ['BATONPASS_SMPT_HOST is no setting. Did you mean "BATONPASS_SMTP_HOST"?']
    assert misnamed({"BATONPASS_SMPT_HOST": "x", "BATONPASS_SMTP_PORT": "25", "HOME": "/"}) == said


def test_a_port_that_somebody_has_is_taken_for_several_processes_as_for_one():
    with listen(Door(port=0), read_settings({})) as theirs:
        port = theirs.getsockname()[1]
        for count in (2, 4):
            with pytest.raises(SettingRefused, match=f"port {port} on 127.0.0.1 is taken"):
                listen_side_by_side(Door(port=port), read_settings({}), count)


def test_several_processes_are_called_at_one_port_and_each_has_its_share():
    many = listen_side_by_side(Door(port=0), read_settings({}), 2)
    assert len({ears.getsockname() for ears in many}) == 1
    callers = [socket.create_connection(many[0].getsockname()) for _ in range(200)]
    try:
        shares = [waiting(ears) for ears in many]
    finally:
        for one in [*callers, *many]:
            one.close()
    assert sum(shares) == len(callers)
    assert min(shares) > len(callers) / 4


def waiting(ears: socket.socket) -> int:
    """How many callers the system has given to this socket."""
    ears.setblocking(False)  # noqa: FBT003 - its only form
    taken = 0
    with selectors.DefaultSelector() as ready:
        ready.register(ears, selectors.EVENT_READ)
        while ready.select(0):
            ears.accept()[0].close()
            taken += 1
    return taken
