"""What comes before every flow, in every state: danger to life, opt-out and opt-in, HELP, wrong numbers.

The bare words of telephone companies are recorded in silence, because the company has answered already; a wish in the
patient's own sentence is obeyed with one confirmation. To a number that opted out nothing is said but guidance in an
emergency; whatever else it writes opens a case.
"""

from __future__ import annotations

from dialogs import needs_staff, news, phrases, wrong_number
from dialogs.effects import MarkWrongNumber, OpenCase, RecordOptIn, RecordOptOut
from dialogs.events import Facts, PatientSaid
from dialogs.flows.clarify import Clarifying
from dialogs.session import Session
from dialogs.stepping import begin, leave_all
from dialogs.turn import Turn
from dialogs.understanding.keywords import Keyword, keyword
from dialogs.understanding.model import Act
from dialogs.understanding.normalise import plain
from dialogs.visits import upcoming

MAY_WANT_TO_CANCEL = OpenCase("other", "Texted CANCEL, which stops our texts: may want to cancel the visit.", "urgent")
# In these flows the bare word CANCEL is an answer to what was asked.
_ASK_ABOUT_CANCELLING = frozenset({"cancel", "change", "clarify"})
_ALARMS = {
    Act.CRISIS: OpenCase("crisis", "Words of crisis. The patient was told of 988 and 911.", "emergency"),
    Act.EMERGENCY: OpenCase("emergency", "Words of an emergency. The patient was told to call 911.", "emergency"),
}


def answer(turn: Turn, said: PatientSaid) -> Turn | None:
    """The turn where safety decides it; None where the talk may go on."""
    if said.opt_out_type:
        return _by_company(turn, said)
    return _alarm(turn, said) or _keyword(turn, said) or _wishes(turn, said) or _unheard(turn, said)


def _by_company(turn: Turn, said: PatientSaid) -> Turn:
    """The telephone company has decided and answered: record it, say nothing."""
    match said.opt_out_type.upper():
        case "STOP":
            return _stopped(turn, keyword(said.text))
        case "START":
            return turn.doing(RecordOptIn())
        case _:
            return _asked_help(turn)


def _alarm(turn: Turn, said: PatientSaid) -> Turn | None:
    acts = {heard.act for heard in said.understanding.acts}
    for act, case in _ALARMS.items():
        if act in acts:
            turn = leave_all(turn).having(alarm=case.reason, misses=0)
            return turn.saying(case.reason).doing(case)
    return None


def _keyword(turn: Turn, said: PatientSaid) -> Turn | None:
    match keyword(said.text):
        case Keyword.STOP:
            return _stopped(turn, Keyword.STOP)
        case Keyword.CANCEL:
            return _bare_cancel(turn, said.facts)
        case Keyword.START:
            return turn.doing(RecordOptIn())
        case Keyword.HELP:
            return _asked_help(turn)
    return None


def _stopped(turn: Turn, word: Keyword | None) -> Turn:
    """No more texts; the visit stays as it is."""
    turn = leave_all(turn).doing(RecordOptOut())
    return turn.doing(MAY_WANT_TO_CANCEL) if word is Keyword.CANCEL else turn


def _bare_cancel(turn: Turn, facts: Facts) -> Turn | None:
    if facts.clinic.cancel_is_stop:
        return _stopped(turn, Keyword.CANCEL)
    if facts.suppressed or _asks_about_cancelling(turn.session):
        return None
    return begin(turn, "clarify", Clarifying(upcoming(facts)))


def _asks_about_cancelling(session: Session) -> bool:
    return session.top is not None and session.top.flow in _ASK_ABOUT_CANCELLING


def _asked_help(turn: Turn) -> Turn:
    """The company sends its own text; staff hear of it where a conversation is open."""
    if turn.session.frames or turn.session.handed_over:
        return turn.doing(OpenCase("other", "Texted HELP in the middle of a conversation."))
    return turn


def _wishes(turn: Turn, said: PatientSaid) -> Turn | None:
    """Opt-outs and wrong numbers in the patient's own words."""
    acts = {heard.act for heard in said.understanding.acts}
    wrong = Act.WRONG_NUMBER in acts
    stop = Act.OPT_OUT in acts and not phrases.leaves_list(plain(said.text))
    if not wrong and news.stops_calls(plain(said.text)) and not said.facts.suppressed:
        return turn.doing(RecordOptOut("calls")).saying("muted_calls")
    if not stop and not wrong:
        return None
    if stop and not wrong and not said.facts.suppressed and (kind := news.kind_of_texts(plain(said.text))):
        return turn.doing(RecordOptOut(kind)).saying(f"muted_{kind}")
    certain = wrong and wrong_number.certain(plain(said.text))
    if not stop and not certain:
        return _perhaps_wrong(turn, said)
    turn = leave_all(turn)
    if stop:
        turn = turn.doing(RecordOptOut())
    if stop and Act.CANCEL in acts:
        turn = turn.doing(MAY_WANT_TO_CANCEL)
    if certain:
        turn = turn.having(verified=()).doing(
            MarkWrongNumber(), OpenCase("wrong_number", "Says that this is the wrong number.")
        )
    if said.facts.suppressed:
        return turn
    return turn.saying("wrong_number" if certain else "opted_out")


def _perhaps_wrong(turn: Turn, said: PatientSaid) -> Turn | None:
    """Words that may mean a wrong number: a person looks, and nothing ends."""
    if said.facts.suppressed:
        return None
    case = OpenCase("wrong_number", "May be saying that this is the wrong number, or something else. Please read.")
    return turn.saying(needs_staff.prompt("wrong_number")).doing(case)


def _unheard(turn: Turn, said: PatientSaid) -> Turn | None:
    """A number that opted out hears nothing, but a person reads what it writes."""
    if not said.facts.suppressed:
        return None
    return turn.doing(OpenCase("other", "Wrote after opting out of texts; nothing was answered. Please read and call."))
