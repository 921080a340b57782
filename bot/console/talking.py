"""A conversation as its page shows it: the thread, whose phone it is, their visits, its cases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot import cases as verbs
from bot import why
from bot.console import papers, replies, thread, views, words
from bot.console.look import Look
from bot.console.views import CaseView
from scheduler.model import Patient
from storage import appointments, calls, cases, conversations, messages, notes, patients
from storage.cases import Case
from storage.conversations import Conversation

MOST_MESSAGES = 200


@dataclass(frozen=True, slots=True)
class Talk:
    """Who is talked with, what was said, and why no text may go there, if none may."""

    id: str
    who: str
    initials: str
    hue: int
    phone: str
    holder: str
    language: str
    lines: tuple[thread.Line, ...]
    earlier: bool
    refusal: bool
    refusal_words: str
    refusal_sentence: str


@dataclass(frozen=True, slots=True)
class OtherCase:
    id: str
    reason_words: str
    state: str
    opened: str


@dataclass(frozen=True, slots=True)
class Everything:
    """All of one conversation that a page needs."""

    talk: Talk
    patients: tuple[Patient, ...]
    cases: tuple[Case, ...]


def read(look: Look, conversation_id: str) -> Everything | None:
    conversation = conversations.get(look.work, conversation_id)
    if conversation is None:
        return None
    on_phone = _reached(look, conversation)
    its_cases = tuple(cases.of_conversation(look.work, conversation.id))
    return Everything(_talk(look, conversation, on_phone, its_cases), on_phone, its_cases)


def _reached(look: Look, conversation: Conversation) -> tuple[Patient, ...]:
    """Those who are reached there, or the one without a phone whom the conversation stands for."""
    own = conversations.patient_without_phone(conversation.phone)
    if own is None:
        return patients.on_phone(look.work, conversation.phone)
    patient = patients.get(look.work, own)
    return () if patient is None else (patient,)


def beside(look: Look, everything: Everything, shown_case: str = "") -> dict[str, Any]:
    """What stands in the panel beside the thread."""
    visits = appointments.upcoming_of(look.work, [patient.id for patient in everything.patients])
    people = {patient.id: patient for patient in everything.patients}
    filled, insured = papers.beside(look, everything.patients)
    return {
        "forms": filled,
        "insured": insured,
        "talk": everything.talk,
        "calls_off": calls.wants_none(look.work, everything.talk.phone),
        "replies": replies.ready(look.eyes, everything.patients, visits, everything.talk.language),
        "offers_forms": bool(look.eyes.clinic.forms),
        "people": [views.person_view(patient, everything.patients, look.eyes) for patient in everything.patients],
        "upcoming": [
            views.visit_view(
                visit, people.get(visit.patient_id), look.eyes, why.sentences(look.work, look.eyes.clinic, visit)
            )
            for visit in visits
        ],
        "others": [_other(case, look) for case in reversed(everything.cases) if case.id != shown_case],
    }


def refresh(look: Look, everything: Everything, case: CaseView | None) -> str:
    """Where the thread asks for its newest state, and with it the state of the case that is shown."""
    values = {"case": case.id} if case else {}
    return look.refresh("thread_updates", state_of(everything, case), id=everything.talk.id, **values)


def state_of(everything: Everything, case: CaseView | None) -> object:
    return everything.talk.lines, case and (case.state, case.holder)


def first_open(look: Look, everything: Everything) -> OtherCase | None:
    return next((_other(case, look) for case in everything.cases if case.state != "resolved"), None)


def _talk(look: Look, conversation: Conversation, on_phone: tuple[Patient, ...], its_cases: tuple[Case, ...]) -> Talk:
    said = messages.of_conversation(look.work, conversation.id, MOST_MESSAGES)
    pictures = papers.pictures(look, conversation.id) if any(message.media for message in said) else {}
    written = notes.of_conversation(look.work, conversation.id)
    name = views.names(on_phone, conversation.phone)
    sentence = verbs.may_not_write(look.work, conversation)
    short = {long: short for short, long in words.REFUSALS.values()}
    holder = next((case.claimed_by for case in its_cases if case.state == "claimed"), None)
    return Talk(
        id=conversation.id,
        who=name,
        initials=views.initials(on_phone),
        hue=words.hue(conversation.phone),
        phone=conversation.phone,
        holder=(holder or "").partition("@")[0],
        language=conversation.language,
        lines=thread.lines(said, its_cases, written, on_phone, lambda email: _called(email, look), look.eyes, pictures),
        earlier=len(said) == MOST_MESSAGES,
        refusal=bool(sentence),
        refusal_words=short.get(sentence, "No texts"),
        refusal_sentence=sentence,
    )


def _called(email: str, look: Look) -> str:
    return "You" if email == look.visitor.account.email else email.partition("@")[0]


def _other(case: Case, look: Look) -> OtherCase:
    return OtherCase(
        case.id, words.REASONS.get(case.reason, case.reason), case.state, f"opened {look.eyes.ago(case.opened_at)}"
    )
