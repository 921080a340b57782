"""Parts of a turn by themselves, and what a start and a worker cost, each beside its yardstick."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import timeit
from collections.abc import Callable
from datetime import timedelta
from itertools import islice
from pathlib import Path

from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict

from bench import load, servers, town
from bot import settings, signature, wiring
from dialogs.engine import advance
from dialogs.events import Facts, PatientSaid, ReminderSent
from dialogs.session import Session
from dialogs.understanding.model import Act, Heard, Understanding
from scheduler import availability, ranking
from scheduler.model import Appointment, AppointmentStatus, Confirmation
from scheduler.wishes import When, Window
from storage.occupancy import StoredOccupancy
from tests import builders, office, signing

TARGET = "/twilio/sms"
URL = office.PUBLIC_URL + TARGET


def best(call: Callable[[], object], number: int = 200, repeat: int = 7) -> float:
    """The shortest of several measurements of a call, in microseconds."""
    call()
    return min(timeit.repeat(call, number=number, repeat=repeat)) / number * 1e6


def search(kind: str, url: str) -> None:
    """The first ten openings of one doctor and of any of many, with the database; and the three to name."""
    read = settings.read({**office.variables(url), "FRONTDESK_ENV": "production"})
    desk, clinic = wiring.build(read), town.crowded_clinic()
    town.crowd(desk)
    with desk.database.reading() as connection:
        work = desk.work(connection, clinic.id)

        def asked(days: int, provider: str | None) -> availability.SlotQuery:
            when = When((Window(work.now, work.now + timedelta(days=days)),))
            return availability.SlotQuery("crowd", provider=provider, when=when, staff=True)

        def first_ten(days: int, provider: str | None = "c3") -> Callable[[], object]:
            query = asked(days, provider)
            return lambda: list(islice(availability.openings(clinic, query, StoredOccupancy(work), work.now), 10))

        def three(provider: str | None) -> Callable[[], object]:
            query = asked(90, provider)
            return lambda: ranking.choose(clinic, query, StoredOccupancy(work), work.now)

        yardstick = best(lambda: connection.exec_driver_sql("SELECT 1").scalar())
        month, year = best(first_ten(30)), best(first_ten(365))
        anybody = best(first_ten(365, None), number=20)
        one, any_of_all = best(three("c3")), best(three(None), number=20)
    desk.database.close()
    must = "100 µs" if kind == "sqlite" else f"3 × SELECT 1: {3 * yardstick:.0f} µs"
    print(f"  first ten openings of one doctor within 365 days: {year:.0f} µs (at most {must}),")
    print(f"    {year / month:.2f} × those within 30 days (at most 1.5)")
    print(
        f"  of any of {town.CROWD}: {anybody:.0f} µs (at most 2,000), {anybody / year:.0f} × one doctor (at most 100)"
    )
    print(f"  the three to name: {one:.0f} µs of one doctor, {any_of_all:.0f} µs of any of {town.CROWD}")


def small() -> None:
    """The signature, and a dialog step with the session rebuilt."""
    form = signing.text_form(builders.phone(1), "Can I move my appointment to Thursday?", "SM" + "0" * 32)
    signed, fields = signing.sign(URL, form), MultiDict(form)
    theirs_with = RequestValidator(signing.TOKEN)
    ours = best(lambda: signature.is_signed(office.PUBLIC_URL, TARGET, fields, signed, (signing.TOKEN,)))
    theirs = best(lambda: theirs_with.validate(URL, fields, signed))
    print(f"signature: {ours:.1f} µs, {ours / theirs:.2f} of RequestValidator's {theirs:.0f} (at most 0.25)")
    step = best(_dialog_step())
    print(f"dialog step with rebuild: {step:.1f} µs (yardstick: a step of the library transitions, about 35)")


def _dialog_step() -> Callable[[], object]:
    """A reminder's answer "1": session from JSON, one step, and to JSON again."""
    clinic = builders.clinic()
    person = office.person(1, "Ana")
    slot = office.half_hour(office.TUESDAY)
    visit = Appointment("v1", "v1", "p1", slot, AppointmentStatus.BOOKED, Confirmation.NEEDS_ACTION, "import")
    reminded = advance(Session.fresh("en"), ReminderSent((visit,), True), builders.NOW).session.to_json()
    facts = Facts(clinic, (person,), (visit,))
    said = PatientSaid("1", Understanding((Heard(Act.SELECT_OPTION, option=1),)), facts)

    def step() -> str:
        return advance(Session.from_json(reminded), said, builders.NOW).session.to_json()

    return step


def start_and_memory() -> None:
    """From nothing to the first answered webhook, and what a worker weighs, each beside bare Flask."""
    home = Path("bench-start.db")
    variables = {**office.variables(f"sqlite:///{home}")}
    subprocess.run([sys.executable, "-m", "bot.cli", "migrate"], env={**os.environ, **variables}, check=True)
    desk = wiring.build(settings.read(variables))
    desk.clock.start()
    with desk.database.writing() as connection:
        office.clinics.apply(connection, builders.clinic(), builders.NOW)
    desk.database.close()
    ours, our_weight = _first_answer(lambda: servers.frontdesk(variables))
    bare, bare_weight = _first_answer(lambda: servers.yardstick("bare"))
    print(f"first answered webhook: {ours:.2f} s, {ours / bare:.1f} × bare Flask's {bare:.2f} s (at most 6)")
    weights = f"{our_weight:.0f} MB, {our_weight / bare_weight:.1f} × bare Flask's {bare_weight:.0f}"
    print(f"memory of a worker: {weights} (at most 3)")
    for file in home.parent.glob("bench-start.db*"):
        file.unlink()


def _first_answer(serve: Callable[[], object]) -> tuple[float, float]:
    content = load.request(TARGET, builders.phone(1), "hello", signing.sid_of("start"), office.PUBLIC_URL)
    begun = time.perf_counter()
    with serve() as (port, process):  # type: ignore[attr-defined]
        load.closed(port, iter([content] * 2), 1, 0.0)
        seconds = time.perf_counter() - begun
        load.closed(port, iter(_more()), 8, 1.0)
        return seconds, _weight_of_worker(process.pid)


def _more() -> list[bytes]:
    phones = range(1, 400)
    return [
        load.request(TARGET, builders.phone(n % 900), "when is it?", signing.sid_of("m", n), office.PUBLIC_URL)
        for n in phones
    ] * 20


def _weight_of_worker(parent: int) -> float:
    """The private and shared memory that one worker counts for, in MB."""
    weights = []
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            told = status.read_text()
            if f"PPid:\t{parent}\n" in told:
                rollup = (status.parent / "smaps_rollup").read_text()
                weights.append(int(rollup.split("Rss:")[1].split()[0]) / 1024)
        except OSError:
            continue
    return max(weights, default=0.0)
