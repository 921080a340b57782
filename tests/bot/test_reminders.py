"""Reminders go out when they are due, once, to whom they may, and say what is still true."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Connection

from bot import channels, delivery, holds, notices, recheck, reminders, visiting
from bot.outbox import Sender
from scheduler.clinic import Clinic, parse_clinic
from scheduler.model import Appointment
from storage import appointments, clinics, conversations, messages, outbox, patients, suppressions
from storage import reminders as reminders_of_visits
from storage.reminders import Reminder
from storage.work import Work
from tests import builders
from tests.visits import MINUTES, TUESDAY, half_hour, person

if TYPE_CHECKING:
    from tests.office import Office

DAY = timedelta(days=1)
# Three days before Ana's visit, on the clinic's own wall clock: the change of clocks lies between.
THREE_DAYS_BEFORE = datetime(2027, 3, 13, 9, 0, tzinfo=builders.ZONE)


def send_due(office: Office) -> int:
    return reminders.send_due(office.desk, threading.Event())


def at(office: Office, instant: datetime) -> None:
    office.desk.clock.move_to(instant)


def sent(office: Office) -> list[dict[str, Any]]:
    """The texts on their way, the first first."""
    return [row for row in office.rows("messages") if row["direction"] == "outbound"]


def states(office: Office, visit: Appointment | None = None) -> dict[str, tuple[str, str]]:
    visit_id = (visit or office.visit).id
    rows = office.rows("reminders")
    return {row["step"]: (row["state"], row["reason"]) for row in rows if row["appointment_id"] == visit_id}


def step_of(office: Office, visit: Appointment, step: str) -> str:
    """The id of a visit's reminder."""
    rows = office.rows("reminders")
    [found] = [row["id"] for row in rows if (row["appointment_id"], row["step"]) == (visit.id, step)]
    return str(found)


def book(office: Office, patient_id: str, start: datetime) -> Appointment:
    with office.writing() as work:
        return appointments.book(
            work, office.clinic, half_hour(start), patient_id=patient_id, actor="test", source="staff"
        )


def add_child(office: Office, number: int, name: str) -> None:
    """A child of Ana's, without a phone of its own."""
    with office.writing() as work:
        patients.add(work, person(number, name, phone="", guardian_id="p1", sms_consent=False))


def test_nothing_goes_out_before_its_time(office: Office) -> None:
    at(office, THREE_DAYS_BEFORE - MINUTES)
    assert send_due(office) == 0
    assert sent(office) == []


def test_a_due_reminder_becomes_one_text_with_its_outbox_row_and_question(office: Office) -> None:
    at(office, THREE_DAYS_BEFORE)
    assert send_due(office) == 1
    assert send_due(office) == 0
    [text] = sent(office)
    assert (text["author"], text["status"], text["to_number"]) == ("bot", "queued", builders.phone(1))
    assert "Dr. Lee" in text["body"]
    assert "Mar 16" in text["body"]
    assert "Reply 1 to confirm" in text["body"]
    [row] = office.rows("outbox")
    assert (row["message_id"], row["kind"], row["state"]) == (text["id"], "reminder", "pending")
    assert states(office) == {"3d": ("sending", ""), "2h": ("planned", "")}
    [conversation] = office.rows("conversations")
    assert '"confirm"' in conversation["session"]


def test_who_has_confirmed_is_not_asked_again(office: Office) -> None:
    with office.writing() as work:
        appointments.confirm(work, office.visit.id, actor="test")
    at(office, THREE_DAYS_BEFORE)
    send_due(office)
    [text] = sent(office)
    assert "1 to confirm" not in text["body"]
    assert "Mar 16" in text["body"]


def test_a_family_on_one_phone_gets_one_text_for_a_day(office: Office) -> None:
    for number, name in ((3, "Mia"), (4, "Leo")):
        add_child(office, number, name)
    same_day = book(office, "p3", TUESDAY + 90 * MINUTES)
    next_day = book(office, "p4", TUESDAY + DAY)
    at(office, THREE_DAYS_BEFORE)
    assert send_due(office) == 2
    [text] = sent(office)
    assert "Ana" in text["body"]
    assert "Mia" in text["body"]
    assert "Leo" not in text["body"]
    assert states(office)["3d"] == states(office, same_day)["3d"] == ("sending", "")
    assert states(office, next_day)["3d"] == ("planned", "")
    at(office, THREE_DAYS_BEFORE + DAY)
    assert send_due(office) == 1
    assert "Leo" in sent(office)[-1]["body"]


