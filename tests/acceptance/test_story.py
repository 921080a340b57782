"""The main job, from the first text to the confirmed visit, through real processes."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests import builders
from tests.acceptance.house import House, wait_for
from tests.fakes.twilio import FakeTwilio

ANA = builders.phone(1)


def test_a_patient_moves_a_visit_is_reminded_at_the_new_time_only_and_confirms(
    served: House, twilio: FakeTwilio
) -> None:
    before = served.appointment("v1")
    assert "Mon, Mar 22, 9:00 AM" in served.text(ANA, "When is my appointment?").text

    offered = served.text(ANA, "Can I move it to thursday afternoon?").text
    second = next(line for line in offered.splitlines() if line.startswith("2 "))
    assert "Thu, Mar 18" in second
    read_back = served.text(ANA, "2").text
    assert "Thu, Mar 18" in read_back
    assert served.appointment("v1")["starts_at"] == before["starts_at"], "nothing moves before the yes"
    assert "Thu, Mar 18" in served.text(ANA, "1").text

    moved = served.appointment("v1")
    start = datetime.fromisoformat(moved["starts_at"])
    assert (start.date().isoformat(), start.hour >= 12) == ("2027-03-18", True)
    assert (moved["id"], moved["external_id"]) == (before["id"], "v1")
    assert (moved["status"], moved["confirmation"]) == ("booked", "needs-action")

    served.move_clock_to(start - timedelta(days=3, minutes=2))
    served.command("worker", "--once")
    assert twilio.sent(ANA) == []
    served.move_clock_to(start - timedelta(days=3))
    [reminder] = wait_for(lambda: twilio.sent(ANA), lambda: f"no reminder: {served.last_words()}")
    assert f"Thu, Mar 18 at {start.hour % 12 or 12}:{start:%M} PM" in reminder.body

    assert "is confirmed" in served.text(ANA, "1").text
    assert served.appointment("v1")["confirmation"] == "accepted"

    served.move_clock_to(datetime(2027, 3, 22, 8, 30, tzinfo=builders.ZONE))
    served.command("worker", "--once")
    assert not [text for text in twilio.sent(ANA) if "Mar 22" in text.body], "nothing is said about the old time"
    served.command("check")


def test_fifty_ordinary_texts_get_fifty_answers(served: House) -> None:
    answers = [served.text(builders.phone(number), body) for number, body in enumerate(ORDINARY, start=1)]
    assert [answer.status for answer in answers] == [200] * 50
    silent = [body for body, answer in zip(ORDINARY, answers, strict=True) if not answer.texts]
    assert silent == []
    apologies = [body for body, answer in zip(ORDINARY, answers, strict=True) if "went wrong" in answer.text]
    assert apologies == []
    inbound = [row["body"] for row in served.export("messages") if row["direction"] == "inbound"]
    assert sorted(inbound) == sorted(ORDINARY)
    served.command("check")


ORDINARY = (
    "hi",
    "Hello, this is Ana. When do I come in next?",
    "what time is my appt",
    "When is my appointment?",
    "whens my next visit",
    "I can't make it on monday, can we do another day",
    "I need to reschedule",
    "Could we push it to next week?",
    "any chance of something earlier",
    "Is there anything on thursday after 3?",
    "friday morning works best for me",
    "not tuesday please, any other day is fine",
    "Please cancel my appointment",
    "i have to cancel, my car broke down",
    "yes I'll be there",
    "I confirm my appointment",
    "no that doesn't work",
    "Where can I park?",
    "is there parking at the clinic",
    "what's your address",
    "When are you open on Wednesday?",
    "how long is the checkup",
    "do I need to bring anything",
    "I'd like to talk to a person",
    "can somebody call me please",
    "who is this?",
    "I'm running about 15 minutes late",
    "I'm here, in the parking lot",
    "thanks so much!",
    "ok bye",
    "my insurance changed, what do you need from me",
    "I have a question about my bill",
    "did my lab results come back",
    "I need a refill of my blood pressure pills",
    "can you send my records to Dr. Ortiz",
    "my knee has been hurting since the last visit",
    "is it ok to eat before the ultrasound",
    "do you speak Spanish?",
    "¿Cuándo es mi cita?",
    "quiero cambiar mi cita para el jueves por la tarde",
    "no puedo ir mañana",
    "gracias",
    "wrong person, I don't know any Ana",
    "I'd like to book a checkup with Dr. Lee",
    "can my daughter be seen the same day",
    "2",
    "??",
    "sorry, that was for someone else 😅",
    "what was that again?",
    "Mar 25 at 10:30 would be great",
)
