"""What the operator has set up at Twilio, served over HTTP for the real client to read: documents by path."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator
from typing import Any

from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from tests import signing
from tests.fakes.twilio import QuietHandler

PUBLIC_URL = "https://desk.example.org"
SERVICE = "MG" + "a" * 32
NUMBER = "PN" + "1" * 32
ACCOUNT = f"/2010-04-01/Accounts/{signing.ACCOUNT}"


def documents(phone: str = signing.CLINIC_PHONE) -> dict[str, dict[str, Any]]:
    """An account in which all is well."""
    number = {
        "sid": NUMBER,
        "phone_number": phone,
        "capabilities": {"sms": True, "voice": True, "mms": True},
        "sms_url": f"{PUBLIC_URL}/twilio/sms#rc=3&rp=ct,rt,5xx&rt=5000",
        "sms_fallback_url": f"{PUBLIC_URL}/twilio/sms",
        "voice_url": f"{PUBLIC_URL}/twilio/voice#rc=2&rp=ct,rt,5xx&ct=2000&rt=5000",
        "voice_fallback_url": f"{PUBLIC_URL}/twilio/voice",
        "status_callback": f"{PUBLIC_URL}/twilio/voice/status",
        "sms_method": "POST",
        "sms_fallback_method": "POST",
        "voice_method": "POST",
        "voice_fallback_method": "POST",
        "status_callback_method": "POST",
    }
    service = {
        "sid": SERVICE,
        "friendly_name": "Oak",
        "use_inbound_webhook_on_number": False,
        "inbound_request_url": number["sms_url"],
        "inbound_method": "POST",
        "fallback_url": number["sms_fallback_url"],
        "fallback_method": "POST",
    }
    return {
        f"{ACCOUNT}.json": {"sid": signing.ACCOUNT, "status": "active", "type": "Full"},
        f"{ACCOUNT}/IncomingPhoneNumbers.json": {"incoming_phone_numbers": [number]},
        f"/v1/Services/{SERVICE}": service,
        f"/v1/Services/{SERVICE}/PhoneNumbers": _page("phone_numbers", {"sid": NUMBER, "phone_number": phone}),
        f"/v1/Services/{SERVICE}/Compliance/Usa2p": _page("compliance", {"sid": "QE1", "campaign_status": "VERIFIED"}),
        "/v1/Tollfree/Verifications": _page("verifications", {"sid": "HH1", "status": "TWILIO_APPROVED"}),
    }


def _page(key: str, *rows: dict[str, Any]) -> dict[str, Any]:
    return {key: list(rows), "meta": {"key": key, "next_page_url": None}}


@contextlib.contextmanager
def serving(known: dict[str, dict[str, Any]]) -> Iterator[str]:
    """The base address under which they are found, with the account's credentials only."""

    @Request.application
    def answer(request: Request) -> Response:
        login = request.authorization
        if login is None or (login.username, login.password) != (signing.ACCOUNT, signing.TOKEN):
            return Response('{"code": 20003, "message": "Authenticate"}', status=401, mimetype="application/json")
        document = known.get(request.path)
        if document is None:
            return Response('{"code": 20404, "message": "not found"}', status=404, mimetype="application/json")
        return Response(json.dumps(document), mimetype="application/json")

    server = make_server("127.0.0.1", 0, answer, request_handler=QuietHandler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
