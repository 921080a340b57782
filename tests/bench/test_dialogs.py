"""The replay of public dialogs: what counts as said, and when a goal is met. All sentences are our own."""

from __future__ import annotations

import json
from typing import Any

from bench.dialogs import outcome
from bench.goals import Dialog, Goal, dialogs


def user(text: str, **values: str) -> dict[str, Any]:
    return {"speaker": "user", "text": text, "acts": [], "values": values}


def sgd(*turns: dict[str, Any], date: str = "2019-03-07", time: str = "15:00") -> Dialog:
    record = {
        "id": "own-1",
        "source": "sgd",
        "service": "dentist",
        "now": "2019-03-01T09:00:00-08:00",
        "booked": True,
        "goal": {"date": date, "time": time, "provider": "Oak Dental"},
        "turns": list(turns),
    }
    (dialog,) = dialogs(iter([json.dumps(record)]))
    return dialog


ASKS = user("I'd like to book a dentist visit")
NAMES = user("March 7th at 3 pm", appointment_date="2019-03-07", appointment_time="15:00")


def test_only_what_the_person_said_counts() -> None:
    assert sgd(ASKS, NAMES).goal == Goal(date="2019-03-07", time="15:00")
    assert sgd(ASKS).goal == Goal()


def test_a_goal_is_met_by_a_booking_or_by_what_was_read_back_last() -> None:
    booked = outcome(sgd(ASKS, NAMES, user("yes please")))
    read_back = outcome(sgd(ASKS, NAMES, user("thank you")))

    assert (booked.why, booked.booked) == ("", True)
    assert (read_back.why, read_back.booked) == ("", False)


def test_another_time_misses_the_goal() -> None:
    turned = user("no, at 5 pm", appointment_time="17:00")

    assert outcome(sgd(ASKS, NAMES, turned, user("yes"))).why == "another time"


def test_where_nothing_was_read_back_the_last_question_is_told() -> None:
    assert outcome(sgd(ASKS)).why == "asked for a time to the end"
    assert outcome(sgd(user("good morning"))).why == "no booking began"


def test_what_the_other_assistant_could_not_book_is_taken() -> None:
    failure = {"speaker": "system", "text": "", "acts": ["NOTIFY_FAILURE"]}
    talk = outcome(sgd(ASKS, NAMES, failure, user("yes"))).talk

    assert all(f"{visit.slot.starts_at.astimezone(talk.zone):%d %H:%M}" != "07 15:00" for visit in talk.visits)


def test_star_counts_the_day_the_hour_and_the_doctor_that_were_said() -> None:
    record = {
        "id": "own-2",
        "source": "star",
        "service": "doctor",
        "now": "2020-06-01T14:00:00+00:00",
        "booked": True,
        "goal": {"weekday": "Monday", "time_12h": {"is_equal_to": "8 pm"}, "provider": {"one_of": ["Dr. Morgan"]}},
        "turns": [{"speaker": "user", "text": "Can Dr. Morgan see me today at 8?", "acts": None}],
    }
    (dialog,) = dialogs(iter([json.dumps(record)]))

    assert dialog.goal == Goal(weekday="monday", time="20:00", provider="Dr. Morgan")
