"""The golden talks, held over the webhook: each answer word for word, then the calendar and the cases."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot import booking, forms, reminders
from bot import cases as desk_cases
from bot.cases import Caller
from bot.outreach import campaigns, closures, planning, sending
from scheduler.clinic import Clinic, parse_clinic
from scheduler.duration import Duration
from scheduler.model import AppointmentStatus, Patient, Slot
from storage import appointments, clinics, dev_clock, invariants, patients
from storage.exceptions import Entry
from tests import builders, conversations
from tests.conversations import FILES, GoldenTalk
from tests.office import person, texts

if TYPE_CHECKING:
    from storage.work import Work
    from tests.office import Office

DAYS = {"mon": 15, "tue": 16, "wed": 17, "thu": 18, "fri": 19}
OUR_NUMBER = "(512) 555-0100"
OUTREACH = """
[outreach]
no_show_after = "1h"
survey_after = "2h"

[[recalls]]
visit_type = "checkup"
after = "52w"
"""
ANNA = Caller("staff", "1", "anna")
ENDINGS = {"missed": AppointmentStatus.NOSHOW, "seen": AppointmentStatus.FULFILLED}


@dataclass
class Held:
    """One talk under way, in a clinic of its own."""

    office: Office
    talk: GoldenTalk
    number: int

    @cached_property
    def clinic(self) -> Clinic:
        own = (
            (builders.CLINIC_FILE + OUTREACH)
            .replace('"oak"', f'"oak{self.number}"')
            .replace("+15125550100", self.to_number)
        )
        return parse_clinic(own, "oak.toml")

    @property
    def to_number(self) -> str:
        return builders.phone(100 + self.number)

    @property
    def phone(self) -> str:
        return builders.phone(1)

    def start_clock(self) -> None:
        """The first Friday again, whatever time the talks before took."""
        with self.office.desk.database.writing() as connection:
            started_at = builders.NOW + timedelta(seconds=self.number + 1)
            dev_clock.start(connection, started_at, builders.NOW - self.office.desk.clock.real_now())

    def begin(self) -> None:
        with self.office.desk.database.writing() as connection:
            clinics.apply(connection, self.clinic, builders.NOW)
        with self.office.desk.database.writing() as connection:
            # A day ago, so that what is due now was planned.
            work = replace(self.work(connection), now=self.office.desk.clock.now() - timedelta(days=1))
            for place, name in enumerate(self.talk.people, start=1):
                patients.add(work, self.patient(place, name))
            for visit in self.talk.visits:
                self.book(work, visit)

    def patient(self, place: int, name: str) -> Patient:
        """On this number; a name with a star is on file with another one."""
        own = builders.phone(50 + place) if name.endswith("*") else self.phone
        return person(place, name.rstrip("*"), phone=own, language=self.talk.language)

    def work(self, connection: Any) -> Work:
        return self.office.desk.work(connection, self.clinic.id)

    def book(self, work: Work, visit: str) -> None:
        name, day, clock, provider = visit.split()
        hour, minute = map(int, clock.split(":"))
        start = datetime(2027, 3, DAYS[day], hour, minute, tzinfo=builders.ZONE)
        names = [known.rstrip("*") for known in self.talk.people]
        slot = Slot(provider, "checkup", "main", start, start + timedelta(minutes=30))
        appointments.book(
            work, self.clinic, slot, patient_id=f"p{names.index(name) + 1}", actor="test", source="import"
        )

    def hears(self, said: str) -> str:
        """What we say to it, with the number of the clinic that the talks are written for."""
        answer = self.happens(said[2:]) if said.startswith("* ") else self.text(said)
        own = f"({self.to_number[2:5]}) {self.to_number[5:8]}-{self.to_number[8:]}"
        return answer.replace(own, OUR_NUMBER)

    def text(self, body: str, **more: str) -> str:
        return "\n".join(texts(self.office.text(self.phone, body, to_number=self.to_number, **more)))

    def form(self) -> str:
        """Staff send the first patient a form; what its text says."""
        with self.office.desk.database.writing() as connection:
            work = self.work(connection)
            ana = patients.get(work, "p1")
            assert ana is not None
            forms.send(work, self.clinic, ana, "intake", None, Caller("staff", "1", "anna"))
        forms.send_due(self.office.desk, threading.Event())
        return str(self.rows("messages")[-1]["body"])

    def happens(self, what: str) -> str:
        if what == "reminder":
            reminders.send_due(self.office.desk, threading.Event())
            return str(self.rows("messages")[-1]["body"])
        if what == "form":
            return self.form()
        if what == "picture":
            return self.text("", NumMedia="1")
        if what in (*ENDINGS, "closed", "a message waits", "outreach"):
            return self.begun(what)
        if what == "staff released":
            with self.office.desk.database.writing() as connection:
                for row in self.rows("cases"):
                    desk_cases.resolve(self.work(connection), self.clinic, row["id"], ANNA)
            return ""
        self.office.desk.clock.advance(Duration.parse(what).length)
        return ""

    def begun(self, what: str) -> str:
        """What has no visit ahead to ask for it."""
        if what == "closed":
            return self.closed()
        with self.office.desk.database.writing() as connection:
            work = self.work(connection)
            if what == "a message waits":
                who = next(iter(patients.by_external_id(work, ["p1"]).values()))
                campaigns.results_ready(work, self.clinic, who, ANNA)
            for row in self.rows("appointments") if what in ENDINGS else ():
                appointments.set_status(work, self.clinic, row["id"], ENDINGS[what], actor="staff:anna")
        return "" if what in ENDINGS else self.outreach()

    def outreach(self) -> str:
        """What a worker begins now; empty where that is nothing."""
        before = len(self.rows("messages"))
        for look in (planning.look, sending.send_due, closures.look):
            look(self.office.desk, threading.Event())
        return "\n".join(str(row["body"]) for row in self.rows("messages")[before:])

    def closed(self) -> str:
        """The day of the first visit: everybody affected is offered something else."""
        with self.office.desk.database.writing() as connection:
            work = self.work(connection)
            start = self.rows("appointments")[0]["starts_at"].astimezone(builders.ZONE).replace(hour=0)
            entry = Entry(work.new_id(), "closure", None, None, start, start + timedelta(days=1), work.now)
            booking.enter(work, self.clinic, entry, ANNA)
            booking.offer_choices(work, booking.in_force(work, self.clinic), entry)
        return str(self.rows("messages")[-1]["body"])

    def rows(self, table: str) -> Sequence[dict[str, Any]]:
        found = [row for row in self.office.rows(table) if row["clinic"] == self.clinic.id]
        return sorted(found, key=lambda row: str(row["id"]))

    def calendar(self) -> tuple[str, ...]:
        """All visits as they stand, "Ana mon 10:00 booked accepted"."""
        names = {row["id"]: row["first_name"] for row in self.rows("patients")}
        found = [(row["starts_at"].astimezone(builders.ZONE), row) for row in self.rows("appointments")]
        return tuple(
            f"{names[row['patient_id']]} {start:%a %H:%M}".lower() + f" {row['status']} {row['confirmation']}"
            for start, row in sorted(found, key=lambda item: (item[0], str(item[1]["id"])))
        )

    def broken(self) -> list[str]:
        """What does not hold any more of what always holds."""
        with self.office.desk.database.reading() as connection:
            return [str(one) for one in invariants.check(self.work(connection), self.clinic).violations]

    def reasons(self) -> tuple[str, ...]:
        return tuple(row["reason"] for row in self.rows("cases"))


def hold(office: Office, talk: GoldenTalk, number: int) -> Held:
    held = Held(office, talk, number)
    if talk.anew:
        held.start_clock()
    held.begin()
    for turn in talk.turns:
        assert held.hears(turn.said) == turn.answer, f"{talk.title}: {turn.said}"
    return held


@pytest.mark.parametrize("file", FILES)
def test_every_talk_goes_word_for_word_and_leaves_the_calendar_as_told(office: Office, file: str) -> None:
    for number, talk in enumerate(conversations.talks(file)):
        held = hold(office, talk, number)
        assert held.calendar() == talk.ends, talk.title
        assert held.reasons() == talk.cases, talk.title
        assert held.broken() == [], talk.title


def test_there_are_sixty_talks_in_both_languages_and_twelve_are_shown() -> None:
    every = [talk for file in FILES for talk in conversations.talks(file)]
    assert len(every) >= 60
    assert sum(talk.language == "es" for talk in every) >= 15
    assert sum(talk.shown for talk in every) == 12
    assert len({talk.title for talk in every}) == len(every)


def test_the_page_of_conversations_shows_what_is_tested() -> None:
    page = Path(__file__).parents[2] / "docs" / "conversations.md"
    assert page.read_text(encoding="utf-8") == conversations.document(), "write it anew with `make docs`"
