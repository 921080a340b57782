"""A Twilio on the loopback address, which the real `twilio` client talks to over HTTP.

It takes messages, refuses what Twilio would refuse (`twilio_rules`), checks each request against Twilio's own
description (`twilio_contract`), keeps what it was given, answers lists (late, if told so), fails on demand, and reports
deliveries with forms that Twilio's `RequestValidator` signed: once and in order, or as it pleases.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import queue
import socket
import struct
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from werkzeug.routing import Map, Rule
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from tests import signing
from tests.fakes import twilio_contract
from tests.fakes.twilio_rules import NOT_AUTHENTICATED, NOT_FOUND, Refusal, Text, call_refusal, refusal

ROUTES = Map(
    [
        Rule("/2010-04-01/Accounts/<account>/Messages.json", methods=["POST"], endpoint="create"),
        Rule("/2010-04-01/Accounts/<account>/Messages.json", methods=["GET"], endpoint="list"),
        Rule("/2010-04-01/Accounts/<account>/Messages/<sid>.json", methods=["GET"], endpoint="fetch"),
        Rule("/2010-04-01/Accounts/<account>/Calls.json", methods=["POST"], endpoint="ring"),
        Rule("/2010-04-01/Accounts/<account>/Recordings/<sid>.mp3", methods=["GET"], endpoint="recording"),
        Rule("/2010-04-01/Accounts/<account>/Messages/<sid>/Media.json", methods=["GET"], endpoint="media_list"),
        Rule("/2010-04-01/Accounts/<account>/Messages/<sid>/Media/<media>", methods=["GET"], endpoint="media"),
        Rule("/store/<name>", methods=["GET"], endpoint="store"),
    ]
)
DELIVERED = ("sent", "delivered")
TEXTS = ("create", "list", "fetch")


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with a create. `accepted`: the message is taken all the same, only the answer goes astray."""

    status: int = 0
    code: int = 0
    seconds: float = 0.0
    reset: bool = False
    accepted: bool = False


TOO_MANY = Fault(status=429, code=20429)
BROKEN = Fault(status=503, code=20500)
BROKEN_BUT_SENT = Fault(status=503, code=20500, accepted=True)
RESET = Fault(reset=True)
RESET_BUT_SENT = Fault(reset=True, accepted=True)
TIME_OUT_BUT_SENT = Fault(seconds=60.0, reset=True, accepted=True)


