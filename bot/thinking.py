"""Thinking a turn through: understanding, dialog and searches, as far as nothing has to be written.

A `Draft` says how far it came; whoever holds the writing transaction goes on from there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot import identifying
from bot.effects import Hands, writes
from dialogs.effects import Effect
from dialogs.engine import advance
from dialogs.events import Event, Facts, PatientSaid
from dialogs.say import Say
from dialogs.session import Session
from dialogs.understanding import understand
from scheduler.clinic import Clinic
from storage import appointments, patients
from storage.arrivals import Arrival
from storage.conversations import Conversation
from storage.work import Work

MOST_STEPS = 12


@dataclass(frozen=True, slots=True)
class InboundText:
    """A text as it came in. Numbers are E.164 or short codes, without the channel.

    `media_sids` are the phone company's ids of what came with it, empty where it did not tell.
    """

    sid: str
    from_number: str
    to_number: str
    body: str
    media: int = 0
    opt_out_type: str = ""
    channel: str = "sms"
    media_sids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A turn as far as it has been thought: `pending` are the effects still to be carried out.

    `conversation` is as it was read, `now` when; `moments` are the instants at which the dialog answered each event.
    """

    conversation: Conversation | None
    before: Session
    session: Session
    facts: Facts
    now: datetime
    events: tuple[Event, ...] = ()
    says: tuple[Say, ...] = ()
    effects: tuple[Effect, ...] = ()
    pending: tuple[Effect, ...] = ()
    kept_from_bot: bool = False
    moments: tuple[datetime, ...] = ()

    @property
    def version(self) -> int:
        return self.conversation.version if self.conversation else 0

    def silenced(self) -> Draft:
        """Nothing said, nothing done, the dialog where it stood."""
        return replace(
            self, session=self.before, events=(), says=(), effects=(), pending=(), kept_from_bot=True, moments=()
        )


def think(work: Work, clinic: Clinic, inbound: InboundText, arrival: Arrival) -> Draft:
    """The turn as far as it goes without writing."""
    facts = facts_of(work, clinic, inbound, suppressed=arrival.suppressed)
    draft = first_step(work, inbound, facts, arrival.conversation)
    return go_on(draft, Hands(work, clinic, draft.facts, inbound.from_number), may_write=False)


def first_step(work: Work, inbound: InboundText, facts: Facts, conversation: Conversation | None) -> Draft:
    """What was understood, and the dialog's first answer to it."""
    clinic, before = facts.clinic, _session(conversation, facts)
    if verified := before.speaks_for(work.now):
        facts = identifying.with_verified(work, facts, verified)
    said = PatientSaid(
        inbound.body,
        understand(
            inbound.body,
            work.now.astimezone(clinic.zone()),
            clinic.zone(),
            before.language,
            before.context(clinic),
            providers=clinic.spoken_providers,
            languages=tuple(clinic.languages),
        ),
        facts,
        inbound.opt_out_type,
        inbound.media,
    )
    turn = advance(before, said, work.now)
    return Draft(
        conversation=conversation,
        before=before,
        session=turn.session,
        facts=facts,
        now=work.now,
        events=(said,),
        says=turn.says,
        pending=turn.effects,
        moments=(work.now,),
    )


def facts_of(work: Work, clinic: Clinic, inbound: InboundText, *, suppressed: bool) -> Facts:
    """Who writes, as far as the number tells: only a text from a number on file does."""
    on_file = patients.on_phone(work, inbound.from_number) if inbound.channel == "sms" else ()
    return Facts(
        clinic=clinic,
        patients=on_file,
        visits=appointments.upcoming_of(work, [patient.id for patient in on_file]) if on_file else (),
        suppressed=suppressed,
        staffed=clinic.is_staffed(work.now),
        public=inbound.channel != "sms",
    )


def _session(conversation: Conversation | None, facts: Facts) -> Session:
    if conversation is not None and conversation.session:
        return Session.from_json(conversation.session)
    return Session.fresh(facts.patients[0].language if facts.patients else facts.clinic.default_language)


def go_on(draft: Draft, hands: Hands, *, may_write: bool) -> Draft:
    """Carry out effects and feed their answers back, until the patient's turn comes or something must be written."""
    for _ in range(MOST_STEPS):
        if not draft.pending or (writes(draft.pending[0]) and not may_write):
            return draft
        effect, *rest = draft.pending
        event = hands.carry_out(effect)
        draft = replace(draft, effects=(*draft.effects, effect), pending=tuple(rest))
        if event is not None:
            turn = advance(draft.session, event, hands.work.now)
            draft = replace(
                draft,
                session=turn.session,
                events=(*draft.events, event),
                says=(*draft.says, *turn.says),
                pending=(*draft.pending, *turn.effects),
                moments=(*draft.moments, hands.work.now),
            )
    raise RuntimeError("a dialog asked for effects without end")
