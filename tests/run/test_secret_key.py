"""Is a stolen copy of the database worth nothing without the key that is kept outside of it (S67)?"""

from __future__ import annotations

import pytest

from batonpass.run.house import open_house
from batonpass.run.refused import SettingRefused
from batonpass.run.settings import read_settings
from batonpass.store.settings import secret

KEY = "k" * 32


def settings(database: str, key: str, before: str = ""):
    keys = {"BATONPASS_SECRET_KEY": key, "BATONPASS_SECRET_KEY_BEFORE": before}
    return read_settings({"BATONPASS_DATABASE_URL": database, "BATONPASS_TEST_CLOCK": "1", **keys})


async def test_what_the_database_keeps_signs_nothing_by_itself(database):
    async with open_house(settings(database, KEY, "none"), work=False) as house:
        kept = [await secret(house.pool, name) for name in ("links", "sessions")]
        signs = [house.settings.link_secret, house.session_secret]
        older = [*house.settings.older_link_secrets, *house.older_session_secrets]
    assert [len(one) for one in signs] == [32, 32]
    assert not {*kept} & {*signs}
    assert older == kept


def test_the_same_key_signs_alike_and_another_does_not():
    one, same, other = (settings("", key).sealed(b"kept") for key in (KEY, KEY, KEY + "!"))
    assert (one == same, one == other) == (True, False)


def test_without_a_key_outside_what_is_kept_signs():
    assert settings("", "").sealed(b"kept") == b"kept"


def test_the_key_before_it_is_good_while_it_is_named():
    before, now = settings("", KEY).sealed(b"kept"), settings("", KEY + "!", KEY)
    assert (now.sealed_before(b"kept"), settings("", KEY).sealed_before(b"kept")) == ((before,), ())
    assert now.sealed(b"kept") != before


@pytest.mark.parametrize(
    ("key", "before", "says"),
    [("", KEY, "BATONPASS_SECRET_KEY is not"), (KEY, "old", "BATONPASS_SECRET_KEY_BEFORE has 3 characters")],
)
def test_a_key_before_none_and_a_short_one_are_refused(key, before, says):
    with pytest.raises(SettingRefused, match=says):
        settings("", key, before)


def test_a_short_key_is_refused_by_name():
    with pytest.raises(SettingRefused, match="BATONPASS_SECRET_KEY has 31 characters"):
        settings("", "k" * 31)


@pytest.mark.parametrize("said", ["security@firm.example", "http://firm.example", "mailto:a@firm.example\nContact: x"])
def test_where_to_write_to_about_a_hole_is_an_address_on_one_line(said):
    with pytest.raises(SettingRefused, match="BATONPASS_SECURITY_CONTACT is"):
        read_settings({"BATONPASS_SECURITY_CONTACT": said})
