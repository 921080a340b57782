"""Campaigns as staff and other systems run them: written, tried dry, started, paused, resumed, stopped.

A dry run asks what the worker will ask: it says who gets a text, what it will cost, and who gets none and why. Starting
fixes the list, one row of the ledger each. Every act is in the audit log.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from bot.cases import Caller
from bot.outreach import audience, composing, judging
from bot.outreach.audience import BadAudience, Member
from bot.outreach.judging import Judged
from dialogs import campaign_texts
from dialogs.segments import segments
from scheduler import outreach as policy
from scheduler.clinic import Clinic
from scheduler.errors import UnknownId
from scheduler.model import Patient
from scheduler.reminders import Verdict
from storage import audit, campaigns, outreach, patients
from storage.campaigns import Campaign
from storage.outreach import Row
from storage.work import Work

KINDS = ("message", "recall")
LONGEST_NAME = 80
MOST_PREVIEWS = 3
# How a dry run calls what will only wait.
LATER = "later"


class BadCampaign(ValueError):
    """What must be mended before anything is sent: `faults`, a sentence each."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__(" ".join(self.faults))


class NotInThisState(Exception):
    """A campaign that is past what was asked."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Somebody who gets no text, and why."""

    patient: Patient | None
    reason: str
    named: str = ""


@dataclass(slots=True)
class DryRun:
    """What would be sent now: texts and their segments, who shares one, what waits for a while, who gets none."""

    texts: int = 0
    segments: int = 0
    merged: int = 0
    later: Counter[str] = field(default_factory=Counter)
    refused: list[Refused] = field(default_factory=list)
    previews: list[tuple[str, str, int]] = field(default_factory=list)

    @property
    def reasons(self) -> Counter[str]:
        return Counter(each.reason for each in self.refused)


def create(work: Work, clinic: Clinic, about: dict[str, Any], caller: Caller) -> Campaign:
    """A draft. Raises `BadCampaign`."""
    campaign = Campaign(
        id=work.new_id(),
        name=str(about.get("name") or "").strip(),
        kind=about.get("kind") or "message",
        texts={language: text.strip() for language, text in (about.get("texts") or {}).items()},
        audience=about.get("audience") or {},
        visit_type=about.get("visit_type") or None,
        state="draft",
        created_by=caller.actor,
        created_at=work.now,
        changed_at=work.now,
    )
    if faults := tuple(_faults(campaign, clinic)):
        raise BadCampaign(faults)
    campaigns.add(work, campaign)
    return campaign


def known(work: Work, id: str) -> Campaign:
    """Raises `UnknownId`."""
    found = campaigns.get(work, id)
    if found is None:
        raise UnknownId("campaign", id)
    return found


def dry_run(work: Work, clinic: Clinic, campaign: Campaign) -> DryRun:
    """Nothing is written. Raises `BadAudience`."""
    run, told = DryRun(), dict[tuple[str, str], int]()
    for member in audience.resolve(work, clinic, campaign.audience):
        judged = _judged(work, clinic, campaign, member)
        if judged.verdict.skip or judged.person is None:
            run.refused.append(Refused(judged.patient, judged.verdict.skip or "no_phone", member.unknown))
            continue
        key = judged.person.phone, composing.unnamed(work, clinic, judged, campaign)
        if key in told:
            run.merged += 1
            continue
        told[key] = 1
        _count(run, work, clinic, campaign, judged)
    return run


def start(work: Work, clinic: Clinic, id: str, caller: Caller) -> Campaign:
    """Fix the list and let the worker send. Raises `NotInThisState`, `BadAudience` and `UnknownId`."""
    campaign = _locked(work, id)
    if campaign.state != "draft" or not campaigns.move(work, id, "running", actor=caller.actor):
        raise NotInThisState(f"This campaign is {campaign.state}; only a draft can be started.")
    members = audience.resolve(work, clinic, campaign.audience)
    planned = sum(outreach.plan(work, _row(work, campaign, member)) for member in members if member.patient_id)
    audit.write(work, caller.actor, "campaign.listed", f"campaign:{id}", after={"patients": planned})
    return known(work, id)


