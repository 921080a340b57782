"""`advance`: one event to one turn.

Safety comes first, then the open flow, then the router, then repairs. Pure: the same session, event and `now` give the
same turn. Effects that expect an answer come last in a turn; the host carries them out and feeds the answer back.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from dialogs import (
    answers,
    handover,
    identity,
    outreach,
    phrases,
    questions,
    repairs,
    robots,
    router,
    safety,
    several,
)
from dialogs.effects import OpenCase
from dialogs.events import (
    ANSWERS,
    AppointmentCancelled,
    ChoiceSent,
    Event,
    Facts,
    FormSent,
    OfferSent,
    OutreachSent,
    PatientIdentified,
    PatientSaid,
    ReminderSent,
    StaffReleased,
)
from dialogs.flows import FLOWS
from dialogs.flows.confirm import Reminded
from dialogs.flows.form import invited
from dialogs.flows.reschedule import told_to_move
from dialogs.flows.waitlist import offered
from dialogs.handover import OUTLASTS
from dialogs.hearing import Heard, hear
from dialogs.meanings import (
    AskedHelp,
    AskedInfo,
    AskedRepeat,
    Confirmed,
    Denied,
    Greeted,
    Meaning,
    NeedsStaff,
    SaidGoodbye,
    Thanked,
    WantsLanguage,
    WantsPerson,
    WentBack,
)
from dialogs.paper_meanings import SentPictures
from dialogs.prompts import PREFACE
from dialogs.refreshing import refresh
from dialogs.say import Say
from dialogs.session import PAUSE, Frame, Session
from dialogs.stepping import begin, leave_all, place, resume, step
from dialogs.turn import Turn
from dialogs.understanding.model import Act
from dialogs.visits import Visit

_ANSWERED_BY_CLINIC = tuple(ANSWERS)
NO_SUCH_DAY = "no_such_day"  # how the grammar of time marks 31 February
_NAME_CLINIC = frozenset({"opted_out", PREFACE})


class UnexpectedEvent(LookupError):
    """The clinic answered a question that no open flow has asked; the host apologises and staff take over."""


def advance(session: Session, event: Event, now: datetime) -> Turn:
    """What follows from one event."""
    if isinstance(event, PatientSaid):
        return _patient_said(session, event, now)
    if isinstance(event, ReminderSent | OfferSent | ChoiceSent | OutreachSent | FormSent):
        return _went_out(session, event, now)
    if isinstance(event, StaffReleased):
        return _released(session, event)
    if isinstance(event, AppointmentCancelled):
        session = _without_its_form(session, event)
    stepped = step(Turn(session), event)
    if stepped is None:
        raise UnexpectedEvent(type(event).__name__)
    if isinstance(event, PatientIdentified):
        stepped = identity.known(session, stepped, event, now)
    return _noting_cases(stepped)


def _went_out(
    session: Session, sent: ReminderSent | OfferSent | ChoiceSent | OutreachSent | FormSent, now: datetime
) -> Turn:
    """Something that we began was sent; what it asks is the latest question."""
    match sent:
        case ReminderSent():
            return _reminded(session, sent, now)
        case OfferSent():
            return _offered(session, sent, now)
        case ChoiceSent():
            return _told_to_move(session, sent, now)
        case FormSent():
            return _form_sent(session, sent, now)
    return outreach.begun(session, sent, now)


def _released(session: Session, released: StaffReleased) -> Turn:
    """Nothing is open any more, or, where the bot goes on, its question is asked again: others spoke meanwhile."""
    if not released.resume:
        turn = leave_all(Turn(session), but=OUTLASTS)
        return turn.having(alarm="", handed_over="", misses=0, words="", shown=())
    says = (session.question,) if session.question else ()
    return Turn(session.having(alarm="", misses=0, words="", shown=()), says)


def _reminded(session: Session, reminder: ReminderSent, now: datetime) -> Turn:
    """The reminder is what the patient saw last: its question comes first."""
    turn = Turn(_still_open(session, now).having(last_at=now, words="", shown=()))
    if not reminder.ask_to_confirm:
        return turn
    visits = tuple(Visit(appointment) for appointment in reminder.visits)
    flow = FLOWS["confirm"]
    frame = Frame(flow.name, flow.version, "asked", Reminded(visits))
    kept = tuple(other for open_ in turn.session.frames if (other := _unasked(open_, visits)) is not None)
    return turn.having(frames=(*kept, frame), asked="confirm_again", misses=0)


def _offered(session: Session, sent: OfferSent, now: datetime) -> Turn:
    """The offer is what the patient saw last; the one before it is over."""
    session = _still_open(session, now)
    kept = tuple(frame for frame in session.frames if frame.flow != "waitlist")
    turn = Turn(session.having(frames=kept, last_at=now, words="", shown=(), misses=0))
    return begin(turn, "waitlist", offered(sent))


def _told_to_move(session: Session, sent: ChoiceSent, now: datetime) -> Turn:
    """The openings are what the patient saw last; whatever else was open about visits is over."""
    flow, state = FLOWS["reschedule"], "offering" if sent.openings else "asking_when"
    frame = Frame(flow.name, flow.version, state, told_to_move(sent))
    turn = leave_all(Turn(session.having(last_at=now, words="", shown=(), misses=0)))
    return turn.having(frames=(frame,), asked=flow.states[state].ask or "")


def _form_sent(session: Session, sent: FormSent, now: datetime) -> Turn:
    """The form is what the patient saw last; an older one that was half filled in is found again."""
    kept = tuple(frame for frame in session.frames if frame.flow != "form")
    flow = FLOWS["form"]
    frame = Frame(flow.name, flow.version, "invited", invited(sent))
    turn = Turn(session.having(last_at=now, words="", shown=(), misses=0))
    return turn.having(frames=(*kept, frame), asked=flow.states["invited"].ask or "")


def _without_its_form(session: Session, cancelled: AppointmentCancelled) -> Session:
    """What was asked before a visit is not asked when it will not be."""
    its = cancelled.appointment.id
    kept = tuple(frame for frame in session.frames if frame.flow != "form" or frame.memory.paper.visit != its)
    return session.having(frames=kept) if len(kept) < len(session.frames) else session


def _unasked(frame: Frame, visits: tuple[Visit, ...]) -> Frame | None:
    """An open flow under a new reminder: of an older reminder only the visits that this one does not name."""
    if frame.flow != "confirm":
        return frame
    named = {visit.id for visit in visits}
    left = tuple(visit for visit in frame.memory.visits if visit.id not in named)
    waits = left and frame.state in ("asked", "asking_again")
    return frame.at(frame.state, Reminded(left)) if waits else None


def _patient_said(session: Session, said: PatientSaid, now: datetime) -> Turn:
    pause = None if session.last_at is None else now - session.last_at
    turn = Turn(_today(session, said, now, pause))
    safe = safety.answer(turn, said) or robots.noticed(session, turn, said)
    talk = _on_guard if session.alarm else _talk
    turn = safe if safe is not None else robots.beyond_measure(turn.session, talk(turn, said, now))
    return _noting_cases(_from_clinic(turn) if pause is None or pause > PAUSE else turn)


def _on_guard(turn: Turn, said: PatientSaid, now: datetime) -> Turn:
    """Until a person releases who was in danger, no flow acts: a person reads, and whom to call is said again."""
    waiting = leave_all(turn).having(misses=0).saying("alarm_waiting")
    asks_for_one = hear(said, None, (), now).has(WantsPerson)
    return handover.to_person(waiting, said.facts, now) if asks_for_one else waiting


def _today(session: Session, said: PatientSaid, now: datetime, pause: timedelta | None) -> Session:
    """The session without questions that have waited too long, in the language now spoken."""
    known = {"last_at": now, "language": _language(session, said), "words": "", "shown": ()}
    known |= robots.counted(session, said.text, now)
    if pause is None or pause <= PAUSE:
        return session.having(**known)
    return _still_open(session, now).having(misses=0, handed_over="", **known)


def _still_open(session: Session, now: datetime) -> Session:
    """The session with those questions only that have not waited too long; what we text meanwhile revives none."""
    pause = timedelta() if session.last_at is None else now - session.last_at
    if pause <= PAUSE:
        return session
    hours = pause / timedelta(hours=1)
    known = () if session.verified else session.frames  # who is not on file proves it anew
    frames = tuple(frame for frame in known if hours <= FLOWS[frame.flow].lasts_hours)
    asked = session.asked if frames and frames[-1] is session.top else ""
    return session.having(frames=frames, asked=asked, verified=())


def _language(session: Session, said: PatientSaid) -> str:
    """The patient's own language where the clinic serves it; a word or two alone do not change it."""
    spoken = said.understanding.lang
    if spoken == session.language or spoken not in said.facts.clinic.languages:
        return session.language
    telling = any(said.understanding.heard(act) for act in (Act.EMERGENCY, Act.CRISIS, Act.GREETING))
    return spoken if telling or len(said.text.split()) > 1 else session.language


