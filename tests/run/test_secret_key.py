"""Is a stolen copy of the database worth nothing without the key that is kept outside of it (S67)?"""

from __future__ import annotations

import pytest

from batonpass.run.house import open_house
from batonpass.run.refused import SettingRefused
from batonpass.run.settings import read_settings
from batonpass.store.settings import secret

KEY = "k" * 32


def settings(database: str, key: str):
    return read_settings({"BATONPASS_DATABASE_URL": database, "BATONPASS_TEST_CLOCK": "1", "BATONPASS_SECRET_KEY": key})


async def test_what_the_database_keeps_signs_nothing_by_itself(database):
    async with open_house(settings(database, KEY), work=False) as house:
        kept = [await secret(house.pool, name) for name in ("links", "sessions")]
        signs = [house.settings.link_secret, house.session_secret]
    assert [len(one) for one in signs] == [32, 32]
    assert not {*kept} & {*signs}


def test_the_same_key_signs_alike_and_another_does_not():
    one, same, other = (settings("", key).sealed(b"kept") for key in (KEY, KEY, KEY + "!"))
    assert (one == same, one == other) == (True, False)


def test_without_a_key_outside_what_is_kept_signs():
    assert settings("", "").sealed(b"kept") == b"kept"


def test_a_short_key_is_refused_by_name():
    with pytest.raises(SettingRefused, match="BATONPASS_SECRET_KEY has 31 characters"):
        settings("", "k" * 31)
