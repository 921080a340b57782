"""Several wishes in one text: "yes for Maria, move Leo to Friday, cancel mine".

The text is cut where a new wish begins, and each piece is understood by itself. The first is answered at once, the
others wait beneath it as flows that have not begun, so that each is read back in its turn and none is lost. Two wishes
about the same visit are not told apart here; they are asked back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from dialogs import naming, new_visits, phrases, router
from dialogs.events import Facts, PatientSaid
from dialogs.flows.cancel import Cancelling
from dialogs.flows.confirm import Reminded
from dialogs.handover import GOES_ON
from dialogs.hearing import Heard, hear
from dialogs.meanings import Confirmed, Meaning, NamedPatients, WantsBooking, WantsCancel, WantsMove
from dialogs.session import Frame
from dialogs.stepping import begin, leave_all, place, put_under, step
from dialogs.turn import Turn
from dialogs.understanding import understand
from dialogs.understanding.model import Context
from dialogs.understanding.normalise import plain
from dialogs.visits import Visit, reachable, upcoming
from scheduler.model import Patient

MOST_WISHES = 4
_CUT = re.compile(r"\s*(?:[,;\n]|[.!](?=\s)|\b(?:and|then|also|plus|y|luego|tambi[eé]n)\b|&)\s*", re.IGNORECASE)
_WISH = re.compile(
    r"\b(?:cancel\w*|mov(?:e|er)|muev\w*|change|cambi\w*|resched\w*|reprogram\w*|switch|push|book|schedule|make|reserv\w*|"
    r"agend\w*|confirm\w*|yes|yeah|yep|ok|okay|si)\b"
)
_FINDING = ("book", "reschedule")
_ACTS: tuple[tuple[type, str], ...] = ((WantsCancel, "cancel"), (WantsMove, "reschedule"), (WantsBooking, "book"))


@dataclass(frozen=True, slots=True)
class Wish:
    """One of them: the flow that it begins, what was said, and the visits that it may be about."""

    flow: str
    heard: Heard
    meaning: Meaning
    visits: tuple[Visit, ...]
    patients: tuple[str, ...]

    @property
    def only(self) -> str | None:
        """The one visit that it is about."""
        return self.visits[0].id if len(self.visits) == 1 and self.flow != "book" else None


def begun(turn: Turn, said: PatientSaid, now: datetime) -> Turn | None:
    """The turn with the first wish answered and the others waiting; None where there are not several."""
    if _is_one(turn, said):
        return None
    pieces = _pieces(said.text, reachable(said.facts))
    if not 1 < len(pieces) <= MOST_WISHES:
        return None
    heards = [_heard(turn, said, piece, number == 0, now) for number, piece in enumerate(pieces)]
    wishes = _told_apart(tuple(_wishes(turn, heards, said.facts)))
    if len(wishes) < 2 or _contradict(wishes):
        return None
    return _in_turn(turn, wishes, said.facts)


def _is_one(turn: Turn, said: PatientSaid) -> bool:
    """While a time is being found, all words belong to it that name no other visit: "yes, book it"."""
    top = turn.session.top
    if top is None or top.flow not in _FINDING:
        return False
    words = plain(said.text)
    return not (phrases.beside(words) or "cancel" in words or naming.named_patients(words, reachable(said.facts)))


def _pieces(text: str, patients: Sequence[Patient]) -> list[str]:
    """The text cut before each wish: a piece that holds none belongs to the one before it."""
    pieces: list[tuple[int, int]] = []
    start = 0
    for cut in (*_CUT.finditer(text), None):
        stop = cut.start() if cut is not None else len(text)
        if pieces and not _begins(text[start:stop], patients):
            pieces[-1] = (pieces[-1][0], stop)
        else:
            pieces.append((start, stop))
        start = cut.end() if cut is not None else stop
    return [text[first:last] for first, last in pieces if _begins(text[first:last], patients)]


def _begins(piece: str, patients: Sequence[Patient]) -> bool:
    words = plain(piece)
    return _WISH.search(words) is not None or bool(naming.named_patients(words, patients))


def _heard(turn: Turn, said: PatientSaid, piece: str, first: bool, now: datetime) -> Heard:
    """One piece by itself; only the first can answer the open question."""
    clinic, session = said.facts.clinic, turn.session
    zone = clinic.zone()
    understood = understand(
        piece,
        now.astimezone(zone),
        zone,
        session.language,
        session.context(clinic) if first else Context(),
        providers=clinic.spoken_providers,
        languages=tuple(clinic.languages),
    )
    frame = session.top
    menu = place(frame)[1].menu if first and frame is not None else ()
    question = session.question if first else None
    return hear(PatientSaid(piece, understood, said.facts), question, menu, now)


def _wishes(turn: Turn, heards: Sequence[Heard], facts: Facts) -> Iterator[Wish]:
    """What each piece wants; one that only names a patient wants the same as the one before it."""
    named = {one for heard in heards for meaning in heard.meanings for one in getattr(meaning, "patients", ())}
    flow, booked = "", upcoming(facts)
    for number, heard in enumerate(heards):
        meaning = _wanted(heard, flow, first=number == 0 and turn.session.question is not None)
        if meaning is None:
            continue
        flow = _flow_of(meaning)
        patients = getattr(meaning, "patients", ()) or _own(heard.words, named, facts)
        visits = tuple(visit for visit in booked if visit.patient_id in patients) if patients else booked
        told = heard if flow != "reschedule" else replace(heard, when=None)
        yield Wish(flow, heard, meaning, router.meant(visits, told, facts), patients)


def _wanted(heard: Heard, before: str, *, first: bool) -> Meaning | None:
    for meaning in heard.meanings:
        if isinstance(meaning, WantsCancel | WantsMove | WantsBooking):
            return meaning
    named = next((meaning for meaning in heard.meanings if isinstance(meaning, NamedPatients)), None)
    for meaning in heard.meanings:
        if isinstance(meaning, Confirmed) and (first or meaning.patients):
            return meaning
    if named is None or not before:
        return None
    return _same_for(before, named, heard)


def _same_for(flow: str, named: NamedPatients, heard: Heard) -> Meaning:
    match flow:
        case "cancel":
            return WantsCancel(named.patients)
        case "reschedule":
            return WantsMove(named.patients, heard.when) if heard.when is not None else WantsMove(named.patients)
        case "book":
            return WantsBooking(named.patients, heard.when) if heard.when is not None else WantsBooking(named.patients)
    return Confirmed(named.patients)


def _flow_of(meaning: Meaning) -> str:
    return next((flow for kind, flow in _ACTS if isinstance(meaning, kind)), "confirm")


def _own(words: str, named: set[str], facts: Facts) -> tuple[str, ...]:
    """Whose "mine" is: the guardian's of the others, or of the one whom the text does not name."""
    patients = reachable(facts)
    if len(patients) < 2 or not phrases.own(words):
        return ()
    left = naming.speaking(patients) or tuple(patient.id for patient in patients if patient.id not in named)
    return left if len(left) == 1 else ()


