"""One turn as it grows: the session afterwards, what is said, what is asked of the clinic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dialogs.effects import Effect
from dialogs.say import Say
from dialogs.session import Frame, Session
from scheduler.values import quick


@quick
@dataclass(frozen=True, slots=True)
class Turn:
    """One event in, one answer out. At most one effect is answered by an event, and it is the last."""

    session: Session
    says: tuple[Say, ...] = ()
    effects: tuple[Effect, ...] = ()

    def saying(self, key: str, **values: object) -> Turn:
        return Turn(self.session, (*self.says, Say(key, values)), self.effects)

    def doing(self, *effects: Effect) -> Turn:
        return Turn(self.session, self.says, (*self.effects, *effects)) if effects else self

    def having(self, **changes: Any) -> Turn:
        """With other values in the session."""
        return Turn(self.session.having(**changes), self.says, self.effects)

    def with_top(self, frame: Frame) -> Turn:
        return self.having(frames=(*self.session.frames[:-1], frame))

    def without_top(self) -> Turn:
        return self.having(frames=self.session.frames[:-1])

    @property
    def silent(self) -> bool:
        return not self.says
