"""Forms that patients are to fill in: begun with a visit or by staff, answered one question at a time, finished once.

A visit brings a form once, also when it moves; who has filled it in lately is not asked again. The texts about it are
rows of their own (`form_texts`), planned here in the same transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, insert, select, update

from scheduler import contact
from scheduler import forms as planning
from scheduler.clinic import Clinic
from scheduler.form_tables import Form
from scheduler.forms import PlannedText
from scheduler.model import Appointment, Patient
from storage import audit, form_texts, patients
from storage.schema import forms
from storage.work import Work

OPEN, FINISHED = "open", "finished"


@dataclass(frozen=True, slots=True)
class Response:
    """One form for one patient; `answers` by question, in the order of the questions."""

    id: str
    form: str
    patient_id: str
    appointment_id: str | None
    source: str
    state: str
    created_at: datetime
    updated_at: datetime
    finished_at: datetime | None = None
    answers: Mapping[str, str] = field(default_factory=dict)


_OURS = select(*(forms.c[name] for name in Response.__dataclass_fields__)).where(forms.c.clinic == bindparam("clinic"))
_GET = _OURS.where(forms.c.id == bindparam("id"))
_OF_PATIENTS = _OURS.where(forms.c.patient_id.in_(bindparam("patients", expanding=True))).order_by(forms.c.id)
_OF_VISIT = _OURS.where(forms.c.appointment_id == bindparam("appointment")).order_by(forms.c.id)
_LATELY = (
    select(forms.c.id)
    .where(
        forms.c.clinic == bindparam("clinic"),
        forms.c.patient_id == bindparam("patient"),
        forms.c.form == bindparam("form"),
        and_(forms.c.state == FINISHED, forms.c.finished_at >= bindparam("since")),
    )
    .limit(1)
)
_INSERT = insert(forms)
_KEEP = (
    update(forms)
    .where(forms.c.clinic == bindparam("this_clinic"), forms.c.id == bindparam("this_id"))
    .values(
        answers=bindparam("new_answers"),
        state=bindparam("new_state"),
        updated_at=bindparam("now"),
        finished_at=bindparam("new_finish"),
    )
)


def plan(work: Work, clinic: Clinic, visit: Appointment, patient: Patient) -> None:
    """Bring the forms of a visit, and their texts, in line with its start."""
    wanted = [form for form in clinic.forms if form.concerns(visit.slot.visit_type)]
    if not wanted:
        return
    here = {response.form: response for response in of_visit(work, visit.id)}
    for form in wanted:
        response = here.get(form.id)
        if response is not None:
            if response.state == OPEN:
                form_texts.replan(work, response.id, _texts(work, clinic, form, patient, visit))
        elif not _filled_in_lately(work, clinic, form, patient):
            _begin(work, clinic, form, patient, visit, f"appointment:{visit.id}")


def send(
    work: Work, clinic: Clinic, form: Form, patient: Patient, visit: Appointment | None, *, actor: str
) -> Response:
    """A form that staff want filled in, for a visit or for none; one that is open already is sent again."""
    known = next(
        (
            response
            for response in of_patients(work, [patient.id])
            if response.form == form.id and (response.state == OPEN or (visit and response.appointment_id == visit.id))
        ),
        None,
    )
    if known is not None:
        form_texts.again(work, known.id, _texts(work, clinic, form, patient, visit, at_once=True))
        response = known if known.state == OPEN else _reopened(work, known)
    else:
        response = _begin(work, clinic, form, patient, visit, actor, at_once=True)
    audit.write(work, actor, "form.sent", f"form:{response.id}", after={"form": form.id, "patient": patient.id})
    return response


def keep(work: Work, id: str, answers: Mapping[str, str], *, finished: bool, actor: str) -> None:
    """All answers as they are now; what was finished stays so."""
    known = get(work, id)
    if known is None or known.state == FINISHED:
        return
    work.change(
        _KEEP,
        this_id=id,
        new_answers=dict(answers),
        new_state=FINISHED if finished else OPEN,
        now=work.now,
        new_finish=work.now if finished else None,
    )
    if finished:
        form_texts.skip_planned(work, id, "filled_in")
        audit.write(work, actor, "form.finished", f"form:{id}")


def get(work: Work, id: str) -> Response | None:
    row = work.rows(_GET, id=id).first()
    return None if row is None else Response(*row)


def of_patients(work: Work, ids: Sequence[str]) -> tuple[Response, ...]:
    """The forms of these patients, the oldest first."""
    return tuple(Response(*row) for row in work.rows(_OF_PATIENTS, patients=list(ids))) if ids else ()


def of_visit(work: Work, id: str) -> tuple[Response, ...]:
    return tuple(Response(*row) for row in work.rows(_OF_VISIT, appointment=id))


def _filled_in_lately(work: Work, clinic: Clinic, form: Form, patient: Patient) -> bool:
    since = form.good_for.before(work.now, clinic.zone())
    return work.rows(_LATELY, patient=patient.id, form=form.id, since=since).first() is not None


def _begin(
    work: Work,
    clinic: Clinic,
    form: Form,
    patient: Patient,
    visit: Appointment | None,
    source: str,
    *,
    at_once: bool = False,
) -> Response:
    response = Response(
        work.new_id(), form.id, patient.id, visit.id if visit else None, source, OPEN, work.now, work.now
    )
    row: dict[str, Any] = {name: getattr(response, name) for name in Response.__dataclass_fields__}
    work.rows(_INSERT, **{**row, "answers": {}})
    form_texts.plan(work, response.id, _texts(work, clinic, form, patient, visit, at_once=at_once))
    return response


def _reopened(work: Work, known: Response) -> Response:
    """Asked for once more: the answers are a beginning."""
    work.change(_KEEP, this_id=known.id, new_answers=dict(known.answers), new_state=OPEN, now=work.now, new_finish=None)
    return get(work, known.id) or known


def _texts(
    work: Work, clinic: Clinic, form: Form, patient: Patient, visit: Appointment | None, *, at_once: bool = False
) -> tuple[PlannedText, ...]:
    """When its texts are due; what staff send goes at once, however early."""
    person = patient if patient.phone or not patient.guardian_id else patients.get(work, patient.guardian_id) or patient
    if at_once:
        form = form.model_copy(update={"send": None})
    known = visit is not None and any(place.id == visit.slot.location for place in clinic.locations)
    return planning.plan(
        clinic,
        form,
        visit.slot.starts_at if visit else None,
        visit.slot.location if visit and known else "",
        contact.zones_of(clinic, person),
        work.now,
    )
