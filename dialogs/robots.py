"""Whether a machine answers at the other end: an auto-reply, an echo of our words, the same text again and again.

What a machine writes is not answered, so that two machines never talk to each other without end; a person is told.
"""

from __future__ import annotations

import re
import zlib

from dialogs.effects import OpenCase
from dialogs.events import PatientSaid
from dialogs.session import Session
from dialogs.turn import Turn
from dialogs.understanding.normalise import plain

MOST_ALIKE = 3
_WORDS = 3
ROBOT = OpenCase("other", "A machine seems to answer at this number, so the bot has stopped answering it. Please call.")
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


def counted(session: Session, text: str) -> Session:
    """The session with how often this very text came in a row; short answers do not count."""
    words = plain(text)
    if words.count(" ") + 1 < _WORDS:
        return session.having(heard=0, alike=0) if session.heard else session
    mark = zlib.crc32(words.encode("utf-8", "surrogatepass"))
    return session.having(heard=mark, alike=session.alike + 1 if mark == session.heard else 0)


def _echoes(words: str, ours: str) -> bool:
    return bool(ours) and words.count(" ") + 1 >= _WORDS and words == plain(ours)
