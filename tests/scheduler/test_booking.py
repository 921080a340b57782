"""What may be booked where, each refusal with its sentence; series and families."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest

from scheduler import booking
from scheduler.booking import Wanted
from scheduler.errors import (
    BookingRefused,
    DoesNotFit,
    InThePast,
    PatientBusy,
    QuotaReached,
    SameTime,
    UnknownId,
    VisitCancelled,
    VisitOver,
)
from scheduler.model import Appointment, AppointmentStatus, Confirmation, Slot
from tests import builders
from tests.builders import NOW, ZONE

OAK = builders.clinic()
MINUTE = timedelta(minutes=1)
TUESDAY = datetime(2027, 3, 16, 9, 0, tzinfo=ZONE).astimezone(UTC)
NINE = Wanted("checkup", "lee", TUESDAY)


def visit(**changes: object) -> Appointment:
    slot = Slot("lee", "checkup", "main", TUESDAY, TUESDAY + 30 * MINUTE)
    booked = Appointment("v1", "v1", "p1", slot, AppointmentStatus.BOOKED, Confirmation.NEEDS_ACTION, "import")
    return replace(booked, **changes)  # type: ignore[arg-type]


def test_a_visit_is_placed_where_its_provider_is_once_for_each_room():
    assert booking.slots_for(OAK, NINE, NOW) == (visit().slot,)
    wednesday = Wanted("ultrasound", "ortiz", TUESDAY + timedelta(days=1))
    assert [slot.room for slot in booking.slots_for(OAK, wednesday, NOW)] == ["us1"]


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        (replace(NINE, provider="nobody"), UnknownId),
        (replace(NINE, visit_type="nothing"), UnknownId),
        (replace(NINE, room="us1"), UnknownId),
        (NINE.at(NOW - MINUTE), InThePast),
        (NINE.at(TUESDAY - 60 * MINUTE), DoesNotFit),
        (NINE.at(TUESDAY + 165 * MINUTE), DoesNotFit),
        (replace(NINE, visit_type="ultrasound"), DoesNotFit),
    ],
)
def test_what_cannot_be_booked_is_refused_by_name(wanted, refusal):
    with pytest.raises(refusal) as refused:
        booking.slots_for(OAK, wanted, NOW)
    assert str(refused.value).endswith(".")


def test_staff_who_mean_it_book_outside_hours_but_not_with_somebody_who_does_not_give_it():
    assert booking.slots_for(OAK, NINE.at(TUESDAY - 60 * MINUTE), NOW, anywhere=True)
    with pytest.raises(DoesNotFit):
        booking.slots_for(OAK, replace(NINE, visit_type="ultrasound"), NOW, anywhere=True)


def test_what_is_over_cancelled_or_there_already_is_not_moved():
    booking.demand_movable(visit(), None, NOW)
    for changed, slot, now, refusal in (
        (visit(status=AppointmentStatus.CANCELLED), None, NOW, VisitCancelled),
        (visit(status=AppointmentStatus.FULFILLED), None, NOW, VisitOver),
        (visit(), None, TUESDAY, VisitOver),
        (visit(), visit().slot, NOW, SameTime),
    ):
        with pytest.raises(refusal):
            booking.demand_movable(changed, slot, now)


@pytest.mark.parametrize("refusal", [PatientBusy, QuotaReached, SameTime, VisitCancelled, VisitOver, InThePast])
def test_each_refusal_has_a_sentence_for_staff(refusal: type[BookingRefused]):
    assert len(str(refusal())) > 40
    assert str(refusal()).endswith(".")


def test_a_series_keeps_its_time_on_the_wall_clock_over_a_change_of_clocks():
    friday = datetime(2027, 3, 5, 9, 0, tzinfo=ZONE)
    starts = booking.series_starts(friday.astimezone(UTC), 14, 3, ZONE)
    assert [start.astimezone(ZONE).isoformat()[:16] for start in starts] == [
        "2027-03-05T09:00", "2027-03-19T09:00", "2027-04-02T09:00",
    ]  # fmt: skip


def openings(*halves: int, provider: str = "lee") -> list[Slot]:
    starts = (TUESDAY + 30 * half * MINUTE for half in halves)
    return [Slot(provider, "checkup", "main", start, start + 30 * MINUTE) for start in starts]


def test_a_family_gets_openings_that_meet_with_one_provider():
    kind = OAK.visit_type("checkup")
    mixed = sorted(openings(0, 2, 3, 4) + openings(1, provider="ortiz"), key=lambda slot: slot.starts_at)
    first, second = islice(booking.adjacent(mixed, kind, 2), 2)
    assert first == tuple(openings(2, 3))
    assert second == tuple(openings(3, 4))
    assert next(booking.adjacent(mixed, kind, 3)) == tuple(openings(2, 3, 4))
    assert list(booking.adjacent(mixed, kind, 4)) == []


def test_a_buffer_lies_between_the_visits_of_a_family():
    kind = OAK.visit_type("ultrasound")  # forty minutes and ten more; a start each quarter of an hour
    starts = [TUESDAY + 15 * quarter * MINUTE for quarter in range(10)]
    found = booking.adjacent(
        (Slot("ortiz", "ultrasound", "main", start, start + 40 * MINUTE, "us1") for start in starts), kind, 2
    )
    one, other = next(found)
    assert other.starts_at - one.starts_at == 60 * MINUTE


def test_so_does_the_time_that_is_kept_free_before_each_of_them():
    kind = OAK.visit_type("ultrasound").model_copy(update={"buffer_before_minutes": 15})
    starts = [TUESDAY + 15 * quarter * MINUTE for quarter in range(10)]
    found = booking.adjacent(
        (Slot("ortiz", "ultrasound", "main", start, start + 40 * MINUTE, "us1") for start in starts), kind, 2
    )
    one, other = next(found)
    assert other.starts_at - one.starts_at == 75 * MINUTE
