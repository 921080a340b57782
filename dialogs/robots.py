"""Whether a machine answers at the other end: an auto-reply, an echo of our words, the same text again and again.

What a machine writes is not answered, so that two machines never talk to each other without end; a person is told. Nor
is anybody answered without end: beyond a day's measure only what changes or looks for a visit still is.
"""

from __future__ import annotations

import re
import zlib
from datetime import datetime, timedelta
from typing import Any

from dialogs.effects import (
    BookAppointment,
    CancelAppointment,
    ConfirmAppointment,
    FindSlots,
    HoldSlot,
    MoveAppointment,
    OpenCase,
)
from dialogs.events import PatientSaid
from dialogs.session import Session
from dialogs.turn import Turn
from dialogs.understanding.normalise import plain

MOST_ALIKE = 3
MOST_A_DAY = 60
_DAY = timedelta(days=1)
_WORDS = 3
ROBOT = OpenCase("other", "A machine seems to answer at this number, so the bot has stopped answering it. Please call.")
TOO_MANY = OpenCase("other", "Wrote more than sixty texts within a day: the bot answers only what changes a visit.")
_WANTED = (FindSlots, HoldSlot, BookAppointment, MoveAppointment, CancelAppointment, ConfirmAppointment)
_AUTO_REPLY = re.compile(
    r"\b(?:auto ?(?:matic|mated)? ?(?:reply|response|message)|auto ?responder|out of (?:the )?office|"
    r"(?:im|i am) driving|driving (?:right now|mode)|do not disturb|sent from my car|"
    r"this (?:number|mailbox|inbox) is not monitored|no ?reply|"
    r"respuesta automatica|mensaje automatico|fuera de la oficina|estoy manejando|estoy conduciendo)\b"
)


def noticed(before: Session, turn: Turn, said: PatientSaid) -> Turn | None:
    """The silent turn where a machine wrote; `before` knows what was said last. None where a person may have."""
    words = plain(said.text)
    return turn.doing(ROBOT) if _AUTO_REPLY.search(words) or _echoes(words, before.words) else None


def repeats(session: Session) -> bool:
    """Whether the same text, which asks for nothing, has come so often that no person sends it."""
    return session.alike >= MOST_ALIKE and session.misses == 0


def beyond_measure(before: Session, turn: Turn) -> Turn:
    """The turn, or silence and a case where the number has written too much today and wants nothing of the calendar."""
    if turn.session.texts <= MOST_A_DAY or any(isinstance(effect, _WANTED) for effect in turn.effects):
        return turn
    counted = before.having(texts=turn.session.texts, since=turn.session.since, last_at=turn.session.last_at)
    return Turn(counted).doing(TOO_MANY)


def counted(session: Session, text: str, now: datetime) -> dict[str, Any]:
    """What the session counts of a text: how many came today, and how often this very one in a row, unless short."""
    fresh = session.since is None or now - session.since >= _DAY
    texts, since = (1, now) if fresh else (session.texts + 1, session.since)
    words = plain(text)
    mark = zlib.crc32(words.encode("utf-8", "surrogatepass")) if words.count(" ") + 1 >= _WORDS else 0
    alike = session.alike + 1 if mark and mark == session.heard else 0
    return {"heard": mark, "alike": alike, "texts": texts, "since": since}


def _echoes(words: str, ours: str) -> bool:
    if not ours or len(words) < len(ours) // 2 or words.count(" ") + 1 < _WORDS:  # an echo is as long as what it echoes
        return False
    return words == plain(ours)
