"""Every place in which a talk can stand: each state of each flow, with a memory that it may have."""

from __future__ import annotations

from dataclasses import replace

from dialogs.flows import FLOWS
from dialogs.flows.book import Booking
from dialogs.flows.cancel import Cancelling
from dialogs.flows.change import Change
from dialogs.flows.clarify import Clarifying
from dialogs.flows.confirm import Reminded
from dialogs.flows.form import Filling
from dialogs.flows.identify import Proving
from dialogs.flows.insurance import Insuring
from dialogs.flows.late import Delay
from dialogs.flows.message import Dictation
from dialogs.flows.reschedule import Move
from dialogs.flows.waitlist import InLine
from dialogs.flows.welcome import Welcome
from dialogs.meanings import AskedWhen
from dialogs.papers import Paper, answers_of, items_of
from dialogs.session import Frame
from dialogs.visits import Kind, Person, Visit
from scheduler.model import WaitlistOffer
from tests import builders
from tests.dialogs.talk import NOW, Talk, hold, slot, visit

CHECKUP, ANA = Kind("checkup"), Person("ana", "")
VISITS = (Visit(visit()),)
ITEMS = items_of(builders.clinic().form("intake"))
PAPER = Paper("response-1", "intake", "ana", "", ITEMS)
ANSWERED = Paper("response-1", "intake", "ana", "", ITEMS, answers_of("intake", [(item.id, "no") for item in ITEMS]))
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
    "form": Filling(PAPER),
    "insurance": Insuring((ANA,), ANA, "Aetna", "W123456789", ""),
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
    **{("form", item.kind): Filling(PAPER, at=at) for at, item in enumerate(ITEMS)},
    ("form", "reviewing"): Filling(ANSWERED, at=len(ITEMS)),
    ("insurance", "choosing_patient"): Insuring((ANA, Person("ben", "Ben"))),
    ("insurance", "carrier"): Insuring((ANA,), ANA),
    ("insurance", "member"): Insuring((ANA,), ANA, "Aetna"),
    ("insurance", "group"): Insuring((ANA,), ANA, "Aetna", "W123456789"),
    ("book", "choosing_kind"): Booking((CHECKUP, Kind("ultrasound")), (ANA,)),
    ("book", "choosing_patient"): Booking((CHECKUP,), (ANA, Person("ben", "Ben")), CHECKUP),
}


def stand(talk: Talk, flow: str, state: str) -> Talk:
    """The talk in that place."""
    memory = SPECIAL.get((flow, state), MEMORIES[flow])
    frame = Frame(flow, FLOWS[flow].version, state, memory)
    talk.session = replace(talk.session, frames=(frame,), asked=FLOWS[flow].states[state].ask or "")
    return talk
