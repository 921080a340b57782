"""Workers killed with -9 at random moments, against a Twilio at its worst: every reminder goes out once.

`python -m tests.kills --moments 500` counts what went out. Workers are forked from a process that has loaded all there
is, so that they are at work at once and die in the middle of it; a web server takes what reports there are. Twilio is
slow, breaks the line before or after it took a message, repeats, reorders and loses reports, and lists messages late.
Where the list is more than two minutes behind (`--list-lag 200`) and the report is lost too, a message may go out
twice: the one exception that is allowed; the workers count it as `presumed_lost`.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from werkzeug.serving import make_server

from bot import settings
from bot.app import create_app
from bot.wiring import Desk, build
from storage import appointments, clinics, outbox, patients, reminders
from storage.migrations import migrate
from tests import builders, office, postgres
from tests.fakes import twilio as fakes
from tests.fakes.twilio import FakeTwilio, Fault, QuietHandler

# Nine in the morning of a Friday, three days before a Monday.
BEGIN = datetime(2027, 3, 19, 9, 0, tzinfo=builders.ZONE)
STEP, FIVE = timedelta(seconds=20), timedelta(minutes=5)
LIST_LAG = timedelta(seconds=90)
# A worker lives for up to so many looks of its jobs, and a part of the next one; sending a text takes about as long.
MOST_LOOKS, LAST_LOOK = 40, 0.08
PATIENCE = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: how many reminders were to go out, how often each did, how many while workers were killed.

    `presumed_lost` were not found with Twilio in two minutes and sent anew.
    """

    due: int
    went_out: Counter[str]
    under_fire: int
    presumed_lost: int

    @property
    def twice(self) -> int:
        return sum(times - 1 for times in self.went_out.values())

    @property
    def missing(self) -> int:
        return self.due - len(self.went_out)


@dataclass
class Trial:
    """One house whose workers are killed, by the program's own clock, which is moved on from kill to kill."""

    desk: Desk
    variables: dict[str, str]
    twilio: FakeTwilio
    dice: random.Random
    log: Path
    numbers: set[str] = field(default_factory=set)

    def settle(self, moments: int) -> None:
        """Everybody has a visit on Monday; their reminders fall due one after the other while workers are killed."""
        clinic = builders.clinic()
        with self.desk.database.writing() as connection:
            clinics.apply(connection, clinic, BEGIN)
        lasts = moments * STEP
        for number in range(moments):
            start = BEGIN + timedelta(days=3) + FIVE + lasts * number / moments
            start += FIVE - timedelta(seconds=start.timestamp() % 300)
            with self.desk.database.writing() as connection:
                work = self.desk.work(connection, "oak")
                person = office.person(1, "Ana", id=f"p{number}", external_id=f"p{number}", phone=phone(number))
                patients.add(work, person)
                slot = office.half_hour(start)
                own = {"patient_id": person.id, "actor": "test", "source": "import", "overbook": True}
                appointments.book(work, clinic, slot, **own)
                self.numbers.add(person.phone)

    def run(self, moments: int) -> Outcome:
        self.desk.clock.move_to(BEGIN + 2 * FIVE)  # the first ones are due
        with self._nursery() as nursery:
            for _ in range(moments):
                worker = _born(nursery)
                _watch(nursery, self.dice.randrange(MOST_LOOKS))
                time.sleep(LAST_LOOK * self.dice.random())
                os.kill(worker, signal.SIGKILL)
                self.desk.clock.advance(STEP)
            under_fire = len(self.twilio.sent())
            self.twilio.calm_down()
            self._let_them_finish(nursery)
        went_out = Counter(text.to_number for text in self.twilio.sent() if text.to_number in self.numbers)
        lost = self.log.read_text(errors="replace").count("presumed_lost")
        return Outcome(len(self.numbers), went_out, under_fire, lost)

    def _let_them_finish(self, nursery: subprocess.Popen[str]) -> None:
        """One worker that nobody kills, until nothing is left to do."""
        worker = _born(nursery)
        threading.Thread(target=lambda: all(nursery.stdout or ()), daemon=True).start()  # nobody reads what it says
        self.desk.clock.advance(3 * FIVE)
        until = self.desk.clock.now() + PATIENCE
        while self._busy() and self.desk.clock.now() < until:
            time.sleep(0.2)
            self.desk.clock.advance(timedelta(seconds=31))
        os.kill(worker, signal.SIGKILL)

    def _busy(self) -> bool:
        with self.desk.database.reading() as connection:
            now = self.desk.clock.now(connection)
            waiting, _ = outbox.depth(connection)
            return bool(waiting or outbox.unknown(connection) or reminders.overdue(connection, now)[0])

    @contextlib.contextmanager
    def _nursery(self) -> Iterator[subprocess.Popen[str]]:
        """A process with one thread only, from which workers are forked: `python -m tests.kills --nursery`."""
        with self.log.open("wb") as log:
            words = [sys.executable, "-m", "tests.kills", "--nursery"]
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": log, "text": True}
            with subprocess.Popen(words, env={**os.environ, **self.variables}, **pipes) as nursery:  # type: ignore[call-overload]
                yield nursery
                nursery.stdin.close()


