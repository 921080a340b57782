"""Campaigns in the console: the list, writing one, its dry run, its progress, and pause, resume and stop."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for

from bot.cases import Caller
from bot.console import guard, views, words
from bot.console.look import Look, looking, note_opened, part
from bot.outreach import audience, campaigns, telling
from bot.outreach.audience import BadAudience
from bot.outreach.campaigns import BadCampaign, DryRun, NotInThisState
from bot.wiring import Desk
from scheduler.clinic import Clinic
from scheduler.errors import UnknownId
from storage import campaigns as stored
from storage import inbox
from storage.campaigns import Campaign
from storage.work import Work

MOST_LISTED = 50
MOST_REFUSED = 200
VERBS = {"pause": "paused", "resume": "running", "stop": "stopped"}
TALLIES = ("planned", "sending", "sent", "delivered", "failed", "skipped")
TAB = "Outreach"


@dataclass(frozen=True, slots=True)
class CampaignView:
    """A campaign as it is shown; `dealt` of `total` rows wait no more."""

    id: str
    name: str
    state: str
    audience: str
    texts: dict[str, str]
    at: datetime
    ago: str
    total: int
    dealt: int
    tallies: tuple[tuple[str, int], ...]

    @property
    def done(self) -> bool:
        return self.state == "running" and self.dealt == self.total


def register(room: Blueprint, desk: Desk) -> None:
    """The pages of this tab."""
    _list(room, desk)
    _new(room, desk)
    _one(room, desk)


def _list(room: Blueprint, desk: Desk) -> None:
    @room.get("/campaigns", endpoint="campaigns")
    def campaigns_page() -> str:
        with looking(desk) as look:
            found = stored.newest(look.work, MOST_LISTED)
            counts = stored.counts(look.work, [each.id for each in found])
            shown = [_view(look, each, counts[each.id]) for each in found]
            values = {**look.frame(TAB, inbox.open_cases(look.work)), "campaigns": shown}
        return render_template("console/campaigns.html", **values)


def _new(room: Blueprint, desk: Desk) -> None:
    @room.get("/campaigns/new")
    def new_campaign() -> str:
        return _form(desk, {"whom": "visits"}, ())

    @room.post("/campaigns")
    def create_campaign() -> Any:
        written = {key: value.replace("\r\n", "\n") for key, value in request.form.items()}
        try:
            made = _do(desk, lambda work, clinic, caller: campaigns.create(work, clinic, _about(written), caller))
        except BadAudience as fault:
            return _form(desk, written, (str(fault),)), 400
        except BadCampaign as bad:
            return _form(desk, written, bad.faults), 400
        return redirect(url_for("console.campaign", id=made.id), 303)


def _one(room: Blueprint, desk: Desk) -> None:
    @room.get("/campaigns/<uuid:id>")
    def campaign(id: UUID) -> str:
        return _page(desk, str(id))

    @room.get("/updates/campaigns/<uuid:id>")
    def campaign_updates(id: UUID) -> Response:
        with looking(desk) as look:
            view = _known(look, str(id))
            values = {"campaign": view, "refresh_campaign": _refresh(look, view)}
        return part(view.tallies, ["campaign_progress.html"], values)

    @room.post("/campaigns/<uuid:id>/<verb>")
    def move_campaign(id: UUID, verb: str) -> Any:
        try:
            _do(desk, _verb(str(id), verb))
        except UnknownId:
            abort(404)
        except (NotInThisState, BadAudience) as late:
            return _page(desk, str(id), str(late)), 409
        return redirect(url_for("console.campaign", id=id), 303)


def _verb(id: str, verb: str) -> Callable[[Work, Clinic, Caller], Campaign]:
    if verb == "start":
        return lambda work, clinic, caller: campaigns.start(work, clinic, id, caller)
    if verb not in VERBS:
        abort(404)
    return lambda work, clinic, caller: campaigns.move(work, id, VERBS[verb], caller)


def _do(desk: Desk, verb: Callable[[Work, Clinic, Caller], Campaign]) -> Campaign:
    who, now = guard.visitor(), desk.clock.now()
    caller = Caller("staff", who.account.id, who.account.email)
    return desk.database.run(
        lambda connection: verb(desk.work(connection, who.clinic, now), desk.clinic(connection, who.clinic), caller)
    )


def _page(desk: Desk, id: str, problem: str = "") -> str:
    with looking(desk) as look:
        view = _known(look, id)
        found = campaigns.known(look.work, id)
        run = _dry_run(look, found) if found.state == "draft" else None
        refused = _refused(look, found, run)
        values = {
            **look.frame(TAB, inbox.open_cases(look.work)),
            "campaign": view,
            "run": run,
            "refused": [(who, reason) for who, reason, _ in refused],
            "problem": problem,
            "why": telling.reason,
            "language_name": lambda language: words.LANGUAGES.get(language, language),
            "refresh_campaign": _refresh(look, view),
        }
    seen = {"patients": sorted({id_ for _, _, id_ in refused if id_})}
    note_opened(desk, look, ("campaign.opened", f"campaign:{id}", seen))
    return render_template("console/campaign.html", **values)


def _dry_run(look: Look, campaign: Campaign) -> DryRun | None:
    try:
        return campaigns.dry_run(look.work, look.eyes.clinic, campaign)
    except BadAudience:
        return None


def _refused(look: Look, campaign: Campaign, run: DryRun | None) -> list[tuple[str, str, str]]:
    """Name, reason and id of those who get no text."""
    if run is not None:
        found = [(each.patient, each.reason, each.named) for each in run.refused]
    else:
        _, _, people = campaigns.progress(look.work, campaign)
        found = [(people.get(id_), reason, "") for id_, reason in campaigns.skipped(look.work, campaign)]
    return [
        (views.full_name(who) if who else named or "Unknown", reason, who.id if who else "")
        for who, reason, named in found[:MOST_REFUSED]
    ]


def _known(look: Look, id: str) -> CampaignView:
    found = stored.get(look.work, id) or abort(404)
    return _view(look, found, stored.counts(look.work, [id])[id])


def _view(look: Look, campaign: Campaign, counts: Mapping[str, int]) -> CampaignView:
    return CampaignView(
        id=campaign.id,
        name=campaign.name,
        state=campaign.state,
        audience=_whom(look.eyes.clinic, campaign.audience),
        texts=campaign.texts,
        at=campaign.created_at,
        ago=look.eyes.ago(campaign.created_at),
        total=sum(counts.values()),
        dealt=sum(count for state, count in counts.items() if state not in ("planned", "sending")),
        tallies=tuple((name.capitalize(), counts.get(name, 0)) for name in TALLIES),
    )


def _refresh(look: Look, view: CampaignView) -> str:
    """Empty once nothing changes any more."""
    ended = view.state in ("draft", "stopped")
    return "" if ended else look.refresh("campaign_updates", view.tallies, id=view.id)


def _whom(clinic: Clinic, found: dict[str, Any]) -> str:
    [(kind, about)] = found.items()
    if kind == "patients":
        return f"A list of {len(about)}"
    if kind == "overdue":
        return f"Overdue by {about['after']}: {views.type_name(clinic, about['visit_type'])}"
    days = " to ".join(dict.fromkeys(filter(None, (about["first"], about.get("last")))))
    with_whom = f" with {views.name_of(clinic.providers, about['provider'])}" if about.get("provider") else ""
    return f"Visits on {days}{with_whom}"


def _about(form: Mapping[str, str]) -> dict[str, Any]:
    """What was written, as a campaign is described. Raises `BadAudience`."""
    texts = {key.removeprefix("text_"): text for key, text in form.items() if key.startswith("text_")}
    about = {"name": form.get("name", ""), "kind": "message", "texts": texts, "visit_type": None}
    whom = form.get("whom")
    if whom == "list":
        return about | {"audience": audience.of_csv(form.get("csv", ""))}
    if whom == "overdue":
        kind = form.get("overdue_type", "")
        found = {"overdue": {"visit_type": kind, "after": form.get("after", "").strip()}}
        return about | {"kind": "recall", "visit_type": kind, "audience": found}
    keys = ("first", "last", "provider", "visit_type")
    return about | {"audience": {"visits": {key: form[key] for key in keys if form.get(key)}}}


def _form(desk: Desk, form: Mapping[str, str], faults: tuple[str, ...]) -> str:
    with looking(desk) as look:
        clinic = look.eyes.clinic
        texts = {key.removeprefix("text_"): text for key, text in form.items() if key.startswith("text_")}
        values = {
            **look.frame(TAB, inbox.open_cases(look.work)),
            "form": {**form, "texts": texts},
            "faults": faults,
            "providers": [(each.id, each.name) for each in clinic.providers],
            "kinds": [(each.id, views.type_name(clinic, each.id)) for each in clinic.visit_types],
            "languages": [(language, words.LANGUAGES.get(language, language)) for language in clinic.languages],
        }
    return render_template("console/campaign_new.html", **values)
