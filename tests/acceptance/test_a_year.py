"""A year at a clinic with everything that goes wrong: what reaches patients is exactly what was promised."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.simulation import MEMORY, simulate

PATIENTS = 40


def test_in_a_year_nothing_is_late_at_night_untrue_unwanted_doubled_or_forgotten() -> None:
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        year = simulate(PATIENTS, Path(folder), seed=11)
    assert {what: count for what, count in year.broken.items() if count} == {}
    assert len(year.company.taken) > 5 * PATIENTS
    assert len(year.company.lost) > 0
    assert year.undisturbed >= PATIENTS // 10