def test_a_visit_that_moved_is_reminded_of_at_its_new_time_only(office: Office) -> None:
    with office.writing() as work:
        appointments.move_to(work, office.clinic, office.visit.id, half_hour(TUESDAY + DAY), actor="staff:1")
    at(office, THREE_DAYS_BEFORE + DAY - MINUTES)
    send_due(office)
    assert sent(office) == []
    at(office, THREE_DAYS_BEFORE + DAY)
    send_due(office)
    [text] = sent(office)
    assert "Mar 17" in text["body"]


def test_a_visit_that_was_cancelled_behind_our_back_is_skipped(office: Office) -> None:
    """Also where the row itself still says planned."""
    from storage.schema.calendar import appointments as table

    with office.desk.database.writing() as connection:
        connection.execute(table.update().values(status="cancelled"))
    at(office, THREE_DAYS_BEFORE)
    send_due(office)
    assert sent(office) == []
    assert states(office)["3d"] == ("skipped", "cancelled")


def test_who_opted_out_or_is_marked_as_wrong_or_never_agreed_gets_nothing(office: Office) -> None:
    visits = {number: book(office, f"p{number}", TUESDAY + number * 30 * MINUTES) for number in (2,)}
    with office.writing() as work:
        patients.add(work, person(5, "Eve", sms_consent=False))
        patients.add(work, person(6, "Kim", phone=""))
        suppressions.opt_out(work, builders.phone(1), source="test")
        patients.mark_wrong_number(work, builders.phone(2), "test")
    visits |= {number: book(office, f"p{number}", TUESDAY + number * 30 * MINUTES) for number in (5,)}
    visits[6] = book(office, "p6", TUESDAY + 5 * 60 * MINUTES)
    at(office, THREE_DAYS_BEFORE + 6 * 60 * MINUTES)
    send_due(office)
    assert sent(office) == []
    assert states(office)["3d"] == ("skipped", "opted_out")
    reasons = {number: states(office, visit)["3d"][1] for number, visit in visits.items()}
    assert reasons == {2: "wrong_number", 5: "no_consent", 6: "no_phone"}
    assert office.rows("conversations") == [], "nobody was written to"


def test_what_falls_due_in_quiet_hours_waits_for_the_morning(office: Office) -> None:
    at(office, datetime(2027, 3, 13, 22, 0, tzinfo=builders.ZONE))
    assert send_due(office) == 1
    assert sent(office) == []
    assert states(office)["3d"] == ("planned", "")
    at(office, datetime(2027, 3, 14, 8, 0, tzinfo=builders.ZONE))
    assert send_due(office) == 1
    assert len(sent(office)) == 1


def test_a_second_contact_of_a_day_waits_for_the_next_day_and_says_why(office: Office) -> None:
    other = book(office, "p1", TUESDAY + DAY)
    at(office, THREE_DAYS_BEFORE)
    send_due(office)
    at(office, THREE_DAYS_BEFORE + 5 * 60 * MINUTES)
    with office.writing() as work:
        reminders_of_visits.plan_again(work, step_of(office, other, "3d"), work.now)
    assert send_due(office) == 1
    assert len(sent(office)) == 1
    [waiting] = [row for row in office.rows("reminders") if row["id"] == step_of(office, other, "3d")]
    assert (waiting["state"], waiting["moved_for"]) == ("planned", "cap")
    assert waiting["due_at"] == datetime(2027, 3, 14, 8, 0, tzinfo=builders.ZONE)
    at(office, waiting["due_at"])
    assert send_due(office) == 1
    assert "Mar 17" in sent(office)[-1]["body"]


def test_of_two_due_at_once_the_nearer_visit_is_reminded_of_and_the_other_waits(office: Office) -> None:
    other = book(office, "p1", TUESDAY + 3 * DAY)
    at(office, TUESDAY - 60 * MINUTES)
    with office.writing() as work:
        reminders_of_visits.plan_again(work, step_of(office, other, "3d"), TUESDAY - 120 * MINUTES)
    send_due(office)
    [text] = sent(office)
    assert "Mar 16" in text["body"]
    assert states(office)["2h"] == ("sending", "")
    assert states(office, other)["3d"] == ("planned", "")


def test_what_a_cap_leaves_no_useful_time_for_is_skipped(office: Office) -> None:
    at(office, TUESDAY - 60 * MINUTES)
    with office.writing() as work:
        for number in range(3):
            talk = conversations.lock(work, "sms", builders.phone(1), "en")
            message = messages.outgoing(work, talk, office.clinic.phone, "bot", f"An opening, number {number}.")
            outbox.put(work, message, kind="offer", due_at=work.now + DAY)
    send_due(office)
    assert states(office)["2h"] == ("skipped", "cap")
    assert len(sent(office)) == 3, "the offers alone"


