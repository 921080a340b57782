"""A year at a clinic, in a minute: patients in eight zones book, move, cancel and opt out; workers send, fail and rest.

Everything runs through the real code over a database; only the clock and the telephone company are made up. What the
patients got is judged here from the log of what happened, not by the code that decided it.

`python -m tests.simulation --patients 10000` runs the large one (half an hour, SQLite in memory where there is some).
"""

from __future__ import annotations

import argparse
import contextlib
import random
import tempfile
import threading
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, func, select

from bot import delivery, log, reconciling, reminders, settings
from bot.channels.base import ChannelError, MaybeSent, OnRecord, Outgoing
from bot.outbox import Sender
from bot.wiring import Desk, build
from scheduler.area_codes import zones_of_number
from scheduler.clinic import Clinic, parse_clinic
from scheduler.errors import PatientBusy
from scheduler.model import Patient, Slot
from storage import appointments, clinics, messages, patients, suppressions
from storage.migrations import migrate
from storage.schema import outbox
from storage.schema import reminders as rows
from storage.work import Work
from tests import builders, office
from tests.virtual import NoPause, VirtualClock, seeded

ZONES = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
)
AREAS = [area for area in range(201, 990) if area % 100 != 11 and area % 10 != 0]
BEGIN = datetime(2027, 1, 4, 15, 0, tzinfo=UTC)
YEAR, DAY, HOUR, MINUTE = timedelta(days=365), timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
OUTAGE, OUTAGES = timedelta(hours=12), 8
STEPS = ("1w", "3d", "1d", "2h")
GONE = ("sent", "delivered", "failed")
# Who lives alone with one visit and no trouble gets every step.
APART = timedelta(days=9)
SOONEST = [
    select(func.min(table.c.due_at)).where(table.c.clinic == bindparam("clinic"), table.c.state == state)
    for table, state in ((rows, "planned"), (outbox, "pending"), (outbox, "unknown"))
]
# Where the disk's flushing is not what takes the time.
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None


def clinic() -> Clinic:
    head = builders.CLINIC_FILE.partition("[[reminders.steps]]")[0]
    steps = "\n".join(
        f'[[reminders.steps]]\nbefore = "{step}"\nchannel = "sms"\nask_to_confirm = {str(step == "3d").lower()}'
        for step in STEPS
    )
    return parse_clinic(f"{head}\n{steps}\n", "oak.toml")


def phone(number: int) -> str:
    """A number reserved for fiction, in one of the areas of the country."""
    area, line = divmod(number, 100)
    return f"+1{AREAS[area * 7 % len(AREAS)]}55501{line:02}"


@dataclass(frozen=True, slots=True)
class Sent:
    """A text that the telephone company took, at the sending machine's time."""

    sid: str
    outgoing: Outgoing
    at: datetime
    true_at: datetime


@dataclass(slots=True)
class Company:
    """A telephone company that refuses, breaks the line before or after it took a text, and loses some on the way."""

    clock: VirtualClock
    dice: random.Random
    taken: list[Sent] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)
    troubled: set[str] = field(default_factory=set)
    name: str = "sms"
    repeatable: bool = False
    arrives_as: str = "sent"
    lease: timedelta = timedelta(seconds=60)
    mutex: Any = field(default_factory=threading.Lock)
    by_number: dict[str, list[Sent]] = field(default_factory=lambda: defaultdict(list))

    def send(self, outgoing: Outgoing) -> str:
        with self.mutex:
            luck = self.dice.random()
            self.troubled |= {outgoing.to_number} if luck < 0.10 else set()
            if luck < 0.02:
                raise ChannelError("20429", permanent=False)
            if luck < 0.03:
                raise MaybeSent
            sid = f"SM{len(self.taken):032x}"
            sent = Sent(sid, outgoing, self.clock.now(), self.clock.true)
            self.taken.append(sent)
            self.by_number[outgoing.to_number].append(sent)
            if luck < 0.10:
                raise MaybeSent
            return sid

    def sent_to(self, number: str, since: datetime) -> list[OnRecord]:
        return [
            OnRecord(sent.sid, False, sent.outgoing.from_number, number, sent.outgoing.body, 0, "sent", "", sent.at)
            for sent in self.by_number[number]
            if sent.at >= since
        ]

    def received_by(self, number: str, since: datetime) -> list[OnRecord]:
        return []


@dataclass(slots=True)
class Told:
    """What is true of one visit from an instant on."""

    at: datetime
    start: datetime
    booked: bool


