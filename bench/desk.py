"""A clinic in memory, and one patient who texts it: the real understanding, dialog and search, and no database.

The clinic of a dialog has wide hours, gives visits of one type and has the providers whom the dialog names.
What the corpus's own assistant could not book is taken. The bot sees its own questions alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from time import process_time_ns
from typing import Any
from zoneinfo import ZoneInfo

from bench.goals import Dialog
from dialogs import effects as orders
from dialogs import events, prompts
from dialogs.engine import advance
from dialogs.session import Session
from dialogs.understanding import understand
from scheduler import availability, cells, ranking
from scheduler.bits import span
from scheduler.clinic import Clinic, load_document
from scheduler.model import Appointment, AppointmentStatus, Confirmation, Hold, Patient, Slot
from scheduler.ports import Start

ZONES = {"sgd": "America/Los_Angeles", "star": "UTC"}
# Nobody in SGD wants to come at night; in STAR they do.
OPEN = {"sgd": "07:00-21:00", "star": "00:00-24:00"}
PATIENTS: dict[str, tuple[str, ...]] = {"sgd": (), "star": ("Alexis", "Angela", "Ben", "John", "Katarina")}
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# What such a clinic would call its visits in its file.
SERVICES = {
    "hair stylist": ("Haircut", ("hair stylist", "stylist", "hairdresser", "salon", "hair salon", "barber")),
    "dentist": ("Dentist visit", ("dentist", "dental visit", "dental appointment")),
    "doctor": ("Doctor visit", ("doctor", "physician", "specialist")),
    "therapist": ("Therapy session", ("therapist", "counselor", "therapy")),
}
_TITLES = re.compile(r"^Dr\.? |,? *\b(?:M\.?D|D\.?D\.?S|Ph\.?D|MFT|LCSW|Ms|Mr|Mrs|O\.?D|D\.?O)\b\.?")
_INITIAL = re.compile(r"[A-Z]\.?")
MINUTES = 15
VISIT = "visit"
MOST_STEPS = 12
_BETWEEN_TEXTS = timedelta(minutes=1)


def clinic_of(dialog: Dialog) -> Clinic:
    """One type of visit, every provider of the dialog, wide hours."""
    named = {f"p{number}": name for number, name in enumerate(dialog.providers)}
    hours = {day: [OPEN[dialog.source]] for day in WEEK}
    return load_document(
        {
            "id": "bench",
            "name": "The Clinic",
            "timezone": ZONES[dialog.source],
            "phone": "+15125550100",
            "languages": ["en"],
            "staff_hours": {day: ["08:00-17:00"] for day in WEEK},
            "locations": [{"id": "main", "name": "Main", "address": "120 Main St"}],
            "providers": [
                {
                    "id": provider,
                    "name": name,
                    "aliases": _aliases(name, dialog.source),
                    "location": "main",
                    "hours": hours,
                }
                for provider, name in named.items()
            ],
            "visit_types": [
                {
                    "id": VISIT,
                    "name": {"en": SERVICES[dialog.service][0]},
                    "aliases": [*SERVICES[dialog.service][1], *dialog.kinds],
                    "minutes": MINUTES,
                    "raster_minutes": 5,
                    "providers": list(named),
                    "min_notice": "0m",
                    "horizon": "90d",
                }
            ],
        }
    )


def _aliases(name: str, source: str) -> list[str]:
    """As a clinic would enter them: without titles and initials, and "Dr. Lee" as "Lee" too.

    In STAR doctors and patients share their names, so that a clinic there would not let a doctor be called "Alexis".
    """
    bare = _TITLES.sub("", name).strip(" ,")
    plain = " ".join(word for word in bare.split() if not _INITIAL.fullmatch(word))
    called = (f"Doctor {plain}",) if plain in PATIENTS[source] else (bare, plain, f"Doctor {plain}")
    return list(dict.fromkeys(alias for alias in called if alias not in (name, "")))


@dataclass
class Diary:
    """Who is busy when."""

    taken: list[tuple[str, range]] = field(default_factory=list)

    def busy(self, resources: Sequence[str], first_day: int, last_day: int) -> Mapping[str, int]:
        size, origin = (last_day - first_day + 1) * cells.CELLS_A_DAY, first_day * cells.CELLS_A_DAY
        found = dict.fromkeys(resources, 0)
        for resource, taken in self.taken:
            if resource in found:
                found[resource] |= span(taken.start - origin, taken.stop - origin, size)
        return found

    def starts(self, first_day: int, last_day: int) -> Sequence[Start]:
        return ()


@dataclass
class Talk:
    """One dialog under way: what is booked, what was read back last, what was written and said."""

    dialog: Dialog
    clinic: Clinic
    diary: Diary
    session: Session
    now: datetime
    visits: list[Appointment] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    cases: list[str] = field(default_factory=list)
    read_back: Slot | None = None
    began: bool = False
    nanoseconds: list[int] = field(default_factory=list)

    @property
    def zone(self) -> ZoneInfo:
        return self.clinic.zone()

    @property
    def facts(self) -> events.Facts:
        return events.Facts(self.clinic, (PATIENT,), tuple(self.visits), staffed=True)

    def hears(self, text: str) -> None:
        """One text, and everything that follows from it."""
        said = understand(
            text,
            self.now.astimezone(self.zone),
            self.zone,
            "en",
            self.session.context(self.clinic),
            providers=self.clinic.spoken_providers,
            languages=("en",),
        )
        self.session = Session.from_json(self.session.to_json())
        before = len(self.cases)
        says = self._follow(events.PatientSaid(text, said, self.facts))
        reply = prompts.compose(says, "en", "sms", self.clinic)
        self.session = self.session.told(reply, self.clinic) if reply else self.session
        acts = " ".join(heard.act.value for heard in said.acts)
        self.lines += [f"> {text}    [{acts}]", *(f"< {line}" for line in reply.splitlines()), *self.cases[before:]]
        self.now += _BETWEEN_TEXTS
        question = self.session.question
        slot = question.values.get("slot") if question is not None else None
        self.read_back = slot if isinstance(slot, Slot) else self.read_back
        self.began = self.began or any(frame.flow in {"book", "reschedule"} for frame in self.session.frames)

    def _follow(self, event: events.Event) -> list[orders.Effect]:
        says, waiting = [], [event]
        for _ in range(MOST_STEPS):
            if not waiting:
                return says
            begun = process_time_ns()
            turn = advance(self.session, waiting.pop(0), self.now)
            self.nanoseconds.append(process_time_ns() - begun)
            self.session = turn.session
            says += turn.says
            waiting += [answer for effect in turn.effects if (answer := self._done(effect)) is not None]
        raise RuntimeError(f"{self.dialog.id}: effects without end")

    def _done(self, effect: orders.Effect) -> events.Event | None:
        """The clinic's answer; what needs none is let be."""
        if isinstance(effect, orders.OpenCase):
            self.cases.append(f"* case {effect.reason}: {effect.summary}")
        hand = _HANDS.get(type(effect))
        return hand(self, effect) if hand is not None else None

    def found(self, wish: orders.FindSlots) -> events.Event:
        query = availability.SlotQuery(wish.visit_type, wish.provider, wish.location, wish.when)
        diary = self.diary
        if wish.refused:
            refused = (wish.refused, range(10**9))
            diary = Diary([*diary.taken, refused])
        slots = ranking.choose(self.clinic, query, diary, self.now, wish.limit)
        if slots:
            return events.SlotsFound(slots)
        return events.NothingFree(ranking.nearest(self.clinic, query, diary, self.now, wish.limit))

    def held(self, order: orders.HoldSlot) -> events.Event:
        return events.SlotHeld(Hold("hold", order.slot, order.patient_id, self.now + timedelta(minutes=10)))

    def booked(self, slot: Slot) -> Appointment:
        number = len(self.visits) + 1
        visit = Appointment(
            f"v{number}", f"v{number}", PATIENT.id, slot, AppointmentStatus.BOOKED, Confirmation.NEEDS_ACTION, "text"
        )
        self.visits.append(visit)
        self.diary.taken += cells.occupied(self.clinic, slot)
        return visit

    def visit(self, id: str) -> Appointment:
        return next(visit for visit in self.visits if visit.id == id)

    def moved(self, id: str, slot: Slot) -> Appointment:
        old = self.cancelled(id)
        moved = replace(old, slot=slot)
        self.visits.append(moved)
        self.diary.taken += cells.occupied(self.clinic, slot)
        return moved

    def cancelled(self, id: str) -> Appointment:
        visit = self.visit(id)
        self.visits.remove(visit)
        gone = cells.occupied(self.clinic, visit.slot)
        self.diary.taken = [taken for taken in self.diary.taken if taken not in gone]
        return visit


