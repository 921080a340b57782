"""What a text answers to a question of a form, by the kind of the question; and when it answers nothing of it.

Free text is kept as it was written and never taken for more: no consent, no booking, no question to the clinic, unless
it plainly turns away from the form. "Back", "skip", "later" and "no, I meant ..." are about the form itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time

from dialogs import answers, needs_staff, phrases
from dialogs.events import PatientSaid
from dialogs.meanings import Meaning, WentBack
from dialogs.paper_meanings import Amended, GaveAnswer, PutsOff, Skipped, UnclearAnswer, WantsForm
from dialogs.paper_words import goes_on
from dialogs.papers import FormItem, question_of
from dialogs.say import Say
from dialogs.understanding.births import birth_date
from dialogs.understanding.ids import insurance_id
from dialogs.understanding.model import Act
from dialogs.understanding.normalise import plain
from scheduler.wishes import Grain

LONGEST, LONGEST_NAME, LONGEST_GROUP = 1000, 60, 20
ASKING = frozenset(
    {
        "form_text", "form_choice", "form_number", "form_date", "form_yes_no",
        "insurance_carrier", "insurance_member", "insurance_group",
    }
)  # fmt: skip
FREE = frozenset({"text", "name", "member_id", "group"})
_FEW, _SOME = 8, 14
_CONCERNS = frozenset({"clinical_question", "complaint", "other", "results"})
_POLITE = r"(?: please| pls| thanks| thank you| por favor| gracias)*"
_SKIPS = re.compile(
    r"(?:i )?(?:want to |would |will |ill |id )?(?:rather |prefer )?(?:skip|pass|no answer|none of your business|"
    r"(?:rather |prefer )?not (?:to )?(?:say|answer)|i dont know|dont know|idk|no se|saltar|salta|omitir|omite|"
    r"(?:prefiero )?no (?:decir|contestar|responder)(?:lo)?)(?: (?:it|this|that|that one|this one|esta))?" + _POLITE
)
_LATER = re.compile(
    r"(?:(?:not|maybe|ill do (?:it|this|that)|i will do (?:it|this|that)|do it) )*(?:right now|later|another time|"
    r"(?:some )?other time)(?: on)?"
    + _POLITE
    + r"|not (?:right )?now"
    + _POLITE
    + r"|(?:maybe|ill do (?:it|this|that)|i will do (?:it|this|that)) tomorrow"
    + _POLITE
    + r"|never ?mind|forget it|not interested|i (?:dont want to|wont|would rather not|d rather not|prefer not to)"
    r"(?: (?:do|share|give|send|fill).*)?|id rather not|"
    r"(?:mejor )?(?:ahora no|mas tarde|despues|luego|otro dia|en otro momento)"
    + _POLITE
    + r"|mejor (?:no|manana)|no quiero(?: .*)?|olvidelo|prefiero no(?: .*)?"
)
_BACK = re.compile(
    r"(?:please )?(?:go )?back(?: one)?|(?:the )?(?:previous|last)(?: (?:one|question))?|undo|atras|regresar|regresa|"
    r"volver|vuelve|(?:la )?(?:pregunta )?anterior"
)
_AMENDS = re.compile(
    r"^\W*(?:(?:no|sorry|oops|wait|perd[oó]n|disculpe|espere)\b\W*)*"
    r"(?:i meant|i mean|it should be|that should be|make that|correction|quise decir|digo|es decir|debe ser|"
    r"correcci[oó]n)\b\W*(?:to say\b\W*)?(.+)$",
    re.IGNORECASE | re.DOTALL,
)
_VISIT = re.compile(r"\b(?:visit|appointment|appt|cita|consulta|turno)s?\b")
_TURNS = frozenset({Act.CANCEL, Act.RESCHEDULE, Act.BOOK, Act.CONFIRM, Act.ASK_WHEN})
_NEWS = frozenset({Act.RUNNING_LATE, Act.ARRIVED})
_COURTESY = frozenset({Act.THANKS, Act.GREETING, Act.GOODBYE, Act.REPEAT, Act.HELP})
_NUMBER = re.compile(r"-?\d{1,9}(?:[.,]\d{1,3})?", re.ASCII)
_NONE = re.compile(r"(?:zero|none|no|nope|cero|ningun[oa]?|nada)")
_YES = re.compile(r"(?:1|y|yes|yeah|yep|yup|sure|correct|i do|i have|i am|si|claro|correcto|asi es)\b.*")
_NO = re.compile(r"(?:2|n|no|nope|nah|none|never|i dont|i do not|i havent|not (?:yet|really)|nunca|todavia no)\b.*")


def heard(said: PatientSaid, words: str, question: Say | None, now: datetime) -> tuple[Meaning, ...] | None:
    """What a text means to the question of a form; None where no such question is open, or it turns away from it."""
    item = question.values.get("item") if question is not None and question.key in ASKING else None
    if question is None or not isinstance(item, FormItem) or not words:
        return None
    about = _about_form(words)
    if about is not None:
        return (about,)
    before = question.values.get("before")
    amended = _AMENDS.match(said.text)
    if amended and isinstance(before, FormItem) and (value := _read(amended[1], said, before, now)):
        return (Amended(value),)
    text = amended[1] if amended else said.text
    if item.kind in FREE and digresses(said, words):
        return None
    value = _read(text, said, item, now)
    if value is not None:
        return (GaveAnswer(value, _concern(said, words) if item.kind == "text" else ""),)
    return (UnclearAnswer(),) if item.kind == "member_id" and "?" not in said.text else None


def digresses(said: PatientSaid, words: str) -> bool:
    """Whether words in the place of a free answer plainly are something else: a short question, wish or courtesy."""
    acts = {one.act for one in said.understanding.acts if not one.guessed}
    length = words.count(" ") + 1
    if phrases.language(words, said.facts.clinic.languages) is not None:
        return True
    if length > _SOME:
        return False
    asks = acts & {Act.ASK_INFO, Act.ASK_WHEN} and ("?" in said.text or "¿" in said.text)
    turns = acts & _TURNS and _VISIT.search(words)
    brief = length <= _FEW and bool(acts & (_NEWS | {Act.HUMAN}) or answers.own_answer(words, said.facts.clinic))
    courtesy = acts & _COURTESY and acts <= _COURTESY and length <= _FEW // 2
    return bool(asks or turns or brief or courtesy)


def _about_form(words: str) -> Meaning | None:
    if goes_on(words):
        return WantsForm()
    if _BACK.fullmatch(words):
        return WentBack()
    if _LATER.fullmatch(words):
        return PutsOff()
    return Skipped() if _SKIPS.fullmatch(words) else None


def _concern(said: PatientSaid, words: str) -> str:
    """Why a person should look at an answer, as a reason of the contract; empty where nothing calls for one."""
    reason = needs_staff.reason_in(words)
    if reason in _CONCERNS:
        return reason or ""
    return "other" if "?" in said.text or "¿" in said.text else ""


def _read(text: str, said: PatientSaid, item: FormItem, now: datetime) -> str | None:
    return _READERS[item.kind](text.strip(), said, item, now)


def _text(text: str, said: PatientSaid, item: FormItem, now: datetime) -> str | None:
    return text[:LONGEST] or None


def _name(text: str, said: PatientSaid, item: FormItem, now: datetime) -> str | None:
    letters = sum(char.isalpha() for char in text)
    return text if letters >= 2 and len(text) <= LONGEST_NAME else None


def _member_id(text: str, said: PatientSaid, item: FormItem, now: datetime) -> str | None:
    return insurance_id(text)


def _group(text: str, said: PatientSaid, item: FormItem, now: datetime) -> str | None:
    found = [piece.strip(".,;:#") for piece in text.upper().split() if any(char.isdecimal() for char in piece)]
    group = "".join(found)
    return group if group and len(group) <= LONGEST_GROUP else None


def _number(text: str, said: PatientSaid, item: FormItem, now: datetime) -> str | None:
    words = plain(text)
    if _NONE.fullmatch(words):
        return "0"
    found = _NUMBER.findall(text) if words.count(" ") < _FEW else []
    return found[0].replace(",", ".") if len(found) == 1 else None


def _date(text: str, said: PatientSaid, item: FormItem, now: datetime) -> str | None:
    """A day that was, else one that is named for the future."""
    if plain(text).count(" ") >= _FEW:
        return None
    found = birth_date(text, (said.understanding.lang, *said.facts.clinic.languages), now) or _coming(said)
    return found.isoformat() if found is not None else None


def _coming(said: PatientSaid) -> date | None:
    when = said.understanding.when
    if when is None or len(when.windows) != 1 or when.windows[0].grain is not Grain.DAY:
        return None
    start = when.windows[0].start
    return None if start is None or isinstance(start, time) else start.astimezone(said.facts.clinic.zone()).date()


def _yes_no(text: str, said: PatientSaid, item: FormItem, now: datetime) -> str | None:
    words = plain(text)
    if words.count(" ") >= _FEW or "?" in text:
        return None
    if _NO.fullmatch(words):
        return "no"
    return "yes" if _YES.fullmatch(words) else None


def _choice(text: str, said: PatientSaid, item: FormItem, now: datetime) -> str | None:
    """The choice of that number, or the only one whose words were said; told in the clinic's first language."""
    clinic, words = said.facts.clinic, plain(text)
    question = question_of(clinic, item.form, item.id)
    lists = list((question.choices or {}).values()) if question else []
    if not lists or question is None or question.choices is None:
        return None
    first = question.choices.get(clinic.default_language, lists[0])
    number = phrases.picked(words) or phrases.ordinal(words)
    if number is not None:
        return first[number - 1] if number <= len(first) else None
    named = {at for texts in lists for at, choice in enumerate(texts) if _says(words, plain(choice))}
    return first[named.pop()] if len(named) == 1 else None


def _says(words: str, choice: str) -> bool:
    return words == choice or (words.count(" ") < _FEW and f" {choice} " in f" {words} ")


_READERS: dict[str, Callable[[str, PatientSaid, FormItem, datetime], str | None]] = {
    "text": _text,
    "choice": _choice,
    "number": _number,
    "date": _date,
    "yes_no": _yes_no,
    "name": _name,
    "member_id": _member_id,
    "group": _group,
}
