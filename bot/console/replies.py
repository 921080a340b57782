"""Ready-made answers of the clinic's file, filled in for one conversation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.console.views import Eyes
from dialogs import prompts
from scheduler.clinic_tables import PLACEHOLDERS
from scheduler.model import Appointment, Patient

_PLACEHOLDER = re.compile(f"{{({'|'.join(PLACEHOLDERS)})}}")


@dataclass(frozen=True, slots=True)
class ReadyReply:
    """`text` is ready to be sent, where nothing is left to fill in by hand."""

    title: str
    text: str


def ready(eyes: Eyes, people: Sequence[Patient], coming: Sequence[Appointment], language: str) -> list[ReadyReply]:
    """All of them, in the patient's language. What is not known stays to be filled in: `{visit}`."""
    known = _known(eyes, people, coming, language)
    clinic = eyes.clinic
    return [
        ReadyReply(reply.title, _PLACEHOLDER.sub(lambda found: known.get(found[1], found[0]), text))
        for reply in clinic.replies
        if (text := clinic.word(reply.text, language))
    ]


def _known(eyes: Eyes, people: Sequence[Patient], coming: Sequence[Appointment], language: str) -> dict[str, str]:
    known = {"clinic": eyes.clinic.name}
    if len(people) == 1:
        known["first_name"] = people[0].first_name
    if len(coming) == 1:
        known["visit"] = prompts.option_texts((coming[0].slot,), language, eyes.clinic)[0]
    return known
