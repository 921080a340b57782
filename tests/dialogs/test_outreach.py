"""What patients answer to what is begun without a visit ahead; and to which question an answer belongs."""

from __future__ import annotations

import pytest

from dialogs import campaign_texts
from dialogs.effects import ConfirmAppointment, FindSlots, NoteSurvey, OpenCase
from dialogs.events import OutreachSent, ReminderSent, SlotsFound
from tests import builders
from tests.dialogs.talk import Talk, slot, visit

SURVEY = OutreachSent("survey", "s1", "ana", visit())
RESULTS = OutreachSent("results", "r1", "ana")
MISSED = OutreachSent("no_show", "n1", "ana", visit(), "checkup")
NEWS = OutreachSent("campaign", "c1", "ana", text="Our doors are at the back.")


def noted(talk: Talk) -> list[tuple[int, str]]:
    return [(did.score, did.words) for did in talk.effects if isinstance(did, NoteSurvey)]


def cases(talk: Talk) -> list[str]:
    return [did.reason for did in talk.effects if isinstance(did, OpenCase)]


@pytest.mark.parametrize(
    ("words", "score"),
    [("5", 5), ("four", 4), ("cuatro", 4), ("5 stars", 5), ("3/5", 3), ("4 out of 5", 4), ("i give it a 4", 4)],
)
def test_a_score_is_taken_however_it_is_written(words, score):
    assert noted(Talk().event(SURVEY).hears(words)) == [(score, "")]


@pytest.mark.parametrize("words", ["6", "0/5", "maybe"])
def test_what_is_no_score_is_not_noted(words):
    assert noted(Talk().event(SURVEY).hears(words)) == []


def test_words_instead_of_a_score_are_kept_as_they_are():
    assert noted(Talk().event(SURVEY).hears("Everybody was kind to me")) == [(0, "Everybody was kind to me")]


def test_a_bad_score_and_its_reason_go_to_staff():
    talk = Talk().event(SURVEY).hears("1").hears("Nobody told me about the delay")
    assert noted(talk) == [(1, ""), (1, "Nobody told me about the delay")]
    assert cases(talk) == ["complaint", "complaint"]


def test_a_good_score_opens_no_case():
    assert cases(Talk().event(SURVEY).hears("5").hears("no")) == []


def test_two_is_a_score_though_openings_were_offered_before():
    talk = Talk().hears("move my appointment to friday").clinic(SlotsFound((slot("fri 09:00"), slot("fri 10:00"))))
    talk.event(SURVEY).hears("2")
    assert noted(talk) == [(2, "")]
    assert "confirm_move" not in talk.heard


def test_one_belongs_to_the_reminder_that_came_after_the_survey():
    talk = Talk().event(SURVEY).event(ReminderSent((visit(),), True)).hears("1")
    assert noted(talk) == []
    assert any(isinstance(did, ConfirmAppointment) for did in talk.did)


def test_a_yes_after_a_campaign_confirms_nothing():
    talk = Talk().event(ReminderSent((visit(),), True)).event(NEWS).hears("yes")
    assert talk.did == ()
    assert talk.heard[0] == "nothing_open"


@pytest.mark.parametrize("words", ["yes", "1", "sure, friday morning works", "I'd like to book"])
def test_a_missed_visit_leads_into_booking_one_like_it(words):
    talk = Talk().knowing(visits=()).event(MISSED).hears(words)
    assert talk.session.top is not None
    assert talk.session.top.flow == "book"


def test_a_time_named_at_once_is_searched_at_once():
    talk = Talk().knowing(visits=()).event(MISSED).hears("friday morning")
    assert [did.visit_type for did in talk.did if isinstance(did, FindSlots)] == ["checkup"]


def test_no_is_taken_for_no():
    assert Talk().event(MISSED).hears("no thanks").heard == ("not_now",)


@pytest.mark.parametrize("words", ["what is it", "ok", "is it bad?", "1", "hello", "please tell me here"])
def test_any_answer_to_a_waiting_message_goes_to_staff_as_results(words):
    assert cases(Talk().event(RESULTS).hears(words)) == ["results"]


def test_a_person_asked_for_then_is_asked_for_because_of_results():
    assert cases(Talk().event(RESULTS).hears("0")) == ["results"]


@pytest.mark.parametrize("sent", [SURVEY, RESULTS, MISSED, NEWS])
def test_an_emergency_comes_before_every_question(sent):
    talk = Talk().event(sent).hears("I can't breathe and my chest hurts")
    assert cases(talk) == ["emergency"]
    assert noted(talk) == []


@pytest.mark.parametrize("sent", [SURVEY, RESULTS])
def test_a_request_is_no_opinion(sent):
    talk = Talk().event(sent).hears("please cancel my appointment")
    assert talk.session.top is not None
    assert talk.session.top.flow == "cancel"


@pytest.mark.parametrize("sent", [SURVEY, RESULTS, MISSED])
def test_stop_stops(sent):
    assert any(type(did).__name__ == "RecordOptOut" for did in Talk().event(sent).hears("STOP").did)


def test_names_are_joined_as_one_would_say_them():
    clinic = builders.clinic()
    filled = [
        campaign_texts.filled("{first_name}: hi", names, None, language, clinic)
        for names, language in ((("Ana",), "en"), (("Ana", "Ben"), "es"), (("Ana", "Ben", "Cem"), "en"))
    ]
    assert filled == ["Ana: hi", "Ana y Ben: hi", "Ana, Ben and Cem: hi"]


def test_care_is_no_marketing():
    texts = {"en": "It is time for your flu shot, {first_name}.", "es": "Es hora de su vacuna, {first_name}."}
    assert campaign_texts.faults(texts, builders.clinic(), with_visits=False) == ()
