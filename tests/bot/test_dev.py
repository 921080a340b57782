"""The phone page and the movable clock: for somebody at this machine, in development."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot import worker
from bot.app import create_app
from storage import outbox, patients
from tests import builders
from tests.exchange import with_channel
from tests.office import ANA, BEN, open_office, person, variables

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.office import Office

PAGES = ("/dev/phone", "/dev/people", f"/dev/thread?clinic=oak&number=%2B{ANA[1:]}", "/dev/static/phone.js")


def move(office: Office, asked: object) -> tuple[int, Any]:
    content = asked if isinstance(asked, str) else json.dumps(asked)
    answer = office.client.post("/dev/clock", data=content, content_type="application/json")
    return answer.status_code, answer.json


def handsets(office: Office) -> dict[str, Any]:
    return {handset["number"]: handset for handset in office.client.get("/dev/people").json["handsets"]}


def thread(office: Office, number: str = ANA) -> Any:
    return office.client.get("/dev/thread", query_string={"clinic": "oak", "number": number}).json


def text(office: Office, body: str, number: str = ANA) -> Any:
    return office.client.post("/dev/text", json={"clinic": "oak", "number": number, "body": body})


# --- who may come in


@pytest.mark.parametrize("address", PAGES)
def test_only_somebody_at_this_machine_sees_it_with_credentials_too(office: Office, address: str) -> None:
    with office.client.get(address) as shown:
        assert shown.status_code == 200
    for headers in ({"X-Forwarded-For": "127.0.0.1"}, {"Host": "desk.example.org"}):
        assert office.client.get(address, headers=headers).status_code == 404
    elsewhere = {"REMOTE_ADDR": "10.0.0.7"}
    assert office.client.get(address, environ_overrides=elsewhere).status_code == 404


def test_a_page_of_another_site_may_not_move_the_clock(office: Office) -> None:
    headers = {"Origin": "https://evil.example.org"}
    assert office.client.post("/dev/clock", json={"advance": 60}, headers=headers).status_code == 404
    own = {"Origin": "http://localhost"}
    assert office.client.post("/dev/clock", json={"advance": 60}, headers=own).status_code == 200


def test_production_has_no_such_pages(database_url: str) -> None:
    office = open_office(database_url, FRONTDESK_ENV="production")
    client = create_app(office.desk).test_client()
    assert {client.get(address).status_code for address in PAGES} == {404}
    assert client.post("/dev/clock", json={"advance": 60}).status_code == 404
    office.desk.database.close()


# --- the clock


def test_the_clock_is_moved_by_seconds_and_to_an_instant(office: Office) -> None:
    status, answer = move(office, {"advance": 3600})
    assert status == 200
    an_hour_on = datetime.fromisoformat(answer["now"])
    assert timedelta(hours=1) <= an_hour_on - builders.NOW < timedelta(hours=1, minutes=2)
    status, answer = move(office, {"now": "2027-03-13T09:00:00-06:00"})
    assert status == 200
    there = datetime.fromisoformat("2027-03-13T09:00:00-06:00")
    assert timedelta() <= datetime.fromisoformat(answer["now"]) - there < timedelta(minutes=2)


def test_every_process_sees_the_moved_clock_and_a_restart_goes_on(office: Office, database_url: str) -> None:
    from bot import settings
    from bot.wiring import build

    move(office, {"advance": 86_400})
    other = build(settings.read(variables(database_url)))
    other.clock.start()
    assert abs(other.clock.now() - office.desk.clock.now()) < timedelta(seconds=30)
    other.database.close()


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "x",
        "[]",
        "null",
        "[" * 100_000,
        {},
        {"advance": 60, "now": "2027-03-13T09:00:00-06:00"},
        {"forward": 60},
        {"advance": "60"},
        {"advance": None},
        {"advance": True},
        {"advance": -1},
        '{"advance": NaN}',
        '{"advance": Infinity}',
        '{"advance": -Infinity}',
        {"advance": 10**400},
        {"advance": 1e300},
        {"now": 5},
        {"now": "tomorrow"},
        {"now": "2027-03-13T09:00:00"},
        {"now": "0001-01-01T00:00:00+00:00"},
        {"now": "9999-12-31T23:59:59-12:00"},
        {"now": "2027-03-12T09:00:00-06:00"},
        {"now": "2020-01-01T00:00:00+00:00"},
    ],
    ids=lambda asked: str(asked)[:40],
)
def test_nonsense_and_going_back_are_refused_in_one_sentence(office: Office, asked: object) -> None:
    before = office.desk.clock.now()
    status, answer = move(office, asked)
    assert status == 400
    assert answer["error"].endswith(".")
    assert office.desk.clock.now() - before < timedelta(minutes=1)


# --- the phone


def test_a_family_is_one_handset_and_one_number_is_not_on_file(office: Office) -> None:
    with office.writing() as work:
        patients.add(work, person(3, "Cleo", phone=ANA))
        patients.add(work, person(4, "Dan", phone="", guardian_id="p1"))
    found = handsets(office)
    assert found[ANA]["names"] == ["Ana Stone", "Cleo Stone", "Dan Stone"]
    assert found[ANA]["visit"] == "Tue Mar 16, 9:00 AM"
    assert (found[ANA]["clinic_name"], found[ANA]["clinic_phone"]) == ("Oak Hill Clinic", "+15125550100")
    assert found[BEN]["names"] == ["Ben Stone"]
    [stranger] = [number for number, handset in found.items() if not handset["on_file"]]
    assert stranger not in (ANA, BEN, "+15125550100")
    assert stranger.startswith("+151255501")


def test_the_phone_shows_what_was_said_as_the_webhook_would_answer_it(office: Office) -> None:
    answer = text(office, "When is my appointment?")
    assert answer.status_code == 200
    asked, told = thread(office)["messages"]
    assert (asked["direction"], asked["body"]) == ("inbound", "When is my appointment?")
    assert (told["direction"], told["author"]) == ("outbound", "bot")
    assert "Dr. Lee" in told["body"]


def test_the_phone_shows_when_the_next_reminder_comes(office: Office) -> None:
    shown = thread(office)
    assert datetime.fromisoformat(shown["next_reminder"]["due_at"]) == datetime.fromisoformat(
        "2027-03-13T09:00:00-06:00"
    )
    assert thread(office, BEN)["next_reminder"] is None
    assert thread(office, BEN)["messages"] == []


def test_staff_messages_arrive_on_the_phone(office: Office) -> None:
    from dataclasses import replace

    from storage import messages

    text(office, "hi")
    told_id = thread(office)["messages"][-1]["id"]
    with office.writing() as work:
        told = messages.get(work, told_id)
        assert told is not None
        staff = replace(
            told, id=work.new_id(), author="staff", body="Hello Ana", in_reply_to_sid=None, created_at=work.now
        )
        outbox.put(work, staff, kind="staff", due_at=work.now)
    assert [message["author"] for message in thread(office)["messages"]] == ["patient", "bot", "staff"]


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"clinic": "oak", "number": ANA},
        {"clinic": "oak", "number": "5550101", "body": "hi"},
        {"clinic": "oak", "number": ANA, "body": "x" * 1601},
        {"clinic": 1, "number": ANA, "body": "hi"},
    ],
    ids=lambda asked: str(asked)[:60],
)
def test_what_is_no_text_is_refused_in_one_sentence(office: Office, asked: dict[str, object]) -> None:
    answer = office.client.post("/dev/text", json=asked)
    assert answer.status_code == 400
    assert answer.json["error"].endswith(".")
    assert office.rows("messages") == []


def test_an_unknown_clinic_is_not_found(office: Office) -> None:
    assert office.client.post("/dev/text", json={"clinic": "elm", "number": ANA, "body": "hi"}).status_code == 404
    assert office.client.get("/dev/thread?clinic=elm&number=%2B15125550101").status_code == 404


def test_the_page_loads_only_what_is_its_own(office: Office) -> None:
    page = office.client.get("/dev/phone")
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert 'data-clock="/dev/clock"' in page.text
    assert "http://" not in page.text
    assert "https://" not in page.text


# --- calls


def call(office: Office, **asked: str) -> Any:
    answer = office.client.post("/dev/call", json={"clinic": "oak", "number": ANA} | asked)
    return answer.json if answer.status_code == 200 else answer.status_code


def test_a_call_is_walked_by_keys_and_words(office: Office) -> None:
    told = call(office, do="dial")
    assert told["says"][0]["words"].startswith("Oak Hill Clinic.")
    for do, words in (("key", "1"), ("say", "January 1st 1980")):
        told = call(office, do=do, call=told["call"], at=told["listens"], words=words)
    assert "is confirmed" in told["says"][0]["words"]
    assert call(office, do="hang_up", call=told["call"])["over"]


def test_a_call_of_the_clinics_rings_and_can_be_taken(open_office: Callable[..., Office]) -> None:
    office = open_office(TWILIO_AUTH_TOKEN="", TWILIO_ACCOUNT_SID="")
    with_channel(office, "voice")
    office.desk.clock.advance(timedelta(days=1))
    worker.run_once(office.desk)
    query = {"clinic": "oak", "number": ANA}
    ringing = office.client.get("/dev/ringing", query_string=query).json["call"]
    told = call(office, do="pick_up", **ringing)
    assert "calling for Ana" in told["says"][0]["words"]
    told = call(office, do="key", at=told["listens"], words="1", **ringing)
    assert "reminder of your visit" in told["says"][0]["words"]
    call(office, do="hang_up", **ringing)
    assert office.client.get("/dev/ringing", query_string=query).json["call"] is None


@pytest.mark.parametrize(
    "asked",
    [
        {"do": "dial", "clinic": "elm"},
        {"do": "dial", "number": "5551"},
        {"do": "fly"},
        {"do": "key", "call": "CA" + "1" * 32, "at": "https://elsewhere.example/x"},
        {"do": "key", "call": "CA" + "1" * 32, "at": "/twilio/voice/turn?c=oak&call=CA2&n=1"},
    ],
)
def test_what_is_no_act_of_a_call_is_refused(office: Office, asked: dict[str, str]) -> None:
    assert call(office, **asked) == 400
