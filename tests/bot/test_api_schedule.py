"""The schedule by the API: visits are booked, moved and cancelled, and their patients hear of it by one text."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot import worker
from bot.outreach import closures
from storage import appointments, exceptions, inbox, patients
from tests import builders
from tests.bot.test_api import System, system
from tests.bot.test_waitlist import holds_what_always_holds, told
from tests.office import ANA, BEN, texts
from tests.visits import TUESDAY, half_hour, person

if TYPE_CHECKING:
    from tests.office import Office

DAY = timedelta(days=1)
NEW = {"patient": "p2", "visit_type": "checkup", "provider": "lee", "starts_at": "2027-03-16T09:30"}


@pytest.fixture
def desk(office: Office) -> System:
    return system(office, "scheduler")


def starts(rows: list[dict[str, Any]]) -> list[str]:
    return [row["starts_at"][:16] for row in rows]


def test_a_booking_is_confirmed_at_once_by_one_text(office: Office, desk: System) -> None:
    booked = desk.post("/api/v1/appointments", NEW)
    assert booked.status_code == 200
    assert booked.json["starts_at"] == "2027-03-16T09:30:00-05:00"
    assert (booked.json["status"], booked.json["source"]) == ("booked", "api")
    assert booked.json["patient_external_id"] == "p2"
    [text] = told(office, BEN)
    assert "we booked your visit with Dr. Lee on Tue, Mar 16 at 9:30 AM" in text
    assert "confirmed" in texts(office.text(BEN, "1"))[0]
    holds_what_always_holds(office)


def test_the_text_can_be_unticked(office: Office, desk: System) -> None:
    visit = desk.post("/api/v1/appointments", NEW | {"tell_patient": False}).json["id"]
    desk.post(f"/api/v1/appointments/{visit}/move", {"starts_at": "2027-03-16T10:00", "tell_patient": False})
    desk.post(f"/api/v1/appointments/{visit}/cancel", {"tell_patient": False})
    assert told(office, BEN) == []


def test_a_repeat_with_the_same_key_books_once(office: Office, desk: System) -> None:
    first = desk.post("/api/v1/appointments", NEW, Idempotency_Key="one")
    again = desk.post("/api/v1/appointments", NEW, Idempotency_Key="one")
    assert again.json == first.json
    assert len(office.rows("appointments")) == 2
    assert len(told(office, BEN)) == 1


def test_who_loses_a_race_is_given_the_next_openings(desk: System) -> None:
    lost = desk.post("/api/v1/appointments", NEW | {"starts_at": "2027-03-16T09:00"})
    assert lost.status_code == 409
    assert lost.json["reason"] == "slot_taken"
    assert starts(lost.json["openings"]) == ["2027-03-16T09:30", "2027-03-16T10:00", "2027-03-16T10:30"]


def test_staff_may_book_beside_another_and_it_is_marked(desk: System) -> None:
    beside = desk.post("/api/v1/appointments", NEW | {"starts_at": "2027-03-16T09:00", "overbook": True})
    assert beside.json["overbooked"] is True


def test_a_patient_is_never_in_two_places(office: Office, desk: System) -> None:
    desk.post("/api/v1/appointments", NEW | {"starts_at": "2027-03-17T09:00"})
    twice = desk.post("/api/v1/appointments", NEW | {"provider": "ortiz", "starts_at": "2027-03-17T09:00"})
    assert (twice.status_code, twice.json["reason"]) == (409, "patient_busy")
    assert "another visit at that time" in twice.json["error"]
    moved = desk.post(f"/api/v1/appointments/{office.visit.id}/move", {"starts_at": "2027-03-17T09:00"})
    assert moved.json["reason"] == "slot_taken"


def test_a_move_keeps_the_ids_and_is_told(office: Office, desk: System) -> None:
    moved = desk.post("/api/v1/appointments/v1/move", {"starts_at": "2027-03-17T10:00", "provider": "ortiz"})
    assert (moved.json["id"], moved.json["external_id"]) == (office.visit.id, "v1")
    assert moved.json["provider"] == "ortiz"
    assert ["we moved" in text for text in told(office, ANA)] == [True]


def test_a_cancellation_is_told_and_cannot_be_repeated(office: Office, desk: System) -> None:
    address = f"/api/v1/appointments/{office.visit.id}"
    assert desk.post(f"{address}/cancel").json["status"] == "cancelled"
    assert ["cancel" in text for text in told(office, ANA)] == [True]
    again = desk.post(f"{address}/cancel")
    assert (again.status_code, again.json["reason"]) == (409, "visit_cancelled")
    moved = desk.post(f"{address}/move", {"starts_at": "2027-03-17T10:00"})
    assert (moved.status_code, moved.json["reason"]) == (409, "visit_cancelled")


def test_who_comes_is_checked_in_and_who_does_not_is_noted(office: Office, desk: System) -> None:
    address = f"/api/v1/appointments/{office.visit.id}"
    assert desk.post(f"{address}/check-in", {"status": "arrived"}).json["status"] == "arrived"
    assert desk.post(f"{address}/check-in").json["status"] == "checked-in"
    assert desk.post(f"{address}/fulfil").json["status"] == "fulfilled"
    assert desk.post(f"{address}/no-show").json["status"] == "noshow"
    refused = desk.post(f"{address}/cancel")
    assert (refused.status_code, refused.json["reason"]) == (409, "visit_over")
    assert desk.get(address).json["status"] == "noshow"


@pytest.mark.parametrize(
    ("changes", "status", "reason"),
    [
        ({"patient": "nobody"}, 404, "unknown_id"),
        ({"provider": "nobody"}, 404, "unknown_id"),
        ({"visit_type": "nothing"}, 404, "unknown_id"),
        ({"room": "us9"}, 404, "unknown_id"),
        ({"starts_at": "2027-03-14T02:30"}, 400, "missing_hour"),
        ({"starts_at": "2027-03-01T09:00"}, 409, "in_the_past"),
        ({"starts_at": "2027-03-16T20:00"}, 409, "does_not_fit"),
        ({"starts_at": "2027-03-20T10:00"}, 409, "does_not_fit"),
        ({"provider": "lee", "visit_type": "ultrasound"}, 409, "does_not_fit"),
        ({"starts_at": "soon"}, 400, None),
        ({"overbook": "yes"}, 400, None),
        ({"patient": ""}, 400, None),
        ({"colour": "red"}, 400, None),
    ],
)
def test_what_cannot_be_is_refused_by_name_with_a_sentence(
    office: Office, desk: System, changes: dict[str, Any], status: int, reason: str | None
) -> None:
    before = office.sizes()
    refused = desk.post("/api/v1/appointments", NEW | changes)
    assert (refused.status_code, refused.json.get("reason")) == (status, reason)
    assert refused.json["error"].endswith(".")
    assert office.sizes() == before


def test_a_move_onto_itself_or_of_what_is_not_there_is_refused(office: Office, desk: System) -> None:
    itself = desk.post(f"/api/v1/appointments/{office.visit.id}/move", {"starts_at": "2027-03-16T09:00"})
    assert (itself.status_code, itself.json["reason"]) == (409, "same_time")
    unknown = desk.post("/api/v1/appointments/nothing/move", {"starts_at": "2027-03-16T09:00"})
    assert (unknown.status_code, unknown.json["reason"]) == (404, "unknown_id")


def test_openings_are_found_in_words(desk: System) -> None:
    found = desk.get("/api/v1/openings?visit_type=checkup&provider=lee&when=tuesday morning&limit=2").json
    assert starts(found["openings"]) == ["2027-03-16T09:30", "2027-03-16T10:00"]
    assert desk.get("/api/v1/openings?visit_type=nothing").json["reason"] == "unknown_id"
    assert desk.get("/api/v1/openings?visit_type=checkup&when=hello").status_code == 400


def test_a_series_is_booked_as_a_whole_or_says_which_could_not_be(office: Office, desk: System) -> None:
    weekly = NEW | {"every_days": 7, "times": 3}
    done = desk.post("/api/v1/appointments/series", weekly)
    assert starts(done.json["booked"]) == ["2027-03-16T09:30", "2027-03-23T09:30", "2027-03-30T09:30"]
    assert len(told(office, BEN)) == 1
    other = weekly | {"patient": "p1", "starts_at": "2027-03-09T09:30", "times": 4}
    refused = desk.post("/api/v1/appointments/series", other)
    assert refused.json["booked"] == []
    assert [row["reason"] for row in refused.json["refused"]] == ["in_the_past", *["slot_taken"] * 3]
    assert refused.json["refused"][1]["openings"]
    partly = weekly | {"patient": "p1", "starts_at": "2027-03-30T09:30", "times": 2, "partly": True}
    some = desk.post("/api/v1/appointments/series", partly).json
    assert starts(some["booked"]) == ["2027-04-06T09:30"]
    holds_what_always_holds(office)


def test_a_family_comes_one_after_the_other(office: Office, desk: System) -> None:
    family = {"patients": ["p1", "p2"], "visit_type": "checkup", "provider": "lee", "when": "tuesday march 16"}
    booked = desk.post("/api/v1/appointments/family", family).json["appointments"]
    assert starts(booked) == ["2027-03-16T09:30", "2027-03-16T10:00"]
    assert [visit["patient_external_id"] for visit in booked] == ["p1", "p2"]
    for phone in (ANA, BEN):
        assert len(told(office, phone)) == 1
    assert desk.post("/api/v1/appointments/family", family | {"patients": ["p1", "p1"]}).status_code == 400
    holds_what_always_holds(office)


def test_a_family_for_whom_there_is_no_row_of_times_hears_so(desk: System) -> None:
    late = {"patients": ["p1", "p2"], "visit_type": "checkup", "provider": "lee", "when": "tuesday march 16 at 4:30 pm"}
    refused = desk.post("/api/v1/appointments/family", late)
    assert (refused.status_code, refused.json["openings"]) == (409, [])


# --- what the clinic changes

AWAY = {"kind": "time_off", "provider": "lee", "starts_at": "2027-03-16T00:00", "ends_at": "2027-03-17T00:00"}


def test_time_off_lists_who_is_affected_and_proposes_openings(office: Office, desk: System) -> None:
    answer = desk.post("/api/v1/exceptions", AWAY).json
    [one] = answer["affected"]
    assert one["appointment"]["external_id"] == "v1"
    assert starts(one["openings"])
    assert all(not start.startswith("2027-03-16") for start in starts(one["openings"]))
    assert office.appointment().slot.starts_at == TUESDAY
    found = desk.get("/api/v1/openings?visit_type=checkup&provider=lee&when=tuesday march 16").json
    assert found == {"openings": []}
    refused = desk.post("/api/v1/appointments", NEW)
    assert refused.json["reason"] == "does_not_fit"
    assert [entry["id"] for entry in desk.get("/api/v1/exceptions").json["exceptions"]] == [answer["exception"]["id"]]


def test_one_action_texts_everybody_their_choice_and_a_number_moves_the_visit(office: Office, desk: System) -> None:
    entered = desk.post("/api/v1/exceptions", AWAY).json["exception"]["id"]
    answer = desk.post(f"/api/v1/exceptions/{entered}/offer").json
    assert [one["texted"] for one in answer["affected"]] == [True]
    [text] = told(office, ANA)
    assert "cannot keep your visit" in text
    assert "\n1 " in text
    first = answer["affected"][0]["openings"][0]["starts_at"]
    assert "Shall I move" in texts(office.text(ANA, "1"))[0]
    assert "Done" in texts(office.text(ANA, "1"))[0]
    assert office.appointment().slot.starts_at.astimezone(builders.ZONE).isoformat() == first
    holds_what_always_holds(office)


def test_who_has_no_phone_becomes_a_case_with_their_name(office: Office, desk: System) -> None:
    with office.writing() as work:
        patients.update(work, replace(person(1, "Ana"), phone=""))
    entered = desk.post("/api/v1/exceptions", AWAY).json["exception"]["id"]

    answer = desk.post(f"/api/v1/exceptions/{entered}/offer").json

    assert [one["texted"] for one in answer["affected"]] == [False]
    closures.look(office.desk, threading.Event())
    [case] = desk.get("/api/v1/cases").json["cases"]
    assert (case["patient_external_id"], case["priority"]) == ("p1", "urgent")
    assert "could not be texted (no_phone)" in case["summary"]
    with office.looking() as work:
        [line] = inbox.open_cases(work)
    assert [one.first_name for one in line.patients] == ["Ana"]
    refused = desk.post(f"/api/v1/cases/{case['id']}/reply", {"body": "Please call us."})
    assert "no phone on file" in refused.json["error"]
    holds_what_always_holds(office)


def test_openings_instead_are_the_days_before_and_after_at_the_time_of_the_visit(desk: System) -> None:
    [affected] = desk.post("/api/v1/exceptions", AWAY).json["affected"]
    assert starts([affected["appointment"]]) == ["2027-03-16T09:00"]
    assert starts(affected["openings"]) == ["2027-03-15T09:00", "2027-03-17T09:00"]
    assert {one["provider"] for one in affected["openings"]} == {"lee"}


def test_time_off_that_is_lifted_frees_the_day_again(desk: System) -> None:
    entered = desk.post("/api/v1/exceptions", AWAY).json["exception"]["id"]
    assert desk.post(f"/api/v1/exceptions/{entered}/lift").json["lifted_at"]
    assert desk.post("/api/v1/appointments", NEW).status_code == 200
    assert desk.get("/api/v1/exceptions").json == {"exceptions": []}


def test_extra_hours_are_booked_like_others(desk: System) -> None:
    evening = {"kind": "extra_hours", "provider": "lee", "starts_at": "2027-03-16T18:00", "ends_at": "2027-03-16T20:00"}
    assert desk.post("/api/v1/exceptions", evening).json["affected"] == []
    found = desk.get("/api/v1/openings?visit_type=checkup&provider=lee&when=tuesday march 16 after 5:30 pm").json
    assert starts(found["openings"])[0] == "2027-03-16T18:00"
    assert desk.post("/api/v1/appointments", NEW | {"starts_at": "2027-03-16T19:00"}).status_code == 200


def test_a_closure_counts_for_everybody_and_outlives_a_new_clinic_file(office: Office, desk: System) -> None:
    closed = AWAY | {"kind": "closure"}
    del closed["provider"]
    assert len(desk.post("/api/v1/exceptions", closed).json["affected"]) == 1
    from storage import clinics

    changed = builders.clinic().model_copy(update={"name": "Oak Hill"})
    with office.desk.database.writing() as connection:
        clinics.apply(connection, changed, builders.NOW)
    found = desk.get("/api/v1/openings?visit_type=checkup&when=tuesday march 16").json
    assert found == {"openings": []}


def test_bad_spans_are_refused(desk: System) -> None:
    back = AWAY | {"ends_at": "2027-03-15T00:00"}
    assert desk.post("/api/v1/exceptions", back).json["reason"] == "ends_before_start"
    assert desk.post("/api/v1/exceptions", AWAY | {"kind": "party"}).status_code == 400
    assert desk.post("/api/v1/exceptions", AWAY | {"provider": "nobody"}).status_code == 404
    assert desk.post("/api/v1/exceptions/nothing/lift").status_code == 404


def test_who_was_only_offered_a_time_that_is_closed_now_hears_so(office: Office, desk: System) -> None:
    line = {"patient": "p2", "visit_type": "checkup", "provider": "lee", "when": "tuesday march 16"}
    assert desk.post("/api/v1/waitlist", line).json["state"] == "waiting"
    worker.run_once(office.desk)
    assert [row["state"] for row in office.rows("waitlist_offers")] == ["open"]
    desk.post("/api/v1/exceptions", AWAY)
    assert [(row["state"], row["reason"]) for row in office.rows("waitlist_offers")] == [("withdrawn", "closed")]


# --- the waiting list


def test_a_patient_joins_and_leaves_the_line_by_the_api(office: Office, desk: System) -> None:
    line = {"patient": "p1", "visit_type": "checkup", "provider": "lee", "appointment": "v1", "notice_minutes": 120}
    joined = desk.post("/api/v1/waitlist", line).json
    assert (joined["appointment"], joined["windows"], joined["offers"]) == (office.visit.id, [], 0)
    assert desk.post("/api/v1/waitlist", line).json["id"] == joined["id"]
    assert [entry["id"] for entry in desk.get("/api/v1/waitlist").json["waitlist"]] == [joined["id"]]
    assert desk.post(f"/api/v1/waitlist/{joined['id']}/leave").json["state"] == "left"
    assert desk.get("/api/v1/waitlist").json == {"waitlist": []}
    assert desk.post("/api/v1/waitlist/nothing/leave").status_code == 404
    foreign = line | {"patient": "p2"}
    assert desk.post("/api/v1/waitlist", foreign).status_code == 404


def test_of_a_patients_two_visits_only_those_in_the_time_off_are_affected(office: Office, desk: System) -> None:
    with office.writing() as work:
        patients.add(work, person(3, "Cal"))
        for day in (0, 1):
            slot = half_hour(TUESDAY + day * DAY + timedelta(hours=2))
            appointments.book(work, office.clinic, slot, patient_id="p3", actor="import", source="import")
    answer = desk.post("/api/v1/exceptions", AWAY).json
    assert starts([one["appointment"] for one in answer["affected"]]) == ["2027-03-16T09:00", "2027-03-16T11:00"]
    with office.looking() as work:
        assert len(exceptions.coming(work)) == 1
