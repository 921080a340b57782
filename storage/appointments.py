"""What may happen to a visit: held, booked, moved, cancelled, confirmed. Each is one transaction's work.

Row, cells, bitmaps, reminders and audit change together or not at all. A refusal is raised before anything was
changed, so that the turn can go on: `SlotTaken`, `HoldExpired`, `NotAllowed`. The order of locks is always: the
appointment, its patient, the days in key order, holds, offers, cells; so nobody waits in a circle. A patient is never
booked into two places at once, but by an import: what another system says has happened there.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from scheduler import lifecycle
from scheduler.cells import as_filed, taken
from scheduler.cells import busy_until as provider_free_at
from scheduler.clinic import Clinic
from scheduler.errors import HoldExpired, NotAllowed, PatientBusy, SlotTaken
from scheduler.model import Appointment, AppointmentStatus, Confirmation, Hold, Slot
from scheduler.quotas import periods
from storage import appointment_rows as rows
from storage import audit, cells, changing, days, holds, patients, quotas
from storage.appointment_rows import between, by_external_id, get, many, of_patient, same_visit, upcoming_of
from storage.placing import PATIENT, Place
from storage.work import Work

__all__ = [
    "between",
    "book",
    "book_held",
    "by_external_id",
    "cancel",
    "confirm",
    "get",
    "hold",
    "in_the_way",
    "many",
    "move",
    "move_to",
    "of_patient",
    "release",
    "same_visit",
    "set_status",
    "take_over",
    "upcoming_of",
    "upcoming_on_phone",
]

IMPORT = "import"


def upcoming_on_phone(work: Work, phone: str) -> tuple[Appointment, ...]:
    """The coming visits of everybody whom this number speaks for, the earliest first."""
    on_file = patients.on_phone(work, phone)
    return upcoming_of(work, [patient.id for patient in on_file]) if on_file else ()


def in_the_way(
    work: Work, clinic: Clinic, slot: Slot, *, busy_until: datetime | None = None, besides: str | None = None
) -> tuple[Appointment, ...]:
    """The visits that occupy some cell of this slot; `besides` is one that would leave it."""
    found = rows.many(
        work, cells.visits_there(work, taken(as_filed(clinic, slot), busy_until or provider_free_at(clinic, slot)))
    )
    return tuple(found[visit_id] for visit_id in sorted(found) if visit_id != besides)


def hold(
    work: Work,
    clinic: Clinic,
    slot: Slot,
    *,
    patient_id: str,
    conversation_id: str,
    moving: str | None,
    expires_at: datetime,
) -> Hold | None:
    """Keep a slot for a patient until `expires_at`; the cells of the visit `moving` are free for it.

    None if it is taken, or a quota is reached.
    """
    slot = as_filed(clinic, slot)
    kept = Hold(work.new_id(), slot, patient_id, expires_at)
    leaving = rows.lock(work, moving) if moving else None
    until = provider_free_at(clinic, slot)
    counted = periods(clinic, slot)
    return kept if holds.keep(work, kept, taken(slot, until), until, conversation_id, leaving, counted) else None


def release(work: Work, clinic: Clinic, hold_id: str) -> None:
    """Give a held slot back; one that is gone already is no fault."""
    if holds.lock(work, hold_id):
        holds.remove(work, [hold_id])


def book(
    work: Work,
    clinic: Clinic,
    slot: Slot,
    *,
    patient_id: str,
    actor: str,
    source: str,
    external_id: str | None = None,
    status: AppointmentStatus = AppointmentStatus.BOOKED,
    overbook: bool = False,
    busy_until: datetime | None = None,
    from_hold: str | None = None,
) -> Appointment:
    """A new visit with its reminders, in place of the hold `from_hold`.

    `overbook` lets it take another lane where others are. Raises `SlotTaken`, `PatientBusy` or `QuotaReached`.
    """
    slot = as_filed(clinic, slot)
    new_id, until = work.new_id(), busy_until or provider_free_at(clinic, slot)
    if status.occupies:
        _demand_alone(work, patient_id, slot, actor)
    place = (
        Place(
            work,
            clinic,
            slot,
            until,
            patient_id=patient_id,
            actor=actor,
            overbook=overbook,
            held=from_hold is not None,
        )
        if status.occupies
        else None
    )
    visit = Appointment(
        id=new_id,
        external_id=external_id or new_id,
        patient_id=patient_id,
        slot=slot,
        status=status,
        confirmation=Confirmation.NEEDS_ACTION,
        source=source,
        overbooked=place.overbooked if place else False,
        created_at=work.now,
        updated_at=work.now,
    )

    if place is None:
        _add(work, visit, until, from_hold)
    else:
        place.take(new_id, lambda: _add(work, visit, until, from_hold))
    changing.plan(work, clinic, visit)
    changing.bring_forms(work, clinic, visit)
    audit.write(work, actor, "appointment.booked", f"appointment:{new_id}", after=rows.facts(visit))
    changing.note_beyond(work, actor, visit, place)
    return visit


def book_held(work: Work, clinic: Clinic, held: Hold, *, actor: str, source: str) -> Appointment:
    """A new visit in the slot held for it. Raises `SlotTaken`, `HoldExpired` or `PatientBusy`."""
    kept = holds.find(work, held.id)
    if kept:
        patients.lock(work, kept.hold.patient_id)
        days.lock(work, _days_of(clinic, kept))
        kept = holds.lock(work, held.id)
    if kept is None or kept.hold.expires_at <= work.now:
        _let_go(work, kept)
        raise HoldExpired
    slot, patient_id = kept.hold.slot, kept.hold.patient_id
    try:
        return book(
            work,
            clinic,
            slot,
            patient_id=patient_id,
            actor=actor,
            source=source,
            busy_until=kept.busy_until,
            from_hold=held.id,
        )
    except (SlotTaken, PatientBusy):
        _let_go(work, kept)
        raise


def move(work: Work, clinic: Clinic, id: str, to: Hold, *, actor: str) -> Appointment:
    """Move a visit into the slot held for it.

    Raises `SlotTaken`, `HoldExpired`, `PatientBusy`, or `NotAllowed("gone")`.
    """
    visit = _upcoming(work, id)
    patients.lock(work, visit.patient_id)
    kept = holds.find(work, to.id)
    days.lock(work, sorted({*days.of_keys(cells.of_appointment(work, id)), *(_days_of(clinic, kept) if kept else ())}))
    kept = holds.lock(work, to.id)
    if kept is None or kept.hold.expires_at <= work.now:
        _let_go(work, kept)
        raise HoldExpired
    if kept.moving != id or kept.moving_from != visit.slot.starts_at:
        _let_go(work, kept)
        raise NotAllowed("gone")
    try:
        if rows.is_elsewhere(work, visit.patient_id, kept.hold.slot, id):
            raise PatientBusy
        return changing.moved(work, clinic, visit, kept.hold.slot, kept.busy_until, actor=actor, from_hold=to.id)
    except (SlotTaken, PatientBusy):
        _let_go(work, kept)
        raise


def move_to(
    work: Work,
    clinic: Clinic,
    id: str,
    slot: Slot,
    *,
    actor: str,
    overbook: bool = False,
    busy_until: datetime | None = None,
) -> Appointment:
    """Move a visit without a hold, as staff and imports do.

    Raises `SlotTaken`, `PatientBusy`, and `LookupError` if it is unknown.
    """
    visit = _known(work, id)
    slot = as_filed(clinic, slot)
    if visit.status.occupies:
        _demand_alone(work, visit.patient_id, slot, actor, besides=id)
    until = busy_until or provider_free_at(clinic, slot)
    return changing.moved(work, clinic, visit, slot, until, actor=actor, overbook=overbook)


def cancel(work: Work, clinic: Clinic, id: str, *, actor: str) -> Appointment:
    """Cancel a visit; by its patient only while it is to come. Raises `NotAllowed`."""
    if not actor.startswith(PATIENT):
        return set_status(work, clinic, id, AppointmentStatus.CANCELLED, actor=actor)
    return changing.with_status(
        work, clinic, _upcoming(work, id), AppointmentStatus.CANCELLED, actor=actor, confirmation=Confirmation.DECLINED
    )


def confirm(work: Work, id: str, *, actor: str) -> Appointment:
    """The patient will come. Raises `NotAllowed("gone")`."""
    visit = _upcoming(work, id)
    if visit.confirmation is Confirmation.ACCEPTED:
        return visit
    after = replace(visit, confirmation=Confirmation.ACCEPTED, updated_at=work.now)
    rows.write(work, after)
    changing.note(work, actor, "appointment.confirmed", visit, after)
    return after


def set_status(
    work: Work, clinic: Clinic, id: str, status: AppointmentStatus, *, actor: str, overbook: bool = False
) -> Appointment:
    """What staff or an import say about a visit.

    Raises `NotAllowed`; `SlotTaken` or `PatientBusy` where it comes back and its time is taken meanwhile.
    """
    visit = _known(work, id)
    lifecycle.require(visit.status, status)
    if status is visit.status:
        return visit
    if status.occupies and not visit.status.occupies:
        _demand_alone(work, visit.patient_id, visit.slot, actor, besides=id)
    back = status.upcoming and not visit.status.occupies
    confirmation = Confirmation.NEEDS_ACTION if back else visit.confirmation
    return changing.with_status(work, clinic, visit, status, actor=actor, confirmation=confirmation, overbook=overbook)


def take_over(work: Work, id: str, external_id: str, *, actor: str) -> Appointment:
    """Another system names a visit that we made. Raises `LookupError` if it is unknown."""
    visit = _known(work, id)
    after = replace(visit, external_id=external_id, updated_at=work.now)
    rows.write(work, after)
    audit.write(
        work,
        actor,
        "appointment.named",
        f"appointment:{id}",
        before={"external_id": visit.external_id},
        after={"external_id": external_id},
    )
    return after


def _upcoming(work: Work, id: str) -> Appointment:
    visit = rows.lock(work, id)
    if visit is None or not lifecycle.is_upcoming(visit.status, visit.slot.starts_at, work.now):
        raise NotAllowed("gone")
    return visit


def _known(work: Work, id: str) -> Appointment:
    visit = rows.lock(work, id)
    if visit is None:
        raise LookupError(f"There is no appointment {id}.")
    return visit


def _demand_alone(work: Work, patient_id: str, slot: Slot, actor: str, besides: str = "") -> None:
    """Nobody is in two places at once; whoever books for the same patient meanwhile waits."""
    if actor == IMPORT:
        return
    patients.lock(work, patient_id)
    if rows.is_elsewhere(work, patient_id, slot, besides):
        raise PatientBusy


def _add(work: Work, visit: Appointment, until: datetime, from_hold: str | None) -> None:
    if from_hold:
        holds.remove(work, [from_hold])
    rows.add(work, visit, until)


def _days_of(clinic: Clinic, kept: holds.KeptSlot) -> list[days.Day]:
    """All that a booking of what is held locks, so that it is locked at once and before the hold."""
    slot = kept.hold.slot
    return sorted({*days.of_spans(taken(slot, kept.busy_until)), *quotas.days_of(periods(clinic, slot))})


def _let_go(work: Work, kept: holds.KeptSlot | None) -> None:
    if kept:
        holds.remove(work, [kept.hold.id])
