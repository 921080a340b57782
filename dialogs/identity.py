"""Once a number has proved whom it speaks for: on with what was wanted before the question."""

from __future__ import annotations

from datetime import datetime

from dialogs import router
from dialogs.events import PatientIdentified
from dialogs.flows.identify import Proving
from dialogs.hearing import Heard
from dialogs.session import Session
from dialogs.turn import Turn


def known(before: Session, turn: Turn, identified: PatientIdentified, now: datetime) -> Turn:
    """The turn in which the patient became known, going on with what `before` remembers."""
    memory = before.top.memory if before.top is not None else None
    wanted = memory.wanted if isinstance(memory, Proving) else ()
    if not identified.newcomer:
        turn = turn.having(verified=(identified.patient_id,))
    heard, facts = Heard(wanted, ""), identified.facts
    beside = router.asides(turn, heard, facts)
    started = router.start(beside or turn, heard, facts, now)
    return started or beside or router.welcome(turn, facts)
