"""Every place in which a talk can stand: each state of each flow, with a memory that it may have."""

from __future__ import annotations

from dataclasses import replace

from dialogs.flows import FLOWS
from dialogs.flows.book import Booking
from dialogs.flows.cancel import Cancelling
from dialogs.flows.change import Change
from dialogs.flows.clarify import Clarifying
from dialogs.flows.confirm import Reminded
from dialogs.flows.identify import Proving
from dialogs.flows.late import Delay
from dialogs.flows.message import Dictation
from dialogs.flows.reschedule import Move
from dialogs.flows.waitlist import InLine
from dialogs.flows.welcome import Welcome
from dialogs.meanings import AskedWhen
from dialogs.session import Frame
from dialogs.visits import Kind, Person, Visit
from scheduler.model import WaitlistOffer
from tests.dialogs.talk import NOW, Talk, hold, slot, visit

CHECKUP, ANA = Kind("checkup"), Person("ana", "")
VISITS = (Visit(visit()),)
MEMORIES = {
    "confirm": Reminded(VISITS),
    "change": Change(VISITS),
    "cancel": Cancelling(VISITS),
    "reschedule": Move(VISITS, offered=(slot("thu 14:00"),), hold=hold("thu 14:00")),
    "book": Booking(
        (Kind("checkup"),), (Person("ana", ""),), Kind("checkup"), Person("ana", ""), hold=hold("thu 14:00")
    ),
    "waitlist": InLine(VISITS, offer=WaitlistOffer("offer-1", slot("thu 14:00"), "ana", "visit-ana", NOW)),
    "identify": Proving((AskedWhen(),)),
    "late": Delay(VISITS[0]),
    "message": Dictation(),
    "clarify": Clarifying(VISITS),
    "welcome": Welcome(),
}
PLACES = [(flow.name, state) for flow in FLOWS.values() for state in flow.states]


BOTH = (VISITS[0], Visit(visit("Ben", "wed 10:00")))
SPECIAL = {
    ("confirm", "choosing"): Reminded(BOTH),
    ("change", "choosing"): Change(BOTH),
    ("cancel", "choosing"): Cancelling(BOTH),
    ("cancel", "confirming_all"): Cancelling(BOTH, all_of_them=True),
    ("cancel", "offering_new_time"): Cancelling(VISITS, cancelled=(visit(),)),
    ("reschedule", "choosing"): Move(BOTH),
    ("waitlist", "choosing"): InLine(BOTH),
    ("book", "choosing_kind"): Booking((CHECKUP, Kind("ultrasound")), (ANA,)),
    ("book", "choosing_patient"): Booking((CHECKUP,), (ANA, Person("ben", "Ben")), CHECKUP),
}


def stand(talk: Talk, flow: str, state: str) -> Talk:
    """The talk in that place."""
    memory = SPECIAL.get((flow, state), MEMORIES[flow])
    frame = Frame(flow, FLOWS[flow].version, state, memory)
    talk.session = replace(talk.session, frames=(frame,), asked=FLOWS[flow].states[state].ask or "")
    return talk
