"""One process of a race for the same few times: `python -m tests.storage.racing URL SEED ATTEMPTS`.

Eight threads hold, book, move and cancel as fast as they can, under quotas. A refusal is an answer; anything else that
reaches a thread ends the process with it. What came of it is printed as JSON.
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from sqlalchemy import Connection

from bot.clock import new_id
from scheduler.clinic import Clinic, parse_clinic
from scheduler.errors import BookingRefused
from scheduler.model import Slot
from storage import appointments, conversations, patients
from storage.cipher import Keyring
from storage.database import Database
from storage.work import Work
from tests import builders
from tests.visits import MINUTES, half_hour, ultrasound

THREADS = 8
PEOPLE = 12
WEDNESDAY = datetime(2027, 3, 17, 9, 0, tzinfo=builders.ZONE)
DATA_KEY = bytes(range(32))


QUOTAS = """
[[quotas]]
most = 5
provider = "lee"

[[quotas]]
most = 8
per = "week"
"""


def limited_clinic() -> Clinic:
    """Oak Hill with quotas, so that their days are raced for too."""
    return parse_clinic(builders.CLINIC_FILE.replace("[reminders]", f"{QUOTAS}\n[reminders]", 1), "oak.toml")


class Racer:
    """One thread: dice of its own, a connection of its own for each attempt."""

    def __init__(self, database: Database, clinic: Clinic, seed: str) -> None:
        self._database = database
        self._clinic = clinic
        self._dice = random.Random(seed)
        self._own: list[str] = []

    def run(self, attempts: int) -> Counter[str]:
        return Counter(self._attempt() for _ in range(attempts))

    def _attempt(self) -> str:
        what = self._dice.choice(("book", "book", "hold", "move", "cancel") if self._own else ("book", "hold"))
        slot, patient = self._slot(), f"p{self._dice.randrange(PEOPLE) + 1}"
        visit = self._dice.choice(self._own) if self._own else ""

        def step(connection: Connection) -> str:
            work = self._database.work(connection, self._clinic.id, builders.NOW, new_id)
            return str(getattr(self, f"_{what}")(work, slot, patient, visit))

        try:
            done = self._database.run(step)
        except BookingRefused as refusal:
            return type(refusal).__name__
        if what in ("book", "hold") and done != "SlotTaken":
            self._own.append(done)
        return what if done != "SlotTaken" else done

    def _slot(self) -> Slot:
        start = WEDNESDAY + 5 * self._dice.randrange(36) * MINUTES
        return ultrasound(start) if self._dice.random() < 0.3 else half_hour(start, self._dice.choice(("lee", "ortiz")))

    def _book(self, work: Work, slot: Slot, patient: str, visit: str) -> str:
        own = {"patient_id": patient, "actor": "staff:1", "source": "staff"}
        return appointments.book(work, self._clinic, slot, **own).id

    def _hold(self, work: Work, slot: Slot, patient: str, visit: str) -> str:
        """As a patient does: the talk is locked first, then a time is held, then it is booked."""
        talk = conversations.lock(work, "sms", builders.phone(int(patient[1:])), "en")
        patients.lock(work, patient)
        expires_at = work.now + 10 * MINUTES
        about = {"patient_id": patient, "conversation_id": talk.id, "moving": None}
        held = appointments.hold(work, self._clinic, slot, expires_at=expires_at, **about)
        if held is None:
            return "SlotTaken"
        return appointments.book_held(work, self._clinic, held, actor="conversation:1", source="sms").id

    def _move(self, work: Work, slot: Slot, patient: str, visit: str) -> str:
        return appointments.move_to(work, self._clinic, visit, slot, actor="staff:1").id

    def _cancel(self, work: Work, slot: Slot, patient: str, visit: str) -> str:
        appointments.cancel(work, self._clinic, visit, actor="staff:1")
        self._own.remove(visit)
        return visit


def race(url: str, seed: int, attempts: int) -> Counter[str]:
    """All threads of this process, to their end."""
    database, clinic = Database(url, Keyring((DATA_KEY,))), limited_clinic()
    racers = [Racer(database, clinic, f"{seed}-{number}") for number in range(THREADS)]
    with ThreadPoolExecutor(THREADS) as pool:
        came_of_it = sum(pool.map(lambda racer: racer.run(attempts // THREADS), racers), Counter[str]())
    database.close()
    return came_of_it


if __name__ == "__main__":
    print(json.dumps(race(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))
