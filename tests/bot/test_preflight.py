"""`frontdesk preflight`: each thing that can be wrong at Twilio is found, and what to do is said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import requests

from bot import preflight, settings
from bot.preflight import looking
from tests import builders, signing
from tests.fakes import twilio_account
from tests.fakes.twilio_account import ACCOUNT, PUBLIC_URL, SERVICE
from tests.office import variables

Change = Callable[[dict[str, Any]], None]
TOLL_FREE = "+18885550100"


class _Door:
    """Our own public address, as it looks from outside."""

    def __init__(self, alive: int = 200, unsigned: int = 403) -> None:
        self._codes = {"get": alive, "post": unsigned}

    def answer(self, method: str) -> Callable[..., Any]:
        def call(url: str, timeout: float) -> requests.Response:
            if not url.startswith(PUBLIC_URL):
                raise requests.ConnectionError
            answer = requests.Response()
            answer.status_code = self._codes[method]
            return answer

        return call


@pytest.fixture(autouse=True)
def door(monkeypatch: pytest.MonkeyPatch) -> None:
    open_door(monkeypatch, _Door())


def open_door(monkeypatch: pytest.MonkeyPatch, door: _Door) -> None:
    monkeypatch.setattr(looking.requests, "get", door.answer("get"))
    monkeypatch.setattr(looking.requests, "post", door.answer("post"))


def mended(change: Change = lambda known: None, phone: str = signing.CLINIC_PHONE, **more: str) -> dict[str, str]:
    """What has to be mended, by what it is about."""
    known = twilio_account.documents(phone)
    change(known)
    with twilio_account.serving(known) as base:
        wanted = {
            "FRONTDESK_ENV": "production",
            "TWILIO_API_URL": base,
            "TWILIO_MESSAGING_SERVICE_SID": SERVICE,
            "FRONTDESK_PUBLIC_URL": PUBLIC_URL,
        }
        read = settings.read(variables("sqlite:///x.db", **(wanted | more)))
        found = list(preflight.look(read, [builders.clinic().model_copy(update={"phone": phone})]))
    assert len(found) >= 3
    return {finding.what: finding.mend for finding in found if not finding.is_well}


def number(**fields: Any) -> Change:
    return lambda known: known[f"{ACCOUNT}/IncomingPhoneNumbers.json"]["incoming_phone_numbers"][0].update(fields)


def of(path: str, **fields: Any) -> Change:
    return lambda known: known[path].update(fields)


def test_where_all_is_well_nothing_is_to_be_mended():
    assert mended() == {}


def test_a_toll_free_number_needs_no_service():
    assert mended(phone=TOLL_FREE, TWILIO_MESSAGING_SERVICE_SID="") == {}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (of(f"{ACCOUNT}.json", status="suspended"), "suspended"),
        (of(f"{ACCOUNT}.json", type="Trial"), "verified numbers only"),
        (of(f"{ACCOUNT}/IncomingPhoneNumbers.json", incoming_phone_numbers=[]), "no such number"),
        (number(capabilities={"sms": False, "voice": True}), "has no sms"),
        (number(trunk_sid="TK1"), "remove trunk_sid"),
        (number(voice_url="https://demo.example/welcome"), f"set it to {PUBLIC_URL}/twilio/voice#rc=2"),
        (number(voice_url=f"{PUBLIC_URL}/twilio/voice"), "tries again"),
        (number(voice_method="GET"), "set its method to POST"),
        (number(voice_fallback_url=""), "it is empty"),
        (number(status_callback=None), f"{PUBLIC_URL}/twilio/voice/status"),
        (of(f"/v1/Services/{SERVICE}", inbound_request_url=None), f"{PUBLIC_URL}/twilio/sms#rc=3"),
        (of(f"/v1/Services/{SERVICE}", fallback_url="https://old.example/sms"), "https://old.example/sms"),
        (of(f"/v1/Services/{SERVICE}/PhoneNumbers", phone_numbers=[]), "sender pool"),
        (of(f"/v1/Services/{SERVICE}/Compliance/Usa2p", compliance=[]), "not registered"),
        (
            of(f"/v1/Services/{SERVICE}/Compliance/Usa2p", compliance=[{"sid": "QE1", "campaign_status": "FAILED"}]),
            "it is FAILED",
        ),
    ],
)
def test_what_is_wrong_at_twilio_is_found(change: Change, told: str):
    [mend] = mended(change).values()
    assert told in mend


def test_where_the_service_leaves_texts_to_the_number_the_numbers_addresses_count():
    assert mended(of(f"/v1/Services/{SERVICE}", use_inbound_webhook_on_number=True, inbound_request_url="")) == {}


def test_without_a_service_the_number_answers_and_carriers_block_it():
    found = mended(number(sms_url=""), TWILIO_MESSAGING_SERVICE_SID="")
    assert [mend.split()[0] for mend in found.values()] == ["set", "put"]


def test_an_unverified_toll_free_number_is_found():
    change = of("/v1/Tollfree/Verifications", verifications=[{"sid": "HH1", "status": "PENDING_REVIEW"}])
    [mend] = mended(change, phone=TOLL_FREE, TWILIO_MESSAGING_SERVICE_SID="").values()
    assert "PENDING_REVIEW" in mend


def test_wrong_credentials_and_a_service_of_somebody_else_are_told_apart():
    assert "refuses the credentials" in mended(TWILIO_AUTH_TOKEN="another")["Twilio"]
    assert "refused to tell (404" in mended(lambda known: known.pop(f"/v1/Services/{SERVICE}"))["Twilio"]


def test_a_twilio_that_cannot_be_reached_is_told():
    assert "cannot be reached" in mended(TWILIO_API_URL="http://127.0.0.1:9")["Twilio"]


@pytest.mark.parametrize(
    ("door", "told"), [(_Door(alive=502), "/healthz answers 502"), (_Door(unsigned=200), "answered 200 instead of 403")]
)
def test_a_public_address_where_something_else_answers_is_told(monkeypatch, door, told):
    open_door(monkeypatch, door)
    assert told in mended()[f"{PUBLIC_URL} from outside"]


def test_a_public_address_that_does_not_answer_is_told():
    assert (
        "does not answer"
        in mended(FRONTDESK_PUBLIC_URL="https://other.example.org")["https://other.example.org from outside"]
    )


def test_development_without_credentials_is_told_first():
    found = mended(FRONTDESK_ENV="development", TWILIO_AUTH_TOKEN="", FRONTDESK_PUBLIC_URL="http://127.0.0.1:8000")
    assert list(found) == ["FRONTDESK_ENV", "TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN", "FRONTDESK_PUBLIC_URL"]
