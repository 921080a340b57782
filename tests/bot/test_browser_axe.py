"""Every page of the console under axe-core, in a real browser, light and dark: nothing serious is found."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from bot.console import permissions
from tests import office
from tests.bot.test_console_roles import addresses, things_of
from tests.browser import served
from tests.people import employ

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
SERIOUS = {"serious", "critical"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_any_page(scheme: Any, sqlite_template: Path, tmp_path: Path, page: Page) -> None:
    axe = Axe()
    file = tmp_path / "frontdesk.db"
    file.write_bytes(sqlite_template.read_bytes())
    oak = office.open_office(f"sqlite:///{file}")
    ada = employ(oak, role="admin")
    tried = [one for one in addresses(oak, things_of(oak)) if one.method == "GET"]
    pages = {
        one.path for one in tried if one.page not in permissions.BY_ITSELF | {"picture", "recording", "report_file"}
    }
    ada.log_in()
    cookie = ada.browser.get_cookie("frontdesk")
    assert cookie
    page.emulate_media(color_scheme=scheme)
    found: dict[str, list[str]] = {}
    with served(oak) as address:
        page.context.add_cookies([{"name": "frontdesk", "value": cookie.value, "url": address}])
        for path in sorted(pages | {"/console/confirm", "/console/search?q=ana"}):
            page.goto(address + path)
            found[path] = _serious(axe.run(page).response)
        page.context.clear_cookies()
        page.goto(f"{address}/console/log-in")
        found["/console/log-in"] = _serious(axe.run(page).response)
    oak.desk.database.close()
    assert {path: faults for path, faults in found.items() if faults} == {}


def _serious(response: dict[str, Any]) -> list[str]:
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in response["violations"] if one["impact"] in SERIOUS
    ]
