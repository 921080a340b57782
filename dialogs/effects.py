"""What a dialog can ask of the clinic: orders, as values. The host carries them out and answers with an event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dialogs.papers import FormAnswer
from scheduler.model import Hold, Slot
from scheduler.wishes import ANY_TIME, When


@dataclass(frozen=True, slots=True)
class FindSlots:
    """Search openings. Answer: `SlotsFound` or `NothingFree`.

    `moving` is the visit whose own time may be reused; for a new visit `patient_id` says whose it would be. `refused`
    is a provider whom the patient does not want.
    """

    visit_type: str
    provider: str | None = None
    location: str | None = None
    when: When = ANY_TIME
    limit: int = 3
    moving: str | None = None
    patient_id: str | None = None
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class HoldSlot:
    """Keep a slot for a patient while it is read back. Answer: `SlotHeld`, `SlotTaken` or `HoldExpired`."""

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
class BookAppointment:
    """Book a held slot for its patient. Answer: `AppointmentBooked`, `SlotTaken` or `HoldExpired`."""

    hold: Hold


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
class CheckIdentity:
    """Who is it? The words of a full name and a date of birth, of somebody who says they are `new` here or not.

    Answer: `PatientIdentified`, `IdentityUnmatched` or `IdentityLocked`. Somebody new is put on file.
    """

    name: tuple[str, ...]
    born: date
    new: bool = False


@dataclass(frozen=True, slots=True)
class NoteReason:
    """Why a visit was cancelled, in one of the words of `reasons`. No answer."""

    appointment_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class NoteAnswer:
    """One of the clinic's own answers was given, by its id. No answer."""

    id: str


@dataclass(frozen=True, slots=True)
class CheckDelay:
    """Would a visit still fit if it began that much later? Answer: `DelayFits` or `DelayTooLong`."""

    appointment_id: str
    minutes: int


@dataclass(frozen=True, slots=True)
class MarkArrived:
    """The patient is here. No answer; where the status does not allow it, nothing changes."""

    appointment_id: str


@dataclass(frozen=True, slots=True)
class OpenCase:
    """Hand over to staff, by a reason of the contract. An open case of that reason is added to. No answer."""

    reason: str
    summary: str
    priority: str = "normal"
    patient_id: str | None = None


@dataclass(frozen=True, slots=True)
class RecordOptOut:
    """No more texts and automatic calls to this number; pending sends are void. No answer.

    With a `kind` (reminders, waitlist, campaigns) only texts of that kind end, with `calls` only automatic calls.
    """

    kind: str = ""


@dataclass(frozen=True, slots=True)
class RecordOptIn:
    """Texts to this number may begin again. No answer."""


@dataclass(frozen=True, slots=True)
class MarkWrongNumber:
    """This number belongs to nobody on file: stop writing to it. No answer."""


@dataclass(frozen=True, slots=True)
class NoteSurvey:
    """What was answered to a survey, by the ledger's row: a score, words, or both. No answer."""

    id: str
    score: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True)
class FindForm:
    """The form that this number has to fill in, with what was answered so far. Answer: `FormFound` or `NoForm`."""


@dataclass(frozen=True, slots=True)
class KeepAnswers:
    """All answers of a form as they are now; `finished` once they were read back and found right. No answer."""

    response: str
    answers: tuple[FormAnswer, ...]
    finished: bool = False


@dataclass(frozen=True, slots=True)
class KeepInsurance:
    """The insurance of a patient, for staff to verify. No answer."""

    patient_id: str
    carrier: str
    member_id: str
    group_number: str = ""


Effect = (
    FindSlots
    | HoldSlot
    | ReleaseHold
    | BookAppointment
    | MoveAppointment
    | CancelAppointment
    | ConfirmAppointment
    | JoinWaitlist
    | LeaveWaitlist
    | AcceptOffer
    | DeclineOffer
    | CheckIdentity
    | NoteReason
    | NoteAnswer
    | CheckDelay
    | MarkArrived
    | OpenCase
    | RecordOptOut
    | RecordOptIn
    | MarkWrongNumber
    | NoteSurvey
    | FindForm
    | KeepAnswers
    | KeepInsurance
)