def move(work: Work, id: str, state: str, caller: Caller) -> Campaign:
    """Pause, resume or stop it. Raises `NotInThisState` and `UnknownId`."""
    campaign = _locked(work, id)
    resumes = state == "running" and campaign.state == "draft"
    if resumes or not campaigns.move(work, id, state, actor=caller.actor):
        raise NotInThisState(f"This campaign is {campaign.state}; it cannot become {state}.")
    return known(work, id)


def results_ready(work: Work, clinic: Clinic, who: Patient, caller: Caller) -> Row:
    """Staff have something for a patient: a notice without content, once for each request."""
    row = Row(
        id=work.new_id(),
        kind="results",
        occasion=f"request:{work.new_id()}",
        patient_id=who.id,
        appointment_id=None,
        campaign_id=None,
        starts_at=None,
        due_at=work.now,
        until=work.now + policy.HELPS["results"],
    )
    outreach.plan(work, row)
    audit.write(work, caller.actor, "outreach.results", f"patient:{who.id}", after={"outreach": row.id})
    return row


def _locked(work: Work, id: str) -> Campaign:
    found = campaigns.lock(work, id)
    if found is None:
        raise UnknownId("campaign", id)
    return found


def _faults(campaign: Campaign, clinic: Clinic) -> Iterable[str]:
    if not 1 <= len(campaign.name) <= LONGEST_NAME:
        yield f"Give it a name of at most {LONGEST_NAME} characters."
    if campaign.kind not in KINDS:
        yield f"The kind must be one of {', '.join(KINDS)}."
    try:
        audience.check(campaign.audience, clinic)
    except BadAudience as fault:
        yield str(fault)
    if campaign.kind == "recall" and all(kind.id != campaign.visit_type for kind in clinic.visit_types):
        yield "A recall offers a type of visit: name one of the clinic's."
    with_visits = audience.about_visits(campaign.audience)
    yield from campaign_texts.faults(campaign.texts, clinic, with_visits=with_visits)


def _judged(work: Work, clinic: Clinic, campaign: Campaign, member: Member) -> Judged:
    row = _row(work, campaign, member)
    if member.unknown:
        return Judged(row, Verdict(skip="unknown_patient"))
    return judging.judge(work, clinic, row)


def _count(run: DryRun, work: Work, clinic: Clinic, campaign: Campaign, judged: Judged) -> None:
    text = composing.text(work, clinic, judged, campaign)
    body = text.body(clinic)
    run.texts += 1
    run.segments += segments(body)
    if judged.verdict.wait_until:
        run.later[judged.verdict.waits_for] += 1
    seen = Counter(language for language, _, _ in run.previews)
    if seen[text.language] < MOST_PREVIEWS:
        run.previews.append((text.language, body, segments(body)))


def _row(work: Work, campaign: Campaign, member: Member) -> Row:
    visit = member.visit
    lasts = work.now + policy.HELPS["campaign"]
    return Row(
        id=work.new_id(),
        kind="campaign",
        occasion=f"campaign:{campaign.id}" + (f":{visit.id}" if visit else ""),
        patient_id=member.patient_id,
        appointment_id=visit.id if visit else None,
        campaign_id=campaign.id,
        starts_at=visit.slot.starts_at if visit else None,
        due_at=work.now,
        until=min(lasts, visit.slot.starts_at) if visit else lasts,
    )


def progress(work: Work, campaign: Campaign) -> tuple[dict[str, int], dict[str, int], dict[str, Patient]]:
    """How many rows are in each state, why some were skipped, and the patients of those."""
    standing = outreach.of_campaign(work, campaign.id)
    states = Counter(each.state for each in standing)
    reasons = Counter(each.reason for each in standing if each.state == "skipped")
    skipped = patients.many(work, {each.row.patient_id for each in standing if each.state == "skipped"})
    return dict(states), dict(reasons), skipped


def skipped(work: Work, campaign: Campaign) -> tuple[tuple[str, str], ...]:
    """Who got no text, by id, and why."""
    standing = outreach.of_campaign(work, campaign.id)
    return tuple((each.row.patient_id, each.reason) for each in standing if each.state == "skipped")
