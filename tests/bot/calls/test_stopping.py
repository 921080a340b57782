"""9 ends our automatic calls; a second thought turns them on again, and each step is in the audit log."""

from __future__ import annotations

import pytest

from storage import calls, conversations
from tests.caller import Caller
from tests.office import ANA, Office
from tests.people import at_work


def wants_none(office: Office) -> bool:
    with office.looking() as work:
        return calls.wants_none(work, ANA)


def audited(office: Office) -> list[str]:
    return [row["action"] for row in office.rows("audit") if row["action"].startswith("phone.calls")]


def test_nine_once_more_and_then_one_turns_calls_on_again(office: Office) -> None:
    call = Caller(office).dials().keys("9", "9")
    assert "To get them again, press 1" in call.heard
    assert wants_none(office)
    call.keys("1")
    assert call.heard.startswith("You will get our automatic calls again")
    assert "To confirm your visit, press 1" in call.heard
    assert not wants_none(office)
    assert audited(office) == ["phone.calls_stopped", "phone.calls_resumed"]


@pytest.mark.parametrize("then", ["9", "2", "8", "*", "0"])
def test_nothing_but_one_takes_it_back(office: Office, then: str) -> None:
    Caller(office).dials().keys("9", "9", then)
    assert wants_none(office)


def test_words_after_the_offer_are_heard_as_ever(office: Office) -> None:
    call = Caller(office).dials().keys("9", "9").says("where can I park")
    assert "Parking is free" in call.heard
    assert wants_none(office)


def test_a_text_with_start_takes_it_back(office: Office) -> None:
    Caller(office).dials().keys("9")
    office.text(ANA, "START")
    assert not wants_none(office)
    assert audited(office) == ["phone.calls_stopped", "phone.calls_resumed"]


def test_staff_take_it_back_in_the_console(office: Office) -> None:
    Caller(office).dials().keys("9")
    anna = at_work(office)
    with office.looking() as work:
        talk = conversations.find(work, "voice", ANA)
    assert talk is not None
    assert "They want no automatic calls." in anna.get(f"/console/talks/{talk.id}").text
    page = anna.post(f"/console/talks/{talk.id}/calls")
    assert page.status_code in (200, 303)
    assert not wants_none(office)
    assert "They want no automatic calls." not in anna.get(f"/console/talks/{talk.id}").text
    assert [row["actor"].split(":")[0] for row in office.rows("audit") if row["action"] == "phone.calls_resumed"] == [
        "staff"
    ]
