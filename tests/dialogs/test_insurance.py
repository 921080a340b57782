"""Insurance: told step by step or shown on a photo, read back letter by letter, kept for staff to verify."""

from __future__ import annotations

import pytest

from dialogs.effects import KeepInsurance, OpenCase
from scheduler.clinic import parse_clinic
from tests import builders
from tests.dialogs.talk import Talk, facts, patient


def begun(**changes: object) -> Talk:
    return Talk(facts(**changes)).hears("I have new insurance")


def told(talk: Talk) -> Talk:
    for text in ("Aetna", "W123 456 789", "skip", "1"):
        talk.hears(text)
    return talk


def cases(talk: Talk) -> list[str]:
    return [effect.reason for effect in talk.effects if isinstance(effect, OpenCase)]


def test_company_id_group_and_photo_are_asked_one_at_a_time_and_read_back():
    talk = begun()
    assert talk.heard == ("insurance_carrier",)
    assert talk.hears("Aetna").heard == ("insurance_member",)
    assert talk.hears("W123 456 789").heard == ("insurance_group",)
    assert talk.hears("group 0042-7").heard == ("insurance_picture",)
    assert talk.hears("1").heard == ("insurance_confirm",)
    assert "member ID W 1 2 3 4 5 6 7 8 9" in talk.text
    assert talk.hears("1").heard == ("insurance_kept",)
    assert talk.did[0] == KeepInsurance("ana", "Aetna", "W123456789", "0042-7")
    assert cases(talk) == ["insurance"]


def test_a_dictated_id_is_read_back_aloud_letter_by_letter():
    talk = begun().hears("Aetna").hears("w one two three double five seven eight").hears("skip").hears("1")
    assert "member ID W 1 2 3 5 5 7 8" in talk.spoken


@pytest.mark.parametrize(
    ("number", "question", "text", "field", "value"),
    [
        ("2", "insurance_carrier", "Cigna", "carrier", "Cigna"),
        ("3", "insurance_member", "W987654321", "member_id", "W987654321"),
        ("4", "insurance_group", "99", "group_number", "99"),
    ],
)
def test_what_was_read_back_is_corrected_by_number(number, question, text, field, value):
    talk = told(begun()).hears(number)
    assert talk.heard == (question,)
    talk.hears(text)
    assert talk.heard == ("insurance_confirm",)
    talk.hears("1")
    assert getattr(talk.did[0], field) == value


def test_no_i_meant_corrects_the_id():
    talk = begun().hears("Aetna").hears("W123456789").hears("no, I meant W123456780")
    assert talk.heard == ("form_amended", "insurance_group")
    talk.hears("skip").hears("1").hears("1")
    assert talk.did[0] == KeepInsurance("ana", "Aetna", "W123456780")


def test_half_an_id_is_asked_again_and_the_third_time_brings_a_person():
    talk = begun().hears("Aetna")
    assert talk.hears("W12").heard == ("insurance_id_unclear", "insurance_member")
    assert talk.hears("it is W12").heard == ("insurance_id_unclear", "insurance_member")
    assert talk.hears("W12").heard == ("insurance_person",)
    assert cases(talk) == ["insurance"]
    assert talk.open_flow == ""


def test_a_photo_may_come_at_any_step_and_can_stand_for_the_id():
    talk = begun().patient("", media=1)
    assert talk.heard == ("picture_kept", "insurance_carrier")
    talk.hears("Aetna").hears("skip").hears("skip")
    assert talk.heard == ("insurance_confirm",)
    assert "as on the photo" in talk.text
    talk.hears("1")
    assert "photo is in the thread" in talk.did[1].summary


def test_without_a_photo_the_id_is_needed():
    assert begun().hears("Aetna").hears("skip").heard == ("insurance_id_needed", "insurance_member")


@pytest.mark.parametrize("text", ["I'd rather not", "later", "no quiero", "never mind"])
def test_who_would_rather_not_brings_the_card_to_the_visit(text):
    talk = begun().hears(text)
    assert talk.heard == ("insurance_left",)
    assert not [effect for effect in talk.effects if isinstance(effect, KeepInsurance)]


OWN_ANSWER = """
[[answers]]
id = "insurance"
questions = { en = ["what insurance do you take"], es = ["aceptan mi seguro"] }
answer = { en = "We take most plans.", es = "Aceptamos casi todos." }
"""


def test_what_we_take_is_answered_in_the_clinics_own_words():
    own = facts(clinic=parse_clinic(builders.CLINIC_FILE + OWN_ANSWER, "oak.toml"))
    talk = Talk(own).hears("do you take Aetna?")
    assert (talk.heard, cases(talk)) == (("answer",), [])
    talk = Talk(own).hears("I have new insurance").hears("do you take Aetna?")
    assert talk.text.splitlines()[0] == "We take most plans."
    assert talk.heard == ("answer", "insurance_carrier")


def test_what_we_take_is_for_a_person_where_the_clinic_wrote_no_answer():
    talk = begun().hears("do you take Aetna?")
    assert talk.heard == ("needs_staff", "insurance_carrier")
    assert cases(talk) == ["insurance"]
    assert Talk().hears("do you take Aetna?").heard == ("needs_staff",)
    assert Talk().hears("is an MRI covered by my insurance?").heard == ("needs_staff",)


def test_a_question_about_parking_is_answered_in_between():
    assert begun().hears("is there parking?").heard == ("answer", "insurance_carrier")


def test_on_a_phone_of_several_it_is_asked_whose_insurance_it_is():
    talk = begun(patients=(patient("Ana"), patient("Ben")), visits=())
    assert talk.heard == ("insurance_for_whom",)
    talk.hears("Ben")
    assert told(talk).hears("1").did[0].patient_id == "ben"


def test_a_number_that_is_not_on_file_proves_itself_first():
    assert begun(patients=(), visits=()).open_flow == "identify"


def test_a_photo_outside_of_the_flow_is_for_a_person():
    talk = Talk().patient("", media=1)
    assert talk.heard == ("media",)
    assert cases(talk) == ["other"]


def test_an_emergency_in_the_middle_comes_first():
    assert begun().hears("I have chest pain and can't breathe").heard == ("emergency",)


def test_in_spanish():
    talk = Talk(language="es").hears("tengo nuevo seguro")
    assert talk.heard == ("insurance_carrier",)
    talk.hears("Aetna").hears("W123456789").hears("omitir").hears("1").hears("1")
    assert talk.did[0] == KeepInsurance("ana", "Aetna", "W123456789")
