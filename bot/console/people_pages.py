"""Search, and the page of one patient: contact data, consent, family, visits with their reminders."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Any

from flask import Blueprint, abort, render_template, request

from bot import why
from bot.console import consents, papers, views, words
from bot.console.consents import Consents
from bot.console.look import Look, looking, note_opened
from bot.wiring import Desk
from scheduler.model import Patient
from storage import appointments, conversations, inbox, mutes, patients, search, suppressions
from storage.changes import Change

MOST_FOUND = 25
MOST_VISITS = 50


def register(room: Blueprint, desk: Desk) -> None:
    @room.get("/search")
    def find() -> str:
        asked = request.args.get("q", "").strip()[:80]
        with looking(desk) as look:
            found = search.look_up_patients(look.work, asked, MOST_FOUND) if asked else []
            talks = inbox.talks_of(look.work, search.look_up_talks(look.work, asked, MOST_FOUND)) if asked else ()
            values = {
                **look.frame("Search", inbox.open_cases(look.work)),
                "asked": asked,
                "people": [_found(patient, look) for patient in found],
                "talks": [views.talk_view(line, look.eyes) for line in talks],
            }
        seen = {"patients": [one.id for one in found], "talks": [line.id for line in talks]}
        note_opened(desk, look, ("search.made", f"clinic:{look.work.clinic_id}", seen))
        return render_template("console/search.html", **values)

    @room.get("/patients/<id>")
    def patient(id: str) -> str:
        with looking(desk) as look:
            who = patients.get(look.work, id) or abort(404)
            values = {**look.frame("Search", inbox.open_cases(look.work)), **_facts(look, who)}
        note_opened(desk, look, ("patient.opened", f"patient:{who.id}", None))
        return render_template("console/patient.html", **values)


def _found(patient: Patient, look: Look) -> dict[str, Any]:
    name = views.full_name(patient)
    return {
        "id": patient.id,
        "name": name,
        "initials": words.initials(name),
        "hue": words.hue(patient.phone),
        "born": words.born(patient.date_of_birth),
        "phone": words.phone(patient.phone) if patient.phone else "",
    }


def _facts(look: Look, who: Patient) -> dict[str, Any]:
    work, eyes = look.work, look.eyes
    family = patients.on_phone(work, who.phone) if who.phone else ()
    guardian = patients.get(work, who.guardian_id) if who.guardian_id else None
    phone = who.phone or (guardian.phone if guardian else "")
    talk = conversations.find(work, "sms", phone) if phone else None
    coming = appointments.upcoming_of(work, [who.id])
    past = [visit for visit in appointments.of_patient(work, who.id, MOST_VISITS) if visit not in coming]
    filled, insured = papers.beside(look, (who,))
    told = consents.ledger(look, who, phone)
    return {
        "who": _found(who, look),
        "age": words.age(who.date_of_birth, eyes.now.astimezone(eyes.zone).date()),
        "language": words.LANGUAGES.get(who.language, who.language),
        "email": who.email,
        "phone": phone,
        "own_phone": bool(who.phone),
        "external_id": who.external_id,
        "guardian": _found(guardian, look) if guardian else None,
        "family": [_found(other, look) for other in family if other.id != who.id],
        "talk_id": talk.id if talk else "",
        "forms": filled,
        "insured": insured,
        "consents": consents.rows(_consents(look, who, phone)),
        "ledger": consents.lines(told, look),
        "then": _then(look, told),
        "offered_forms": [
            (form.id, eyes.clinic.word(form.name, eyes.clinic.default_language)) for form in eyes.clinic.forms
        ],
        "coming": [views.visit_view(visit, who, eyes, why.sentences(work, eyes.clinic, visit)) for visit in coming],
        "past": [views.visit_view(visit, who, eyes) for visit in past],
    }


def _consents(look: Look, who: Patient, phone: str) -> Consents:
    """As it stands now."""
    opted_out = bool(phone) and suppressions.is_suppressed(look.work, phone)
    muted = mutes.of_phone(look.work, phone) if phone else frozenset()
    kind = suppressions.OPT_OUT if opted_out else ""
    return Consents(who.sms_consent, who.voice_consent, kind, muted, who.wrong_number)


def _then(look: Look, told: tuple[Change, ...]) -> dict[str, Any] | None:
    """What might be sent on the day that is asked for; None where none is."""
    with suppress(ValueError):
        day = date.fromisoformat(request.args.get("then", ""))
        return {"day": words.long_day(day), "iso": day.isoformat(), "rows": consents.rows(consents.on(told, day, look))}
    return None
