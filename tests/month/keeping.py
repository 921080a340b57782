"""The observer's clerk: carries what the database holds to the observer, and keeps book of what became of wishes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from scheduler.model import Appointment, Patient
from storage import appointments, patients
from tests import builders
from tests.month.observer import ALARMS, CHANGES, Change, Observer
from tests.month.people import Person
from tests.month.premises import Premises
from tests.month.wishes import Own, Wish

# What the bot can do by itself.
CONTAINABLE = ("move", "cancel", "book", "confirm", "when", "ask")


@dataclass(slots=True)
class Entry:
    """One wish, and what is known of its end."""

    person: Person
    wish: Wish
    at: datetime
    answers: list[str]


class Books:
    def __init__(self, house: Premises, observer: Observer) -> None:
        self._house = house
        self._observer = observer
        self._seen = ""
        self._new: dict[str, str] = {}
        self._case_phones: dict[str, str] = {}
        self._open_alarms: dict[str, set[str]] = {}
        self.entries: list[Entry] = []
        self.booked_by: Counter[tuple[str, str]] = Counter()
        self.cases: list[tuple[datetime, str, str]] = []

    def visit_ids(self) -> list[str]:
        return sorted({entry.wish.about.id for entry in self.entries if entry.wish.about})

    def known(self, visit: Appointment) -> Own:
        return Own(visit.id, visit.patient_id, visit.slot.starts_at.astimezone(builders.ZONE))

    def begun(self, person: Person, wish: Wish, at: datetime) -> None:
        """A wish is told to the clinic for the first time."""
        for one in (wish, wish.also):
            if one and not any(entry.wish is one for entry in self.entries[-40:]):
                self.entries.append(Entry(person, one, at, []))

    def heard(self, person: Person, text: str) -> None:
        """An answer to whatever this person wants at the moment; and people note the times that they are told."""
        for entry in self.entries[-200:]:
            if entry.person is person:
                entry.answers.append(text)

    def look(self, persons: Mapping[str, Person], answers: Mapping[str, str]) -> None:
        """Tell the observer what was done since the last look; `answers` are what a turn of a phone told it."""
        rows = self._house.audited(self._seen)
        if rows:
            self._seen = rows[-1].id
        phones = self._house.phones() if rows else {}
        by_phone: dict[str, list[Change]] = {phone: [] for phone in answers}
        for row in rows:
            kind, _, actor = row.actor.partition(":")
            if row.action in ("case.opened", "case.added_to"):
                self._case(row, phones)
            if row.action in CHANGES:
                change = self._change(row, persons)
                if kind == "conversation":
                    by_phone.setdefault(phones[actor], []).append(change)
        for phone, changes in by_phone.items():
            self._observer.changed(phone, changes, answers.get(phone, ""))

    def resolved(self, case_id: str) -> None:
        phone = self._case_phones.get(case_id, "")
        open_ones = self._open_alarms.get(phone, set())
        if case_id in open_ones:
            open_ones.discard(case_id)
            if not open_ones:
                self._observer.released(phone)

    def _case(self, row: Any, phones: Mapping[str, str]) -> None:
        case_id = row.subject.partition(":")[2]
        phone = phones[self._conversation_of(case_id)]
        reason = (row.after or {}).get("reason", "")
        if row.action == "case.opened":
            self._case_phones[case_id] = phone
            self.cases.append((row.at, phone, reason))
        if reason in ALARMS or case_id in self._open_alarms.get(phone, ()):
            self._open_alarms.setdefault(phone, set()).add(case_id)
            self._observer.alarm_case(phone)

    def _conversation_of(self, case_id: str) -> str:
        return next(row.conversation_id for row in self._house.all_cases() if row.id == case_id)

    def _change(self, row: Any, persons: Mapping[str, Person]) -> Change:
        """What was done; whoever owns the visit learns of its time by the same answer."""
        with self._house.looking() as work:
            visit = appointments.get(work, row.subject.partition(":")[2])
        assert visit is not None
        own = replace(self.known(visit), patient=self._known_as(visit.patient_id, persons))
        if row.action in ("appointment.booked", "appointment.moved"):
            self.booked_by[row.action, own.patient] += 1
        for person in persons.values():
            if any(patient.id == own.patient for patient in person.patients):
                person.visits[own.id] = own
        return Change(row.action, own.patient, own.id, own.start)

    def _known_as(self, patient_id: str, persons: Mapping[str, Person]) -> str:
        """Who was new is on file under an id of the house's own."""
        if patient_id not in self._new:
            with self._house.looking() as work:
                on_file = patients.get(work, patient_id)
            everybody = (patient for person in persons.values() for patient in person.patients)
            same = [one.id for one in everybody if on_file and _same(one, on_file)]
            self._new[patient_id] = same[0] if same else patient_id
        return self._new[patient_id]


def _same(one: Patient, other: Patient) -> bool:
    known = (one.first_name, one.last_name, one.date_of_birth)
    return known == (other.first_name, other.last_name, other.date_of_birth)
