"""The fake Twilio against the real client: it must take what Twilio takes, and refuse what Twilio refuses."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, TypeAlias

import pytest
import requests
from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from tests import signing
from tests.fakes import twilio as fakes
from tests.fakes.twilio import FakeTwilio

PATIENT = "+15125550142"
CALLBACK = "https://desk.example.org/twilio/sms/status?m=1"

Seen: TypeAlias = tuple[str, dict[str, str], str]


@pytest.fixture
def twilio() -> Iterator[FakeTwilio]:
    with fakes.twilio(services=["MG" + "a" * 32]) as fake:
        yield fake


@pytest.fixture
def client(twilio: FakeTwilio) -> Client:
    return client_of(twilio)


def client_of(twilio: FakeTwilio, account: str = signing.ACCOUNT, token: str = signing.TOKEN) -> Client:
    client = Client(account, token, http_client=TwilioHttpClient(timeout=2, pool_connections=False))
    client.api.base_url = twilio.url
    return client


def send(client: Client, **changes: Any) -> Any:
    values = {"to": PATIENT, "from_": signing.CLINIC_PHONE, "body": "Hello", "status_callback": CALLBACK}
    return client.messages.create(**(values | changes))


def test_a_message_is_taken_and_can_be_read_again(twilio: FakeTwilio, client: Client) -> None:
    message = send(client, body="Grüße 😀")
    again = client.messages(message.sid).fetch()
    assert (message.status, again.body, again.to, again.direction) == ("queued", "Grüße 😀", PATIENT, "outbound-api")
    assert [text.status_callback for text in twilio.sent(PATIENT)] == [CALLBACK]
    assert twilio.violations == []


def test_a_messaging_service_sends_in_place_of_a_number(client: Client) -> None:
    message = send(client, from_=None, messaging_service_sid="MG" + "a" * 32)
    assert (message.status, message.from_) == ("accepted", None)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"to": "512-555-0142"}, 21211),
        ({"to": ""}, 21604),
        ({"from_": "maple"}, 21212),
        ({"from_": "+15125559999"}, 21606),
        ({"from_": None}, 21603),
        ({"from_": PATIENT}, 21606),
        ({"body": ""}, 21602),
        ({"body": "a" * 1601}, 21617),
        ({"status_callback": "ftp://desk.example.org/x"}, 21609),
        ({"status_callback": "/twilio/sms/status"}, 21609),
        ({"from_": None, "messaging_service_sid": "MG" + "b" * 32}, 20404),
    ],
)
def test_what_twilio_refuses_is_refused_with_its_code(
    twilio: FakeTwilio, client: Client, changes: dict[str, Any], code: int
) -> None:
    with pytest.raises(TwilioRestException) as refused:
        send(client, **changes)
    assert refused.value.code == code
    assert twilio.sent() == []


def test_a_number_on_the_stop_list_is_refused(twilio: FakeTwilio, client: Client) -> None:
    twilio.stop_list.add(PATIENT)
    with pytest.raises(TwilioRestException) as refused:
        send(client)
    assert (refused.value.status, refused.value.code) == (400, 21610)


@pytest.mark.parametrize(
    ("account", "token", "code"),
    [(signing.ACCOUNT, "wrong", 20003), ("AC" + "f" * 32, signing.TOKEN, 20003)],
)
def test_wrong_credentials_are_refused(twilio: FakeTwilio, account: str, token: str, code: int) -> None:
    with pytest.raises(TwilioRestException) as refused:
        send(client_of(twilio, account, token))
    assert refused.value.code == code


def test_another_accounts_messages_are_not_found(twilio: FakeTwilio, client: Client) -> None:
    with pytest.raises(TwilioRestException) as refused:
        client.api.accounts("AC" + "f" * 32).messages.create(to=PATIENT, from_=signing.CLINIC_PHONE, body="x")
    assert refused.value.code == 20404


def test_an_unknown_message_is_not_found(client: Client) -> None:
    with pytest.raises(TwilioRestException) as refused:
        client.messages("SM" + "0" * 32).fetch()
    assert refused.value.code == 20404


def test_what_the_description_of_the_api_does_not_allow_is_noted(twilio: FakeTwilio, client: Client) -> None:
    with pytest.raises(TwilioRestException):
        send(client, from_=None, messaging_service_sid="not-a-sid")
    with pytest.raises(TwilioRestException):
        send(client, schedule_type="sometime")
    answer = requests.post(
        f"{twilio.url}/2010-04-01/Accounts/{signing.ACCOUNT}/Messages.json",
        {"To": PATIENT, "From": signing.CLINIC_PHONE, "Body": "x", "Bodi": "y"},
        auth=(signing.ACCOUNT, signing.TOKEN),
        timeout=5,
    )
    assert answer.status_code == 400
    assert len(twilio.violations) == 3


@pytest.mark.parametrize(("fault", "taken"), [(fakes.TOO_MANY, 0), (fakes.BROKEN, 0), (fakes.BROKEN_BUT_SENT, 1)])
def test_an_error_can_be_asked_for_once(twilio: FakeTwilio, client: Client, fault: fakes.Fault, taken: int) -> None:
    twilio.fail(fault)
    with pytest.raises(TwilioRestException) as refused:
        send(client)
    assert refused.value.status == fault.status
    assert len(twilio.sent()) == taken
    send(client)
    assert len(twilio.sent()) == taken + 1


@pytest.mark.parametrize(
    ("fault", "taken"), [(fakes.RESET, 0), (fakes.RESET_BUT_SENT, 1), (fakes.TIME_OUT_BUT_SENT, 1)]
)
def test_a_broken_connection_can_be_asked_for(
    twilio: FakeTwilio, client: Client, fault: fakes.Fault, taken: int
) -> None:
    twilio.fail(fault)
    with pytest.raises(requests.RequestException):
        send(client)
    assert len(twilio.sent()) == taken


def test_the_list_is_filtered_and_paged(twilio: FakeTwilio, client: Client) -> None:
    for number in range(7):
        send(client, body=f"to {number}", to=f"+1512555011{number}")
    for _ in range(5):
        send(client)
    today = datetime.now(UTC)
    assert len(client.messages.list(page_size=2)) == 12
    assert len(client.messages.list(to=PATIENT, date_sent_after=today.replace(hour=0), page_size=3)) == 5
    assert client.messages.list(to=PATIENT, date_sent_before=datetime(2020, 1, 1, tzinfo=UTC)) == []
    assert twilio.violations == []


def test_a_text_that_came_in_is_on_the_record(twilio: FakeTwilio, client: Client) -> None:
    form = twilio.receive(PATIENT, "when is my appointment?")
    [message] = client.messages.list(to=signing.CLINIC_PHONE)
    assert (message.sid, message.body, message.direction) == (form["MessageSid"], form["Body"], "inbound")


@contextlib.contextmanager
def listener(seen: list[Seen]) -> Iterator[str]:
    """A web server that notes target, form and signature of what it gets."""

    @Request.application
    def note(request: Request) -> Response:
        seen.append((request.environ["REQUEST_URI"], request.form.to_dict(), request.headers["X-Twilio-Signature"]))
        return Response(status=204)

    server = make_server("127.0.0.1", 0, note, request_handler=fakes.QuietHandler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_deliveries_are_reported_with_a_signature_for_the_public_address() -> None:
    seen: list[Seen] = []
    with listener(seen) as local, fakes.twilio(report_as=fakes.DELIVERED) as twilio:
        twilio.reach("https://desk.example.org", local)
        message = send(client_of(twilio))
        twilio.wait_for_reports()
        twilio.report(message.sid, "undelivered", "30003")
        twilio.wait_for_reports()
    assert [(form["MessageStatus"], form.get("ErrorCode")) for _, form, _ in seen] == [
        ("sent", None),
        ("delivered", None),
        ("undelivered", "30003"),
    ]
    assert all(signature == signing.sign(CALLBACK, form) for _, form, signature in seen)
    assert {target for target, _, _ in seen} == {"/twilio/sms/status?m=1"}
    assert twilio.report_answers == [204, 204, 204]
