"""Whatever is said and however the clinic answers: no talk breaks, falls silent, grows too long or runs in circles."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from dialogs import prompts
from dialogs.effects import (
    AcceptOffer,
    BookAppointment,
    CancelAppointment,
    CheckDelay,
    CheckIdentity,
    ConfirmAppointment,
    FindForm,
    FindSlots,
    HoldSlot,
    JoinWaitlist,
    LeaveWaitlist,
    MoveAppointment,
)
from dialogs.events import (
    ANSWERS,
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentConfirmed,
    AppointmentMoved,
    DelayFits,
    DelayTooLong,
    Event,
    FormFound,
    FormSent,
    HoldExpired,
    IdentityLocked,
    IdentityUnmatched,
    NoForm,
    NotAllowed,
    NothingFree,
    OfferAccepted,
    OfferGone,
    OfferSent,
    PatientIdentified,
    ReminderSent,
    SlotHeld,
    SlotsFound,
    SlotTaken,
    StaffReleased,
    WaitlistJoined,
    WaitlistLeft,
)
from dialogs.segments import segments
from dialogs.understanding.model import Act, Heard
from scheduler.model import Appointment, Hold, WaitlistOffer
from scheduler.wishes import Order, When
from tests.dialogs.places import ANSWERED, PAPER
from tests.dialogs.talk import Talk, facts, moved_to, patient, slot, visit, window

VISITS = (visit("Ana", "tue 09:00"), visit("Ben", "wed 10:00"), visit("Ana", "fri 10:00", "ortiz", id="third"))
KNOWN = (
    facts(patients=(patient("Ana"), patient("Ben")), visits=VISITS),
    facts(),
    facts(visits=()),
    facts(patients=(), visits=()),
)
TEXTS = (
    *(
        "1",
        "2",
        "3",
        "9",
        "0",
        "yes",
        "no",
        "both",
        "ana",
        "ben",
        "with dr ortiz",
        "book it",
        "Ana Stone 1/2/1980",
        "5/14/1980",
        "an ultrasound",
        "not with dr lee",
        "later",
        "continue",
        "skip",
        "back",
        "no, I meant penicillin",
        "I have new insurance",
        "W123456789",
        "blub",
    ),
    *(
        "",
        "cancel",
        "español",
        "english please",
        "can't make it",
        "my bill",
        "parking?",
        "i confirm",
        "yes no",
        "any time",
    ),
)
WISHES = (None, None, window("thu"), window("fri", "12:00", "17:00"), When(order=Order.EARLIEST))
TOPICS = (None, "address", "prep", "length", "who", "results")
SILENT = (Act.OPT_OUT,)


def answer(dice: Random, effect: object) -> Event | None:
    """One of the clinic's possible answers."""
    booked = next((known for known in VISITS if known.id == getattr(effect, "appointment_id", "")), VISITS[0])
    offers = (slot("thu 14:00"), slot("thu 15:00"), slot("fri 09:00", "ortiz"))
    match effect:
        case FindSlots():
            return dice.choice([SlotsFound(offers), SlotsFound(offers[:1]), NothingFree(offers[2:]), NothingFree()])
        case HoldSlot():
            return dice.choice(
                [SlotHeld(Hold("hold", effect.slot, effect.patient_id, booked.slot.ends_at)), SlotTaken()]
            )
        case BookAppointment():
            booked = AppointmentBooked(replace(booked, slot=effect.hold.slot))
            return dice.choice([booked, booked, SlotTaken(), HoldExpired()])
        case CheckDelay():
            return dice.choice([DelayFits(), DelayTooLong()])
        case CheckIdentity():
            known = PatientIdentified("ana", facts(visits=VISITS[:1]))
            return dice.choice([known, IdentityUnmatched(), IdentityLocked()])
        case MoveAppointment():
            moved = AppointmentMoved(replace(booked, slot=effect.to.slot))
            return dice.choice([moved, SlotTaken(), HoldExpired(), NotAllowed("gone"), NotAllowed("min_notice")])
        case CancelAppointment():
            return dice.choice([AppointmentCancelled(booked), NotAllowed("gone")])
        case ConfirmAppointment():
            return dice.choice([AppointmentConfirmed(booked), NotAllowed("gone")])
    return in_line(dice, effect, booked)


def in_line(dice: Random, effect: object, booked: Appointment) -> Event | None:
    """One of the waiting list's possible answers."""
    match effect:
        case JoinWaitlist():
            return WaitlistJoined()
        case FindForm():
            return dice.choice([FormFound(PAPER), FormFound(ANSWERED), NoForm()])
        case LeaveWaitlist():
            return WaitlistLeft(dice.randrange(2))
        case AcceptOffer():
            return dice.choice([OfferAccepted(booked), OfferGone()])
    return None


def world_turns(dice: Random, talk: Talk) -> None:
    """What may happen between two texts."""
    visits = talk.facts.visits
    match dice.randrange(12):
        case 0 if visits:
            talk.event(ReminderSent(visits[: dice.randint(1, len(visits))], dice.random() < 0.8))
        case 1:
            talk.event(StaffReleased())
        case 5:
            offer = WaitlistOffer("offer", slot("thu 14:00"), "ana", "third", talk.now)
            talk.event(OfferSent(offer, 30, VISITS[2]))
        case 6:
            talk.event(FormSent(PAPER))
        case 2:
            talk.knowing(visits=tuple(known for known in visits if dice.random() < 0.6))
        case 3:
            talk.knowing(
                visits=tuple(moved_to(known, "mon 08:30") if dice.random() < 0.5 else known for known in visits)
            )
        case 4:
            talk.later(hours=dice.choice([5, 13, 400]))


def acts(dice: Random) -> list[Heard]:
    chosen = dice.sample(list(Act), dice.choice([0, 1, 1, 2, 3]))
    return [
        Heard(
            act,
            option=dice.randint(1, 5) if act is Act.SELECT_OPTION else None,
            topic=dice.choice(TOPICS) if act is Act.ASK_INFO else None,
        )
        for act in chosen
    ]


@pytest.mark.parametrize("seed", range(300))
def test_any_talk_is_answered_in_two_segments_and_comes_to_rest(seed):
    dice = Random(seed)
    talk = Talk(dice.choice(KNOWN), language=dice.choice(prompts.LANGUAGES))
    for _ in range(8):
        world_turns(dice, talk)
        text, heard = dice.choice(TEXTS), acts(dice)
        talk.patient(text, *heard, when=dice.choice(WISHES))
        says = talk.says
        for _ in range(12):
            asked = [effect for effect in talk.did if type(effect) in ANSWERS]
            if not asked:
                break
            assert asked == [talk.did[-1]], "at most one effect is answered, and it is the last"
            talk.event(answer(dice, asked[0]))
            says += talk.says
        else:
            pytest.fail("the dialog asks without end")
        said = prompts.compose(says, talk.session.language, "sms", talk.clinic_file)
        assert segments(said) <= 2
        waits = talk.session.handed_over and talk.session.top is None
        assert said or waits or text == "cancel" or any(act.act in SILENT for act in heard)
        assert talk.session.misses < 3
