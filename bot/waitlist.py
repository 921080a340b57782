"""Offers what is free to those on the waiting list: whatever freed it, the first in line whom it suits hears of it.

An offer is a text where one may be sent and can arrive, else a call. Looking takes no lock. Each offer is one commit:
the phone's conversation locked, the opening held, the text or call on its way, the decision with its reason in the log.
Who does not answer in `offer_minutes` keeps the place in line, and the next one is asked. Who had an offer that was
filled otherwise is told so.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot import texts
from bot.calls import offering
from bot.effects import Without
from bot.wiring import Desk
from dialogs import notices
from dialogs.events import OfferSent
from scheduler import availability, caps
from scheduler import waitlist as rules
from scheduler.cells import busy_until
from scheduler.clinic import Clinic
from scheduler.contact import Medium
from scheduler.model import Appointment, Patient, Slot, WaitlistEntry
from storage import (
    appointments,
    calls,
    clinics,
    conversations,
    messages,
    outbox,
    patients,
    reminders,
    suppressions,
    visitors,
    waitlist,
)
from storage.occupancy import StoredOccupancy
from storage.waitlist import Offered
from storage.work import Work

BATCH = 25
WORKER = "worker"


class _NotNow(Exception):
    """Somebody was faster; nothing of this offer may stay."""


def look(desk: Desk, stopping: threading.Event) -> int:
    """Go through the line of every clinic; how much was done. Raises `DatabaseUnavailable`."""
    with desk.database.reading() as connection:
        now = desk.clock.now()
        due = [known for known in clinics.all_ids(connection) if waitlist.any_work(desk.work(connection, known, now))]
    return sum(_Round(desk, clinic_id, stopping).run() for clinic_id in due)


@dataclass(frozen=True, slots=True)
class _Round:
    """One clinic's line, once from the first to the last."""

    desk: Desk
    clinic_id: str
    stopping: threading.Event

    def run(self) -> int:
        with self.desk.database.reading() as connection:
            work = self.desk.work(connection, self.clinic_id)
            to_end, to_tell = waitlist.lapsed(work, 1), waitlist.untold(work, 1)
        ended = self._write(_end_lapsed) if to_end else 0
        return ended + (self._write(_tell_withdrawn) if to_tell else 0) + self._offer_to_all()

    def _write(self, step: Callable[[Work, Clinic], int]) -> int:
        def write(connection: Connection) -> int:
            return step(self.desk.work(connection, self.clinic_id), self.desk.clinic(connection, self.clinic_id))

        return self.desk.database.run(write)

    def _offer_to_all(self) -> int:
        with self.desk.database.reading() as connection:
            line = waitlist.in_line(self.desk.work(connection, self.clinic_id))
        done, ahead = 0, list[tuple[WaitlistEntry, str | None]]()
        for entry in line:
            if self.stopping.is_set():
                break
            if entry.state == "offered":
                ahead.append((entry, "has_an_offer"))
                continue
            offers, why = self._offer_to(entry, tuple(ahead))
            done += offers
            ahead.append((entry, why))
        return done

    def _offer_to(
        self, entry: WaitlistEntry, ahead: tuple[tuple[WaitlistEntry, str | None], ...]
    ) -> tuple[int, str | None]:
        """How many offers were made or entries ended, and why not where nothing may be offered."""
        with self.desk.database.reading() as connection:
            work, clinic = self.desk.work(connection, self.clinic_id), self.desk.clinic(connection, self.clinic_id)
            found = _Looked(work, clinic, entry).at_openings()
        if found.over is not None:
            state, reason = found.over
            ended = self._write(lambda work, _: waitlist.end(work, entry.id, state, reason, actor=WORKER))
            return int(ended), reason
        if found.slot is None:
            if found.why_not != (entry.reason or None):
                self._write(lambda work, _: waitlist.set_reason(work, entry, found.why_not or ""))
            return 0, found.why_not
        passed = rules.passed_over(ahead, entry, found.slot, clinic.zone(found.slot.location))
        try:
            return self._write(lambda work, clinic: _offer(work, clinic, entry, found, passed)), "has_an_offer"
        except _NotNow:
            return 0, "busy"


