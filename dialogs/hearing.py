"""From what was understood to what it means here, seen from the question that was asked.

A digit means what the state's menu says, else the option asked; 0 is always a person. Words are for `listening`. Which
meaning leads where is the flows' and the `router`'s business.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dialogs import answering, assent, dictating, paper_words, phrases
from dialogs.events import PatientSaid
from dialogs.introducing import introduction
from dialogs.listening import Listening
from dialogs.meanings import (
    AskedInfo,
    Confirmed,
    Denied,
    Dictated,
    GaveWhen,
    Meaning,
    NeedsStaff,
    SelectedOption,
    WantsPerson,
)
from dialogs.paper_meanings import BringsInsurance, WantsForm
from dialogs.say import Say
from dialogs.understanding.normalise import plain
from scheduler.wishes import When


@dataclass(frozen=True, slots=True)
class Heard:
    """What a text means here; `words` are its folded words, `when` the times said in it."""

    meanings: tuple[Meaning, ...]
    words: str
    when: When | None = None
    by_number: bool = False

    def has(self, *kinds: type) -> bool:
        return any(isinstance(meaning, kinds) for meaning in self.meanings)


def hear(said: PatientSaid, question: Say | None, menu: tuple[Meaning, ...], now: datetime) -> Heard:
    """The meanings of a text as an answer to what was last asked; `menu` is that of the open state."""
    bare = said.text.strip()
    words = bare if len(bare) <= 2 and bare.isdecimal() else plain(said.text)
    when = said.understanding.when
    options = question.options if question is not None else ()
    number = phrases.picked(words)
    if number == 0:
        return Heard((WantsPerson(),), words)
    answered = answering.heard(said, words, question, now)
    if answered is not None:
        return Heard(answered, words)
    if number is not None and (answer := _by_number(number, options, menu)) is not None:
        return Heard(_or_time(answer, number, options, when), words, when, by_number=True)
    if question is not None and question.key in dictating.TAKEN_AS_WRITTEN:
        meanings = Listening(said, question, menu, words, now).meanings()
        return Heard(dictating.answered(question.key, bare, words, meanings), words)
    if question is not None and question.key == "what_message" and not assent.keeps(words, question.key):
        return Heard((Dictated(),), words)
    told = introduction(said, words, question.key if question is not None else "", now)
    meanings = _papers(Listening(said, question, menu, words, now).meanings(), words)
    if not meanings and question is not None and dictating.books(question.key, words):
        meanings = (Confirmed(),)
    if isinstance(told, Confirmed | Denied):  # "yes, I'm new" is no yes to "have you been here?"
        meanings = tuple(meaning for meaning in meanings if not isinstance(meaning, Confirmed | Denied))
    return Heard(meanings if told is None else (told, *meanings), words, when)


def _papers(meanings: tuple[Meaning, ...], words: str) -> tuple[Meaning, ...]:
    """With a form that is wanted, or insurance that is brought, in place of a question about it."""
    wish: Meaning | None = BringsInsurance() if paper_words.brings_insurance(words) else None
    wish = wish or (WantsForm() if paper_words.wants_form(words) else None)
    if wish is None:
        return meanings
    about = ("insurance", "form", "forms")
    left = (one for one in meanings if not (isinstance(one, NeedsStaff) and one.reason in about))
    return (wish, *(one for one in left if not (isinstance(one, AskedInfo) and one.topic in about)))


def _by_number(number: int, options: tuple[object, ...], menu: tuple[Meaning, ...]) -> tuple[Meaning, ...] | None:
    """What a bare digit means; None where nothing is numbered."""
    if menu:
        return (menu[number - 1],) if number <= len(menu) else (SelectedOption(number, by_number=True),)
    return (SelectedOption(number, by_number=True),) if options else None


def _or_time(
    answer: tuple[Meaning, ...], number: int, options: tuple[object, ...], when: When | None
) -> tuple[Meaning, ...]:
    """Ten o'clock is meant by "10", where three openings were offered."""
    beyond = isinstance(answer[0], SelectedOption) and number > len(options) > 0
    return (GaveWhen(when),) if beyond and when is not None else answer
