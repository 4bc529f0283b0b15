"""Is what may be at stake an assumption that is written out, and never a finding?"""

from __future__ import annotations

import pytest

from tests.learn.audit.exports import audited

HEAD = "id,created,first touch,won date,amount\n"


def export(amount: str = "1000") -> str:
    """Of 100 leads 60 are touched, 12 of them won."""
    lines = []
    for n in range(100):
        touched = "2026-03-02 10:00:00" if n < 60 else ""
        lines.append(f"{n},2026-03-02 09:00:00,{touched},{'2026-04-02' if n < 12 else ''},{amount if n < 12 else ''}")
    return HEAD + "\n".join(lines) + "\n"


def test_the_untouched_are_valued_as_the_touched_fared():
    told = audited(export()).money
    assert (told.untouched, told.won_of_followed.rate, told.worth) == (40, 0.2, 1000.0)
    assert (told.stakes[0].wins, told.stakes[0].value) == (8.0, 8000.0)


def test_weaker_assumptions_stand_beside_the_strongest():
    assert [one.wins for one in audited(export()).money.stakes] == [8.0, 4.0, 2.0]


def test_each_stake_has_an_interval():
    stake = audited(export()).money.stakes[0]
    assert stake.value_low < stake.value < stake.value_high


def test_what_a_deal_is_worth_can_be_said():
    assert audited(export(), worth="500").money.stakes[0].value == 4000.0


@pytest.mark.parametrize("amount", ['"1.000,00 €"', '"$1,000.00"', "1000", "EUR 1000", "1.000", "1.000 EUR"])
def test_amounts_are_read_as_they_were_meant(amount):
    assert audited(export(amount)).money.worth == 1000.0


def test_a_point_before_three_figures_is_decimal_where_another_is():
    lines = export("1.000").splitlines()
    assert audited("\n".join([*lines[:2], lines[2] + ".5", lines[3][:-5] + "0.5", *lines[4:]])).money.worth == 1.0


def test_without_follow_up_no_amount_is_given():
    told = audited("id,created,won date\n1,2026-03-02,2026-04-02\n").money
    assert (told.stakes, told.why_not) == ((), "no column tells which leads were followed up")


@pytest.mark.parametrize(
    ("given", "currency"), [("EUR 1000", "EUR"), ("1.000 €", "€"), ("$1000", "$"), ("1000", ""), ("1000,eur", "EUR")]
)
def test_the_currency_is_the_one_of_the_file(given, currency):
    text = export(given)
    told = audited(text.replace("amount\n", "amount,currency\n") if "," in given else text)
    assert (told.money.worth, told.currency) == (1000.0, currency)


def test_amounts_in_several_currencies_are_not_laid_together():
    text = export("EUR 1000").replace("EUR", "USD", 4)
    told = audited(text)
    assert (told.money.worth, told.money.stakes[0].value, told.currency) == (None, None, "")
    assert "8 in EUR, 4 in USD" in told.money.worth_from
    assert audited(text, worth="500").money.worth == 500.0
