"""Do links lead to the door that is open, unless somebody said where people reach us?"""

from __future__ import annotations

import pytest

from batonpass.run.refused import SettingRefused
from batonpass.run.serve import Door, listen, named
from batonpass.run.settings import read_settings


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
