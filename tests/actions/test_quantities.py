from __future__ import annotations

import pytest

from actions.quantities import find_counts


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("5 timbangan", [5]), ("timbangan 5unit", [5]), ("timbangan x5", [5]), ("5x timbangan", [5]),
        ("lima timbangan dan dua belas tensimeter", [5, 12]), ("dua puluh tiga unit", [23]), ("selusin pipet", [12]),
        ("dua lusin", [24]), ("a dozen gauges and two scales", [12, 2]), ("three", [3]), ("sepuluh", [10]),
        ("timbangan 150 kg 2 unit", [2]), ("pressure gauge 0-10 bar 3 buah", [3]), ("3 hari", []), ("jam 9", [9]),
        ("bukan 5, 7 unit", [5, 7]), ("ORD-2026-00105", []), ("0811 0000 105", []), ("tanggal 12/11", []), ("10%", []),
        ("lapan unit", [8]), ("harga 1.500", []), ("nol", []), ("0 unit", []),
    ],
)  # fmt: skip
def test_that_counts_are_found_and_measures_are_not(text: str, counts: list[int]) -> None:
    assert [each.value for each in find_counts(text)] == counts
