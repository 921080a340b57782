"""A wish in pieces: a day, then a time, then another day; and a day that tells which visit is meant."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from dialogs.effects import FindSlots, HoldSlot, RecordOptOut
from dialogs.events import ReminderSent, SlotHeld, SlotsFound
from dialogs.understanding.model import Act, Heard
from scheduler.wishes import Order
from tests import builders
from tests.dialogs.talk import Talk, at, facts, hold, patient, slot, visit, window

if TYPE_CHECKING:
    from dialogs.effects import Effect

NOBODY_BOOKED = facts(visits=())
TWO = facts(visits=(visit("Ana", "tue 09:00"), visit("Ana", "thu 10:00", id="later")))


def looked_for(talk: Talk) -> tuple[datetime, ...]:
    """The starts of the windows that were looked for last."""
    search: Effect | object = talk.did[-1]
    assert isinstance(search, FindSlots)
    return tuple(window.start for window in search.when.windows if isinstance(window.start, datetime))


def offered(words: str = "book a checkup on thursday") -> Talk:
    return Talk(NOBODY_BOOKED).hears(words).clinic(SlotsFound((slot("thu 09:00"), slot("thu 14:00"))))


@pytest.mark.parametrize("words", ["at 3 pm", "do you have anything at 3?", "a las 3 de la tarde"])
def test_a_time_belongs_to_the_day_said_before(words: str) -> None:
    assert looked_for(offered().hears(words)) == (at("thu 15:00"),)


def test_a_day_takes_over_the_exact_time_said_before() -> None:
    assert looked_for(offered("book a checkup at 3 pm").hears("on friday")) == (at("fri 15:00"),)


def test_another_day_does_not_keep_the_afternoon_of_the_first() -> None:
    assert looked_for(offered("book a checkup on thursday afternoon").hears("no, friday")) == (at("fri 00:00"),)


def test_a_time_belongs_to_each_day_of_a_week() -> None:
    assert len(looked_for(offered("book a checkup next week").hears("at 3 pm"))) == 7


def test_after_five_is_no_echo_of_nine_because_it_might_be_in_the_morning() -> None:
    talk = offered().hears("1").clinic(SlotHeld(hold("thu 09:00"))).hears("anything after 5 or at 6 pm?")

    assert looked_for(talk)[0] == at("thu 17:00")


def test_the_earliest_of_another_day_keeps_the_time_said_before() -> None:
    talk = offered("book a checkup at 3 pm").hears("as soon as possible on friday")

    assert looked_for(talk) == (at("fri 15:00"),)
    assert talk.did[-1].when.order is Order.EARLIEST


def test_a_time_at_the_read_back_stays_on_its_day() -> None:
    talk = offered().hears("1").clinic(SlotHeld(hold("thu 09:00"))).hears("no, make it 4 pm")

    assert looked_for(talk) == (at("thu 16:00"),)


@pytest.mark.parametrize(
    "words", ["change it to 3 o'clock", "can you move it to 3pm", "cambie mi cita a las 3 de la tarde"]
)
@pytest.mark.parametrize("reminded", [True, False])
def test_a_time_alone_stays_on_the_day_of_the_visit(words: str, reminded: bool) -> None:
    talk = Talk(language="es" if "las" in words else "en")
    talk = talk.event(ReminderSent((visit(),), True)) if reminded else talk

    assert looked_for(talk.hears(words)) == (at("tue 15:00"),)


def test_never_mind_with_another_time_is_a_wish() -> None:
    assert looked_for(offered().hears("never mind, book friday at 10 am")) == (at("fri 10:00"),)


def test_what_has_passed_is_no_wish() -> None:
    talk = offered().hears("I have had a cough for two days now")

    assert not any(isinstance(effect, FindSlots) for effect in talk.did)


def test_a_bare_time_is_the_wish_for_a_visit_or_to_move_the_one_that_is_booked() -> None:
    wish = Heard(Act.GIVE_DATE)
    assert Talk(NOBODY_BOOKED).patient("thursday", wish, when=window("thu")).open_flow == "book"
    assert Talk().patient("thursday", wish, when=window("thu")).open_flow == "reschedule"
    assert Talk().patient("thursday is my birthday by the way", wish, when=window("thu")).open_flow == "welcome"


def test_the_one_opening_at_the_time_named_is_read_back_at_once() -> None:
    talk = Talk(NOBODY_BOOKED).hears("book a checkup with dr lee on thursday at 2 pm")
    talk.clinic(SlotsFound((slot("thu 14:00"),)))
    assert isinstance(talk.did[-1], HoldSlot)

    talk.clinic(SlotHeld(hold("thu 14:00")))
    assert talk.heard == ("confirm_book",)


def test_of_two_providers_at_the_time_named_the_patient_chooses() -> None:
    talk = Talk(NOBODY_BOOKED).hears("book a checkup on wednesday at 10 am")

    assert talk.clinic(SlotsFound((slot("wed 10:00"), slot("wed 10:00", "ortiz")))).heard == ("offer_slots",)


@pytest.mark.parametrize("words", ["yes", "ok", "both work", "las dos me sirven"])
def test_a_yes_to_a_list_reads_back_its_first(words: str) -> None:
    talk = offered().hears(words)

    assert isinstance(talk.did[-1], HoldSlot)
    assert talk.did[-1].slot == slot("thu 09:00")


@pytest.mark.parametrize("words", ["friday afternoon", "el viernes por la tarde"])
def test_a_day_named_while_the_visit_is_open_is_kept(words: str) -> None:
    talk = Talk(TWO, "es" if "viernes" in words else "en").hears("move my appointment").hears(words)
    assert talk.heard == ("noted", "which_to_move")

    assert looked_for(talk.hears("1")) == (at("fri 12:00"),)


def test_which_visit_and_where_to_may_come_in_one_answer() -> None:
    assert looked_for(Talk(TWO).hears("move my appointment").hears("the second one, to friday")) == (at("fri 00:00"),)


@pytest.mark.parametrize("words", ["the thursday one", "2"])
def test_a_day_that_tells_which_visit_is_no_wish(words: str) -> None:
    assert Talk(TWO).hears("move my appointment").hears(words).heard == ("when_suits",)


@pytest.mark.parametrize("words", ["move my thursday appointment", "quiero mover mi cita del jueves"])
def test_the_visit_of_that_day_is_read_back_and_the_new_time_asked(words: str) -> None:
    talk = Talk(TWO, "es" if "jueves" in words else "en").hears(words)

    assert talk.heard == ("when_suits",)
    assert talk.session.top is not None
    assert talk.session.top.memory.visit.id == "later"


@pytest.mark.parametrize(
    "words",
    ["please stop calling", "don't call me anymore", "stop calling me please", "ya no me llamen", "no more calls"],
)
def test_who_wants_no_calls_still_gets_texts(words: str) -> None:
    assert Talk().hears(words).did == (RecordOptOut("calls"),)


@pytest.mark.parametrize("words", ["stop calling and texting me", "stop texting me", "STOP", "no más mensajes"])
def test_who_wants_no_texts_wants_nothing(words: str) -> None:
    assert RecordOptOut() in Talk().hears(words).did


@pytest.mark.parametrize("words", ["please stop calling him doctor", "don't call me before noon", "call me please"])
def test_other_words_of_calls_end_nothing(words: str) -> None:
    assert not any(isinstance(effect, RecordOptOut) for effect in Talk().hears(words).did)


@pytest.mark.parametrize(
    ("words", "name", "wanted"),
    [
        ("This is Maria Lopez, 4/12/85, when is my appointment", ("Maria", "Lopez"), "AskedWhen"),
        ("when is my appointment? Maria Lopez dob 4/12/85", ("Maria", "Lopez"), "AskedWhen"),
        ("Maria Lopez 04/12/1985 move my visit to friday", ("Maria", "Lopez"), "WantsMove"),
        ("me llamo María López, nací el 12 de abril de 1985, ¿cuándo es mi cita?", ("María", "López"), "AskedWhen"),
    ],
)
def test_name_and_birth_in_the_first_text_are_checked_at_once(words: str, name: tuple[str, ...], wanted: str) -> None:
    talk = Talk(facts(patients=(), visits=()), "es" if "cita" in words else "en").hears(words)

    (check,) = talk.did
    assert (check.name, check.born.isoformat()) == (name, "1985-04-12")
    assert talk.session.top is not None
    assert wanted in [type(meaning).__name__ for meaning in talk.session.top.memory.wanted]


@pytest.mark.parametrize(
    "words",
    ["Move my appointment to 4/12/27", "this is Maria Lopez, can I move my visit to 4/12/27", "when is my appointment"],
)
def test_a_day_to_come_to_is_no_date_of_birth(words: str) -> None:
    assert Talk(facts(patients=(), visits=())).hears(words).heard == ("who_are_you",)


def test_a_number_on_file_is_not_asked_who_it_is() -> None:
    assert Talk(facts(patients=(patient(),))).hears("This is Ana Stone, 1/1/80, when is my visit").heard == (
        "next_visit",
    )


def test_the_day_of_the_tests_is_a_friday() -> None:
    assert builders.NOW.weekday() == 4


@pytest.mark.parametrize(
    ("words", "start"),
    [
        ("could I come on friday instead", "fri 00:00"),
        ("can i come in friday insted", "fri 00:00"),
        ("mejor el viernes", "fri 00:00"),
        ("can you do 30 minutes later", "tue 09:30"),
        ("can you do half an hour earlier", "tue 08:30"),
        ("can i come two hours later", "tue 11:00"),
        ("can I come later that day", "tue 09:01"),
        ("need to push it back an hour", "tue 10:00"),
        ("can you move it up by 30 minutes", "tue 08:30"),
        ("do you have anything on friday", "fri 00:00"),
        ("friday would be better for me", "fri 00:00"),
        ("¿hay algo el viernes?", "fri 00:00"),
    ],
)
def test_another_time_for_the_only_visit_needs_no_word_like_move(words: str, start: str) -> None:
    assert looked_for(Talk().hears(words)) == (at(start),)


def test_anything_earlier_is_earlier_than_the_only_visit() -> None:
    [effect] = Talk().hears("do you have anything earlier?").did
    assert isinstance(effect, FindSlots)
    assert [(window.start, window.end) for window in effect.when.windows] == [(None, at("tue 09:00"))]


def test_the_week_after_is_the_one_after_the_visit() -> None:
    [monday] = looked_for(Talk().hears("can we move it to the week after"))
    assert monday == at("tue 00:00") + timedelta(days=6)


def test_mornings_in_general_outlast_a_time_that_was_not_wanted() -> None:
    talk = offered("book a checkup mornings please").hears("1").clinic(SlotHeld(hold("thu 09:00"))).hears("2")
    search = talk.hears("wednesday").did[-1]
    assert isinstance(search, FindSlots)
    assert [window.end for window in search.when.windows] == [at("wed 12:00")]
