"""Does a terminal read as the page does?"""

from __future__ import annotations

from datetime import UTC, date
from decimal import Decimal

import pytest

from batonpass.learn.asked import Asked
from batonpass.learn.table import Column, Row, Table, Type
from batonpass.run.report_told import in_words

MAY = Asked(first=date(2027, 5, 1), last=date(2027, 5, 31), zone=UTC)


@pytest.mark.parametrize(
    ("chance", "read"), [(0.0, "0.0 %"), (0.0004, "below 0.1 %"), (0.25, "25.0 %"), (1.0, "100.0 %")]
)
def test_a_chance_is_read_in_per_cent(chance, read):
    column = Column(name="chance", says="Chance", type=Type.CHANCE)
    table = Table(name="league", title="By person", columns=(column,), rows=(Row(cells=(chance,)),), notes=())
    assert list(in_words("SLA", MAY, [table]))[-1].strip() == read


@pytest.mark.parametrize(("amount", "read"), [(Decimal("275800.00"), "275,800"), (0.4, "0"), (1_234_567, "1,234,567")])
def test_money_is_read_to_its_last_whole_figure(amount, read):
    column = Column(name="amount", says="Won amount", type=Type.MONEY)
    table = Table(name="funnel", title="Funnel", columns=(column,), rows=(Row(cells=(amount,)),), notes=())
    assert list(in_words("Funnel", MAY, [table]))[-1].strip() == read
