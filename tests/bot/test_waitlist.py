"""The waiting list: what comes free is offered to whoever is first in line, by text, and answered honestly."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot import worker
from bot.app import create_app
from scheduler.model import Appointment, WaitlistEntry
from scheduler.wishes import Grain, When, Window
from storage import appointments, invariants, patients, suppressions, waitlist
from tests import builders, signing
from tests.fakes.twilio import FakeTwilio
from tests.office import ANA, BEN, PUBLIC_URL, texts
from tests.visits import MINUTES, half_hour, person

if TYPE_CHECKING:
    from tests.office import Office

CAL = builders.phone(3)
DAY = timedelta(days=1)
MONDAY = datetime(2027, 3, 15, tzinfo=builders.ZONE)


@pytest.fixture
def full(open_office: Callable[..., Office], twilio: FakeTwilio) -> Office:
    """All of Dr. Lee's Monday morning is booked; Cal is on file too."""
    office = open_office(TWILIO_API_URL=twilio.url)
    with office.writing() as work:
        patients.add(work, person(3, "Cal"))
        for number in range(4, 10):
            patients.add(work, person(number, f"Dee{'e' * number}"))
            start = MONDAY.replace(hour=9) + 30 * (number - 4) * MINUTES
            appointments.book(
                work,
                office.clinic,
                half_hour(start),
                patient_id=f"p{number}",
                actor="import",
                source="import",
                external_id=f"full{number}",
            )
    return office


def morning(office: Office, number: int) -> Appointment:
    with office.looking() as work:
        return appointments.by_external_id(work, [f"full{number}"])[f"full{number}"]


def wait(office: Office, patient: int, **changes: object) -> str:
    """Put a patient in line for Monday morning with Dr. Lee."""
    monday = When((Window(MONDAY.replace(hour=8), MONDAY.replace(hour=12), Grain.PART_OF_DAY),))
    values: dict[str, object] = {"provider": "lee", "when": monday} | changes
    with office.writing() as work:
        entry = WaitlistEntry(work.new_id(), f"p{patient}", "checkup", **values)  # type: ignore[arg-type]
        return waitlist.join(work, entry, actor="staff:1").id


def free(office: Office, number: int = 4) -> None:
    """Somebody's Monday morning comes free."""
    with office.writing() as work:
        appointments.cancel(work, office.clinic, morning(office, number).id, actor="staff:1")


def told(office: Office, phone: str) -> list[str]:
    """What we began to write to a phone, in order."""
    rows = [row for row in office.rows("messages") if row["to_number"] == phone and row["in_reply_to_sid"] is None]
    return [row["body"] for row in sorted(rows, key=lambda row: row["id"]) if row["direction"] == "outbound"]


def states(office: Office) -> list[str]:
    return [row["state"] for row in sorted(office.rows("waitlist"), key=lambda row: row["id"])]


def offers(office: Office) -> list[str]:
    return [row["state"] for row in sorted(office.rows("waitlist_offers"), key=lambda row: row["id"])]


def holds_what_always_holds(office: Office) -> None:
    with office.desk.database.reading() as connection:
        found = invariants.check(office.desk.work(connection, "oak"), office.clinic)
    assert [str(violation) for violation in found.violations] == []


def test_what_comes_free_is_offered_to_the_first_in_line_then_to_the_second(full: Office) -> None:
    wait(full, 2)
    wait(full, 3)
    worker.run_once(full.desk)
    assert offers(full) == []
    free(full)
    worker.run_once(full.desk)
    [offer] = told(full, BEN)
    assert "Mon, Mar 15 at 9:00 AM" in offer
    assert "1 to take it" in offer
    assert told(full, CAL) == []
    assert states(full) == ["offered", "waiting"]
    full.desk.clock.advance(31 * MINUTES)
    worker.run_once(full.desk)
    assert offers(full) == ["lapsed", "open"]
    assert len(told(full, CAL)) == 1
    assert states(full) == ["waiting", "offered"]
    holds_what_always_holds(full)