class FakeTwilio:
    """One account with its numbers. `report_as` are the delivery reports that follow each message by themselves.

    `mangle` loses, repeats or turns around the reports of one message, `list_lag` keeps new messages out of lists, and
    `trouble` says what goes wrong with each message for which nothing was told with `fail`.
    """

    def __init__(
        self,
        numbers: Iterable[str] = (signing.CLINIC_PHONE,),
        services: Iterable[str] = (),
        report_as: Iterable[str] = (),
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        mangle: Callable[[Sequence[str]], Iterable[str]] = iter,
        trouble: Callable[[], Fault] = Fault,
        list_lag: timedelta = timedelta(),
    ) -> None:
        self.list_lag = list_lag
        self._mangle, self._trouble = mangle, trouble
        self.numbers, self.services = set(numbers), set(services)
        self.report_as = tuple(report_as)
        self.stop_list: set[str] = set()
        self.violations: list[str] = []
        self.refusals: list[Refusal] = []
        self.report_answers: list[int] = []
        self.rung: list[dict[str, str]] = []
        self.recordings: dict[str, bytes] = {}
        self.media: dict[str, dict[str, Response]] = {}
        self.store: dict[str, Response] = {}
        self._now = now
        self._texts: dict[str, Text] = {}
        self._faults: deque[Fault] = deque()
        self._mutex = threading.Lock()
        self._closing = threading.Event()
        self._reports: queue.Queue[tuple[str, str, str] | None] = queue.Queue()
        self._reachable_at: dict[str, str] = {}
        self._server = make_server("127.0.0.1", 0, self._answer, threaded=True, request_handler=QuietHandler)
        self._threads = [threading.Thread(target=work, daemon=True) for work in (self._serve, self._report_all)]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        self._closing.set()
        self._reports.put(None)
        self._server.shutdown()
        for thread in self._threads:
            thread.join(timeout=10)
        self._server.server_close()

    def sent(self, to_number: str | None = None) -> list[Text]:
        """What was taken from us, in order."""
        with self._mutex:
            texts = [text for text in self._texts.values() if text.direction != "inbound"]
        return [text for text in texts if to_number in (None, text.to_number)]

    def forget(self, sid: str) -> None:
        """The message is on the record no more."""
        with self._mutex:
            del self._texts[sid]

    def fail(self, *faults: Fault) -> None:
        """The next messages meet these faults, one each."""
        self._faults.extend(faults)

    def calm_down(self) -> None:
        """Nothing goes wrong from now on."""
        self._trouble, self._mangle = Fault, iter

    def reach(self, public_url: str, local_url: str) -> None:
        """Reports for `public_url` go to `local_url`, signed for the public one: what a reverse proxy does."""
        self._reachable_at[public_url] = local_url

    def receive(
        self, from_number: str, body: str, to_number: str = signing.CLINIC_PHONE, ago: timedelta = timedelta()
    ) -> dict[str, str]:
        """A patient's text comes in: it is on the record, and this is the form that Twilio would post."""
        sid = signing.sid_of("inbound", len(self._texts), self.url)
        text = Text(sid, signing.ACCOUNT, "inbound", from_number, to_number, body, "received", self._now() - ago)
        text.sent_at = text.created_at
        with self._mutex:
            self._texts[sid] = text
        return signing.text_form(from_number, body, sid, to_number)

    def report(self, sid: str, status: str, error_code: str = "") -> None:
        """Tell the sender what became of a message. Returns when the report is on its way."""
        self._reports.put((sid, status, error_code))

    def wait_for_reports(self) -> None:
        self._reports.join()

    def _serve(self) -> None:
        self._server.serve_forever(poll_interval=0.02)

    def _answer(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        request = Request(environ)
        endpoint, values = ROUTES.bind_to_environ(environ).match()
        login = request.authorization
        if endpoint == "store":  # signed addresses: whoever comes with our credentials tells them to a stranger
            response = self._refuse(NOT_AUTHENTICATED) if login else self.store[values["name"]]
        elif login is None or (login.username, login.password) != (signing.ACCOUNT, signing.TOKEN):
            response = self._refuse(NOT_AUTHENTICATED)
        elif values["account"] != signing.ACCOUNT:
            response = self._refuse(NOT_FOUND)
        elif complaint := twilio_contract.violation(request) if endpoint in TEXTS else None:
            self.violations.append(complaint)
            response = self._refuse(Refusal(400, 20001, complaint))
        else:
            response = getattr(self, f"_{endpoint}")(request, **values)
        return response(environ, start_response)

    def _create(self, request: Request, account: str) -> Response:
        fault = self._faults.popleft() if self._faults else self._trouble()
        if fault.status and not fault.accepted:
            return self._refuse(Refusal(fault.status, fault.code, "made to fail"))
        if fault.reset and not fault.accepted:
            return self._hang_up(request, fault)
        form = request.form.to_dict()
        if refused := refusal(form, self.numbers, self.services, self.stop_list):
            return self._refuse(refused)
        text = self._take(form, account)
        if fault.reset:
            return self._hang_up(request, fault)
        if fault.status:
            return self._refuse(Refusal(fault.status, fault.code, "made to fail"))
        self._closing.wait(fault.seconds)
        return _json(text.document(), 201)

    def _take(self, form: dict[str, str], account: str) -> Text:
        service = form.get("MessagingServiceSid")
        with self._mutex:
            sid = signing.sid_of("outbound", len(self._texts), self.url)
            text = Text(
                sid,
                account,
                "outbound-api",
                None if service else form["From"],
                form["To"],
                form["Body"],
                "accepted" if service else "queued",
                self._now(),
                service,
                form.get("StatusCallback", ""),
                validity_period=form.get("ValidityPeriod", ""),
            )
            self._texts[sid] = text
        for status in self._mangle(self.report_as):
            self.report(sid, status)
        return text

    def _list(self, request: Request, account: str) -> Response:
        known_by = self._now() - self.list_lag
        with self._mutex:
            all_texts = list(self._texts.values())
        texts = [text for text in all_texts if text.created_at <= known_by and _is_asked_for(text, request)]
        texts.sort(key=lambda text: text.created_at, reverse=True)
        size, page = min(int(request.args.get("PageSize", 50)), 1000), int(request.args.get("Page", 0))
        shown = texts[page * size : (page + 1) * size]
        more = len(texts) > (page + 1) * size
        query = urlencode({**request.args, "PageSize": size, "Page": page + 1})
        following = f"/2010-04-01/Accounts/{account}/Messages.json?{query}" if more else None
        documents = [text.document() for text in shown]
        return _json(
            {"messages": documents, "page": page, "page_size": size, "next_page_uri": following, "uri": request.path}
        )

    def _fetch(self, request: Request, account: str, sid: str) -> Response:
        text = self._texts.get(sid)
        return _json(text.document()) if text else self._refuse(NOT_FOUND)

    def _ring(self, request: Request, account: str) -> Response:
        fault = self._faults.popleft() if self._faults else Fault()
        if fault.status:
            return self._refuse(Refusal(fault.status, fault.code, "made to fail"))
        form = request.form.to_dict()
        refused = call_refusal(form, self.numbers)
        if refused:
            return self._refuse(refused)
        self.rung.append(form)
        sid = signing.sid_of("call", len(self.rung), self.url, prefix="CA")
        return _json({"sid": sid, "account_sid": account, "status": "queued"}, 201)

    def _recording(self, request: Request, account: str, sid: str) -> Response:
        sound = self.recordings.get(sid)
        return Response(sound, mimetype="audio/mpeg") if sound else self._refuse(NOT_FOUND)

    def _media_list(self, request: Request, account: str, sid: str) -> Response:
        return _json({"media_list": [{"sid": media} for media in self.media.get(sid, {})]})

    def _media(self, request: Request, account: str, sid: str, media: str) -> Response:
        return self.media.get(sid, {}).get(media) or self._refuse(NOT_FOUND)

    def _refuse(self, refused: Refusal) -> Response:
        self.refusals.append(refused)
        return _json(refused.document(), refused.status)

    def _hang_up(self, request: Request, fault: Fault) -> Response:
        """Cut the connection without an answer, so that the other side sees a reset."""
        self._closing.wait(fault.seconds)
        connection: socket.socket = request.environ["werkzeug.socket"]
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()
        raise ConnectionResetError

    def _report_all(self) -> None:
        while (report := self._reports.get()) is not None:
            with contextlib.suppress(OSError):  # a report that cannot be delivered is lost, as at Twilio
                self._deliver(*report)
            self._reports.task_done()

    def _deliver(self, sid: str, status: str, error_code: str) -> None:
        text = self._texts[sid]
        text.status, text.error_code = status, int(error_code) if error_code else None
        text.sent_at = text.sent_at or self._now()
        if not text.status_callback:
            return
        form = signing.report_form(sid, status, text.to_number, error_code)
        self.report_answers.append(self._post(text.status_callback, form))

    def _post(self, address: str, form: dict[str, str]) -> int:
        headers = {**signing.headers(address, form), "Content-Type": "application/x-www-form-urlencoded"}
        for public_url, local_url in self._reachable_at.items():
            address = address.replace(public_url, local_url, 1)
        parts = urlsplit(address)
        connection = http.client.HTTPConnection(parts.netloc, timeout=15)
        with contextlib.closing(connection):
            connection.request("POST", f"{parts.path}?{parts.query}", urlencode(form), headers)
            return connection.getresponse().status


@contextlib.contextmanager
def twilio(**options: Any) -> Iterator[FakeTwilio]:
    fake = FakeTwilio(**options)
    fake.start()
    try:
        yield fake
    finally:
        fake.close()


def _is_asked_for(text: Text, request: Request) -> bool:
    day = (text.sent_at or text.created_at).date()
    asked = request.args
    return (
        asked.get("To") in (None, text.to_number)
        and asked.get("From") in (None, text.from_number)
        and ("DateSent" not in asked or day == _day(asked["DateSent"]))
        and ("DateSent>" not in asked or day >= _day(asked["DateSent>"]))
        and ("DateSent<" not in asked or day <= _day(asked["DateSent<"]))
    )


def _day(text: str) -> date:
    return datetime.fromisoformat(text).date()


def _json(document: dict[str, Any], status: int = 200) -> Response:
    return Response(json.dumps(document), status=status, mimetype="application/json")


class QuietHandler(WSGIRequestHandler):
    """No line a request, and no stack trace where a connection is cut on purpose."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass

    def connection_dropped(self, error: BaseException, environ: Any = None) -> None:
        pass

    def handle(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            super().handle()
