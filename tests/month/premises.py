"""The house: its web application over a database, its worker's jobs, a fake Twilio, and staff with the API's token."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from bot import settings, worker
from bot.app import create_app
from bot.wiring import Desk, build
from scheduler.clinic import Clinic
from storage import clinics, tokens
from storage.migrations import migrate
from storage.schema import audit, cases, conversations, outbox, reminders, waitlist_offers
from storage.work import Work
from tests import builders, office, signing
from tests.fakes import twilio as fakes
from tests.fakes.twilio import FakeTwilio
from tests.virtual import NoPause, VirtualClock

FOR_THE_HOUSE = ("heartbeat", "ping", "tidy")
DUE = [
    (reminders.c.due_at, reminders.c.state == "planned"),
    (outbox.c.due_at, outbox.c.state.in_(("pending", "unknown"))),
    (waitlist_offers.c.expires_at, waitlist_offers.c.state == "open"),
]


@dataclass
class Premises:
    """One clinic, open for business."""

    desk: Desk
    twilio: FakeTwilio
    clinic: Clinic
    token: str = ""

    @cached_property
    def web(self) -> Any:
        return create_app(self.desk).test_client()

    @cached_property
    def jobs(self) -> list[worker.Job]:
        return [job for job in worker.jobs(self.desk, NoPause()) if job.name not in FOR_THE_HOUSE]

    def open(self) -> None:
        with self.desk.database.writing() as connection:
            clinics.apply(connection, self.clinic, self.desk.clock.now(connection))
        with self.writing() as work:
            self.token = tokens.written(self.clinic.id, bytes(32))
            tokens.add(work, self.token, "manager", "front desk")

    def work_off(self) -> None:
        """What a worker does in a while."""
        while sum(job.look() for job in self.jobs):
            pass

    def next_due(self) -> datetime | None:
        """When the worker has something to do."""
        with self.desk.database.reading() as connection:
            due = [connection.execute(select(func.min(at)).where(waits)).scalar() for at, waits in DUE]
        return min((instant for instant in due if instant), default=None)

    def post(self, target: str, form: dict[str, str]) -> str:
        """As Twilio posts it, signed for the public address."""
        answer = self.web.post(target, data=form, headers=signing.headers(office.PUBLIC_URL + target, form))
        assert answer.status_code in (200, 204), (answer.status_code, answer.text)
        return str(answer.text)

    def api(self, method: str, address: str, document: dict[str, Any] | None = None) -> Any:
        """What staff's program asks; the JSON, or None where it was refused."""
        headers = {"Authorization": f"Bearer {self.token}"}
        content = {"data": json.dumps(document), "content_type": "application/json"} if document is not None else {}
        answer = self.web.open(f"/api/v1{address}", method=method, headers=headers, **content)
        return answer.get_json() if answer.status_code == 200 else None

    @contextmanager
    def writing(self) -> Iterator[Work]:
        with self.desk.database.writing() as connection:
            yield self.desk.work(connection, self.clinic.id)

    @contextmanager
    def looking(self) -> Iterator[Work]:
        with self.desk.database.reading() as connection:
            yield self.desk.work(connection, self.clinic.id)

    # What an observer looks at

    def audited(self, after: str) -> list[Any]:
        """What was done since a row of the audit log, in order."""
        with self.desk.database.reading() as connection:
            return list(connection.execute(select(audit).where(audit.c.id > after).order_by(audit.c.id)))

    def phones(self) -> dict[str, str]:
        """Whose each conversation is."""
        with self.desk.database.reading() as connection:
            rows = connection.execute(select(conversations.c.id, conversations.c.phone))
            return {row.id: row.phone for row in rows}

    def all_cases(self) -> list[Any]:
        with self.desk.database.reading() as connection:
            return list(connection.execute(select(cases).order_by(cases.c.id)))


def clinic() -> Clinic:
    """Oak Hill with a room of providers enough for a month."""
    return builders.clinic()


@contextmanager
def premises(folder: Path, clock: VirtualClock) -> Iterator[Premises]:
    """A house over an SQLite database in that folder."""
    with fakes.twilio(now=clock.now) as twilio:
        variables = office.variables(f"sqlite:///{folder}/frontdesk.db", FRONTDESK_ENV="production")
        desk = build(settings.read({**variables, "TWILIO_API_URL": twilio.url}))
        migrate(desk.database)
        try:
            opened = Premises(desk, twilio, clinic())
            opened.open()
            yield opened
        finally:
            desk.database.close()
