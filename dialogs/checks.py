"""Faults in the dialogs themselves, as sentences: what a reader of the flows could overlook.

States that nothing leads to, lines that lead nowhere, effects whose answers nobody waits for, prompts missing in a
language or channel, texts that grow over two segments. A test runs all of them; `faults` is empty when all is well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, get_args, get_type_hints

from dialogs import prompts
from dialogs.events import ANSWERS
from dialogs.flow import DONE, Flow, Go, On, State, always
from dialogs.flows import FLOWS
from dialogs.flows.book import MOST_KINDS
from dialogs.flows.form import ON_A_PAGE
from dialogs.flows.picking import OFFERED
from dialogs.papers import FormAnswer, FormChoice, FormEnd, FormItem
from dialogs.say import Say
from dialogs.segments import encoding, segments
from dialogs.visits import Kind, Person, Visit
from scheduler.clinic import Clinic
from scheduler.form_tables import MOST_CHOICES
from scheduler.model import Appointment, AppointmentStatus, Confirmation, Slot

LONGEST_NAME = "Maximiliano"
# A Wednesday in September at half past twelve: as long as dates get.
_LONG_DAY = datetime(2027, 9, 29, 17, 30, tzinfo=UTC)


def faults(flows: Mapping[str, Flow] = FLOWS) -> tuple[str, ...]:
    """Every fault of the flows and catalogues, one a line."""
    found = (fault for flow in flows.values() for fault in (*_ways(flow, flows), *_unanswered(flow), *_unsaid(flow)))
    return (*found, *_uneven_catalogues())


def _ways(flow: Flow, flows: Mapping[str, Flow]) -> Iterator[str]:
    reached = {flow.first.name}
    for state in flow.states.values():
        for line in state.lines:
            if isinstance(line.to, Go):
                if line.to.flow not in flows:
                    yield f'{flow.name}.{state.name}: leads to a flow "{line.to.flow}" that does not exist.'
            elif line.to is not None and line.to != DONE:
                reached.add(line.to)
    for name in sorted(reached - flow.states.keys()):
        yield f'{flow.name}: a line leads to "{name}", which is no state of this flow.'
    for name in sorted(flow.states.keys() - reached - {"asked", "invited"}):  # where what we sent leads
        yield f"{flow.name}.{name}: nothing leads to this state."


def _unanswered(flow: Flow) -> Iterator[str]:
    for state in flow.states.values():
        for line in state.lines:
            place = state if line.to is None else flow.states.get(str(line.to))
            for effect in _effects(line):
                for answer in ANSWERS.get(effect, ()):
                    if place is None or not _always_answers(place, answer):
                        where = place.name if place else line.to
                        yield f"{flow.name}.{where}: no line always answers {answer.__name__} to {effect.__name__}."


def _effects(line: On) -> tuple[type, ...]:
    """The effects that a line may ask for, as its function declares them."""
    return tuple(_classes(get_type_hints(line.do)["return"])) if line.do is not None else ()


def _classes(declared: Any) -> Iterator[type]:
    parts = get_args(declared)
    if parts:
        for part in parts:
            yield from _classes(part)
    elif isinstance(declared, type):
        yield declared


def _always_answers(state: State, answer: type) -> bool:
    return any(answer in line.events and line.guard is always for line in state.lines)


def _unsaid(flow: Flow) -> Iterator[str]:
    for state in flow.states.values():
        keys = (state.ask, state.again, *(line.say for line in state.lines))
        for key in dict.fromkeys(key for key in keys if key):
            for language in prompts.LANGUAGES:
                for channel in prompts.CHANNELS:
                    if not prompts.has(key, language, channel):
                        yield f'{language}.ftl: "{key}", said in {flow.name}.{state.name}, has no .{channel}.'


def _uneven_catalogues() -> Iterator[str]:
    everywhere = {language: prompts.keys(language) for language in prompts.LANGUAGES}
    known = set().union(*everywhere.values())
    for language, keys in everywhere.items():
        for key in sorted(known):
            if key not in keys or not all(prompts.has(key, language, channel) for channel in prompts.CHANNELS):
                yield f'{language}.ftl: "{key}" is missing, or lacks one of {", ".join(prompts.CHANNELS)}.'
    aloud = {language: prompts.keys(language, ".calls") for language in prompts.LANGUAGES}
    for language, keys in aloud.items():
        for key in sorted(set().union(*aloud.values())):
            if key not in keys or not prompts.has(key, language, "voice"):
                yield f'{language}.calls.ftl: "{key}" is missing, or lacks .voice.'


def overlong(clinic: Clinic) -> tuple[str, ...]:
    """Prompts that take more than two segments, or leave GSM-7 in English, with the longest usual values."""
    return tuple(_too_long(clinic, prompts.LANGUAGES))


def _too_long(clinic: Clinic, languages: Iterable[str]) -> Iterator[str]:
    for language in languages:
        for key in sorted(prompts.keys(language)):
            for values in longest_values(clinic, key):
                text = prompts.compose((Say(prompts.PREFACE), Say(key, values)), language, "sms", clinic)
                if segments(text) > prompts.MOST_SEGMENTS:
                    yield f"{language}.ftl: {key}: {segments(text)} segments: {text}"
                if language == "en" and encoding(text) != "GSM-7":
                    yield f"{language}.ftl: {key}: a character outside GSM-7: {text}"


def longest_values(clinic: Clinic, key: str) -> tuple[dict[str, object], ...]:
    """All that a prompt may name, at its longest: once about one visit, once about several."""
    slots = tuple(_slot(clinic, number) for number in range(4))
    visits = tuple(Visit(_appointment(slot), LONGEST_NAME) for slot in slots)
    one: dict[str, object] = {
        "visit": visits[0],
        "visits": visits[:1],
        "options": _longest_options(clinic, key, visits, slots),
        "kind": _longest_kind(clinic),
        "slot": slots[1],
        "usual": "",
        "when": _LONG_DAY,
        "prep": _longest(clinic.word(kind.prep, "en") for kind in clinic.visit_types),
        "count": 9,
        "name": LONGEST_NAME,
        "provider": _longest(provider.name for provider in clinic.providers),
        **_longest_papers(clinic),
    }
    clinics_own = {
        "text": "An answer.",
        "places": "A place.",
        "hours": "Mon-Fri 8 AM-5 PM",
        "day": _LONG_DAY.date(),
        "prep_text": "Prepare.",
        "minutes": 30,
        "link": "https://frontdesk.clinic-name.example.org/console/cases/01958a3b-7c00-7008-8000-000000000001",
    }
    return ({**one, **clinics_own}, {**one, **clinics_own, "visits": visits[:2]})


def _longest_options(
    clinic: Clinic, key: str, visits: tuple[Visit, ...], slots: tuple[Slot, ...]
) -> tuple[object, ...]:
    if key == "which_kind":
        return tuple(Kind(kind.id) for kind in clinic.visit_types if kind.bookable)[:MOST_KINDS]
    if key == "for_whom":
        return tuple(Person("", LONGEST_NAME) for _ in visits)
    if key == "form_choice":
        return tuple(FormChoice(*_longest_choices(clinic), number + 1) for number in range(MOST_CHOICES))
    if key == "form_review":
        answers = (FormAnswer(form, question, "x" * 40) for form, question in _questions(clinic))
        return (*tuple(answers)[:ON_A_PAGE], FormEnd(True))
    return visits if key.startswith("which_") else slots[:OFFERED]


def _questions(clinic: Clinic) -> Iterator[tuple[str, str]]:
    for form in clinic.forms:
        for question in sorted(form.questions, key=lambda question: -len(clinic.word(question.label, "en"))):
            yield form.id, question.id


def _longest_choices(clinic: Clinic) -> tuple[str, str]:
    """The question with the most words to choose from."""
    asked = [(len(str(question.choices)), form.id, question.id) for form in clinic.forms for question in form.questions]
    return max(asked, default=(0, "", ""))[1:]


def _longest_papers(clinic: Clinic) -> dict[str, object]:
    """A question, and a card of insurance, as long as they get."""
    asked = [
        (len(max(question.text.values(), key=len)), FormItem(form.id, question.id, question.kind))
        for form in clinic.forms
        for question in form.questions
    ]
    item = max(asked, key=lambda one: one[0])[1] if asked else FormItem("", "", "text")
    return {"item": item, "carrier": "x" * 40, "member": " ".join("x" * 20), "group": "x" * 20, "pictures": 1}


def _longest_kind(clinic: Clinic) -> Kind:
    return Kind(max(clinic.visit_types, key=lambda kind: max(map(len, kind.name.values()))).id)


def _slot(clinic: Clinic, number: int) -> Slot:
    longest = max(clinic.providers, key=lambda provider: len(provider.name))
    starts_at = _LONG_DAY + timedelta(days=7 * number)
    return Slot(longest.id, clinic.visit_types[0].id, longest.location, starts_at, starts_at + timedelta(minutes=30))


def _appointment(slot: Slot) -> Appointment:
    return Appointment("", "", "", slot, AppointmentStatus.BOOKED, Confirmation.NEEDS_ACTION, "import")


def _longest(texts: Iterable[str]) -> str:
    return max(texts, key=len, default="")
