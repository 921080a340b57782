"""What an utterance was understood to mean."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from scheduler.values import quick
from scheduler.wishes import When


class Act(StrEnum):
    """The intent in an utterance."""

    CONFIRM = "confirm"
    DENY = "deny"
    BOOK = "book"
    RESCHEDULE = "reschedule"
    CANCEL = "cancel"
    ASK_WHEN = "ask_when"
    ASK_INFO = "ask_info"
    GIVE_DATE = "give_date"
    GIVE_TIME = "give_time"
    GIVE_NAME = "give_name"
    REQUEST_ALTERNATIVES = "request_alternatives"
    SELECT_OPTION = "select_option"
    RUNNING_LATE = "running_late"
    ARRIVED = "arrived"
    THANKS = "thanks"
    GREETING = "greeting"
    GOODBYE = "goodbye"
    HUMAN = "human"
    OPT_OUT = "opt_out"
    OPT_IN = "opt_in"
    HELP = "help"
    EMERGENCY = "emergency"
    CRISIS = "crisis"
    WRONG_NUMBER = "wrong_number"
    REPEAT = "repeat"
    BACK = "back"
    OTHER = "other"


@quick
@dataclass(frozen=True, slots=True)
class Heard:
    """One act with what belongs to it: `option` (1-based) of a choice, `name`, `topic` of a question.

    `guessed` where no rule heard it and learnt weights alone speak for it: never a consent to anything.
    """

    act: Act
    option: int | None = None
    name: str | None = None
    topic: str | None = None
    because: str = ""
    guessed: bool = False


@quick
@dataclass(frozen=True, slots=True)
class Context:
    """What the patient was last asked, in the words that were used, and the options they saw.

    `hours` are the minutes between which visits are possible on each weekday, Monday first; empty where unknown.
    """

    asked: str = ""
    options: tuple[str, ...] = ()
    hours: tuple[tuple[int, int], ...] = ()


@quick
@dataclass(frozen=True, slots=True)
class Understanding:
    """Acts, the surest first; the times that were said; the language; how sure (0 to 1)."""

    acts: tuple[Heard, ...]
    when: When | None = None
    lang: str = "en"
    confidence: float = 0.0
    because: tuple[str, ...] = ()

    def heard(self, act: Act) -> Heard | None:
        """The first mention of `act`, or None."""
        return next((heard for heard in self.acts if heard.act is act), None)


NOT_UNDERSTOOD = Understanding(())
