"""Appointments from rows: read, then booked, moved or given a status in the caller's transactions.

Known is what has the row's `external_id`, or what we booked ourselves for the same patient, provider and start: the row
takes that over. A row that says what it said at its last import changes nothing, whatever patients and staff did since.
A row that is refused leaves nothing behind.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import bindparam, select, update

from scheduler import lifecycle
from scheduler.clinic import Clinic
from scheduler.errors import SlotTaken
from scheduler.model import Appointment, AppointmentStatus, Confirmation, Patient, Slot
from storage import appointments, patients
from storage.exchange import values
from storage.exchange.outcomes import Outcome
from storage.exchange.overlaps import why_taken
from storage.exchange.sheets import Fault, Refused, Row
from storage.exchange.values import Cells
from storage.schema.calendar import appointments as table
from storage.work import Work

COLUMNS = (
    "external_id",
    "patient_external_id",
    "provider",
    "visit_type",
    "location",
    "starts_at",
    "status",
    "overbook",
)
NEEDED = ("external_id", "patient_external_id", "provider", "visit_type", "starts_at")
# What our own export adds; on the way in it says nothing.
EXPORTED = ("id", "clinic", "room", "ends_at", "confirmation", "source", "created_at", "updated_at")
ACTOR = "import"

# Called where a visit that is still to come was changed: before, after.
Tell = Callable[[Work, Clinic, Appointment, Appointment], None]

_IMPORTED_AS = select(table.c.id, table.c.imported_as).where(
    table.c.clinic == bindparam("clinic"), table.c.id.in_(bindparam("ids", expanding=True))
)
_NOTE = (
    update(table)
    .where(table.c.clinic == bindparam("this_clinic"), table.c.id == bindparam("this_id"))
    .values(imported_as=bindparam("row_hash"))
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A row without faults of its own. `status` is None where the row says none."""

    row: Row
    external_id: str
    patient: str
    provider: str
    visit_type: str
    location: str
    starts_at: datetime
    status: AppointmentStatus | None
    overbook: bool

    @property
    def said(self) -> str:
        """All that the row says, as one text."""
        parts = (self.patient, self.provider, self.visit_type, self.location, self.starts_at.isoformat())
        return json.dumps([*parts, self.status, self.overbook])


def read_row(row: Row, clinic: Clinic) -> Entry:
    """The row's values. Raises `Refused`."""
    cells = Cells(row)
    provider = cells.take("provider", values.one_of([entry.id for entry in clinic.providers], "provider"), "")
    location = cells.take("location", _location(clinic, provider), "")
    zone = clinic.zone(location or None)
    entry = Entry(
        row,
        external_id=cells.take("external_id", values.words, ""),
        patient=cells.take("patient_external_id", values.words, ""),
        provider=provider,
        visit_type=cells.take("visit_type", values.one_of([kind.id for kind in clinic.visit_types], "visit type"), ""),
        location=location,
        starts_at=cells.take("starts_at", values.moment(zone), datetime.min.replace(tzinfo=UTC)),
        status=cells.take("status", values.code(AppointmentStatus), None),
        overbook=cells.take("overbook", values.yes_no, False),
    )
    cells.demand_no_faults()
    return entry


def _location(clinic: Clinic, provider: str) -> values.Parser[str]:
    """A location of the clinic; the provider's own where none is said."""
    known = values.one_of([entry.id for entry in clinic.locations], "location")
    return lambda text: known(text) if text or not provider else clinic.provider(provider).location


def bring_in(work: Work, clinic: Clinic, entries: Sequence[Entry], tell: Tell) -> list[Outcome]:
    """Write one batch."""
    people = patients.by_external_id(work, [entry.patient for entry in entries])
    known = appointments.by_external_id(work, [entry.external_id for entry in entries])
    ids = [visit.id for visit in known.values()]
    imported_as = {row.id: row.imported_as for row in work.rows(_IMPORTED_AS, ids=ids)}
    outcomes = []
    for entry in entries:
        visit = known.get(entry.external_id)
        hashed = work.hashed("appointment row", entry.said)
        if visit is not None and imported_as.get(visit.id) == hashed:
            outcomes.append(Outcome(entry.row, "unchanged"))
        else:
            outcomes.append(_tried(work, clinic, entry, people, visit, hashed, tell))
    return outcomes


