"""The console in a real browser: a day's work, without a line of script of our own refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from storage import messages, staff
from tests import office
from tests.browser import served
from tests.office import ANA
from tests.people import ANNA, BEA, PASSWORD, employ, open_case, said

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.office import Office

pytestmark = pytest.mark.browser


@pytest.fixture
def oak(sqlite_template: Path, tmp_path: Path) -> Iterator[Office]:
    file = tmp_path / "frontdesk.db"
    file.write_bytes(sqlite_template.read_bytes())
    opened = office.open_office(f"sqlite:///{file}")
    yield opened
    opened.desk.database.close()


@pytest.fixture
def address(oak: Office) -> Iterator[str]:
    with served(oak) as served_at:
        yield served_at


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser complains about: faults of scripts, and what the policy forbids."""
    heard: list[str] = []
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("console", lambda message: heard.append(message.text) if message.type in ("error", "warning") else None)
    return heard


def log_in(page: Page, address: str, email: str = ANNA) -> None:
    page.goto(f"{address}/console/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(f"{address}/console/")


def test_somebody_logs_in_claims_replies_and_resolves(
    oak: Office, address: str, page: Page, complaints: list[str]
) -> None:
    employ(oak)
    open_case(oak, body="My bill is wrong.")
    log_in(page, address)
    page.get_by_role("link", name="Ana Stone").click()
    page.get_by_role("button", name="Claim").click()
    page.get_by_text("You claimed the case").wait_for()
    page.get_by_label("Your answer").fill("Hello Ana, we look at it.")
    assert "1 segment" in page.locator("output").inner_text()
    page.get_by_role("button", name="Send").click()
    page.locator(".bubble", has_text="Hello Ana, we look at it.").wait_for()
    page.locator("summary", has_text="Resolve").click()
    page.get_by_label("Note for colleagues").fill("Bill corrected.")
    page.get_by_role("button", name="Resolve the case").click()
    page.get_by_text("When the patient needs a person again, a new case opens.").wait_for()
    [row] = oak.rows("cases")
    assert (row["state"], row["claimed_by"], row["note"]) == ("resolved", ANNA, "Bill corrected.")
    assert [row["body"] for row in oak.rows("messages") if row["author"] == "staff"] == ["Hello Ana, we look at it."]
    assert complaints == []


def test_new_cases_and_new_words_appear_by_themselves(
    oak: Office, address: str, page: Page, complaints: list[str]
) -> None:
    employ(oak)
    log_in(page, address)
    page.get_by_text("Nobody is waiting").wait_for()
    case = open_case(oak, body="My bill is wrong.")
    page.get_by_role("link", name="Ana Stone").wait_for()
    page.wait_for_function("document.title.startsWith('(1)')")
    page.get_by_role("link", name="Ana Stone").click()
    with oak.writing() as work:
        messages.add(work, [said(work, case.conversation_id, 1, "Are you there?")])
    page.locator(".bubble", has_text="Are you there?").wait_for()
    assert complaints == []


def test_a_refused_answer_stays_in_the_field(oak: Office, address: str, page: Page) -> None:
    employ(oak)
    bea = employ(oak, BEA)
    case = open_case(oak)
    log_in(page, address)
    page.goto(f"{address}/console/cases/{case.id}")
    assert bea.log_in().status_code == 303
    bea.get(f"/console/cases/{case.id}")
    page.get_by_label("Your answer").fill("Me first")
    bea.post(f"/console/cases/{case.id}/claim")
    page.get_by_role("button", name="Send").click()
    page.get_by_role("alert").get_by_text("bea@oak.example holds this conversation.").wait_for()
    assert not [row for row in oak.rows("messages") if row["author"] == "staff"]


def test_who_was_logged_out_meanwhile_sees_patients_no_longer(oak: Office, address: str, page: Page) -> None:
    employ(oak)
    open_case(oak)
    log_in(page, address)
    page.get_by_role("link", name="Ana Stone").wait_for()
    with oak.writing() as work:
        staff.disable(work, ANNA)
    page.get_by_role("button", name="Log in").wait_for()
    assert page.get_by_text("Ana Stone").count() == 0


def test_without_javascript_everything_works_too(oak: Office, address: str, browser: Browser) -> None:
    employ(oak)
    case = open_case(oak)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    log_in(page, address)
    page.goto(f"{address}/console/cases/{case.id}")
    page.get_by_label("Your answer").fill("Hello Ana")
    page.get_by_role("button", name="Send").click()
    page.locator(".bubble", has_text="Hello Ana").wait_for()
    context.close()


def test_a_visit_is_dragged_to_a_free_time_read_and_moved(
    oak: Office, address: str, page: Page, complaints: list[str]
) -> None:
    employ(oak)
    log_in(page, address)
    page.goto(f"{address}/console/calendar?day=2027-03-16")
    page.get_by_role("link", name="Ana Stone").drag_to(
        page.locator("[data-free='provider=lee&day=2027-03-16&time=10%3A00']")
    )
    page.wait_for_url("**/move?**")
    page.get_by_text("The patient is told").wait_for()
    page.get_by_role("button", name="Move it").click()
    page.get_by_role("heading", name="Tue, Mar 16, 10:00 AM").wait_for()
    page.set_viewport_size({"width": 360, "height": 720})
    for path in ("calendar", "book", "search", "waitlist", f"visits/{oak.visit.id}"):
        page.goto(f"{address}/console/{path}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    assert complaints == []


def test_an_emergency_appears_live_and_is_seen_to_by_keys_alone(
    oak: Office, address: str, page: Page, complaints: list[str]
) -> None:
    employ(oak)
    log_in(page, address)
    page.get_by_text("Nobody is waiting").wait_for()
    page.keyboard.press("?")
    page.get_by_role("dialog", name="Keys").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("dialog", name="Keys").wait_for(state="hidden")
    page.evaluate("window.sameAsBefore = true")
    oak.text(ANA, "I have chest pain and cannot breathe")
    row = page.get_by_role("link", name="Ana Stone")
    row.wait_for(timeout=3500)  # sooner than the page would have asked by itself
    assert page.evaluate("window.sameAsBefore")
    page.keyboard.press("j")
    page.locator("a.row:focus").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/*")
    page.keyboard.press("c")
    page.get_by_text("You claimed the case").wait_for()
    page.locator("h1").click()
    page.keyboard.press("r")
    page.keyboard.type("Did you call 911?")
    page.keyboard.press("Control+Enter")
    page.locator(".bubble", has_text="Did you call 911?").wait_for()
    page.get_by_text("What the bot understood and did").click()
    page.get_by_text("Understood", exact=True).wait_for()
    page.locator("h1").click()
    page.keyboard.press("e")
    page.get_by_label("What came of it").select_option("Called")
    page.get_by_role("button", name="Resolve the case").press("Enter")
    page.get_by_text("When the patient needs a person again, a new case opens.").wait_for()
    assert oak.rows("cases")[0]["outcome"] == "called"
    assert complaints == []


def test_an_answer_that_was_not_sent_is_not_lost_without_a_word(oak: Office, address: str, page: Page) -> None:
    employ(oak)
    case = open_case(oak)
    log_in(page, address)
    page.goto(f"{address}/console/cases/{case.id}")
    page.get_by_label("Your answer").fill("One moment, please.")
    page.get_by_role("button", name="Claim").click()
    page.get_by_text("You claimed the case").wait_for()
    assert page.get_by_label("Your answer").input_value() == "One moment, please."
    page.get_by_role("button", name="Hand back").click()
    page.get_by_role("alert").get_by_text("Your answer was not sent").wait_for()
    assert oak.rows("cases")[0]["state"] == "claimed"
    page.get_by_role("button", name="Hand back").click()
    page.locator(".chip", has_text="Open").first.wait_for()
    assert oak.rows("cases")[0]["state"] == "open"
    assert oak.rows("conversations")[0]["owner"] == "bot"
