"""What a patient's words mean to a flow: small facts, read from an understanding by `hearing`.

Flows wait for these and for the clinic's answers (`events`); they never look at words themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dialogs.paper_meanings import (
    Amended,
    BringsInsurance,
    GaveAnswer,
    PutsOff,
    SentPictures,
    Skipped,
    UnclearAnswer,
    WantsForm,
)
from scheduler.wishes import ANY_TIME, When


@dataclass(frozen=True, slots=True)
class Entered:
    """A state was just entered; lines on this are taken at once, without waiting for the patient."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Yes, perhaps for some patients only. `sure` where the words promise to come ("I confirm", "I'll be there")."""

    patients: tuple[str, ...] = ()
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Denied:
    """No."""


@dataclass(frozen=True, slots=True)
class KeepsVisit:
    """Nothing shall be changed after all: "keep it", "never mind", "I'll be there" when asked whether to cancel."""


@dataclass(frozen=True, slots=True)
class SelectedOption:
    """One of the numbered options, counted from 1; `by_number` where a bare digit was sent.

    `when` is a time that was named with it: "the second one, to Friday".
    """

    option: int
    by_number: bool = False
    when: When = ANY_TIME


@dataclass(frozen=True, slots=True)
class SelectedAll:
    """All of the options: "both", "all of them"."""


@dataclass(frozen=True, slots=True)
class GaveWhen:
    """Days or times at which the patient would like to come."""

    when: When


class Shift(StrEnum):
    """Which way a new wish leads from the options seen."""

    NONE = "none"
    EARLIER = "earlier"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class WantsOther:
    """None of the options: others, or earlier or later ones."""

    shift: Shift = Shift.NONE


@dataclass(frozen=True, slots=True)
class NamedProvider:
    """A provider was named, perhaps with a time; `refused` in "not with Dr. Lee"."""

    provider: str
    refused: bool = False
    when: When = ANY_TIME


@dataclass(frozen=True, slots=True)
class NamedPatients:
    """First names of patients on this phone, as ids."""

    patients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GaveIdentity:
    """A full name, a date of birth, or both, as the answer to the question who writes."""

    name: tuple[str, ...] = ()
    born: date | None = None


@dataclass(frozen=True, slots=True)
class WantsChange:
    """The visit cannot stay as it is; whether to move or to cancel is open."""

    patients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WantsMove:
    """Move a visit, perhaps to a time given in the same sentence; `other` than the one that is talked about."""

    patients: tuple[str, ...] = ()
    when: When = ANY_TIME
    other: bool = False


@dataclass(frozen=True, slots=True)
class WantsCancel:
    """Cancel a visit, for a `reason` perhaps; `other` than the one that is talked about."""

    patients: tuple[str, ...] = ()
    other: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class WantsWaitlist:
    """A place on the waiting list, perhaps for a time given in the same sentence."""

    patients: tuple[str, ...] = ()
    when: When = ANY_TIME


@dataclass(frozen=True, slots=True)
class LeavesWaitlist:
    """No place on the waiting list any more."""

    patients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WantsStop:
    """No more texts."""


@dataclass(frozen=True, slots=True)
class WantsBooking:
    """A new visit, perhaps for some patients, perhaps at a time given in the same sentence.

    `other` where it comes beside the one that is talked about; `relative` where it is for somebody of the family.
    """

    patients: tuple[str, ...] = ()
    when: When = ANY_TIME
    other: bool = False
    relative: bool = False


@dataclass(frozen=True, slots=True)
class NamedKind:
    """A visit type of the clinic was named, perhaps with a time and a provider; `other` as in `WantsBooking`."""

    kind: str
    when: When = ANY_TIME
    provider: str | None = None
    other: bool = False


@dataclass(frozen=True, slots=True)
class AskedWhen:
    """When is my visit?"""


@dataclass(frozen=True, slots=True)
class AskedInfo:
    """A question; `topic` is one of `answers.TOPICS` or empty; `words` are its own where there were several."""

    topic: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class WantsPerson:
    """A person, please."""


@dataclass(frozen=True, slots=True)
class NeedsStaff:
    """Something that only staff may answer; `reason` is a case's reason."""

    reason: str


@dataclass(frozen=True, slots=True)
class RunsLate:
    """On the way, but not in time; `minutes` is 0 where it was not said how late."""

    minutes: int = 0


@dataclass(frozen=True, slots=True)
class HasArrived:
    """At the door, or still `outside`."""

    outside: bool = False


@dataclass(frozen=True, slots=True)
class LeavesMessage:
    """Something is to be passed on to the care team; `whole` where the message itself was said."""

    whole: bool = False


@dataclass(frozen=True, slots=True)
class Dictated:
    """The words of a message, whatever they are; kept where they are the answer themselves."""

    words: str = ""


@dataclass(frozen=True, slots=True)
class Thanked:
    """Thanks, or a pleased emoji."""


@dataclass(frozen=True, slots=True)
class Greeted:
    """Hello."""


@dataclass(frozen=True, slots=True)
class SaidGoodbye:
    """Bye."""


@dataclass(frozen=True, slots=True)
class AskedHelp:
    """What can I do here?"""


@dataclass(frozen=True, slots=True)
class AskedRepeat:
    """Say it again."""


@dataclass(frozen=True, slots=True)
class WentBack:
    """One step back, or out of here."""


@dataclass(frozen=True, slots=True)
class SaidNew:
    """Whoever writes was never here before."""


@dataclass(frozen=True, slots=True)
class WantsLanguage:
    """Another language of the clinic."""

    language: str


Meaning = (
    Entered
    | Confirmed
    | Denied
    | KeepsVisit
    | SelectedOption
    | SelectedAll
    | GaveWhen
    | WantsOther
    | NamedProvider
    | NamedKind
    | NamedPatients
    | GaveIdentity
    | SaidNew
    | WantsChange
    | WantsMove
    | WantsCancel
    | WantsWaitlist
    | LeavesWaitlist
    | WantsStop
    | WantsBooking
    | AskedWhen
    | AskedInfo
    | WantsPerson
    | NeedsStaff
    | RunsLate
    | HasArrived
    | LeavesMessage
    | Dictated
    | Thanked
    | Greeted
    | SaidGoodbye
    | AskedHelp
    | AskedRepeat
    | WentBack
    | WantsLanguage
    | WantsForm
    | GaveAnswer
    | Amended
    | UnclearAnswer
    | Skipped
    | PutsOff
    | BringsInsurance
    | SentPictures
)
