"""The golden talks on the telephone: held by speech and by keys, they leave the calendar and the cases of the texts.

What the texts leave is told in the talks themselves and checked in tests/bot/test_conversations.py. `NOT_ALOUD` names
the talks that mean something else on a telephone, each with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from dialogs.words import aloud
from scheduler.model import Patient
from tests import conversations
from tests.bot.test_conversations import Held
from tests.caller import ANA_WAS_BORN, Caller
from tests.conversations import FILES, GoldenTalk
from tests.office import Office, open_office

NUMBERS = {
    "en": {"0": "a person please", "1": "one", "2": "two", "3": "three", "4": "four"},
    "es": {"0": "una persona por favor", "1": "uno", "2": "dos", "3": "tres", "4": "cuatro"},
}
KEY_OF = {"yes": "1", "sí": "1", "no": "2"}
CLOCK = re.compile(r"\d{1,2}:\d\d (?:[AP]M|[ap]m)")
PRESS = {"en": "press", "es": "marque"}
LISTED = re.compile(r"^1 ", re.MULTILINE)
NOT_ALOUD = {
    "The menu leads to booking": "a call has a menu of its own: 1 confirms, 2 changes",
    "The bare word CANCEL ends the texts, and staff look after the visit": "spoken, the word means what it says",
    "A wrong date of birth is answered as a name nobody has": "a call asks in its own way who is calling",
    "Five wrong tries, a lock, and a release by staff": "a call asks in its own way, and ends with a person",
    "Somebody new books a first visit": "a name is not written down by ear: a person puts newcomers on file",
    "Una paciente nueva en español": "the same",
    "An angry patient is heard and still gets another time": "a complaint is put through to a person at once",
    "Told for the third time, and a note for work": "the same",
    "Se siente mal, quiere una receta y pregunta con quién es": "who is unwell is put through to a person at once",
    "I'm not feeling well, and both are confirmed": "the same",
    "Enough of all texts": "it is about texts",
    "A family confirms all visits of one reminder": "a call asks to confirm or to change: the word may mean either",
}
# Talks that begin with a text of ours or need one, and those in pieces, which are not held aloud yet.
TEXTS_ONLY = {
    "outreach": "what follows a visit and campaigns are texts",
    "papers": "forms and pictures are texts; insurance aloud has tests of its own",
    "several": "a call asks for the date of birth in between; several wishes at once are not held aloud yet",
}
ASKS_BIRTH = re.compile(r"date of birth|fecha de nacimiento")


@dataclass
class Line(Caller):
    """A call to the clinic of one talk."""

    to: str = ""
    language: str = "en"
    proved: bool = False

    @property
    def form(self) -> dict[str, str]:
        return super().form | {"To": self.to}

    def tells(self, words: str) -> None:
        """Says it where somebody listens, and gives the date of birth where that is asked."""
        if "Gather" in self.verbs and "Record" not in self.verbs:
            self.says(words)
            self.proves()

    def presses(self, key: str) -> None:
        if "Gather" in self.verbs and "Record" not in self.verbs:
            self.keys(key)
            self.proves()

    def proves_first(self) -> None:
        if self.heard and not self.proved:
            self.proved = True
            self.keys(ANA_WAS_BORN)

    def proves(self) -> None:
        if "Gather" in self.verbs and ASKS_BIRTH.search(self.heard):
            self.keys(ANA_WAS_BORN)


Way = Callable[[Line, str, str], None]


class Family(Held):
    """Ana speaks for the others on her number."""

    line: Line

    def hangs_up(self) -> None:
        if self.line.verbs:
            self.line.hangs_up()

    def patient(self, place: int, name: str) -> Patient:
        found = super().patient(place, name)
        return found if place == 1 else replace(found, guardian_id="p1")


def choice(line: Line, said: str, listed: str) -> str:
    """The key under which the call has what was chosen by a number in the text; else what was said.

    A call offers two openings where a text offers three, so the time is asked for by name where it is not among them;
    where it is then read back at once, nothing more is to be said.
    """
    number = re.fullmatch(r"(\D+ )?(\d)", said)
    labels = [each[2:] for each in listed.splitlines() if number and each.startswith(f"{number[2]} ")]
    clock = CLOCK.search(labels[0]) if labels else None
    if number is None or clock is None:
        return said
    spoken = re.escape(aloud(clock[0], line.language))
    if number[1]:
        line.tells(number[1] + labels[0])
    listed_aloud = re.compile(rf"{PRESS[line.language]} (\d) (?:for|para) [^.]*?{spoken}\b")
    for _ in range(2):
        if offered := listed_aloud.findall(line.heard):
            return str(offered[-1])
        line.tells(labels[0])
        if re.search(rf"{spoken}\b", line.heard) and not listed_aloud.search(line.heard):
            return ""
    return said


def by_speech(line: Line, said: str, before: str) -> None:
    if said := choice(line, said, before):
        line.tells(NUMBERS[line.language].get(said, said))


def by_keys(line: Line, said: str, before: str) -> None:
    said = choice(line, said, before)
    key = KEY_OF.get(said, said)
    if not key:
        return
    if key.isdigit() and len(key) == 1:
        line.presses(key)
    else:
        line.tells(said)


def hold(office: Office, talk: GoldenTalk, number: int, way: Way, most: int = 99) -> Family:
    held = Family(office, talk, number)
    held.begin()
    line = Line(office, held.phone, name=f"{way.__name__}{number}", to=held.to_number, language=talk.language)
    listed = ""
    for turn, following in list(zip(talk.turns, (*talk.turns[1:], talk.turns[-1]), strict=True))[:most]:
        if turn.said.startswith("* "):
            held.hears(turn.said)
        else:
            if not line.verbs:
                line.dials()
            if was_reminded(talk):
                line.proves_first()
            way(line, turn.said, listed)
        # A bare number answers what was said last; "actually 1" goes back to the list before.
        listed = turn.answer if LISTED.search(turn.answer) or following.said.isdigit() else listed
    held.line = line
    return held


def was_reminded(talk: GoldenTalk) -> bool:
    """Who calls because of a reminder gives the date of birth first, and is asked about the visits as in the text."""
    return talk.turns[0].said == "* reminder"


@pytest.fixture
def sqlite_office(sqlite_template: Path, tmp_path: Path) -> Iterator[Office]:
    file = tmp_path / "frontdesk.db"
    file.write_bytes(sqlite_template.read_bytes())
    office = open_office(f"sqlite:///{file}")
    yield office
    office.desk.database.close()


SPOKEN = [file for file in FILES if Path(file).stem not in TEXTS_ONLY]
ALOUD = [talk for file in SPOKEN for talk in conversations.talks(file) if talk.title not in NOT_ALOUD]


def test_only_talks_that_there_are_are_left_out() -> None:
    titles = {talk.title for file in SPOKEN for talk in conversations.talks(file)}
    assert set(NOT_ALOUD) <= titles
    assert set(TEXTS_ONLY) <= {Path(file).stem for file in FILES}
    assert len(ALOUD) == len(titles) - len(NOT_ALOUD) >= 50


@pytest.mark.parametrize("way", [by_speech, by_keys])
def test_what_a_talk_leaves_by_text_it_leaves_in_a_call(sqlite_office: Office, way: Way) -> None:
    for number, talk in enumerate(ALOUD):
        held = hold(sqlite_office, talk, number, way)
        assert (held.calendar(), held.reasons()) == (talk.ends, talk.cases), talk.title
        assert held.broken() == [], talk.title
