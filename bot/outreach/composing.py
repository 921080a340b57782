"""The text of a row of the ledger, as an event that dialog and words are made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot import texts
from bot.outreach.judging import Judged
from dialogs import campaign_texts, outreach, prompts
from dialogs.events import OutreachSent
from scheduler.clinic import Clinic
from scheduler.model import Patient
from storage import conversations, patients
from storage.campaigns import Campaign
from storage.work import Work

DAYS_A_MONTH = 30.4


@dataclass(frozen=True, slots=True)
class Text:
    """What one phone is told: to whom, in which language, the event, and its words."""

    person: Patient
    language: str
    sent: OutreachSent

    def body(self, clinic: Clinic) -> str:
        return prompts.compose(outreach.says(self.sent), self.language, "sms", clinic)


def text(work: Work, clinic: Clinic, judged: Judged, campaign: Campaign | None, also: Sequence[Patient] = ()) -> Text:
    """The text; `also` are others on the same phone whom a campaign's text names too."""
    patient, person, row, visit = judged.patient, judged.person, judged.row, judged.visit
    if patient is None or person is None:
        raise LookupError("a text needs somebody to go to")
    language = language_of(work, clinic, person)
    seen = row.starts_at or (visit.slot.starts_at if visit else None)
    sent = OutreachSent(
        kind=row.kind,
        id=row.id,
        patient_id=patient.id,
        visit=visit if row.kind in ("no_show", "survey") else None,
        visit_type=(campaign.visit_type or "") if campaign else visit.slot.visit_type if visit else "",
        name=texts.name_on_phone(work, clinic, person.phone, patient.id),
        count=round((work.now - seen).days / DAYS_A_MONTH) if row.kind == "recall" and seen else 0,
        text=_own_words(clinic, campaign, language, judged, (patient, *also)) if campaign else "",
        bad_score=clinic.outreach.bad_score,
    )
    return Text(person, language, sent)


def language_of(work: Work, clinic: Clinic, person: Patient) -> str:
    """The one in which they talk with us, else the one on file where the clinic speaks it."""
    talk = conversations.find(work, "sms", person.phone)
    wanted = texts.language_of(talk, person, clinic) if talk else person.language
    return wanted if wanted in clinic.languages else clinic.default_language


def _own_words(clinic: Clinic, campaign: Campaign, language: str, judged: Judged, named: Sequence[Patient]) -> str:
    template = campaign.texts.get(language) or campaign.texts[clinic.default_language]
    names = [patient.first_name for patient in named]
    return campaign_texts.filled(template, names, judged.visit, language, clinic)


def unnamed(work: Work, clinic: Clinic, judged: Judged, campaign: Campaign) -> str:
    """A campaign's text without names: who is told the same can be told in one."""
    language = language_of(work, clinic, judged.person) if judged.person else clinic.default_language
    template = campaign.texts.get(language) or campaign.texts[clinic.default_language]
    return campaign_texts.filled(template, ("",), judged.visit, language, clinic)


def sharing(work: Work, judged: Judged) -> tuple[str, ...]:
    """The patients who are reached by the same phone."""
    person = judged.person
    return tuple(patient.id for patient in patients.on_phone(work, person.phone)) if person else ()
