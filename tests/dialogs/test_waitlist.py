"""The waiting list: join by wish, leave, and answer an offer; a late yes is answered honestly."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs import phrases
from dialogs.effects import AcceptOffer, DeclineOffer, JoinWaitlist, LeaveWaitlist, OpenCase, ReleaseHold
from dialogs.events import OfferAccepted, OfferGone, OfferSent, SlotHeld, SlotsFound, WaitlistJoined, WaitlistLeft
from dialogs.understanding.model import Act
from dialogs.understanding.normalise import plain
from scheduler.model import WaitlistOffer
from tests.dialogs.talk import NOW, Talk, facts, hold, patient, slot, visit, window

OFFER = WaitlistOffer("offer-1", slot("mon 09:00"), "ana", "visit-ana", NOW)


def offered(moving: bool = True) -> Talk:
    return Talk().event(OfferSent(OFFER, 30, visit() if moving else None))


def test_an_offer_names_the_time_what_it_replaces_and_how_long_it_is_kept():
    text = offered().text

    assert "Mon, Mar 15 at 9:00 AM with Dr. Lee, instead of your visit" in text
    assert "Reply 1 to take it, 2 to let it pass, 3 to leave the waiting list" in text
    assert "30 minutes" in text


@pytest.mark.parametrize("words", ["1", "yes", "I'll take it", "book it please"])
def test_a_yes_takes_the_opening(words):
    talk = offered().hears(words)
    assert talk.did == (AcceptOffer("offer-1"),)

    moved = replace(visit(), slot=slot("mon 09:00"))
    talk.clinic(OfferAccepted(moved))
    assert talk.heard == ("offer_taken",)
    assert "Mon, Mar 15 at 9:00 AM" in talk.text


@pytest.mark.parametrize("words", ["2", "no thanks", "not that day"])
def test_a_no_lets_it_pass(words):
    talk = offered().hears(words)

    assert talk.did == (DeclineOffer("offer-1"),)
    assert talk.heard == ("offer_passed",)


def test_leaving_the_list_from_an_offer_is_about_that_patient():
    assert offered().patient("3").did == (LeaveWaitlist(("ana",)),)


def test_a_yes_that_comes_too_late_is_told_so():
    talk = offered().patient("yes", Act.CONFIRM).clinic(OfferGone())

    assert talk.heard == ("offer_gone",)
    assert "keep your place" in talk.text


def test_an_offer_of_a_new_visit_names_who_it_is_for_on_a_phone_of_several():
    talk = Talk().event(OfferSent(OFFER, 30, name="Ben"))

    assert "for Ben: Mon, Mar 15 at 9:00 AM" in talk.text


def test_who_asks_for_the_list_waits_for_an_earlier_time_of_the_booked_visit():
    talk = Talk().hears("please put me on the waiting list")

    assert talk.did == (JoinWaitlist("ana", "checkup", "lee", "main", moving="visit-ana"),)
    assert talk.clinic(WaitlistJoined()).heard[-1] == "waitlisted"


def test_with_several_visits_the_list_asks_which():
    two = (visit(), visit("Ben", "wed 10:00"))
    talk = Talk(facts(patients=(patient(), patient("Ben")), visits=two)).hears("waitlist please")

    assert talk.heard[-1] == "which_to_move"
    assert talk.patient("2").did == (JoinWaitlist("ben", "checkup", "lee", "main", moving="visit-ben"),)


def test_without_a_visit_a_person_finds_a_time():
    talk = Talk(facts(visits=())).hears("put me on the waitlist")

    assert [type(effect) for effect in talk.did] == [OpenCase]
    assert talk.heard[-1] == "person_finds_time"


def test_the_list_can_be_asked_for_while_openings_are_offered_and_a_hold_goes_back():
    talk = Talk().patient("move it to thursday", Act.RESCHEDULE, when=window("thu"))
    talk.clinic(SlotsFound((slot("thu 14:00"),))).patient("1").clinic(SlotHeld(hold("thu 14:00")))

    talk.hears("neither, put me on the waiting list instead")
    wish = JoinWaitlist("ana", "checkup", "lee", "main", window("thu"), "visit-ana")
    assert talk.did == (ReleaseHold("hold-1"), wish)


def test_leaving_is_confirmed_or_told_to_be_needless():
    talk = Talk().hears("take me off the waiting list")
    assert talk.did == (LeaveWaitlist(),)
    assert talk.clinic(WaitlistLeft(1)).heard[-1] == "waitlist_left"

    talk = Talk().hears("ya no quiero estar en la lista de espera")
    assert talk.clinic(WaitlistLeft(0)).heard[-1] == "not_waitlisted"


@pytest.mark.parametrize(
    "words",
    [
        "let me know if anything opens up", "text me when a spot opens up", "call me if there is a cancellation",
        "can I go on the waitlist", "avísame si hay una cancelación", "lista de espera por favor", "wait list",
    ],
)  # fmt: skip
def test_many_words_ask_for_the_list(words):
    assert phrases.waits(plain(words))


@pytest.mark.parametrize(
    "words", ["is there a wait", "I can't wait to see you", "let me know if I need a referral", "stop"]
)
def test_other_words_do_not(words):
    assert not phrases.waits(plain(words))
    assert not phrases.leaves_list(plain(words))
