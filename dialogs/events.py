"""What can happen in a conversation: facts, as values."""

from __future__ import annotations

from dataclasses import dataclass

from dialogs.effects import (
    AcceptOffer,
    BookAppointment,
    CancelAppointment,
    CheckDelay,
    CheckIdentity,
    ConfirmAppointment,
    FindForm,
    FindSlots,
    HoldSlot,
    JoinWaitlist,
    LeaveWaitlist,
    MoveAppointment,
)
from dialogs.papers import Paper
from dialogs.understanding.model import NOT_UNDERSTOOD, Understanding
from scheduler.clinic import Clinic
from scheduler.model import Appointment, Hold, Patient, Slot, WaitlistOffer
from scheduler.values import quick


@quick
@dataclass(frozen=True, slots=True)
class Facts:
    """What the clinic knows when a turn begins, for the number that is writing.

    `patients` are those on file with this number and those they are guardians of; `visits` are their
    upcoming visits, earliest first. `suppressed` says that the number opted out; `staffed` that people are in; `public`
    that nothing personal may be told on this channel; `newcomer` that the patient was put on file just now.
    """

    clinic: Clinic
    patients: tuple[Patient, ...] = ()
    visits: tuple[Appointment, ...] = ()
    suppressed: bool = False
    staffed: bool = False
    public: bool = False
    newcomer: bool = False


@quick
@dataclass(frozen=True, slots=True)
class PatientSaid:
    """A text or spoken sentence arrived. `opt_out_type` is Twilio's own verdict (STOP, START, HELP) or empty."""

    text: str
    understanding: Understanding
    facts: Facts
    opt_out_type: str = ""
    media: int = 0

    def as_said(self) -> PatientSaid:
        """The same before it was understood: what is worth recording, since words can be understood anew."""
        return PatientSaid(self.text, NOT_UNDERSTOOD, self.facts, self.opt_out_type, self.media)


@dataclass(frozen=True, slots=True)
class ReminderSent:
    """A reminder of these visits went out in this conversation; with `ask_to_confirm` it ended in a question."""

    visits: tuple[Appointment, ...]
    ask_to_confirm: bool


