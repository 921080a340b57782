"""What `serve` says when it is ready: where to look first, or what to tell Twilio."""

from __future__ import annotations

from collections.abc import Callable

from bot import demo
from bot.settings import Settings
from bot.wiring import Desk
from storage import clinics, staff

Echo = Callable[[str], object]
ANYWHERE = ("0.0.0.0", "::", "")


def announce(desk: Desk, host: str, port: int, echo: Echo) -> None:
    """Load the demo where it belongs, then print the addresses to open."""
    settings = desk.settings
    if settings.texts_go_to_simulator and not settings.clinic_file and demo.load(desk):
        echo("The demo clinic was loaded: 40 patients and a fortnight of appointments.")
    local = f"http://{'127.0.0.1' if host in ANYWHERE else _bracketed(host)}:{port}"
    echo("")
    echo(f"  Console          {local}/console/")
    if settings.development:
        echo(f"  Phone simulator  {local}/dev/phone")
    echo(f"  API docs         {local}/api/v1/openapi.json")
    echo("")
    for line in (*_log_ins(desk), *_twilio(settings), *_next_step(desk)):
        echo(f"  {line}")


def _log_ins(desk: Desk) -> list[str]:
    """The demo's log-ins, where there are some."""
    with desk.database.reading() as connection:
        works = [desk.work(connection, clinic_id) for clinic_id in clinics.all_ids(connection)]
        accounts = [
            account for work in works for account in staff.all_of(work) if account.demo and not account.disabled
        ]
    if not accounts:
        return []
    names = [f"{account.email} ({account.role})" for account in accounts]
    return [f"Log in to the console as {', '.join(names)}; the password is {demo.PASSWORD}", ""]


def _twilio(settings: Settings) -> list[str]:
    """The addresses to set at Twilio."""
    if settings.texts_go_to_simulator:
        return []
    return [
        "Set at Twilio, for the clinic's number or its messaging service:",
        f"  a message comes in   {settings.public_url}/twilio/sms",
        f"  delivery reports     {settings.public_url}/twilio/sms/status",
        "",
    ]


def _next_step(desk: Desk) -> list[str]:
    with desk.database.reading() as connection:
        if clinics.all_ids(connection):
            return []
    return ["There is no clinic yet; bring its file: frontdesk clinic apply FILE.toml", ""]


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
