"""Where a conversation stands, as a value: a stack of half-finished flows, the language, what was last asked.

Nothing is kept elsewhere: `to_json` and `from_json` lose nothing that `engine` needs, and a frame that this version
cannot read any more is dropped, with `lost` set, so that the patient can be told politely.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dialogs import prompts, record
from dialogs.flows import FLOWS
from dialogs.say import Say
from dialogs.understanding.model import Context
from scheduler.clinic import Clinic
from scheduler.values import changed, quick

# After this pause a conversation begins anew, with the clinic's name.
PAUSE = timedelta(hours=12)


@quick
@dataclass(frozen=True, slots=True)
class Frame:
    """One flow under way: where it is and what it remembers."""

    flow: str
    version: int
    state: str
    memory: Any

    def at(self, state: str, memory: Any) -> Frame:
        """The same flow, further on."""
        return Frame(self.flow, self.version, state, memory)

    @property
    def known(self) -> bool:
        """Whether today's flows still have this place."""
        flow = FLOWS.get(self.flow)
        if flow is None or flow.version != self.version:
            return False
        return self.state in flow.states and type(self.memory) is flow.memory


@quick
@dataclass(frozen=True, slots=True)
class Session:
    """A conversation between turns.

    `asked` is the prompt of the topmost frame that waits for an answer. `alarm` is "emergency" or "crisis" until staff
    release the conversation; `handed_over` the reason for which staff were asked in. `lost` says that a frame could
    not be read. `words` are what was said last, with its options as they were `shown`. `verified` are patients who
    proved who they are from a number that is not on file. `heard` marks the last text of several words, `alike` counts
    how often it was repeated, `texts` how many came within a day from `since` on.
    """

    language: str
    frames: tuple[Frame, ...] = ()
    asked: str = ""
    misses: int = 0
    alarm: str = ""
    handed_over: str = ""
    last_at: datetime | None = None
    lost: bool = False
    words: str = ""
    shown: tuple[str, ...] = ()
    verified: tuple[str, ...] = ()
    heard: int = 0
    alike: int = 0
    texts: int = 0
    since: datetime | None = None

    @classmethod
    def fresh(cls, language: str) -> Session:
        """The start of a conversation."""
        return cls(language)

    @property
    def top(self) -> Frame | None:
        return self.frames[-1] if self.frames else None

    def having(self, **changes: Any) -> Session:
        """The same with other values."""
        return changed(self, **changes)

    def speaks_for(self, now: datetime) -> tuple[str, ...]:
        """The patients for whom this number proved itself; after a pause it proves itself anew."""
        lately = self.last_at is not None and now - self.last_at <= PAUSE
        return self.verified if lately else ()

    @property
    def question(self) -> Say | None:
        """What was last asked, with its values."""
        if not self.asked or not self.frames:
            return None
        frame = self.frames[-1]
        return Say(self.asked, FLOWS[frame.flow].values(frame.memory))

    def told(self, words: str, clinic: Clinic) -> Session:
        """The session of a conversation in which `words` were said last, kept for understanding the answer."""
        question = self.question
        if question is None:
            return self
        return self.having(words=words, shown=prompts.option_texts(question.options, self.language, clinic))

    def context(self, clinic: Clinic) -> Context:
        """What the patient was last asked, for understanding the answer."""
        question = self.question
        if question is None:
            return Context(hours=clinic.visiting_hours)
        if self.words:
            return Context(self.words, self.shown, clinic.visiting_hours)
        asked = prompts.compose((question,), self.language, "sms", clinic)
        return Context(asked, prompts.option_texts(question.options, self.language, clinic), clinic.visiting_hours)

    def to_json(self) -> str:
        """The whole conversation as text."""
        return record.to_text(self)

    @classmethod
    def from_json(cls, text: str) -> Session:
        """The conversation that `to_json` wrote, without the frames that cannot be read any more."""
        try:
            session = record.from_text(text)
        except record.Unreadable:
            return _rescued(json.loads(text))
        if isinstance(session, cls) and all(frame.known for frame in session.frames):
            return session
        return _rescued(json.loads(text))


record.register(Frame, Session)


def _rescued(data: dict[str, Any]) -> Session:
    """What can still be read; the question that was open is lost."""
    readable = tuple(frame for item in data.get("frames", ()) if (frame := _frame(item)) is not None)
    last_at = data.get("last_at")
    return Session(
        language=data["language"],
        frames=readable,
        misses=data.get("misses", 0),
        alarm=data.get("alarm", ""),
        handed_over=data.get("handed_over", ""),
        last_at=datetime.fromisoformat(last_at) if last_at else None,
        lost=True,
    )


def _frame(data: Any) -> Frame | None:
    try:
        frame = record.load(data)
    except record.Unreadable:
        return None
    return frame if isinstance(frame, Frame) and frame.known else None
