"""The API's addresses about what patients fill in: forms, which can be sent, and insurance as it was told last."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, request

from bot import booking
from bot import forms as sending
from bot.api.answering import looked, once
from bot.api.asked import Asked
from bot.cases import Caller
from bot.wiring import Desk
from dialogs.paper_lines import shown_answer
from dialogs.papers import question_of
from scheduler.clinic import Clinic
from scheduler.errors import UnknownId
from scheduler.model import Patient
from storage import audit, form_texts, forms, insurances
from storage.booking import known
from storage.form_texts import FormText
from storage.insurances import Insurance
from storage.work import Work

PAGES = ("list_forms", "send_form", "read_insurance")


def open_doors(room: Blueprint, desk: Desk) -> None:
    """All addresses of this page, in `room`."""

    @room.get("/forms")
    def list_forms() -> Response:
        about = Asked.query(request, "patient")

        def verb(work: Work, clinic: Clinic, caller: Caller) -> dict[str, Any]:
            who = booking.patient(work, about.text("patient"))
            audit.write(work, caller.actor, "forms.read", f"patient:{who.id}")
            return {"forms": [_form(work, clinic, who, response) for response in forms.of_patients(work, [who.id])]}

        return looked(desk, verb)

    @room.post("/forms")
    def send_form() -> Response:
        about = Asked.body(request, "patient", "form", "appointment")

        def verb(work: Work, clinic: Clinic, caller: Caller) -> dict[str, Any]:
            who = booking.patient(work, about.text("patient"))
            visit = known(work, about.text("appointment")) if about.has("appointment") else None
            if visit is not None and visit.patient_id != who.id:
                raise UnknownId("appointment of this patient", visit.id)
            return _form(work, clinic, who, sending.send(work, clinic, who, about.text("form"), visit, caller))

        return once(desk, verb)

    @room.get("/insurance")
    def read_insurance() -> Response:
        about = Asked.query(request, "patient")

        def verb(work: Work, clinic: Clinic, caller: Caller) -> dict[str, Any]:
            who = booking.patient(work, about.text("patient"))
            audit.write(work, caller.actor, "insurance.read", f"patient:{who.id}")
            told = insurances.of_patients(work, [who.id]).get(who.id)
            return {"insurance": _insurance(clinic, who, told) if told else None}

        return looked(desk, verb)


def _form(work: Work, clinic: Clinic, who: Patient, response: forms.Response) -> dict[str, Any]:
    return {
        "id": response.id,
        "clinic": clinic.id,
        "patient_external_id": who.external_id,
        "appointment": response.appointment_id,
        "form": response.form,
        "state": response.state,
        "answers": [_answer(clinic, response.form, question, value) for question, value in response.answers.items()],
        "texts": [_text(clinic, text) for text in form_texts.of_form(work, response.id)],
        "created_at": _at(clinic, response.created_at),
        "updated_at": _at(clinic, response.updated_at),
        "finished_at": _at(clinic, response.finished_at),
    }


def _answer(clinic: Clinic, form: str, id: str, value: str) -> dict[str, Any]:
    question = question_of(clinic, form, id)
    return {
        "question": id,
        "text": clinic.word(question.text, clinic.default_language) if question else None,
        "answer": value,
        "shown": shown_answer(question, value, clinic, clinic.default_language),
    }


def _text(clinic: Clinic, text: FormText) -> dict[str, Any]:
    return {
        "step": text.step,
        "due_at": _at(clinic, text.due_at),
        "state": text.state,
        "reason": text.reason or None,
        "sent_at": _at(clinic, text.sent_at),
    }


def _insurance(clinic: Clinic, who: Patient, told: Insurance) -> dict[str, Any]:
    return {
        "id": told.id,
        "clinic": clinic.id,
        "patient_external_id": who.external_id,
        "carrier": told.carrier,
        "member_id": told.member_id or None,
        "group_number": told.group_number or None,
        "told_at": _at(clinic, told.at),
    }


def _at(clinic: Clinic, at: datetime | None) -> str | None:
    return at.astimezone(clinic.zone()).isoformat() if at else None