def test_a_yes_books_the_opening_and_ends_the_wait(full: Office) -> None:
    wait(full, 2)
    free(full)
    worker.run_once(full.desk)
    [answer] = texts(full.text(BEN, "1"))
    assert "Done" in answer
    assert "Mon, Mar 15 at 9:00 AM" in answer
    with full.looking() as work:
        [visit] = appointments.upcoming_of(work, ["p2"])
    assert visit.slot.starts_at == MONDAY.replace(hour=9)
    assert states(full) == ["booked"]
    assert offers(full) == ["accepted"]
    holds_what_always_holds(full)


def test_who_has_a_visit_moves_it_by_a_yes(full: Office) -> None:
    wait(full, 1, moving=full.visit.id, moving_from=full.visit.slot.starts_at)
    free(full)
    worker.run_once(full.desk)
    [offer] = told(full, ANA)
    assert "instead of your visit" in offer
    full.text(ANA, "Yes please")
    assert full.appointment().slot.starts_at == MONDAY.replace(hour=9)
    assert states(full) == ["booked"]
    holds_what_always_holds(full)


def test_a_late_yes_gets_the_opening_while_nobody_else_has_it(full: Office) -> None:
    wait(full, 2)
    free(full)
    worker.run_once(full.desk)
    full.desk.clock.advance(45 * MINUTES)
    worker.run_once(full.desk)
    assert states(full) == ["waiting"]
    assert "Done" in texts(full.text(BEN, "1"))[0]
    assert states(full) == ["booked"]
    holds_what_always_holds(full)


def test_a_late_yes_to_what_another_has_keeps_the_place(full: Office) -> None:
    first = wait(full, 2)
    wait(full, 3)
    free(full)
    worker.run_once(full.desk)
    full.desk.clock.advance(31 * MINUTES)
    worker.run_once(full.desk)
    [late] = texts(full.text(BEN, "1"))
    assert "no longer free" in late
    assert "keep your place" in late
    assert "Done" in texts(full.text(CAL, "1"))[0]
    assert states(full) == ["waiting", "booked"]
    full.desk.clock.advance(DAY)
    free(full, 5)
    with full.looking() as work:
        assert [entry.id for entry in waitlist.in_line(work)] == [first]
    holds_what_always_holds(full)


def test_of_two_who_say_yes_at_the_same_moment_one_is_booked_and_the_other_keeps_the_place(full: Office) -> None:
    wait(full, 2)
    wait(full, 3)
    free(full)
    worker.run_once(full.desk)
    full.desk.clock.advance(31 * MINUTES)
    worker.run_once(full.desk)
    app, ready = create_app(full.desk), threading.Barrier(2)

    def says_yes(phone: str) -> str:
        form = signing.text_form(phone, "1", signing.sid_of("yes", int(phone[-2:])))
        signed = {"X-Twilio-Signature": signing.sign(PUBLIC_URL + "/twilio/sms", form)}
        ready.wait()
        return texts(app.test_client().post("/twilio/sms", data=form, headers=signed))[0]

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(says_yes, (BEN, CAL)))
    assert sum("Done" in answer for answer in answers) == 1
    assert sum("keep your place" in answer for answer in answers) == 1
    assert sorted(states(full)) == ["booked", "waiting"]
    holds_what_always_holds(full)


def test_who_lets_it_pass_keeps_the_place_and_is_not_asked_for_it_again(full: Office) -> None:
    wait(full, 2)
    wait(full, 3)
    free(full)
    worker.run_once(full.desk)
    assert "keep your place" in texts(full.text(BEN, "2"))[0]
    worker.run_once(full.desk)
    assert offers(full) == ["declined", "open"]
    assert len(told(full, BEN)) == 1
    assert states(full) == ["waiting", "offered"]


def test_who_leaves_is_asked_no_more(full: Office) -> None:
    wait(full, 2)
    free(full)
    worker.run_once(full.desk)
    assert "no longer on the waiting list" in texts(full.text(BEN, "3"))[0]
    assert states(full) == ["left"]
    holds_what_always_holds(full)