def _tried(
    work: Work,
    clinic: Clinic,
    entry: Entry,
    people: Mapping[str, Patient],
    visit: Appointment | None,
    hashed: bytes,
    tell: Tell,
) -> Outcome:
    """One row in a savepoint of its own."""
    savepoint = work.connection.begin_nested()
    try:
        before = visit or _taken_over(work, entry, _patient(entry, people))
        after = _written(work, clinic, entry, _patient(entry, people), before)
        work.change(_NOTE, this_id=after.id, row_hash=hashed)
        if (
            before is not None
            and before != after
            and lifecycle.is_upcoming(before.status, before.slot.starts_at, work.now)
        ):
            tell(work, clinic, before, after)
    except Refused as refused:
        savepoint.rollback()
        return Outcome.rejected(entry.row, refused)
    except SlotTaken:
        savepoint.rollback()
        why = why_taken(work, clinic, _slots(clinic, entry, visit)[0], visit)
        return Outcome.rejected(entry.row, Refused(Fault("starts_at", why)))
    savepoint.commit()
    if before is None:
        return Outcome(entry.row, "created")
    return Outcome(entry.row, "updated" if visit is None or before != after else "unchanged")


def _patient(entry: Entry, people: Mapping[str, Patient]) -> Patient:
    patient = people.get(entry.patient)
    if patient is None:
        raise Refused(Fault("patient_external_id", f'no patient has the external_id "{entry.patient}"'))
    return patient


def _taken_over(work: Work, entry: Entry, patient: Patient) -> Appointment | None:
    """The visit that we booked ourselves and that this row means, under the row's name from now on."""
    same = appointments.same_visit(work, patient.id, entry.provider, entry.starts_at)
    ours = sorted(
        (visit for visit in same if visit.external_id == visit.id), key=lambda visit: not visit.status.occupies
    )
    return appointments.take_over(work, ours[0].id, entry.external_id, actor=ACTOR) if ours else None


def _written(work: Work, clinic: Clinic, entry: Entry, patient: Patient, visit: Appointment | None) -> Appointment:
    """The visit as the row says it. Raises `Refused` and `SlotTaken`."""
    if visit is None:
        return _booked(work, clinic, entry, patient)
    if visit.patient_id != patient.id:
        raise Refused(Fault("patient_external_id", "the appointment with this external_id is another patient's"))
    status = entry.status or visit.status
    if not lifecycle.may_follow(visit.status, status):
        raise Refused(Fault("status", f"{visit.status} cannot become {status}"))
    # A visit that comes back moves before it takes its time again; one that is given up gives its time up first.
    if status.occupies:
        return _with_status(work, clinic, entry, _moved(work, clinic, entry, visit, status), status)
    return _moved(work, clinic, entry, _with_status(work, clinic, entry, visit, status), status)


def _booked(work: Work, clinic: Clinic, entry: Entry, patient: Patient) -> Appointment:
    def book(slot: Slot, overbook: bool) -> Appointment:
        return appointments.book(
            work,
            clinic,
            slot,
            patient_id=patient.id,
            actor=ACTOR,
            source="import",
            external_id=entry.external_id,
            status=entry.status or AppointmentStatus.BOOKED,
            overbook=overbook,
        )

    return _first_that_fits(book, _slots(clinic, entry, None), entry.overbook)


def _moved(work: Work, clinic: Clinic, entry: Entry, visit: Appointment, status: AppointmentStatus) -> Appointment:
    comes_back = status.occupies and not visit.status.occupies
    stays = _place(visit.slot) == (entry.provider, entry.visit_type, entry.location, entry.starts_at)
    if stays and not (comes_back and visit.confirmation is not Confirmation.NEEDS_ACTION):
        return visit
    return _first_that_fits(
        lambda slot, overbook: appointments.move_to(work, clinic, visit.id, slot, actor=ACTOR, overbook=overbook),
        _slots(clinic, entry, visit),
        entry.overbook,
    )


def _with_status(
    work: Work, clinic: Clinic, entry: Entry, visit: Appointment, status: AppointmentStatus
) -> Appointment:
    if status is visit.status:
        return visit
    return appointments.set_status(work, clinic, visit.id, status, actor=ACTOR, overbook=entry.overbook)


def _first_that_fits(take: Callable[[Slot, bool], Appointment], slots: Sequence[Slot], overbook: bool) -> Appointment:
    """In the first room that is free; beside other visits only where nothing is and the row allows it."""
    for slot in slots:
        try:
            return take(slot, False)
        except SlotTaken:
            continue
    if overbook:
        return take(slots[0], True)
    raise SlotTaken


def _slots(clinic: Clinic, entry: Entry, visit: Appointment | None) -> list[Slot]:
    """The row's time, once for each room that would do, the visit's own room first."""
    kind = clinic.visit_type(entry.visit_type)
    slot = Slot(entry.provider, kind.id, entry.location, entry.starts_at, entry.starts_at + kind.length)
    rooms = [room for room in kind.rooms if clinic.room(room).location in (None, entry.location)]
    own = visit.slot.room if visit else None
    return [replace(slot, room=room) for room in sorted(rooms, key=lambda room: room != own)] or [slot]


def _place(slot: Slot) -> tuple[str, str, str, datetime]:
    return slot.provider, slot.visit_type, slot.location, slot.starts_at
