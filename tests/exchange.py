"""A telephone company in a test: it notes whom it was told to ring, and tells how each call went."""

from __future__ import annotations

from datetime import timedelta
from threading import Event
from urllib.parse import urlsplit

from bot import reminders
from bot.calls import ringing
from bot.channels.base import Ringing
from scheduler.clinic import parse_clinic
from storage import clinics, patients
from storage import reminders as planned
from tests import builders
from tests.caller import Caller
from tests.office import Office, person


class Exchange:
    """A telephone company that notes whom it was told to ring."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.rung: list[Ringing] = []
        self.faults: list[Exception] = []

    def ring(self, ringing: Ringing) -> str:
        if self.faults:
            raise self.faults.pop(0)
        self.rung.append(ringing)
        return self.call.sid

    def recording(self, sid: str) -> bytes | None:
        raise NotImplementedError

    @property
    def call(self) -> Caller:
        """The last call, as its other end sees it."""
        return Caller(self.office, name=f"ring{len(self.rung)}", direction="outbound-api")

    def picked_up(self, by: str) -> Caller:
        return self.call.posts(_target(self.rung[-1].address), AnsweredBy=by)

    def ended(self, status: str) -> None:
        form = self.call.form | {"CallStatus": status, "SequenceNumber": "1"}
        assert self.office.post(_target(self.rung[-1].status_callback), form).status_code == 204

    def work(self) -> None:
        """Whatever a worker would do now."""
        reminders.send_due(self.office.desk, Event())
        ringing.ring_due(self.office.desk, self, Event())


def _target(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


def with_channel(office: Office, channel: str) -> None:
    """Every reminder of the clinic goes this way, and Ana consents to calls."""
    text = builders.CLINIC_FILE.replace('channel = "sms"', f'channel = "{channel}"')
    clinic = parse_clinic(text, "oak.toml")
    with office.desk.database.writing() as connection:
        clinics.apply(connection, clinic, builders.NOW)
        work = office.desk.work(connection, "oak")
        ana = person(1, "Ana", voice_consent=True)
        patients.update(work, ana)
        planned.plan(work, clinic, office.visit, ana, work.now - timedelta(days=9))
