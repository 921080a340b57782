"""Many open inboxes at one port with the webhooks: texts are answered as if nobody looked."""

from __future__ import annotations

import contextlib
import http.client
import re
from collections.abc import Iterator
from http.client import HTTPResponse
from pathlib import Path
from urllib.parse import urlencode

import pytest

from bot.console.streams import MOST
from tests import builders
from tests.acceptance.house import House, wait_for
from tests.people import ANNA, PASSWORD

INBOXES = 60


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    clinic = tmp_path / "oak.toml"
    clinic.write_text(builders.CLINIC_FILE, encoding="utf-8")
    told = {"WEB_CONCURRENCY": "1", "FRONTDESK_CLINIC": str(clinic)}
    opened = House(tmp_path, f"sqlite:///{tmp_path}/frontdesk.db", told)
    yield opened
    opened.close()


class Browser:
    """One person's browser, as far as it needs to be one."""

    def __init__(self, house: House) -> None:
        self._port = house.port
        self._cookies: dict[str, str] = {}
        self._connections = contextlib.ExitStack()

    def ask(self, method: str, target: str, **fields: str) -> HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=20)
        self._connections.callback(connection.close)
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        form = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies}
        connection.request(method, target, urlencode(fields) if fields else None, form)
        answer = connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        return answer

    def close(self) -> None:
        self._connections.close()

    def log_in(self) -> str:
        """The address of the inbox's stream."""
        page = self.ask("GET", "/console/log-in").read().decode()
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert token
        self.ask("POST", "/console/log-in", csrf_token=token[1], email=ANNA, password=PASSWORD).read()
        stream = re.search(r'data-stream="([^"]+)"', self.ask("GET", "/console/").read().decode())
        assert stream
        return stream[1]


def test_texts_are_answered_while_many_inboxes_are_open(house: House) -> None:
    serving = house.serve()
    house.command("user", "add", ANNA, "--role", "agent", "--password-stdin", stdin=PASSWORD)
    with contextlib.closing(Browser(house)) as anna:
        stream = anna.log_in()
        answers = [anna.ask("GET", stream) for _ in range(INBOXES)]
        assert sorted(answer.status for answer in answers) == [200] * MOST + [204] * (INBOXES - MOST)
        [first, *_] = [answer for answer in answers if answer.status == 200]
        assert first.readline() == b"retry: 1000\n"
        assert "911" in house.text(builders.phone(1), "I have chest pain").text
        wait_for(lambda: first.readline() == b"event: changed\n")
        assert house.stop(serving) == 0  # nobody waits for the streams
        assert first.read().endswith(b"\n\n")
        for answer in answers:
            answer.close()
