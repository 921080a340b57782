"""What a dialog can ask of the clinic: orders, as values. The host carries them out and answers with an event."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.model import Hold, Slot
from scheduler.wishes import ANY_TIME, When


@dataclass(frozen=True, slots=True)
class FindSlots:
    """Search openings. Answer: `SlotsFound` or `NothingFree`. `moving` is the visit whose own time may be reused."""

    visit_type: str
    provider: str | None = None
    location: str | None = None
    when: When = ANY_TIME
    limit: int = 3
    moving: str | None = None


@dataclass(frozen=True, slots=True)
class HoldSlot:
    """Keep a slot for a patient while it is read back. Answer: `SlotHeld` or `SlotTaken`."""

    slot: Slot
    patient_id: str
    moving: str | None = None


@dataclass(frozen=True, slots=True)
class ReleaseHold:
    """Give a held slot back. No answer."""

    hold_id: str


@dataclass(frozen=True, slots=True)
class MoveAppointment:
    """Move a visit into a held slot. Answer: `AppointmentMoved`, `SlotTaken`, `HoldExpired` or `NotAllowed`."""

    appointment_id: str
    to: Hold


@dataclass(frozen=True, slots=True)
class CancelAppointment:
    """Cancel a visit. Answer: `AppointmentCancelled` or `NotAllowed`."""

    appointment_id: str


@dataclass(frozen=True, slots=True)
class ConfirmAppointment:
    """Record that the patient will come. Answer: `AppointmentConfirmed` or `NotAllowed`."""

    appointment_id: str


@dataclass(frozen=True, slots=True)
class JoinWaitlist:
    """Put a patient on the waiting list; with `moving`, that visit would move. Answer: `WaitlistJoined`."""

    patient_id: str
    visit_type: str
    provider: str | None = None
    location: str | None = None
    when: When = ANY_TIME
    moving: str | None = None


@dataclass(frozen=True, slots=True)
class LeaveWaitlist:
    """Take these patients off the waiting list; with none named, all of this number. Answer: `WaitlistLeft`."""

    patients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AcceptOffer:
    """Take the opening that was offered from the waiting list. Answer: `OfferAccepted` or `OfferGone`."""

    offer_id: str


@dataclass(frozen=True, slots=True)
class DeclineOffer:
    """Let an offered opening pass; the place in line stays. No answer."""

    offer_id: str


@dataclass(frozen=True, slots=True)
class OpenCase:
    """Hand over to staff, by a reason of the contract. An open case of that reason is added to. No answer."""

    reason: str
    summary: str
    priority: str = "normal"
    patient_id: str | None = None


@dataclass(frozen=True, slots=True)
class RecordOptOut:
    """No more texts and automatic calls to this number; pending sends are void. No answer."""


@dataclass(frozen=True, slots=True)
class RecordOptIn:
    """Texts to this number may begin again. No answer."""


@dataclass(frozen=True, slots=True)
class MarkWrongNumber:
    """This number belongs to nobody on file: stop writing to it. No answer."""


Effect = (
    FindSlots
    | HoldSlot
    | ReleaseHold
    | MoveAppointment
    | CancelAppointment
    | ConfirmAppointment
    | JoinWaitlist
    | LeaveWaitlist
    | AcceptOffer
    | DeclineOffer
    | OpenCase
    | RecordOptOut
    | RecordOptIn
    | MarkWrongNumber
)
