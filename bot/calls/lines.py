"""One turn of a call in hand: the transaction, the clinic, whose conversation it is, where the call stands.

And what a turn comes to: the next state, what is said, and what follows from it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.calls.requests import CallRequest
from bot.effects import Hands
from bot.thinking import Draft, go_on
from dialogs.calls.call import Call
from dialogs.engine import advance
from dialogs.events import Event, Facts, PatientSaid, ReminderSent
from dialogs.say import Say
from dialogs.session import Session
from dialogs.understanding import understand
from scheduler.clinic import Clinic
from scheduler.model import Appointment, Patient
from storage import appointments, patients
from storage.conversations import Conversation
from storage.work import Work


class Next(StrEnum):
    """What follows once everything was said."""

    LISTEN = "listen"
    CONNECT = "connect"
    MESSAGE = "message"
    HANG_UP = "hang_up"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a turn comes to. `draft` is the dialog's part, `before` and `after` what the call says around it.

    `outcome` is what the caller has got: empty where nothing has changed. `question` is what 8 says again, where that
    is not all of it.
    """

    call: Call
    before: tuple[Say, ...] = ()
    draft: Draft | None = None
    after: tuple[Say, ...] = ()
    then: Next = Next.LISTEN
    outcome: str = ""
    question: tuple[Say, ...] | None = None

    @property
    def says(self) -> tuple[Say, ...]:
        return (*self.before, *(self.draft.says if self.draft else ()), *self.after)


@dataclass(frozen=True, slots=True)
class Line:
    """The means of one turn."""

    work: Work
    clinic: Clinic
    request: CallRequest
    conversation: Conversation
    call: Call

    def having(self, **changes: object) -> Line:
        return replace(self, call=self.call.having(**changes))

    @property
    def on_file(self) -> tuple[Patient, ...]:
        """Whose number it is, as far as one is shown; it proves nothing."""
        return patients.on_phone(self.work, self.request.caller) if self.request.caller else ()

    def people(self) -> tuple[Patient, ...]:
        """Those for whom the caller may speak, in the order in which they are known."""
        found = patients.many(self.work, self.call.known) if self.call.known else {}
        return tuple(found[known] for known in self.call.known if known in found)

    def facts(self) -> Facts:
        """What the dialog may know: nothing of anybody before the caller is known."""
        people = self.people()
        visits = appointments.upcoming_of(self.work, [person.id for person in people]) if people else ()
        if self.call.limited:
            visits = tuple(visit for visit in visits if visit.id in self.call.visits)
        return Facts(self.clinic, people, visits, staffed=self.clinic.is_staffed(self.work.now))

    def understood(self, text: str, facts: Facts, session: Session) -> PatientSaid:
        """A sentence of the caller, and what was understood of it."""
        zone = self.clinic.zone()
        understanding = understand(
            text,
            self.work.now.astimezone(zone),
            zone,
            session.language,
            session.context(self.clinic),
            providers=self.clinic.spoken_providers,
            languages=tuple(self.clinic.languages),
        )
        return PatientSaid(text, understanding, facts)

    def hands(self, facts: Facts) -> Hands:
        return Hands(self.work, self.clinic, facts, self.request.thread, self.conversation, spoken=True)

    def tell(self, event: Event) -> Draft:
        """What the caller has just heard, for the dialog to know what they answer."""
        facts, session = self.facts(), self.call.session
        turn = advance(session, event, self.work.now)
        return Draft(
            self.conversation,
            session,
            turn.session,
            facts,
            self.work.now,
            events=(event,),
            moments=(self.work.now,),
        )

    def think(self, text: str | None, *, about: tuple[Appointment, ...] = ()) -> Draft:
        """The dialog's turn, carried out: what was said, after the visits that were read out, if any were."""
        facts, session = self.facts(), self.call.session
        draft = Draft(self.conversation, session, session, facts, self.work.now)
        if about:
            draft = self.tell(ReminderSent(about, ask_to_confirm=True))
        if text is None:
            return draft
        said = self.understood(text, facts, draft.session)
        turn = advance(draft.session, said, self.work.now)
        draft = replace(
            draft,
            session=turn.session,
            events=(*draft.events, said),
            says=turn.says,
            pending=turn.effects,
            moments=(*draft.moments, self.work.now),
        )
        return go_on(draft, self.hands(facts), may_write=True)

    def next_visits(self) -> tuple[Appointment, ...]:
        """The visits of the next day on which there are any."""
        visits = self.facts().visits
        if not visits:
            return ()
        day = self._day(visits[0])
        return tuple(visit for visit in visits if self._day(visit) == day)

    def _day(self, visit: Appointment) -> object:
        known = any(place.id == visit.slot.location for place in self.clinic.locations)
        return visit.slot.starts_at.astimezone(self.clinic.zone(visit.slot.location if known else None)).date()
