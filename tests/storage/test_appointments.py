"""Visits: held, booked, moved, cancelled, in all their cells."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from scheduler.cells import cell_at
from scheduler.clinic import Clinic
from scheduler.errors import HoldExpired, NotAllowed, SlotTaken
from scheduler.model import Appointment, AppointmentStatus, Confirmation, Hold, Slot
from storage import appointments, conversations, patients
from storage.schema import audit, cells, holds
from storage.work import Work
from tests import builders
from tests.visits import MINUTES, TUESDAY, AtWork, half_hour, person, ultrasound

TALK = "conversation:c1"


@pytest.fixture
def book(clinic: Clinic, at_work: AtWork) -> Callable[..., Appointment]:
    """A visit of a new patient in a transaction of its own."""
    with at_work() as work:
        for number in range(1, 10):
            patients.add(work, person(number, "Ana"))

    def book_one(slot: Slot, patient: int = 1, **more: Any) -> Appointment:
        with at_work() as work:
            return book_in(work, clinic, slot, patient, **more)

    return book_one


def book_in(work: Work, clinic: Clinic, slot: Slot, patient: int = 1, **more: Any) -> Appointment:
    return appointments.book(work, clinic, slot, patient_id=f"p{patient}", actor="staff:1", source="staff", **more)


def hold_in(work: Work, clinic: Clinic, slot: Slot, moving: str | None = None, minutes: int = 10) -> Hold | None:
    talk = conversations.lock(work, "sms", builders.phone(1), "en")
    return appointments.hold(
        work,
        clinic,
        slot,
        patient_id="p1",
        conversation_id=talk.id,
        moving=moving,
        expires_at=work.now + minutes * MINUTES,
    )


def held(work: Work, clinic: Clinic, slot: Slot, moving: str | None = None) -> Hold:
    hold = hold_in(work, clinic, slot, moving)
    assert hold is not None
    return hold


def cells_of(work: Work, visit: Appointment) -> set[tuple[str, int, int]]:
    found = select(cells.c.resource, cells.c.lane, cells.c.cell).where(cells.c.appointment_id == visit.id)
    return {tuple(row) for row in work.connection.execute(found)}


def left(work: Work, table: Any) -> int:
    return len(work.connection.execute(select(table)).all())


def test_a_visit_takes_its_provider_with_the_buffer_and_its_room_without(
    book: Callable[..., Appointment], at_work: AtWork
) -> None:
    visit = book(ultrasound(TUESDAY))
    first = cell_at(TUESDAY)
    with at_work() as work:
        assert cells_of(work, visit) == {("provider:ortiz", 0, first + n) for n in range(10)} | {
            ("room:us1", 0, first + n) for n in range(8)
        }


def test_nobody_is_booked_into_the_buffer_after_a_visit(book: Callable[..., Appointment]) -> None:
    book(ultrasound(TUESDAY))
    with pytest.raises(SlotTaken):
        book(half_hour(TUESDAY + 45 * MINUTES, "ortiz"), 2)
    assert book(half_hour(TUESDAY + 50 * MINUTES, "ortiz"), 3).status is AppointmentStatus.BOOKED


def test_a_free_provider_does_not_help_where_the_room_is_taken(
    book: Callable[..., Appointment], clinic: Clinic, at_work: AtWork
) -> None:
    book(ultrasound(TUESDAY))
    with at_work() as work:
        other = Slot("lee", "ultrasound", "main", TUESDAY + 35 * MINUTES, TUESDAY + 75 * MINUTES, "us1")
        with pytest.raises(SlotTaken):
            book_in(work, clinic, other, 2)
        assert cells_of(work, book_in(work, clinic, half_hour(TUESDAY + 35 * MINUTES), 2))


def test_odd_minutes_take_each_cell_that_they_touch(book: Callable[..., Appointment], at_work: AtWork) -> None:
    start = TUESDAY + 3 * MINUTES
    visit = book(Slot("lee", "checkup", "main", start, start + 29 * MINUTES))
    with at_work() as work:
        assert len(cells_of(work, visit)) == 7
    with pytest.raises(SlotTaken):
        book(half_hour(TUESDAY + 32 * MINUTES), 2)
    book(half_hour(TUESDAY + 35 * MINUTES), 3)


def test_who_lost_can_book_another_time_in_the_same_transaction(
    book: Callable[..., Appointment], clinic: Clinic, at_work: AtWork
) -> None:
    book(half_hour(TUESDAY))
    with at_work() as work:
        before = left(work, audit)
        with pytest.raises(SlotTaken):
            book_in(work, clinic, half_hour(TUESDAY + 15 * MINUTES), 2)
        assert left(work, audit) == before
        second = book_in(work, clinic, half_hour(TUESDAY + 30 * MINUTES), 2)
    with at_work() as work:
        assert appointments.get(work, second.id) == second


def test_overbooking_on_purpose_takes_another_lane_and_is_marked(
    book: Callable[..., Appointment], at_work: AtWork
) -> None:
    assert not book(half_hour(TUESDAY), overbook=True).overbooked
    second = book(half_hour(TUESDAY), 2, overbook=True)
    third = book(half_hour(TUESDAY + 15 * MINUTES), 3, overbook=True)
    fourth = book(half_hour(TUESDAY + 30 * MINUTES), 4)
    with at_work() as work:
        lanes = [{lane for _, lane, _ in cells_of(work, visit)} for visit in (second, third, fourth)]
    assert lanes == [{1}, {2}, {0}]
    assert [second.overbooked, third.overbooked, fourth.overbooked] == [True, True, False]


def test_only_the_resource_that_is_taken_changes_lane(book: Callable[..., Appointment], at_work: AtWork) -> None:
    book(half_hour(TUESDAY, "ortiz"))
    visit = book(ultrasound(TUESDAY), 2, overbook=True)
    with at_work() as work:
        assert {(resource, lane) for resource, lane, _ in cells_of(work, visit)} == {
            ("provider:ortiz", 1),
            ("room:us1", 0),
        }


def test_a_hold_keeps_others_out_until_it_expires(
    book: Callable[..., Appointment], clinic: Clinic, at_work: AtWork
) -> None:
    with at_work() as work:
        held(work, clinic, half_hour(TUESDAY))
    with pytest.raises(SlotTaken):
        book(half_hour(TUESDAY), 2)
    with at_work(10 * MINUTES) as work:
        book_in(work, clinic, half_hour(TUESDAY + 25 * MINUTES), 3)
        assert left(work, holds) == 0, "who met the expired hold removed it"


def test_a_hold_that_is_given_back_leaves_nothing(
    book: Callable[..., Appointment], clinic: Clinic, at_work: AtWork
) -> None:
    with at_work() as work:
        hold = held(work, clinic, ultrasound(TUESDAY))
        appointments.release(work, clinic, hold.id)
        appointments.release(work, clinic, hold.id)
        assert (left(work, holds), left(work, cells)) == (0, 0)


def test_a_visit_moves_a_quarter_of_an_hour_over_its_own_time(
    book: Callable[..., Appointment], clinic: Clinic, at_work: AtWork
) -> None:
    visit = book(half_hour(TUESDAY))
    later = half_hour(TUESDAY + 15 * MINUTES)
    with at_work() as work:
        hold = held(work, clinic, later, visit.id)
    with at_work(MINUTES) as work:
        moved = appointments.move(work, clinic, visit.id, hold, actor=TALK)
        assert (moved.id, moved.external_id, moved.slot) == (visit.id, visit.external_id, later)
        first = cell_at(TUESDAY)
        assert cells_of(work, moved) == {("provider:lee", 0, first + n) for n in range(3, 9)}
        assert left(work, holds) == 0
        assert appointments.get(work, visit.id) == moved


def test_nobody_else_may_hold_the_time_of_a_visit_that_somebody_moves(
    book: Callable[..., Appointment], clinic: Clinic, at_work: AtWork
) -> None:
    visit = book(half_hour(TUESDAY))
    with at_work() as work:
        held(work, clinic, half_hour(TUESDAY + 15 * MINUTES), visit.id)
        assert hold_in(work, clinic, half_hour(TUESDAY)) is None
        assert hold_in(work, clinic, half_hour(TUESDAY + 30 * MINUTES)) is None


def test_an_expired_hold_moves_nothing(book: Callable[..., Appointment], clinic: Clinic, at_work: AtWork) -> None:
    visit = book(half_hour(TUESDAY))
    with at_work() as work:
        hold = held(work, clinic, half_hour(TUESDAY + 60 * MINUTES), visit.id)
    with at_work(10 * MINUTES) as work:
        with pytest.raises(HoldExpired):
            appointments.move(work, clinic, visit.id, hold, actor=TALK)
        assert appointments.get(work, visit.id) == visit
        assert left(work, holds) == 0


def test_a_visit_that_staff_moved_meanwhile_is_gone_for_the_patient(
    book: Callable[..., Appointment], clinic: Clinic, at_work: AtWork
) -> None:
    visit = book(half_hour(TUESDAY))
    with at_work() as work:
        hold = held(work, clinic, half_hour(TUESDAY + 60 * MINUTES), visit.id)
    with at_work() as work:
        appointments.move_to(work, clinic, visit.id, half_hour(TUESDAY + 120 * MINUTES), actor="staff:1")
    with at_work() as work:
        with pytest.raises(NotAllowed, match="gone"):
            appointments.move(work, clinic, visit.id, hold, actor=TALK)
        assert left(work, holds) == 0


def test_a_visit_that_has_begun_can_no_longer_be_cancelled_by_its_patient(
    book: Callable[..., Appointment], clinic: Clinic, at_work: AtWork
) -> None:
    visit = book(half_hour(TUESDAY))
    with at_work(TUESDAY - builders.NOW) as work, pytest.raises(NotAllowed, match="gone"):
        appointments.cancel(work, clinic, visit.id, actor=TALK)


def test_a_cancelled_visit_frees_its_time_and_says_who_declined(
    book: Callable[..., Appointment], clinic: Clinic, at_work: AtWork
) -> None:
    by_patient, by_staff = book(half_hour(TUESDAY)), book(half_hour(TUESDAY + 30 * MINUTES), 2)
    with at_work() as work:
        first = appointments.cancel(work, clinic, by_patient.id, actor=TALK)
        second = appointments.cancel(work, clinic, by_staff.id, actor="staff:1")
        assert left(work, cells) == 0
    assert (first.status, first.confirmation) == (AppointmentStatus.CANCELLED, Confirmation.DECLINED)
    assert (second.status, second.confirmation) == (AppointmentStatus.CANCELLED, Confirmation.NEEDS_ACTION)
    book(half_hour(TUESDAY), 3)


def test_a_cancellation_is_taken_back_only_while_the_time_is_free(
    book: Callable[..., Appointment], clinic: Clinic, at_work: AtWork
) -> None:
    visit = book(ultrasound(TUESDAY))
    with at_work() as work:
        before = cells_of(work, visit)
        assert appointments.cancel(work, clinic, visit.id, actor=TALK).confirmation is Confirmation.DECLINED
        again = appointments.set_status(work, clinic, visit.id, AppointmentStatus.BOOKED, actor="staff:1")
        assert cells_of(work, visit) == before
        assert again.confirmation is Confirmation.NEEDS_ACTION
        appointments.cancel(work, clinic, visit.id, actor="staff:1")
    book(half_hour(TUESDAY, "ortiz"), 2)
    with at_work() as work:
        with pytest.raises(SlotTaken):
            appointments.set_status(work, clinic, visit.id, AppointmentStatus.BOOKED, actor="staff:1")
        refused = appointments.get(work, visit.id)
    assert refused is not None
    assert refused.status is AppointmentStatus.CANCELLED


def test_a_confirmed_visit_that_moves_waits_for_a_confirmation_again(
    book: Callable[..., Appointment], clinic: Clinic, at_work: AtWork
) -> None:
    visit = book(half_hour(TUESDAY))
    with at_work() as work:
        assert appointments.confirm(work, visit.id, actor=TALK).confirmation is Confirmation.ACCEPTED
        moved = appointments.move_to(work, clinic, visit.id, half_hour(TUESDAY + 60 * MINUTES), actor="import")
    assert moved.confirmation is Confirmation.NEEDS_ACTION


def test_each_change_is_in_the_audit_log_with_before_and_after(
    book: Callable[..., Appointment], clinic: Clinic, at_work: AtWork
) -> None:
    visit = book(half_hour(TUESDAY))
    with at_work() as work:
        appointments.confirm(work, visit.id, actor=TALK)
        appointments.move_to(work, clinic, visit.id, half_hour(TUESDAY + 60 * MINUTES), actor="staff:1")
        appointments.cancel(work, clinic, visit.id, actor=TALK)
        log = work.connection.execute(select(audit).where(audit.c.subject == f"appointment:{visit.id}")).all()
    assert [(row.actor, row.action) for row in sorted(log, key=lambda row: row.id)] == [
        ("staff:1", "appointment.booked"),
        (TALK, "appointment.confirmed"),
        ("staff:1", "appointment.moved"),
        (TALK, "appointment.cancelled"),
    ]
    moved = next(row for row in log if row.action == "appointment.moved")
    assert moved.before["starts_at"] == "2027-03-16T14:00:00+00:00"
    assert moved.after["starts_at"] == "2027-03-16T15:00:00+00:00"


def test_an_import_names_who_is_in_the_way(book: Callable[..., Appointment], clinic: Clinic, at_work: AtWork) -> None:
    visit = book(ultrasound(TUESDAY))
    with at_work() as work:
        wanted = half_hour(TUESDAY + 45 * MINUTES, "ortiz")
        assert appointments.in_the_way(work, clinic, wanted) == (visit,)
        assert appointments.in_the_way(work, clinic, wanted, besides=visit.id) == ()
        assert appointments.in_the_way(work, clinic, half_hour(TUESDAY)) == ()


def test_another_system_gives_a_visit_its_own_name(book: Callable[..., Appointment], at_work: AtWork) -> None:
    visit = book(half_hour(TUESDAY))
    with at_work() as work:
        assert appointments.same_visit(work, "p1", "lee", TUESDAY) == (visit,)
        appointments.take_over(work, visit.id, "EHR-7", actor="import")
        assert appointments.by_external_id(work, ["EHR-7"])["EHR-7"].id == visit.id
