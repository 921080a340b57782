"""The door of the console: log-in, log-out, the one-time link, and who is let in at all."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.app import create_app
from bot.console import permissions, sessions
from bot.console.door import own_path
from bot.console.sessions import IDLE, LONGEST
from storage import clinics, staff
from storage.schema import metadata
from tests import builders
from tests.people import ANNA, PASSWORD, Person, at_work, audited, employ, open_case, password_hash

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.office import Office

PAGES = ("/console/", "/console/talks", "/console/visits", "/console/nothing", "/console/cases/unknown")
UPDATES = ("/console/updates/cases", "/console/updates/talks", "/console/updates/visits/2027-03-16")


def the_link(office: Office, email: str = ANNA) -> str:
    """Where somebody chooses a password."""
    token = secrets.token_urlsafe(32)
    with office.writing() as work:
        account = staff.add(work, email, "agent")
        until = office.desk.clock.real_now() + timedelta(hours=1)
        staff.set_link(work, account.id, sessions.token_hash(token), until)
    return f"/console/set-up/{sessions.written('oak', token)}"


def let_pass(office: Office, **columns: timedelta) -> None:
    """Move the session's times into the past, as if the machine's clock had moved on."""
    table = metadata.tables["sessions"]
    [row] = office.rows("sessions")
    with office.desk.database.writing() as connection:
        connection.execute(table.update().values({name: row[name] - by for name, by in columns.items()}))


def plain(page: str) -> str:
    """A page without the values of its fields."""
    return re.sub(r'value="[^"]*"', "", page)


# --- who is let in


def test_every_page_says_who_may_open_it(office: Office) -> None:
    rules = create_app(office.desk).url_map.iter_rules()
    pages = {rule.endpoint.removeprefix("console.") for rule in rules if rule.endpoint.startswith("console.")}
    assert pages == permissions.PUBLIC | set(permissions.MAY)
    assert not permissions.PUBLIC & set(permissions.MAY)
    assert set(permissions.MAY) >= permissions.BY_ITSELF


def test_a_role_that_nobody_knows_may_open_nothing(office: Office) -> None:
    anna = at_work(office, role="janitor")
    assert anna.get("/console/").status_code == 403
    assert "Not for your role" in anna.get("/console/talks").text


@pytest.mark.parametrize("address", PAGES)
def test_without_a_log_in_every_page_leads_to_the_door_and_back(office: Office, address: str) -> None:
    answer = Person(office).get(f"{address}?day=2027-03-16")
    assert answer.status_code == 302
    assert answer.location == f"/console/log-in?next={address}?day%3D2027-03-16"


@pytest.mark.parametrize("address", UPDATES)
def test_a_part_of_a_page_is_not_updated_without_a_log_in(office: Office, address: str) -> None:
    assert Person(office).get(address).status_code == 401


@pytest.mark.parametrize("address", UPDATES)
def test_a_part_is_only_given_to_whoever_opened_its_page(office: Office, address: str) -> None:
    anna = at_work(office)
    assert anna.get(address).status_code == 401
    assert anna.get(f"{address}?ticket=0").status_code == 401


# --- log-in


def test_the_right_password_opens_the_console_at_the_page_that_was_wanted(office: Office) -> None:
    anna = employ(office)
    answer = anna.log_in(next="/console/visits?day=2027-03-16")
    assert (answer.status_code, answer.location) == (303, "/console/visits?day=2027-03-16")
    assert anna.get(answer.location).status_code == 200
    assert audited(office, "user.logged_in")


def test_the_email_is_taken_in_any_case(office: Office) -> None:
    employ(office)
    assert Person(office, " ANNA@Oak.Example ").log_in().status_code == 303


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/console/",
        "//evil.example/console/",
        "/console/\\evil",
        "/dev/phone",
        "console/",
        "/console/\n",
    ],
)
def test_a_log_in_leads_to_no_other_place(office: Office, address: str) -> None:
    assert employ(office).log_in(next=address).location == "/console/"


def test_own_pages_are_kept_as_they_are(office: Office) -> None:
    with office.client.application.test_request_context():
        assert own_path("/console/talks?before=2027-03-12T16:00:00%2B00:00").endswith("%2B00:00")


def test_a_wrong_password_and_an_unknown_email_are_told_in_the_same_words(office: Office) -> None:
    known, unknown = employ(office), Person(office, "nobody@oak.example")
    first, second = known.log_in("not the password"), unknown.log_in()
    assert first.status_code == second.status_code == 401
    assert "do not belong together" in first.text
    assert plain(first.text) == plain(second.text)
    assert known.get("/console/").status_code == 302


def test_a_disabled_or_not_yet_set_up_account_cannot_log_in(office: Office) -> None:
    anna = employ(office)
    with office.writing() as work:
        staff.disable(work, ANNA)
        staff.add(work, "new@oak.example", "agent")
    assert anna.log_in().status_code == 401
    assert Person(office, "new@oak.example").log_in("").status_code == 401


def test_after_five_wrong_tries_the_next_one_waits_and_only_for_that_account(office: Office) -> None:
    anna, bea = employ(office), employ(office, "bea@oak.example")
    bea.browser = anna.browser  # the same process counts
    for _ in range(5):
        assert anna.log_in("not the password").status_code == 401
    refused = anna.log_in()
    assert refused.status_code == 429
    assert "Wait" in refused.text
    assert bea.log_in().status_code == 303


def test_every_log_in_has_a_new_session_and_ends_the_one_before(office: Office) -> None:
    anna = at_work(office)
    before = anna.browser.get_cookie("frontdesk").value
    anna.get("/console/")
    answer = anna.post("/console/log-out")
    assert answer.location == "/console/log-in?out=1"
    assert anna.browser.get_cookie("frontdesk") is None
    assert anna.log_in().status_code == 303
    assert anna.browser.get_cookie("frontdesk").value != before
    thief = Person(office)
    thief.browser.set_cookie("frontdesk", before)
    assert thief.get("/console/").status_code == 302
    assert len(office.rows("sessions")) == 1


def test_a_form_of_before_the_log_in_is_worth_nothing_after_it(office: Office) -> None:
    anna = employ(office)
    anna.get("/console/log-in")
    early = anna.token()
    anna.log_in()
    assert anna.post("/console/log-out", token=early).status_code == 400


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(office: Office) -> None:
    answer = employ(office).log_in()
    [cookie] = [value for value in answer.headers.getlist("Set-Cookie") if value.startswith("frontdesk=oak.")]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert office.rows("sessions")[0]["token_hash"].hex() not in cookie


def test_in_production_the_cookie_goes_over_tls_to_this_host_only(open_office: Callable[..., Office]) -> None:
    office = open_office(FRONTDESK_ENV="production")
    person = employ(office)
    page = person.browser.get("/console/log-in", base_url="https://desk.example.org")
    assert "max-age" in page.headers["Strict-Transport-Security"]
    person.page = page
    fields = {"csrf_token": person.token(), "email": ANNA, "password": PASSWORD}
    answer = person.browser.post("/console/log-in", data=fields, base_url="https://desk.example.org")
    assert answer.status_code == 303
    [cookie] = [value for value in answer.headers.getlist("Set-Cookie") if value.startswith("__Host-frontdesk=oak.")]
    assert "Secure" in cookie
    assert "Path=/" in cookie


def test_after_fifteen_minutes_without_activity_one_is_logged_out(office: Office) -> None:
    anna = at_work(office)
    let_pass(office, seen_at=IDLE - timedelta(minutes=1))
    assert anna.get("/console/").status_code == 200
    let_pass(office, seen_at=IDLE)
    assert anna.get("/console/").status_code == 302


def test_what_a_page_asks_by_itself_keeps_nobody_logged_in(office: Office) -> None:
    anna = at_work(office)
    anna.get("/console/")
    part = anna.refresh_of("cases")
    let_pass(office, seen_at=timedelta(minutes=5))
    before = office.rows("sessions")
    assert anna.get(part).status_code in (200, 204)
    assert office.rows("sessions") == before
    let_pass(office, seen_at=IDLE)
    assert anna.get(part).status_code == 401


def test_after_twelve_hours_one_is_logged_out_in_any_case(office: Office) -> None:
    anna = at_work(office)
    let_pass(office, expires_at=LONGEST)
    assert anna.get("/console/").status_code == 302


def test_who_is_disabled_is_out_at_once(office: Office) -> None:
    anna = at_work(office)
    with office.writing() as work:
        staff.disable(work, ANNA)
    assert anna.get("/console/").status_code == 302


@pytest.mark.parametrize(
    "cookie", ["", ".", "oak", "oak.", "elm." + "x" * 43, "oak." + "x" * 43, '"oak\\000.' + "x" * 43 + '"']
)
def test_a_made_up_cookie_opens_nothing(office: Office, cookie: str) -> None:
    stranger = Person(office)
    assert stranger.browser.get("/console/", headers={"Cookie": f"frontdesk={cookie}"}).status_code == 302


def test_the_same_email_at_two_clinics_opens_the_one_whose_password_it_is(office: Office) -> None:
    elm = builders.clinic().model_copy(update={"id": "elm", "name": "Elm Clinic", "phone": builders.phone(99)})
    with office.desk.database.writing() as connection:
        clinics.apply(connection, elm, builders.NOW)
    with office.desk.database.writing() as connection:
        staff.add(office.desk.work(connection, "elm"), ANNA, "agent", password_hash())
    with office.writing() as work:
        staff.add(work, ANNA, "agent")
    anna = Person(office)
    assert anna.log_in().status_code == 303
    assert "Elm Clinic" in anna.get("/console/").text


# --- demo accounts


def test_a_demo_log_in_works_at_this_machine_and_is_unknown_elsewhere(office: Office) -> None:
    demo = employ(office, "demo@oak.example", demo=True)
    assert demo.log_in().status_code == 303
    assert demo.get("/console/").status_code == 200
    assert demo.get("/console/", headers={"X-Forwarded-For": "10.0.0.7"}).status_code == 404
    elsewhere = Person(office, "demo@oak.example")
    elsewhere.browser.environ_base["REMOTE_ADDR"] = "10.0.0.7"
    assert elsewhere.log_in().status_code == 404


# --- forged requests


def test_a_changing_request_without_our_own_form_is_refused_and_changes_nothing(office: Office) -> None:
    case = open_case(office)
    anna, other = at_work(office), at_work(office, "bea@oak.example")
    other.get(f"/console/cases/{case.id}")
    anna.get("/console/")
    for verb in ("claim", "reply", "resolve"):
        for token in ("", "made up", other.token()):
            answer = anna.post(f"/console/cases/{case.id}/{verb}", token=token, body="Hello", note="Done")
            assert answer.status_code == 400
    [row] = office.rows("cases")
    assert row["state"] == "open"
    assert anna.post("/console/log-out", token="").status_code == 400
    assert Person(office).post("/console/log-in", email=ANNA, password=PASSWORD).status_code == 400


# --- the one-time link


def test_the_link_lets_one_choose_a_password_once(office: Office) -> None:
    link = the_link(office)
    anna = Person(office)
    assert ANNA in anna.get(link).text
    answer = anna.post(link, password=PASSWORD, again=PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/console/")
    assert anna.get("/console/").status_code == 200
    assert Person(office).log_in().status_code == 303
    assert anna.get(link).status_code == 404
    assert "This link is gone" in anna.get(link).text


@pytest.mark.parametrize(
    ("password", "again", "said"),
    [
        ("short", "short", "at least 12"),
        ("aaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaa", "few different"),
        (PASSWORD, PASSWORD + "!", "differ"),
        ("", "", "at least 12"),
    ],
)
def test_a_weak_or_mistyped_password_is_refused_with_the_reason(
    office: Office, password: str, again: str, said: str
) -> None:
    link = the_link(office)
    anna = Person(office)
    anna.get(link)
    answer = anna.post(link, password=password, again=again)
    assert answer.status_code == 400
    assert said in answer.text
    assert office.rows("accounts")[0]["password"] is None


def test_a_link_needs_our_own_form_too(office: Office) -> None:
    link = the_link(office)
    assert Person(office).post(link, password=PASSWORD, again=PASSWORD).status_code == 400
    assert office.rows("accounts")[0]["password"] is None


@pytest.mark.parametrize("link", ["x", "oak.x", "oak." + "x" * 43, "elm." + "x" * 43, "oak%00." + "x" * 43])
def test_a_made_up_link_leads_nowhere(office: Office, link: str) -> None:
    answer = Person(office).get(f"/console/set-up/{link}")
    assert answer.status_code == 404
    assert "This link is gone" in answer.text


# --- headers


def test_every_answer_forbids_frames_foreign_code_and_keeping(office: Office) -> None:
    anna = at_work(office)
    for page in (*PAGES, "/console/log-in", "/console/static/nothing"):
        answer = anna.get(page)
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Cache-Control"] == "no-store"
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_our_own_files_may_be_kept_under_the_address_of_their_content(office: Office) -> None:
    page = Person(office).get("/console/log-in").text
    address = next(part for part in page.split('"') if part.startswith("/console/static/console.css?v="))
    with office.client.get(address) as answer:
        assert "immutable" in answer.headers["Cache-Control"]
    with office.client.get("/console/static/console.css") as answer:
        assert answer.headers["Cache-Control"] == "no-store"
