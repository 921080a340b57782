"""Prompt key, values and language to the one text of a turn. The words are in `en.ftl` and `es.ftl` beside this.

Each message has an attribute for each channel (`.sms`, `.voice`); what only calls say is in `en.calls.ftl` and its kin.
A text is at most two segments: where long names make it longer, the clinic's greeting and the providers' names are left
out, then accents (they make a text UCS-2), then how to prepare, at last a question that was asked before; never a time
or a choice. What a message may name is in `words.Wording.variables`; what the host says of its own accord is in
`notices`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax.ast import Message, MessageReference, VariableReference
from fluent.syntax.visitor import Visitor

from dialogs.say import Say as Say
from dialogs.segments import segments, to_gsm7, without_accents
from dialogs.words import Wording
from scheduler.clinic import Clinic

CATALOGUES = Path(__file__).parent
LANGUAGES = ("en", "es")
CHANNELS = ("sms", "voice")
MOST_SEGMENTS = 2

# Said in front of the first answer of a talk, on the same line.
PREFACE = "from_clinic"


def compose(says: Sequence[Say], language: str, channel: str, clinic: Clinic) -> str:
    """The one text of a turn; empty where nothing is to be said."""
    first = text = _composed(says, _wording(language, channel, clinic))
    if channel != "sms" or segments(first) <= MOST_SEGMENTS:
        return first
    for text in _shorter(says, language, channel, clinic):
        if segments(text) <= MOST_SEGMENTS:
            return text
    return text


def _shorter(says: Sequence[Say], language: str, channel: str, clinic: Clinic) -> Iterator[str]:
    """The same, each time with less; of several things to say, the last one asks the question."""
    says = [say for say in says if say.key != PREFACE]
    yield _composed(says, _wording(language, channel, clinic))
    short, bare = (_wording(language, channel, clinic, True, left_out) for left_out in (False, True))
    for wording in (short, bare):
        text = _composed(says, wording)
        yield text
        yield without_accents(text)
    for fewer in ([say for say in says if not say.repeated], says[-1:]):
        text = _composed(fewer, short)
        yield text
        yield without_accents(text)


def option_texts(options: Sequence[object], language: str, clinic: Clinic) -> tuple[str, ...]:
    """The numbered options as the patient saw them, without their numbers."""
    wording = _wording(language, "sms", clinic)
    return tuple(wording.line(option) for option in options)


def catalogue_language(language: str, clinic: Clinic) -> str:
    """The language of our words: the one asked for, else the clinic's default, else English."""
    wanted = (code.partition("-")[0] for code in (language, clinic.default_language))
    return next((known for known in wanted if known in LANGUAGES), "en")


def keys(language: str, part: str = "") -> frozenset[str]:
    """The messages of a catalogue, or of its part ".calls"."""
    return frozenset(_messages(language, part))


def has(key: str, language: str, channel: str) -> bool:
    """Whether a catalogue has the prompt for this channel."""
    bundle = _bundle(language)
    return bundle.has_message(key) and channel in bundle.get_message(key).attributes


def _composed(says: Sequence[Say], wording: Wording) -> str:
    text = ""
    for say in says:
        wanted = _variables(say.key, wording.language)
        piece = _format(say.key, wording, wording.variables(say.values, wanted))
        if not piece:
            continue
        gap = "" if not text else " " if wording.channel != "sms" or text.endswith(":") else "\n"
        text += gap + piece
    return text


def _wording(language: str, channel: str, clinic: Clinic, compact: bool = False, bare: bool = False) -> Wording:
    language = catalogue_language(language, clinic)

    def phrase(key: str, values: Mapping[str, object]) -> str:
        return _written(key, language, channel, values)

    return Wording(clinic, language, channel, phrase, compact, bare)


def _format(key: str, wording: Wording, variables: Mapping[str, object]) -> str:
    clinic = wording.clinic
    note = clinic.word(clinic.emergency_note, wording.language)
    general = {
        "clinic": clinic.name,
        "phone": _national(clinic.phone),
        "us": "yes" if clinic.phone.startswith("+1") else "no",
        "emergency_note": note,
        "gap": " " if note else "",
    }
    wanted = _variables(key, wording.language)
    named = {name: value for name, value in {**general, **variables}.items() if name in wanted}
    return _written(key, wording.language, wording.channel, named)


def _written(key: str, language: str, channel: str, values: Mapping[str, object]) -> str:
    return _formatted(key, language, channel, tuple(values.items()))


@lru_cache(maxsize=1024)
def _formatted(key: str, language: str, channel: str, values: tuple[tuple[str, object], ...]) -> str:
    bundle = _bundle(language)
    pattern = bundle.get_message(key).attributes[channel]
    text, faults = bundle.format_pattern(pattern, dict(values))
    if faults:
        raise ValueError(f"{language}.ftl: {key}.{channel}: {faults[0]}")
    return to_gsm7(str(text)).strip()


@cache
def _variables(key: str, language: str) -> frozenset[str]:
    """The variables that a prompt names; others need no words."""
    named = _Variables(language)
    named.visit(_every_message(language)[key])
    return frozenset(named.found)


class _Variables(Visitor):
    """Collects the names of all variables below a node, and in the messages that it names."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.found: set[str] = set()

    def visit_MessageReference(self, node: MessageReference) -> None:  # noqa: N802  # as the library calls it
        self.found |= _variables(node.id.name, self.language)

    def visit_VariableReference(self, node: VariableReference) -> None:  # noqa: N802  # as the library calls it
        self.found.add(node.id.name)


def _every_message(language: str) -> Mapping[str, Message]:
    return {**_messages(language), **_messages(language, ".calls")}


@cache
def _messages(language: str, part: str = "") -> Mapping[str, Message]:
    resource = FluentResource((CATALOGUES / f"{language}{part}.ftl").read_text(encoding="utf-8"))
    return {entry.id.name: entry for entry in resource.body if isinstance(entry, Message)}


@cache
def _bundle(language: str) -> FluentBundle:
    bundle = FluentBundle([language], use_isolating=False)
    for file in (f"{language}.ftl", f"{language}.calls.ftl"):
        bundle.add_resource(FluentResource((CATALOGUES / file).read_text(encoding="utf-8")))
    return bundle


@cache
def _national(phone: str) -> str:
    """A phone number as people of its country write it."""
    import phonenumbers

    number = phonenumbers.parse(phone)
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(number, form.NATIONAL if number.country_code == 1 else form.INTERNATIONAL)