def _told_apart(wishes: tuple[Wish, ...]) -> tuple[Wish, ...]:
    """Where a wish may be about several visits, those of which another one speaks are not meant."""
    spoken = {wish.only for wish in wishes}
    return tuple(
        wish
        if wish.only or wish.flow == "book"
        else replace(wish, visits=tuple(visit for visit in wish.visits if visit.id not in spoken) or wish.visits)
        for wish in wishes
    )


def _contradict(wishes: Sequence[Wish]) -> bool:
    about = [wish.only for wish in wishes if wish.flow != "book"]
    return None in about[:-1] or len(set(about)) < len(about)


def _in_turn(turn: Turn, wishes: Sequence[Wish], facts: Facts) -> Turn | None:
    first, *others = wishes
    waiting = [(wish.flow, _memory(wish, facts, goes_on=wish is not others[-1])) for wish in others]
    if first.flow == "confirm" and turn.session.question is not None:
        return step(put_under(_without(turn, others), *waiting), *first.heard.meanings)
    left = leave_all(_without(turn, wishes), but=GOES_ON, waiting=True)
    return begin(_atop(left, waiting), first.flow, _memory(first, facts, goes_on=True))


def _atop(turn: Turn, waiting: Sequence[tuple[str, Any]]) -> Turn:
    """The waiting flows above what outlasted."""
    frames = turn.session.frames
    put = put_under(turn.having(frames=()), *waiting)
    return put.having(frames=(*frames, *put.session.frames))


def _memory(wish: Wish, facts: Facts, *, goes_on: bool) -> Any:
    if wish.flow == "book":
        meanings: dict[type, Any] = {type(meaning): meaning for meaning in wish.heard.meanings}
        return new_visits.booking({**meanings, WantsBooking: wish.meaning}, facts)
    memory = router.memory_of(wish.flow, wish.visits, wish.meaning, wish.heard)
    return replace(memory, goes_on=goes_on) if isinstance(memory, Cancelling) else memory


def _without(turn: Turn, wishes: Sequence[Wish]) -> Turn:
    """An open reminder asks no more for the visits of which a wish speaks."""
    spoken = {wish.only for wish in wishes}
    asked = (_asking_only(frame, spoken) for frame in turn.session.frames)
    return turn.having(frames=tuple(frame for frame in asked if frame is not None))


def _asking_only(frame: Frame, spoken: set[str | None]) -> Frame | None:
    memory = frame.memory
    if not isinstance(memory, Reminded):
        return frame
    left = tuple(visit for visit in memory.visits if visit.id not in spoken)
    return frame.at(frame.state, replace(memory, visits=left)) if left or memory.moved else None
