"""Is a country known by the names that forms and lists have for it?"""

from __future__ import annotations

import pytest

from batonpass.written.countries import country_codes, country_names


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Sweden", "SE"), ("Deutschland", "DE"), ("Sverige", "SE"), ("UK", "GB"), ("deu", "DE"),
        ("Turkey", "TR"), ("Türkiye", "TR"), ("Viet Nam", "VN"), ("Russian Federation", "RU"),
        ("Korea, Republic of", "KR"),
        ("Bosnia and Herzegovina", "BA"), ("Trinidad and Tobago", "TT"), ("Saint Lucia", "LC"), ("Côte d'Ivoire", "CI"),
        ("Iran, Islamic Republic of", "IR"), ("Macau", "MO"), ("日本", "JP"), ("中国", "CN"), ("香港", "HK"),
        ("대한민국", "KR"),
    ],
)  # fmt: skip
def test_a_country_is_known_by_its_names(name, code):
    assert country_names()[name.lower()] == code


def test_every_name_is_a_countrys():
    assert set(country_names().values()) == set(country_codes())


@pytest.mark.parametrize("name", ["narnia", "eu", "zz", ""])
def test_what_is_no_country_is_none(name):
    assert name not in country_names()
