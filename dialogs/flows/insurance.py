"""Insurance: company, member id, group number, a photo of the card; read back, corrected, kept for staff to verify.

What a plan pays is never said here. Who has no card at hand, or would rather not, brings it to the visit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from dialogs.effects import KeepInsurance, OpenCase
from dialogs.events import Facts
from dialogs.flow import DONE, Flow, On, State
from dialogs.flows.choosing import MOST_CHOICES
from dialogs.meanings import Confirmed, Denied, Entered, KeepsVisit, NamedPatients, SelectedOption, WentBack
from dialogs.paper_meanings import Amended, GaveAnswer, PutsOff, SentPictures, Skipped, UnclearAnswer, WantsForm
from dialogs.papers import FormItem
from dialogs.visits import Person, reachable

CARRIER, MEMBER, GROUP = (FormItem("", kind, kind) for kind in ("name", "member_id", "group"))
MOST_UNCLEAR = 2


@dataclass(frozen=True, slots=True)
class Insuring:
    """For whom, and what was told so far; None where it was not asked yet, empty where there is none."""

    people: tuple[Person, ...] = ()
    person: Person | None = None
    carrier: str = ""
    member_id: str | None = None
    group: str | None = None
    pictures: int = 0
    asked_picture: bool = False
    unclear: int = 0

    @property
    def open_item(self) -> FormItem | None:
        if not self.carrier:
            return CARRIER
        if self.member_id is None:
            return MEMBER
        return GROUP if self.group is None else None

    @property
    def before(self) -> FormItem | None:
        return {None: None, CARRIER: None, MEMBER: CARRIER, GROUP: MEMBER}[self.open_item]


def values(memory: Insuring) -> dict[str, object]:
    if memory.person is None:
        return {"options": memory.people[:MOST_CHOICES]}
    told: dict[str, object] = {
        "name": memory.person.name or "none",
        "carrier": memory.carrier,
        "member": " ".join(memory.member_id or "") or "none",
        "group": memory.group or "none",
        "pictures": memory.pictures,
    }
    item = memory.open_item
    return told if item is None else {**told, "item": item, "before": memory.before}


def still_theirs(memory: Insuring, facts: Facts, now: datetime) -> Insuring | None:
    known = {patient.id for patient in reachable(facts)}
    people = (memory.person,) if memory.person else memory.people
    return memory if all(person.id in known for person in people) else None


def lists(memory: Insuring, picked: SelectedOption) -> bool:
    return 1 <= picked.option <= min(len(memory.people), MOST_CHOICES)


def take_listed(memory: Insuring, picked: SelectedOption) -> Insuring:
    return replace(memory, person=memory.people[picked.option - 1])


def names_one(memory: Insuring, named: NamedPatients) -> bool:
    return len(named.patients) == 1 and any(person.id in named.patients for person in memory.people)


def take_named(memory: Insuring, named: NamedPatients) -> Insuring:
    return replace(memory, person=next(person for person in memory.people if person.id in named.patients))


def person_is_open(memory: Insuring, event: object) -> bool:
    return memory.person is None


def lacks_carrier(memory: Insuring, event: object) -> bool:
    return memory.open_item == CARRIER


def lacks_member(memory: Insuring, event: object) -> bool:
    return memory.open_item == MEMBER


def lacks_group(memory: Insuring, event: object) -> bool:
    return memory.open_item == GROUP


def lacks_picture(memory: Insuring, event: object) -> bool:
    return not memory.pictures and not memory.asked_picture


def take_carrier(memory: Insuring, given: GaveAnswer | Amended) -> Insuring:
    return replace(memory, carrier=given.value)


def take_member(memory: Insuring, given: GaveAnswer | Amended) -> Insuring:
    return replace(memory, member_id=given.value, unclear=0)


def take_group(memory: Insuring, given: GaveAnswer) -> Insuring:
    return replace(memory, group=given.value)


def no_group(memory: Insuring, event: object) -> Insuring:
    return replace(memory, group="")


def no_picture(memory: Insuring, event: object) -> Insuring:
    return replace(memory, asked_picture=True)


def take_pictures(memory: Insuring, sent: SentPictures) -> Insuring:
    return replace(memory, pictures=memory.pictures + sent.count)


def shows_card(memory: Insuring, event: object) -> bool:
    return memory.pictures > 0


def on_the_picture(memory: Insuring, event: object) -> Insuring:
    return replace(memory, member_id="", unclear=0)


def try_again(memory: Insuring, event: object) -> bool:
    return memory.unclear < MOST_UNCLEAR


def note_unclear(memory: Insuring, event: object) -> Insuring:
    return replace(memory, unclear=memory.unclear + 1)


def ask_carrier_again(memory: Insuring, event: object) -> Insuring:
    return replace(memory, carrier="")


def ask_member_again(memory: Insuring, event: object) -> Insuring:
    return replace(memory, member_id=None)


def ask_group_again(memory: Insuring, event: object) -> Insuring:
    return replace(memory, group=None)


def picks(number: int) -> Callable[[Insuring, SelectedOption], bool]:
    """The guard of one line of the read-back."""
    return lambda memory, picked: picked.option == number


def save(memory: Insuring) -> tuple[KeepInsurance | OpenCase, ...]:
    patient_id = memory.person.id if memory.person else ""
    photo = {0: "No photo was sent.", 1: "A photo is in the thread."}.get(
        memory.pictures, f"{memory.pictures} photos are in the thread."
    )
    kept = KeepInsurance(patient_id, memory.carrier, memory.member_id or "", memory.group or "")
    case = OpenCase("insurance", f"Gave insurance details. Please verify them. {photo}", patient_id=patient_id)
    return kept, case


def ask_staff(memory: Insuring) -> OpenCase:
    summary = "Tried to give insurance details, and the bot could not read the member ID. Please read the thread."
    return OpenCase("insurance", summary, patient_id=memory.person.id if memory.person else None)


LEAVE = On((PutsOff, KeepsVisit, WentBack), say="insurance_left", to=DONE)
PICTURE = On(SentPictures, keep=take_pictures, say="picture_kept", to="next")
BEGINS = On(WantsForm, to="next")

INSURANCE = Flow(
    "insurance",
    State("starting", On(Entered, person_is_open, to="choosing_patient"), On(Entered, to="next")),
    State(
        "choosing_patient",
        On(NamedPatients, names_one, keep=take_named, to="next"),
        On(SelectedOption, lists, keep=take_listed, to="next"),
        On((Denied, PutsOff, KeepsVisit, WentBack), say="insurance_left", to=DONE),
        ask="insurance_for_whom",
    ),
    State(
        "next",
        On(Entered, lacks_carrier, to="carrier"),
        On(Entered, lacks_member, to="member"),
        On(Entered, lacks_group, to="group"),
        On(Entered, lacks_picture, to="picture"),
        On(Entered, to="confirming"),
    ),
    State(
        "carrier",
        PICTURE,
        On(GaveAnswer, keep=take_carrier, to="next"),
        On((Skipped, Denied), say="insurance_left", to=DONE),
        LEAVE,
        BEGINS,
        ask="insurance_carrier",
    ),
    State(
        "member",
        PICTURE,
        On(GaveAnswer, keep=take_member, to="next"),
        On(Amended, keep=take_carrier, say="form_amended", to="next"),
        On(UnclearAnswer, try_again, keep=note_unclear, say="insurance_id_unclear", to="next"),
        On(UnclearAnswer, do=ask_staff, say="insurance_person", to=DONE),
        On(Skipped, shows_card, keep=on_the_picture, to="next"),
        On(Skipped, say="insurance_id_needed", to="next"),
        On(WentBack, keep=ask_carrier_again, to="next"),
        LEAVE,
        BEGINS,
        ask="insurance_member",
    ),
    State(
        "group",
        PICTURE,
        On(GaveAnswer, keep=take_group, to="next"),
        On(Amended, keep=take_member, say="form_amended", to="next"),
        On((Skipped, Denied), keep=no_group, to="next"),
        On(WentBack, keep=ask_member_again, to="next"),
        LEAVE,
        BEGINS,
        ask="insurance_group",
    ),
    State(
        "picture",
        PICTURE,
        On((Skipped, Denied, Confirmed, PutsOff), keep=no_picture, to="next"),
        On(WentBack, keep=ask_group_again, to="next"),
        LEAVE,
        ask="insurance_picture",
        menu=(Confirmed(),),
    ),
    State(
        "confirming",
        PICTURE,
        On(Confirmed, do=save, say="insurance_kept", to=DONE),
        On(SelectedOption, picks(2), keep=ask_carrier_again, to="next"),
        On(SelectedOption, picks(3), keep=ask_member_again, to="next"),
        On(SelectedOption, picks(4), keep=ask_group_again, to="next"),
        On(WentBack, keep=ask_group_again, to="next"),
        On(Denied, say="insurance_which"),
        On((PutsOff, KeepsVisit), say="insurance_left", to=DONE),
        ask="insurance_confirm",
        menu=(Confirmed(), SelectedOption(2), SelectedOption(3), SelectedOption(4)),
    ),
    memory=Insuring,
    values=values,
    refresh=still_theirs,
    lasts_hours=48,
)
