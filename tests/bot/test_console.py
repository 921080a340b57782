"""The console's pages: what staff see of their clinic, and what they do with a case."""

from __future__ import annotations

import hashlib
import html
import re
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

import bot.console
from bot import cases as verbs
from bot.console import words
from bot.console.throttle import Throttle
from scheduler.model import Slot
from storage import appointments, cases, clinics, conversations, patients, suppressions
from storage.cases import Case
from storage.database import Database, DatabaseUnavailable
from tests import builders
from tests.office import TUESDAY, half_hour
from tests.people import BEA, at_work, audited, open_case

if TYPE_CHECKING:
    from tests.office import Office

OPENINGS = ("cases.listed", "talks.listed", "visits.listed", "conversation.opened", "patient.opened")


def address(case: Case, verb: str = "") -> str:
    return f"/console/cases/{case.id}" + (f"/{verb}" if verb else "")


def state(office: Office, case: Case) -> str:
    with office.looking() as work:
        found = cases.get(work, case.id)
    assert found is not None
    return found.state


def shown(page: str) -> str:
    """The words of a page, in order."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


# --- the list of open cases


def test_the_list_shows_who_waits_for_what_emergencies_first(office: Office) -> None:
    open_case(office, 1, body="My bill is wrong.")
    open_case(office, 90, "emergency", "emergency", body="chest pain")
    page = shown(at_work(office).get("/console/").text)
    assert "Emergencies 1 Longest wait now Yours 0" in page
    assert page.index("(512) 555-0190") < page.index("Ana Stone")
    assert "chest pain" in page
    assert "Billing" in page


def test_an_empty_list_says_so(office: Office) -> None:
    assert "Nobody is waiting" in at_work(office).get("/console/").text


def test_the_list_refreshes_itself_only_when_something_changed(office: Office) -> None:
    anna = at_work(office)
    anna.get("/console/")
    part = anna.refresh_of("cases")
    assert anna.get(part).status_code == 204
    open_case(office)
    changed = anna.get(part)
    assert changed.status_code == 200
    assert "Ana Stone" in changed.text
    assert 'hx-swap-oob="true" data-open="1"' in changed.text
    assert anna.get(anna.refresh_of("cases")).status_code == 204


# --- one conversation


def test_a_case_shows_the_thread_the_patient_and_their_visits(office: Office) -> None:
    case = open_case(office, body="My bill is wrong.", summary="Asks about a bill.")
    page = shown(at_work(office).get(address(case)).text)
    for words_ in ("Ana Stone", "My bill is wrong.", "Case opened: Billing", "Asks about a bill.", "January 1, 1980"):
        assert words_ in page
    assert "Tue, Mar 16, 9:00 AM Check-up with Dr. Lee" in page


def test_what_patients_write_is_shown_as_text_whatever_it_is(office: Office) -> None:
    nasty = "<script>alert(1)</script> {{ 7 * 7 }} ' OR 1=1 -- \0 \u202e 😀"
    case = open_case(office, body=nasty)
    anna = at_work(office)
    for page in (anna.get(address(case)), anna.get("/console/"), anna.get("/console/talks")):
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7 * 7 }}" in page.text


def test_opening_a_conversation_is_written_down_and_its_updates_are_not(office: Office) -> None:
    case = open_case(office)
    anna = at_work(office)
    anna.get(address(case))
    assert audited(office, *OPENINGS) == [
        ("conversation.opened", f"conversation:{case.conversation_id}"),
        ("patient.opened", "patient:p1"),
    ]
    anna.get(anna.refresh_of("thread"))
    assert len(audited(office, *OPENINGS)) == 2
    [row] = [row for row in office.rows("audit") if row["action"] == "patient.opened"]
    assert row["actor"].startswith("staff:")


def test_opening_a_list_is_written_down(office: Office) -> None:
    anna = at_work(office)
    for page in ("/console/", "/console/talks", "/console/visits?day=2027-03-16"):
        anna.get(page)
    assert audited(office, *OPENINGS) == [
        ("cases.listed", "clinic:oak"),
        ("talks.listed", "clinic:oak"),
        ("visits.listed", "day:2027-03-16"),
    ]


def test_the_thread_refreshes_itself_when_something_was_said_or_claimed(office: Office) -> None:
    case = open_case(office)
    anna, bea = at_work(office), at_work(office, BEA)
    anna.get(address(case))
    part = anna.refresh_of("thread")
    assert anna.get(part).status_code == 204
    bea.get(address(case))
    bea.post(address(case, "claim"))
    changed = shown(anna.get(part).text)
    assert "bea claimed the case" in changed
    assert "bea@oak.example" in changed


def test_a_ticket_for_one_conversation_opens_no_other(office: Office) -> None:
    case, other = open_case(office, 1), open_case(office, 2)
    anna = at_work(office)
    anna.get(address(case))
    part = anna.refresh_of("thread")
    assert anna.get(part.replace(case.conversation_id, other.conversation_id)).status_code == 401


def test_a_talk_without_a_case_shows_the_thread_and_leaves_it_to_the_bot(office: Office) -> None:
    case = open_case(office)
    anna = at_work(office)
    assert "A case is open for this conversation" in anna.get(f"/console/talks/{case.conversation_id}").text
    anna.get(address(case))
    anna.post(address(case, "resolve"))
    page = anna.get(f"/console/talks/{case.conversation_id}").text
    assert "The bot looks after this conversation" in page
    assert "My bill is wrong." in page


def test_an_unknown_case_is_not_found(office: Office) -> None:
    anna = at_work(office)
    unknown = "/console/cases/01958a3b-7c00-7000-8000-000000000099"
    for page in (unknown, "/console/cases/nonsense", "/console/cases/%00", "/console/talks/1", "/console/visits?day=x"):
        assert anna.get(page).status_code == 404
    anna.get("/console/")
    assert anna.post(f"{unknown}/claim").status_code == 404


def test_another_clinics_case_is_not_found(office: Office) -> None:
    elm = builders.clinic().model_copy(update={"id": "elm", "phone": builders.phone(99)})
    with office.desk.database.writing() as connection:
        clinics.apply(connection, elm, builders.NOW)
    with office.desk.database.writing() as connection:
        work = office.desk.work(connection, "elm")
        talk = conversations.lock(work, "sms", builders.phone(1), "en")
        case = cases.open_case(
            work, conversation_id=talk.id, reason="other", priority="normal", summary="", patient_id=None, actor="test"
        )
    anna = at_work(office)
    assert anna.get(f"/console/talks/{talk.id}").status_code == 404
    assert anna.get(address(case)).status_code == 404
    anna.get("/console/")
    for verb in ("claim", "reply", "resolve"):
        assert anna.post(address(case, verb), body="Hello").status_code == 404
    assert "Nobody is waiting" in anna.get("/console/").text


# --- claim, reply, resolve


def test_a_person_claims_replies_and_resolves(office: Office) -> None:
    case = open_case(office)
    anna = at_work(office)
    anna.get(address(case))
    claimed = anna.post(address(case, "claim"))
    assert (claimed.status_code, claimed.location) == (303, address(case))
    assert state(office, case) == "claimed"
    assert anna.post(address(case, "reply"), body="Hello Ana,\r\nwe look at it.").status_code == 303
    [row] = [row for row in office.rows("messages") if row["author"] == "staff"]
    assert (row["body"], row["to_number"], row["status"]) == ("Hello Ana,\nwe look at it.", builders.phone(1), "queued")
    assert [row["kind"] for row in office.rows("outbox")] == ["staff"]
    assert "Waiting to be sent" in anna.get(address(case)).text
    assert anna.post(address(case, "resolve"), note="Bill corrected.").status_code == 303
    page = shown(anna.get(address(case)).text)
    assert "Resolved by You Bill corrected." in page
    assert "When the patient needs a person again, a new case opens." in page
    assert audited(office, "case.claimed", "case.replied", "case.resolved") == [
        ("case.claimed", f"case:{case.id}"),
        ("case.replied", f"case:{case.id}"),
        ("case.resolved", f"case:{case.id}"),
    ]


def test_the_bot_is_silent_while_a_person_holds_the_conversation(office: Office) -> None:
    case = open_case(office)
    anna = at_work(office)
    anna.get(address(case))
    anna.post(address(case, "claim"))
    assert b"<Message" not in office.text(builders.phone(1), "when is my appointment").data
    assert "when is my appointment" in anna.get(address(case)).text
    anna.post(address(case, "resolve"))
    assert b"<Message" in office.text(builders.phone(1), "when is my appointment").data


def test_what_a_colleague_holds_can_be_read_but_not_answered(office: Office) -> None:
    case = open_case(office)
    anna, bea = at_work(office), at_work(office, BEA)
    bea.get(address(case))
    anna.get(address(case))
    bea.post(address(case, "claim"))
    answer = anna.post(address(case, "reply"), body="Me first")
    assert answer.status_code == 409
    assert "bea@oak.example holds this conversation." in answer.text
    page = anna.get(address(case)).text
    assert 'name="body"' not in page
    assert "You can read along" in page
    assert not [row for row in office.rows("messages") if row["author"] == "staff"]


@pytest.mark.parametrize(("body", "said"), [("", "this one has 0"), (" \r\n ", "has 0"), ("x" * 1601, "has 1,601")])
def test_an_empty_or_endless_answer_is_not_sent_and_not_lost(office: Office, body: str, said: str) -> None:
    case = open_case(office)
    anna = at_work(office)
    anna.get(address(case))
    answer = anna.post(address(case, "reply"), body=body)
    assert answer.status_code == 400
    assert said in answer.text
    assert f">{body.replace(chr(13), '')}</textarea>" in answer.text
    assert not office.rows("outbox")


def test_nothing_can_be_written_to_a_number_that_opted_out(office: Office) -> None:
    case = open_case(office)
    with office.writing() as work:
        suppressions.opt_out(work, builders.phone(1), source="test")
    anna = at_work(office)
    page = anna.get(address(case)).text
    assert "This number opted out of texts" in page
    assert "Opted out of texts" in page
    assert 'name="body"' not in page
    assert anna.post(address(case, "reply"), body="Hello").status_code == 409
    assert not office.rows("outbox")


def test_nothing_can_be_written_to_a_number_that_is_marked_as_wrong(office: Office) -> None:
    case = open_case(office)
    with office.writing() as work:
        patients.mark_wrong_number(work, builders.phone(1), "test")
    page = at_work(office).get(address(case)).text
    assert "Wrong number" in page
    assert 'name="body"' not in page


def test_the_page_and_the_verbs_give_the_same_reasons_why_nothing_may_be_sent(office: Office) -> None:
    known = {sentence for _short, sentence in words.REFUSALS.values()}
    told = set()
    with office.writing() as work:
        talk = conversations.lock(work, "sms", builders.phone(2), "en")
        patients.mark_wrong_number(work, builders.phone(2), "test")
        told.add(verbs.may_not_write(work, talk))
        suppressions.opt_out(work, builders.phone(2), source="test")
        told.add(verbs.may_not_write(work, talk))
    assert told == known


# --- talks and visits


def test_talks_are_listed_with_who_answers_them(office: Office) -> None:
    case = open_case(office, 1)
    open_case(office, 90)
    anna = at_work(office)
    anna.get(address(case))
    anna.post(address(case, "claim"))
    page = shown(anna.get("/console/talks").text)
    assert "Ana Stone" in page
    assert "(512) 555-0190" in page
    assert "anna" in page
    assert "Open case" in page


def test_a_talk_that_staff_answered_is_the_latest(office: Office) -> None:
    case = open_case(office, 1)
    open_case(office, 90)
    anna = at_work(office)
    assert shown(anna.get("/console/talks").text).index("555-0190") < shown(anna.get("/console/talks").text).index(
        "Ana Stone"
    )
    anna.get(address(case))
    anna.post(address(case, "reply"), body="Hello")
    assert shown(anna.get("/console/talks").text).index("Ana Stone") < shown(anna.get("/console/talks").text).index(
        "555-0190"
    )


def test_many_talks_come_in_pages(office: Office) -> None:
    for number in range(1, 56):
        with office.writing() as work:
            talk = conversations.lock(work, "sms", builders.phone(number), "en")
            conversations.save(work, talk, "{}", "en")
    anna = at_work(office)
    first = anna.get("/console/talks").text
    assert first.count('class="row"') == 50
    [more] = re.findall(r'href="(/console/talks\?before=[^"]+)"', first)
    assert anna.get(html.unescape(more)).text.count('class="row"') == 5


def test_a_day_shows_its_visits_and_what_changed_lately(office: Office) -> None:
    later = TUESDAY + timedelta(days=1, hours=5)
    with office.writing() as work:
        appointments.move_to(work, office.clinic, office.visit.id, half_hour(later), actor="conversation:c1")
    anna = at_work(office)
    tuesday = shown(anna.get("/console/visits?day=2027-03-16").text)
    wednesday = shown(anna.get("/console/visits?day=2027-03-17").text)
    assert "No visits on this day" in tuesday
    assert "Wednesday Wednesday, March 17, 2027 · 1 visit, 0 confirmed" in wednesday
    assert "2:00 PM 30 min Ana Stone Check-up Dr. Lee Not confirmed" in wednesday
    assert "Ana Stone moved from Tue, Mar 16, 9:00 AM to Wed, Mar 17, 2:00 PM by text" in tuesday


def test_the_day_refreshes_itself_when_a_visit_is_cancelled(office: Office) -> None:
    anna = at_work(office)
    anna.get("/console/visits?day=2027-03-16")
    part = anna.refresh_of("visits")
    assert anna.get(part).status_code == 204
    with office.writing() as work:
        appointments.cancel(work, office.clinic, office.visit.id, actor="import")
    assert "Cancelled" in anna.get(part).text


def test_a_visit_late_in_the_evening_belongs_to_its_local_day(office: Office) -> None:
    evening = TUESDAY.replace(hour=23)
    with office.writing() as work:
        slot = Slot("ortiz", "checkup", "main", evening, evening + timedelta(minutes=30))
        appointments.book(work, office.clinic, slot, patient_id="p2", actor="test", source="import", external_id="late")
    anna = at_work(office)
    assert "Ben Stone" in anna.get("/console/visits?day=2027-03-16").text
    assert "visit-" not in anna.get("/console/visits?day=2027-03-17").text


def test_without_a_day_the_visits_of_today_are_shown(office: Office) -> None:
    assert "Friday, March 12, 2027" in at_work(office).get("/console/visits").text


# --- small parts


def test_files_of_others_are_shipped_unchanged() -> None:
    folder = Path(bot.console.__file__).parent / "static"
    listed = tomllib.loads((folder / "vendored.toml").read_text())["file"]
    assert listed
    for file in listed:
        assert hashlib.sha256((folder / file["name"]).read_bytes()).hexdigest() == file["sha256"]


def test_every_page_works_without_inline_code(office: Office) -> None:
    case = open_case(office)
    anna = at_work(office)
    for page in (address(case), "/console/", "/console/talks", "/console/visits"):
        text = anna.get(page).text
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", text)


@pytest.mark.parametrize(("failures", "seconds"), [(4, 0), (5, 1), (6, 2), (8, 8), (11, 60), (20, 60)])
def test_waits_after_wrong_passwords_grow_up_to_a_minute(failures: int, seconds: int) -> None:
    throttle = Throttle()
    for _ in range(failures):
        throttle.failed("anna", "10.0.0.7", builders.NOW)
    assert throttle.wait("anna", "10.0.0.7", builders.NOW) == timedelta(seconds=seconds)
    assert throttle.wait("anna", "10.0.0.8", builders.NOW) == timedelta(0)
    assert throttle.wait("bea", "10.0.0.7", builders.NOW) == timedelta(0)
    throttle.succeeded("anna", "10.0.0.7")
    assert throttle.wait("anna", "10.0.0.7", builders.NOW) == timedelta(0)


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(seconds=20), "now"),
        (timedelta(minutes=12), "12 min"),
        (timedelta(hours=2, minutes=5), "2 h 5 min"),
        (timedelta(hours=11, minutes=5), "11 h"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=3), "3 days"),
    ],
)
def test_a_wait_is_told_in_the_units_that_matter(length: timedelta, said: str) -> None:
    assert words.span(length) == said


def test_every_reason_of_a_case_has_its_words() -> None:
    described = Path(bot.console.__file__).parents[1] / "api" / "openapi.json"
    reasons = re.search(r'"reason": \{[^}]*"enum": \[([^]]+)\]', described.read_text())
    assert reasons is not None
    assert set(re.findall(r'"(\w+)"', reasons[1])) == set(words.REASONS)


def test_while_the_database_is_away_a_page_says_so_and_nothing_is_lost(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = open_case(office)
    anna = at_work(office)
    anna.get(address(case))
    token = anna.token()

    def away(_database: Database) -> NoReturn:
        raise DatabaseUnavailable("The database server cannot be used.")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(Database, "writing", away)
        for answer in (anna.get("/console/"), anna.post(address(case, "claim"), token=token)):
            assert answer.status_code == 503
            assert "Nothing was changed" in answer.text
        meanwhile.setattr(Database, "reading", away)
        assert anna.get("/console/log-in").status_code == 503
    assert state(office, case) == "open"
