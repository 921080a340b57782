"""Several questions in one text: "what's your address, and is there parking?" gets both answers, in this order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from dialogs import answers
from dialogs.events import PatientSaid
from dialogs.hearing import Heard
from dialogs.meanings import AskedInfo, AskedWhen
from dialogs.understanding import understand
from dialogs.understanding.model import Act, Context
from dialogs.understanding.normalise import plain
from scheduler.values import changed

MOST_QUESTIONS = 3
_ASKING = (Act.ASK_INFO, Act.OTHER)
_CUT = re.compile(r"\s*(?:[?;,\n]|[.!](?=\s)|\b(?:and|also|plus|y|e|tambi[eé]n|adem[aá]s)\b|&)\s*", re.IGNORECASE)


def told_apart(heard: Heard, said: PatientSaid, now: datetime) -> Heard:
    """With a question for each piece of the text that asks for something; as it was where there is but one."""
    if not heard.has(AskedInfo, AskedWhen):
        return heard
    pieces = [piece for piece in _CUT.split(said.text) if piece]
    if len(pieces) < 2:
        return heard
    asked = tuple(dict.fromkeys(_questions(pieces, said, now)))
    if not 1 < len(asked) <= MOST_QUESTIONS:
        return heard
    others = (meaning for meaning in heard.meanings if not isinstance(meaning, AskedInfo | AskedWhen))
    return changed(heard, meanings=(*asked, *others))


def _questions(pieces: list[str], said: PatientSaid, now: datetime) -> Iterator[AskedInfo | AskedWhen]:
    clinic = said.facts.clinic
    zone = clinic.zone()
    for piece in pieces:
        understood = understand(piece, now.astimezone(zone), zone, said.understanding.lang, Context())
        topic = next((one.topic for one in understood.acts if one.act in _ASKING and one.topic), None)
        words = plain(piece)
        if topic == "who" or understood.heard(Act.ASK_WHEN) is not None:
            yield AskedWhen()
        elif topic is not None or answers.own_answer(words, clinic) is not None:
            yield AskedInfo(topic or "", words)
