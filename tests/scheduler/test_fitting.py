"""A visit that was booked by an older clinic file, judged by today's."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from scheduler.clinic import parse_clinic
from scheduler.fitting import why_it_no_longer_fits
from scheduler.model import Slot
from tests import builders

MONDAY = datetime(2027, 3, 15, tzinfo=builders.ZONE)
CLOSED = builders.CLINIC_FILE.replace('languages = ["en", "es"]', 'languages = ["en", "es"]\nclosures = ["2027-03-15"]')


def visit(hour: int = 9, minutes: int = 30, **changes: object) -> Slot:
    starts_at = MONDAY + timedelta(hours=hour)
    slot = Slot("lee", "checkup", "main", starts_at, starts_at + timedelta(minutes=minutes))
    return replace(slot, **changes)


@pytest.mark.parametrize("slot", [visit(9), visit(16, 60), visit(9, 180), visit(9, 40, provider="ortiz", room="us1")])
def test_a_visit_within_the_hours_fits(slot):
    assert why_it_no_longer_fits(builders.clinic(), slot) is None


@pytest.mark.parametrize(
    ("slot", "why"),
    [
        (visit(provider="gone"), 'the clinic has no provider "gone"'),
        (visit(visit_type="gone"), 'the clinic has no visit type "gone"'),
        (visit(location="gone"), 'the clinic has no location "gone"'),
        (visit(room="gone"), 'the clinic has no room "gone"'),
        (visit(visit_type="ultrasound"), 'the provider "lee" does not give "ultrasound"'),
        (visit(8), "it is outside the provider's hours"),
        (visit(12), "it is outside the provider's hours"),
        (visit(11, 90), "it is outside the provider's hours"),
        (visit(16, 65), "it is outside the provider's hours"),
    ],
)
def test_the_first_reason_is_named(slot, why):
    assert why_it_no_longer_fits(builders.clinic(), slot) == why


def test_a_closure_is_named_rather_than_the_hours():
    assert why_it_no_longer_fits(parse_clinic(CLOSED, "oak.toml"), visit()) == "the clinic is closed on that day"


def test_neither_notice_nor_horizon_is_asked():
    assert why_it_no_longer_fits(builders.clinic(), visit(hour=9 + 24 * 7 * 100)) is None
