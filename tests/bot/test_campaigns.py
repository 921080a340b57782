"""Campaigns from the console and the API to the patients' phones and back; on both databases."""

from __future__ import annotations

import re
import threading
from datetime import timedelta
from typing import Any

import pytest

from bot import forecast, worker
from bot.cases import Caller
from bot.outreach import campaigns, sending
from bot.outreach.campaigns import BadCampaign, NotInThisState
from storage import appointments, mutes, outreach, patients, suppressions
from tests import builders
from tests.bot.test_api import system
from tests.office import ANA, BEN, Office, half_hour, person, texts
from tests.people import at_work

ANNA = Caller("staff", "anna", "anna@oak.example")
TEXTS = {
    "en": "{first_name}, Dr. Lee is away on {date}. We will call you about a new time.",
    "es": "{first_name}, Dr. Lee no estará el {date}. Le llamaremos.",
}
PLAIN = {"en": "{first_name}, our doors are at the back this week.", "es": "{first_name}, la entrada está detrás."}
DAY = {"visits": {"provider": "lee", "first": "2027-03-16"}}


def about(**changes: Any) -> dict[str, Any]:
    return {"name": "Away", "texts": PLAIN, "audience": {"patients": ["p1", "p2"]}} | changes


def drafted(office: Office, **changes: Any) -> str:
    with office.writing() as work:
        return campaigns.create(work, office.clinic, about(**changes), ANNA).id


def started(office: Office, **changes: Any) -> str:
    campaign = drafted(office, **changes)
    with office.writing() as work:
        campaigns.start(work, office.clinic, campaign, ANNA)
    return campaign


def send(office: Office) -> int:
    return sending.send_due(office.desk, threading.Event())


def written(office: Office) -> list[dict[str, Any]]:
    rows = [row for row in office.rows("messages") if row["direction"] == "outbound"]
    return sorted(rows, key=lambda row: str(row["id"]))


def reasons(office: Office) -> dict[str, str]:
    return {row["patient_id"]: row["reason"] for row in office.rows("outreach")}


def test_a_campaign_from_the_console_reaches_each_patient_once_and_is_answered(office: Office) -> None:
    anna = at_work(office, role="manager")
    anna.get("/console/campaigns/new")
    form = {"name": "Away", "whom": "visits", "first": "2027-03-16", "provider": "lee"}
    answer = anna.post("/console/campaigns", **form, text_en=TEXTS["en"], text_es=TEXTS["es"])
    assert answer.status_code == 303
    page = anna.get(answer.location)
    assert "Start: send 1 text" in page.text
    assert "Ana, Dr. Lee is away on Tue, Mar 16 at 9:00 AM" in page.text
    assert anna.post(f"{answer.location}/start").status_code == 303
    assert (send(office), send(office)) == (1, 0)
    [text] = written(office)
    assert text["body"].startswith("Oak Hill Clinic: Ana, Dr. Lee is away on Tue, Mar 16 at 9:00 AM.")
    assert text["to_number"] == ANA
    assert "Sending" in anna.get(answer.location).text
    [said] = texts(office.text(ANA, "yes"))
    assert "waiting for an answer" in said, "a campaign asks nothing, so that a yes confirms nothing"
    assert office.appointment().confirmation.value == "needs-action"
    done = {row["action"] for row in office.rows("audit") if row["subject"].startswith("campaign:")}
    assert {"campaign.created", "campaign.opened", "campaign.running", "campaign.listed"} <= done


def test_agents_do_not_see_campaigns_and_nothing_changes_without_our_form(office: Office) -> None:
    agent = at_work(office, role="agent")
    assert agent.get("/console/campaigns").status_code == 403
    assert "Outreach" not in agent.get("/console/").text
    manager = at_work(office, email="bea@oak.example", role="manager")
    campaign = drafted(office)
    assert manager.post(f"/console/campaigns/{campaign}/start", token="forged").status_code == 400
    assert office.rows("outreach") == []


def test_a_dry_run_says_who_gets_none_and_why_as_the_worker_then_does(office: Office) -> None:
    with office.writing() as work:
        patients.add(work, person(3, "Cem", sms_consent=False))
        patients.add(work, person(4, "Dora", phone=""))
        patients.add(work, person(5, "Eve", wrong_number=True))
        patients.add(work, person(6, "Fay", phone=BEN))
        patients.add(work, person(7, "Gil"))
        suppressions.opt_out(work, ANA, source="test")
        mutes.mute(work, builders.phone(7), "campaigns", source="test")
    everybody = [f"p{number}" for number in range(1, 8)]
    campaign = drafted(office, audience={"patients": [*everybody, "nobody"]})
    with office.looking() as work:
        run = campaigns.dry_run(work, office.clinic, campaigns.known(work, campaign))
    expected = {
        "p1": "opted_out", "p3": "no_consent", "p4": "no_phone", "p5": "wrong_number", "p7": "muted",
    }  # fmt: skip
    told = {each.patient.external_id if each.patient else each.named: each.reason for each in run.refused}
    assert told == {**expected, "nobody": "unknown_patient"}
    assert (run.texts, run.merged) == (1, 1)
    with office.writing() as work:
        campaigns.start(work, office.clinic, campaign, ANNA)
    send(office)
    assert {patient: reason for patient, reason in reasons(office).items() if reason} == expected
    [text] = written(office)
    assert text["to_number"] == BEN
    assert "Ben and Fay, our doors" in text["body"]