def test_a_text_that_did_not_arrive_was_a_contact_and_sending_it_anew_is_none(office: Office) -> None:
    at(office, THREE_DAYS_BEFORE)
    send_due(office)
    with office.writing() as work:
        [message] = [messages.get(work, row["id"]) for row in sent(office)]
        assert message is not None
        delivery.handed_over(work, office.clinic, message, "SM" + "a" * 32, "sent")
        delivery.report(work, office.clinic, message, "SM" + "a" * 32, "undelivered", "30003")
    at(office, THREE_DAYS_BEFORE + 61 * MINUTES)
    with office.writing() as work:
        [row] = outbox.claim(work, 5, work.now + MINUTES)
        copy = messages.get(work, row.message_id)
        assert copy is not None
        assert recheck.may_go(work, office.clinic, row, copy) is not None
        assert len(outbox.contacts(work, builders.phone(1), builders.NOW)) == 1


def test_news_and_answers_are_no_contacts(office: Office) -> None:
    at(office, THREE_DAYS_BEFORE - MINUTES)
    with office.writing() as work:
        notices.tell_moved(work, office.clinic, office.visit)
    at(office, THREE_DAYS_BEFORE)
    send_due(office)
    assert states(office)["3d"] == ("sending", "")


def test_how_to_prepare_is_told_by_the_steps_that_the_clinic_says(open_office: Callable[..., Office]) -> None:
    office = open_office()
    prep = 'prep = { en = "Fast for six hours.", es = "Ayuno de seis horas." }\nproviders = ["lee", "ortiz"]'
    text = builders.CLINIC_FILE.replace('providers = ["lee", "ortiz"]', prep, 1)
    text = text.replace('before = "2h"', 'before = "2h"\nprep = false')
    with office.desk.database.writing() as connection:
        clinics.apply(connection, parse_clinic(text, "oak.toml"), builders.NOW)
    at(office, THREE_DAYS_BEFORE)
    send_due(office)
    at(office, TUESDAY - 60 * MINUTES)
    send_due(office)
    assert ["Fast" in text["body"] for text in sent(office)] == [True, False]


def test_after_a_pause_only_the_last_step_that_still_helps_goes_out(office: Office) -> None:
    at(office, TUESDAY - 40 * MINUTES)
    send_due(office)
    assert len(sent(office)) == 1
    assert states(office) == {"3d": ("skipped", "superseded"), "2h": ("sending", "")}


def test_a_reminder_that_no_longer_helps_is_skipped(office: Office) -> None:
    at(office, TUESDAY - 10 * MINUTES)
    send_due(office)
    assert sent(office) == []
    assert states(office)["2h"] == ("skipped", "too_late")


def test_a_text_goes_out_while_staff_hold_the_talk_but_the_bot_asks_nothing_there(office: Office) -> None:
    with office.writing() as work:
        talk = conversations.lock(work, "sms", builders.phone(1), "en")
        conversations.hold_for(work, talk.id, "staff:1")
    at(office, THREE_DAYS_BEFORE)
    send_due(office)
    assert len(sent(office)) == 1
    [conversation] = office.rows("conversations")
    assert (conversation["session"], conversation["owner"]) == (None, "staff")


def test_three_workers_over_two_hundred_due_reminders_send_each_once(office: Office) -> None:
    starts = (
        datetime.fromisoformat(start).replace(tzinfo=builders.ZONE) for start in builders.free_times(TUESDAY.date())
    )
    next(starts)
    with office.writing() as work:
        for number in range(10, 210):
            patients.add(work, person(number))
            appointments.book(
                work, office.clinic, half_hour(next(starts)), patient_id=f"p{number}", actor="test", source="staff"
            )
    office.desk.clock.move_to(datetime(2027, 3, 12, 10, 30, tzinfo=builders.ZONE))
    with office.writing() as work:
        due = TUESDAY - 4 * DAY
        from storage.schema.sending import reminders as table

        work.connection.execute(table.update().where(table.c.step == "3d").values(due_at=due))
    with ThreadPoolExecutor(3) as pool:
        done = sum(pool.map(lambda _: send_due(office), range(3)))
    while more := send_due(office):
        done += more
    assert done == 201
    texts = Counter(text["to_number"] for text in sent(office))
    assert len(texts) == 201
    assert set(texts.values()) == {1}
    assert {state for step, (state, _) in states(office).items() if step == "3d"} == {"sending"}


