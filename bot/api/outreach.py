"""The API's addresses about campaigns, notices that a message waits, and the answers to surveys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask import Blueprint, Response, request

from bot import booking
from bot.api.answering import Unanswered, looked, once
from bot.api.asked import Asked
from bot.api.requests import Malformed, fields
from bot.cases import Caller
from bot.outreach import audience, campaigns, judging
from bot.outreach.audience import BadAudience
from bot.outreach.campaigns import BadCampaign, DryRun, NotInThisState
from bot.wiring import Desk
from scheduler.clinic import Clinic
from storage import audit, outreach, patients
from storage import campaigns as stored
from storage.campaigns import Campaign
from storage.outreach import Row, Standing
from storage.work import Work

PAGES = ("results_ready", "read_outreach", "read_surveys")
FOR_MANAGERS = (
    "list_campaigns", "create_campaign", "read_campaign", "dry_run_campaign", "start_campaign", "pause_campaign",
    "resume_campaign", "stop_campaign",
)  # fmt: skip
MANAGERS = frozenset({"manager", "admin"})
KEYS = {"name", "kind", "texts", "audience", "csv", "visit_type"}
MOVES = {"pause": "paused", "resume": "running", "stop": "stopped"}
MOST_LISTED = 100
USUAL_DAYS = 30
Told = dict[str, Any]


def open_doors(room: Blueprint, desk: Desk) -> None:
    """All addresses of this page, in `room`."""
    _campaigns(room, desk)
    _acts(room, desk)
    _patients(room, desk)


def _campaigns(room: Blueprint, desk: Desk) -> None:
    @room.get("/campaigns")
    def list_campaigns() -> Response:
        def verb(work: Work, clinic: Clinic, caller: Caller) -> Told:
            found = stored.newest(work, MOST_LISTED)
            counts = stored.counts(work, [each.id for each in found])
            return {"campaigns": [_campaign(clinic, each, counts[each.id]) for each in found]}

        return looked(desk, verb, notes=False)

    @room.post("/campaigns")
    def create_campaign() -> Response:
        about = _written(fields(request, KEYS))

        def verb(work: Work, clinic: Clinic, caller: Caller) -> Told:
            with _refusing():
                return _campaign(clinic, campaigns.create(work, clinic, about, caller), {})

        return once(desk, verb)

    @room.get("/campaigns/<id>")
    def read_campaign(id: str) -> Response:
        def verb(work: Work, clinic: Clinic, caller: Caller) -> Told:
            campaign = campaigns.known(work, id)
            states, reasons, _ = campaigns.progress(work, campaign)
            return {**_campaign(clinic, campaign, states), "not_sent": reasons}

        return looked(desk, verb, notes=False)

    @room.get("/campaigns/<id>/dry-run")
    def dry_run_campaign(id: str) -> Response:
        def verb(work: Work, clinic: Clinic, caller: Caller) -> Told:
            with _refusing():
                run = campaigns.dry_run(work, clinic, campaigns.known(work, id))
            audit.write(work, caller.actor, "campaign.dry_run", f"campaign:{id}", after={"texts": run.texts})
            return _dry_run(run)

        return looked(desk, verb)


def _acts(room: Blueprint, desk: Desk) -> None:
    @room.post("/campaigns/<id>/start")
    def start_campaign(id: str) -> Response:
        return once(desk, _act(lambda work, clinic, caller: campaigns.start(work, clinic, id, caller)))

    def mover(name: str) -> Callable[..., Response]:
        def act(id: str) -> Response:
            return once(desk, _act(lambda work, clinic, caller: campaigns.move(work, id, MOVES[name], caller)))

        return act

    for name in MOVES:
        room.add_url_rule(f"/campaigns/<id>/{name}", f"{name}_campaign", mover(name), methods=("POST",))


def _act(verb: Callable[[Work, Clinic, Caller], Campaign]) -> Callable[[Work, Clinic, Caller], Told]:
    def act(work: Work, clinic: Clinic, caller: Caller) -> Told:
        with _refusing():
            moved = verb(work, clinic, caller)
        return _campaign(clinic, moved, stored.counts(work, [moved.id])[moved.id])

    return act


def _patients(room: Blueprint, desk: Desk) -> None:
    @room.post("/results-ready")
    def results_ready() -> Response:
        about = Asked.body(request, "patient")

        def verb(work: Work, clinic: Clinic, caller: Caller) -> Told:
            who = booking.patient(work, about.text("patient"))
            row = campaigns.results_ready(work, clinic, who, caller)
            judged = judging.judge(work, clinic, row)
            return _row(clinic, Standing(row, row.state, "")) | {"will_be_skipped": judged.verdict.skip}

        return once(desk, verb)

    @room.get("/patients/<id>/outreach")
    def read_outreach(id: str) -> Response:
        def verb(work: Work, clinic: Clinic, caller: Caller) -> Told:
            who = booking.patient(work, id)
            audit.write(work, caller.actor, "outreach.read", f"patient:{who.id}")
            return {"outreach": [_row(clinic, each) for each in outreach.of_patient(work, who.id)]}

        return looked(desk, verb)

    @room.get("/surveys")
    def read_surveys() -> Response:
        about = Asked.query(request, "first", "last")

        def verb(work: Work, clinic: Clinic, caller: Caller) -> Told:
            found = outreach.answered(work, *_span(about, clinic, work.now))
            audit.write(work, caller.actor, "surveys.read", f"clinic:{clinic.id}", after={"surveys": len(found)})
            return _surveys(work, clinic, found)

        return looked(desk, verb)


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except (BadCampaign, BadAudience) as fault:
        raise Malformed(str(fault)) from None
    except NotInThisState as late:
        raise Unanswered({"error": str(late), "reason": "not_in_this_state"}) from None


def _written(found: Told) -> Told:
    """The campaign as it was sent; a list comes as `audience`, or as the text of a CSV file."""
    texts = found.get("texts")
    if not isinstance(texts, dict) or not all(isinstance(text, str) for text in texts.values()):
        raise Malformed('"texts" must have a text for each language of the clinic.')
    for key in ("name", "kind", "csv", "visit_type"):
        if found.get(key) is not None and not isinstance(found[key], str):
            raise Malformed(f'"{key}" must be a text.')
    if found.get("csv") is not None:
        with _refusing():
            return {**found, "audience": audience.of_csv(found["csv"])}
    if not isinstance(found.get("audience"), dict):
        raise Malformed('Say for whom: "audience", or "csv".')
    return found


def _span(about: Asked, clinic: Clinic, now: datetime) -> tuple[datetime, datetime]:
    today, zone = now.astimezone(clinic.zone()).date(), clinic.zone()
    first = _day(about, "first", today - timedelta(days=USUAL_DAYS))
    last = _day(about, "last", today)
    start, end = (datetime.combine(day, time(), zone).astimezone(UTC) for day in (first, last + timedelta(days=1)))
    return start, end


def _day(about: Asked, key: str, usual: date) -> date:
    try:
        return date.fromisoformat(about.text(key)) if about.has(key) else usual
    except ValueError:
        raise Malformed(f'"{key}" must be a day like "2027-03-14".') from None


def _campaign(clinic: Clinic, campaign: Campaign, counts: dict[str, int]) -> Told:
    return {
        "id": campaign.id,
        "clinic": clinic.id,
        "name": campaign.name,
        "kind": campaign.kind,
        "texts": campaign.texts,
        "audience": campaign.audience,
        "visit_type": campaign.visit_type,
        "state": campaign.state,
        "counts": counts,
        "created_at": _at(campaign.created_at, clinic),
    }


def _dry_run(run: DryRun) -> Told:
    return {
        "texts": run.texts,
        "segments": run.segments,
        "same_phone": run.merged,
        "later": dict(run.later),
        "not_sent": dict(run.reasons),
        "refused": [
            {"patient_external_id": each.patient.external_id if each.patient else each.named, "reason": each.reason}
            for each in run.refused
        ],
        "previews": [
            {"language": language, "body": body, "segments": length} for language, body, length in run.previews
        ],
    }


def _row(clinic: Clinic, standing: Standing) -> Told:
    row = standing.row
    return {
        "id": row.id,
        "kind": row.kind,
        "appointment": row.appointment_id,
        "campaign": row.campaign_id,
        "due_at": _at(row.due_at, clinic),
        "state": standing.state,
        "reason": standing.reason or None,
    }


def _surveys(work: Work, clinic: Clinic, found: tuple[Row, ...]) -> Told:
    scores = [row.answers["score"] for row in found if row.answers and row.answers.get("score")]
    people = patients.many(work, {row.patient_id for row in found})
    return {
        "count": len(found),
        "average": round(sum(scores) / len(scores), 2) if scores else None,
        "answers": [
            {
                "patient_external_id": people[row.patient_id].external_id,
                "appointment": row.appointment_id,
                "score": (row.answers or {}).get("score"),
                "words": (row.answers or {}).get("words"),
                "answered_at": _at(row.answered_at, clinic) if row.answered_at else None,
            }
            for row in found
        ],
    }


def _at(at: datetime, clinic: Clinic) -> str:
    return at.astimezone(clinic.zone()).isoformat()