def _born(nursery: subprocess.Popen[str]) -> int:
    """A new worker's number; what is left of the last one's lines is passed over."""
    assert nursery.stdin is not None
    assert nursery.stdout is not None
    nursery.stdin.write("fork\n")
    nursery.stdin.flush()
    while not (line := nursery.stdout.readline()).strip().isdigit():
        assert line, "the nursery is closed"
    return int(line)


def _watch(nursery: subprocess.Popen[str], looks: int) -> None:
    """Until the worker has begun so many looks."""
    assert nursery.stdout is not None
    for _ in range(looks):
        nursery.stdout.readline()


def raise_workers() -> None:
    """Fork a worker for each line that comes in, and say its number; each worker says what it looks at."""
    from bot import log, worker

    read = settings.read()
    log.configure(as_json=True)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for _ in sys.stdin:
        if child := os.fork():
            os.write(sys.stdout.fileno(), f"{child}\n".encode())  # in one piece: the child writes there too
            continue
        jobs = worker.jobs(build(read), threading.Event())
        while True:
            for job in jobs:
                os.write(sys.stdout.fileno(), f"{job.name}\n".encode())
                with contextlib.suppress(Exception):
                    job.look()


def phone(number: int) -> str:
    """A number reserved for fiction, in Chicago's time."""
    area, line = divmod(number, 99)
    return f"+1{(512, 713, 210, 214, 817, 361, 806, 254, 979, 903)[area % 10]}55501{line + 1:02}"


def attempt(url: str, folder: Path, moments: int, seed: int = 7, list_lag: timedelta = LIST_LAG) -> Outcome:
    """Settle in an empty database, kill so often, and count."""
    dice = random.Random(seed)
    variables = office.variables(url, FRONTDESK_NOW=BEGIN.isoformat())
    desk = build(settings.read(variables))
    migrate(desk.database)
    desk.clock.start()

    def trouble() -> Fault:
        worst = (Fault(seconds=0.05), fakes.RESET, fakes.RESET_BUT_SENT, fakes.BROKEN_BUT_SENT)
        return dice.choices(worst, (7, 1, 1, 1))[0]

    def mangled(statuses: Sequence[str]) -> Iterable[str]:
        return dice.choice(((), (), statuses, (*statuses, *statuses), tuple(reversed(statuses))))

    twisted = {"report_as": fakes.DELIVERED, "mangle": mangled, "trouble": trouble, "list_lag": list_lag}
    with fakes.twilio(now=desk.clock.now, **twisted) as twilio, served(desk) as address:
        twilio.reach(office.PUBLIC_URL, address)
        variables |= {"TWILIO_API_URL": twilio.url}
        trial = Trial(desk, variables, twilio, dice, folder / "workers.log")
        trial.settle(moments)
        outcome = trial.run(moments)
        assert twilio.violations == []
    desk.database.close()
    return outcome


@contextlib.contextmanager
def served(desk: Desk) -> Iterator[str]:
    """The web application on a port of its own, for delivery reports."""
    server = make_server("127.0.0.1", 0, create_app(desk), threaded=True, request_handler=QuietHandler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.kills", description=__doc__.partition("\n")[0])
    parser.add_argument("--moments", type=int, default=500)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--databases", nargs="+", choices=("sqlite", "postgres"), default=["sqlite", "postgres"])
    parser.add_argument("--list-lag", type=int, default=LIST_LAG.seconds, help="seconds by which lists are behind")
    parser.add_argument("--nursery", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.nursery:
        raise_workers()
        return
    for kind in options.databases:
        with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
            url = f"sqlite:///{folder}/frontdesk.db"
            if kind == "postgres":
                server = stack.enter_context(postgres.databases())
                url = server.url(server.create())
            lag = timedelta(seconds=options.list_lag)
            outcome = attempt(url, Path(folder), options.moments, options.seed, lag)
            print(f"{kind}: killed {options.moments} times; {outcome.due} reminders were due:", end=" ")
            print(f"{outcome.missing} missing, {outcome.twice} twice;", end=" ")
            print(
                f"{outcome.under_fire} went out between kills, {outcome.presumed_lost} were given up for lost",
                flush=True,
            )


if __name__ == "__main__":
    main()
