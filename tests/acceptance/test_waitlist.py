"""A time comes free: by text it goes down the line, over HTTP, with the worker at work and the clock moved."""

from __future__ import annotations

import json
from datetime import timedelta
from functools import partial

from tests import builders
from tests.acceptance.house import House, at_once, wait_for
from tests.fakes.twilio import FakeTwilio

OWNER, FIRST, SECOND, OTHER = 1, 201, 202, 203
WANTED = "2027-03-22T09:00:00-05:00"


def wait_in_line(served: House, number: int) -> None:
    """A patient asks for the owner's time, and then for a place in line."""
    answer = served.text(builders.phone(number), "Can I move my appointment to march 22 at 9 am?").text
    assert "Nothing is free then" in answer
    assert "on the waiting list" in served.text(builders.phone(number), "put me on the waiting list please").text


def free_the_time(served: House) -> None:
    owner = builders.phone(OWNER)
    served.text(owner, "Please cancel my appointment")
    assert "is cancelled" in served.text(owner, "1").text


def offered_to(twilio: FakeTwilio, number: int) -> list[str]:
    return [text.body for text in twilio.sent(builders.phone(number))]


def wait_for_texts(served: House, twilio: FakeTwilio, number: int, count: int = 1) -> list[str]:
    def all_there() -> list[str]:
        texts = offered_to(twilio, number)
        return texts if len(texts) >= count else []

    return wait_for(all_there, lambda: f"no text: {served.last_words()}")


def states(served: House) -> list[tuple[str, str, int]]:
    return [(row["patient_external_id"], row["state"], row["offers"]) for row in served.export("waitlist")]


def pass_minutes(served: House, minutes: int) -> None:
    served.move_clock_to(builders.NOW + timedelta(minutes=minutes))


def test_the_first_in_line_is_asked_then_the_second_and_of_two_who_say_yes_one_is_booked(
    served: House, twilio: FakeTwilio
) -> None:
    wait_in_line(served, FIRST)
    wait_in_line(served, SECOND)
    free_the_time(served)
    [offer] = wait_for_texts(served, twilio, FIRST)
    assert "Mon, Mar 22 at 9:00 AM" in offer
    assert offered_to(twilio, SECOND) == []
    pass_minutes(served, 40)
    [again] = wait_for_texts(served, twilio, SECOND)
    assert "Mon, Mar 22 at 9:00 AM" in again
    assert len(offered_to(twilio, FIRST)) == 1

    late, early = at_once([partial(served.text, builders.phone(number), "1") for number in (FIRST, SECOND)])
    assert "Done" in early.text
    assert "no longer free" in late.text
    assert "keep your place" in late.text
    there = [row["patient_external_id"] for row in served.export("appointments") if row["starts_at"] == WANTED]
    assert sorted(there) == [f"p{OWNER}", f"p{SECOND}"], "the cancelled visit, and the one that moved there"
    assert states(served) == [(f"p{FIRST}", "waiting", 1), (f"p{SECOND}", "booked", 1)]
    [row] = [row for row in served.export("waitlist") if row["state"] == "waiting"]
    assert set(row) == {
        "id", "clinic", "patient_external_id", "visit_type", "provider", "windows", "state", "offers", "created_at",
    }  # fmt: skip
    assert row["windows"][0]["start"] == WANTED
    served.command("check")


def test_an_offer_whose_time_staff_fill_by_hand_is_withdrawn_with_a_text(served: House, twilio: FakeTwilio) -> None:
    wait_in_line(served, FIRST)
    free_the_time(served)
    wait_for_texts(served, twilio, FIRST)
    token = served.command("token", "add", "--clinic", "oak", "--role", "agent").stdout.split()[-1]
    wish = {"patient": f"p{OTHER}", "visit_type": "checkup", "provider": "lee", "starts_at": "2027-03-22T09:00"}
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    booked = served.post("/api/v1/appointments", json.dumps(wish).encode(), headers)
    assert booked.status == 200, booked.content
    told = wait_for_texts(served, twilio, FIRST, 2)
    assert "no longer free" in told[1]
    assert "we booked" in wait_for_texts(served, twilio, OTHER)[0]
    assert "no longer free" in served.text(builders.phone(FIRST), "1").text
    assert states(served) == [(f"p{FIRST}", "waiting", 1)]
    served.command("check")
