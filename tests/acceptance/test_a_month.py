"""A clinic's month in small: nothing is done that nobody asked for, and whoever is in danger is heard.

`make simulate` lives through a whole month; the judge itself is tried in `tests/test_the_observer.py`.
"""

from __future__ import annotations

from tests.month import simulate
from tests.month.report import written
from tests.month.running import Month

PEOPLE, DAYS = 12, 4


def test_the_same_seed_gives_the_same_month_and_nothing_in_it_goes_wrong() -> None:
    month, again = (simulate(PEOPLE, DAYS, seed=7) for _ in range(2))
    assert month.observer.evidence == []
    assert written(month) == written(again)
    assert len(month.transcript) > 5 * PEOPLE
    assert any((" < " in line and "988" in line) or "911" in line for line in month.transcript)


def test_a_hand_that_moves_other_peoples_visits_does_not_go_unseen() -> None:
    """After each text a visit of somebody else is confirmed in the writer's name, without a word."""

    def meddle(month: Month, phone: str) -> None:
        month.confirm_as(phone, month.visits_of_others(phone)[0].id)

    month = simulate(4, 2, seed=3, meddle=meddle)
    assert month.observer.counts["wrong-patient actions"] > 0
