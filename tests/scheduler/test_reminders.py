"""When reminders are due, which are skipped, and what becomes of one that was missed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from scheduler.clinic import Clinic
from scheduler.contact import quiet
from scheduler.reminders import PlannedReminder, Verdict, late_verdict, plan
from tests.scheduler.builders import CHICAGO, at, clinic_with

BOOKED = at("2027-03-01 10:00")
MINUTE = timedelta(minutes=1)


def clinic_of(*steps: str, quiet_hours: str = "20:00-08:00", **changes: Any) -> Clinic:
    written = [{"before": step, "channel": "sms", "ask_to_confirm": step == "3d"} for step in steps]
    return clinic_with(reminders={"quiet_hours": quiet_hours, "steps": written}, **changes)


def planned(
    starts_at: str,
    *steps: str,
    booked: datetime = BOOKED,
    now: datetime | None = None,
    zone: ZoneInfo = CHICAGO,
    **changes: Any,
) -> tuple[PlannedReminder, ...]:
    return plan(clinic_of(*steps, **changes), at(starts_at), "checkup", "main", (zone,), now or booked, booked)


def due(*args: str, **options: Any) -> list[str]:
    """When each step is due, in Chicago, or why it is skipped."""
    return [step.skipped or f"{step.due_at.astimezone(CHICAGO):%m-%d %H:%M}" for step in planned(*args, **options)]


def test_steps_come_earliest_first_with_what_the_file_says() -> None:
    first, second = planned("2027-03-11 14:00", "2h", "3d")
    assert (first.step, first.channel, first.ask_to_confirm, first.due_at) == (
        "3d",
        "sms",
        True,
        at("2027-03-08 14:00"),
    )
    assert (second.step, second.ask_to_confirm, second.due_at) == ("2h", False, at("2027-03-11 12:00"))


def test_days_are_counted_on_the_locations_wall_clock_over_a_change_of_clocks() -> None:
    assert due("2027-03-15 09:30", "3d", "1w") == ["03-08 09:30", "03-12 09:30"]
    assert due("2027-03-15 09:30", "72h") == ["03-12 08:30"]


def test_the_wall_clock_is_that_of_the_location_not_of_the_clinic() -> None:
    # Phoenix keeps its clocks: three days before, by Phoenix, is an hour later by Chicago.
    main = {"id": "main", "name": "M", "address": "1", "timezone": "America/Phoenix"}
    assert due("2027-03-15 12:00", "3d", locations=[main]) == ["03-12 11:00"]


def test_a_step_in_quiet_hours_moves_later_if_that_leaves_an_hour() -> None:
    assert due("2027-03-11 09:00", "2h") == ["03-11 08:00"]
    assert due("2027-03-11 21:00", "1d") == ["03-11 08:00"]


def test_otherwise_it_moves_to_the_last_allowed_moment_before() -> None:
    assert due("2027-03-11 08:59", "2h") == ["03-10 19:59"]
    assert due("2027-03-11 08:00", "2h") == ["03-10 19:59"]


def test_quiet_hours_are_the_patients_and_days_the_locations() -> None:
    assert due("2027-03-11 12:00", "4h", zone=ZoneInfo("America/Los_Angeles")) == ["03-11 10:00"]
    assert due("2027-03-11 10:30", "2h", zone=ZoneInfo("America/Los_Angeles")) == ["03-10 21:59"]


def test_a_step_that_is_past_when_the_visit_is_booked_is_skipped() -> None:
    assert due("2027-03-03 14:00", "3d", "2h") == ["booked_late", "03-03 12:00"]
    assert due("2027-03-01 11:00", "2h", booked=at("2027-03-01 09:00")) == ["booked_late"]
    assert due("2027-03-01 11:01", "2h", booked=at("2027-03-01 09:00")) == ["03-01 09:01"]


def test_a_step_moved_to_the_evening_before_is_late_for_who_books_that_night() -> None:
    assert due("2027-03-02 08:30", "2h", booked=at("2027-03-01 22:00")) == ["booked_late"]


def test_of_two_steps_that_quiet_hours_bring_together_the_later_goes_out() -> None:
    assert due("2027-03-11 08:30", "3h", "2h") == ["superseded", "03-10 19:59"]


def test_planning_late_keeps_a_step_that_still_helps() -> None:
    now = at("2027-03-10 15:00")
    assert due("2027-03-11 14:00", "3d", "2h", now=now) == ["03-08 14:00", "03-11 12:00"]
    assert due("2027-03-11 14:00", "3d", "2h", now=at("2027-03-11 13:00")) == ["superseded", "03-11 12:00"]
    assert due("2027-03-11 14:00", "3d", "2h", now=at("2027-03-11 13:45")) == ["superseded", "too_late"]


def test_a_visit_without_steps_has_no_reminders() -> None:
    assert planned("2027-03-11 14:00") == ()


def test_a_step_may_be_for_some_types_of_visit_only() -> None:
    steps = [{"before": "1w", "channel": "sms", "visit_types": ["checkup"]}, {"before": "2h", "channel": "sms"}]
    clinic = clinic_with(reminders={"steps": steps})
    of = {kind: plan(clinic, START, kind, "main", (CHICAGO,), BOOKED, BOOKED) for kind in ("checkup", "ultrasound")}
    assert {kind: [step.step for step in planned] for kind, planned in of.items()} == {
        "checkup": ["1w", "2h"],
        "ultrasound": ["2h"],
    }


def test_a_step_that_is_not_due_at_its_own_time_says_why() -> None:
    assert [step.moved_for for step in planned("2027-03-11 09:00", "3d", "2h")] == ["", "quiet_hours"]


START = at("2027-03-11 14:00")


def verdict(now: datetime, due_at: datetime, starts_at: datetime = START, *, later_step_due: bool = False) -> Verdict:
    return late_verdict(clinic_of("2h"), (CHICAGO,), starts_at, due_at, now, later_step_due=later_step_due)


def test_a_step_on_time_is_sent() -> None:
    assert verdict(at("2027-03-11 12:00"), at("2027-03-11 12:00")).send


def test_a_step_of_a_few_minutes_before_the_visit_is_sent_on_time() -> None:
    due_at = START - 15 * MINUTE
    assert verdict(due_at + 5 * MINUTE, due_at).send
    assert verdict(due_at + 6 * MINUTE, due_at).skip == "too_late"


def test_a_missed_step_is_sent_while_at_least_half_an_hour_is_left() -> None:
    due_at = at("2027-03-11 12:00")
    assert verdict(START - 30 * MINUTE, due_at).send
    assert verdict(START - 29 * MINUTE, due_at).skip == "too_late"


def test_nothing_goes_out_for_a_visit_that_has_begun() -> None:
    assert verdict(START, START - MINUTE).skip == "too_late"


def test_a_missed_step_is_skipped_where_a_later_one_is_due() -> None:
    assert verdict(at("2027-03-11 12:01"), at("2027-03-08 14:00"), later_step_due=True).skip == "superseded"


def test_a_missed_step_waits_for_the_end_of_quiet_hours_if_that_leaves_an_hour() -> None:
    night, missed = at("2027-03-11 06:00"), at("2027-03-10 19:00")
    assert verdict(night, missed).wait_until == at("2027-03-11 08:00")
    assert verdict(night, missed, at("2027-03-11 09:00")).wait_until == at("2027-03-11 08:00")
    assert verdict(night, missed, at("2027-03-11 08:59")).skip == "quiet_hours"


def test_what_a_cap_forbids_waits_while_it_still_helps() -> None:
    clinic, morning = clinic_of("3d"), at("2027-03-08 14:00")

    def on(starts_at: str, *contacts: str) -> Verdict:
        made = [at(contact) for contact in contacts]
        return late_verdict(clinic, (CHICAGO,), at(starts_at), morning, morning, later_step_due=False, contacts=made)

    assert on("2027-03-11 14:00").send
    assert on("2027-03-11 14:00", "2027-03-08 08:00") == Verdict(wait_until=at("2027-03-09 08:00"), waits_for="cap")
    assert on("2027-03-09 08:30", "2027-03-08 08:00").wait_until == at("2027-03-09 08:00")
    assert on("2027-03-09 08:29", "2027-03-08 08:00") == Verdict(skip="cap")
    three = ("2027-03-05 09:00", "2027-03-06 09:00", "2027-03-07 09:00")
    assert on("2027-03-11 14:00", *three) == Verdict(skip="cap")
    assert on("2027-03-12 14:00", *three).wait_until == at("2027-03-12 08:00")


@given(
    st.integers(0, 366 * 288),
    st.lists(st.sampled_from(["15m", "2h", "12h", "1d", "3d", "1w"]), max_size=4, unique=True),
    st.integers(0, 20 * 24 * 60),
    st.sampled_from(["America/Chicago", "America/New_York", "Asia/Kolkata"]),
)
def test_what_is_planned_is_after_the_booking_before_the_visit_and_never_in_quiet_hours(
    cell: int, steps: list[str], ahead: int, name: str
) -> None:
    clinic, zone = clinic_of(*steps), ZoneInfo(name)
    starts_at = datetime(2027, 1, 1, tzinfo=UTC) + 5 * cell * MINUTE
    booked = starts_at - ahead * MINUTE
    reminders = plan(clinic, starts_at, "checkup", "main", (zone,), booked, booked)
    assert sorted(reminder.step for reminder in reminders) == sorted(steps)
    going_out = [reminder.due_at for reminder in reminders if not reminder.skipped]
    assert all(booked < due_at < starts_at and not quiet(clinic, (zone,), due_at) for due_at in going_out)
    assert len(going_out) == len(set(going_out))
