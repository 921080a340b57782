"""Morning or afternoon by the clinic's hours, where they decide it; Friday 12 March 2027 at ten in Chicago."""

from __future__ import annotations

import pytest

from dialogs.understanding import Context, Understanding, understand
from tests.builders import NOW, ZONE, clinic
from tests.dialogs.understanding.hearing import windows

NINE_TO_FIVE = ((540, 1020),) * 5 + ((0, 0),) * 2
SIX_TO_TWO = ((360, 840),) * 7
LONG = ((360, 1260),) * 7
MONDAYS_LATE = ((720, 1200), *((420, 900),) * 4, (0, 0), (0, 0))


def _heard(text: str, hours: tuple[tuple[int, int], ...], lang: str = "en") -> Understanding:
    return understand(text, NOW, ZONE, lang, Context(hours=hours))


@pytest.mark.parametrize(
    ("text", "hours", "window"),
    [
        ("monday at 3", NINE_TO_FIVE, "15 15:00 to 15 15:01"),
        ("monday at 9", NINE_TO_FIVE, "15 09:00 to 15 09:01"),
        ("monday at 6", SIX_TO_TWO, "15 06:00 to 15 06:01"),
        ("el lunes a las 6", SIX_TO_TWO, "15 06:00 to 15 06:01"),
        ("monday at 8", MONDAYS_LATE, "15 20:00 to 15 20:01"),
        ("tuesday at 8", MONDAYS_LATE, "16 08:00 to 16 08:01"),
        ("at 5", NINE_TO_FIVE, "17:00 to 17:01"),
        ("sunday at 4", NINE_TO_FIVE, "14 16:00 to 14 16:01"),
        ("monday between 6 and 8", SIX_TO_TWO, "15 06:00 to 15 08:00"),
    ],
)
def test_the_half_of_the_day_in_which_visits_are_possible_is_meant(
    text: str, hours: tuple[tuple[int, int], ...], window: str
) -> None:
    when = _heard(text, hours, "es" if text.startswith("el ") else "en").when

    assert when is not None
    assert windows(when.windows) == [window]
    assert when.alternatives == ()


def test_where_both_halves_are_open_the_other_is_an_alternative() -> None:
    when = _heard("monday at 7", LONG).when

    assert when is not None
    assert windows(when.windows) == ["15 07:00 to 15 07:01"]
    assert windows(when.alternatives[0].windows) == ["15 19:00 to 15 19:01"]


def test_hours_do_not_turn_what_was_said_outright() -> None:
    when = _heard("monday at 3 am", NINE_TO_FIVE).when

    assert when is not None
    assert windows(when.windows) == ["15 03:00 to 15 03:01"]


def test_a_clinic_knows_when_visits_are_possible() -> None:
    hours = clinic().visiting_hours

    assert len(hours) == 7
    assert all(0 <= opens <= closes <= 1440 for opens, closes in hours)
    assert hours[0][0] < hours[0][1]
    assert hours[6] == (0, 0)