@dataclass
class Year:
    """The simulation. `broken` counts at the end how often each promise was; `undisturbed` are the plainest visits."""

    desk: Desk
    people: int
    seed: int = 7
    visits_each: int = 4
    clinic: Clinic = field(default_factory=clinic)
    clock: VirtualClock = field(default_factory=lambda: VirtualClock(BEGIN))
    visits: dict[str, list[Told]] = field(default_factory=lambda: defaultdict(list))
    owner: dict[str, str] = field(default_factory=dict)
    opted_out: dict[str, list[tuple[datetime, bool]]] = field(default_factory=lambda: defaultdict(list))
    undisturbed: int = 0
    ledger: Counter[tuple[str, str]] = field(default_factory=Counter)
    broken: Counter[str] = field(default_factory=Counter)
    evidence: list[str] = field(default_factory=list)
    reported: int = 0

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)
        self.company = Company(self.clock, random.Random(self.seed + 1))
        self.persons = [self._person(number) for number in range(1, self.people + 1)]
        self.outages = sorted(BEGIN + self.dice.random() * YEAR for _ in range(OUTAGES))
        self.events = sorted(self._plan(), key=lambda event: event[0])

    def run(self) -> Year:
        with self.desk.database.writing() as connection:
            clinics.apply(connection, self.clinic, self.clock.now())
        with self.desk.database.writing() as connection:
            for person in self.persons:
                patients.add(self._work(connection), person)
        for at, what, who in self.events:
            self._work_until(at)
            self.clock.true = at
            with contextlib.suppress(PatientBusy), self.desk.database.writing() as connection:
                getattr(self, what)(self._work(connection), who)
        self._work_until(BEGIN + YEAR + 2 * DAY)
        return self

    # What happens

    def _plan(self) -> Iterator[tuple[datetime, str, int]]:
        for who in range(self.people):
            if who % 3 == 0:
                yield BEGIN + self.dice.random() * (YEAR - 60 * DAY), "book_calmly", who
                continue
            for _ in range(self.visits_each):
                booked = BEGIN + self.dice.random() * (YEAR - 60 * DAY)
                yield booked, "book", who
                if self.dice.random() < 0.3:
                    yield booked + self.dice.random() * 20 * DAY, "move", who
                if self.dice.random() < 0.15:
                    yield booked + self.dice.random() * 20 * DAY, "cancel", who
            if self.dice.random() < 0.15:
                stop = BEGIN + self.dice.random() * YEAR
                yield stop, "opt_out", who
                yield stop + self.dice.random() * 60 * DAY, "opt_in", who

    def book_calmly(self, work: Work, who: int) -> None:
        """In good time, in the afternoon; nothing else happens to this patient."""
        day = (self.clock.true + 10 * DAY * (1 + 2 * self.dice.random())).astimezone(self.clinic.zone()).date()
        start = datetime(day.year, day.month, day.day, 15 + self.dice.randrange(3), 5, tzinfo=self.clinic.zone())
        self.book(work, who, Slot("lee", "checkup", "main", start, start + 30 * MINUTE))

    def book(self, work: Work, who: int, slot: Slot | None = None) -> None:
        slot = slot or self._slot()
        visit = appointments.book(
            work, self.clinic, slot, patient_id=self.persons[who].id, actor="test", source="staff", overbook=True
        )
        self.owner[visit.id] = self.persons[who].id
        self.visits[visit.id].append(Told(work.now, slot.starts_at, True))

    def move(self, work: Work, who: int) -> None:
        for visit in appointments.upcoming_of(work, [self.persons[who].id])[:1]:
            slot = self._slot()
            appointments.move_to(work, self.clinic, visit.id, slot, actor="test", overbook=True)
            self.visits[visit.id].append(Told(work.now, slot.starts_at, True))

    def cancel(self, work: Work, who: int) -> None:
        for visit in appointments.upcoming_of(work, [self.persons[who].id])[:1]:
            appointments.cancel(work, self.clinic, visit.id, actor="test")
            self.visits[visit.id].append(Told(work.now, visit.slot.starts_at, False))

    def opt_out(self, work: Work, who: int) -> None:
        suppressions.opt_out(work, self.persons[who].phone, source="test")
        self.opted_out[self.persons[who].phone].append((work.now, True))

    def opt_in(self, work: Work, who: int) -> None:
        suppressions.opt_in(work, self.persons[who].phone, source="test")
        self.opted_out[self.persons[who].phone].append((work.now, False))

    def _slot(self) -> Slot:
        """Between an hour and forty days ahead, between half past six and half past eight in the evening."""
        zone = self.clinic.zone()
        ahead = self.dice.choice((HOUR, 6 * HOUR, DAY, 3 * DAY, 10 * DAY, 20 * DAY, 40 * DAY))
        day = (self.clock.true + ahead * (0.5 + self.dice.random())).astimezone(zone).date()
        start = datetime(day.year, day.month, day.day, 6, 30, tzinfo=zone) + 5 * MINUTE * self.dice.randrange(168)
        start = max(start.astimezone(UTC), _on_the_five(self.clock.true + HOUR))
        return Slot("lee", "checkup", "main", start, start + 30 * MINUTE)

    def _person(self, number: int) -> Patient:
        zone = ZONES[number % len(ZONES)] if number % 10 else ""
        return replace(office.person(1, f"Ana{number}"), id=f"p{number}", external_id=f"p{number}", timezone=zone,
                       date_of_birth=date(1950, 1, 1) + number * DAY, phone=phone(number))  # fmt: skip

    # What the workers do

    def _work_until(self, until: datetime) -> None:
        """From one due instant to the next; sometimes the machine whose clock is an hour ahead is the first."""
        while True:
            ahead = self.dice.choice((timedelta(), HOUR))
            due = self._next_due()
            at = None if due is None else self._awake(max(due - ahead, self.clock.true))
            if at is None or at >= until:
                return
            self.clock.true = at
            self._tick(ahead)
            if self._next_due() == due:  # a minute later it may be another's turn
                self.clock.true = min(until, self.clock.true + MINUTE)

    def _awake(self, at: datetime) -> datetime:
        """Not before the end of an outage."""
        return next((begin + OUTAGE for begin in self.outages if begin <= at < begin + OUTAGE), at)

    def _tick(self, ahead: timedelta) -> None:
        self.clock.ahead = ahead
        stopping = NoPause()
        reminders.send_due(self.desk, stopping)
        Sender(self.desk, self.company, stopping).send_due()
        reconciling.settle_unknown(self.desk, self.company)
        self._report_some()
        self.clock.ahead = timedelta()

    def _report_some(self) -> None:
        """Half of the reports are lost; one text in thirty comes back: the phone was off."""
        while self.reported < len(self.company.taken):
            sent = self.company.taken[self.reported]
            self.reported += 1
            if self.company.dice.random() < 0.5:
                continue
            lost = self.company.dice.random() < 0.03
            if lost:
                self.company.lost.add(sent.sid)
                self.company.troubled.add(sent.outgoing.to_number)
            with self.desk.database.writing() as connection:
                work = self._work(connection)
                message = messages.get(work, sent.outgoing.message_id)
                assert message is not None
                status, code = ("undelivered", "30003") if lost else ("delivered", "")
                delivery.report(work, self.clinic, message, sent.sid, status, code)

    def _next_due(self) -> datetime | None:
        with self.desk.database.reading() as connection:
            work = self._work(connection)
            due = [work.rows(soonest).scalar() for soonest in SOONEST]
        return min((instant for instant in due if instant), default=None)

    def _work(self, connection: Any) -> Work:
        return self.desk.work(connection, self.clinic.id)

    # How it is judged

    def faults(self) -> Counter[str]:
        """How often each promise was broken."""
        with self.desk.database.reading() as connection:
            ledger = connection.execute(select(rows)).all()
            resends = dict(connection.execute(select(outbox.c.message_id, outbox.c.resends)).all())  # type: ignore[arg-type]
        self.ledger = Counter((row.state, row.reason) for row in ledger)
        judged = Judgement(self, ledger, resends)
        return Counter(
            {
                "in quiet hours": sum(map(judged.in_quiet_hours, self.company.taken)),
                "after a cancellation or a move": sum(map(judged.no_longer_true, self.company.taken)),
                "to who opted out": sum(map(judged.opted_out, self.company.taken)),
                "twice": judged.twice(),
                "missing without a reason": judged.missing(),
                "caps broken": judged.caps_broken(),
            }
        )