PATIENT = Patient("p", "p", "Ana", "Stone", date(1980, 1, 1), "+15125550101", "en")


def hold(dialog: Dialog, clinic: Clinic | None = None) -> Talk:
    """The whole dialog, its texts in order."""
    clinic = clinic or clinic_of(dialog)
    diary = Diary([taken for start in dialog.gone for taken in _everybody(clinic, dialog, start)])
    talk = Talk(dialog, clinic, diary, Session.fresh("en"), dialog.now.astimezone(UTC))
    for text in dialog.texts:
        talk.hears(text)
    return talk


_HANDS: dict[type, Callable[[Talk, Any], events.Event]] = {
    orders.FindSlots: Talk.found,
    orders.HoldSlot: Talk.held,
    orders.BookAppointment: lambda talk, order: events.AppointmentBooked(talk.booked(order.hold.slot)),
    orders.MoveAppointment: lambda talk, order: events.AppointmentMoved(
        talk.moved(order.appointment_id, order.to.slot)
    ),
    orders.CancelAppointment: lambda talk, order: events.AppointmentCancelled(talk.cancelled(order.appointment_id)),
    orders.ConfirmAppointment: lambda talk, order: events.AppointmentConfirmed(talk.visit(order.appointment_id)),
    orders.JoinWaitlist: lambda talk, order: events.WaitlistJoined(),
    orders.LeaveWaitlist: lambda talk, order: events.WaitlistLeft(0),
    orders.CheckDelay: lambda talk, order: events.DelayFits(),
}


def _everybody(clinic: Clinic, dialog: Dialog, start: datetime) -> list[tuple[str, range]]:
    """That time of every provider: which of them the assistant had tried is not always told."""
    zone = clinic.zone()
    at = start.replace(tzinfo=zone).astimezone(UTC)
    return [
        taken
        for provider in clinic.providers
        for taken in cells.occupied(clinic, Slot(provider.id, VISIT, "main", at, at + timedelta(minutes=MINUTES)))
    ]