def _from_clinic(turn: Turn) -> Turn:
    """The first text of a conversation says who writes."""
    speaks = turn.says or any(isinstance(effect, _ANSWERED_BY_CLINIC) for effect in turn.effects)
    if not speaks or any(say.key in _NAME_CLINIC for say in turn.says):
        return turn
    return Turn(turn.session, (Say(PREFACE), *turn.says), turn.effects)


def _noting_cases(turn: Turn) -> Turn:
    """Remember that staff were asked in."""
    reasons = [effect.reason for effect in turn.effects if isinstance(effect, OpenCase)]
    return turn.having(handed_over=reasons[-1]) if reasons else turn


def _talk(turn: Turn, said: PatientSaid, now: datetime) -> Turn:
    """A text that safety let pass."""
    facts = said.facts
    if turn.session.lost:
        turn = turn.having(lost=False).saying("lost")
    if any(reason.startswith(NO_SUCH_DAY) for reason in said.understanding.because):
        turn = turn.saying("no_such_day")
    heard = questions.told_apart(hear(said, turn.session.question, _menu(turn), now), said, now)
    if said.media and (pictured := step(turn, SentPictures(said.media))) is not None:
        return pictured.having(misses=0)
    if said.media:
        turn = turn.doing(OpenCase("other", "Sent a picture or a file. It is in the thread once it was fetched."))
        if not heard.words:
            return turn.saying("media")
    met = refresh(turn, heard, facts, now)
    if met.answered:
        return met.turn.having(misses=0)
    turn = met.turn
    answered = _asked_for(turn, said, heard, now)
    if answered is None and robots.repeats(turn.session):
        return turn.doing(robots.ROBOT)
    answered = answered or _in_passing(turn, heard, facts)
    if answered is None:
        return _not_understood(turn, facts, now)
    return answered.having(misses=0) if answered.session.misses else answered


