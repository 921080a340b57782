"""Who on the waiting list is offered what, and why not: the rules, as functions of values.

Openings go to whoever joined first among those whom they suit and who may be written to now, one opening at a time to
each. Nobody is offered again what they let pass. How long an offer stands is the clinic's to say (`offer_minutes`).
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler import caps, contact
from scheduler.booking import meets
from scheduler.cells import CELLS_A_DAY, cell_at
from scheduler.clinic import Clinic
from scheduler.contact import Medium
from scheduler.model import Appointment, Patient, Slot, WaitlistEntry
from scheduler.rules import ANYBODY, Visitor
from scheduler.search import SlotQuery
from scheduler.windows import asked_for, reach
from scheduler.wishes import When, Window


def why_over(entry: WaitlistEntry, visit: Appointment | None, zone: ZoneInfo, now: datetime) -> tuple[str, str] | None:
    """How an entry has ended, and why: `booked` or `expired`; None while it may still wait."""
    if entry.moving is not None:
        if visit is None or not visit.status.upcoming or visit.slot.starts_at <= now:
            return "expired", "visit_gone"
        if visit.slot.starts_at != entry.moving_from and suits(entry, visit.slot, zone):
            return "booked", "moved_otherwise"
    _, end = reach(entry.when)
    return ("expired", "wish_past") if end is not None and end <= now else None


def medium(entry: WaitlistEntry, person: Patient, *, takes_texts: bool) -> Medium:
    """Whether an offer is written or spoken: written where that is allowed, for it can be answered at leisure."""
    told = agreed(entry, person)
    return "voice" if told.voice_consent and not (told.sms_consent and takes_texts) else "sms"


def agreed(entry: WaitlistEntry, person: Patient) -> Patient:
    """Who joined by text has agreed to texts about it, who joined in a call to calls."""
    return replace(
        person,
        sms_consent=person.sms_consent or entry.source == "text",
        voice_consent=person.voice_consent or entry.source == "call",
    )


def why_not_now(
    clinic: Clinic,
    entry: WaitlistEntry,
    person: Patient,
    now: datetime,
    *,
    suppressed: bool,
    contacts: Sequence[datetime],
    by: Medium = "sms",
) -> str | None:
    """Why nothing may be offered to this person now; None where it may."""
    refused = contact.refusal(clinic, agreed(entry, person), by, now, suppressed=suppressed)
    free = caps.next_free(clinic, contact.zones_of(clinic, person), contacts, now)
    return refused or ("cap" if free > now else None)


def query(clinic: Clinic, entry: WaitlistEntry, visit: Appointment | None, visitor: Visitor = ANYBODY) -> SlotQuery:
    """What to search for. Who has a visit and named no time waits for an earlier one."""
    when = entry.when
    if visit is not None and not when.windows:
        when = When((Window(None, visit.slot.starts_at),), when.excluded)
    kind = clinic.visit_type(entry.visit_type)
    asked = SlotQuery(entry.visit_type, entry.provider, entry.location, replace(when, order=None), visitor=visitor)
    return replace(asked, staff=not kind.bookable)


def first_to_offer(
    clinic: Clinic,
    entry: WaitlistEntry,
    openings: Iterable[Slot],
    passed: Container[tuple[str, datetime]],
    busy: Sequence[Slot],
    now: datetime,
) -> Slot | None:
    """The first opening that leaves time to answer and to come, was not let pass before, and meets no other visit."""
    offer = timedelta(minutes=clinic.waitlist.offer_minutes)
    soonest = now + max(entry.notice, offer)
    for slot in openings:
        elsewhere = any(meets(slot, other) for other in busy)
        if slot.starts_at > soonest and not elsewhere and (slot.provider, slot.starts_at) not in passed:
            return slot
    return None


def suits(entry: WaitlistEntry, slot: Slot, zone: ZoneInfo) -> bool:
    """Whether an opening is what somebody waits for."""
    if entry.provider not in (None, slot.provider) or entry.location not in (None, slot.location):
        return False
    day, cell = divmod(cell_at(slot.starts_at), CELLS_A_DAY)
    return bool(asked_for(entry.when, zone, day, 1) >> cell & 1)


def passed_over(
    ahead: Iterable[tuple[WaitlistEntry, str | None]], entry: WaitlistEntry, slot: Slot, zone: ZoneInfo
) -> dict[str, str]:
    """Why each of those who are ahead in line was not offered this opening: by entry, in a word."""
    return {
        other.id: why or ("let_pass" if suits(other, slot, zone) else "does_not_suit")
        for other, why in ahead
        if other.visit_type == entry.visit_type and other.id < entry.id
    }
