"""`python -m bench.console`: are the console's pages as quick with a hundred thousand conversations?

On PostgreSQL, with a million messages, three hundred open cases among two thousand, and the search index as the worker
writes it. What is timed is the server's part of a page: from the request to the last byte, in this process.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text

from bench import servers
from bench.town import AREAS
from bot import housekeeping, settings
from bot.wiring import build
from storage import cases, messages, patients
from storage.conversations import first_row, fresh
from storage.migrations import migrate
from storage.schema import conversations as talk_rows
from storage.schema import messages as message_rows
from storage.work import Work
from tests import builders, office, postgres
from tests.office import Office
from tests.people import Person, at_work

PATIENTS = 20_000
AT_ONCE = 5_000
CASES, OPEN = 2_000, 300
LOOKS = 60
MUST = {"inbox": 100, "conversations": 100, "thread": 100, "case": 100, "search": 200}  # ms, p95
WORDS = (
    "please move visit thursday afternoon insurance card billing question parking behind building results refill",
    "knee shoulder checkup cleaning morning evening tomorrow monday friday doctor nurse thanks late running",
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.console", description=__doc__.partition("\n")[0])
    parser.add_argument("--conversations", type=int, default=100_000)
    parser.add_argument("--messages", type=int, default=1_000_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        server = servers.postgresql(Path(home))
        server.start()
        databases = postgres.Databases(server.admin_url)
        url = databases.url(databases.create())
        migrating = build(settings.read(office.variables(url)))
        migrate(migrating.database)
        migrating.database.close()
        measure(office.open_office(url), options.conversations, options.messages)
        server.close()


def measure(desk: Office, talks: int, said: int) -> None:
    """Fill it, and print what each page takes."""
    dice = random.Random(7)
    began = time.perf_counter()
    ids = _fill(desk, talks, said, dice)
    print(f"{len(ids):,} conversations, {said:,} messages, loaded in {time.perf_counter() - began:.0f} s", flush=True)
    began = time.perf_counter()
    housekeeping.index(desk.desk, threading.Event())
    print(f"indexed in {time.perf_counter() - began:.0f} s", flush=True)
    with desk.desk.database.writing() as connection:
        connection.execute(text("ANALYZE"))
    anna = at_work(desk)
    opened = [row["id"] for row in desk.rows("cases") if row["state"] == "open"]
    for page, addresses in _pages(dice, ids, opened).items():
        _time(anna, page, addresses)


def _pages(dice: random.Random, ids: list[str], opened: list[str]) -> dict[str, list[str]]:
    name = (f"/console/search?q={_last_name(dice.randrange(PATIENTS))[:5]}" for _ in range(LOOKS))
    last_digits = (f"/console/search?q=01{dice.randrange(100):02}" for _ in range(LOOKS))
    words = (f"/console/search?q={'+'.join(dice.sample(_words(), 2))}" for _ in range(LOOKS))
    return {
        "inbox": ["/console/"] * LOOKS,
        "conversations": ["/console/talks"] * LOOKS,
        "thread": [f"/console/talks/{talk}" for talk in dice.sample(ids, LOOKS)],
        "case": [f"/console/cases/{case}" for case in dice.sample(opened, min(LOOKS, len(opened)))],
        "search": [*name, *last_digits, *words],
    }


def _time(anna: Person, page: str, addresses: list[str]) -> None:
    anna.get(addresses[0])
    took = []
    for address in addresses:
        began = time.perf_counter()
        answer = anna.get(address)
        took.append((time.perf_counter() - began) * 1000)
        assert answer.status_code == 200, address
    late = statistics.quantiles(took, n=20)[-1]
    print(f"  {page:14} p50 {statistics.median(took):5.0f} ms, p95 {late:5.0f} ms (at most {MUST[page]})", flush=True)


def _fill(desk: Office, talks: int, said: int, dice: random.Random) -> list[str]:
    """Patients with a phone each for the first conversations; messages turn about; cases of the latest ones."""
    with desk.writing() as work:
        rows = list(islice(_people(work), PATIENTS))
        for row in rows:
            patients.add(work, row)
    with desk.writing() as work:
        begun = [first_row(work, fresh(work.new_id(), _channel(n), _phone(n), "en", work.now)) for n in range(talks)]
        for first in range(0, talks, AT_ONCE):
            work.connection.execute(insert(talk_rows), begun[first : first + AT_ONCE])
    phones = [(row["id"], row["channel"], row["phone"]) for row in begun]
    left = iter(range(said))
    while part := list(islice(left, AT_ONCE)):
        with desk.writing() as work:
            work.connection.execute(insert(message_rows), [_message(work, n, said, phones, dice) for n in part])
    with desk.writing() as work:
        for number, (talk, _, _) in enumerate(phones[-CASES:]):
            case = _open(work, talk, number)
            if number < CASES - OPEN:
                cases.resolve(work, case, "test", "")
    return [talk for talk, _, _ in phones]


def _open(work: Work, talk: str, number: int) -> str:
    priority = ("normal", "normal", "urgent", "emergency")[number % 4]
    asked = {"reason": "billing", "priority": priority, "summary": "Asks about a bill.", "patient_id": None}
    return cases.open_case(work, conversation_id=talk, actor="test", **asked).id  # type: ignore[arg-type]


def _people(work: Work) -> Iterator[Any]:
    for number in range(PATIENTS):
        known = {"id": f"q{number}", "external_id": f"q{number}", "phone": _phone(number)}
        yield replace(office.person(1, "Ana"), last_name=_last_name(number), **known)


def _message(
    work: Work, number: int, said: int, phones: list[tuple[str, str, str]], dice: random.Random
) -> dict[str, Any]:
    talk, channel, phone = phones[number * 7 % len(phones)]
    inbound = number % 2 == 0
    values = messages.Message(
        id=work.new_id(),
        conversation_id=talk,
        channel=channel,
        direction="inbound" if inbound else "outbound",
        author="patient" if inbound else "bot",
        from_number=phone if inbound else builders.phone(0),
        to_number=builders.phone(0) if inbound else phone,
        body=" ".join(dice.choices(_words(), k=8)),
        sid=None,
        in_reply_to_sid=None,
        status="received" if inbound else "sent",
        segments=1,
        media=0,
        created_at=work.now - timedelta(seconds=said - number),
    )
    return {"clinic": work.clinic_id, **{name: getattr(values, name) for name in messages.NAMES}}


@cache
def _words() -> list[str]:
    return " ".join(WORDS).split()


def _last_name(number: int) -> str:
    """Five letters that nobody else has, and an ending."""
    return "".join(chr(ord("a") + int(digit)) for digit in f"{number:05}").capitalize() + "son"


def _channel(number: int) -> str:
    """A phone may text and call."""
    return "sms" if number < len(AREAS) * 100 else "voice"


def _phone(number: int) -> str:
    area, line = divmod(number % (len(AREAS) * 100), 100)
    return f"+1{AREAS[area]}55501{line:02}"


if __name__ == "__main__":
    main()
