"""What the effects of a dialog find in the calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.office import ANA, texts

if TYPE_CHECKING:
    from tests.office import Office


def answer(office: Office, body: str) -> str:
    return "\n".join(texts(office.text(ANA, body)))


def test_the_nearest_openings_are_near_the_day_that_was_wished(office: Office) -> None:
    offered = answer(office, "Can I move my appointment to saturday april 24?")
    assert "Nothing is free then" in offered
    assert "Apr 23" in offered
    assert "Apr 26" in offered


def test_where_only_an_impossible_hour_was_wished_the_first_openings_are_offered(office: Office) -> None:
    offered = answer(office, "Can I move my appointment to 3 am?")
    assert "Nothing is free then" in offered
    assert "Mar 15" in offered


def test_beyond_the_horizon_the_last_openings_are_the_nearest(office: Office) -> None:
    offered = answer(office, "Can I move my appointment to december 1?")
    assert "Nothing is free then" in offered
    assert "Mar " not in offered
