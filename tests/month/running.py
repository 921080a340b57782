"""The month itself: what happens when. People text, the worker works, staff come by; the observer is told of it all."""

from __future__ import annotations

import heapq
import random
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count, islice

from scheduler import availability
from scheduler.model import Appointment
from scheduler.wishes import When, Window
from storage import appointments, conversations, patients
from storage.occupancy import StoredOccupancy
from tests import builders, signing
from tests.fakes.twilio_rules import Text
from tests.month import words
from tests.month.keeping import Books
from tests.month.observer import Intent, Observer
from tests.month.people import Person, population
from tests.month.premises import Premises
from tests.month.wishes import Own, Wish
from tests.virtual import VirtualClock

BEGIN = datetime(2027, 3, 1, 14, 0, tzinfo=UTC)
DAY, HOUR, MINUTE, SECOND = (timedelta(**{unit: 1}) for unit in ("days", "hours", "minutes", "seconds"))
ROUND, STAFF_ROUND = HOUR, 10 * MINUTE
WISHES = [
    *("move",) * 5,
    *("book",) * 4,
    *("cancel", "when") * 3,
    *("ask", "ask", "person", "bill", "message", "late", "confirm", "stop"),
]
Event = Callable[[], None]


@dataclass
class Month:
    """`people` phones for so many `days`; `meddle` is a hand that disturbs the house, for tests of the observer."""

    house: Premises
    clock: VirtualClock
    people: int
    days: int
    seed: int
    meddle: Callable[[Month, str], None] | None = None
    observer: Observer = field(default_factory=Observer)
    transcript: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.dice = random.Random(f"month {self.seed}")
        self.persons = {person.phone: person for person in population(self.people, self.seed)}
        self.books = Books(self.house, self.observer)
        self.end = BEGIN + self.days * DAY
        self.visits: dict[str, Appointment] = {}
        self._events: list[tuple[datetime, int, Event]] = []
        self._order = count()
        self._delivered = 0
        self._texts = count(1)

    def run(self) -> Month:
        self._settle()
        for person in self.persons.values():
            self._plan(person)
        for at in _every(STAFF_ROUND, self.end):
            self._at(at, self._staff_come_by)
        for at in _every(ROUND, self.end):
            self._at(at, self._work)
        while self._events:
            at, _, event = heapq.heappop(self._events)
            self._work_until(at)
            self.clock.to(at)
            event()
        self.observer.settled()
        with self.house.looking() as work:
            self.visits = appointments.many(work, self.books.visit_ids())
        return self

    # Before it begins

    def _settle(self) -> None:
        """Everybody is on file, and most have a visit or two in the weeks to come."""
        lately = BEGIN + min(self.days, 30) * DAY
        with self.house.looking() as work:
            month = availability.SlotQuery("checkup", when=When((Window(BEGIN, lately),)), staff=True)
            openings = list(availability.openings(self.house.clinic, month, StoredOccupancy(work), BEGIN))
        self.dice.shuffle(openings)
        for person in self.persons.values():
            for patient in person.patients if person.character != "newcomer" else ():
                with self.house.writing() as work:
                    patients.add(work, patient)
                for _ in range(person.dice.choice((0, 1, 1, 1, 2))):
                    self._book(person, patient.id, openings)

    def _book(self, person: Person, patient_id: str, openings: list) -> None:
        with self.house.writing() as work:
            slot = openings.pop()
            if appointments.upcoming_of(work, [patient_id]) and person.dice.random() < 0.5:
                return
            visit = appointments.book(
                work, self.house.clinic, slot, patient_id=patient_id, actor="import", source="import", overbook=True
            )
            person.visits[visit.id] = self.books.known(visit)

    def _plan(self, person: Person) -> None:
        """When this person will write of their own accord, and about what."""
        if person.is_machine or person.character == "wrong number":
            return
        for _ in range(person.dice.choice((1, 1, 2, 3))):
            at = BEGIN + person.dice.random() * (self.days - 0.5) * DAY
            self._at(at, lambda: self._begins(person))

    # What people do

    def _begins(self, person: Person) -> None:
        """Somebody takes the phone and writes."""
        wish = self._a_wish(person)
        text = person.begin(wish)
        if person.in_danger and not person.told_danger and person.dice.random() < 0.5:
            person.told_danger = True
            self._text(person, person.dice.choice(words.DANGER[person.language]), Intent(alarm=True))
            return
        self.books.begun(person, wish, self.clock.true)
        self._text(person, text, person.intent())

    def _a_wish(self, person: Person) -> Wish:
        own = sorted((own for own in person.visits.values() if own.start > self.clock.true), key=lambda own: own.start)
        what = person.dice.choice(WISHES)
        patient = person.dice.choice(person.patients)
        mine = [visit for visit in own if visit.patient == patient.id]
        if person.character == "newcomer":
            what = "book"
        if what in ("move", "cancel", "confirm", "late") and not mine:
            what = "book" if person.dice.random() < 0.7 else "when"
        wish = Wish(what, person.language, person.dice, patient, mine[0] if mine else None)
        wish.angry, wish.new = person.character == "angry", person.character == "newcomer"
        if person.character in ("stranger", "newcomer", "intruder"):
            born = patient.date_of_birth + (200 * DAY if person.character == "intruder" else 0 * DAY)
            date = f"{born.month}/{born.day}" if person.language == "en" else f"{born.day}/{born.month}"
            wish.proof = f"{patient.first_name} {patient.last_name} {date}/{born.year}"
        if len({visit.patient for visit in own}) > 1 and person.dice.random() < 0.3:
            return self._two_wishes(person, own)
        return wish

    def _two_wishes(self, person: Person, own: list[Own]) -> Wish:
        """For two of a family in one text."""
        by_id = {patient.id: patient for patient in person.patients}
        one = own[0]
        other = next(visit for visit in own if visit.patient != one.patient)
        template, first, second = person.dice.choice(words.BOTH[person.language])
        also = Wish(second, person.language, person.dice, by_id[other.patient], other, by_name=True)
        return Wish(first, person.language, person.dice, by_id[one.patient], one, also, template=template, by_name=True)

    def _text(self, person: Person, text: str, intent: Intent) -> None:
        """A text goes to the clinic; now and then nobody answers at its door, or it is delivered twice."""
        self._note(person.phone, ">", text)
        self.observer.said(person.phone, text, intent)
        form = self.house.twilio.receive(person.phone, text)
        if self.dice.random() < 0.02:
            self._at(self.clock.true + 4 * MINUTE, self._work)  # by then the worker has found it in Twilio's list
            return
        document = self.house.post("/twilio/sms", form)
        answer = "\n".join(element.text or "" for element in ET.fromstring(document).iter("Message"))
        if self.meddle:
            self.meddle(self, person.phone)
        if answer:
            self._note(person.phone, "<", answer)
            self.observer.answered(person.phone, answer, self.clock.true)
        self.books.look(self.persons, {person.phone: answer})
        if self.dice.random() < 0.03:
            self.observer.asked_again(person.phone, document, self.house.post("/twilio/sms", form))
        if answer:
            self._arrives(person, answer)
        self._work()

    def _arrives(self, person: Person, text: str) -> None:
        """A text of the clinic's is read, and perhaps answered, at once or days later."""
        self.books.heard(person, text)
        person.hears(text)
        heard = person.heard_at
        delay = person.dice.choice((20, 40, 60, 90, 120, 240, 600, 3_600, 40_000, 100_000)) * SECOND
        if person.is_machine:
            delay = 5 * SECOND
        self._at(self.clock.true + delay * (0.5 + person.dice.random()), lambda: self._reacts(person, heard))

    def _reacts(self, person: Person, heard: int) -> None:
        if heard == person.heard_at and (said := person.answers()):
            text, intent = said
            if person.wish:
                self.books.begun(person, person.wish, self.clock.true)
            self._text(person, text, intent)

    # For a hand that meddles

    def visits_of_others(self, phone: str) -> list[Own]:
        """Those to come of everybody who does not share this phone."""
        everybody = [
            visit for other, person in self.persons.items() if other != phone for visit in person.visits.values()
        ]
        return [visit for visit in everybody if visit.start > self.clock.true]

    def confirm_as(self, phone: str, visit_id: str) -> None:
        """In the name of this phone's conversation, and not because anybody there said so."""
        with self.house.writing() as work:
            talk = conversations.find(work, "sms", phone)
            if talk:
                appointments.confirm(work, visit_id, actor=f"conversation:{talk.id}")

    # What the house does

    def _work_until(self, until: datetime) -> None:
        """The worker is there all the time: from one thing that is due to the next."""
        while (due := self.house.next_due()) and due < until:
            self.clock.to(max(due, self.clock.true + SECOND))
            if self.clock.true >= until:
                return
            self._work()

    def _work(self) -> None:
        self.house.work_off()
        sent = self.house.twilio.sent()[self._delivered :]
        self._delivered += len(sent)
        for text in sent:
            self._goes_out(text)
        self.books.look(self.persons, {})

    def _goes_out(self, text: Text) -> None:
        """Twilio delivers it, and reports so, unless the report is lost or the phone is off."""
        person = self.persons.get(text.to_number)
        self._note(text.to_number, "*", text.body)
        lot = self.dice.random()
        status, code = ("undelivered", "30003") if lot < 0.02 else ("delivered", "")
        if lot < 0.9:
            form = signing.report_form(text.sid, status, text.to_number, code)
            target = text.status_callback.partition(".org")[2]
            self._at(self.clock.true + 20 * SECOND, lambda: self.house.post(target, form) and None)
        self.observer.told(text.to_number, text.body, self.clock.true, arrived=not code)
        if person and not code:
            self._arrives(person, text.body)

    def _staff_come_by(self) -> None:
        """Who is on call looks at emergencies at any hour; the others take cases in theirs."""
        wall = self.clock.true.astimezone(builders.ZONE)
        there = wall.weekday() < 5 and 8 <= wall.hour < 17
        for case in self.house.api("GET", "/cases?state=open")["cases"]:
            if there or case["priority"] == "emergency":
                self._take(case)

    def _take(self, case: dict[str, str]) -> None:
        """A person claims it, writes, and is done a quarter of an hour later."""
        self.house.api("POST", f"/cases/{case['id']}/claim", {})
        self.house.api("POST", f"/cases/{case['id']}/reply", {"body": words.STAFF})
        self._at(self.clock.true + 15 * MINUTE, lambda: self._resolve(case["id"]))
        self._work()

    def _resolve(self, case_id: str) -> None:
        self.house.api("POST", f"/cases/{case_id}/resolve", {"note": "dealt with"})
        self.books.resolved(case_id)

    def _at(self, at: datetime, event: Event) -> None:
        if at < self.end:
            heapq.heappush(self._events, (at, next(self._order), event))

    def _note(self, phone: str, who: str, text: str) -> None:
        wall = self.clock.true.astimezone(builders.ZONE)
        self.transcript.append(f"{wall:%m-%d %H:%M:%S} {phone} {who} {text}")


def _every(step: timedelta, end: datetime) -> Iterator[datetime]:
    return islice((BEGIN + number * step for number in count(1)), int((end - BEGIN) / step) - 1)
