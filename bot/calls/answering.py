"""What a call answers to keys, words and silence. The dialog is that of texts; around it stands what only calls need.

Who is calling is asked before anything personal. What was not heard is asked again in other words, then by keys only,
then a person is found. Nothing here writes TwiML, and nothing commits.
"""

from __future__ import annotations

from dataclasses import replace

from bot.calls import identifying, offering, people, reminding, stopping
from bot.calls.lines import Answer, Line, Next
from bot.thinking import Draft
from dialogs import notices, prompts
from dialogs.calls import menus, sounds
from dialogs.calls.call import MOST_MISSES, MOST_TURNS, Call, Step
from dialogs.calls.gathered import (
    Again,
    Input,
    Keyed,
    OtherLanguage,
    Silence,
    Spoken,
    StopCalls,
    Unclear,
    read,
)
from dialogs.effects import OpenCase
from dialogs.events import PatientSaid
from dialogs.say import Say
from dialogs.understanding.model import Act
from dialogs.visits import visit_of
from scheduler.model import Confirmation

MENU = (Say("call_menu"),)
ANYTHING_ELSE = Say("call_anything_else")
_ALARMS = (Act.EMERGENCY, Act.CRISIS)
# What is obeyed whatever was asked.
_ALWAYS = (*_ALARMS, Act.HUMAN, Act.OPT_OUT, Act.WRONG_NUMBER)
_ENDS = frozenset({Act.DENY, Act.GOODBYE, Act.THANKS})
_GOODBYES = frozenset({"goodbye", "all_set", "wrong_number"})
_REPAIRS = frozenset({"repair_first", "repair_second", "repair_open", "nothing_open", "menu"})
# Where the dialog says this, a person is connected in the same call.
_FOR_PERSON = frozenset(
    {
        "asked_for_person",
        "not_understood",
        "cannot_book",
        "needs_staff",
        "needs_staff_complaint",
        "needs_staff_clinical",
        "needs_staff_identity",
    }
)
_KNOWS_ALREADY = frozenset({"staff_next", "staff_later", "staff_calls_next", "staff_calls_later"})


def greet(line: Line) -> Answer:
    """The first prompt: the clinic, emergencies, the other languages, and what can be done here."""
    spoken = [prompts.catalogue_language(code, line.clinic) for code in line.clinic.languages]
    others = tuple(
        Say("call_in_this_language", {"language": code}) for code in dict.fromkeys(spoken) if code != line.call.language
    )
    return Answer(line.call, (Say("call_greeting"), *others), after=MENU, question=MENU)


def answer(line: Line) -> Answer:
    """The answer to what was keyed or heard."""
    if line.request.turn > MOST_TURNS:
        return people.find(line, "", (Say("call_long"),))
    heard = read(line.request.gathered, line.call)
    if line.call.calls_off:
        came = stopping.answered(line, heard, line.call.said or MENU)
        return came if isinstance(came, Answer) else _heard(came, heard)
    return _heard(line, heard)


def _heard(line: Line, heard: Input) -> Answer:
    if isinstance(heard, Silence | Unclear):
        return _not_heard(line, heard)
    if isinstance(heard, Again | OtherLanguage | StopCalls):
        return _command(line, heard)
    if isinstance(heard, Keyed) and set(heard.digits) == {"0"}:
        return people.take_message(line) if line.call.step in (Step.LEAVE, Step.TIMES) else dialog(line, "0")
    return _at_step(line, heard)


def _at_step(line: Line, heard: Keyed | Spoken) -> Answer:
    if line.call.step is not Step.TALK and isinstance(heard, Spoken) and _is_said(line, heard.text, _ALWAYS):
        return dialog(line, heard.text)
    match line.call.step:
        case Step.BIRTH:
            return _if_known(identifying.take_birth(line, heard))
        case Step.NAME:
            return _if_known(identifying.take_name(line, heard))
        case Step.GREET | Step.REACH:
            return _picked_up(line, heard)
        case Step.LEAVE:
            return people.offer_times(line)
        case Step.TIMES:
            return people.take_time(line, heard)
        case _:
            return _talk(line, heard)


def _talk(line: Line, heard: Keyed | Spoken) -> Answer:
    call = line.call
    if isinstance(heard, Keyed):
        if not call.known and len(heard.digits) >= identifying.FEWEST_DIGITS:
            return _if_known(identifying.take_birth(line, heard))
        if not call.known and not call.session.asked and heard.digits in (menus.CONFIRM_KEY, menus.CHANGE_KEY):
            return identifying.ask(line, heard.digits)
        return dialog(line, menus.text_of_key(heard.digits, call.session))
    if not call.known and not call.session.asked and sounds.number(heard.text) in (menus.CONFIRM_KEY, menus.CHANGE_KEY):
        return identifying.ask(line, sounds.number(heard.text) or "")
    text = menus.text_of_speech(heard.text, call.session)
    said = line.understood(text, line.facts(), call.session)
    if call.closing and _ends(said):
        return _goodbye(call)
    if (not call.known or call.limited) and menus.is_personal(said, line.work.now, reminded=call.limited):
        return identifying.ask(line, text)
    return dialog(line, text)


