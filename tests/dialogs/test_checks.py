"""The dialogs are checked as data: nothing unreachable, unanswered, unsaid or too long."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

import bot
from dialogs import checks, notices, prompts
from dialogs.drawing import mermaid
from dialogs.effects import FindSlots
from dialogs.events import SlotsFound
from dialogs.flow import DONE, Flow, Go, On, State
from dialogs.flows import FLOWS
from dialogs.meanings import Confirmed, Denied
from dialogs.segments import encoding, segments
from dialogs.visits import Visit
from scheduler.clinic import Clinic, parse_clinic
from tests import builders
from tests.dialogs.talk import visit

DEMO = Path(bot.__file__).parent / "demo" / "maple.toml"


def demo() -> Clinic:
    return parse_clinic(DEMO.read_text(encoding="utf-8"), DEMO.name)


def test_the_flows_and_catalogues_have_no_faults():
    assert checks.faults() == ()


@pytest.mark.parametrize("clinic", [builders.clinic, demo])
def test_every_prompt_fits_two_segments_with_the_longest_usual_values(clinic):
    assert checks.overlong(clinic()) == ()


@pytest.mark.parametrize("language", prompts.LANGUAGES)
@pytest.mark.parametrize("channel", prompts.CHANNELS)
def test_every_prompt_can_be_said_with_real_values(language, channel):
    for key in prompts.keys(language):
        for values in checks.longest_values(demo(), key):
            text = prompts.compose((prompts.Say(key, values),), language, channel, demo())
            assert text, key
            assert "{" not in text
            assert "None" not in text


@dataclass(frozen=True, slots=True)
class Nothing:
    """No memory."""


def search(memory: Nothing) -> FindSlots:
    return FindSlots("checkup")


def test_faults_are_found_and_named():
    broken = Flow(
        "broken",
        State("first", On(Confirmed, do=search, to="searching"), On(Denied, say="never_written", to="nowhere")),
        State("searching", On(SlotsFound, to=Go("elsewhere", search))),
        State("island", On(Confirmed, to=DONE)),
        memory=Nothing,
    )

    found = "\n".join(checks.faults({"broken": broken}))

    assert '"nowhere", which is no state' in found
    assert 'a flow "elsewhere" that does not exist' in found
    assert "broken.island: nothing leads to this state" in found
    assert "broken.searching: no line always answers NothingFree to FindSlots" in found
    assert '"never_written", said in broken.first, has no .sms' in found


@pytest.mark.parametrize("flow", FLOWS.values(), ids=lambda flow: flow.name)
def test_every_flow_is_drawn_with_all_its_states(flow):
    drawing = mermaid(flow)

    assert drawing.startswith("stateDiagram-v2\n    [*] --> ")
    assert all(f"    {state} --> " in drawing for state in flow.states)


def test_a_reminder_names_clinic_visit_digits_and_the_way_out():
    says = notices.reminder((Visit(visit()),), True, "en", builders.clinic())
    text = prompts.compose(says, "en", "sms", builders.clinic())

    assert text == (
        "Oak Hill Clinic: a reminder of your visit with Dr. Lee on Tue, Mar 16 at 9:00 AM.\n"
        "Reply 1 to confirm, 2 to change, 0 for a person. STOP to opt out."
    )


def test_a_reminder_of_a_family_lists_the_visits():
    visits = (Visit(visit("Ana", "tue 09:00"), "Ana"), Visit(visit("Ben", "tue 10:00"), "Ben"))
    text = prompts.compose(notices.reminder(visits, False, "en", builders.clinic()), "en", "sms", builders.clinic())

    assert "Ana: Tue, Mar 16, 9:00 AM, Dr. Lee\nBen: Tue, Mar 16, 10:00 AM, Dr. Lee\nReply 0" in text


@pytest.mark.parametrize("language", prompts.LANGUAGES)
def test_how_to_prepare_goes_with_the_reminder_in_two_segments(language):
    clinic = demo()
    for kind in clinic.visit_types:
        seen = visit()
        slot = type(seen.slot)("ortiz", kind.id, "main", seen.slot.starts_at, seen.slot.ends_at)
        about = Visit(type(seen)("a", "b", "ana", slot, seen.status, seen.confirmation, "import"))
        text = prompts.compose(notices.reminder((about,), True, language, clinic), language, "sms", clinic)
        assert segments(text) <= 2
        if language == "en":
            assert clinic.word(kind.prep, language) in text
            assert encoding(text) == "GSM-7"


def test_no_prompt_teaches_a_word_that_telephone_companies_act_on():
    for language in prompts.LANGUAGES:
        text = (prompts.CATALOGUES / f"{language}.ftl").read_text(encoding="utf-8")
        for word in ("reply yes", "reply cancel", "reply stop", "responda si", "responda cancelar"):
            assert word not in text.lower()
