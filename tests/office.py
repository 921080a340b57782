"""A desk and its doors inside the test's own process: signed texts in, TwiML out, rows to look at."""

from __future__ import annotations

import itertools
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select
from werkzeug.test import TestResponse

from bot import settings
from bot.app import create_app
from bot.wiring import Desk, build
from scheduler.clinic import Clinic
from scheduler.model import Appointment, Patient, Slot
from storage import appointments, clinics, patients
from storage.schema import metadata
from storage.work import Work
from tests import builders, signing, twiml

PUBLIC_URL = "https://desk.example.org"
ANA, BEN, STRANGER = builders.phone(1), builders.phone(2), builders.phone(90)
# Tuesday after the change of clocks, nine in the morning in Chicago.
TUESDAY = datetime(2027, 3, 16, 9, 0, tzinfo=builders.ZONE)


def variables(database_url: str, **more: str) -> dict[str, str]:
    """What the operator set."""
    return {
        "DATABASE_URL": database_url,
        "FRONTDESK_PUBLIC_URL": PUBLIC_URL,
        "FRONTDESK_SECRET_KEY": "a secret for tests only",
        "FRONTDESK_DATA_KEY": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        "FRONTDESK_NOW": builders.NOW.isoformat(),
        "TWILIO_ACCOUNT_SID": signing.ACCOUNT,
        "TWILIO_AUTH_TOKEN": signing.TOKEN,
        "TWILIO_API_URL": "http://127.0.0.1:9",
    } | more


@dataclass
class Office:
    """Oak Hill Clinic with Ana, who has a visit on Tuesday, and Ben, who has none."""

    desk: Desk
    visit: Appointment
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @cached_property
    def client(self) -> Any:
        return create_app(self.desk).test_client()

    @cached_property
    def clinic(self) -> Clinic:
        return builders.clinic()

    def new_sid(self) -> str:
        return signing.sid_of("office", next(self._numbers))

    def text(
        self, from_number: str, body: str, sid: str = "", target: str = "/twilio/sms", **more: str
    ) -> TestResponse:
        return self.post(target, signing.text_form(from_number, body, sid or self.new_sid(), **more))

    def post(self, target: str, form: Mapping[str, Any], **headers: str) -> TestResponse:
        """A request signed as Twilio signs it, for the public address."""
        signed = {"X-Twilio-Signature": signing.sign(PUBLIC_URL + target, form)}
        answer: TestResponse = self.client.post(target, data=form, headers=signed | headers)
        if answer.mimetype == "text/xml":
            assert twiml.faults(answer.text) == []
        return answer

    @contextmanager
    def looking(self) -> Iterator[Work]:
        with self.desk.database.reading() as connection:
            yield self.desk.work(connection, "oak")

    @contextmanager
    def writing(self) -> Iterator[Work]:
        with self.desk.database.writing() as connection:
            yield self.desk.work(connection, "oak")

    def rows(self, table: str) -> list[dict[str, Any]]:
        """All rows of a table, protected fields in plain."""
        with self.desk.database.reading() as connection:
            return [dict(row._mapping) for row in connection.execute(select(metadata.tables[table]))]

    def sizes(self) -> dict[str, int]:
        """How many rows each table has."""
        with self.desk.database.reading() as connection:
            return {name: _size(connection, name) for name in metadata.tables}

    def appointment(self) -> Appointment:
        """Ana's visit as it stands."""
        with self.looking() as work:
            found = appointments.get(work, self.visit.id)
        assert found is not None
        return found


def texts(answer: TestResponse) -> list[str]:
    """The messages in a TwiML document."""
    return [message.text or "" for message in ET.fromstring(answer.data).iter("Message")]


def open_office(database_url: str, **more: str) -> Office:
    """An office over a migrated, empty database."""
    desk = build(settings.read(variables(database_url, **more)))
    desk.clock.start()
    with desk.database.writing() as connection:
        clinics.apply(connection, builders.clinic(), builders.NOW)
    with desk.database.writing() as connection:
        visit = settle(desk.work(connection, "oak"))
    return Office(desk, visit)


def settle(work: Work) -> Appointment:
    for number, name in ((1, "Ana"), (2, "Ben")):
        patients.add(work, person(number, name))
    slot = half_hour(TUESDAY)
    return appointments.book(
        work, builders.clinic(), slot, patient_id="p1", actor="test", source="import", external_id="v1"
    )


def person(number: int, first_name: str, **changes: Any) -> Patient:
    values: dict[str, Any] = {
        "id": f"p{number}",
        "external_id": f"p{number}",
        "first_name": first_name,
        "last_name": "Stone",
        "date_of_birth": date(1980, 1, number),
        "phone": builders.phone(number),
        "language": "en",
        "sms_consent": True,
    }
    return Patient(**(values | changes))


def half_hour(start: datetime, provider: str = "lee") -> Slot:
    return Slot(provider, "checkup", "main", start, start + timedelta(minutes=30))


def _size(connection: Connection, table: str) -> int:
    return connection.execute(select(func.count()).select_from(metadata.tables[table])).scalar_one()


def journal_of(office: Office) -> Path:
    """Where texts are kept while the database is away."""
    from bot.kept import Journal

    return Journal.of(office.desk.settings).directory