def _if_known(came: Line | Answer) -> Answer:
    """Back to what the caller wanted before they were asked who they are; else straight to what is likely."""
    if isinstance(came, Answer):
        return came
    wish, line = came.call.wish, came.having(wish="", misses=0)
    if wish not in ("", menus.CONFIRM_KEY, menus.CHANGE_KEY):
        return dialog(line, wish)
    visits = line.next_visits()
    if not visits:
        return _closing(Answer(line.call.having(misses=0), (Say("no_visits"),)))
    if wish:
        return _after(line, line.think(wish, about=visits))
    facts = line.facts()
    told = Say("call_visit", {"visits": tuple(visit_of(visit, facts) for visit in visits)})
    draft = line.think(None, about=visits)
    return Answer(_with(line.call, draft), draft=draft, after=(told,))


def dialog(line: Line, text: str) -> Answer:
    """The dialog's own answer to a sentence."""
    return _after(line, line.think(text))


def _after(line: Line, draft: Draft) -> Answer:
    """What follows from the dialog's answer: a person, something else to ask, or the end."""
    keys = {say.key for say in draft.says}
    found = Answer(_with(line.call, draft), draft=draft)
    cases = [effect for effect in draft.effects if isinstance(effect, OpenCase)]
    if keys & _FOR_PERSON:
        reason = cases[-1].reason if cases else "asked_for_person"
        return people.find(line, reason, answer=found, told=bool(keys & _KNOWS_ALREADY))
    if keys & _GOODBYES and not draft.session.asked:
        return replace(found, after=(Say("call_goodbye"),), then=Next.HANG_UP, outcome="served")
    if cases and cases[-1].priority == "emergency":
        return replace(found, after=(Say("call_person_offer"),), outcome="served")
    return found if draft.session.asked or "welcome_unknown" in keys else _closing(found)


def _closing(found: Answer) -> Answer:
    """Nothing is open any more."""
    keys = {say.key for say in found.says}
    return replace(
        found,
        call=found.call.having(closing=True),
        after=(*found.after, ANYTHING_ELSE),
        outcome="served" if keys - _REPAIRS else "",
    )


def _with(call: Call, draft: Draft) -> Call:
    return call.having(session=draft.session, step=Step.TALK, misses=0, closing=False)


def _picked_up(line: Line, heard: Keyed | Spoken) -> Answer:
    """1 is the patient, or who takes care of their visits: the reminder, and what can be done about it."""
    if isinstance(heard, Spoken):
        return _not_heard(line, Unclear(heard.text))
    if heard != Keyed("1"):
        return _goodbye(line.call)
    if line.call.step is Step.GREET:
        return reminding.name_patient(line)
    line = reminding.reached(line)
    if line.call.offer:
        return _offered(line)
    visits = line.next_visits()
    if not visits:
        return Answer(line.call, (Say("visit_gone"), Say("call_goodbye")), then=Next.HANG_UP, outcome="reached")
    facts = line.facts()
    ask = any(visit.confirmation is not Confirmation.ACCEPTED for visit in visits)
    spoken = tuple(visit_of(visit, facts) for visit in visits)
    told = notices.reminder(spoken, ask, line.call.language, line.clinic)
    draft = line.think(None, about=visits if ask else ())
    return Answer(_with(line.call, draft), draft=draft, after=(*told, Say("call_stop_hint")), outcome="reached")


def _offered(line: Line) -> Answer:
    line, draft, told = offering.told(line)
    if draft is None:
        return Answer(line.call, (*told, Say("call_goodbye")), then=Next.HANG_UP, outcome="reached")
    return Answer(_with(line.call, draft), draft=draft, after=(*told, Say("call_stop_hint")), outcome="reached")


def _goodbye(call: Call) -> Answer:
    return Answer(call, (Say("call_goodbye"),), then=Next.HANG_UP)


def _ends(said: PatientSaid) -> bool:
    """Whether nothing but a no or a goodbye was said."""
    acts = {heard.act for heard in said.understanding.acts}
    return bool(acts) and acts <= _ENDS


def _is_said(line: Line, text: str, acts: tuple[Act, ...]) -> bool:
    said = line.understood(text, line.facts(), line.call.session)
    return any(said.understanding.heard(act) for act in acts)


def _not_heard(line: Line, heard: Silence | Unclear) -> Answer:
    """Another question, then keys only, then a person; danger to life is answered however badly it was heard."""
    call = line.call
    if isinstance(heard, Unclear) and _is_said(line, heard.text, _ALARMS):
        return dialog(line, heard.text)
    if isinstance(heard, Silence) and call.closing:
        return _goodbye(call)
    misses = call.misses + 1
    if misses >= MOST_MISSES:
        if call.step in (Step.GREET, Step.REACH):
            return _goodbye(call)
        return people.find(line, "not_understood", (Say("call_to_person"),))
    kind = "silence" if isinstance(heard, Silence) else "unclear"
    prompt = Say(f"call_{kind}_{'first' if misses == 1 else 'keys'}")
    return Answer(call.having(misses=misses), (prompt, *call.said), question=call.said)


def _command(line: Line, heard: Input) -> Answer:
    """8, 9 and *: nothing else changes."""
    call = line.call
    if isinstance(heard, Again):
        return Answer(call, call.said or MENU, question=call.said or MENU)
    if isinstance(heard, OtherLanguage):
        known = [prompts.catalogue_language(code, line.clinic) for code in line.clinic.languages]
        after = known[(known.index(call.language) + 1) % len(known)] if call.language in known else known[0]
        changed = call.having(session=call.session.having(language=after))
        return Answer(changed, (Say("language_changed"), *(call.said or MENU)), question=call.said or MENU)
    return stopping.pressed_nine(line, call.said or MENU)