@dataclass
class Judgement:
    """What the patients got, held against what was true."""

    year: Year
    ledger: Iterable[Any]
    resends: dict[str, int]

    def __post_init__(self) -> None:
        self.ledger = list(self.ledger)
        self.of_message: dict[str, list[Any]] = defaultdict(list)
        for row in self.ledger:
            if row.message_id:
                self.of_message[row.message_id].append(row)
        self.by_phone = {person.phone: person for person in self.year.persons}
        self.by_id = {person.id: person for person in self.year.persons}
        self.of_owner: dict[str, list[str]] = defaultdict(list)
        for visit, owner in self.year.owner.items():
            self.of_owner[owner].append(visit)

    def zones(self, phone: str) -> list[ZoneInfo]:
        own = self.by_phone[phone].timezone
        return [ZoneInfo(own)] if own else list({self.year.clinic.zone(), *zones_of_number(phone)})

    def in_quiet_hours(self, sent: Sent) -> bool:
        return any(not 8 <= sent.at.astimezone(zone).hour < 20 for zone in self.zones(sent.outgoing.to_number))

    def no_longer_true(self, sent: Sent) -> bool:
        for row in self.of_message[sent.outgoing.message_id]:
            told = [told for told in self.year.visits[row.appointment_id] if told.at <= sent.true_at]
            if not told[-1].booked or told[-1].start != row.starts_at or row.starts_at <= sent.at - HOUR:
                return True
        return False

    def opted_out(self, sent: Sent) -> bool:
        said = [out for at, out in self.year.opted_out[sent.outgoing.to_number] if at <= sent.true_at]
        return bool(said) and said[-1]

    def twice(self) -> int:
        """A message that was taken twice, or one that arrived although another speaks for its reminders."""
        by_message = Counter(sent.outgoing.message_id for sent in self.year.company.taken)
        arrived = [sent for sent in self.year.company.taken if sent.sid not in self.year.company.lost]
        replaced = sum(not self.of_message[sent.outgoing.message_id] for sent in arrived)
        return sum(count - 1 for count in by_message.values()) + replaced

    def missing(self) -> int:
        """A step without a row, one that is not settled, one that is skipped without a reason or need."""
        known = {(row.appointment_id, row.starts_at, row.step): row for row in self.ledger}
        missing = 0
        for visit, story in self.year.visits.items():
            for told in (told for told in story if told.booked):
                for step in STEPS:
                    row = known.get((visit, told.start, step))
                    settled = row is not None and (row.state in GONE or (row.state == "skipped" and row.reason))
                    missing += self.noted(not settled, "not settled", visit, step, row, story)
            if self.undisturbed(visit, story):
                self.year.undisturbed += 1
                for step in STEPS:
                    row = known[visit, story[0].start, step]
                    missing += self.noted(row.state not in GONE, "not sent", visit, step, row, story)
        return missing

    def noted(self, broken: bool, what: str, visit: str, step: str, row: Any, story: list[Told]) -> bool:
        if broken:
            phone = self.by_id[self.year.owner[visit]].phone
            texts = [f"{sent.at:%m-%d %H:%M}" for sent in self.year.company.by_number[phone]]
            told = [f"{told.at:%m-%d %H:%M} {told.start:%m-%d %H:%M} {told.booked}" for told in story]
            self.year.evidence.append(f"{what}: {step} {row and (row.state, row.reason, row.due_at)} {told} {texts}")
        return broken

    def undisturbed(self, visit: str, story: list[Told]) -> bool:
        """Booked in good time, left alone, by somebody with no other visit near, no outage, no stop and no trouble."""
        start, owner = story[0].start, self.year.owner[visit]
        others = [told.start for other in self.of_owner[owner] if other != visit for told in self.year.visits[other]]
        phone = self.by_id[owner].phone
        return (
            len(story) == 1
            and start - story[0].at > APART
            and all(10 <= hour < 19 for hour in self.hours_of_day(phone, start))
            and all(abs(other - start) > 2 * APART for other in others)
            and not any(start - APART < outage + OUTAGE and outage < start for outage in self.year.outages)
            and not self.year.opted_out[phone]
            and phone not in self.year.company.troubled
        )

    def hours_of_day(self, phone: str, start: datetime) -> list[int]:
        """What the clock shows where the patient is: no step near quiet hours, not by a clock an hour ahead either."""
        return [start.astimezone(zone).hour for zone in self.zones(phone)]

    def caps_broken(self) -> int:
        broken = 0
        limits = self.year.clinic.reminders
        by_phone: dict[str, list[datetime]] = defaultdict(list)
        for sent in self.year.company.taken:
            if not self.resends[sent.outgoing.message_id]:
                by_phone[sent.outgoing.to_number].append(sent.at)
        for phone, instants in by_phone.items():
            for zone in self.zones(phone):
                days = [at.astimezone(zone).date() for at in instants]
                broken += sum(days.count(day) > limits.max_per_day for day in set(days))
                broken += sum(sum(day - 7 * DAY < other <= day for other in days) > limits.max_per_week for day in days)
        return broken


def _on_the_five(instant: datetime) -> datetime:
    return instant - timedelta(minutes=instant.minute % 5, seconds=instant.second, microseconds=instant.microsecond)


def simulate(people: int, folder: Path, seed: int = 7) -> Year:
    """A year of so many patients over an SQLite database in that folder."""
    production = office.variables(f"sqlite:///{folder}/frontdesk.db", FRONTDESK_ENV="production")
    desk = build(settings.read(production))
    log.configure(as_json=True)
    migrate(desk.database)
    try:
        year = Year(desk, people, seed)
        with seeded(year.clock, seed):
            year.run()
        year.broken = year.faults()
        return year
    finally:
        desk.database.close()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__.partition("\n")[0])
    parser.add_argument("--patients", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        year = simulate(options.patients, Path(folder), options.seed)
        print(f"{options.patients} patients, {len(year.visits)} visits, {len(year.company.taken)} texts")
        for (state, reason), count in sorted(year.ledger.items()):
            print(f"{count:6}  {state} {reason}")
        for what, count in year.broken.items():
            print(f"{count:6}  {what}")
        print(*year.evidence, sep="\n")


if __name__ == "__main__":
    main()
