"""The calendar in the console: what is seen, and what staff do in it, with the engine that patients book by."""

from __future__ import annotations

import re
import threading
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot import housekeeping
from scheduler.model import AppointmentStatus, Confirmation
from storage import appointments, exceptions, mutes
from storage.invariants import check
from tests.bot.test_console import shown
from tests.office import ANA, TUESDAY, half_hour, texts
from tests.people import Person, at_work, audited

if TYPE_CHECKING:
    from tests.office import Office

# What the database does is tried where it is done; here it is enough to see it through one of them.
pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])

TEN = {"provider": "lee", "day": "2027-03-16", "time": "10:00"}


@pytest.fixture
def anna(office: Office) -> Person:
    return at_work(office, role="manager")


def query(**values: str) -> str:
    return "&".join(f"{name}={value}" for name, value in values.items())


def sent(office: Office) -> list[str]:
    """The words of the texts on their way."""
    words = {message["id"]: message["body"] for message in office.rows("messages")}
    return [words[row["message_id"]] for row in office.rows("outbox")]


def held(office: Office) -> None:
    with office.looking() as work:
        assert check(work, office.clinic).violations == []


# --- what is seen


def test_a_day_shows_who_is_booked_and_what_is_free_to_book(office: Office, anna: Person) -> None:
    page = anna.get("/console/calendar?day=2027-03-16").text
    assert "Ana Stone" in page
    assert "/console/book?provider=lee&amp;day=2027-03-16&amp;time=10:00".replace(":", "%3A") in page or (
        "time=10:00" in page
    )
    assert page.index("Dr. Lee") < page.index("9:00 AM")
    assert audited(office, "calendar.opened") == [("calendar.opened", "day:2027-03-16")]


def test_a_week_of_one_provider_books_on_the_right_day(office: Office, anna: Person) -> None:
    page = anna.get("/console/calendar?span=week&provider=lee&day=2027-03-17").text
    assert "March 15 – 21, 2027" in page
    assert "Ana Stone" in page
    assert re.search(r"day=2027-03-18&amp;time=", page)


def test_a_held_time_is_told_apart(office: Office, anna: Person) -> None:
    office.text(ANA, "move it to thursday morning")
    office.text(ANA, "1")
    page = anna.get("/console/calendar?day=2027-03-18").text
    assert 'class="hold"' in page


@pytest.mark.parametrize("address", ["/console/calendar?day=soon", "/console/calendar?day=0001-01-01"])
def test_a_day_that_makes_no_sense_is_not_there(anna: Person, address: str) -> None:
    assert anna.get(address).status_code == 404


# --- booking


def test_the_page_says_word_for_word_what_the_patient_will_be_told(office: Office, anna: Person) -> None:
    asked = {"patient": "p2", "visit_type": "checkup", **TEN, "asked": "1", "tell": "on"}
    page = anna.get(f"/console/book?{query(**asked)}")
    assert sent(office) == []
    told = re.search(r"<q>(.*?)</q>", page.text, re.DOTALL)
    done = anna.post("/console/book", **asked)
    assert done.status_code == 303
    [text] = sent(office)
    assert told is not None
    assert text.replace("'", "&#39;") == told[1]
    held(office)


def test_an_unticked_text_is_not_sent(office: Office, anna: Person) -> None:
    anna.get("/console/calendar")
    anna.get(f"/console/book?{query(patient='p2', visit_type='checkup', **TEN, asked='1')}")
    assert anna.post("/console/book", patient="p2", visit_type="checkup", **TEN, asked="1").status_code == 303
    assert sent(office) == []


def test_a_time_that_a_patient_took_meanwhile_is_answered_with_the_next(office: Office, anna: Person) -> None:
    asked = {"patient": "p2", "visit_type": "checkup", **TEN, "asked": "1", "tell": "on"}
    anna.get(f"/console/book?{query(**asked)}")
    for words in ("move it to tuesday at 10", "1", "1"):
        last = texts(office.text(ANA, words))
    assert office.appointment().slot.starts_at == TUESDAY + timedelta(hours=1), last
    refused = anna.post("/console/book", **asked)
    assert refused.status_code == 409
    assert "Somebody else has this time" in shown(refused.text)
    assert "10:30 AM with Dr. Lee" in shown(refused.text)
    held(office)


def test_overbooking_is_marked(office: Office, anna: Person) -> None:
    asked = {"patient": "p2", "visit_type": "checkup", **TEN, "time": "09:00", "asked": "1"}
    anna.get("/console/book?patient=p2")
    assert anna.post("/console/book", **asked).status_code == 409
    assert anna.post("/console/book", **asked, overbook="on").status_code == 303
    assert "Overbooked" in anna.get("/console/calendar?day=2027-03-16").text
    held(office)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"time": "25:99"}, "makes no sense"),
        ({"day": "someday"}, "makes no sense"),
        ({"day": "2027-03-14", "time": "02:30"}, "clocks skip that time"),
        ({"provider": "nobody"}, "nobody"),
        ({"patient": "ghost"}, "ghost"),
        ({"day": "2020-01-01"}, "has passed"),
    ],
)
def test_what_makes_no_sense_is_a_sentence(anna: Person, change: dict[str, str], told: str) -> None:
    asked = {"patient": "p2", "visit_type": "checkup", **TEN} | change
    page = anna.get(f"/console/book?{query(**asked)}")
    assert page.status_code == 200
    assert told in shown(page.text)