def _menu(turn: Turn) -> tuple[Meaning, ...]:
    frame = turn.session.top
    return place(frame)[1].menu if frame is not None else ()


def _asked_for(turn: Turn, said: PatientSaid, heard: Heard, now: datetime) -> Turn | None:
    """A person; answers beside the open question; the answer to it; something new."""
    facts = said.facts
    if heard.has(WantsPerson):
        about = next((meaning.reason for meaning in heard.meanings if isinstance(meaning, NeedsStaff)), None)
        about = about or outreach.reason_of(turn.session)
        return handover.to_person(turn, facts, now, about, by_phone=phrases.asks_call(heard.words))
    beside = router.asides(_without_welcome(turn), heard, facts)
    turn = beside or turn
    if not heard.by_number and (together := several.begun(turn, said, now)) is not None:
        return together
    stepped = step(turn, *heard.meanings)
    if stepped is not None:
        return stepped
    started = router.start(turn, heard, facts, now)
    if started is not None:
        return started
    return resume(beside) if beside is not None else None


def _without_welcome(turn: Turn) -> Turn:
    """A menu is not asked again once something was chosen."""
    frame = turn.session.top
    return turn.without_top().having(asked="") if frame is not None and frame.flow == "welcome" else turn


def _in_passing(turn: Turn, heard: Heard, facts: Facts) -> Turn | None:
    """What needs no flow: courtesies, "again", "back", another language, a question without an answer."""
    for meaning in heard.meanings:
        match meaning:
            case WantsLanguage(language):
                return _in_language(turn, language)
            case AskedRepeat():
                return repairs.say_again(turn, facts)
            case WentBack():
                return repairs.go_back(turn, facts)
            case AskedInfo("who"):
                return repairs.ask_on(turn.saying(PREFACE), facts)
            case AskedInfo(topic):
                return resume(router.unanswerable(_without_welcome(turn), topic))
    own = answers.find(heard.words, "", facts, turn.session.language)
    if own is not None:
        return resume(answers.given(_without_welcome(turn), own))
    return _courtesy(turn, heard, facts)


def _in_language(turn: Turn, language: str) -> Turn:
    return resume(turn.having(language=language).saying("language_changed"))


def _courtesy(turn: Turn, heard: Heard, facts: Facts) -> Turn | None:
    open_question = turn.session.top is not None and turn.session.top.flow != "welcome"
    if heard.has(Greeted, AskedHelp):
        return resume(turn) if open_question else router.welcome(turn, facts)
    if heard.has(Thanked):
        return resume(turn.saying("youre_welcome")) if open_question else turn.saying("youre_welcome")
    if heard.has(SaidGoodbye):
        return turn.saying("goodbye")
    if heard.has(Confirmed, Denied) and not open_question:
        if turn.session.handed_over:
            return turn.saying("all_set")
        return router.welcome(turn.saying("nothing_open"), facts)
    return None


def _not_understood(turn: Turn, facts: Facts, now: datetime) -> Turn:
    if any(say.key == "lost" for say in turn.says):
        return repairs.ask_on(turn, facts)
    return repairs.not_understood(turn, facts, now)