@dataclass(frozen=True, slots=True)
class OfferSent:
    """An opening was offered to somebody on the waiting list; `visit` is the one that would move there.

    `name` tells the patient apart where the phone has several; `minutes` is how long the opening is kept.
    """

    offer: WaitlistOffer
    minutes: int
    visit: Appointment | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class ChoiceSent:
    """The patient was told that the clinic cannot keep a visit, with numbered openings instead (perhaps none)."""

    visit: Appointment
    openings: tuple[Slot, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class OutreachSent:
    """Something was begun that no visit ahead asks for: its `kind` is `scheduler.outreach.Kind`, `id` the ledger's row.

    `visit` is the one that it is about; `visit_type` what may be booked; `name` tells the patient apart where the phone
    has several; `count` is how many months ago they were seen, `text` a campaign's own words.
    """

    kind: str
    id: str
    patient_id: str
    visit: Appointment | None = None
    visit_type: str = ""
    name: str = ""
    count: int = 0
    text: str = ""
    bad_score: int = 2


@dataclass(frozen=True, slots=True)
class FormSent:
    """The patient was asked to fill in a form, or reminded of one; the text ended in a question."""

    paper: Paper


@dataclass(frozen=True, slots=True)
class StaffReleased:
    """Staff resolved the case that they held; the bot may speak again.

    With `resume` they left the patient to the bot, which goes on where it was.
    """

    resume: bool = False


@dataclass(frozen=True, slots=True)
class SlotsFound:
    """The openings that will be offered, in the order in which to say them."""

    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class NothingFree:
    """No opening in the windows asked for; `nearest` are openings outside them (may be empty)."""

    nearest: tuple[Slot, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SlotHeld:
    """The slot is kept for this patient until the hold expires."""

    hold: Hold


@dataclass(frozen=True, slots=True)
class SlotTaken:
    """Somebody else was faster. Nothing changed."""


@dataclass(frozen=True, slots=True)
class HoldExpired:
    """The patient took too long: the hold ran out, or the time is too near by now; nothing was booked."""


@dataclass(frozen=True, slots=True)
class AppointmentBooked:
    """The committed row of a new visit."""

    appointment: Appointment


@dataclass(frozen=True, slots=True)
class AppointmentMoved:
    """The committed row after the move."""

    appointment: Appointment


@dataclass(frozen=True, slots=True)
class AppointmentCancelled:
    """The committed row after the cancellation."""

    appointment: Appointment


@dataclass(frozen=True, slots=True)
class AppointmentConfirmed:
    """The committed row after the confirmation."""

    appointment: Appointment


@dataclass(frozen=True, slots=True)
class WaitlistJoined:
    """The patient is in line."""


@dataclass(frozen=True, slots=True)
class WaitlistLeft:
    """How many places in line were given up."""

    count: int


@dataclass(frozen=True, slots=True)
class OfferAccepted:
    """The committed row of the visit, which has moved or is new."""

    appointment: Appointment


@dataclass(frozen=True, slots=True)
class OfferGone:
    """The offered opening is no longer there; nothing changed, and the place in line stays while it helps."""


@dataclass(frozen=True, slots=True)
class PatientIdentified:
    """Name and date of birth met in one record; `facts` are what the number may be told from now on."""

    patient_id: str
    facts: Facts
    newcomer: bool = False


@dataclass(frozen=True, slots=True)
class IdentityUnmatched:
    """No record has this name and date of birth; which of the two is wrong is not told."""


@dataclass(frozen=True, slots=True)
class IdentityLocked:
    """Too many wrong tries, by this number or for this name; staff take over."""


@dataclass(frozen=True, slots=True)
class FormFound:
    """The form that is to be filled in, as far as it is."""

    paper: Paper


@dataclass(frozen=True, slots=True)
class NoForm:
    """Nobody on this number has a form to fill in."""


@dataclass(frozen=True, slots=True)
class DelayFits:
    """The visit can begin that much later."""


@dataclass(frozen=True, slots=True)
class DelayTooLong:
    """Somebody else comes then, or the provider has gone."""


@dataclass(frozen=True, slots=True)
class NotAllowed:
    """The clinic refused: `gone` (moved, cancelled or past since), or a rule's name."""

    reason: str


Event = (
    PatientSaid
    | ReminderSent
    | OfferSent
    | ChoiceSent
    | OutreachSent
    | FormSent
    | StaffReleased
    | SlotsFound
    | NothingFree
    | SlotHeld
    | SlotTaken
    | HoldExpired
    | AppointmentBooked
    | AppointmentMoved
    | AppointmentCancelled
    | AppointmentConfirmed
    | WaitlistJoined
    | WaitlistLeft
    | OfferAccepted
    | OfferGone
    | PatientIdentified
    | IdentityUnmatched
    | IdentityLocked
    | FormFound
    | NoForm
    | DelayFits
    | DelayTooLong
    | NotAllowed
)

# With which of these the clinic answers an effect; the other effects are carried out without an answer.
ANSWERS: dict[type, tuple[type, ...]] = {
    FindSlots: (SlotsFound, NothingFree),
    HoldSlot: (SlotHeld, SlotTaken, HoldExpired),
    BookAppointment: (AppointmentBooked, SlotTaken, HoldExpired),
    MoveAppointment: (AppointmentMoved, SlotTaken, HoldExpired, NotAllowed),
    CancelAppointment: (AppointmentCancelled, NotAllowed),
    ConfirmAppointment: (AppointmentConfirmed, NotAllowed),
    JoinWaitlist: (WaitlistJoined,),
    LeaveWaitlist: (WaitlistLeft,),
    AcceptOffer: (OfferAccepted, OfferGone),
    CheckDelay: (DelayFits, DelayTooLong),
    FindForm: (FormFound, NoForm),
    CheckIdentity: (PatientIdentified, IdentityUnmatched, IdentityLocked),
}