# --- a visit


def test_a_visit_is_moved_after_its_text_was_read(office: Office, anna: Person) -> None:
    address = f"/console/visits/{office.visit.id}"
    page = anna.get(f"{address}/move?{query(**TEN, asked='1', tell='on')}")
    assert "The patient is told" in shown(page.text)
    assert office.appointment().slot.starts_at == TUESDAY
    assert anna.post(f"{address}/move", **TEN, asked="1", tell="on").status_code == 303
    assert office.appointment().slot.starts_at == TUESDAY + timedelta(hours=1)
    assert len(sent(office)) == 1
    assert "Moved from" in shown(anna.get(address).text)
    held(office)


def test_a_visit_is_cancelled_confirmed_and_its_patient_arrives(office: Office, anna: Person) -> None:
    address = f"/console/visits/{office.visit.id}"
    anna.get(address)
    anna.post(f"{address}/confirm")
    assert office.appointment().confirmation is Confirmation.ACCEPTED
    anna.post(f"{address}/status", status="arrived")
    assert office.appointment().status is AppointmentStatus.ARRIVED
    assert anna.post(f"{address}/status", status="invented").status_code == 400
    assert anna.post(f"{address}/cancel", asked="1", tell="on").status_code == 409  # somebody sits in the waiting room
    held(office)


def test_a_cancelled_visit_is_told(office: Office, anna: Person) -> None:
    address = f"/console/visits/{office.visit.id}"
    assert "The patient is told" in shown(anna.get(f"{address}/cancel").text)
    assert anna.post(f"{address}/cancel", asked="1", tell="on").status_code == 303
    assert office.appointment().status is AppointmentStatus.CANCELLED
    assert len(sent(office)) == 1


# --- time off


def test_time_off_shows_who_is_affected_before_it_counts_and_texts_them_their_choice(
    office: Office, anna: Person
) -> None:
    wish = {
        "kind": "time_off",
        "provider": "lee",
        "location": "",
        "starts": "2027-03-16T08:00",
        "ends": "2027-03-16T18:00",
    }
    page = shown(anna.get(f"/console/time-off?{query(**wish)}").text)
    assert "1 visit cannot stay" in page
    assert "Ana Stone" in page
    assert office.rows("exceptions") == []
    entered = anna.post("/console/time-off", **wish)
    assert entered.status_code == 303
    address = entered.headers["Location"]
    anna.get(address)
    assert anna.post(f"{address}/offer").status_code == 303
    assert len(sent(office)) == 1
    assert "Closed" in shown(anna.get("/console/calendar?day=2027-03-16").text)
    anna.post(f"{address}/lift")
    with office.looking() as work:
        assert exceptions.coming(work) == ()


def test_an_agent_enters_no_time_off(office: Office) -> None:
    assert at_work(office, "kim@oak.example").get("/console/time-off").status_code == 403


# --- the waiting list, search, a patient


def test_somebody_is_taken_off_the_waiting_list(office: Office, anna: Person) -> None:
    for words in ("put me on the waiting list for tuesday morning", "1", "1"):
        office.text(ANA, words)
    page = anna.get("/console/waitlist").text
    [entry] = office.rows("waitlist")
    assert "Ana Stone" in page
    assert anna.post(f"/console/waitlist/{entry['id']}/leave").status_code == 303
    assert office.rows("waitlist")[0]["state"] == "left"


def test_a_patient_and_a_conversation_are_found(office: Office, anna: Person) -> None:
    office.text(ANA, "is parking free?")
    housekeeping.index(office.desk, threading.Event())
    page = shown(anna.get("/console/search?q=parking").text)
    assert page.index("Conversations") < page.index("Ana Stone")
    assert "Ana Stone" in shown(anna.get("/console/search?q=sto").text)
    assert "No patient" in shown(anna.get("/console/search?q=zzz").text)


def test_a_patients_page_shows_what_may_be_sent_and_all_visits(office: Office, anna: Person) -> None:
    with office.writing() as work:
        mutes.mute(work, ANA, "campaigns", source="test")
        appointments.book(
            work, office.clinic, half_hour(TUESDAY + timedelta(days=1)), patient_id="p1", actor="test", source="import"
        )
    page = shown(anna.get("/console/patients/p1").text)
    for words in ("Ana Stone", "Texts Agreed", "Calls Not agreed", "Campaigns Not wanted", "Tue, Mar 16, 9:00 AM"):
        assert words in page
    assert ("patient.opened", "patient:p1") in audited(office, "patient.opened")
    assert anna.get("/console/patients/ghost").status_code == 404