def test_a_paused_campaign_keeps_its_texts_and_a_stopped_one_sends_no_more(office: Office) -> None:
    campaign = started(office)
    with office.writing() as work:
        campaigns.move(work, campaign, "paused", ANNA)
    assert send(office) == 0
    with office.writing() as work:
        campaigns.move(work, campaign, "running", ANNA)
    assert send(office) == 2
    with office.writing() as work:
        campaigns.move(work, campaign, "stopped", ANNA)
        with pytest.raises(NotInThisState):
            campaigns.move(work, campaign, "running", ANNA)
    worker.run_once(office.desk)
    assert {row["status"] for row in written(office)} == {"canceled"}, "what was in the outbox is void"
    with office.looking() as work:
        assert {each.reason for each in outreach.of_campaign(work, campaign)} == {"stopped"}


def test_a_campaign_starts_once_whoever_presses_twice(office: Office) -> None:
    campaign = started(office)
    with office.writing() as work, pytest.raises(NotInThisState):
        campaigns.start(work, office.clinic, campaign, ANNA)
    assert len(office.rows("outreach")) == 2


def test_a_second_contact_waits_for_the_cap_and_says_so(office: Office) -> None:
    started(office)
    send(office)
    started(office, name="Again")
    send(office)
    waiting = [row for row in office.rows("outreach") if row["state"] == "planned"]
    assert {row["waits_for"] for row in waiting} <= {"cap", "quiet_hours"}
    assert len(waiting) == 2
    assert len(written(office)) == 2


def test_a_visit_that_moves_before_its_text_leaves_is_not_told_the_old_time(office: Office) -> None:
    started(office, texts=TEXTS, audience=DAY)
    assert send(office) == 1
    with office.writing() as work:
        later = half_hour(office.visit.slot.starts_at + timedelta(days=1))
        appointments.move_to(work, office.clinic, office.visit.id, later, actor="staff:anna")
    worker.run_once(office.desk)
    [text] = [row for row in written(office) if "is away on" in row["body"]]
    assert (text["status"], text["error_code"]) == ("canceled", "moved")


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"texts": {"en": "Hello"}}, 'text in "es" is missing'),
        ({"texts": {"en": "20% off for {first_name}!", "es": "Hola"}}, "registered for news of care"),
        ({"texts": {"en": "See https://oak.example", "es": "Hola"}}, "has a link"),
        ({"texts": {"en": "Hello {surname}", "es": "Hola"}}, 'names "{surname}"'),
        ({"texts": {"en": "On {date}", "es": "Hola"}}, "not of visits"),
        ({"audience": {"visits": {"first": "tomorrow"}}}, "must be days"),
        ({"audience": {"visits": {"first": "2027-03-16", "provider": "nobody"}}}, "no provider"),
        ({"audience": {"patients": ["p1", "p1"]}}, "somebody twice"),
        ({"kind": "recall"}, "offers a type of visit"),
        ({"name": ""}, "Give it a name"),
    ],
)
def test_what_is_wrong_is_said_before_anything_is_sent(office: Office, changes: dict[str, Any], fault: str) -> None:
    with office.writing() as work, pytest.raises(BadCampaign, match=re.escape(fault)):
        campaigns.create(work, office.clinic, about(**changes), ANNA)


def test_other_systems_run_campaigns_as_the_description_says(office: Office) -> None:
    desk = system(office, role="manager")
    made = desk.post("/api/v1/campaigns", about())
    assert made.status_code == 200, made.json
    campaign = made.json["id"]
    dry = desk.get(f"/api/v1/campaigns/{campaign}/dry-run")
    assert (dry.json["texts"], dry.json["not_sent"]) == (2, {})
    assert desk.post(f"/api/v1/campaigns/{campaign}/start").json["counts"] == {"planned": 2}
    assert desk.post(f"/api/v1/campaigns/{campaign}/start").status_code == 409
    assert desk.post(f"/api/v1/campaigns/{campaign}/pause").json["state"] == "paused"
    assert desk.post(f"/api/v1/campaigns/{campaign}/resume").json["state"] == "running"
    assert desk.post(f"/api/v1/campaigns/{campaign}/stop").json["counts"] == {"skipped": 2}
    assert desk.get(f"/api/v1/campaigns/{campaign}").json["not_sent"] == {"stopped": 2}
    assert [each["id"] for each in desk.get("/api/v1/campaigns").json["campaigns"]] == [campaign]
    bad = desk.post("/api/v1/campaigns", {"name": "x", "texts": PLAIN, "csv": "phone\n1"})
    assert bad.status_code == 400
    assert "external_id" in bad.json["error"]


def test_a_message_that_waits_is_told_without_its_content_and_kept_for_why(office: Office) -> None:
    desk = system(office)
    answer = desk.post("/api/v1/results-ready", {"patient": "p2"})
    assert answer.json["will_be_skipped"] is None
    send(office)
    [text] = written(office)
    assert text["body"].startswith("Oak Hill Clinic: there is a message from the clinic for you.")
    [row] = desk.get("/api/v1/patients/p2/outreach").json["outreach"]
    assert (row["kind"], row["state"]) == ("results", "sending")
    office.text(BEN, "what is it?")
    assert [row["reason"] for row in office.rows("cases")] == ["results"]
    assert system(office, "other").get("/api/v1/campaigns").status_code == 403


def test_the_forecast_tells_what_campaigns_will_send(office: Office) -> None:
    started(office)
    with office.looking() as work:
        lines = forecast.of(work, office.clinic, work.now + timedelta(days=1))
    [line] = [line for line in lines if line.what == "campaign"]
    assert (line.texts, line.segments) == (2, 2)
