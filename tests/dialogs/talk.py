"""A talk as a test reads it: the patient says, the clinic answers, the session is re-read from JSON in between.

`patient` is given the words and what was understood of them; `hears` the words alone, which the real understanding
reads. The clinic's answers are given by hand, as events.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from dialogs import prompts
from dialogs.engine import advance
from dialogs.events import Event, Facts, PatientSaid
from dialogs.say import Say
from dialogs.segments import encoding, segments
from dialogs.session import Session
from dialogs.understanding import understand
from dialogs.understanding.model import Act, Heard, Understanding
from scheduler.clinic import Clinic
from scheduler.model import Appointment, AppointmentStatus, Confirmation, Hold, Patient, Slot
from scheduler.wishes import Grain, When, Window
from tests import builders

NOW = builders.NOW
DAYS = {"mon": 15, "tue": 16, "wed": 17, "thu": 18, "fri": 19}  # the week after NOW, in March 2027


def at(words: str) -> datetime:
    """ "tue 09:00" of next week, on the clinic's wall clock."""
    day, clock = words.split()
    hour, minute = map(int, clock.split(":"))
    return datetime(2027, 3, DAYS[day], hour, minute, tzinfo=builders.ZONE).astimezone(UTC)


def slot(words: str, provider: str = "lee") -> Slot:
    return Slot(provider, "checkup", "main", at(words), at(words) + timedelta(minutes=30))


def patient(name: str = "Ana", **changes: Any) -> Patient:
    known = Patient(name.lower(), f"x-{name.lower()}", name, "Stone", date(1980, 1, 1), builders.phone(1), "en")
    return replace(known, **changes)


def visit(of: str = "Ana", words: str = "tue 09:00", provider: str = "lee", id: str = "") -> Appointment:
    return Appointment(
        id or f"visit-{of.lower()}",
        f"v-{of.lower()}",
        of.lower(),
        slot(words, provider),
        AppointmentStatus.BOOKED,
        Confirmation.NEEDS_ACTION,
        "import",
    )


def hold(words: str, of: str = "Ana") -> Hold:
    return Hold("hold-1", slot(words), of.lower(), NOW + timedelta(minutes=10))


def moved_to(appointment: Appointment, words: str) -> Appointment:
    return replace(appointment, slot=slot(words, appointment.slot.provider))


def window(day: str, begin: str = "00:00", end: str = "23:59") -> When:
    """A wish for one day, or for a part of it."""
    grain = Grain.DAY if begin == "00:00" else Grain.PART_OF_DAY
    return When((Window(at(f"{day} {begin}"), at(f"{day} {end}"), grain),))


def facts(**changes: Any) -> Facts:
    known = Facts(clinic=builders.clinic(), patients=(patient(),), visits=(visit(),), staffed=True)
    return replace(known, **changes)


class Talk:
    """One conversation. `heard`, `text` and `did` are those of the last event."""

    def __init__(self, known: Facts | None = None, language: str = "en", now: datetime = NOW) -> None:
        self.facts = known if known is not None else facts()
        self.now = now
        self.session = Session.fresh(language)
        self.says: tuple[Say, ...] = ()
        self.did: tuple[object, ...] = ()
        self.effects: list[object] = []

    @property
    def clinic_file(self) -> Clinic:
        return self.facts.clinic

    def patient(
        self,
        text: str,
        *acts: Act | Heard,
        when: When | None = None,
        opt_out_type: str = "",
        media: int = 0,
        lang: str = "",
    ) -> Talk:
        """A text, and what understanding made of it."""
        heard = tuple(act if isinstance(act, Heard) else Heard(act) for act in acts) or (Heard(Act.OTHER),)
        understood = Understanding(heard, when, lang or self.session.language, 0.9)
        return self.event(PatientSaid(text, understood, self.facts, opt_out_type, media))

    def hears(self, text: str, opt_out_type: str = "") -> Talk:
        """A text, read by the real understanding."""
        zone = self.clinic_file.zone()
        understood = understand(
            text,
            self.now.astimezone(zone),
            zone,
            self.session.language,
            self.session.context(self.clinic_file),
            providers=self.clinic_file.spoken_providers,
            languages=self.clinic_file.languages,
        )
        return self.event(PatientSaid(text, understood, self.facts, opt_out_type))

    def clinic(self, answer: Event) -> Talk:
        """The clinic's answer to the last effect."""
        return self.event(answer)

    def event(self, event: Event) -> Talk:
        turn = advance(Session.from_json(self.session.to_json()), event, self.now)
        assert Session.from_json(turn.session.to_json()) == turn.session, "the session is its JSON"
        self.session, self.says, self.did = turn.session, turn.says, turn.effects
        self.effects.extend(turn.effects)
        text = self.text
        assert not text or segments(text) <= 2, f"{segments(text)} segments: {text}"
        assert self.session.language != "en" or encoding(text) == "GSM-7", text
        return self

    def later(self, **span: float) -> Talk:
        self.now += timedelta(**span)
        return self

    def knowing(self, **changes: Any) -> Talk:
        """The clinic's facts changed in between."""
        self.facts = replace(self.facts, **changes)
        return self

    @property
    def heard(self) -> tuple[str, ...]:
        """The keys of what was said, without the clinic's greeting."""
        return tuple(say.key for say in self.says if say.key != prompts.PREFACE)

    @property
    def text(self) -> str:
        return prompts.compose(self.says, self.session.language, "sms", self.clinic_file)

    @property
    def spoken(self) -> str:
        return prompts.compose(self.says, self.session.language, "voice", self.clinic_file)

    @property
    def open_flow(self) -> str:
        return self.session.top.flow if self.session.top else ""