def test_a_family_is_not_told_twice_by_workers_that_meet(office: Office) -> None:
    for number in range(3, 9):
        add_child(office, number, f"Mia{'abcdefghi'[number]}")
        book(office, f"p{number}", TUESDAY + (number - 2) * 30 * MINUTES)
    at(office, THREE_DAYS_BEFORE + 6 * 60 * MINUTES)
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: send_due(office), range(3)))
    send_due(office)
    assert len(sent(office)) == 1


def test_what_moves_while_reminders_go_out_is_never_named_at_its_old_time(
    open_office: Callable[..., Office],
) -> None:
    office = open_office(TWILIO_AUTH_TOKEN="", TWILIO_ACCOUNT_SID="")
    with office.writing() as work:
        for number in range(10, 30):
            patients.add(work, person(number))
    visits = [book(office, f"p{number}", TUESDAY + (number - 9) * 30 * MINUTES) for number in range(10, 16)]
    visits += [book(office, f"p{number}", TUESDAY + DAY + (number - 16) * 30 * MINUTES) for number in range(16, 30)]
    at(office, THREE_DAYS_BEFORE + DAY + 9 * 60 * MINUTES)

    def move(visit: Appointment) -> int:
        def step(connection: Connection) -> int:
            work = office.desk.work(connection, "oak")
            later = half_hour(visit.slot.starts_at + 21 * DAY)
            moved = appointments.move_to(work, office.clinic, visit.id, later, actor="staff:1")
            return int(notices.tell_moved(work, office.clinic, moved))

        return office.desk.database.run(step)

    with ThreadPoolExecutor(4) as pool:
        sending = [pool.submit(send_due, office) for _ in range(2)]
        told = sum(pool.map(move, visits[::2]))
        assert sum(future.result() for future in sending) > 0
    channel = channels.choose(office.desk.settings)
    while send_due(office) or Sender(office.desk, channel, threading.Event()).send_due():
        pass
    assert told == len(visits[::2])
    starts = {row["id"]: row["starts_at"] for row in office.rows("appointments")}
    out = [row for row in office.rows("reminders") if row["state"] not in ("skipped", "planned")]
    assert all(row["starts_at"] == starts[row["appointment_id"]] for row in out)
    assert {visit.id for visit in visits[1::2]} < {row["appointment_id"] for row in out}


def test_a_broken_reminder_is_put_off_and_blocks_no_other(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    other = book(office, "p2", TUESDAY + 30 * MINUTES)
    sound = visiting.verdict

    def break_anas(work: Work, clinic: Clinic, reminder: Reminder, *more: Any) -> Any:
        if reminder.appointment_id == office.visit.id:
            raise RuntimeError
        return sound(work, clinic, reminder, *more)

    monkeypatch.setattr(visiting, "verdict", break_anas)
    at(office, THREE_DAYS_BEFORE + 30 * MINUTES)
    assert send_due(office) == 2
    assert (states(office)["3d"], states(office, other)["3d"]) == (("planned", ""), ("sending", ""))
    monkeypatch.undo()
    at(office, THREE_DAYS_BEFORE + 41 * MINUTES)
    send_due(office)
    assert states(office)["3d"] == ("sending", "")


def test_while_a_patient_is_asked_what_their_cancel_meant_nothing_else_is_begun(
    open_office: Callable[..., Office],
) -> None:
    office = open_office()
    with office.desk.database.writing() as connection:
        text = "cancel_is_stop = false\n" + builders.CLINIC_FILE
        clinics.apply(connection, parse_clinic(text, "oak.toml"), builders.NOW)
    at(office, THREE_DAYS_BEFORE - MINUTES)
    office.text(builders.phone(1), "CANCEL")
    asked = len(sent(office))
    at(office, THREE_DAYS_BEFORE)
    send_due(office)
    assert len(sent(office)) == asked
    assert {row["moved_for"] for row in office.rows("reminders") if row["step"] == "3d"} == {"hold"}
    at(office, THREE_DAYS_BEFORE + 5 * MINUTES)
    send_due(office)
    assert len(sent(office)) == asked + 1


def test_expired_holds_are_swept(office: Office) -> None:
    with office.writing() as work:
        talk = conversations.lock(work, "sms", builders.phone(1), "en")
        for number in range(1, 4):
            appointments.hold(
                work,
                office.clinic,
                half_hour(TUESDAY + number * 60 * MINUTES),
                patient_id="p1",
                conversation_id=talk.id,
                moving=None,
                expires_at=work.now + number * 10 * MINUTES,
            )
    assert holds.sweep(office.desk) == 0
    office.desk.clock.advance(20 * MINUTES)
    assert holds.sweep(office.desk) == 2
    assert len(office.rows("holds")) == 1
    assert {row["hold_id"] for row in office.rows("cells") if row["hold_id"]} == {office.rows("holds")[0]["id"]}
