"""A campaign in a real browser: written, tried dry, started, followed until it is done."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.outreach import sending
from tests import office
from tests.browser import served
from tests.people import ANNA, PASSWORD, employ

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.office import Office

pytestmark = pytest.mark.browser


@pytest.fixture
def oak(sqlite_template: Path, tmp_path: Path) -> Iterator[Office]:
    file = tmp_path / "frontdesk.db"
    file.write_bytes(sqlite_template.read_bytes())
    opened = office.open_office(f"sqlite:///{file}")
    yield opened
    opened.desk.database.close()


def test_a_manager_writes_a_campaign_sees_whom_it_reaches_and_follows_it(oak: Office, page: Page) -> None:
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    employ(oak, role="manager")
    with served(oak) as address:
        page.goto(f"{address}/console/campaigns")
        page.get_by_label("E-mail").fill(ANNA)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        page.get_by_role("link", name="New campaign").click()
        page.get_by_role("textbox", name="Name For your team only.").fill("Our doors are at the back")
        page.get_by_text("A list of your own").click()
        page.get_by_label("CSV with the column").fill("external_id\np1\np2\nnobody")
        page.get_by_label("Text in English").fill("{first_name}, please use the doors at the back this week.")
        page.get_by_label("Text in Spanish").fill("{first_name}, la entrada está detrás esta semana.")
        page.get_by_role("button", name="Save").click()
        page.get_by_text("Ben, please use the doors").wait_for()
        page.get_by_text("nobody on file has this id").wait_for()
        page.get_by_role("button", name="Start: send 2 texts").click()
        page.get_by_text("0 of 2").wait_for()
        sending.send_due(oak.desk, threading.Event())
        page.locator(".tallies div", has_text="Sending").get_by_text("2").wait_for()
        page.get_by_role("button", name="Pause").click()
        page.get_by_text("Paused").wait_for()
        page.goto(f"{address}/console/campaigns")
        page.get_by_text("Our doors are at the back").wait_for()
    assert complaints == []