@dataclass(frozen=True, slots=True)
class _Found:
    """What can be done for an entry: it is over, or an opening can be offered, or there is a reason why none can."""

    person: Patient | None = None
    visit: Appointment | None = None
    slot: Slot | None = None
    why_not: str | None = None
    over: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class _Looked:
    """A look at one entry, without a lock."""

    work: Work
    clinic: Clinic
    entry: WaitlistEntry

    def at_openings(self) -> _Found:
        entry, visit = self.entry, appointments.get(self.work, self.entry.moving) if self.entry.moving else None
        if over := rules.why_over(entry, visit, self._zone(), self.work.now):
            return _Found(over=over)
        if not self._still_given():
            return _Found(over=("expired", "not_given_any_more"))
        patient = patients.get(self.work, entry.patient_id)
        person = reminders.told(self.work, patient) if patient else None
        if patient is None or person is None:
            return _Found(why_not="no_phone")
        if why := self._why_not_now(person):
            return _Found(why_not=why)
        return _Found(person, visit, self._opening(patient, visit))

    def _zone(self) -> ZoneInfo:
        known = any(place.id == self.entry.location for place in self.clinic.locations)
        return self.clinic.zone(self.entry.location if known else None)

    def _still_given(self) -> bool:
        """Whether the clinic file still knows what is waited for."""
        kinds = {kind.id for kind in self.clinic.visit_types}
        providers = {None, *(provider.id for provider in self.clinic.providers)}
        return self.entry.visit_type in kinds and self.entry.provider in providers

    def _why_not_now(self, person: Patient) -> str | None:
        talk = conversations.find(self.work, "sms", person.phone) if person.phone else None
        if talk is not None and talk.owner == "staff":
            return "with_staff"
        by = _medium(self.work, self.entry, person)
        return rules.why_not_now(
            self.clinic,
            self.entry,
            person,
            self.work.now,
            suppressed=bool(person.phone) and _opted_out(self.work, person.phone, by),
            contacts=outbox.contacts(self.work, person.phone, self.work.now - caps.LOOK_BACK),
            by=by,
        )

    def _opening(self, patient: Patient, visit: Appointment | None) -> Slot | None:
        stored = StoredOccupancy(self.work)
        occupancy = Without(stored, self.clinic, visit.slot) if visit else stored
        passed = {
            (offered.slot.provider, offered.slot.starts_at)
            for offered in waitlist.offers_to(self.work, self.entry.id)
            if offered.state in ("declined", "lapsed")
        }
        booked = appointments.upcoming_of(self.work, [self.entry.patient_id])
        busy = [other.slot for other in booked if visit is None or other.id != visit.id]
        passed |= {(visit.slot.provider, visit.slot.starts_at)} if visit else set()
        visitor = visitors.known(self.work, self.clinic, patient).visitor
        query = rules.query(self.clinic, self.entry, visit, visitor)
        openings = availability.openings(self.clinic, query, occupancy, self.work.now)
        return rules.first_to_offer(self.clinic, self.entry, openings, passed, busy, self.work.now)


def _offer(work: Work, clinic: Clinic, entry: WaitlistEntry, found: _Found, passed: dict[str, str]) -> int:
    """Hold the opening and write to the patient. Raises `_NotNow`."""
    person, slot = found.person, found.slot
    if person is None or slot is None:
        raise LookupError("an offer needs somebody to make it to, and an opening")
    by = _medium(work, entry, person)
    talk = conversations.lock_if_free(work, by, person.phone, person.language or clinic.default_language)
    minutes = clinic.waitlist.offer_minutes
    held = talk and appointments.hold(
        work,
        clinic,
        slot,
        patient_id=entry.patient_id,
        conversation_id=talk.id,
        moving=entry.moving,
        expires_at=work.now + timedelta(minutes=minutes),
    )
    why = {"reason": "first_in_line", "passed_over": passed}
    if not talk or not held or not waitlist.make_offer(work, entry, held, busy_until(clinic, slot), why):
        raise _NotNow
    offered = waitlist.offer(work, held.id)
    if offered is None:
        raise _NotNow
    visit, name = found.visit, texts.name_on_phone(work, clinic, person.phone, entry.patient_id)
    sent = OfferSent(waitlist.as_offer(offered, entry), minutes, visit, name)
    says, language = notices.offer(sent), texts.language_of(talk, person, clinic)
    if by == "voice":
        message = offering.begin(work, clinic, talk, says)
    else:
        message = texts.begin(work, clinic, talk, says, language, kind="offer", event=sent)
    waitlist.set_message(work, offered.id, message)
    return 1


def _medium(work: Work, entry: WaitlistEntry, person: Patient) -> Medium:
    return rules.medium(entry, person, takes_texts=not texts.is_landline(work, person.phone))


def _opted_out(work: Work, phone: str, by: Medium) -> bool:
    return suppressions.is_suppressed(work, phone) or (by == "voice" and calls.wants_none(work, phone))


def _end_lapsed(work: Work, clinic: Clinic) -> int:
    """Offers that were not answered in time: the place in line stays, the opening goes on."""
    return sum(waitlist.close(work, each, "lapsed", "no_answer", actor=WORKER) for each in waitlist.lapsed(work, BATCH))


def _tell_withdrawn(work: Work, clinic: Clinic) -> int:
    """Each patient whose offer was filled otherwise hears so, if the offer itself went out."""
    return sum(_tell(work, clinic, offered) for offered in waitlist.untold(work, BATCH))


def _tell(work: Work, clinic: Clinic, offered: Offered) -> int:
    message = messages.get(work, offered.message_id) if offered.message_id else None
    if message and message.status == "queued":
        return 0  # the outbox finds out that it is void, or that it has gone
    talk = conversations.lock_by_id(work, message.conversation_id) if message else None
    if not waitlist.mark_told(work, offered):
        return 0
    if message and talk and talk.channel == "sms" and message.status != "canceled":
        says = notices.withdrawn(offered.slot)
        texts.begin(work, clinic, talk, says, talk.language, kind="notice", event=None)
    return 1
