"""The database's leader dies, again and again, while patients text and reminders fall due.

`python -m tests.failover --patroni PATH` runs two web and two worker processes, each machine with a folder of its own,
over a cluster of three PostgreSQL nodes (`cluster`), and kills the leader with all its processes as often as told. Then
it counts: every text that got a 200 must be stored once and have had its effect, every reminder must have gone out
once.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import itertools
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from tests import builders, signing
from tests.acceptance.house import PUBLIC_URL, House, wait_for
from tests.cluster import Cluster, cluster
from tests.fakes import twilio as fakes
from tests.fakes.twilio import FakeTwilio
from tests.kills import phone

# Nine in the morning of a Friday, three days before a Monday on which the visits of those who are reminded begin.
BEGIN = datetime(2027, 3, 19, 9, 0, tzinfo=builders.ZONE)
MONDAY = BEGIN + timedelta(days=3)
TEXTING, REMINDED = range(600), range(600, 900)
LINES = 8
PAUSE = 0.25
BETWEEN_KILLS = 20.0
SORRY = "911"  # what is said while the database is away names it
CONFIRMS = "I confirm my appointment"


@dataclass
class Twilio:
    """Twilio's side of the line: texts to both machines in turns, the other one where one does not answer."""

    houses: list[House]
    acknowledged: dict[str, tuple[float, str, str, str]] = field(default_factory=dict)  # when, who, what, the answer
    gave_up: int = 0
    stop: threading.Event = field(default_factory=threading.Event)

    def deliver(self, line: int) -> None:
        """Text after text, each of another phone, asked for the visit and then for its confirmation."""
        for number in itertools.count():
            if self.stop.wait(PAUSE):
                return
            turn, who = divmod(number * LINES + line, len(TEXTING))
            said = CONFIRMS if turn else "When is my appointment?"
            self._text(signing.sid_of("failover", number * LINES + line), phone(who), said, number)

    def _text(self, sid: str, who: str, said: str, number: int) -> None:
        for house in (self.houses[number % 2], self.houses[1 - number % 2]):
            with contextlib.suppress(OSError, http.client.HTTPException):
                answer = house.text(who, said, sid)
                if answer.status == 200:
                    self.acknowledged[sid] = (time.monotonic(), who, said, answer.text)
                    return
        self.gave_up += 1

    @contextlib.contextmanager
    def at_work(self) -> Iterator[None]:
        lines = [threading.Thread(target=self.deliver, args=(line,)) for line in range(LINES)]
        for thread in lines:
            thread.start()
        try:
            yield
        finally:
            self.stop.set()
            for thread in lines:
                thread.join()

    @property
    def put_off(self) -> int:
        """How many were answered that the text is kept and will be taken later."""
        return sum(SORRY in answer for *_, answer in self.acknowledged.values())

    def longest_without(self) -> float:
        """Seconds between two answers of the dialog, at most."""
        taken = sorted(at for at, _, _, answer in self.acknowledged.values() if SORRY not in answer)
        return max((after - before for before, after in itertools.pairwise(taken)), default=0.0)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was lost or came twice, of how much."""

    texts: int
    put_off: int
    gave_up: int
    longest: float
    texts_missing: int
    texts_twice: int
    confirmed: int
    without_effect: int
    reminders_missing: int
    reminders_twice: int

    def __str__(self) -> str:
        return (
            f"{self.texts} texts acknowledged, {self.put_off} of them to be taken later; {self.gave_up} not;"
            f" at most {self.longest:.0f} s without an answer of the dialog\n"
            f"texts: {self.texts_missing} missing, {self.texts_twice} twice;"
            f" confirmations: {self.without_effect} of {self.confirmed} without effect\n"
            f"reminders: {self.reminders_missing} of {len(REMINDED)} missing, {self.reminders_twice} twice"
        )


def attempt(database: Cluster, folder: Path, kills: int) -> Outcome:
    """Settle in, kill so often, let everybody finish, and count. Raises `AssertionError` for a broken invariant."""
    began = time.monotonic()

    def now() -> datetime:
        return BEGIN + timedelta(seconds=time.monotonic() - began)

    with fakes.twilio(report_as=fakes.DELIVERED, now=now) as twilio, contextlib.ExitStack() as stack:
        houses = [stack.enter_context(_opened(folder / name, database.url, twilio)) for name in ("east", "west")]
        houses[0].settle_in(*_people())
        twilio.reach(PUBLIC_URL, f"http://127.0.0.1:{houses[0].port}")
        for house in houses:
            house.start("web")
            house.start("worker")
        for house in houses:
            house.wait_until_ready()
        line = Twilio(houses)
        with line.at_work():
            for _ in range(kills):
                time.sleep(BETWEEN_KILLS)
                _lose_the_leader(database)
            time.sleep(BETWEEN_KILLS)
        return _counted(houses, line, twilio)


def _lose_the_leader(database: Cluster) -> None:
    database.wait_until_whole()
    lost = database.leader()
    assert lost is not None
    print(f"{lost.name} leads, and is killed", flush=True)
    database.kill(lost)
    wait_for(database.leader, lambda: "nobody took over")
    database.start_node(lost)


def _counted(houses: list[House], line: Twilio, twilio: FakeTwilio) -> Outcome:
    wait_for(lambda: not any(_journalled(house) for house in houses), houses[0].last_words)
    wait_for(lambda: not _under_way(houses[0]), houses[0].last_words, seconds=600)
    stored = Counter(row["sid"] for row in houses[0].export("messages") if row["direction"] == "inbound")
    visits = {row["external_id"]: row["confirmation"] for row in houses[0].export("appointments")}
    confirmed = {who for _, who, said, _ in line.acknowledged.values() if said == CONFIRMS}
    accepted = {phone(number) for number in TEXTING if visits[f"v{number}"] == "accepted"}
    went_out = Counter(sent.to_number for sent in twilio.sent())
    reminded = [went_out[phone(number)] for number in REMINDED]
    houses[0].command("check")
    return Outcome(
        texts=len(line.acknowledged),
        put_off=line.put_off,
        gave_up=line.gave_up,
        longest=line.longest_without(),
        texts_missing=len(line.acknowledged.keys() - stored.keys()),
        texts_twice=sum(times - 1 for times in stored.values()),
        confirmed=len(confirmed),
        without_effect=len(confirmed - accepted),
        reminders_missing=reminded.count(0),
        reminders_twice=sum(times - 1 for times in reminded if times),
    )


def _under_way(house: House) -> list[str]:
    """The visits of Monday whose first reminder has not gone out, or nobody knows whether it has."""
    ours = {f"v{number}" for number in REMINDED}
    rows = [row for row in house.export("reminders") if row["appointment_external_id"] in ours]
    return [row["step"] for row in rows if row["step"] == "3d" and row["state"] in ("planned", "sending")]


def _journalled(house: House) -> list[Path]:
    return list(house.folder.glob("*.journal/*-SM*"))


@contextlib.contextmanager
def _opened(folder: Path, url: str, twilio: FakeTwilio) -> Iterator[House]:
    folder.mkdir()
    house = House(folder, url, {"TWILIO_API_URL": twilio.url, "FRONTDESK_NOW": BEGIN.isoformat()})
    try:
        yield house
    finally:
        house.close()


def _people() -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Who texts has a visit some weeks away; who is reminded has one on Monday, minute after minute."""
    everybody = (*TEXTING, *REMINDED)
    people = [builders.patient_row(number, phone=phone(number), date_of_birth="1980-05-17") for number in everybody]
    later = zip(TEXTING, builders.free_times(date(2027, 4, 5)), strict=False)
    soon = [(number, MONDAY + timedelta(minutes=2 + number % 5)) for number in REMINDED]
    return people, [
        *(builders.visit_row(number, start) for number, start in later),
        *(builders.visit_row(number, f"{start:%Y-%m-%dT%H:%M}", overbook="yes") for number, start in soon),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.failover", description=__doc__.partition("\n")[0])
    parser.add_argument("--patroni", type=Path, required=True, help="the program, as `pip install` left it")
    parser.add_argument("--kills", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, cluster(options.patroni) as database:
        print(attempt(database, Path(folder), options.kills))


if __name__ == "__main__":
    main()
