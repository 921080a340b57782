"""Insurance told in a call: the same questions as by text, the member ID read back letter by letter."""

from __future__ import annotations

from tests.caller import ANA_WAS_BORN, Caller
from tests.office import Office


def test_a_caller_who_is_known_tells_a_new_insurance(office: Office) -> None:
    call = Caller(office).dials().says("I have new insurance")
    assert "date of birth" in call.heard
    call.keys(ANA_WAS_BORN)
    assert "Which insurance company is it?" in call.heard
    call.says("Aetna")
    call.says("w one two three double four five six")
    call.says("skip")
    assert "Press 1 to go on" in call.heard
    call.keys("1")
    assert "member ID W 1 2 3 4 4 5 6" in call.heard
    call.keys("1")
    assert "Our team will verify it" in call.heard
    [told] = office.rows("insurances")
    assert (told["patient_id"], told["carrier"], told["member_id"]) == ("p1", "Aetna", "W1234456")
    assert [case["reason"] for case in office.rows("cases")] == ["insurance"]
