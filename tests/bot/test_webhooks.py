"""Twilio's door for texts: who may come in, what is refused without a trace, and what is always answered."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from werkzeug.datastructures import MultiDict

from bot import recovery, thinking, turns, twiml
from bot.webhooks import Malformed, parse_text
from tests import signing
from tests.office import ANA, PUBLIC_URL, STRANGER, journal_of, texts

if TYPE_CHECKING:
    from tests.office import Office

SPELT_OUT = "application/x-www-form-urlencoded; charset=utf-8"  # what the shortcut leaves to Flask
ODD_TEXTS = {
    "nothing": "",
    "NUL": "when is\x00 my visit",
    "control characters": "when \x01\x07\x1b[31m is my visit\x7f",
    "emoji": "when is my visit 🦷👩🏽‍⚕️",
    "1600 characters": "when is my visit? " + "x" * 1582,
    "right to left": "مرحبا متى موعدي \u202e abc",
    "SQL": "'; DROP TABLE patients; --",
    "HTML": "<script>alert(1)</script> & <b>when</b>",
    "template braces": "{{ config }} {% raw %} ${x} {0} %s",
    "TwiML": "</Message></Response><Response><Message>free",
    "no character": "\ufffe\uffff",
    "blanks around": "  when is my visit  \n",
}


# --- who may come in


@pytest.mark.parametrize("signature", ["", "wrong", "é"])
def test_a_wrong_signature_is_refused_and_leaves_no_trace(office: Office, signature: str) -> None:
    before = office.sizes()
    form = signing.text_form(ANA, "When is my visit?", office.new_sid())
    answer = office.client.post("/twilio/sms", data=form, headers={"X-Twilio-Signature": signature})
    assert (answer.status_code, answer.data) == (403, b"")
    assert office.sizes() == before


def test_a_request_without_any_signature_is_refused_also_from_this_machine(office: Office) -> None:
    form = signing.text_form(ANA, "When is my visit?", office.new_sid())
    assert office.client.post("/twilio/sms", data=form).status_code == 403


def test_a_signature_for_another_address_or_other_words_is_refused(office: Office) -> None:
    form = signing.text_form(ANA, "When is my visit?", office.new_sid())
    elsewhere = {"X-Twilio-Signature": signing.sign("https://other.example.org/twilio/sms", form)}
    assert office.client.post("/twilio/sms", data=form, headers=elsewhere).status_code == 403
    signed = {"X-Twilio-Signature": signing.sign(f"{PUBLIC_URL}/twilio/sms", form)}
    assert office.client.post("/twilio/sms", data=form | {"Body": "Cancel it"}, headers=signed).status_code == 403


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", SPELT_OUT])
def test_a_text_is_answered_alike_by_the_shortcut_and_by_flask(office: Office, content_type: str) -> None:
    form = signing.text_form(ANA, "When is my visit? ñ + & = % \U0001f9b7", office.new_sid())
    headers = {"X-Twilio-Signature": signing.sign(f"{PUBLIC_URL}/twilio/sms", form)}

    answer = office.client.post("/twilio/sms", data=urlencode(form), headers=headers, content_type=content_type)

    assert (answer.status_code, answer.content_type) == (200, twiml.CONTENT_TYPE)
    assert b"Your next visit" in answer.data


def test_bytes_that_are_no_text_are_refused(office: Office) -> None:
    signed = {"X-Twilio-Signature": signing.sign(f"{PUBLIC_URL}/twilio/sms", {"Body": "\xff"})}
    form = "application/x-www-form-urlencoded"
    assert office.client.post("/twilio/sms", data=b"Body=\xff", headers=signed, content_type=form).status_code == 403


def test_a_body_too_long_to_be_read_is_refused(office: Office) -> None:
    assert office.text(ANA, "x" * 400_000).status_code == 403


def test_what_proxies_did_to_the_request_does_not_matter(office: Office) -> None:
    form = signing.text_form(ANA, "When is my visit?", office.new_sid())
    forwarded = {"X-Forwarded-Host": "evil.example.org", "X-Forwarded-Proto": "http", "Host": "10.0.0.7:8000"}
    assert office.post("/twilio/sms", form, **forwarded).status_code == 200


@pytest.mark.parametrize("target", ["/twilio/sms", "/twilio/sms/", "/twilio/sms?n=Jos%C3%A9&q=Couldn%27t+go%3A"])
def test_the_address_is_signed_as_it_came_over_the_wire_and_never_redirected(office: Office, target: str) -> None:
    answer = office.text(ANA, "When is my visit?", target=target)
    assert answer.status_code == 200
    assert len(texts(answer)) == 1


def test_the_previous_token_still_opens_the_door(open_office: Callable[..., Office]) -> None:
    office = open_office(TWILIO_AUTH_TOKEN=f"the-new-token,{signing.TOKEN}")
    assert office.text(ANA, "When is my visit?").status_code == 200


def test_without_credentials_an_unsigned_text_counts_from_this_machine_alone(
    open_office: Callable[..., Office],
) -> None:
    office = open_office(TWILIO_AUTH_TOKEN="", TWILIO_ACCOUNT_SID="")
    form = signing.text_form(ANA, "When is my visit?", office.new_sid())
    assert office.client.post("/twilio/sms", data=form).status_code == 200
    for headers in ({"X-Forwarded-For": "127.0.0.1"}, {"Host": "desk.example.org"}):
        assert office.client.post("/twilio/sms", data=form, headers=headers).status_code == 403


# --- what is no text of ours


@pytest.mark.parametrize(
    "changes",
    [
        *({name: None} for name in ("MessageSid", "AccountSid", "From", "To", "Body")),
        {"MessageSid": "SM123"},
        {"MessageSid": "CA" + "0" * 32},
        {"MessageSid": "SM" + "0" * 32 + "\n"},
        {"AccountSid": "AC" + "f" * 32},
        {"AccountSid": "me"},
        {"From": ""},
        {"From": "+1 512 555 0101"},
        {"From": "tel:+15125550101"},
        {"To": "+"},
        {"NumMedia": "-1"},
        {"NumMedia": "²"},
        {"NumMedia": "1e3"},
        {"NumMedia": "99999"},
    ],
    ids=str,
)
def test_a_malformed_request_is_refused_and_leaves_no_trace(office: Office, changes: dict[str, str | None]) -> None:
    before = office.sizes()
    form = {
        name: value
        for name, value in (signing.text_form(ANA, "hi", office.new_sid()) | changes).items()
        if value is not None
    }
    answer = office.post("/twilio/sms", form)
    assert (answer.status_code, answer.data) == (400, b"")
    assert office.sizes() == before


def test_a_captured_request_with_its_parameters_glued_together_is_refused(office: Office) -> None:
    form = signing.text_form(ANA, "hi", office.new_sid())
    signed = {"X-Twilio-Signature": signing.sign(f"{PUBLIC_URL}/twilio/sms", form)}
    glued = {name: value for name, value in form.items() if name != "From"} | {"Body": f"hiFrom{ANA}"}
    assert signing.sign(f"{PUBLIC_URL}/twilio/sms", glued) == signed["X-Twilio-Signature"]
    assert office.client.post("/twilio/sms", data=glued, headers=signed).status_code == 400


def test_an_unknown_number_is_not_found_and_leaves_no_trace(office: Office) -> None:
    before = office.sizes()
    answer = office.text(ANA, "hi", To="+15125550177")
    assert (answer.status_code, answer.data) == (404, b"")
    assert office.sizes() == before


def test_a_parameter_that_nobody_knows_yet_is_ignored() -> None:
    form = MultiDict(signing.text_form(ANA, "hi", "SM" + "0" * 32, Novelty="x", OptOutType="stop"))
    inbound = parse_text(form, signing.ACCOUNT)
    assert (inbound.from_number, inbound.body, inbound.opt_out_type, inbound.channel) == (ANA, "hi", "STOP", "sms")


def test_a_whatsapp_address_is_its_channel_and_its_number() -> None:
    form = MultiDict(signing.text_form(f"whatsapp:{ANA}", "hi", "SM" + "0" * 32, to_number="whatsapp:+15125550100"))
    inbound = parse_text(form, signing.ACCOUNT)
    assert (inbound.channel, inbound.from_number, inbound.to_number) == ("whatsapp", ANA, "+15125550100")


def test_the_fault_names_its_parameter() -> None:
    with pytest.raises(Malformed, match="NumMedia"):
        parse_text(MultiDict(signing.text_form(ANA, "hi", "SM" + "0" * 32, NumMedia="many")), signing.ACCOUNT)


# --- what is always answered


@pytest.mark.parametrize("body", ODD_TEXTS.values(), ids=ODD_TEXTS)
@pytest.mark.parametrize("phone", [ANA, STRANGER], ids=["on file", "not on file"])
def test_whatever_a_patient_writes_is_kept_as_text_and_answered(office: Office, phone: str, body: str) -> None:
    answer = office.text(phone, body)
    assert answer.status_code == 200
    assert answer.content_type == twiml.CONTENT_TYPE
    assert len(texts(answer)) == 1
    asked, told = sorted(office.rows("messages"), key=lambda row: row["direction"])
    assert asked["body"] == body
    assert told["body"] == texts(answer)[0]
    assert told["in_reply_to_sid"] == asked["sid"]


def test_an_answer_says_where_to_report_its_delivery(office: Office) -> None:
    answer = office.text(ANA, "When is my visit?")
    [told] = [row for row in office.rows("messages") if row["direction"] == "outbound"]
    address = f"{PUBLIC_URL}/twilio/sms/status?m={told['id']}&amp;c=oak"
    assert f'statusCallback="{address}"' in answer.text


def test_a_text_delivered_again_gets_the_same_answer_and_no_second_effect(office: Office) -> None:
    sid = office.new_sid()
    first = office.text(ANA, "When is my visit?", sid)
    before = office.sizes()
    assert office.text(ANA, "When is my visit?", sid).data == first.data
    assert office.text(ANA, "something else", sid).data == first.data
    assert office.text(ANA, "When is my visit?", sid, ErrorCode="11200", ErrorUrl=f"{PUBLIC_URL}/x").data == first.data
    assert office.sizes() == before


def test_a_text_delivered_twenty_times_at_once_has_one_effect_and_twenty_equal_answers(office: Office) -> None:
    sid = office.new_sid()
    form = signing.text_form(ANA, "When is my visit?", sid)
    headers = {"X-Twilio-Signature": signing.sign(f"{PUBLIC_URL}/twilio/sms", form)}
    app = office.client.application

    def deliver(_: int) -> bytes:
        data: bytes = app.test_client().post("/twilio/sms", data=form, headers=headers).data
        return data

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(deliver, range(20)))
    assert len(set(answers)) == 1
    assert [row["direction"] for row in office.rows("messages")].count("inbound") == 1
    assert len(office.rows("messages")) == 2


def test_where_the_bot_fails_the_patient_hears_an_apology_and_staff_get_a_case(
    office: Office, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("When is my visit?")

    monkeypatch.setattr(thinking, "understand", fail)
    sid = office.new_sid()
    answer = office.text(ANA, "When is my visit?", sid)
    assert answer.status_code == 200
    assert "Sorry, something went wrong on our side" in texts(answer)[0]
    assert "911" in texts(answer)[0]
    [case] = office.rows("cases")
    assert (case["reason"], case["priority"], case["state"]) == ("other", "urgent", "open")
    assert "When is my visit?" in [row["body"] for row in office.rows("messages")]
    monkeypatch.undo()
    assert office.text(ANA, "When is my visit?", sid).data == answer.data, "the first answer stands"
    logged = capfd.readouterr().err
    assert "ZeroDivisionError" in logged
    assert "visit?" not in logged
    assert ANA[2:] not in logged


def test_where_even_the_apology_fails_the_patient_is_answered_and_the_text_is_kept(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(thinking, "understand", fail)
    monkeypatch.setattr(turns, "facts_of", fail)
    answer = office.text(ANA, "When is my visit?")
    assert (answer.status_code, answer.text) == (200, recovery.APOLOGY)
    assert len(list(journal_of(office).glob("*.tried"))) == 1


def test_a_refusal_is_logged_without_words_or_numbers(office: Office, capfd: pytest.CaptureFixture[str]) -> None:
    office.client.post("/twilio/sms", data=signing.text_form(ANA, "my secret", office.new_sid()))
    office.text(ANA, "my secret", To="nobody at all")
    logged = capfd.readouterr().err
    assert "reason=signature" in logged
    assert "parameter=To" in logged
    assert "secret" not in logged
    assert ANA[1:] not in logged


def test_nothing_but_a_post_opens_the_door(office: Office) -> None:
    assert office.client.get("/twilio/sms").status_code == 405
    assert office.client.post("/twilio/sms", data=json.dumps({"Body": "hi"})).status_code == 403
