"""Who on the waiting list is offered what, and why not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from scheduler import waitlist
from scheduler.model import Appointment, AppointmentStatus, Confirmation, Patient, Slot, WaitlistEntry
from scheduler.wishes import ANY_TIME, Grain, Order, When, Window
from tests import builders
from tests.builders import NOW, ZONE

OAK = builders.clinic()
ANA = Patient("p1", "p1", "Ana", "Stone", date(1980, 1, 1), builders.phone(1), "en", sms_consent=True)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
MONDAY_9 = datetime(2027, 3, 15, 9, 0, tzinfo=ZONE).astimezone(UTC)
MONDAY = When((Window(MONDAY_9, MONDAY_9 + 180 * MINUTE, Grain.PART_OF_DAY),))


def slot(start: datetime = MONDAY_9, provider: str = "lee") -> Slot:
    return Slot(provider, "checkup", "main", start, start + 30 * MINUTE)


def visit(start: datetime = MONDAY_9 + DAY, **changes: object) -> Appointment:
    booked = Appointment("v1", "v1", "p1", slot(start), AppointmentStatus.BOOKED, Confirmation.NEEDS_ACTION, "import")
    return replace(booked, **changes)  # type: ignore[arg-type]


def entry(**changes: object) -> WaitlistEntry:
    waiting = WaitlistEntry("e1", "p1", "checkup", "lee", when=MONDAY)
    return replace(waiting, **changes)  # type: ignore[arg-type]


def moving(**changes: object) -> WaitlistEntry:
    return entry(moving="v1", moving_from=visit().slot.starts_at, **changes)


def test_a_wait_goes_on_while_it_can_be_met():
    assert waitlist.why_over(entry(), None, ZONE, NOW) is None
    assert waitlist.why_over(moving(), visit(), ZONE, NOW) is None


@pytest.mark.parametrize(
    ("one", "booked", "now", "ended"),
    [
        (entry(), None, MONDAY_9 + DAY, ("expired", "wish_past")),
        (moving(), None, NOW, ("expired", "visit_gone")),
        (moving(), visit(status=AppointmentStatus.CANCELLED), NOW, ("expired", "visit_gone")),
        (moving(when=ANY_TIME), visit(), MONDAY_9 + 2 * DAY, ("expired", "visit_gone")),
        (moving(), visit(MONDAY_9 + 30 * MINUTE), NOW, ("booked", "moved_otherwise")),
    ],
)
def test_a_wait_ends_for_a_reason(one, booked, now, ended):
    assert waitlist.why_over(one, booked, ZONE, now) == ended


def test_who_may_not_be_written_to_is_not_offered_anything_now():
    assert waitlist.why_not_now(OAK, entry(), ANA, NOW, suppressed=False, contacts=()) is None
    assert waitlist.why_not_now(OAK, entry(), ANA, NOW, suppressed=True, contacts=()) == "opted_out"
    night = NOW + timedelta(hours=12)
    assert waitlist.why_not_now(OAK, entry(), ANA, night, suppressed=False, contacts=()) == "quiet_hours"


def test_who_joined_by_text_has_agreed_to_texts_and_who_was_put_there_has_not():
    silent = replace(ANA, sms_consent=False)
    assert waitlist.why_not_now(OAK, entry(), silent, NOW, suppressed=False, contacts=()) is None
    by_staff = entry(source="api")
    assert waitlist.why_not_now(OAK, by_staff, silent, NOW, suppressed=False, contacts=()) == "no_consent"


def test_one_contact_a_day_and_three_a_week_are_enough():
    def capped(*hours_ago: int) -> bool:
        contacts = [NOW - timedelta(hours=hours) for hours in hours_ago]
        return waitlist.why_not_now(OAK, entry(), ANA, NOW, suppressed=False, contacts=contacts) == "cap"

    assert not capped()
    assert capped(1)
    assert not capped(20)
    assert not capped(20, 50)
    assert capped(20, 50, 100)
    assert not capped(20, 50, 24 * 8)


def test_who_named_no_time_waits_for_one_before_the_booked_one():
    asked = waitlist.query(OAK, moving(when=When(order=Order.EARLIEST)), visit())
    assert asked.when.windows == (Window(None, visit().slot.starts_at),)
    assert waitlist.query(OAK, moving(), visit()).when.windows == MONDAY.windows


def first(openings, *, passed=(), busy=(), now=NOW, notice=timedelta()):
    return waitlist.first_to_offer(OAK, entry(notice=notice), openings, passed, busy, now)


def test_the_first_opening_is_offered_that_was_not_let_pass_and_meets_no_other_visit():
    nine, half_past, ten = (slot(MONDAY_9 + half * 30 * MINUTE) for half in range(3))
    openings = (nine, half_past, ten)
    assert first(openings) == nine
    assert first(openings, passed={("lee", MONDAY_9)}) == half_past
    assert first(openings, busy=(slot(MONDAY_9 + 15 * MINUTE, "ortiz"),)) == ten
    assert first(()) is None


def test_an_opening_leaves_time_to_answer_and_to_come():
    assert first((slot(),), now=MONDAY_9 - 30 * MINUTE) is None
    assert first((slot(),), now=MONDAY_9 - 31 * MINUTE) == slot()
    assert first((slot(),), now=MONDAY_9 - DAY, notice=DAY) is None


def test_why_those_ahead_were_not_asked_is_told_for_each():
    ahead = (
        (entry(id="e0", when=When((Window(MONDAY_9 + DAY, MONDAY_9 + 2 * DAY),))), None),
        (entry(id="e1"), "cap"),
        (entry(id="e2"), None),
        (entry(id="e3", visit_type="ultrasound"), None),
    )
    told = waitlist.passed_over(ahead, entry(id="e9"), slot(), ZONE)
    assert told == {"e0": "does_not_suit", "e1": "cap", "e2": "let_pass"}
