from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest

from bot import channels, settings
from bot.channels import codes
from bot.channels.base import ChannelError, MaybeSent, Outgoing
from bot.channels.phone import PhoneSimulator

SID = "SM" + "a" * 32
ACCOUNT = "AC" + "1" * 32
TEXT = Outgoing("01958a3b-7c00-7000-8000-000000000001", "+15125550100", "+15125550142", "Hello", "https://d.test/s?m=1")


@dataclass
class Api:
    """Answers every request in the same way and remembers what it was asked."""

    status: int = 201
    answer: dict[str, Any] | str = field(default_factory=lambda: {"sid": SID, "status": "queued"})
    hangs_up: bool = False
    asked: list[dict[str, list[str]]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)


@contextlib.contextmanager
def listening(api: Api) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            api.asked.append(parse_qs(body))
            api.paths.append(self.path)
            if api.hangs_up:
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            answer = api.answer if isinstance(api.answer, str) else json.dumps(api.answer)
            self.send_response(api.status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def texts(address: str, **more: str) -> channels.Channel:
    environ = {
        "FRONTDESK_DATA_KEY": "A" * 43,
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": "secret,older",
        "TWILIO_API_URL": address,
    }
    return channels.choose(settings.read({**environ, **more}))


def test_a_text_goes_to_our_own_address_with_a_place_to_report_to() -> None:
    api = Api()
    with listening(api) as address:
        assert texts(address).send(TEXT) == SID
    assert api.paths == [f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"]
    (form,) = api.asked
    assert form["To"] == ["+15125550142"]
    assert form["From"] == ["+15125550100"]
    assert form["Body"] == ["Hello"]
    assert form["StatusCallback"] == ["https://d.test/s?m=1"]


def test_with_a_messaging_service_no_number_is_named() -> None:
    api = Api()
    with listening(api) as address:
        texts(address, TWILIO_MESSAGING_SERVICE_SID="MG" + "2" * 32).send(TEXT)
    assert "From" not in api.asked[0]
    assert api.asked[0]["MessagingServiceSid"] == ["MG" + "2" * 32]


@pytest.mark.parametrize(
    ("status", "code", "permanent"),
    [
        (429, 20429, False),
        (400, 21610, True),
        (400, 21211, True),
        (400, 21611, False),
        (401, 20003, False),
        (400, 21606, False),
    ],
)
def test_what_twilio_refuses_was_not_sent(status: int, code: int, permanent: bool) -> None:
    api = Api(status, {"code": code, "message": "To +15125550142 is wrong", "status": status})
    with listening(api) as address, pytest.raises(ChannelError) as refusal:
        texts(address).send(TEXT)
    assert (refusal.value.code, refusal.value.permanent) == (str(code), permanent)
    assert "555" not in str(refusal.value)


@pytest.mark.parametrize("api", [Api(500, {}), Api(503, "busy"), Api(hangs_up=True), Api(201, "<html>"), Api(201, {})])
def test_what_broke_on_the_way_may_have_been_sent(api: Api) -> None:
    with listening(api) as address, pytest.raises(MaybeSent):
        texts(address).send(TEXT)
    assert len(api.asked) == 1, "nothing is sent twice"


def test_without_a_connection_nothing_was_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(ChannelError) as refusal:
        texts(f"http://127.0.0.1:{port}").send(TEXT)
    assert not refusal.value.permanent


def test_without_both_credentials_nothing_leaves_the_machine() -> None:
    for environ in ({}, {"TWILIO_AUTH_TOKEN": "secret"}, {"TWILIO_ACCOUNT_SID": ACCOUNT}):
        chosen = channels.choose(settings.read({"FRONTDESK_DATA_KEY": "A" * 43, **environ}))
        assert isinstance(chosen, PhoneSimulator)


def test_the_simulator_gives_one_message_one_id() -> None:
    phone = PhoneSimulator()
    assert phone.send(TEXT) == phone.send(TEXT) == "SM01958a3b7c0070008000000000000001"


def test_an_unknown_code_is_for_a_person() -> None:
    assert codes.reaction("99999") is codes.Reaction.CASE
