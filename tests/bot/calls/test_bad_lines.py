"""Silence, noise, strange keys, hidden numbers, repeats, and callers who hang up."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.wiring import Desk
from storage import invariants
from tests import signing
from tests.caller import ANA_WAS_BORN, Caller
from tests.office import ANA, STRANGER, Office


def texts_to(office: Office, number: str) -> list[str]:
    return [row["body"] for row in office.rows("messages") if row["channel"] == "sms" and row["to_number"] == number]


def test_silence_is_asked_about_then_by_keys_only_then_a_person_is_found(office: Office) -> None:
    call = Caller(office).dials().waits()
    assert call.heard.startswith("Are you still there? To confirm your visit")
    call.waits()
    assert call.heard.startswith("I can't hear you. Please use the keys")
    assert call.gather.attrib["input"] == "dtmf"
    call.waits()
    assert call.verbs == ["Gather", "Record"]


@pytest.mark.parametrize("more", [{"Confidence": "0.2"}, {}, {"Confidence": "high"}, {"Confidence": "7"}])
def test_words_of_which_nobody_is_sure_are_asked_again_and_never_acted_upon(
    office: Office, more: dict[str, str]
) -> None:
    call = Caller(office).dials().keys(ANA_WAS_BORN)
    call.posts(call.gather.attrib["action"], SpeechResult="yes", **more)
    assert call.heard.startswith("Sorry, I did not hear that well.")
    assert office.appointment().confirmation == "needs-action"


@pytest.mark.parametrize("words", ["yes no yes", "no yes", "sí no", "stop", "   "])
def test_doubt_and_bare_words_change_nothing(office: Office, words: str) -> None:
    call = Caller(office).dials().keys(ANA_WAS_BORN).says(words)
    assert "To confirm it, press 1" in call.heard
    assert office.appointment().confirmation == "needs-action"
    assert office.rows("suppressions") == []


@pytest.mark.parametrize("digits", ["*#", "#", "#*", "77", "12345", "0" * 20, "9" * 20])
def test_strange_keys_break_nothing(office: Office, digits: str) -> None:
    call = Caller(office).dials().keys(digits)
    assert call.heard


@pytest.mark.parametrize("digits", ["0230", "1301", "02301980", "13321980", "00000101", "99999999", "1"])
def test_what_is_no_date_is_asked_again(office: Office, digits: str) -> None:
    call = Caller(office).dials().keys("1", digits)
    assert "That is no date that I know" in call.heard
    assert office.rows("identity_tries") == []


@pytest.mark.parametrize("digits", ["01011980", "19800101", "010180", "01011980#"])
def test_dates_of_birth_are_taken_as_people_key_them(office: Office, digits: str) -> None:
    assert "I see your visit" in Caller(office).dials().keys(digits).heard


def test_five_wrong_dates_lock_the_number_for_a_day(office: Office) -> None:
    for number in range(2):
        call = Caller(office, name=f"call{number}").dials()
        call.keys("1", "05051955", "06061956")
    call = Caller(office, name="last").dials().keys("1", "07071957")
    assert "cannot look anything up" in call.heard
    assert [case["reason"] for case in office.rows("cases")] == ["identity"]
    assert "cannot look anything up" in Caller(office, name="again").dials().keys(ANA_WAS_BORN).heard
    office.desk.clock.advance(timedelta(hours=25))
    assert "I see" in Caller(office, name="tomorrow").dials().keys(ANA_WAS_BORN).heard


def test_a_number_not_on_file_needs_name_and_date_that_meet_in_one_record(office: Office) -> None:
    call = Caller(office, number=STRANGER).dials().keys("1", ANA_WAS_BORN)
    assert "first and your last name" in call.heard
    assert "could not find you" in call.says("Maria Stone").heard
    call.keys(ANA_WAS_BORN).says("My name is Ana Stone")
    assert "is confirmed" in call.heard


@pytest.mark.parametrize("hidden", ["anonymous", "", "+266696687", "Restricted"])
def test_callers_who_hide_their_number_never_share_anything(office: Office, hidden: str) -> None:
    first = Caller(office, number=hidden, name="first").dials().keys(ANA_WAS_BORN).says("Ana Stone")
    assert "I see your visit" in first.heard
    second = Caller(office, number=hidden, name="second").dials().keys("8")
    assert "Lee" not in second.heard
    assert len({row["conversation_id"] for row in office.rows("calls")}) == 2
    first.hangs_up()
    assert texts_to(office, hidden) == []


def test_the_same_turn_again_is_the_same_document_and_one_effect(office: Office) -> None:
    call = Caller(office).dials()
    first, again = call.text, call.dials().text
    assert first == again
    call.keys(ANA_WAS_BORN)
    action = call.gather.attrib["action"]
    told = call.posts(action, Digits="1").text
    before = office.sizes()
    assert call.posts(action, Digits="1").text == told
    assert call.posts(action, Digits="2").text == told
    assert office.sizes() == before


def test_a_fallback_address_takes_the_turn_that_failed(office: Office) -> None:
    call = Caller(office).dials().keys(ANA_WAS_BORN)
    failed = "https://desk.example.org" + call.gather.attrib["action"]
    call.dials(Digits="1", ErrorCode="11200", ErrorUrl=failed)
    assert "is confirmed" in call.heard
    assert call.dials(ErrorCode="11200", ErrorUrl="https://desk.example.org/twilio/voice").heard.startswith("Oak Hill")


def test_a_turn_of_a_call_that_nobody_knows_begins_anew(office: Office) -> None:
    call = Caller(office)
    call.posts(f"/twilio/voice/turn?c=oak&call={call.sid}&n=4", Digits="1")
    assert call.heard.startswith("Oak Hill Clinic.")


@pytest.mark.parametrize(
    "turns", [[], ["2"], ["2", ANA_WAS_BORN], ["2", ANA_WAS_BORN, "1"], ["2", ANA_WAS_BORN, "1", "1", "1"]]
)
def test_hanging_up_anywhere_gives_back_what_was_held(office: Office, turns: list[str]) -> None:
    call = Caller(office).dials().keys(*turns)
    call.hangs_up()
    assert office.rows("holds") == []
    assert office.appointment().slot == office.visit.slot
    assert len(texts_to(office, ANA)) == 1


def test_whoever_got_nothing_is_sent_one_text_a_day(office: Office) -> None:
    for number in range(3):
        Caller(office, name=f"call{number}").dials().hangs_up()
    assert texts_to(office, ANA) == [
        "Oak Hill Clinic: we missed your call. Reply here and I can help, 0 for a person. STOP to opt out."
    ]
    office.desk.clock.advance(timedelta(hours=25))
    Caller(office, name="tomorrow").dials().hangs_up()
    assert len(texts_to(office, ANA)) == 2


def test_whoever_was_helped_or_opted_out_is_sent_none(office: Office) -> None:
    Caller(office).dials().says("where can I park").hangs_up()
    office.text(STRANGER, "STOP")
    Caller(office, number=STRANGER).dials().hangs_up()
    assert texts_to(office, ANA) == texts_to(office, STRANGER) == []


def test_a_known_landline_is_sent_no_text(office: Office) -> None:
    Caller(office).dials().hangs_up()
    message = next(row for row in office.rows("messages") if row["channel"] == "sms")
    report = signing.report_form("SM" + "7" * 32, "undelivered", ANA, "30006")
    office.post(f"/twilio/sms/status?m={message['id']}&c=oak", report)
    office.desk.clock.advance(timedelta(hours=25))
    Caller(office, name="tomorrow").dials().hangs_up()
    assert len(texts_to(office, ANA)) == 1


def test_a_call_does_not_go_on_for_ever(office: Office) -> None:
    call = Caller(office).dials()
    for _ in range(25):
        call.keys("8")
    call.keys("8")
    assert "taking long" in call.heard
    assert call.verbs == ["Gather", "Record"]


def test_where_something_breaks_the_caller_gets_an_apology_and_a_person(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = Caller(office).dials()

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("bot.calls.answering.menus.is_personal", fail)
    call.says("when is my visit")
    assert "something went wrong on our side" in call.heard
    assert "Record" in call.verbs
    assert [case["priority"] for case in office.rows("cases")] == ["urgent"]


def test_where_nothing_can_be_looked_up_the_caller_still_hears_what_to_do(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Desk, "clinic_by_phone", fail)
    assert "dial 911" in Caller(office).dials().heard


def test_a_number_that_no_clinic_has_is_not_in_service(office: Office) -> None:
    assert Caller(office).dials(To="+15125550177").heard == "This number is not in service."


@pytest.mark.parametrize("changes", [{"CallSid": "SM" + "1" * 32}, {"AccountSid": "AC" + "f" * 32}])
def test_what_is_no_call_of_ours_is_malformed(office: Office, changes: dict[str, str]) -> None:
    assert office.post("/twilio/voice", Caller(office).form | changes).status_code == 400


@pytest.mark.parametrize(
    "address", ["", "/turn", "/dialled", "/recorded", "/recording", "/whisper", "/reminder", "/status"]
)
def test_unsigned_is_refused_at_each_address(office: Office, address: str) -> None:
    answer = office.client.post(
        f"/twilio/voice{address}", data=Caller(office).form, headers={"X-Twilio-Signature": "no"}
    )
    assert answer.status_code == 403


def test_a_call_is_a_thread_that_keeps_every_promise(office: Office) -> None:
    call = Caller(office).dials().keys(ANA_WAS_BORN).says("when is my visit").keys("8", "*", "1")
    call.hangs_up()
    thread = [row for row in office.rows("messages") if row["channel"] == "voice"]
    assert {row["direction"] for row in thread} == {"inbound", "outbound"}
    assert ANA_WAS_BORN not in "".join(row["body"] for row in thread)
    with office.looking() as work:
        assert invariants.check(work, office.clinic).violations == []


@pytest.mark.parametrize("keys", [[], ["1"], ["1", "5"]])
def test_danger_and_a_person_are_heard_whatever_was_asked(office: Office, keys: list[str]) -> None:
    call = Caller(office).dials().keys(*keys).says("I have chest pain and can't breathe")
    assert "dial 911" in call.heard
    other = Caller(office, name="other").dials().keys(*keys).says("I want to talk to a person")
    assert "Record" in other.verbs


def test_a_spoken_date_of_birth_is_not_shown_in_the_thread(office: Office) -> None:
    Caller(office).dials().keys("1").says("January 1st 1980")
    assert "1980" not in "".join(row["body"] for row in office.rows("messages"))
