"""Many phones at once over HTTP: one opening goes to one of them, one message counts once."""

from __future__ import annotations

from functools import partial

from tests import builders, signing
from tests.acceptance.house import House, at_once

PHONES = 30
WANTED = "2027-03-18T13:00:00-05:00"


def test_thirty_phones_that_race_for_one_opening_get_it_once_and_other_times_else(served: House) -> None:
    phones = [builders.phone(number) for number in range(1, PHONES + 1)]
    for phone in phones:
        offered = served.text(phone, "Can I move my appointment to thursday march 18 in the afternoon?").text
        assert "1:00 PM" in offered.splitlines()[1], offered
    picks = at_once([partial(served.text, phone, "1") for phone in phones])
    held = [phone for phone, pick in zip(phones, picks, strict=True) if "Shall I move" in pick.text]
    assert len(held) == 1, [pick.text for pick in picks]
    others = [pick.text for phone, pick in zip(phones, picks, strict=True) if phone not in held]
    for other in others:
        assert "just taken" in other
        assert "1 " in other
        assert "Thu, Mar 18, 1:00 PM" not in other
    # Everybody says yes to what they were asked last: to the winner that is the read-back.
    at_once([partial(served.text, phone, "1") for phone in phones])
    visits = served.export("appointments")
    assert len(visits) == len({visit["id"] for visit in visits})
    there = [visit["patient_external_id"] for visit in visits if visit["starts_at"] == WANTED]
    assert there == [f"p{phones.index(held[0]) + 1}"]
    served.command("check")


def test_a_message_delivered_twenty_times_at_once_counts_once_and_is_answered_alike(served: House) -> None:
    sid = signing.sid_of("twenty times")
    answers = at_once([lambda: served.text(builders.phone(1), "I confirm my appointment", sid)] * 20)
    assert {answer.status for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    inbound = [row for row in served.export("messages") if row["direction"] == "inbound"]
    assert [row["sid"] for row in inbound] == [sid]
    assert len(served.export("messages")) == 2
    changes = [row for row in served.export("audit") if "confirm" in row["action"]]
    assert len(changes) == 1
    served.command("check")
