"""The words on which telephone companies act, crossed with every place in which a talk can stand.

Stop words record an opt-out in silence; CANCEL does so too and asks staff about the visit, unless the clinic had it
edited, when it is asked back or answers what was asked; YES is an answer, and none to a number that opted out.
"""

from __future__ import annotations

import pytest

from dialogs.effects import (
    BookAppointment,
    CancelAppointment,
    ConfirmAppointment,
    MarkWrongNumber,
    MoveAppointment,
    OpenCase,
    RecordOptIn,
    RecordOptOut,
    ReleaseHold,
)
from tests import builders
from tests.dialogs.places import PLACES, stand
from tests.dialogs.talk import Talk, facts

STOPS = ("STOP", "STOPALL", "UNSUBSCRIBE", "END", "QUIT", "REVOKE", "OPTOUT")
ASKED_ABOUT_CANCELLING = {"cancel", "change", "clarify"}
CHANGES = (BookAppointment, CancelAppointment, ConfirmAppointment, MarkWrongNumber, MoveAppointment)
EDITED = facts(clinic=builders.clinic().model_copy(update={"cancel_is_stop": False}))
EVERYWHERE = pytest.mark.parametrize(("flow", "state"), PLACES)


def opted(talk: Talk) -> list[object]:
    return [effect for effect in talk.did if isinstance(effect, RecordOptOut | RecordOptIn)]


def changed(talk: Talk) -> list[object]:
    return [effect for effect in talk.did if isinstance(effect, CHANGES)]


@EVERYWHERE
@pytest.mark.parametrize("word", STOPS)
@pytest.mark.parametrize("opt_out_type", ["", "STOP"])
def test_a_stop_word_is_obeyed_in_silence_and_nothing_else_happens(flow, state, word, opt_out_type):
    talk = stand(Talk(), flow, state).hears(word, opt_out_type)

    assert talk.says == ()
    assert [effect for effect in talk.did if not isinstance(effect, ReleaseHold)] == [RecordOptOut()]
    assert talk.session.frames == ()


@EVERYWHERE
@pytest.mark.parametrize("word", ["CANCEL", "Cancel.", "cancel"])
def test_a_bare_cancel_opts_out_and_staff_look_after_the_visit(flow, state, word):
    talk = stand(Talk(), flow, state).hears(word)

    assert talk.says == ()
    assert opted(talk) == [RecordOptOut()]
    assert changed(talk) == []
    (case,) = (effect for effect in talk.did if isinstance(effect, OpenCase))
    assert (case.reason, case.priority) == ("other", "urgent")
    assert talk.session.frames == ()


@EVERYWHERE
def test_a_bare_cancel_where_it_is_no_stop_word_is_asked_back_or_answers_the_question(flow, state):
    talk = stand(Talk(EDITED), flow, state).hears("CANCEL")

    assert opted(talk) == []
    if flow not in ASKED_ABOUT_CANCELLING:
        assert talk.heard == ("visit_or_texts",)
        assert changed(talk) == []


@EVERYWHERE
@pytest.mark.parametrize("word", ["YES", "yes.", "Yes"])
def test_yes_is_an_answer_and_never_an_opt_in(flow, state, word):
    assert opted(stand(Talk(), flow, state).hears(word)) == []


@EVERYWHERE
@pytest.mark.parametrize("word", ["YES", "1", "ok"])
def test_after_an_opt_out_yes_answers_nothing_and_a_person_reads_it(flow, state, word):
    talk = stand(Talk(facts(suppressed=True)), flow, state).hears(word)

    assert talk.says == ()
    assert [type(effect) for effect in talk.did] == [OpenCase]


@EVERYWHERE
@pytest.mark.parametrize("word", ["START", "UNSTOP"])
@pytest.mark.parametrize("suppressed", [True, False])
def test_start_opts_in_in_silence(flow, state, word, suppressed):
    talk = stand(Talk(facts(suppressed=suppressed)), flow, state).hears(word)

    assert talk.says == ()
    assert talk.did == (RecordOptIn(),)


@EVERYWHERE
@pytest.mark.parametrize("word", ["HELP", "INFO"])
def test_help_is_left_to_the_telephone_company_and_staff_hear_of_it(flow, state, word):
    talk = stand(Talk(), flow, state).hears(word)

    assert talk.says == ()
    assert [effect.reason for effect in talk.did] == ["other"]


@EVERYWHERE
@pytest.mark.parametrize("words", ["stop texting me", "no más mensajes", "please unsubscribe me from these texts"])
def test_an_opt_out_in_own_words_is_confirmed_once(flow, state, words):
    talk = stand(Talk(), flow, state).hears(words)

    assert opted(talk) == [RecordOptOut()]
    assert talk.heard == ("opted_out",)
    assert changed(talk) == []
