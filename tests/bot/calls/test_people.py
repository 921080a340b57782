"""A person on the telephone: connected, or a voice message, or a call back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot import cases as verbs
from bot import replaying
from scheduler.clinic import parse_clinic
from storage import clinics, invariants, recordings, turns
from tests import builders
from tests.caller import Caller
from tests.office import Office
from tests.people import at_work

ROUTES = '\n[[routes]]\nreason = "billing"\nto = "+15125550177"\n'
RECORDING = "RE" + "1" * 32


@pytest.fixture
def staffed(office: Office) -> Office:
    """An office whose people can be rung; it is Friday morning."""
    text = builders.CLINIC_FILE.replace("[staff_hours]", 'transfer_to = "+15125550199"\n\n[staff_hours]', 1) + ROUTES
    with office.desk.database.writing() as connection:
        clinics.apply(connection, parse_clinic(text, "oak.toml"), builders.NOW)
    return office


@pytest.fixture
def closed(staffed: Office) -> Office:
    """The same on Friday evening."""
    staffed.desk.clock.advance(timedelta(hours=9))
    return staffed


def cases(office: Office) -> list[str]:
    return [case["reason"] for case in office.rows("cases")]


def test_zero_rings_a_person_who_hears_why_before_the_caller_is_there(staffed: Office) -> None:
    call = Caller(staffed).dials().is_identified().keys("0")
    dial = call.find("Dial")
    number = dial.find("Number")
    assert number is not None
    assert number.text == "+15125550199"
    assert dial.attrib["action"] == f"/twilio/voice/dialled?c=oak&call={call.sid}&n=3"
    assert "I am connecting you with our team. Please hold the line." in call.heard
    assert dial.attrib["answerOnBridge"] == "true"
    assert cases(staffed) == ["asked_for_person"]
    whisper = staffed.post(number.attrib["url"], call.form | {"CallSid": "CA" + "f" * 32})
    assert "The caller asks for a person." in whisper.text
    assert "Ana Stone" in whisper.text


def test_a_caller_who_was_not_identified_is_not_named_to_staff(staffed: Office) -> None:
    number = Caller(staffed).dials().keys("0").find("Dial").find("Number")
    assert number is not None
    whisper = staffed.post(number.attrib["url"], Caller(staffed).form)
    assert "not identified" in whisper.text
    assert "Ana" not in whisper.text


def test_a_question_about_billing_rings_who_takes_those(staffed: Office) -> None:
    call = Caller(staffed).dials().says("I have a question about my bill")
    assert call.find("Dial").findtext("Number") == "+15125550177"


def test_a_call_that_staff_took_just_ends(staffed: Office) -> None:
    call = Caller(staffed).dials().keys("0")
    call.posts(call.find("Dial").attrib["action"], DialCallStatus="completed")
    assert call.verbs == ["Hangup"]
    assert [case["state"] for case in staffed.rows("cases")] == ["resolved"]
    call.hangs_up()
    assert [row["kind"] for row in staffed.rows("outbox")] == []


@pytest.mark.parametrize("status", ["busy", "no-answer", "failed", "canceled", "something new"])
def test_where_nobody_takes_it_the_caller_may_leave_a_message_or_be_called_back(staffed: Office, status: str) -> None:
    call = Caller(staffed).dials().keys("0")
    call.posts(call.find("Dial").attrib["action"], DialCallStatus=status)
    assert call.verbs == ["Gather", "Record"]
    assert "It will be recorded" in call.heard


def test_a_fallback_address_takes_the_end_of_a_call_to_staff(staffed: Office) -> None:
    call = Caller(staffed).dials().keys("0")
    failed = "https://desk.example.org" + call.find("Dial").attrib["action"]
    call.dials(DialCallStatus="no-answer", ErrorCode="11200", ErrorUrl=failed)
    assert call.verbs == ["Gather", "Record"]


def test_outside_staff_hours_nobody_is_rung(closed: Office) -> None:
    call = Caller(closed).dials().keys("0")
    assert "Our team is in next on Monday, March 15 at 8 AM" in call.heard
    assert call.verbs == ["Gather", "Record"]
    assert call.find("Record").attrib["action"].startswith("/twilio/voice/recorded?c=oak&call=CA")


def test_a_voice_message_becomes_a_case_once_and_is_kept_unreadable(closed: Office) -> None:
    call = Caller(closed).dials().keys("0")
    record = call.find("Record").attrib
    report = {"RecordingSid": RECORDING, "RecordingStatus": "completed", "RecordingDuration": "12"}
    told = {"CallSid": call.sid, "AccountSid": call.form["AccountSid"]}
    assert closed.post(record["recordingStatusCallback"], told | report).status_code == 204
    call.posts(record["action"], RecordingSid=RECORDING, RecordingDuration="12", RecordingUrl="https://elsewhere/x")
    assert "Our team will hear your message" in call.heard
    assert cases(closed) == ["asked_for_person", "voicemail"]
    [row] = closed.rows("recordings")
    assert (row["seconds"], row["state"]) == (12, "waiting")


def test_where_the_clinic_wants_it_the_words_of_a_message_go_into_its_case(closed: Office) -> None:
    assert "transcribe" not in Caller(closed, name="before").dials().keys("0").find("Record").attrib
    text = builders.CLINIC_FILE.replace("[staff_hours]", "transcribe_voicemail = true\n\n[staff_hours]", 1)
    with closed.desk.database.writing() as connection:
        clinics.apply(connection, parse_clinic(text, "oak.toml"), builders.NOW)
    call = Caller(closed).dials().keys("0")
    record = call.find("Record").attrib
    assert record["transcribe"] == "true"
    call.posts(record["action"], RecordingSid=RECORDING, RecordingDuration="12")
    told = {"CallSid": call.sid, "AccountSid": call.form["AccountSid"], "RecordingSid": RECORDING}
    words = {"TranscriptionStatus": "completed", "TranscriptionText": "Please call me about Tuesday."}
    for _ in range(2):
        assert closed.post(record["transcribeCallback"], told | words).status_code == 204
    [case] = [case for case in closed.rows("cases") if case["reason"] == "voicemail"]
    assert case["summary"] == "Left a voice message of 12 seconds.\nThey said: Please call me about Tuesday."


@pytest.mark.parametrize("more", [{}, {"RecordingSid": RECORDING, "RecordingDuration": "0"}])
def test_a_message_of_no_length_is_none(closed: Office, more: dict[str, str]) -> None:
    call = Caller(closed).dials().keys("0")
    call.posts(call.find("Record").attrib["action"], **more)
    assert "I did not get a message" in call.heard
    assert "voicemail" not in cases(closed)


@pytest.mark.parametrize("status", ["failed", "in-progress", ""])
def test_a_message_without_words_is_heard_all_the_same(closed: Office, status: str) -> None:
    call = Caller(closed).dials().keys("0")
    record = call.find("Record").attrib
    call.posts(record["action"], RecordingSid=RECORDING, RecordingDuration="12")
    told = {"CallSid": call.sid, "AccountSid": call.form["AccountSid"], "RecordingSid": RECORDING}
    report = told | {"TranscriptionStatus": status, "TranscriptionText": ""}
    assert closed.post(record["recordingStatusCallback"], report).status_code == 204
    [case] = [case for case in closed.rows("cases") if case["reason"] == "voicemail"]
    assert case["summary"] == "Left a voice message of 12 seconds."
    assert len(closed.rows("recordings")) == 1


@pytest.mark.parametrize(
    "report",
    [
        {"RecordingStatus": "absent", "RecordingDuration": "0"},
        {"RecordingStatus": "completed", "RecordingDuration": "0"},
        {"RecordingStatus": "completed"},
        {"RecordingStatus": "failed", "RecordingDuration": "12"},
    ],
)
def test_a_report_of_no_recording_is_no_message(closed: Office, report: dict[str, str]) -> None:
    call = Caller(closed).dials().keys("0")
    told = {"CallSid": call.sid, "AccountSid": call.form["AccountSid"], "RecordingSid": RECORDING}
    address = call.find("Record").attrib["recordingStatusCallback"]
    assert closed.post(address, told | report).status_code == 204
    assert closed.rows("recordings") == []
    assert "voicemail" not in cases(closed)


def test_a_call_back_is_picked_from_staff_hours(closed: Office) -> None:
    call = Caller(closed).dials().keys("0", "1")
    assert "Press 1 for Monday, March 15 at 8 AM, or 2 for Monday, March 15 at 12 PM" in call.heard
    assert "will call you on Monday, March 15 at 12 PM" in call.keys("2").heard
    assert cases(closed) == ["asked_for_person", "callback"]


class Shelf:
    """A telephone company that keeps recordings."""

    def __init__(self, *answers: bytes | OSError | None) -> None:
        self.answers = list(answers)

    def ring(self, ringing: object) -> str:
        raise NotImplementedError

    def recording(self, sid: str) -> bytes | None:
        answer = self.answers.pop(0)
        if isinstance(answer, OSError):
            raise answer
        return answer


@pytest.fixture
def left(closed: Office) -> Callable[..., None]:
    """Leaves a message and lets the worker fetch it from a shelf."""
    from threading import Event

    from bot.calls import fetching

    call = Caller(closed).dials().keys("0")
    call.posts(call.find("Record").attrib["action"], RecordingSid=RECORDING, RecordingDuration="3")
    return lambda shelf: fetching.fetch_due(closed.desk, shelf, Event())


def test_a_voice_message_is_fetched_once_it_can_be_had(closed: Office, left: Callable[..., None]) -> None:
    left(Shelf(OSError("not yet")))
    closed.desk.clock.advance(timedelta(minutes=2))
    left(Shelf(b"ID3 sound"))
    with closed.looking() as work:
        assert recordings.sound(work, RECORDING) == b"ID3 sound"


def test_a_voice_message_that_is_gone_is_lost(closed: Office, left: Callable[..., None]) -> None:
    left(Shelf(None))
    assert closed.rows("recordings")[0]["state"] == "lost"


def test_staff_hear_a_voice_message_in_the_console_and_that_is_written_down(
    closed: Office, left: Callable[..., None]
) -> None:
    left(Shelf(b"ID3 sound"))
    anna = at_work(closed)
    [talk] = closed.rows("conversations")
    page = anna.get(f"/console/talks/{talk['id']}").text
    assert f"/console/recordings/{RECORDING}" in page
    heard = anna.get(f"/console/recordings/{RECORDING}")
    assert (heard.data, heard.mimetype) == (b"ID3 sound", "audio/mpeg")
    assert "recording.opened" in [row["action"] for row in closed.rows("audit")]
    assert anna.get("/console/recordings/RE2").status_code == 404


def test_staff_answer_a_call_by_a_text_but_not_where_the_number_was_hidden(closed: Office) -> None:
    Caller(closed).dials().keys("0", "1", "1")
    Caller(closed, number="anonymous").dials().keys("0", "1", "1")
    caller = verbs.Caller("staff", "7", "ann@oak.example")
    with closed.writing() as work:
        first, second = (case["id"] for case in closed.rows("cases") if case["reason"] == "callback")
        assert verbs.reply(work, closed.clinic, first, caller, "We will call at eight.").channel == "sms"
        with pytest.raises(verbs.Refused, match="hid the number"):
            verbs.reply(work, closed.clinic, second, caller, "We will call at eight.")
    with closed.looking() as work:
        assert invariants.check(work, closed.clinic).violations == []


def test_a_call_is_replayed_without_a_difference(closed: Office) -> None:
    Caller(closed).dials().says("hello there").says("I need to move my appointment").is_identified().says(
        "Wednesday"
    ).keys("8", "1", "1")
    with closed.looking() as work:
        [talk] = closed.rows("conversations")
        told = [replaying.replay(closed.clinic, turn) for turn in turns.of_conversation(work, talk["id"])]
    assert [turn.differences for turn in told] == [[] for _ in told]
    assert any(turn.steps for turn in told)
