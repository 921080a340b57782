"""Hold, book, move, cancel, expire, import, offer, close, in any order: the database is what a plain model says.

`pytest --long` walks further. Each walk has a clinic of its own in the same database.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from bot.clock import new_id
from scheduler.availability import SlotQuery, openings
from scheduler.errors import BookingRefused, HoldExpired, NotAllowed, PatientBusy, SlotTaken
from scheduler.model import AppointmentStatus, Hold, Slot, WaitlistEntry
from scheduler.wishes import Grain, When, Window
from storage import appointments, clinics, conversations, exceptions, holds, invariants, patients, waitlist
from storage.database import Database
from storage.exceptions import Entry
from storage.exchange import appointments as importing
from storage.exchange.sheets import Row
from storage.occupancy import StoredOccupancy
from storage.work import Work
from tests import builders
from tests.visits import MINUTES, half_hour, person

WEDNESDAY = datetime(2027, 3, 17, 9, 0, tzinfo=builders.ZONE)
MORNING = When((Window(WEDNESDAY, WEDNESDAY + 180 * MINUTES, Grain.INTERVAL),))
NUMBERS = itertools.count(100)
PEOPLE = ("p1", "p2", "p3")

who = st.sampled_from(PEOPLE)
# Half hours that begin every quarter, so that they overlap in part.
times = st.builds(
    lambda quarter, provider: half_hour(WEDNESDAY + 15 * quarter * MINUTES, provider),
    st.integers(0, 10),
    st.sampled_from(("lee", "ortiz")),
)
nth = st.integers(0, 5)


@dataclass
class Visit:
    patient: str
    slot: Slot
    active: bool = True


@dataclass
class Kept:
    """A hold; with an `entry` it is an offer, which yields to everybody but another patient."""

    hold: Hold
    moving: str | None = None
    moving_from: datetime | None = None
    entry: str | None = None


@dataclass
class Model:
    """The schedule as a list: slow, plain, and without a database."""

    visits: dict[str, Visit] = field(default_factory=dict)
    kept: dict[str, Kept] = field(default_factory=dict)
    closed: dict[str, tuple[datetime, datetime]] = field(default_factory=dict)

    def elsewhere(self, patient: str, slot: Slot, besides: str = "") -> bool:
        return any(
            visit.active and visit.patient == patient and meet(visit.slot, slot) and key != besides
            for key, visit in self.visits.items()
        )

    def taken(self, slot: Slot, now: datetime, *, besides: str = "", hold: str = "", yields: bool = False) -> bool:
        by_visit = any(
            visit.active and same_time(visit.slot, slot) and key != besides for key, visit in self.visits.items()
        )
        return by_visit or any(
            same_time(kept.hold.slot, slot)
            and kept.hold.expires_at > now
            and key != hold
            and not (yields and kept.entry)
            for key, kept in self.kept.items()
        )

    def withdraw(self, slot: Slot) -> None:
        """Offers in the way of what somebody else takes are over."""
        self.kept = {
            key: kept for key, kept in self.kept.items() if not (kept.entry and same_time(kept.hold.slot, slot))
        }


def meet(one: Slot, other: Slot) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def same_time(one: Slot, other: Slot) -> bool:
    return one.provider == other.provider and meet(one, other)


class Schedule(RuleBasedStateMachine):
    """One clinic at its desk."""

    database: Database

    def __init__(self) -> None:
        super().__init__()
        number = next(NUMBERS)
        self.clinic = builders.clinic().model_copy(
            update={"id": f"oak{number}", "phone": f"+1{300 + number // 100}55501{number % 100:02}"}
        )
        self.now, self.model = builders.NOW, Model()
        with self.database.writing() as connection:
            clinics.apply(connection, self.clinic, self.now)
        self.do(lambda work: [patients.add(work, person(n + 1)) for n in range(len(PEOPLE))])

    def do(self, step: Any) -> Any:
        """One transaction; a refusal is an answer, and nothing of it stays."""
        with self.database.writing() as connection:
            work = self.database.work(connection, self.clinic.id, self.now, new_id)
            clinic = clinics.by_id(connection, self.clinic.id)
            self.clinic = clinic
            try:
                with connection.begin_nested():
                    return step(work)
            except BookingRefused as refusal:
                return type(refusal)

    def some_visit(self, n: int, *, active: bool = True) -> str | None:
        ids = [key for key, visit in self.model.visits.items() if visit.active is active]
        return ids[n % len(ids)] if ids else None

    def some_hold(self, n: int, *, offer: bool, moving: bool = False) -> str | None:
        found = [
            key
            for key, kept in self.model.kept.items()
            if bool(kept.entry) is offer and (kept.moving is not None) is moving
        ]
        return found[n % len(found)] if found else None

    # --- what happens

    @rule(minutes=st.integers(1, 8))
    def time_passes(self, minutes: int) -> None:
        self.now += minutes * MINUTES

    @rule()
    def expired_holds_are_swept_and_offers_lapse(self) -> None:
        def sweep(work: Work) -> None:
            for offer in waitlist.lapsed(work, 100):
                waitlist.close(work, offer, "lapsed", "no_answer", actor="worker")
            while holds.remove_expired(work, 10):
                pass

        self.do(sweep)
        self.model.kept = {key: kept for key, kept in self.model.kept.items() if kept.hold.expires_at > self.now}

    @rule(patient=who, slot=times, n=nth, moves=st.booleans())
    def a_patient_is_read_a_time_back(self, patient: str, slot: Slot, n: int, moves: bool) -> None:
        moving = self.some_visit(n) if moves else None
        own = self.model.visits[moving] if moving else None
        held = self.hold(patient if own is None else own.patient, slot, moving)
        assert (held is None) == self.model.taken(slot, self.now, besides=moving or "")
        if held is not None:
            self.model.kept[held.id] = Kept(held, moving, own.slot.starts_at if own else None)

    def hold(self, patient: str, slot: Slot, moving: str | None = None) -> Hold | None:
        def step(work: Work) -> Hold | None:
            talk = conversations.lock(work, "sms", builders.phone(int(patient[1:])), "en")
            about = {"patient_id": patient, "conversation_id": talk.id, "moving": moving}
            return appointments.hold(work, self.clinic, slot, expires_at=self.now + 10 * MINUTES, **about)

        held: Hold | None = self.do(step)
        return held

    @rule(n=nth)
    def a_patient_says_yes_to_a_new_visit(self, n: int) -> None:
        key = self.some_hold(n, offer=False)
        if key is None:
            return
        kept = self.model.kept.pop(key)
        slot, patient = kept.hold.slot, kept.hold.patient_id
        booked = self.do(
            lambda work: appointments.book_held(work, self.clinic, kept.hold, actor="conversation:1", source="sms")
        )
        if kept.hold.expires_at <= self.now:
            assert booked is HoldExpired
            self.model.kept[key] = kept  # the refusal was undone with its transaction
        elif self.model.elsewhere(patient, slot):
            assert booked is PatientBusy
            self.model.kept[key] = kept
        else:
            self.model.visits[booked.id] = Visit(patient, slot)

    @rule(n=nth)
    def a_patient_says_yes_to_a_new_time(self, n: int) -> None:
        key = self.some_hold(n, offer=False, moving=True)
        if key is None:
            return
        kept = self.model.kept[key]
        visit = self.model.visits[kept.moving or ""]
        moved = self.do(
            lambda work: appointments.move(work, self.clinic, kept.moving or "", kept.hold, actor="conversation:1")
        )
        if not visit.active:
            assert moved is NotAllowed
        elif kept.hold.expires_at <= self.now:
            assert moved is HoldExpired
        elif kept.moving_from != visit.slot.starts_at:
            assert moved is NotAllowed
        elif self.model.elsewhere(visit.patient, kept.hold.slot, kept.moving or ""):
            assert moved is PatientBusy
        elif self.model.taken(kept.hold.slot, self.now, besides=kept.moving or "", hold=key):
            # The hold lay on the visit's own cells, which the visit left meanwhile and came back to.
            assert moved is SlotTaken
        else:
            visit.slot = kept.hold.slot
            del self.model.kept[key]

    @rule(patient=who, slot=times)
    def staff_book(self, patient: str, slot: Slot) -> None:
        booked = self.do(
            lambda work: appointments.book(work, self.clinic, slot, patient_id=patient, actor="staff:1", source="staff")
        )
        if self.model.elsewhere(patient, slot):
            assert booked is PatientBusy
        elif self.model.taken(slot, self.now, yields=True):
            assert booked is SlotTaken
        else:
            self.model.withdraw(slot)
            self.model.visits[booked.id] = Visit(patient, slot)

    @rule(n=nth, slot=times)
    def staff_move(self, n: int, slot: Slot) -> None:
        key = self.some_visit(n)
        if key is None:
            return
        moved = self.do(lambda work: appointments.move_to(work, self.clinic, key, slot, actor="staff:1"))
        visit = self.model.visits[key]
        if self.model.elsewhere(visit.patient, slot, key):
            assert moved is PatientBusy
        elif self.model.taken(slot, self.now, besides=key, yields=True):
            assert moved is SlotTaken
        else:
            self.model.withdraw(slot)
            visit.slot = slot

    @rule(n=nth)
    def a_visit_is_cancelled(self, n: int) -> None:
        key = self.some_visit(n)
        if key is not None:
            self.do(lambda work: appointments.cancel(work, self.clinic, key, actor="staff:1"))
            self.model.visits[key].active = False

    @rule(n=nth)
    def a_cancellation_is_taken_back(self, n: int) -> None:
        key = self.some_visit(n, active=False)
        if key is None:
            return
        back = self.do(
            lambda work: appointments.set_status(work, self.clinic, key, AppointmentStatus.BOOKED, actor="staff:1")
        )
        visit = self.model.visits[key]
        if self.model.elsewhere(visit.patient, visit.slot, key):
            assert back is PatientBusy
        elif self.model.taken(visit.slot, self.now, besides=key, yields=True):
            assert back is SlotTaken
        else:
            self.model.withdraw(visit.slot)
            visit.active = True

    @rule(patient=who, slot=times)
    def another_system_imports_a_visit(self, patient: str, slot: Slot) -> None:
        cells = {
            "external_id": new_id(),
            "patient_external_id": patient,
            "provider": slot.provider,
            "visit_type": slot.visit_type,
            "starts_at": slot.starts_at.isoformat(),
            "status": "booked",
        }
        row = Row(2, tuple(cells.values()), cells)
        if any(visit.patient == patient and visit.slot == slot for visit in self.model.visits.values()):
            return  # the row would take that visit over
        entry = importing.read_row(row, self.clinic)
        [done] = self.do(lambda work: importing.bring_in(work, self.clinic, [entry], lambda *_: None))
        if self.model.taken(slot, self.now, yields=True):
            assert done.change == "rejected"
        else:
            assert done.change == "created"
            found = self.do(lambda work: appointments.by_external_id(work, [entry.external_id]))
            self.model.withdraw(slot)
            self.model.visits[found[entry.external_id].id] = Visit(patient, slot)

    @rule(patient=who, slot=times)
    def a_time_is_offered_to_somebody_in_line(self, patient: str, slot: Slot) -> None:
        if any(kept.entry and kept.hold.patient_id == patient for kept in self.model.kept.values()):
            return
        held = self.hold(patient, slot)
        assert (held is None) == self.model.taken(slot, self.now)
        if held is None:
            return

        def offer(work: Work) -> str:
            entry = waitlist.join(work, WaitlistEntry(new_id(), patient, "checkup"), actor="test")
            assert waitlist.make_offer(work, entry, held, slot.ends_at, {})
            return entry.id

        entry_id = self.do(offer)
        self.model.kept[held.id] = Kept(held, entry=entry_id)

    @rule(n=nth, patient_leaves=st.booleans())
    def an_offer_is_let_pass(self, n: int, patient_leaves: bool) -> None:
        key = self.some_hold(n, offer=True)
        if key is None:
            return
        kept = self.model.kept.pop(key)

        def step(work: Work) -> None:
            offered = waitlist.offer(work, key)
            assert offered is not None
            if patient_leaves:
                waitlist.leave(work, kept.entry or "", actor="test")
            else:
                waitlist.close(work, offered, "declined", "let_pass", actor="test")

        self.do(step)

    @rule(slot=times, everybody=st.booleans())
    def the_clinic_closes(self, slot: Slot, everybody: bool) -> None:
        entry = Entry(
            new_id(),
            "closure" if everybody else "time_off",
            None if everybody else slot.provider,
            None,
            slot.starts_at,
            slot.ends_at,
            self.now,
        )
        self.do(lambda work: exceptions.enter(work, entry, actor="staff:1"))
        for provider in ("lee", "ortiz") if everybody else (slot.provider,):
            self.model.withdraw(replace(slot, provider=provider))
            self.model.closed[f"{entry.id} {provider}"] = (slot.starts_at, slot.ends_at)

    @rule(n=nth)
    def a_closure_is_lifted(self, n: int) -> None:
        ids = sorted({name.split()[0] for name in self.model.closed})
        if ids:
            key = ids[n % len(ids)]
            self.do(lambda work: exceptions.lift(work, key, actor="staff:1"))
            self.model.closed = {name: span for name, span in self.model.closed.items() if name.split()[0] != key}

    # --- what holds

    @invariant()
    def the_visits_are_the_models(self) -> None:
        start, end = WEDNESDAY - timedelta(hours=9), WEDNESDAY + timedelta(hours=12)
        stored = self.do(lambda work: appointments.between(work, start, end))
        assert {visit.id: (visit.patient_id, place(visit.slot), visit.status.occupies) for visit in stored} == {
            key: (visit.patient, place(visit.slot), visit.active) for key, visit in self.model.visits.items()
        }

    @invariant()
    def what_is_offered_is_what_is_free(self) -> None:
        def search(work: Work) -> list[tuple[str, datetime]]:
            found = openings(self.clinic, SlotQuery("checkup", when=MORNING), StoredOccupancy(work), work.now)
            return [(slot.provider, slot.starts_at) for slot in found]

        found = self.do(search)
        assert sorted(found) == sorted((slot.provider, slot.starts_at) for slot in self.free())

    def free(self) -> Iterator[Slot]:
        for provider, half in itertools.product(("lee", "ortiz"), range(6)):
            slot = half_hour(WEDNESDAY + 30 * half * MINUTES, provider)
            closed = any(
                key.endswith(provider) and begin < slot.ends_at and slot.starts_at < end
                for key, (begin, end) in self.model.closed.items()
            )
            if not closed and not self.model.taken(slot, self.now):
                yield slot

    def teardown(self) -> None:
        with self.database.reading() as connection:
            work = self.database.work(connection, self.clinic.id, self.now, new_id)
            assert [str(found) for found in invariants.check(work, self.clinic).violations] == []


def place(slot: Slot) -> tuple[str, datetime, datetime]:
    return slot.provider, slot.starts_at, slot.ends_at


def test_whatever_happens_in_whatever_order_the_schedule_is_right(
    database: Database, request: pytest.FixtureRequest
) -> None:
    longer = request.config.getoption("--long")
    walk = settings(
        max_examples=400 if longer else 8,
        stateful_step_count=60 if longer else 30,
        deadline=None,
        derandomize=not longer,
        database=None,
        phases=(Phase.generate, Phase.shrink) if longer else (Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    here = type("Here", (Schedule,), {"database": database})
    run_state_machine_as_test(here, settings=walk)
