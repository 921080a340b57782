"""The nouns of the schedule: patients, visits and the times they take. Every instant is aware, in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from scheduler.values import quick
from scheduler.wishes import ANY_TIME, When


class AppointmentStatus(StrEnum):
    """FHIR R4 `Appointment.status`."""

    PROPOSED = "proposed"
    PENDING = "pending"
    BOOKED = "booked"
    ARRIVED = "arrived"
    CHECKED_IN = "checked-in"
    FULFILLED = "fulfilled"
    CANCELLED = "cancelled"
    NOSHOW = "noshow"
    ENTERED_IN_ERROR = "entered-in-error"
    WAITLIST = "waitlist"

    @property
    def occupies(self) -> bool:
        """Whether a visit in this status keeps its provider and room busy."""
        return self in _OCCUPYING

    @property
    def upcoming(self) -> bool:
        """Whether a patient may still confirm, move or cancel a visit in this status."""
        return self in (AppointmentStatus.BOOKED, AppointmentStatus.PENDING)


_OCCUPYING = frozenset(
    {
        AppointmentStatus.PENDING,
        AppointmentStatus.BOOKED,
        AppointmentStatus.ARRIVED,
        AppointmentStatus.CHECKED_IN,
        AppointmentStatus.FULFILLED,
    }
)


class Confirmation(StrEnum):
    """FHIR R4 participation status: the patient's answer to "will you come?"."""

    NEEDS_ACTION = "needs-action"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TENTATIVE = "tentative"


@quick
@dataclass(frozen=True, slots=True)
class Patient:
    """A person on file. `phone` is E.164 or empty; a guardian speaks for the patients that name them."""

    id: str
    external_id: str
    first_name: str
    last_name: str
    date_of_birth: date
    phone: str
    language: str
    timezone: str = ""
    email: str = ""
    sms_consent: bool = False
    voice_consent: bool = False
    guardian_id: str | None = None
    wrong_number: bool = False


@quick
@dataclass(frozen=True, slots=True)
class Slot:
    """A time that can be booked, `[starts_at, ends_at)`, with all that the visit would occupy.

    `busy_from` is when its provider has to be free already, where that is before the start; `seats` is how many visits
    of its type and start may share all that.
    """

    provider: str
    visit_type: str
    location: str
    starts_at: datetime
    ends_at: datetime
    room: str | None = None
    busy_from: datetime | None = None
    seats: int = 1


@dataclass(frozen=True, slots=True)
class Hold:
    """A slot kept for one patient until `expires_at`; it blocks nobody afterwards."""

    id: str
    slot: Slot
    patient_id: str
    expires_at: datetime


@quick
@dataclass(frozen=True, slots=True)
class Appointment:
    """A booked visit. It keeps its ids when it is moved."""

    id: str
    external_id: str
    patient_id: str
    slot: Slot
    status: AppointmentStatus
    confirmation: Confirmation
    source: str
    overbooked: bool = False
    created_at: datetime | None = None
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class WaitlistEntry:
    """Somebody in line for an opening that suits them; ids are ordered as people joined.

    With `moving`, their visit moves there; `moving_from` is where it started when they joined. `notice` is how short
    before a visit they can still come.
    """

    id: str
    patient_id: str
    visit_type: str
    provider: str | None = None
    location: str | None = None
    when: When = ANY_TIME
    notice: timedelta = timedelta()
    moving: str | None = None
    moving_from: datetime | None = None
    source: str = "text"
    state: str = "waiting"
    reason: str = ""
    offers: int = 0
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class WaitlistOffer:
    """An opening kept for a patient in line until `expires_at`; with `moving`, their visit moves there."""

    id: str
    slot: Slot
    patient_id: str
    moving: str | None
    expires_at: datetime
