"""Results: the clinic has a message, whose content no text tells. Whatever is answered goes to staff."""

from __future__ import annotations

from dataclasses import dataclass

from dialogs.effects import OpenCase
from dialogs.events import OutreachSent
from dialogs.flow import DONE, Flow, On, State
from dialogs.meanings import Dictated


@dataclass(frozen=True, slots=True)
class Waiting:
    """For whom the message is."""

    patient_id: str


def told(sent: OutreachSent) -> Waiting:
    """The memory of a notice that just went out."""
    return Waiting(sent.patient_id)


def ask_staff(memory: Waiting) -> OpenCase:
    summary = "Answered the notice that there is a message from the clinic. Please tell them."
    return OpenCase("results", summary, patient_id=memory.patient_id)


RESULTS = Flow(
    "results",
    State("asked", On(Dictated, do=ask_staff, say="results_passed", to=DONE), ask="results_notice"),
    memory=Waiting,
    lasts_hours=14 * 24,
)
