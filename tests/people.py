"""Staff at the office's console, each with a browser of their own, and the cases that they find there."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from werkzeug.test import Client, TestResponse

from bot import passwords
from bot.app import create_app
from storage import cases, conversations, messages, staff
from storage.cases import Case
from storage.messages import Message
from storage.work import Work
from tests import builders
from tests.office import Office

PASSWORD = "four plain words together"
ANNA, BEA = "anna@oak.example", "bea@oak.example"
_FIELD = re.compile(r'name="csrf_token" value="([^"]+)"')
_REFRESH = re.compile(r'hx-get="([^"]+)"')


@lru_cache(maxsize=1)
def password_hash() -> str:
    return passwords.hashed(PASSWORD)


@dataclass
class Person:
    """Somebody at a browser: follows no redirects, sends the hidden field of the page they looked at last."""

    office: Office
    email: str = ANNA
    browser: Client = field(init=False)
    page: TestResponse | None = None

    def __post_init__(self) -> None:
        self.browser = create_app(self.office.desk).test_client()

    def get(self, address: str, **more: Any) -> TestResponse:
        self.page = self.browser.get(address, **more)
        return self.page

    def post(self, address: str, *, token: str | None = None, **fields: str) -> TestResponse:
        hidden = {"csrf_token": self.token() if token is None else token}
        return self.browser.post(address, data=hidden | fields)

    def token(self) -> str:
        found = _FIELD.search(self.page.text) if self.page else None
        return found[1] if found else ""

    def log_in(self, password: str = PASSWORD, **fields: str) -> TestResponse:
        self.get("/console/log-in")
        return self.post("/console/log-in", email=self.email, password=password, **fields)

    def refresh_of(self, part: str) -> str:
        """The address at which a part of the page that they see refreshes itself."""
        assert self.page is not None
        [address] = [found for found in _REFRESH.findall(self.page.text) if f"/updates/{part}" in found]
        return html.unescape(address)


def employ(office: Office, email: str = ANNA, role: str = "agent", **more: Any) -> Person:
    """An account with a password, and whose it is; logged in nowhere yet."""
    with office.writing() as work:
        staff.add(work, email, role, password_hash(), **more)
    return Person(office, email)


def at_work(office: Office, email: str = ANNA, role: str = "agent") -> Person:
    """Somebody who is logged in."""
    person = employ(office, email, role)
    assert person.log_in().status_code == 303
    return person


def open_case(office: Office, number: int = 1, reason: str = "billing", priority: str = "normal", **more: str) -> Case:
    """The `number`-th phone has texted, and a person must look at it."""
    with office.writing() as work:
        conversation = conversations.lock(work, "sms", builders.phone(number), "en")
        conversations.save(work, conversation, None, "en")
        messages.add(work, [said(work, conversation.id, number, more.get("body", "My bill is wrong."))])
        return cases.open_case(
            work,
            conversation_id=conversation.id,
            reason=reason,
            priority=priority,
            summary=more.get("summary", "Asks about a bill."),
            patient_id=f"p{number}" if number in (1, 2) else None,
            actor="test",
        )


def said(work: Work, conversation_id: str, number: int, body: str) -> Message:
    return Message(
        id=work.new_id(),
        conversation_id=conversation_id,
        channel="sms",
        direction="inbound",
        author="patient",
        from_number=builders.phone(number),
        to_number=builders.phone(0),
        body=body,
        sid=None,
        in_reply_to_sid=None,
        status="received",
        segments=1,
        media=0,
        created_at=work.now,
    )


def audited(office: Office, *actions: str) -> list[tuple[str, str]]:
    """(action, subject) of these kinds, in the order in which they were written."""
    rows = sorted(office.rows("audit"), key=lambda row: row["id"])
    return [(row["action"], row["subject"]) for row in rows if row["action"] in actions]
