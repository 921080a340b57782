"""What is begun without a visit ahead: its words, and how the dialog goes on from there.

The question that went out last is the one that the next answer belongs to. A campaign asks nothing, so that after it
a yes belongs to no question at all.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from dialogs.events import OutreachSent
from dialogs.flows import followup, results, survey
from dialogs.handover import OUTLASTS
from dialogs.say import Say
from dialogs.session import Session
from dialogs.stepping import begin, leave_all
from dialogs.turn import Turn

# Which flow waits for the answer, and what it remembers.
_FLOWS: dict[str, tuple[str, Callable[[OutreachSent], Any]]] = {
    "no_show": ("followup", followup.asked),
    "recall": ("followup", followup.asked),
    "campaign": ("followup", followup.asked),
    "survey": ("survey", survey.asked),
    "results": ("results", results.told),
}
_OURS = frozenset(flow for flow, _ in _FLOWS.values())


def says(sent: OutreachSent) -> tuple[Say, ...]:
    """The text; follow it with `sent`."""
    if sent.kind == "campaign" and not sent.visit_type:
        return (Say("campaign", {"text": sent.text}),)
    key = {"no_show": "no_show_followup", "recall": "recall_due", "campaign": "campaign_recall"}.get(sent.kind)
    if key:
        return (Say(key, followup.values(followup.asked(sent))),)
    if sent.kind == "survey":
        return (Say("survey_score", survey.values(survey.asked(sent))),)
    return (Say("results_notice", {}),)


def begun(session: Session, sent: OutreachSent, now: datetime) -> Turn:
    """The dialog after such a text: what was asked before it is over, but a visit that waits to be confirmed."""
    turn = leave_all(Turn(session.having(last_at=now, words="", shown=(), misses=0)), but=OUTLASTS)
    if sent.kind == "campaign" and not sent.visit_type:
        return leave_all(turn)
    flow, remember = _FLOWS[sent.kind]
    return begin(turn, flow, remember(sent))


def reason_of(session: Session) -> str | None:
    """For what staff are asked in, where the open question tells."""
    return "results" if session.top is not None and session.top.flow == "results" else None