@pytest.mark.parametrize("actor", ["staff:1", "import"])
def test_an_offer_whose_opening_is_filled_otherwise_is_withdrawn_with_a_text(full: Office, actor: str) -> None:
    wait(full, 2)
    free(full)
    worker.run_once(full.desk)
    with full.writing() as work:
        slot = half_hour(MONDAY.replace(hour=9))
        appointments.book(work, full.clinic, slot, patient_id="p3", actor=actor, source="staff")
    worker.run_once(full.desk)
    told_now = told(full, BEN)
    assert len(told_now) == 2
    assert "no longer free" in told_now[1]
    assert "keep your place" in told_now[1]
    assert offers(full) == ["withdrawn"]
    assert states(full) == ["waiting"]
    assert "no longer free" in texts(full.text(BEN, "1"))[0]
    holds_what_always_holds(full)


def test_nothing_is_offered_in_quiet_hours_after_stop_or_beyond_the_cap(full: Office) -> None:
    wait(full, 2)
    free(full)
    full.desk.clock.advance(timedelta(hours=11))  # nine in the evening
    worker.run_once(full.desk)
    assert [row["reason"] for row in full.rows("waitlist")] == ["quiet_hours"]
    full.desk.clock.advance(timedelta(hours=12))
    worker.run_once(full.desk)
    assert len(told(full, BEN)) == 1
    full.text(BEN, "2")
    free(full, 5)
    worker.run_once(full.desk)
    assert len(told(full, BEN)) == 1
    assert [row["reason"] for row in full.rows("waitlist")] == ["cap"]
    with full.writing() as work:
        suppressions.opt_out(work, BEN, source="test")
    full.desk.clock.advance(DAY)
    worker.run_once(full.desk)
    assert [row["reason"] for row in full.rows("waitlist")] == ["opted_out"]


def test_every_decision_is_in_the_log_with_its_reason(full: Office) -> None:
    first, second = (
        wait(full, 2, when=When((Window(MONDAY + 2 * DAY, MONDAY + 3 * DAY, Grain.DAY),), ())),
        wait(full, 3),
    )
    with full.writing() as work:
        suppressions.opt_out(work, BEN, source="test")
    free(full)
    worker.run_once(full.desk)
    log = [row for row in full.rows("audit") if row["action"] == "waitlist.offered"]
    assert [row["subject"] for row in log] == [f"waitlist:{second}"]
    assert log[0]["after"]["passed_over"] == {first: "opted_out"}
    assert log[0]["after"]["reason"] == "first_in_line"


def test_a_visit_that_is_cancelled_ends_the_wait_for_a_better_time(full: Office) -> None:
    wait(full, 1, moving=full.visit.id, moving_from=full.visit.slot.starts_at)
    with full.writing() as work:
        appointments.cancel(work, full.clinic, full.visit.id, actor="staff:1")
    worker.run_once(full.desk)
    assert [(row["state"], row["reason"]) for row in full.rows("waitlist")] == [("expired", "visit_gone")]


# --- by text


def test_a_patient_for_whom_nothing_is_free_can_wait_in_line(full: Office) -> None:
    full.text(ANA, "Can I move my appointment to monday morning with Dr. Lee?")
    [answer] = texts(full.text(ANA, "Put me on the waiting list please"))
    assert "on the waiting list" in answer
    [entry] = full.rows("waitlist")
    assert (entry["patient_id"], entry["moving"], entry["state"]) == ("p1", full.visit.id, "waiting")
    free(full)
    worker.run_once(full.desk)
    assert "Mon, Mar 15 at 9:00 AM" in told(full, ANA)[0]
    full.text(ANA, "1")
    assert full.appointment().slot.starts_at == MONDAY.replace(hour=9)
    holds_what_always_holds(full)


@pytest.mark.parametrize("words", ["Take me off the waiting list", "sáqueme de la lista de espera"])
def test_leaving_the_list_is_no_opt_out(full: Office, words: str) -> None:
    wait(full, 1)
    [answer] = texts(full.text(ANA, words))
    assert "waiting list" in answer or "lista de espera" in answer
    assert states(full) == ["left"]
    assert full.rows("suppressions") == []


def test_who_is_not_in_line_hears_so(full: Office) -> None:
    assert "not on the waiting list" in texts(full.text(ANA, "please remove me from the waitlist"))[0]
