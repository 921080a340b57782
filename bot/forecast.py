"""What will be sent in the days to come, as far as is planned today: when, to how many, and in how many segments.

Texts are composed as they would be now, one for all visits of a phone that share a step and a day. What would not go
as things stand is told apart, with its reason; caps are not foreseen.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot import forms as sending
from bot import texts, visiting
from bot.outreach import composing, judging
from bot.papers import paper_of
from bot.reminders import day_of, is_to_ask, prepares
from dialogs import notices, prompts
from dialogs.events import FormSent
from dialogs.segments import segments
from scheduler.clinic import Clinic
from scheduler.forms import CHASE
from scheduler.model import Appointment, Patient
from storage import appointments, campaigns, conversations, form_texts, forms, outbox, outreach, reminders
from storage.form_texts import FormText
from storage.outreach import Row
from storage.reminders import Reminder
from storage.work import Work


@dataclass(slots=True)
class Line:
    """One day and one kind of text: how many texts in how many segments, and who would not get one, by reason."""

    day: date
    what: str
    first: datetime
    last: datetime
    texts: int = 0
    segments: int = 0
    refused: Counter[str] = field(default_factory=Counter)


def of(work: Work, clinic: Clinic, until: datetime) -> list[Line]:
    """Line by line, the earliest first."""
    lines: dict[tuple[date, str], Line] = {}
    zone = clinic.zone()
    for due_at, kind, length in outbox.waiting(work, until):
        line = _line(lines, max(due_at, work.now), kind, zone)
        line.texts, line.segments = line.texts + 1, line.segments + length
    for share in _shares(work, clinic, until):
        line = _line(lines, max(share[0].due_at, work.now), f"reminder {share[0].step}", zone)
        _count(work, clinic, share, line)
    for text in form_texts.planned_until(work, until):
        _count_form(work, clinic, text, lines)
    for row in outreach.planned_until(work, until):
        _count_row(work, clinic, row, _line(lines, max(row.due_at, work.now), row.kind, zone))
    return sorted(lines.values(), key=lambda line: (line.day, line.first, line.what))


def _count_form(work: Work, clinic: Clinic, text: FormText, lines: dict[tuple[date, str], Line]) -> None:
    response = forms.get(work, text.form_id)
    person = sending.person_of(work, response) if response else None
    if response is None:
        return
    line = _line(lines, max(text.due_at, work.now), f"form {response.form}", clinic.zone())
    refusal = sending.refusal(work, clinic, response)
    if refusal or person is None:
        line.refused[refusal or "no_phone"] += 1
        return
    talk = conversations.find(work, "sms", person.phone)
    language = texts.language_of(talk, person, clinic) if talk else person.language or clinic.default_language
    says = notices.form(FormSent(paper_of(work, clinic, response, person.phone)), chase=text.step == CHASE)
    line.texts, line.segments = line.texts + 1, line.segments + segments(prompts.compose(says, language, "sms", clinic))


def _line(lines: dict[tuple[date, str], Line], at: datetime, what: str, zone: ZoneInfo) -> Line:
    day = at.astimezone(zone).date()
    line = lines.setdefault((day, what), Line(day, what, at, at))
    line.first, line.last = min(line.first, at), max(line.last, at)
    return line


def _shares(work: Work, clinic: Clinic, until: datetime) -> Iterator[list[Reminder]]:
    """The reminders of each text."""
    planned = reminders.planned_until(work, until)
    visits = _visits(work, planned)
    shares: dict[tuple[str, str, date], list[Reminder]] = defaultdict(list)
    for reminder in planned:
        visit = visits[reminder.appointment_id]
        person = visiting.whom_to_tell(work, visit)
        phone = person.phone if person and person.phone else reminder.id
        shares[phone, reminder.step, day_of(clinic, visit)].append(reminder)
    yield from shares.values()


def _count(work: Work, clinic: Clinic, share: list[Reminder], line: Line) -> None:
    visits = _visits(work, share)
    going = []
    for reminder in share:
        visit = visits[reminder.appointment_id]
        refusal = visiting.refusal(work, clinic, visit, reminder.channel)
        if refusal:
            line.refused[refusal] += 1
        else:
            going.append(visit)
    if going and (person := visiting.whom_to_tell(work, going[0])):
        line.texts += 1
        line.segments += segments(_composed(work, clinic, person, share, {visit.id: visit for visit in going}))


def _composed(
    work: Work, clinic: Clinic, person: Patient, share: Iterable[Reminder], visits: Mapping[str, Appointment]
) -> str:
    told = [reminder for reminder in share if reminder.appointment_id in visits]
    talk = conversations.find(work, "sms", person.phone)
    language = texts.language_of(talk, person, clinic) if talk else person.language or clinic.default_language
    spoken = texts.visits_on_phone(work, clinic, person.phone, tuple(visits.values()))
    prep = prepares(clinic, told[0].step, visits.values())
    says = notices.reminder(spoken, is_to_ask(told, visits), language, clinic, prep=prep)
    return prompts.compose(says, language, "sms", clinic)


def _count_row(work: Work, clinic: Clinic, row: Row, line: Line) -> None:
    """One row of the ledger; that a text may be shared with somebody on the same phone is not foreseen."""
    judged = judging.judge(work, clinic, row)
    if judged.verdict.skip:
        line.refused[judged.verdict.skip] += 1
        return
    campaign = campaigns.get(work, row.campaign_id) if row.campaign_id else None
    line.texts += 1
    line.segments += segments(composing.text(work, clinic, judged, campaign).body(clinic))


def _visits(work: Work, rows: Iterable[Reminder]) -> dict[str, Appointment]:
    return appointments.many(work, (row.appointment_id for row in rows))
