"""What patients filled in and sent, as staff see it beside a conversation, and what staff ask them to fill in.

Each look at a picture is written down.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, Response, abort, redirect, request, url_for
from sqlalchemy import Connection
from werkzeug.wrappers import Response as AnyResponse

from bot import form_sentences, why
from bot import forms as sending
from bot.cases import Caller
from bot.console import guard, views
from bot.console.look import Look, looking, note_opened
from bot.wiring import Desk
from dialogs.paper_lines import shown_answer
from dialogs.papers import question_of
from scheduler.errors import UnknownId
from scheduler.model import Patient
from storage import forms, insurances, media, patients
from storage.forms import Response as Filled
from storage.media import Media

# What a browser shows by itself; anything else is handed over as a file.
SHOWN = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})


@dataclass(frozen=True, slots=True)
class FormView:
    name: str
    who: str
    state: str
    answers: tuple[tuple[str, str], ...]
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InsuranceView:
    who: str
    carrier: str
    member_id: str
    group_number: str
    told: str


@dataclass(frozen=True, slots=True)
class PictureView:
    """A picture of a message; `words` say what became of it where it cannot be looked at."""

    id: str
    shown: bool
    words: str


_WORDS = {
    "waiting": "is being fetched",
    "lost": "could not be fetched",
    "forgotten": "was deleted after a year",
    "kept": "",
}


def register(room: Blueprint, desk: Desk) -> None:
    """The picture of a message; a form that is sent."""

    @room.get("/media/<uuid:id>")
    def picture(id: UUID) -> Response:
        with looking(desk) as look:
            content_type, content = media.content(look.work, str(id)) or abort(404)
        note_opened(desk, look, ("media.opened", f"media:{id}", None))
        answer = Response(content, mimetype=content_type)
        if content_type not in SHOWN:
            answer.headers["Content-Disposition"] = "attachment"
        return answer

    @room.post("/patients/<id>/forms")
    def send_form(id: str) -> AnyResponse:
        who = guard.visitor()
        caller, form = Caller("staff", who.account.id, who.account.email), request.form.get("form", "")

        def write(connection: Connection) -> None:
            work, clinic = desk.work(connection, who.clinic), desk.clinic(connection, who.clinic)
            patient = patients.get(work, id) or abort(404)
            sending.send(work, clinic, patient, form, None, caller)

        try:
            desk.database.run(write)
        except UnknownId:
            abort(400)
        return redirect(url_for("console.patient", id=id, _anchor="forms"), 303)


def beside(look: Look, patients: Sequence[Patient]) -> tuple[list[FormView], list[InsuranceView]]:
    """The forms of these patients, the newest first, and the insurance of each."""
    ids = [patient.id for patient in patients]
    names = {patient.id: views.full_name(patient) if len(ids) > 1 else "" for patient in patients}
    filled = [_form(look, response, names) for response in reversed(forms.of_patients(look.work, ids))]
    told = [
        InsuranceView(names[known], one.carrier, one.member_id, one.group_number, look.eyes.ago(one.at))
        for known, one in insurances.of_patients(look.work, ids).items()
    ]
    return filled, told


def pictures(look: Look, conversation_id: str) -> dict[str, tuple[PictureView, ...]]:
    """The pictures of a conversation, by the message that they came with."""
    found: dict[str, tuple[PictureView, ...]] = {}
    for one in media.of_conversation(look.work, conversation_id):
        found[one.message_sid] = (*found.get(one.message_sid, ()), _picture(one))
    return found


def _picture(one: Media) -> PictureView:
    return PictureView(one.id, one.state == "kept" and one.content_type in SHOWN, _WORDS[one.state])


def _form(look: Look, response: Filled, names: dict[str, str]) -> FormView:
    clinic = look.eyes.clinic
    language = clinic.default_language
    known = next((form for form in clinic.forms if form.id == response.form), None)
    answers = []
    for asked_id, value in response.answers.items():
        question = question_of(clinic, response.form, asked_id)
        asked = clinic.word(question.text, language) if question else asked_id
        answers.append((asked, shown_answer(question, value, clinic, language) or "skipped"))
    name = clinic.word(known.name, language) if known else response.form
    state = "filled in" if response.state == forms.FINISHED else "open" if answers else "not begun"
    told = form_sentences.of_response(look.work, clinic, response, look.eyes.zone, why.SKIPPED)
    texts = tuple(f"Text{which}: {became}." for which, became in told)
    return FormView(name, names[response.patient_id], state, tuple(answers), texts)
