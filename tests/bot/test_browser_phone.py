"""The phone page in a real browser: a patient is picked, texts, is answered, and the clock brings the reminder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot import worker
from tests import browser, office

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.office import Office

pytestmark = pytest.mark.browser


@pytest.fixture
def oak(sqlite_template: Path, tmp_path: Path) -> Iterator[Office]:
    """Nothing leaves the machine: what goes out arrives on the page."""
    file = tmp_path / "frontdesk.db"
    file.write_bytes(sqlite_template.read_bytes())
    opened = office.open_office(f"sqlite:///{file}", TWILIO_AUTH_TOKEN="", TWILIO_ACCOUNT_SID="")
    yield opened
    opened.desk.database.close()


@pytest.fixture
def phone(oak: Office, page: Page) -> Iterator[Page]:
    """The page; whatever the browser complains about fails the test."""
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    with browser.served(oak) as address:
        page.goto(f"{address}/dev/phone")
        page.get_by_role("button", name="Ana Stone").click()
        yield page
        page.goto("about:blank")
    assert complaints == []


def text(phone: Page, words: str) -> None:
    phone.get_by_label("Text message").fill(words)
    phone.get_by_role("button", name="Send", exact=True).click()


def test_a_patient_texts_and_is_answered_and_the_reminder_arrives(oak: Office, phone: Page) -> None:
    thread = phone.get_by_role("log")
    text(phone, "When is my appointment?")
    thread.get_by_text("Tue, Mar 16, 9:00 AM").wait_for()
    phone.get_by_text("Next for this phone: Saturday, Mar 13").wait_for()
    phone.get_by_role("button", name="To the next reminder").click()
    phone.locator("#clock-day", has_text="Saturday, Mar 13").wait_for()
    worker.run_once(oak.desk)
    thread.get_by_text("Reply 1 to confirm").wait_for()
    text(phone, "1")
    thread.get_by_text("is confirmed").wait_for()
    assert oak.appointment().confirmation == "accepted"


def test_a_word_that_twilio_answers_itself_is_said_to_be_so(oak: Office, phone: Page) -> None:
    text(phone, "STOP")
    phone.get_by_text("Twilio itself answers this word").wait_for()
    assert len(oak.rows("suppressions")) == 1


def test_markup_in_a_text_is_shown_as_text(phone: Page) -> None:
    text(phone, "<img src=x onerror=alert(1)>")
    phone.get_by_role("log").get_by_text("<img src=x onerror=alert(1)>").wait_for()
    assert phone.locator("#thread img").count() == 0


def test_the_search_finds_by_name_and_by_number(phone: Page) -> None:
    phone.get_by_label("Search by name or number").fill("ben")
    assert phone.locator("#people li").count() == 1
    phone.get_by_label("Search by name or number").fill("555-0101")
    phone.locator("#people li", has_text="Ana Stone").wait_for()


def test_a_patient_calls_and_moves_a_visit_by_keys_and_words(oak: Office, phone: Page) -> None:
    phone.get_by_role("button", name="Call the clinic").click()
    said = phone.get_by_role("log", name="What is said")
    said.get_by_text("Oak Hill Clinic.").wait_for()
    phone.get_by_label("What you say").fill("I need to move my appointment to Wednesday")
    phone.get_by_role("button", name="Say", exact=True).click()
    said.get_by_text("date of birth").wait_for()
    for digit in "01011980":
        phone.get_by_role("group", name="Keypad").get_by_role("button", name=digit, exact=True).click()
    said.get_by_text("press 1 for Wednesday, March 17").wait_for()
    for question in ("Shall I move your visit", "Done. I moved your visit"):
        phone.get_by_role("group", name="Keypad").get_by_role("button", name="1", exact=True).click()
        said.get_by_text(question).wait_for()
    phone.get_by_role("button", name="Hang up").click()
    said.get_by_text("You hung up.").wait_for()
    assert oak.appointment().slot.starts_at.day == 17


def test_a_new_visit_is_booked_in_spanish_on_the_page(oak: Office, phone: Page) -> None:
    said, pad = phone.get_by_role("log", name="What is said"), phone.get_by_role("group", name="Keypad")
    phone.get_by_role("button", name="Call the clinic").click()
    said.get_by_text("Oak Hill Clinic.").wait_for()
    pad.get_by_role("button", name="*", exact=True).click()
    said.get_by_text("Para confirmar su cita").wait_for()
    phone.get_by_label("What you say").fill("quiero un chequeo el jueves por la tarde")
    phone.get_by_role("button", name="Say", exact=True).click()
    said.get_by_text("fecha de nacimiento").wait_for()
    for digit in "01011980":
        pad.get_by_role("button", name=digit, exact=True).click()
    said.get_by_text("marque 1 para jueves").wait_for()
    for answer in ("¿La reservo?", "Listo, reservada su cita"):
        pad.get_by_role("button", name="1", exact=True).click()
        said.get_by_text(answer).wait_for()
    assert [row["source"] for row in oak.rows("appointments")] == ["import", "call"]
