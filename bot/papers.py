"""What a dialog does with forms and insurance: finds the form that is open, keeps answers, keeps a card's details."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from bot import texts
from dialogs import effects as orders
from dialogs import events
from dialogs.papers import Paper, answers_of, items_of
from dialogs.visits import reachable
from scheduler.clinic import Clinic
from storage import appointments, forms, insurances
from storage.forms import Response
from storage.work import Work

if TYPE_CHECKING:
    from bot.effects import Hands


def find_form(hands: Hands, order: orders.FindForm) -> events.Event:
    """The form that was begun last and still helps."""
    own = [patient.id for patient in reachable(hands.facts)]
    left = (response for response in reversed(forms.of_patients(hands.work, own)) if response.state == forms.OPEN)
    response = _first_that_helps(hands.work, hands.clinic, left)
    if response is None:
        return events.NoForm()
    return events.FormFound(paper_of(hands.work, hands.clinic, response, hands.phone))


def keep_answers(hands: Hands, order: orders.KeepAnswers) -> None:
    answers = {answer.question: answer.value for answer in order.answers}
    forms.keep(hands.work, order.response, answers, finished=order.finished, actor=hands.actor)


def keep_insurance(hands: Hands, order: orders.KeepInsurance) -> None:
    insurances.add(hands.work, order.patient_id, order.carrier, order.member_id, order.group_number, source=hands.actor)


def paper_of(work: Work, clinic: Clinic, response: Response, phone: str) -> Paper:
    """The form as this number is asked it. Raises `UnknownId` where it has left the clinic file."""
    form = clinic.form(response.form)
    asked = {question.id for question in form.questions}
    kept = [(question, value) for question, value in response.answers.items() if question in asked]
    name = texts.name_on_phone(work, clinic, phone, response.patient_id)
    answers = answers_of(form.id, kept)
    visit = appointments.get(work, response.appointment_id) if response.appointment_id else None
    return Paper(
        response.id,
        form.id,
        response.patient_id,
        name,
        items_of(form),
        answers,
        form.to_staff,
        visit.id if visit else "",
        visit.slot.starts_at if visit else None,
    )


def _first_that_helps(work: Work, clinic: Clinic, found: Iterable[Response]) -> Response | None:
    known = {form.id for form in clinic.forms}
    for response in found:
        visit = appointments.get(work, response.appointment_id) if response.appointment_id else None
        coming = visit is None or (visit.status.upcoming and visit.slot.starts_at > work.now)
        if response.form in known and coming:
            return response
    return None
